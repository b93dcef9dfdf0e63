"""Placer des clients sur une carte (S432-2), à l'échelle et sans fond de carte."""

from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import liste, positif
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.tournees.cartes import COULEURS, SYMBOLES, mettre_a_l_echelle
from grc_lib.tournees.points import TERRE, lire_noms, lire_point, lire_points


def carte(
    lieux: pd.DataFrame,
    *,
    valeur: str | None = None,
    groupe: str | None = None,
    magasin: Any = None,
    titre: str | None = None,
) -> Any:
    """Place des clients, ou des départements, à l'échelle, sans fond de carte.

    Paramètres
    ----------
    lieux : un tableau aux colonnes latitude et longitude (degrés), un lieu par ligne ; l'index en
        donne le nom. Pour une carte par département : la position moyenne de ses clients.
    valeur : la colonne qui fait la surface des cercles (nombre de clients, chiffre d'affaires).
    groupe : la colonne qui fait la couleur et le symbole (zone de chalandise, type de client).
    magasin : (latitude, longitude) du point de vente, marqué d'une étoile.
    titre : ce que l'on doit lire sur la carte ; par défaut, le nombre de lieux.

    Renvoie
    -------
    `plotly.graph_objects.Figure`. Le texte alternatif est dans `layout.meta["texte_alternatif"]`.

    Lève
    ----
    MauvaisType si `lieux` n'est pas un tableau ; ArgumentInvalide pour une colonne absente, une
    coordonnée hors domaine ou manquante, une valeur négative ; NonCalculable s'il n'y a aucun lieu.

    Exemple
    -------
    >>> villes = pd.DataFrame({"latitude": [45.9, 45.5], "longitude": [3.1, 3.2]})
    >>> carte(villes).layout.title.text
    '2 lieux'

    Source
    ------
    S432, carte des clients.
    """
    import plotly.graph_objects as go

    points = _points_a_placer(lieux, valeur, groupe)
    figure = go.Figure()
    groupes = [
        ("non renseigné" if pd.isna(nom) else str(nom), membres)
        for nom, membres in points.groupby("groupe", observed=True, dropna=False)
    ]
    for rang, (nom, membres) in enumerate(groupes):
        figure.add_scatter(
            x=membres["longitude"].tolist(),
            y=membres["latitude"].tolist(),
            text=membres["texte"].tolist(),
            name=nom,
            mode="markers",
            hovertemplate="%{text}<extra>%{fullData.name}</extra>",
            marker=dict(
                size=membres["taille"].tolist(),
                color=COULEURS[rang % len(COULEURS)],
                symbol=SYMBOLES[rang % len(SYMBOLES)],
                opacity=0.75,
                line=dict(color="#ffffff", width=1),
            ),
        )
    if magasin is not None:
        latitude, longitude = lire_point("magasin", magasin, TERRE)
        figure.add_scatter(
            x=[longitude],
            y=[latitude],
            name="Point de vente",
            mode="markers",
            marker=dict(color="#1f1f1f", size=17, symbol="star"),
        )
    effectifs = ", ".join(f"{nom} : {nombre(len(membres))}" for nom, membres in groupes)
    constat = titre or f"{nombre(len(points))} {'lieux' if len(points) > 1 else 'lieu'}"
    texte = f"Carte à l'échelle, sans fond. {constat}. {effectifs}."
    return mettre_a_l_echelle(figure, constat, texte, True)


def _points_a_placer(lieux: Any, valeur: str | None, groupe: str | None) -> pd.DataFrame:
    """Un lieu par ligne : latitude, longitude, groupe, taille du cercle (pixels) et légende."""
    if not isinstance(lieux, pd.DataFrame):
        raise MauvaisType("lieux", lieux, "un tableau aux colonnes latitude et longitude")
    for argument, colonne in (("valeur", valeur), ("groupe", groupe)):
        if colonne is not None and colonne not in lieux:
            raise ArgumentInvalide(argument, colonne, f"une colonne parmi {list(lieux.columns)}")
    if lieux.empty:
        raise NonCalculable("Aucun lieu à placer sur la carte : vérifiez le filtre.")
    points = pd.DataFrame(lire_points("lieux", lieux, TERRE), columns=["latitude", "longitude"])
    points["groupe"] = "Lieux" if groupe is None else lieux[groupe].array
    points["texte"], points["taille"] = [str(nom) for nom in lire_noms("lieux", lieux)], 9.0
    if valeur is not None:
        mesures = positif(valeur, liste(valeur, lieux[valeur]))
        points["texte"] += [f" : {nombre(mesure)}" for mesure in mesures]
        points["taille"] = 6 + 34 * np.sqrt(mesures / (mesures.max() or 1))
    return points
