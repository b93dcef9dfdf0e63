"""L'argent dans le temps : les entrées, les sorties et leur cumul."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from grc_lib import annuites, valeur
from grc_lib._formats import euros, nombre, taux_donne
from grc_lib._nombres import entier, liste
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, libelle
from grc_lib.figures.gabarit import BLEU, CLASSES, ENCRE, GRIS
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte

FLUX_MAX = 400
Montants = npt.NDArray[np.float64]


def flux_dans_le_temps(
    flux: Any,
    *,
    taux: float = 0,
    periode: str = "année",
    titre: str | None = None,
) -> Graphique:
    """Les entrées et les sorties d'argent, période par période, et leur cumul.

    Paramètres
    ----------
    flux : un montant par période, comme pour `annuites.van` : négatif s'il sort, positif s'il
        entre ; le premier est celui d'aujourd'hui. Quatre cents au plus.
    taux : le taux d'actualisation d'une période, décimal ; le cumul final est alors la VAN.
    periode : le nom d'une période (« année », « mois »…).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par flux (non actualisé), la courbe du cumul (actualisé si `taux`).

    Lève
    ----
    Comme `annuites.van` ; ArgumentInvalide s'il y a trop de flux.

    Exemple
    -------
    >>> flux_dans_le_temps([-10_000, 4_000, 4_000, 4_000], taux=0.08).titre
    'La dépense est reprise en 3\xa0ans\xa0; VAN\xa0: 308\xa0€'

    Source
    ------
    S512-4, VAN ; S521-3, délai de récupération.
    """
    montants = np.asarray(liste("flux", flux), dtype=float)
    if len(montants) > FLUX_MAX:
        raise ArgumentInvalide("flux", f"{len(montants)} flux", f"au plus {FLUX_MAX} flux")
    cumul = np.array([annuites.van(montants[: k + 1], taux) for k in range(len(montants))])
    constat = f"{_reprise(cumul, periode)} ; {'VAN' if taux else 'solde'} : {euros(cumul[-1], 0)}"
    precision = f", actualisé à {taux_donne(taux)} par période" if taux else ""
    return _barres_et_cumul(montants, cumul, periode, titre, constat, "cumul", precision)


def valeur_vie(
    *,
    marge: float,
    retention: float,
    annees: int,
    cout_acquisition: float = 0,
    fidelisation: float = 0,
    actualisation: float = 0,
    premier_flux: Literal["immédiat", "différé"] = "immédiat",
    titre: str | None = None,
) -> Graphique:
    """Ce qu'un client rapporte chaque année, et sa valeur vie qui s'accumule.

    Paramètres
    ----------
    marge, retention, annees, cout_acquisition, fidelisation, actualisation, premier_flux : comme
        pour `valeur.valeur_vie` (€ de marge par an, taux décimaux) ; cent ans au plus.
    titre : comme pour `flux_dans_le_temps`.

    Renvoie
    -------
    `Graphique` : une barre par année (contribution attendue, actualisée), précédée du coût
    d'acquisition, et la courbe de la valeur vie cumulée.

    Lève
    ----
    Comme `valeur.valeur_vie`.

    Exemple
    -------
    >>> valeur_vie(marge=180, retention=0.70, annees=5, cout_acquisition=300).titre
    'En 5\xa0ans, un client vaut 199\xa0€, son coût de conquête déduit'

    Source
    ------
    S521-4, valeur vie client (cas VC02, VC05).
    """
    duree = entier("annees", annees, 1, 100)
    cas: dict[str, Any] = dict(marge=marge, retention=retention, cout_acquisition=cout_acquisition)
    cas |= dict(fidelisation=fidelisation, actualisation=actualisation, premier_flux=premier_flux)
    vies = [float(valeur.valeur_vie(**cas, annees=n)) for n in range(1, duree + 1)]
    cumul = np.array([-float(cout_acquisition), *vies])
    flux = np.diff(cumul, prepend=0.0)
    ans = compte(duree, "année")
    constat = f"En {ans}, un client vaut {euros(cumul[-1], 0)}, son coût de conquête déduit"
    precision = f", actualisée à {taux_donne(actualisation)}" if actualisation else ""
    figure = _barres_et_cumul(flux, cumul, "année", titre, constat, "valeur vie", precision)
    figure.update_xaxes(title_text="Année de la relation (0 : la conquête)")
    return figure


def _reprise(cumul: Montants, periode: str) -> str:
    """À partir de quelle période le cumul ne redevient plus négatif."""
    negatifs = np.flatnonzero(cumul < -1e-9)
    if not len(negatifs):
        return "Le cumul n'est jamais négatif"
    if negatifs[-1] == len(cumul) - 1:
        return "La dépense n'est pas reprise" if negatifs[0] == 0 else "Le cumul finit négatif"
    return f"La dépense est reprise en {compte(int(negatifs[-1]) + 1, periode)}"


def _barres_et_cumul(
    flux: Montants,
    cumul: Montants,
    periode: str,
    titre: str | None,
    constat: str,
    mesure: str,
    precision: str,
) -> Graphique:
    """Les barres, la courbe, et la valeur finale de la courbe écrite à son extrémité."""
    echelle = Echelle.pour(pd.Series([*flux, *cumul]), "€")
    rangs = np.arange(len(flux))
    figure = Graphique(
        [_barres(rangs, flux, echelle), _cumul(rangs, cumul, echelle, mesure)],
        titre=titre or constat,
        texte_alternatif=(
            f"Barres de {compte(len(flux), 'flux')} et courbe : {mesure}{precision}. {constat}. "
            f"Premier flux {echelle.ecrire(flux[0])}, dernier flux {echelle.ecrire(flux[-1])} ; "
            f"{mesure} au plus bas {echelle.ecrire(cumul.min())}."
        ),
        donnees=pd.DataFrame(
            {
                libelle(periode): rangs,
                echelle.titre("flux"): flux / echelle.facteur,
                echelle.titre(mesure): cumul / echelle.facteur,
            }
        ),
        layout_showlegend=False,
    )
    bas, haut = min(0.0, *flux, *cumul), max(0.0, *flux, *cumul)
    figure.update_yaxes(**echelle.axe(bas, haut), title_text=echelle.titre("montant"))
    pas = next((p for p in (1, 2, 5, 6, 12, 24) if len(flux) <= 12 * p), 48)
    figure.update_xaxes(title_text=libelle(periode), dtick=pas, tick0=0, tickangle=0)
    figure.update_xaxes(showgrid=False, range=[-0.6, len(flux) - 0.4])
    figure.add_hline(y=0, line_color=GRIS, line_width=1)
    note = f"<b>{libelle(mesure)}<br>{echelle.ecrire(cumul[-1])}</b>"
    figure.etiqueter(1, cumul[-1], note, "gauche", xref="paper", borderpad=3)
    figure.update_layout(margin_r=100)
    return figure


def _barres(rangs: Any, flux: Montants, echelle: Echelle) -> go.Bar:
    positifs = flux >= 0
    formes = ["" if positif else "/" for positif in positifs]
    return go.Bar(
        x=rangs,
        y=flux,
        name="Flux",
        marker=dict(
            color=[BLEU if positif else CLASSES["B"] for positif in positifs],
            line=dict(color=GRIS, width=0.5 if len(flux) <= 60 else 0),
            pattern=dict(shape=formes, fgcolor=GRIS, fillmode="overlay"),
        ),
        hovertext=[echelle.ecrire(montant) for montant in flux],
        hovertemplate="flux %{x} : %{hovertext}<extra></extra>",
    )


def _cumul(rangs: Any, cumul: Montants, echelle: Echelle, mesure: str) -> go.Scatter:
    dits = [f"{nombre(rang)} : {echelle.ecrire(m)}" for rang, m in zip(rangs, cumul, strict=True)]
    return go.Scatter(
        x=rangs,
        y=cumul,
        name=libelle(mesure),
        mode="lines+markers" if len(cumul) <= 24 else "lines",
        cliponaxis=False,
        line=dict(color=ENCRE, width=2.5),
        marker=dict(size=7, color="white", line=dict(color=ENCRE, width=2)),
        hovertext=dits,
        hovertemplate=f"{mesure} %{{hovertext}}<extra></extra>",
    )
