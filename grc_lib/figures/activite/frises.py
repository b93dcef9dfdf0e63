"""La frise chronologique : des événements à leur place dans le temps."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._formats import date_longue
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.rangees import exiger_rangees, graisser, lignes_de
from grc_lib.figures.gabarit import BLEU, CLASSES, GRIS
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte

_LIGNE, _ESPACE = 20, 14  # pixels, d'une étiquette


def frise(evenements: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """La frise chronologique : des événements à leur place dans le temps, du plus ancien en haut.

    Paramètres
    ----------
    evenements : un événement par ligne. Colonnes : date (une année entière, ou une date),
        evenement (texte) ; si elle y est, fin (vide si l'événement ne dure pas).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : la hauteur entre deux points est proportionnelle au temps ; un trait épais dure.

    Lève
    ----
    NonCalculable s'il n'y a aucun événement ; ArgumentInvalide s'il manque une colonne, pour une
    date illisible, une fin avant le début, plus de quarante événements.

    Exemple
    -------
    >>> histoire = pd.DataFrame({"date": [1978, 2018],
    ...     "evenement": ["Loi Informatique et libertés", "Application du RGPD"]})
    >>> frise(histoire).titre
    '2\xa0événements de 1978 à 2018'

    Source
    ------
    GRC-1, historique de la relation client ; progression du cours.
    """
    lus = _evenements(evenements)
    dates = [_dire(date, fin) for date, fin in zip(lus["ecrite"], lus["ecrite_fin"], strict=True)]
    textes = [
        graisser(f"{date} : {texte}", 38)
        for date, texte in zip(dates, lus["evenement"], strict=True)
    ]
    hauteurs = [_LIGNE * (1 + texte.count("<br>")) + _ESPACE for texte in textes]
    debut, fin = lus["jour"].min(), lus["jour_fin"].max()
    pixels = (sum(hauteurs) - hauteurs[-1] / 2) / max(fin - debut, 1)
    places = (lus["jour"] - debut) * pixels
    phrases = [f"{date} : {texte}" for date, texte in zip(dates, lus["evenement"], strict=True)]
    de, a = (dt.date.fromordinal(int(jour)).year for jour in (debut, fin))
    periode = f"en {de}" if de == a else f"de {de} à {a}"
    figure = Graphique(
        titre=titre or f"{compte(len(lus), 'événements')} {periode}",
        texte_alternatif=f"Frise chronologique, {periode}. {' ; '.join(phrases)}.",
        donnees=pd.DataFrame({"Date": dates, "Événement": lus["evenement"]}),
    )
    bas = _tracer(figure, lus.assign(place=places, fond=(lus["jour_fin"] - debut) * pixels))
    dessous = -hauteurs[0] / 2
    for place, texte, hauteur in zip(places, textes, hauteurs, strict=True):
        milieu = max(place, dessous + hauteur / 2)
        dessous = milieu + hauteur / 2
        _etiqueter(figure, place, texte, milieu - place)
    haut, bas = hauteurs[0] / 2, max(dessous, bas + 10)
    total = figure.layout.margin.t + round(haut + bas) + 10
    figure.update_layout(height=total, showlegend=False, margin_l=14)
    figure.layout.title.y = 1 - 26 / total
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(visible=False, range=[-bas, haut])
    return figure


def _evenements(evenements: pd.DataFrame) -> pd.DataFrame:
    exiger_colonnes("evenements", evenements, "date", "evenement")
    if evenements.empty:
        raise NonCalculable("Il n'y a aucun événement : rien à tracer.")
    exiger_rangees("evenements", len(evenements))
    dates = evenements["date"].tolist()
    fins = evenements["fin"].tolist() if "fin" in evenements else dates
    fins = [debut if pd.isna(fin) else fin for debut, fin in zip(dates, fins, strict=True)]
    lus = pd.DataFrame({"evenement": evenements["evenement"].astype(str).to_numpy()})
    lus["jour"], lus["ecrite"] = zip(*(_moment("date", d, dates) for d in dates), strict=True)
    lus["jour_fin"], lus["ecrite_fin"] = zip(*(_moment("fin", d, dates) for d in fins), strict=True)
    if (lus["jour_fin"] < lus["jour"]).any():
        fautif = lus[lus["jour_fin"] < lus["jour"]].iloc[0]
        raise ArgumentInvalide("fin", fautif["ecrite_fin"], f"après {fautif['ecrite']}")
    return lus.sort_values("jour", kind="stable", ignore_index=True)


def _moment(argument: str, date: Any, dates: list[Any]) -> tuple[int, str]:
    """Le rang du jour, et la date comme on l'écrit : « 1978 » ou « 25 mai 2018 »."""
    annee = isinstance(date, int | float | np.integer) and float(date).is_integer()
    if annee and 1 <= date <= 9999:
        return dt.date(int(date), 1, 1).toordinal(), str(int(date))
    jour = lire_date(argument, date)
    return jour.toordinal(), date_longue(jour)


def _dire(date: str, fin: str) -> str:
    return f"{date} – {fin}" if fin and fin != date else date


def _tracer(figure: Graphique, lus: pd.DataFrame) -> float:
    """L'axe du temps, les durées en traits épais, un point par événement."""
    bas = float(lus["fond"].max())
    figure.add_scatter(
        x=[0, 0], y=[0, -bas], mode="lines", line=dict(color=GRIS, width=3), hoverinfo="skip"
    )
    for rang, ligne in enumerate(lignes_de(lus[lus["fond"] > lus["place"]])):
        style = dict(color=(BLEU, CLASSES["B"])[rang % 2], width=12)
        y = [-ligne.place, -ligne.fond]
        figure.add_scatter(x=[0, 0], y=y, mode="lines", line=style, hoverinfo="skip")
    figure.add_scatter(
        x=[0] * len(lus),
        y=-lus["place"],
        name="Événements",
        mode="markers",
        marker=dict(color="white", size=11, line=dict(color=BLEU, width=3)),
        text=lus["evenement"],
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
    )
    return bas


def _etiqueter(figure: Graphique, place: float, texte: str, ecart: float) -> None:
    figure.add_annotation(
        x=0,
        y=-place,
        ax=34,
        ay=ecart,
        text=texte,
        xanchor="left",
        align="left",
        arrowhead=0,
        arrowwidth=1.2,
        arrowcolor=GRIS,
        standoff=8,
    )
