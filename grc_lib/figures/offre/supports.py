"""Les supports publicitaires : leur coût, leur affinité et leur puissance."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import euros, nombre
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import rangees
from grc_lib.figures.briques.placement import HAUTEUR_NUAGE, placer_les_noms
from grc_lib.figures.gabarit import BLEU, ENCRE
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, plier, pourcent

_RAYON = 19  # du plus grand disque, en pixels


def nuage_supports(tableau: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """Des supports selon leur coût et leur affinité ; le disque dit leur puissance.

    Paramètres
    ----------
    tableau : ce que rend `medias.echelles` (support, audience_utile, affinite, cpm_utile).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : x, CPM utile (€) ; y, part de la cible dans l'audience (décimale) ; l'aire du
    disque suit l'audience utile. En haut à gauche : affine et peu coûteux. Un support sans audience
    utile n'a pas de CPM : il est omis, et la description le dit.

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable s'il n'y a aucun support à placer.

    Exemple
    -------
    >>> from grc_lib import medias
    >>> titres = pd.DataFrame({"support": ["A", "B"], "audience": [1_000_000, 500_000],
    ...                        "audience_utile": [150_000, 320_000], "prix": [50_000, 45_000]})
    >>> nuage_supports(medias.echelles(titres)).titre
    '«\xa0B\xa0» est le plus économique (141\xa0€ les mille contacts utiles) et le plus affine'

    Source
    ------
    S445-2, échelles d'affinité et d'économie (cas ME02, ME03).
    """
    exiger_colonnes("tableau", tableau, "support", "audience_utile", "affinite", "cpm_utile")
    places = tableau.dropna(subset=["cpm_utile", "affinite"]).reset_index(drop=True)
    if places.empty:
        raise NonCalculable("Aucun support n'a d'audience utile : il n'y a rien à placer.")
    omis = len(tableau) - len(places)
    constat = _constat_supports(places)
    phrases = [
        f"{un.support} : CPM utile {euros(un.cpm_utile, 0)}, affinité {pourcent(un.affinite)}, "
        f"audience utile {nombre(un.audience_utile, 0)}"
        for un in rangees(places)
    ]
    suite = f" {compte(omis, 'support')} sans audience utile, hors du nuage." if omis else ""
    figure = Graphique(
        _disques(places),
        titre=titre or constat,
        texte_alternatif=f"Nuage des supports. {constat}. {' ; '.join(phrases)}.{suite}",
        donnees=pd.DataFrame(
            {
                "Support": places["support"],
                "CPM utile (€)": places["cpm_utile"].astype(float),
                "Affinité (%)": places["affinite"].astype(float) * 100,
                "Audience utile (personnes)": places["audience_utile"],
            }
        ),
        layout_showlegend=False,
    )
    couts = Echelle.pour(places["cpm_utile"].astype(float), "")
    figure.update_xaxes(**couts.axe(0, 1.25 * float(places["cpm_utile"].max())))
    figure.update_xaxes(title_text="CPM utile (€)")
    haut = float(places["affinite"].max()) * 1.3
    figure.graduer_en_parts("y", 0, haut)
    figure.update_yaxes(title_text="Cible dans l'audience (%)", range=[0, haut])
    return figure


def _constat_supports(places: pd.DataFrame) -> str:
    economique = min(rangees(places), key=lambda un: un.cpm_utile)
    affine = max(rangees(places), key=lambda un: un.affinite).support
    cout = f"{euros(economique.cpm_utile, 0)} les mille contacts utiles"
    debut = f"«\u00a0{economique.support}\u00a0» est le plus économique ({cout})"
    if affine == economique.support:
        return f"{debut} et le plus affine"
    return f"{debut}, «\u00a0{affine}\u00a0» le plus affine"


def _disques(places: pd.DataFrame) -> go.Scatter:
    utiles, x, y = (
        places[nom].to_numpy(float) for nom in ("audience_utile", "cpm_utile", "affinite")
    )
    noms = [plier(str(nom), 16) for nom in places["support"]]
    reperes = list(zip(x / (1.25 * x.max()), y / (1.3 * y.max()), strict=True))
    rayons = np.maximum(5, _RAYON * np.sqrt(utiles / utiles.max()))
    return go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        name="Supports",
        text=noms,
        textposition=placer_les_noms(reperes, noms, rayons, hauteur=HAUTEUR_NUAGE),
        marker=dict(
            size=utiles,
            sizemode="area",
            sizeref=2 * utiles.max() / (2 * _RAYON) ** 2,
            sizemin=5,
            color=BLEU,
            opacity=0.65,
            line=dict(color=ENCRE, width=1),
        ),
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
    )
