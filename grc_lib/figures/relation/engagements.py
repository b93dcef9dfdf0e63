"""Des délais observés devant l'engagement pris : combien le tiennent, et de combien on dépasse."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib._nombres import reel, seul
from grc_lib.figures.briques.echelles import Echelle, bornes_rondes, en_nombres, libelle
from grc_lib.figures.briques.rangees import ALERTE, PLEIN
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.statistique.effectifs import CLASSES_MAX
from grc_lib.figures.textes import compte, pourcent


def delais(
    durees: Any,
    engagement: float,
    *,
    nom: str = "Délai",
    unite: str = "jours",
    titre: str | None = None,
) -> Graphique:
    """La distribution de délais observés devant l'engagement pris : combien le tiennent ?

    Paramètres
    ----------
    durees : des délais, dans une même unité ; ceux qui manquent sont à écarter, et à compter,
        avant.
    engagement : le délai promis ; un délai égal le tient.
    nom, unite : ce que l'on mesure et son unité, pour l'axe.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : y, effectifs par classe de même largeur, depuis zéro ; hachurées au-delà de
    l'engagement. Une classe comprend sa borne haute. Au-delà de 99 % des valeurs, l'axe dit combien
    il en reste.

    Lève
    ----
    NonCalculable s'il n'y a aucun délai ; MauvaisType si ce ne sont pas des nombres ;
    ArgumentInvalide pour une valeur manquante.

    Exemple
    -------
    >>> delais([1, 2, 2, 3, 5, 5, 6, 9], 5).titre
    '75,0\u202f% des délais tiennent la promesse (5\xa0jours)\xa0; 2 sur 8 la dépassent'

    Source
    ------
    GRC-3, délai moyen et part dans le délai ; GRC-4, attente au téléphone.
    """
    x = en_nombres("durees", pd.Series(durees)).to_numpy(float)
    limite = seul(reel, "engagement", engagement)
    bornes = _bornes(x, limite)
    effectifs = np.array([int(((x > a) & (x <= b)).sum()) for a, b in pairwise(bornes)])
    effectifs[0] += int((x == bornes[0]).sum())
    entiers = bool((x % 1 == 0).all() and (bornes % 1 == 0).all())
    seuls = _un_par_un(x, limite, float(bornes[1] - bornes[0]))
    noms = [
        nombre(b) if seuls else _classe(a, b, entiers and a > bornes[0])
        for a, b in pairwise(bornes)
    ]
    tenus, loin = int((x <= limite).sum()), len(x) - int(effectifs.sum())
    promis, part = _promesse(limite, unite), pourcent(tenus / len(x))
    figure = Graphique(
        _traces_delais(bornes, effectifs, noms, limite, unite),
        titre=titre or _constat(len(x), tenus, promis),
        texte_alternatif=(
            f"Distribution de {compte(len(x), 'valeurs')}, {libelle(nom)}. {nombre(tenus)} "
            f"({part}) ne dépassent pas {promis}. Moyenne {nombre(x.mean(), 1)} {unite}, médiane "
            f"{nombre(np.median(x), 1)} {unite}, au plus {nombre(x.max(), 1)} {unite}."
        ),
        donnees=pd.DataFrame({f"{libelle(nom)} ({unite})": noms, "Effectif": effectifs}),
        layout=dict(showlegend=False, barmode="overlay"),
    )
    hors = f"<br>{compte(loin, 'valeur')} plus loin" if loin else ""
    _axes_delais(figure, bornes, noms, seuls)
    figure.update_xaxes(title_text=f"{libelle(nom)} ({unite}){hors}")
    haut = max(5.0, effectifs.max() * 1.15)
    comptes = Echelle.pour(pd.Series(effectifs, dtype=float), "").axe(0, haut)
    figure.update_yaxes(title_text="Effectif", **comptes)
    figure.add_vline(x=limite, line=dict(color=ENCRE, dash="dash", width=2))
    ancre = "droite haut" if limite > (bornes[0] + bornes[-1]) / 2 else "gauche haut"
    figure.etiqueter(limite, 1, f"promis : {promis}", ancre, yref="paper", borderpad=3)
    return figure


def _constat(effectif: int, tenus: int, promis: str) -> str:
    trop = effectif - tenus
    if not trop:
        return f"Tous les délais tiennent la promesse ({promis}), sur {nombre(effectif)}"
    qui = f"{nombre(trop)} sur {nombre(effectif)} {'la dépassent' if trop > 1 else 'la dépasse'}"
    part = pourcent(tenus / effectif)
    return f"{part} des délais tiennent la promesse ({promis}) ; {qui}"


def _promesse(limite: float, unite: str) -> str:
    """« 5 jours », « 1 jour », « 20 s »."""
    seul_jour = abs(limite) < 2 and len(unite) > 1
    return f"{nombre(limite)}\u00a0{unite.removesuffix('s') if seul_jour else unite}"


def _bornes(x: Any, limite: float) -> Any:
    """Des classes de même largeur dont l'engagement est une borne haute."""
    bas, haut = min(float(x.min()), limite, 0.0), max(float(np.quantile(x, 0.99)), limite)
    pas = _pas(x, bas, haut, limite)
    avant = max(int(np.ceil((limite - bas) / pas - 1e-9)), 1)
    apres = min(max(int(np.ceil((haut - limite) / pas - 1e-9)), 1), CLASSES_MAX)
    if _un_par_un(x, limite, pas) and limite - avant * pas >= bas:
        avant += 1  # la plus petite valeur a sa propre barre
    return limite + pas * np.arange(-avant, apres + 1)


