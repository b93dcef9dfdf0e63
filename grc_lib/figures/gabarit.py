"""Le gabarit plotly « grc » : textes français, tailles lisibles, couleurs sûres.

Le fond est blanc et opaque dans les deux thèmes de JupyterLab : aucun gris n'atteint un contraste
de 4,5:1 à la fois sur le blanc et sur le #111 du thème sombre (le mieux possible est 4,35:1).
"""

from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

FINE = "\u202f"  # espace fine insécable, entre les milliers

ENCRE, GRIS, TRAME = "#1f1f1f", "#595959", "#e3e3e3"
BLEU, ORANGE, VERT, VERMILLON, ROSE, CIEL = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9",
)  # fmt: skip
PALETTE = [BLEU, ORANGE, VERT, VERMILLON, ROSE, CIEL, ENCRE]  # Okabe et Ito, sans le jaune
DEGRADE = [[0, "#f1f7fc"], [0.25, "#c3dcee"], [0.6, "#5b9bcb"], [1, "#0b3c6f"]]
CLASSES = {"A": BLEU, "B": "#f0b840", "C": "#dcdcdc"}  # foncé, moyen, clair : lisible en gris

HAUTEUR = 420  # pixels
HALO = "0 0 3px white, 0 0 3px white, 0 0 3px white"  # autour d'un nom posé sur un tracé
VOILE = "rgba(255, 255, 255, 0.85)"  # sous une étiquette posée sur un tracé

MIMETYPE = "application/vnd.plotly.v1+json"
_POLICE = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", system-ui, sans-serif'
_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_MOIS_COURTS = "janv.|févr.|mars|avr.|mai|juin|juil.|août|sept.|oct.|nov.|déc."
_FRANCAIS = {
    "dictionary": {
        "Download plot": "Enregistrer l'image",
        "Download plot as a PNG": "Enregistrer l'image",
        "Taking snapshot - this may take a few seconds": "Image en préparation…",
        "Snapshot succeeded": "Image enregistrée",
        "Reset axes": "Revenir à la vue de départ",
        "Double-click to zoom back out": "Double-cliquez pour revenir",
    },
    "format": {
        "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        "months": _MOIS.split("|"),
        "shortMonths": _MOIS_COURTS.split("|"),
        "date": "%d/%m/%Y",
        "decimal": ",",
        "thousands": FINE,
    },
}
CONFIG: dict[str, Any] = {
    "locale": "fr",
    "locales": {"fr": _FRANCAIS},
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "graphique"},
}


def gabarit() -> go.layout.Template:
    """Le gabarit « grc » : séparateurs français, textes de 14 px et plus, couleurs sûres."""
    axe = dict(
        automargin=True, gridcolor=TRAME, linecolor=GRIS, showline=True, zeroline=False, ticks=""
    )
    axe.update(title=dict(font=dict(size=14), standoff=8))
    titre = dict(x=0, xref="container", xanchor="left", yref="container", yanchor="top")
    titre.update(font=dict(size=17, weight=600), pad=dict(l=10))
    return go.layout.Template(
        layout=dict(
            separators=f",{FINE}",
            font=dict(family=_POLICE, size=14, color=ENCRE),
            title=titre,
            paper_bgcolor="#ffffff",
            plot_bgcolor="#ffffff",
            colorway=PALETTE,
            xaxis=axe | dict(autotickangles=[0, -45]),  # penchés, les noms montent vers la droite
            yaxis=axe,
            legend=dict(orientation="h", x=0, y=0, yref="container", yanchor="bottom"),
            margin=dict(l=10, r=24, t=20, b=10),
            hoverlabel=dict(bgcolor="#ffffff", font=dict(size=14), namelength=-1),
            dragmode=False,  # un doigt sur le graphique fait défiler la page
            height=HAUTEUR,
        )
    )


def installer_gabarit() -> None:
    """Enregistre « grc » et en fait le gabarit de toutes les figures plotly de la session.

    >>> installer_gabarit()
    >>> pio.templates.default
    'grc'
    """
    pio.templates["grc"] = gabarit()
    pio.templates.default = "grc"
    pio.renderers["plotly_mimetype"].config = CONFIG
    if "notebook" in (pio.renderers.default or ""):  # 4,8 Mo de plotly.js dans chaque notebook
        pio.renderers.default = "plotly_mimetype"
