"""L'encours des clients : ce qu'ils doivent, face au plafond qu'on leur accorde."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_nommes, exiger_resultat
from grc_lib.figures.gabarit import BLEU, CIEL, CLASSES, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier
from grc_lib.risque import Encours

_POSTES = {"factures": BLEU, "livraisons": CLASSES["B"], "effets": CIEL}


def encours_et_plafonds(encours: Mapping[str, Encours], *, titre: str | None = None) -> Graphique:
    """Ce que doit chaque client, face au plafond qu'on lui accorde.

    Paramètres
    ----------
    encours : un dictionnaire {client: encours}, chaque encours venant de `risque.encours`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre empilée par client (factures, livraisons, effets, en euros TTC) et un
    trait vertical à son plafond.

    Lève
    ----
    NonCalculable s'il n'y a aucun client ; MauvaisType si un encours ne vient pas de
    `risque.encours`.

    Exemple
    -------
    >>> from grc_lib.risque import encours
    >>> clients = {"Alba": encours(18_000, livraisons=4_500, plafond=30_000),
    ...            "Corde": encours(9_000, effets=6_000, plafond=12_000)}
    >>> encours_et_plafonds(clients).titre
    '1\xa0client sur 2 dépasse son plafond'

    Source
    ------
    S521-6, encours et plafond de crédit.
    """
    lus = exiger_nommes("encours", encours, "encours de risque.encours")
    for nom, un in lus.items():
        exiger_resultat(f"encours, {nom}", un, Encours, "risque.encours")
    montants = pd.DataFrame(
        {poste: [getattr(un, poste) for un in lus.values()] for poste in _POSTES}, index=list(lus)
    )
    plafonds = np.array([un.plafond for un in lus.values()])
    depasses = [nom for nom, un in lus.items() if un.disponible < 0]
    if len(depasses) > 1:
        constat = f"{compte(len(depasses), 'client')} sur {len(lus)} dépassent leur plafond"
    else:
        constat = f"{compte(len(depasses), 'client')} sur {len(lus)} dépasse son plafond"
    echelle = Echelle.pour(pd.Series([*montants.sum(axis=1), *plafonds]), "€")
    phrases = [
        f"{nom} : {echelle.ecrire(un.encours)} pour un plafond de {echelle.ecrire(un.plafond)}"
        for nom, un in lus.items()
    ]
    figure = Graphique(
        _empiler(montants, plafonds),
        titre=titre or constat,
        texte_alternatif=f"Barres des encours par client. {constat}. {' ; '.join(phrases)}.",
        donnees=_tableau_encours(montants, plafonds, echelle),
        layout=dict(
            height=190 + 48 * len(lus), barmode="stack", bargap=0.4, legend_traceorder="normal"
        ),
    )
    haut = max(float(montants.sum(axis=1).max()), float(plafonds.max()))
    figure.update_xaxes(**echelle.axe(0, 1.05 * haut), title_text=echelle.titre("encours TTC"))
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure


def _empiler(montants: pd.DataFrame, plafonds: Any) -> list[Any]:
    noms = [plier(nom, 18) for nom in montants.index]
    hachures = {"factures": "", "livraisons": "/", "effets": ""}
    traces: list[Any] = [
        go.Bar(
            x=montants[poste],
            y=noms,
            orientation="h",
            name=poste.capitalize(),
            marker=dict(
                color=couleur,
                line=dict(color=GRIS, width=0.5),
                pattern=dict(shape=hachures[poste], fgcolor=GRIS, size=6, fillmode="overlay"),
            ),
            hovertemplate=f"{poste} : %{{x:,.0f}} €<extra></extra>",
        )
        for poste, couleur in _POSTES.items()
    ]
    marque = dict(symbol="line-ns", size=30, line=dict(color=VERMILLON, width=4))
    traces.append(
        go.Scatter(
            x=plafonds,
            y=noms,
            mode="markers",
            name="Plafond",
            marker=marque,
            hovertemplate="plafond : %{x:,.0f} €<extra></extra>",
        )
    )
    return traces


def _tableau_encours(montants: pd.DataFrame, plafonds: Any, echelle: Echelle) -> pd.DataFrame:
    tout = montants.assign(encours=montants.sum(axis=1), plafond=plafonds)
    tout = tout.assign(disponible=tout["plafond"] - tout["encours"]) / echelle.facteur
    return tout.rename(columns=echelle.titre).rename_axis("Client").reset_index()