def _pas(x: Any, bas: float, haut: float, limite: float) -> float:
    """Une largeur ronde ; si rien n'est négatif, elle découpe l'engagement en parts égales."""
    pas = float(np.diff(bornes_rondes(bas, max(haut, bas + 1e-9), 24))[0])
    entiers = (x % 1 == 0).all() and limite % 1 == 0
    if bas < 0 or limite <= 0:
        return max(1.0, float(np.ceil(pas))) if entiers else pas
    if not entiers:
        return limite / float(np.ceil(limite / pas))
    return next(d for d in range(1, int(limite) + 1) if limite % d == 0 and d >= min(pas, limite))


def _un_par_un(x: Any, limite: float, pas: float) -> bool:
    return pas == 1 and limite % 1 == 0 and bool((x % 1 == 0).all())


def _classe(a: float, b: float, entiers: bool) -> str:
    """Une classe sans sa borne basse, avec sa borne haute."""
    return f"{nombre(a + 1 if entiers else a)} à {nombre(b)}"


def _traces_delais(
    bornes: Any, effectifs: Any, noms: list[str], limite: float, unite: str
) -> list[go.Bar]:
    milieux, tenus = (bornes[:-1] + bornes[1:]) / 2, bornes[1:] <= limite + 1e-9
    survol = [
        f"{nom} {unite} : {compte(int(n), 'valeur')}"
        for nom, n in zip(noms, effectifs, strict=True)
    ]
    return [
        go.Bar(
            x=milieux[choix],
            y=effectifs[choix],
            width=float(bornes[1] - bornes[0]),
            name=nom,
            marker=marque,
            hovertext=[texte for texte, garde in zip(survol, choix, strict=True) if garde],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        for nom, choix, marque in (("Tenu", tenus, PLEIN), ("Dépassé", ~tenus, ALERTE))
    ]


def _axes_delais(figure: Graphique, bornes: Any, noms: list[str], seuls: bool) -> None:
    """Chaque jour sous sa barre, ou les bornes des classes ; de quoi tenir sur un téléphone."""
    places = (bornes[:-1] + bornes[1:]) / 2 if seuls else bornes
    textes = noms if seuls else [nombre(borne) for borne in bornes]
    largeur = 1.6 + max(len(texte) for texte in textes)
    pas = next(p for p in (1, 2, 4, 5, 10, 20, 40) if len(textes) * largeur <= 36 * p)
    figure.update_xaxes(tickvals=places[::pas], ticktext=textes[::pas], tickangle=0)
    figure.update_xaxes(showgrid=False, range=[bornes[0], bornes[-1]])
