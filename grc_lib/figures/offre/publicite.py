"""Un plan média : mémoriser un message, couvrir ou répéter."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib import medias
from grc_lib._formats import nombre
from grc_lib._nombres import entier
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_nommes, exiger_resultat
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.briques.placement import HAUTEUR_NUAGE, placer_les_noms
from grc_lib.figures.gabarit import ENCRE, GRIS, HALO, PALETTE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier, pourcent

_FORMES = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")


def memorisation(
    betas: Mapping[str, float], *, contacts: int = 10, titre: str | None = None
) -> Graphique:
    """La part des personnes touchées qui se souviennent du message, selon le nombre de contacts.

    Paramètres
    ----------
    betas : un dictionnaire {média: bêta de Morgensztern, décimal} ; les valeurs publiées varient
        selon la source et l'année : dites la vôtre.
    contacts : jusqu'à combien de contacts, de 1 à 50.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une courbe par média, en parts décimales.

    Lève
    ----
    NonCalculable s'il n'y a aucun média ; ArgumentInvalide pour un bêta donné en pourcentage.

    Exemple
    -------
    >>> memorisation({"Cinéma": 0.70, "Radio": 0.05}, contacts=5).titre
    'Après 5\xa0contacts\xa0: 99,8\u202f% de mémorisation (Cinéma), 22,6\u202f% (Radio)'

    Source
    ------
    S445-1, bêta de Morgensztern (cas ME01) : un modèle d'usage, non une mesure de votre campagne.
    """
    lus = exiger_nommes("betas", betas, "bêta décimal")
    rangs = np.arange(entier("contacts", contacts, 1, 50) + 1)
    courbes = pd.DataFrame(
        {nom: np.asarray(medias.memorisation(beta, rangs)) for nom, beta in lus.items()},
        index=pd.Index(rangs, name="Contacts"),
    )
    fins = courbes.iloc[-1]
    haut, bas = str(fins.idxmax()), str(fins.idxmin())
    constat = f"Après {compte(contacts, 'contact')} : {pourcent(fins[haut])} de mémorisation"
    constat += f" ({haut})" + (f", {pourcent(fins[bas])} ({bas})" if len(fins) > 1 else "")
    figure = lignes(courbes, "Mémorisation", unite="%", constat=constat, titre=titre)
    figure.graduer_en_parts("y")
    figure.update_yaxes(range=[0, 1.03])
    figure.update_xaxes(title_text="Contacts par personne touchée")
    return figure


def couverture_repetition(
    plans: Mapping[str, medias.PlanMedia], *, titre: str | None = None
) -> Graphique:
    """Toucher plus de monde ou toucher plus souvent : des plans média comparés.

    Paramètres
    ----------
    plans : un dictionnaire {nom: plan}, chaque plan venant de `medias.plan_media`.
    titre : comme pour `memorisation`.

    Renvoie
    -------
    `Graphique` : x, couverture (part décimale) ; y, répétition (contacts par personne touchée) ; la
    courbe en pointillé relie les plans qui auraient le même GRP.

    Lève
    ----
    NonCalculable s'il n'y a aucun plan ; MauvaisType si l'un ne vient pas de `medias.plan_media`.

    Exemple
    -------
    >>> titres = pd.DataFrame({"support": ["Quotidien", "Mensuel"], "prix": [4_000, 9_000],
    ...                        "couverture": [0.10, 0.25], "insertions_max": [5, 1]})
    >>> plans = {"20 k€": medias.plan_media(titres, 20_000)}
    >>> couverture_repetition(plans).titre
    '20 k€\xa0: 50\xa0GRP, 41,0\u202f% de la cible touchée 1,2\xa0fois'

    Source
    ------
    S445-1, GRP = couverture (%) × répétition (cas ME05).
    """
    lus = exiger_nommes("plans", plans, "plan de medias.plan_media")
    for nom, plan in lus.items():
        exiger_resultat(f"plans, {nom}", plan, medias.PlanMedia, "medias.plan_media")
    phrases = [
        f"{nom} : {nombre(plan.grp, 0)}\u00a0GRP, {pourcent(plan.couverture)} de la cible touchée "
        f"{nombre(plan.repetition, 1)}\u00a0fois"
        for nom, plan in lus.items()
    ]
    large = max(lus, key=lambda nom: lus[nom].couverture)
    constat = (
        phrases[0]
        if len(lus) == 1
        else f"C'est «\u00a0{large}\u00a0» qui touche le plus de monde : "
        + (f"{pourcent(lus[large].couverture)} de la cible")
    )
    figure = Graphique(
        [*map(_meme_grp, lus.values()), _points(lus)],
        titre=titre or constat,
        texte_alternatif=f"Nuage des plans, couverture et répétition. {' ; '.join(phrases)}.",
        donnees=pd.DataFrame(
            {
                "Plan": list(lus),
                "Couverture (%)": [100 * plan.couverture for plan in lus.values()],
                "Répétition (contacts)": [plan.repetition for plan in lus.values()],
                "GRP (points)": [plan.grp for plan in lus.values()],
                "Coût (€)": [plan.cout for plan in lus.values()],
            }
        ),
        layout_showlegend=False,
    )
    haut = 1.25 * max(plan.repetition for plan in lus.values())
    axe = Echelle.pour(pd.Series([haut]), "").axe(1, max(2.0, haut))
    figure.update_yaxes(**axe, title_text="Répétition (contacts)")
    figure.graduer_en_parts("x")
    figure.update_xaxes(range=[0, 1], title_text="Couverture de la cible (%)")
    return figure


def _meme_grp(plan: medias.PlanMedia) -> go.Scatter:
    """Les couples (couverture, répétition) qui auraient le même GRP."""
    couvertures = np.linspace(0.02, 1, 99)
    repetitions = plan.grp / 100 / couvertures
    possibles = repetitions >= 1
    return go.Scatter(
        x=couvertures[possibles],
        y=repetitions[possibles],
        mode="lines",
        name=f"{nombre(plan.grp, 0)} GRP",
        line=dict(color=GRIS, dash="dot", width=1.5),
        hoverinfo="skip",
    )


def _points(plans: dict[str, medias.PlanMedia]) -> go.Scatter:
    x = np.array([plan.couverture for plan in plans.values()])
    y = np.array([plan.repetition for plan in plans.values()])
    noms = [plier(nom, 14) for nom in plans]
    reperes = list(zip(x, (y - 1) / max(1.0, 1.25 * y.max() - 1), strict=True))
    return go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        name="Plans",
        text=noms,
        textfont=dict(shadow=HALO),
        textposition=placer_les_noms(reperes, noms, [7] * len(noms), hauteur=HAUTEUR_NUAGE),
        marker=dict(
            size=14,
            color=[PALETTE[rang % len(PALETTE)] for rang in range(len(plans))],
            symbol=list(_FORMES[: len(plans)]),
            line=dict(color=ENCRE, width=1),
        ),
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
    )
