"""Le seuil de rentabilité : à partir de quel chiffre d'affaires, et quel jour, on gagne."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from grc_lib import seuil as sujet
from grc_lib._formats import date_longue, euros, nombre
from grc_lib._nombres import liste
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_resultat
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.gabarit import BLEU, ENCRE, ORANGE, VERMILLON
from grc_lib.figures.graphique import Graphique

_PERTE, _BENEFICE = "rgba(213, 94, 0, 0.28)", "rgba(0, 114, 178, 0.16)"


def seuil_de_rentabilite(analyse: sujet.AnalyseSeuil, *, titre: str | None = None) -> Graphique:
    """Le chiffre d'affaires face aux charges : la zone de perte, le seuil, la zone de bénéfice.

    Paramètres
    ----------
    analyse : ce que rend `seuil.analyser`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : trois droites (chiffre d'affaires, charges totales, charges fixes) en euros.

    Lève
    ----
    MauvaisType si ce n'est pas un résultat de `seuil.analyser`.

    Exemple
    -------
    >>> analyse = sujet.analyser(9150, 1220, charges_variables=4575)
    >>> seuil_de_rentabilite(analyse).titre
    'Le seuil est de 2\u202f440\xa0€, atteint en 96\xa0jours sur 360'

    Source
    ------
    S531-4, seuil de rentabilité (cas SR01 à SR05).
    """
    lue = exiger_resultat("analyse", analyse, sujet.AnalyseSeuil, "seuil.analyser")
    haut = 1.15 * max(lue.ca, lue.seuil)
    fixes, pente = lue.charges_fixes, 1 - lue.taux_mcv
    echelle = Echelle.pour(pd.Series([haut]), "€")
    constat = _constat(lue)
    figure = lignes(
        _droites([0, lue.seuil, lue.ca, haut], fixes, pente),
        "Montant",
        unite="€",
        constat=constat,
        titre=titre,
        texte_alternatif=(
            f"Droites du chiffre d'affaires et des charges totales. {constat}. Elles se croisent "
            f"à {euros(lue.seuil, 0)} ; les charges fixes sont de {euros(fixes, 0)}. Pour un "
            f"chiffre d'affaires de {euros(lue.ca, 0)}, le résultat est de "
            f"{euros(lue.resultat, 0)}."
        ),
        donnees=_tableau(lue, pente),
    )
    figure.update_traces(mode="lines", hoverinfo="skip", hovertemplate=None)
    figure.update_xaxes(**echelle.axe(0, haut, 190) | {"range": [0, haut]})
    figure.update_xaxes(title_text=echelle.titre("Chiffre d'affaires"))
    _zones(figure, lue, haut, fixes, pente)
    _reperes(figure, lue, haut)
    return figure


def point_mort(
    seuil: float, ca_mensuels: Any, annee: int, *, titre: str | None = None
) -> Graphique:
    """Le jour où les ventes cumulées de l'année atteignent le seuil, saison comprise.

    Paramètres
    ----------
    seuil, ca_mensuels, annee : comme pour `seuil.date_point_mort` (€ ; douze mois, en euros).
    titre : comme pour `seuil_de_rentabilite`.

    Renvoie
    -------
    `Graphique` : les ventes cumulées, et les mêmes si elles étaient régulières. Un seuil qui n'est
    pas atteint est dit, avec ce qui manque.

    Lève
    ----
    Comme `seuil.date_point_mort`, sauf pour un seuil qui n'est pas atteint.

    Exemple
    -------
    >>> point_mort(305_000, [40_000] * 7 + [0] + [50_000] * 4, 2026).titre
    'Le seuil de 305\u202f000\xa0€ est atteint le 15\xa0septembre 2026'

    Source
    ------
    S531-4, date du point mort d'une activité saisonnière (cas SR09).
    """
    total = float(np.sum(liste("ca_mensuels", ca_mensuels)))
    jour = _date(seuil, ca_mensuels, annee)
    cumul = np.append(0.0, np.cumsum(np.asarray(ca_mensuels, dtype=float)))
    fins: Any = pd.DatetimeIndex([dt.date(annee + m // 12, m % 12 + 1, 1) for m in range(13)])
    regulier = np.linspace(0, total, 13)
    ventes = pd.DataFrame({"Ventes réelles": cumul, "Si régulières": regulier}, index=fins)
    ventes.index.name = "Date"
    if jour is None:
        constat = f"Le seuil n'est pas atteint en {annee} : il manque {euros(seuil - total, 0)}"
    else:
        constat = f"Le seuil de {euros(seuil, 0)} est atteint le {date_longue(jour)}"
    figure = lignes(
        ventes,
        "Ventes cumulées",
        unite="€",
        constat=constat,
        titre=titre,
        donnees=_mois(cumul, annee),
    )
    echelle = Echelle.pour(pd.Series([total, seuil]), "€")
    figure.update_yaxes(**echelle.axe(0, 1.08 * max(total, seuil)))
    mois = dict(tickvals=fins[:12:3], ticktext=["janv.", "avr.", "juil.", "oct."], tickangle=0)
    figure.update_xaxes(title_text=f"Année {annee}", **mois)
    # Les deux courbes finissent ensemble : leurs noms vont sous le titre, le tracé est plus large.
    figure.layout.annotations = ()
    figure.layout.margin.r = 24
    regulieres = Entree("┅┅", "si elles étaient régulières", ORANGE)
    legender(figure, Entree("━━", "ventes réelles", BLEU), regulieres)
    figure.add_hline(y=seuil, line=dict(color=VERMILLON, dash="dash", width=2))
    figure.etiqueter(fins[0], seuil, f"<b>seuil : {echelle.ecrire(seuil)}</b>", "gauche bas")
    if jour is not None:
        quand: Any = str(jour)
        figure.add_vline(x=quand, line=dict(color=ENCRE, dash="dot", width=1.5))
        ancre = "droite bas" if jour.month > 6 else "gauche bas"
        figure.etiqueter(quand, 0, f"<b>{jour.day}/{jour.month:02}</b>", ancre)
    return figure


def _constat(lue: sujet.AnalyseSeuil) -> str:
    if lue.seuil == 0:
        return "Sans charge fixe, le seuil est de 0\u00a0€ : chaque vente rapporte"
    if lue.resultat < 0:
        manque = euros(-lue.marge_securite, 0)
        return f"Le seuil est de {euros(lue.seuil, 0)} : il manque {manque} de ventes"
    mort = f"{nombre(lue.point_mort, 0)} jours sur {nombre(lue.jours, 0)}".replace(" ", "\u00a0", 1)
    return f"Le seuil est de {euros(lue.seuil, 0)}, atteint en {mort}"


def _mois(cumul: Any, annee: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Mois": [f"{mois:02}/{annee}" for mois in range(1, 13)],
            "Ventes (€)": np.diff(cumul),
            "Ventes cumulées (€)": cumul[1:],
        }
    )


def _droites(ventes: list[float], fixes: float, pente: float) -> pd.DataFrame:
    ca = np.unique(np.asarray(ventes, dtype=float))
    droites = {"Chiffre d'affaires": ca, "Charges totales": fixes + pente * ca}
    droites["Charges fixes"] = np.full(len(ca), fixes)
    return pd.DataFrame(droites, index=pd.Index(ca, name="Ventes"))


def _tableau(lue: sujet.AnalyseSeuil, pente: float) -> pd.DataFrame:
    ca = np.array([0, lue.seuil, lue.ca])
    charges = lue.charges_fixes + pente * ca
    return pd.DataFrame(
        {
            "Situation": ["Sans vente", "Au seuil", "Chiffre d'affaires étudié"],
            "Chiffre d'affaires (€)": ca,
            "Charges variables (€)": pente * ca,
            "Charges fixes (€)": lue.charges_fixes,
            "Résultat (€)": np.round(ca - charges, 6) + 0.0,
        }
    )


def _zones(
    figure: Graphique, lue: sujet.AnalyseSeuil, haut: float, fixes: float, pente: float
) -> None:
    """Les triangles entre les deux droites, avant et après le seuil, et leur nom."""
    croise, bout = (lue.seuil, lue.seuil), (haut, fixes + pente * haut)
    triangles = [
        ("perte", [(0.0, 0.0), (0.0, fixes), croise], _PERTE),
        ("bénéfice", [croise, (haut, haut), bout], _BENEFICE),
    ]
    for nom, sommets, couleur in triangles:
        chemin = "M " + " L ".join(f"{x},{y}" for x, y in sommets) + " Z"
        commun = dict(type="path", path=chemin, layer="below", line_width=0)
        figure.add_shape(fillcolor=couleur, **commun)
        part = (max(x for x, _ in sommets) - min(x for x, _ in sommets)) / haut
        if part >= 0.25:
            x, y = np.mean(sommets, axis=0)
            figure.etiqueter(x, y, f"<b>{nom}</b>", "")


def _reperes(figure: Graphique, lue: sujet.AnalyseSeuil, haut: float) -> None:
    """Le seuil, en bas ; le chiffre d'affaires étudié, en haut."""
    reperes = [
        (lue.seuil, 0.02, "bas", VERMILLON, f"seuil<br>{euros(lue.seuil, 0)}"),
        (lue.ca, 1.0, "haut", BLEU, f"CA étudié<br>{euros(lue.ca, 0)}"),
    ]
    for x, y, bord, couleur, texte in reperes:
        figure.add_vline(x=x, line=dict(color=couleur, dash="dash", width=1.5))
        ancre = "gauche" if x < haut / 2 else "droite"
        figure.etiqueter(x, y, texte, f"{ancre} {bord}", yref="paper", borderpad=3)


def _date(seuil: float, ca_mensuels: Any, annee: int) -> dt.date | None:
    """Le jour du point mort ; rien si l'année n'y suffit pas."""
    try:
        return sujet.date_point_mort(seuil, ca_mensuels, annee)
    except NonCalculable:
        return None
