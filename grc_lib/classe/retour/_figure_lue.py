"""Une figure plotly en quelques lignes de tableau, pour une page sans script."""

import base64
import re
from html import escape
from typing import Any

from grc_lib._formats import nombre

POINTS = 12
_AXES = (("labels", "values"), ("x", "y"), ("lon", "lat"), ("theta", "r"))


def figure_lue(figure: dict[str, Any]) -> str:
    """Le titre d'une figure et ses premiers points, en HTML.

    Paramètres
    ----------
    figure : la description que plotly écrit dans un notebook (`data`, `layout`).

    Exemple
    -------
    >>> figure_lue({"data": [{"x": ["A", "B"], "y": [1, 2]}], "layout": {"title": {"text": "CA"}}})
    '<figure class="grc-figure"><figcaption>Figure interactive « CA » : ouvrez la copie...'
    """
    presentation = _dict(figure.get("layout"))
    titre = _mots(presentation.get("title"))
    suite = f" « {titre} »" if titre else ""
    traces = figure.get("data")
    tableaux = [
        _tableau(_dict(t), presentation) for t in (traces if isinstance(traces, list) else [])[:6]
    ]
    return (
        f'<figure class="grc-figure"><figcaption>Figure interactive{escape(suite)} : ouvrez la '
        f"copie dans JupyterLab pour la voir.</figcaption>{''.join(tableaux)}</figure>"
    )


def _tableau(trace: dict[str, Any], presentation: dict[str, Any]) -> str:
    for axes in _AXES:
        colonnes = [_valeurs(trace.get(axe)) for axe in axes]
        if all(colonnes):
            break
    else:
        return ""
    titres = [_mots(_dict(presentation.get(f"{axe}axis")).get("title")) or axe for axe in axes]
    lignes = list(zip(*colonnes, strict=False))
    corps = [
        "".join(f"<td>{escape(_ecrit(valeur))}</td>" for valeur in ligne)
        for ligne in lignes[:POINTS]
    ]
    if len(lignes) > POINTS:
        corps.append(f'<td colspan="2">… {len(lignes) - POINTS} autres points</td>')
    entetes = "".join(f'<th scope="col">{escape(titre)}</th>' for titre in titres)
    legende = _mots(trace.get("name"))
    return (
        f"<table>{f'<caption>{escape(legende)}</caption>' if legende else ''}"
        f"<thead><tr>{entetes}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{ligne}</tr>' for ligne in corps)}</tbody></table>"
    )


def _valeurs(colonne: Any) -> list[Any]:
    """Les valeurs d'un axe : une liste, ou les octets d'un tableau numpy vus par plotly."""
    if isinstance(colonne, list):
        return colonne
    octets, genre = _dict(colonne).get("bdata"), _dict(colonne).get("dtype")
    if not isinstance(octets, str) or not re.fullmatch(r"[fiu][1248]", str(genre)):
        return []
    import numpy as np

    try:
        return list(np.frombuffer(base64.b64decode(octets), dtype=str(genre)).tolist())
    except ValueError:
        return []


def _ecrit(valeur: Any) -> str:
    if isinstance(valeur, float) and valeur == valeur and abs(valeur) < 1e15:
        return nombre(round(valeur, 2))
    return "" if valeur is None else _mots(str(valeur))[:80]


def _mots(texte: Any) -> str:
    """Un titre plotly (un texte, ou un dictionnaire qui en porte un), sans ses balises."""
    brut = _dict(texte).get("text", "") if isinstance(texte, dict) else texte
    return re.sub(r"<[^<>]*>", " ", brut)[:200].strip() if isinstance(brut, str) else ""


def _dict(valeur: Any) -> dict[str, Any]:
    return valeur if isinstance(valeur, dict) else {}
