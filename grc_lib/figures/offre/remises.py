"""La remise : ce qu'il faut vendre de plus pour la payer."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from grc_lib import prix as sujet
from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import liste, seul, strictement_positif
from grc_lib._nombres import taux as lire_taux
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import pourcent


def volume_a_compenser(
    taux_marque: Sequence[float], remise: float, *, titre: str | None = None
) -> Graphique:
    """Ce qu'il faut vendre de plus pour payer une remise, selon le taux de marque.

    Paramètres
    ----------
    taux_marque : les taux de marque à comparer, décimaux, huit au plus ; le premier est commenté.
    remise : la remise lue sur le graphique, décimale, inférieure à tous les taux de marque.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une courbe par taux de marque ; x, remise (en pour cent) ; y, hausse du volume
    (décimale). Les courbes s'arrêtent avant que la remise absorbe la plus petite marge.

    Lève
    ----
    NonCalculable si la remise absorbe une marge ; ArgumentInvalide pour un taux en pourcentage.

    Exemple
    -------
    >>> volume_a_compenser([0.30, 0.50], 0.10).titre
    'À 30\u202f% de marque, une remise de 10\u202f% oblige à vendre 50,0\u202f% de plus'

    Source
    ------
    S443-2, remise et volume (cas PX10, PX11).
    """
    marques = np.unique(np.asarray(lire_taux("taux_marque", liste("taux_marque", taux_marque))))
    premiere = float(np.asarray(liste("taux_marque", taux_marque))[0])
    lue = seul(strictement_positif, "remise", remise)
    besoins = {m: float(sujet.volume_a_compenser(taux_marque=m, remise=lue)) for m in marques}
    haut = max(lue, 0.7 * float(marques[0]))
    remises = np.unique(np.append(np.linspace(0, haut, 36), lue))
    courbes = pd.DataFrame(
        {
            f"marque {nombre(100 * m)} %": sujet.volume_a_compenser(taux_marque=m, remise=remises)
            for m in marques
        },
        index=pd.Index(100 * remises, name="Remise (%)"),
    )
    constat = (
        f"À {pourcentage(premiere, None)} de marque, une remise de {pourcentage(lue, None)} "
        f"oblige à vendre {pourcent(besoins[premiere])} de plus"
    )
    autres = " ; ".join(
        f"{pourcentage(m, None)} : {pourcent(besoin)}" for m, besoin in besoins.items()
    )
    figure = lignes(
        courbes,
        "Volume en plus",
        unite="%",
        constat=constat,
        titre=titre,
        texte_alternatif=(
            f"Courbes du volume à vendre en plus selon la remise. {constat}. Pour cette remise, "
            f"selon le taux de marque : {autres}."
        ),
    )
    figure.update_xaxes(title_text="Remise accordée (%)", tickformat=",.2~f")
    figure.add_vline(x=100 * lue, line=dict(color=ENCRE, dash="dash", width=1.5))
    figure.add_scatter(
        x=[100 * lue],
        y=[besoins[premiere]],
        mode="markers",
        hoverinfo="skip",
        marker=dict(size=12, color=ENCRE, line=dict(color="white", width=2)),
    )
    texte = f"<b>+{pourcent(besoins[premiere])}</b>"
    figure.etiqueter(100 * lue, besoins[premiere], texte, "droite bas", xshift=-8, yshift=4)
    return figure
