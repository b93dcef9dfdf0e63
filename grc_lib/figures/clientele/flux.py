"""Le diagramme de Sankey : d'où viennent des flux, où ils vont, combien ils pèsent."""

import graphlib
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, libelle, lire
from grc_lib.figures.gabarit import BLEU, GRIS, HALO
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier, pourcent

NOEUDS_MAX = 24


def sankey(
    flux: pd.DataFrame,
    origine: str,
    destination: str,
    valeur: str,
    *,
    unite: str = "",
    titre: str | None = None,
) -> Graphique:
    """Des flux d'une étape à la suivante, larges comme leur valeur.

    Paramètres
    ----------
    flux : une ligne par flux.
    origine, destination, valeur : ses colonnes. Une destination peut être l'origine d'une ligne
        suivante, sans jamais revenir en arrière ; les valeurs sont strictement positives.
    unite : comme pour `barres`.
    titre : le constat ; par défaut, le plus gros flux.

    Renvoie
    -------
    `Graphique` : les étapes de gauche à droite, nommées avec leur total ; le flux le plus gros est
    en bleu, les autres en gris.

    Lève
    ----
    NonCalculable si le tableau est vide ; ArgumentInvalide si une colonne manque, si une valeur
    n'est pas positive, si un flux revient sur ses pas, ou au-delà de 24 étapes.

    Exemple
    -------
    >>> vers_sim = pd.DataFrame({
    ...     "Source": ["Visites", "Appels"], "Table": ["visites", "appels"], "Lignes": [300, 900]})
    >>> sankey(vers_sim, "Source", "Table", "Lignes").titre
    'Le plus gros flux\xa0: Appels → appels, 900, soit 75\u202f% des départs'

    Source
    ------
    S41-2, la place du commercial dans le SIM.
    """
    lus = lire(flux, origine, valeur, destination)
    lus = lus.astype({origine: str, destination: str})
    _verifier(lus, origine, destination, valeur)
    echelle = Echelle.pour(lus[valeur], unite)
    gros = lus.iloc[int(lus[valeur].argmax())]
    departs = float(lus.loc[~lus[origine].isin(lus[destination]), valeur].sum())
    nom = f"{gros[origine]} → {gros[destination]}, {echelle.ecrire(gros[valeur])}"
    part = f", soit {pourcent(gros[valeur] / departs, 0)} des départs"
    phrases = [
        f"{de} → {vers} : {echelle.ecrire(v)}"
        for de, v, vers in lus.sort_values(valeur, ascending=False).head(20).itertuples(index=False)
    ]
    reste = len(lus) - len(phrases)
    suite = f" ; et {compte(reste, 'autre')}" if reste else ""
    return Graphique(
        _sankey(lus, origine, destination, valeur, echelle),
        titre=titre or f"Le plus gros flux : {nom}{part}",
        texte_alternatif=(
            f"Diagramme de Sankey, {libelle(valeur)} : {compte(len(lus), 'flux')}. "
            f"{' ; '.join(phrases)}{suite}."
        ),
        donnees=echelle.tableau(lus[[origine, destination, valeur]], valeur),
        layout=dict(height=max(420, 200 + 70 * _etages(lus, origine, destination)), margin_b=50),
    )


def _verifier(lus: pd.DataFrame, origine: str, destination: str, valeur: str) -> None:
    if (lus[valeur] <= 0).any():
        raise ArgumentInvalide(valeur, float(lus[valeur].min()), "des flux strictement positifs")
    noeuds = pd.unique(lus[[origine, destination]].to_numpy().ravel())
    if len(noeuds) > NOEUDS_MAX:
        attendu = f"au plus {NOEUDS_MAX} ; regroupez les plus petites"
        raise ArgumentInvalide("flux", f"{len(noeuds)} étapes", attendu)
    graphe: dict[str, set[str]] = {}
    for de, vers in lus[[origine, destination]].itertuples(index=False):
        graphe.setdefault(vers, set()).add(de)
    try:
        graphlib.TopologicalSorter(graphe).prepare()
    except graphlib.CycleError as erreur:
        boucle = " → ".join(erreur.args[1])
        raise ArgumentInvalide(
            "flux", boucle, "des flux qui ne reviennent pas en arrière"
        ) from None


def _sankey(
    lus: pd.DataFrame, origine: str, destination: str, valeur: str, echelle: Echelle
) -> go.Sankey:
    noeuds = list(dict.fromkeys(lus[[origine, destination]].to_numpy().ravel()))
    totaux = {nom: _total(lus, origine, destination, valeur, nom) for nom in noeuds}
    survols = [
        f"{de} → {vers}<br>{echelle.ecrire(v)}" for de, v, vers in lus.itertuples(index=False)
    ]
    plus_gros = lus[valeur] == lus[valeur].max()
    return go.Sankey(
        node=dict(
            label=[f"{plier(nom, 13)}<br>{echelle.ecrire(totaux[nom])}" for nom in noeuds],
            color=GRIS,
            pad=54,  # trois lignes de texte sous une étape mince
            thickness=12,
            line=dict(width=0),
            hoverinfo="none",
        ),
        link=dict(
            source=[noeuds.index(nom) for nom in lus[origine]],
            target=[noeuds.index(nom) for nom in lus[destination]],
            value=lus[valeur],
            color=[_teinte(BLEU, 0.55) if gros else _teinte(GRIS, 0.28) for gros in plus_gros],
            customdata=survols,
            hovertemplate="%{customdata}<extra></extra>",
        ),
        textfont=dict(size=14, shadow=HALO),
        arrangement="fixed",
    )


def _total(lus: pd.DataFrame, origine: str, destination: str, valeur: str, nom: Any) -> float:
    """Ce qui passe par une étape : le plus grand de ce qui y entre et de ce qui en sort."""
    entre = lus.loc[lus[destination] == nom, valeur].sum()
    sort = lus.loc[lus[origine] == nom, valeur].sum()
    return float(max(entre, sort))


def _etages(lus: pd.DataFrame, origine: str, destination: str) -> int:
    """Le plus grand nombre d'étapes l'une sous l'autre, à peu près."""
    return int(max(lus[origine].nunique(), lus[destination].nunique()))


def _teinte(couleur: str, opacite: float) -> str:
    rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({rouge}, {vert}, {bleu}, {opacite})"
