"""Le résultat d'une requête, tel qu'un élève le lit : nombres, dates et manques en français."""

import re
from html import escape
from typing import Any

import pandas as pd

from grc_lib._formats import date_courte, denombrer, nombre

REQUETE = "requete"  # la clé, dans `attrs`, de la requête dont vient un tableau
LIGNES = 30
# Des entiers qui désignent au lieu de compter : « 2 026 » ou « client 1 204 » ne se disent pas.
_NUMEROS = re.compile(r"(^|_)(id|an|annee|mois|jour|semaine|trimestre|numero|code|rang)(_|$)", re.I)
_DROITE = ' style="text-align:right"'


def en_html(tableau: pd.DataFrame) -> str | None:
    """Le tableau d'un `%%sql`, écrit en français ; pandas affiche les autres à sa façon.

    Un tableau tiré de celui-là garde son origine : s'il a reçu un index, l'index doit se voir.

    >>> ventes = pd.DataFrame({"annee": [2026], "ca": [12345.678]})
    >>> ventes.attrs[REQUETE] = "SELECT …"
    >>> "12\u202f345,68" in en_html(ventes), "<td>2026</td>" in en_html(ventes)
    (True, False)
    """
    if REQUETE not in tableau.attrs or not tableau.index.equals(pd.RangeIndex(len(tableau))):
        return tableau._repr_html_()  # type: ignore[operator, no-any-return]
    debut = tableau.head(LIGNES)
    chiffres = [pd.api.types.is_numeric_dtype(debut.iloc[:, k]) for k in range(debut.shape[1])]
    titres = "".join(
        f'<th scope="col"{_DROITE if droite else _GAUCHE}>{escape(str(nom))}</th>'
        for nom, droite in zip(debut.columns, chiffres, strict=True)
    )
    textes = [_ecrire(debut.iloc[:, k]) for k in range(debut.shape[1])]
    corps = "".join(
        "<tr>" + "".join(_case(t, d) for t, d in zip(ligne, chiffres, strict=True)) + "</tr>"
        for ligne in zip(*textes, strict=True)
    )
    return (
        f"<table><thead><tr>{titres}</tr></thead><tbody>{corps}</tbody></table>"
        f"<p>{escape(_taille(tableau))}</p>"
    )


_GAUCHE = ' style="text-align:left"'


def _case(texte: str, droite: bool) -> str:
    return f"<td{_DROITE if droite else _GAUCHE}>{escape(texte)}</td>"


def _taille(tableau: pd.DataFrame) -> str:
    lignes = f"{nombre(len(tableau))} {'lignes' if len(tableau) > 1 else 'ligne'}"
    taille = f"{lignes} × {denombrer(tableau.shape[1], 'colonne')}"
    return f"{taille} (les {LIGNES} premières)" if len(tableau) > LIGNES else taille


def _ecrire(colonne: "pd.Series[Any]") -> list[str]:
    """Une colonne en texte, les mêmes décimales de haut en bas."""
    if pd.api.types.is_bool_dtype(colonne):
        return [_texte(valeur if pd.isna(valeur) else bool(valeur)) for valeur in colonne]
    if pd.api.types.is_numeric_dtype(colonne):
        return [_nombre(valeur, str(colonne.name), _decimales(colonne)) for valeur in colonne]
    return [_texte(valeur) for valeur in colonne]


def _nombre(valeur: Any, nom: str, decimales: int) -> str:
    if pd.isna(valeur):
        return "NULL"
    if abs(valeur) in (float("inf"),) or abs(valeur) >= 1e15:
        return str(valeur)
    return str(int(valeur)) if _NUMEROS.search(nom) and not decimales else nombre(valeur, decimales)


def _decimales(colonne: "pd.Series[Any]") -> int:
    """Aucune pour des entiers, deux pour des montants, quatre pour des taux."""
    finis = colonne.dropna().astype(float)
    if (finis % 1 == 0).all():
        return 0
    return 4 if finis.abs().max() < 1 else 2


def _texte(valeur: Any) -> str:
    if not isinstance(valeur, list | dict) and pd.isna(valeur):
        return "NULL"
    if hasattr(valeur, "strftime"):
        heure = hasattr(valeur, "hour") and f"{valeur:%H:%M:%S}" != "00:00:00"
        return f"{date_courte(valeur)} {valeur:%H:%M}" if heure else date_courte(valeur)
    if isinstance(valeur, bool):
        return "vrai" if valeur else "faux"
    return str(valeur)
