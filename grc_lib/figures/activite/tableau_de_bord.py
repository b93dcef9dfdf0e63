"""Le tableau de bord en tuiles : chaque indicateur, sa valeur, son évolution, sa petite courbe."""

from collections.abc import Collection, Mapping
from math import ceil
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import date_courte, nombre
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, en_nombres, libelle
from grc_lib.figures.gabarit import BLEU, GRIS
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier, pourcent

TUILES_MAX = 12
_COLONNES, _HAUTEUR = 2, 204  # deux colonnes tiennent sur un téléphone ; pixels d'une tuile


def tuiles(
    releves: pd.DataFrame,
    *,
    unites: Mapping[str, str] | None = None,
    a_la_baisse: Collection[str] = (),
    titre: str | None = None,
) -> Graphique:
    """Le tableau de bord en une page : une tuile par indicateur, à lire à l'écran ou à imprimer.

    Paramètres
    ----------
    releves : une période par ligne (en index, la plus récente en dernier), un indicateur par
        colonne, douze au plus. Une case vide : l'indicateur n'est pas relevé cette fois-là.
    unites : l'unité de chaque indicateur ; « € » s'abrège, « % » reçoit des taux décimaux.
    a_la_baisse : les indicateurs que l'on veut voir baisser (délai, impayés, réclamations).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : par tuile, la dernière valeur, son évolution depuis la précédente (en points pour
    un taux) et la courbe de toutes les périodes, chacune à son échelle. Il s'imprime avec la page.

    Lève
    ----
    NonCalculable si un indicateur n'a aucune valeur ; MauvaisType si ce ne sont pas des nombres ;
    ArgumentInvalide pour un indicateur inconnu, ou plus de douze.

    Exemple
    -------
    >>> mois = pd.DataFrame({"ventes": [80_000, 92_000], "DSO": [60, 63]}, index=["mai", "juin"])
    >>> bord = tuiles(mois, unites={"ventes": "€", "DSO": "jours"}, a_la_baisse=["DSO"])
    >>> bord.titre
    '1\xa0indicateur sur 2 progresse, 1 à surveiller'

    Source
    ------
    S522-5, tableau de bord du portefeuille ; GRC-3, tableau de bord mensuel.
    """
    lues = _lire(releves, unites or {}, a_la_baisse)
    phrases = [_phrase(tuile) for tuile in lues]
    rangees = ceil(len(lues) / _COLONNES)
    figure = Graphique(
        titre=titre or _constat(lues),
        texte_alternatif=f"Tableau de bord, {compte(len(lues), 'tuiles')}. {' ; '.join(phrases)}.",
        donnees=_tableau(lues),
    )
    for rang, tuile in enumerate(lues):
        seule = rang == len(lues) - 1 and rang % _COLONNES == 0  # elle prend toute la largeur
        largeur = float(_COLONNES if seule else 1)
        _poser(figure, tuile, float(rang % _COLONNES), -float(rang // _COLONNES), largeur)
    total = figure.layout.margin.t + rangees * _HAUTEUR + 20
    figure.update_layout(height=total, showlegend=False, margin_r=10)
    figure.layout.title.y = 1 - 26 / total
    figure.update_xaxes(visible=False, range=[0, _COLONNES])
    figure.update_yaxes(visible=False, range=[-rangees, 0])
    return figure


class _Tuile(NamedTuple):
    nom: str
    serie: "pd.Series[float]"
    echelle: Echelle
    souhait: int  # +1 si l'on veut que l'indicateur monte, −1 qu'il baisse

    @property
    def ecart(self) -> float | None:
        return float(self.serie.iloc[-1] - self.serie.iloc[-2]) if len(self.serie) > 1 else None

    @property
    def bilan(self) -> int:
        """+1 s'il progresse, −1 s'il recule, 0 sinon."""
        return int(np.sign(round(self.ecart or 0.0, 12))) * self.souhait


def _lire(releves: Any, unites: Mapping[str, str], a_la_baisse: Collection[str]) -> list[_Tuile]:
    if not isinstance(releves, pd.DataFrame):
        raise MauvaisType("releves", releves, "un DataFrame, un indicateur par colonne")
    if releves.empty:
        raise NonCalculable("Il n'y a aucun indicateur à montrer.")
    if len(releves.columns) > TUILES_MAX:
        attendu = f"au plus {TUILES_MAX} indicateurs : un tableau de bord se lit d'un coup d'œil"
        raise ArgumentInvalide("releves", len(releves.columns), attendu)
    if isinstance(a_la_baisse, str):
        raise MauvaisType("a_la_baisse", a_la_baisse, "une liste de noms d'indicateurs")
    for argument, noms in (("unites", unites), ("a_la_baisse", a_la_baisse)):
        for nom in noms:
            if nom not in releves.columns:
                attendu = f"un indicateur parmi {', '.join(map(str, releves.columns))}"
                raise ArgumentInvalide(argument, nom, attendu)
    tuiles_lues = []
    for nom in releves.columns:
        if releves[nom].isna().all():
            raise NonCalculable(f"L'indicateur « {nom} » n'a aucune valeur.")
        serie = en_nombres(str(nom), releves[nom].dropna())
        echelle = Echelle.pour(serie, unites.get(nom, ""))
        souhait = -1 if nom in a_la_baisse else 1
        tuiles_lues.append(_Tuile(libelle(str(nom)), serie, echelle, souhait))
    return tuiles_lues


def _poser(figure: Graphique, tuile: _Tuile, x: float, y: float, largeur: float) -> None:
    """Le cadre, le nom, la valeur, l'évolution, puis la courbe, de haut en bas."""
    figure.add_shape(
        type="rect",
        x0=x + 0.02,
        x1=x + largeur - 0.02,
        y0=y - 0.97,
        y1=y - 0.03,
        line=dict(color=GRIS, width=1),
        layer="below",
    )
    valeur = f"<b>{tuile.echelle.ecrire(tuile.serie.iloc[-1])}</b>"
    # Un nom peut prendre deux lignes : la valeur part alors d'un peu plus bas.
    textes = ((plier(tuile.nom, 20), 12, 14), (valeur, 50, 26), (_evolution(tuile), 86, 14))
    for texte, pixels, taille in textes:
        figure.etiqueter(
            x + 0.06,
            y,
            texte,
            "gauche haut",
            yshift=-pixels,
            bgcolor=None,
            font_size=taille,
        )
    if len(tuile.serie) > 1:
        figure.add_traces(_courbe(tuile, x, y, largeur))


def _courbe(tuile: _Tuile, x: float, y: float, largeur: float) -> list[go.Scatter]:
    """La courbe tient dans le bas de la tuile : du plus bas au plus haut de la série."""
    valeurs = tuile.serie.to_numpy(float)
    etendue = float(np.ptp(valeurs)) or 1.0
    xs = x + 0.08 + (largeur - 0.18) * np.linspace(0, 1, len(valeurs))
    ys = y - 0.91 + 0.22 * (valeurs - valeurs.min()) / etendue
    survol = [
        f"{_periode(periode)} : {tuile.echelle.ecrire(valeur)}"
        for periode, valeur in tuile.serie.items()
    ]
    commun = dict(hovertemplate="%{text}<extra></extra>", name=tuile.nom, cliponaxis=False)
    trait = dict(color=BLEU, width=2)
    return [
        go.Scatter(x=xs, y=ys, mode="lines", line=trait, text=survol, **commun),
        go.Scatter(
            x=xs[-1:], y=ys[-1:], mode="markers", marker=dict(color=BLEU, size=9),
            text=survol[-1:], **commun,
        ),
    ]  # fmt: skip


def _evolution(tuile: _Tuile) -> str:
    """« ▲ +4,2 % », puis « à surveiller » si l'indicateur va du mauvais côté."""
    if tuile.ecart is None:
        return ""
    fleche = "▲" if tuile.ecart > 0 else "▼" if tuile.ecart < 0 else "="
    evolution = f"{fleche} {_ecart(tuile)}"
    return f"<b>{evolution}<br>à surveiller</b>" if tuile.bilan < 0 else evolution


def _ecart(tuile: _Tuile) -> str:
    """L'évolution relative ; des points pour un taux, l'écart si la base n'est pas positive."""
    ecart, avant = tuile.ecart or 0.0, float(tuile.serie.iloc[-2])
    signe = "+" if ecart > 0 else ""
    if tuile.echelle.unite == "%":
        return f"{signe}{nombre(100 * ecart, 1)} points"
    if avant <= 0:
        return f"{signe}{tuile.echelle.ecrire(ecart)}"
    return f"{signe}{pourcent(ecart / avant)}"


def _phrase(tuile: _Tuile) -> str:
    valeur = tuile.echelle.ecrire(tuile.serie.iloc[-1])
    if tuile.ecart is None:
        return f"{tuile.nom} : {valeur}"
    suite = " (à surveiller)" if tuile.bilan < 0 else ""
    return (
        f"{tuile.nom} : {valeur}, {_ecart(tuile)} depuis {_periode(tuile.serie.index[-2])}{suite}"
    )


def _constat(lues: list[_Tuile]) -> str:
    if all(tuile.ecart is None for tuile in lues):
        return f"Tableau de bord : {compte(len(lues), 'indicateurs')}"
    mieux = sum(tuile.bilan > 0 for tuile in lues)
    constat = f"{compte(mieux, 'indicateurs')} sur {len(lues)} "
    constat += "progressent" if mieux > 1 else "progresse"
    moins = sum(tuile.bilan < 0 for tuile in lues)
    return f"{constat}, {nombre(moins)} à surveiller" if moins else constat


def _tableau(lues: list[_Tuile]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Indicateur": [tuile.nom for tuile in lues],
            "Période": [_periode(tuile.serie.index[-1]) for tuile in lues],
            "Valeur": [tuile.echelle.ecrire(tuile.serie.iloc[-1]) for tuile in lues],
            "Évolution": ["—" if tuile.ecart is None else _ecart(tuile) for tuile in lues],
            "À surveiller": ["oui" if tuile.bilan < 0 else "non" for tuile in lues],
        }
    )


def _periode(periode: Any) -> str:
    return date_courte(periode) if isinstance(periode, pd.Timestamp) else str(periode)
