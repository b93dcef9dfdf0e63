"""Les séries chronologiques en figures : les saisons et la courbe en Z."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib import ventes
from grc_lib._formats import nombre
from grc_lib._nombres import liste
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import BLEU, CLASSES, ENCRE, GRIS
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.statistique.evolution import courbes
from grc_lib.figures.textes import plier, pourcent

MOIS = tuple("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split())  # noqa: SIM905
_TRIMESTRES = [f"T{rang}" for rang in range(1, 5)]
_COURBES = {
    "mensuel": "ventes du mois",
    "cumul": "cumul de l'année",
    "total_mobile": "total mobile",
}


def saisons(coefficients: Any, *, titre: str | None = None) -> Graphique:
    """Ce que pèse chaque saison : une barre par coefficient, la saison moyenne en repère.

    Paramètres
    ----------
    coefficients : le résultat de `ventes.coefficients_saisonniers`, ou une liste ; leur somme vaut
        leur nombre. L'index, s'il porte des noms, nomme les saisons ; sinon quatre coefficients
        sont des trimestres et douze, des mois.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par saison, depuis zéro, plus foncée si la saison dépasse la moyenne.

    Lève
    ----
    ArgumentInvalide si la somme des coefficients n'est pas leur nombre ; NonCalculable s'il y en a
    moins de deux.

    Exemple
    -------
    >>> saisons([1, 0.85, 0.95, 1.2]).titre
    'Saison forte\xa0: T4, 20\u202f% de plus que la saison moyenne'

    Source
    ------
    S522-3, coefficients saisonniers (cas CS01, CS03, CS04).
    """
    valeurs = liste("coefficients", coefficients, au_moins=2)
    # Une année de k ventes moyennes : la prévision redonne les coefficients, et vérifie leur somme.
    valeurs = np.asarray(ventes.prevision_saisonniere(len(valeurs), valeurs))
    noms = _noms_des_saisons(coefficients, len(valeurs))
    forte, faible = int(valeurs.argmax()), int(valeurs.argmin())
    ecarts = [f"{noms[i]}, {pourcent(abs(valeurs[i] - 1), 0)}" for i in (forte, faible)]
    couples = zip(noms, valeurs, strict=True)
    figure = Graphique(
        _barres_des_saisons(noms, valeurs),
        titre=titre or f"Saison forte : {ecarts[0]} de plus que la saison moyenne",
        texte_alternatif=(
            f"Barres des {len(noms)} coefficients saisonniers, 1 étant la saison moyenne. "
            + " ; ".join(f"{nom} : {nombre(valeur, 2)}" for nom, valeur in couples)
            + f". Saison faible : {ecarts[1]} de moins que la moyenne."
        ),
        donnees=pd.DataFrame(
            {
                "Saison": noms,
                "Coefficient": valeurs,
                "Écart à la saison moyenne (%)": 100 * (valeurs - 1),
            }
        ),
        layout_showlegend=False,
    )
    axe = Echelle.pour(pd.Series(valeurs), "").axe(0, 1.1 * valeurs.max())
    figure.update_yaxes(title_text="Coefficient saisonnier", **axe)
    figure.update_xaxes(title_text="Saison", type="category", showgrid=False)
    figure.add_hline(y=1, line=dict(color=ENCRE, dash="dash", width=1.5))
    legender(figure, Entree("┅┅", "1 : la saison moyenne"))
    return figure


def courbe_z(z: pd.DataFrame, *, unite: str = "€", titre: str | None = None) -> Graphique:
    """Le graphique en Z : les ventes du mois, leur cumul et le total mobile.

    Paramètres
    ----------
    z : le résultat de `ventes.courbe_z` (mensuel, cumul, total_mobile), un mois par ligne.
    unite, titre : comme pour `barres` ; le titre est calculé s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une courbe par mesure, nommée à son extrémité ; l'axe part de zéro.

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable si le tableau est vide.

    Exemple
    -------
    >>> courbe_z(ventes.courbe_z([10] * 12 + [12, 15, 9])).titre
    'Le total mobile monte de 3,3\u202f%\xa0: la tendance, saisons effacées'

    Source
    ------
    S522-3, total mobile et courbe en Z.
    """
    exiger_colonnes("z", z, *_COURBES)
    if z.empty:
        raise NonCalculable("Le tableau est vide : il n'y a aucun mois à tracer.")
    moments = pd.Index(z.index)
    nombres = isinstance(moments, pd.DatetimeIndex) or pd.api.types.is_numeric_dtype(moments)
    mois = moments if nombres else range(1, len(z) + 1)
    nommees = z[[*_COURBES]].rename(columns=_COURBES).assign(mois=mois)
    longues = nommees.melt("mois", var_name="courbe", value_name="montant")
    figure = courbes(
        longues,
        "mois",
        "montant",
        groupe="courbe",
        unite=unite,
        titre=titre or _constat_z(z, unite),
    )
    haut = float(longues["montant"].max())
    bas = min(0.0, float(longues["montant"].min()))
    figure.update_yaxes(**Echelle.pour(longues["montant"], unite).axe(bas, haut))
    if not nombres:
        figure.update_xaxes(tickvals=list(mois), ticktext=[str(nom)[:7] for nom in moments])
    return figure


def _noms_des_saisons(coefficients: Any, k: int) -> list[str]:
    if isinstance(coefficients, pd.Series) and not pd.api.types.is_numeric_dtype(
        coefficients.index
    ):
        return [plier(str(nom), 12) for nom in coefficients.index]
    return {4: _TRIMESTRES, 12: list(MOIS)}.get(k, [str(rang) for rang in range(1, k + 1)])


def _barres_des_saisons(noms: list[str], valeurs: Any) -> go.Bar:
    return go.Bar(
        x=noms,
        y=valeurs,
        name="Coefficient",
        marker=dict(
            color=[BLEU if valeur >= 1 else CLASSES["C"] for valeur in valeurs],
            line=dict(color=GRIS, width=1),
        ),
        text=[nombre(valeur, 2) for valeur in valeurs],
        textposition="inside",
        insidetextanchor="start",  # au pied : le repère de la saison moyenne ne le barre pas
        constraintext="none",
        insidetextfont=dict(color=["white" if valeur >= 1 else ENCRE for valeur in valeurs]),
        textangle=0 if len(noms) <= 6 else -90,
        hovertemplate="%{x} : %{text}<extra></extra>",
    )


def _constat_z(z: pd.DataFrame, unite: str) -> str:
    debut, fin = float(z["total_mobile"].iloc[0]), float(z["total_mobile"].iloc[-1])
    if len(z) == 1 or debut <= 0 or debut == fin:
        total = Echelle.pour(z["total_mobile"], unite).ecrire(fin)
        return f"Le total des douze derniers mois vaut {total}"
    verbe = "monte" if fin > debut else "baisse"
    ecart = pourcent(abs(fin / debut - 1))
    return f"Le total mobile {verbe} de {ecart} : la tendance, saisons effacées"
