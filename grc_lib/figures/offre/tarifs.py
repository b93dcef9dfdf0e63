"""Le prix et la demande : le prix accepté, ce que le prix change aux ventes."""

from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib import prix as sujet
from grc_lib._formats import euros, nombre
from grc_lib._nombres import liste
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_resultat
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.gabarit import BLEU, ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import pourcent

POINTS_MAX = 12


def prix_psychologique(resultat: sujet.PrixPsychologique, *, titre: str | None = None) -> Graphique:
    """Qui achèterait à chaque prix : ni trop cher, ni de mauvaise qualité.

    Paramètres
    ----------
    resultat : ce que rend `prix.prix_psychologique`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : trois courbes (parts décimales des personnes interrogées) et le prix optimal.

    Lève
    ----
    MauvaisType si ce n'est pas un résultat de `prix.prix_psychologique`.

    Exemple
    -------
    >>> resultat = sujet.prix_psychologique(
    ...     [5, 6, 7, 8], trop_cher=[0, 20, 30, 50], mauvaise_qualite=[60, 30, 10, 0])
    >>> prix_psychologique(resultat).titre
    'À 7\xa0€, 40\u202f% des personnes interrogées achèteraient'

    Source
    ------
    S443-1, prix psychologique (cas PP01).
    """
    lu = exiger_resultat("resultat", resultat, sujet.PrixPsychologique, "prix.prix_psychologique")
    noms = {
        "acheteurs": "Acheteurs",
        "trop_cher": "Trop cher",
        "mauvaise_qualite": "Mauvaise qualité",
    }
    courbes = lu.tableau.set_index("prix")[list(noms)].rename(columns=noms).rename_axis("Prix (€)")
    constat = (
        f"À {_prix(lu.optimal)}, {pourcent(courbes['Acheteurs'].max(), 0)} des personnes "
        "interrogées achèteraient"
    )
    figure = lignes(courbes, "Personnes", unite="%", constat=constat, titre=titre)
    figure.update_traces(selector=0, line_width=4, marker_size=9)
    figure.update_yaxes(title_text="Part des personnes (%)", range=[0, 1.05])
    figure.graduer_en_parts("y")
    figure.update_xaxes(title_text="Prix (€)", dtick=None, tickformat=",.2~f")
    figure.add_vline(x=lu.optimal, line=dict(color=ENCRE, dash="dash", width=1.5))
    milieu = (courbes.index.min() + courbes.index.max()) / 2
    ancre = "gauche" if lu.optimal < milieu else "droite"
    figure.etiqueter(
        lu.optimal, 1.0, f"<b>{_prix(lu.optimal)}</b>", f"{ancre} haut", yref="paper", borderpad=3
    )
    return figure


def courbe_de_demande(
    prix: Any,
    quantites: Any,
    *,
    methode: Literal["base", "milieu"] = "base",
    titre: str | None = None,
) -> Graphique:
    """Les quantités vendues à chaque prix, et l'élasticité d'un prix au suivant.

    Paramètres
    ----------
    prix : en euros, croissants, de deux à douze.
    quantites : vendues à chaque prix.
    methode : celle de `prix.elasticite`.
    titre : comme pour `prix_psychologique`.

    Renvoie
    -------
    `Graphique` : x, prix (€) ; y, quantités ; l'élasticité est écrite sur chaque segment.

    Lève
    ----
    Comme `prix.elasticite` ; ArgumentInvalide si les prix ne croissent pas, si les longueurs
    diffèrent ou s'il y a plus de douze prix.

    Exemple
    -------
    >>> courbe_de_demande([59, 77], [166, 120]).titre
    'De 59\xa0€ à 77\xa0€, les ventes baissent de 27,7\u202f%\xa0: e\xa0=\xa0−0,91, peu élastique'

    Source
    ------
    S443-1, élasticité-prix (cas EL01).
    """
    p, q = _points(prix, quantites)
    e = float(sujet.elasticite(p[0], p[-1], q[0], q[-1], methode=methode))
    segments = [
        float(sujet.elasticite(p0, p1, q0, q1, methode=methode))
        for (p0, q0), (p1, q1) in pairwise(zip(p, q, strict=True))
    ]
    variation = q[-1] / q[0] - 1
    verbe = f"{'baissent' if variation < 0 else 'montent'} de {pourcent(abs(variation))}"
    genre = (
        "élastique" if abs(e) > 1 else "peu élastique" if abs(e) < 1 else "d'élasticité unitaire"
    )
    constat = f"De {_prix(p[0])} à {_prix(p[-1])}, les ventes {verbe} : "
    constat += f"e\u00a0=\u00a0{nombre(e, 2)}, {genre}"
    phrases = [
        f"{_prix(p1)} : {nombre(q1)} ventes, élasticité {nombre(es, 2)}"
        for p1, q1, es in zip(p[1:], q[1:], segments, strict=True)
    ]
    figure = Graphique(
        _demande(p, q),
        titre=titre or constat,
        texte_alternatif=(
            f"Courbe de demande. {constat}. {_prix(p[0])} : {nombre(q[0])} ventes ; "
            f"{' ; '.join(phrases)}."
        ),
        donnees=pd.DataFrame(
            {
                "Prix (€)": p,
                "Quantité": q,
                "Chiffre d'affaires (€)": p * q,
                "Élasticité depuis le prix précédent": [None, *segments],
            }
        ),
        layout_showlegend=False,
    )
    for rang, es in enumerate(segments):
        x, y = p[rang : rang + 2].mean(), q[rang : rang + 2].mean()
        figure.etiqueter(x, y, f"e = {nombre(es, 2)}", "gauche bas", xshift=6, yshift=2)
    echelle = Echelle.pour(pd.Series(q), "")
    figure.update_yaxes(**echelle.axe(0, 1.1 * q.max()), title_text="Quantité vendue")
    marge = 0.08 * (p[-1] - p[0])
    figure.update_xaxes(title_text="Prix (€)", showgrid=False, tickformat=",.2~f", nticks=6)
    figure.update_xaxes(range=[p[0] - marge, p[-1] + 3 * marge])
    return figure


def _points(prix: Any, quantites: Any) -> tuple[Any, Any]:
    p = np.asarray(liste("prix", prix, au_moins=2), dtype=float)
    q = np.asarray(liste("quantites", quantites, au_moins=2), dtype=float)
    if len(p) != len(q):
        raise ArgumentInvalide("quantites", f"{len(q)} quantités", f"{len(p)} quantités")
    if len(p) > POINTS_MAX or (np.diff(p) <= 0).any():
        raise ArgumentInvalide("prix", p.tolist(), f"des prix croissants, {POINTS_MAX} au plus")
    return p, q


def _prix(montant: float) -> str:
    """Un prix, avec ses centimes s'il en a."""
    return euros(montant, 0 if float(montant).is_integer() else 2)


def _demande(p: Any, q: Any) -> go.Scatter:
    return go.Scatter(
        x=p,
        y=q,
        name="Demande",
        mode="lines+markers",
        line=dict(color=BLEU, width=3),
        marker=dict(size=10),
        text=[f"{_prix(a)} : {nombre(b)}" for a, b in zip(p, q, strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )
