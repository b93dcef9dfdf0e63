"""La carte de chaleur : un tableau croisé dont chaque case porte sa valeur et sa couleur."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, en_mots, libelle
from grc_lib.figures.gabarit import DEGRADE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, de, plier

LIGNES_MAX, COLONNES_MAX = 40, 12  # au-delà, les valeurs se couvrent sur un téléphone
# Sous zéro, zéro, au-dessus : deux teintes que les daltoniens distinguent, le signe étant écrit.
_OPPOSES = [[0, "#8c3b00"], [0.25, "#e59a6b"], [0.5, "#f7f7f7"], [0.75, "#5b9bcb"], [1, "#0b3c6f"]]
_PLACE = 40  # caractères de 14 px, d'un bord à l'autre d'un téléphone

Cases = npt.NDArray[np.float64]


def carte_de_chaleur(
    tableau: pd.DataFrame,
    *,
    mesure: str = "effectif",
    unite: str = "",
    titre: str | None = None,
) -> Graphique:
    """Un tableau croisé en couleurs : la valeur est écrite dans chaque case.

    Paramètres
    ----------
    tableau : les noms des lignes en index, ceux des colonnes en titres, des nombres dedans : le
        `tableau` d'un `tri_croise`, des cohortes mises en tableau (`pivot`). Une case manquante
        reste vide.
    mesure, unite : ce que dit une case, et son unité comme pour `barres`.
    titre : le constat ; par défaut, la case la plus haute.

    Renvoie
    -------
    `Graphique` : la première ligne en haut ; plus foncé, plus haut. Si des valeurs sont négatives,
    deux teintes s'opposent autour de zéro.

    Lève
    ----
    MauvaisType si ce n'est pas un tableau de nombres ; NonCalculable s'il est vide ;
    ArgumentInvalide au-delà de quarante lignes ou de douze colonnes.

    Exemple
    -------
    >>> tri = pd.DataFrame({"Oui": [30, 10], "Non": [20, 40]}, index=["Est", "Ouest"])
    >>> carte_de_chaleur(tri, mesure="clients").titre
    'Le plus de clients\xa0: Ouest × Non, 40'

    Source
    ------
    S432-2, tri croisé ; S521-4, cohortes ; GRC-3, priorités.
    """
    cases = _lire(tableau)
    echelle = Echelle.pour(pd.Series(cases[np.isfinite(cases)]), unite)
    haut, bas = (_nommer(tableau, cases, echelle, lue) for lue in (np.nanargmax, np.nanargmin))
    quoi = (
        f"Le plus {de(en_mots(mesure))}"
        if mesure.endswith("s")
        else f"{libelle(mesure)} le plus haut"
    )
    lignes, colonnes = (str(axe.name or "") for axe in (tableau.index, tableau.columns))
    figure = Graphique(
        _traces(tableau, cases, echelle),
        titre=titre or f"{quoi} : {haut}",
        texte_alternatif=(
            f"Tableau en couleurs, {libelle(mesure)} : {compte(cases.shape[0], 'ligne')} et "
            f"{compte(cases.shape[1], 'colonne')}. Au plus haut, {haut} ; au plus bas, {bas}. "
            + _enumerer(tableau, cases, echelle)
        ),
        donnees=_tableau(tableau, cases, echelle),
        layout_showlegend=False,
    )
    figure.layout.height = figure.layout.margin.t + 80 + max(3, len(cases)) * 36
    figure.layout.title.y = 1 - 26 / figure.layout.height
    sens = f"case : {echelle.titre(mesure)}"
    axe = dict(type="category", showgrid=False, showline=False)
    figure.update_xaxes(title_text=f"{libelle(colonnes)}<br>({sens})".removeprefix("<br>"), **axe)
    figure.update_yaxes(title_text=libelle(lignes), autorange="reversed", **axe)
    figure.update_yaxes(visible=True, tickangle=0)
    return figure


def _lire(tableau: Any) -> Cases:
    if not isinstance(tableau, pd.DataFrame):
        raise MauvaisType("tableau", tableau, "un DataFrame : les noms en index et en titres")
    if tableau.shape[0] > LIGNES_MAX or tableau.shape[1] > COLONNES_MAX:
        attendu = (
            f"au plus {LIGNES_MAX} lignes et {COLONNES_MAX} colonnes : regroupez ou choisissez"
        )
        raise ArgumentInvalide("tableau", tableau.shape, attendu)
    try:
        cases = tableau.astype("Float64").to_numpy(float, na_value=np.nan)
    except (TypeError, ValueError):
        attendu = "des nombres : mettez les noms en index (set_index)"
        raise MauvaisType("tableau", list(tableau.columns), attendu) from None
    if np.isinf(cases).any():
        raise ArgumentInvalide("tableau", "une valeur infinie", "des nombres")
    if not np.isfinite(cases).any():
        raise NonCalculable("Le tableau est vide : il n'y a aucune case à colorer.")
    return cases


def couleurs(cases: Cases) -> tuple[list[list[Any]], float, float]:
    """L'échelle de couleurs qui convient aux cases, et les valeurs de ses deux bouts."""
    bas, haut = float(np.nanmin(cases)), float(np.nanmax(cases))
    if bas < 0:
        bout = max(-bas, haut)
        return _OPPOSES, -bout, bout
    return DEGRADE, 0.0, haut or 1.0


def fonds_fonces(cases: Cases) -> npt.NDArray[np.bool_]:
    """Vrai où la case est si foncée que le blanc s'y lit mieux que le noir (WCAG 2.2)."""
    echelle, bas, haut = couleurs(cases)
    parts = (np.nan_to_num(cases, nan=bas) - bas) / (haut - bas)
    reperes = [part for part, _ in echelle]
    rouges = [[int(c[i : i + 2], 16) / 255 for _, c in echelle] for i in (1, 3, 5)]
    canaux = np.stack([np.interp(parts, reperes, canal) for canal in rouges])
    lineaires = np.where(canaux <= 0.04045, canaux / 12.92, ((canaux + 0.055) / 1.055) ** 2.4)
    luminance = np.tensordot([0.2126, 0.7152, 0.0722], lineaires, 1)
    return np.asarray(1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05)


def _traces(tableau: pd.DataFrame, cases: Cases, echelle: Echelle) -> list[go.Heatmap]:
    """Deux traces, une par couleur d'encre : noir sur les cases claires, blanc sur les foncées."""
    degrade, bas, haut = couleurs(cases)
    fonces = fonds_fonces(cases)
    textes = np.array([[_ecrire(v, echelle) for v in ligne] for ligne in cases], object)
    plus_long = max(map(len, textes.ravel()))
    noms = max(len(ligne) for nom in tableau.index for ligne in plier(str(nom), 14).split("<br>"))
    serre = cases.shape[1] * (plus_long + 0.5) + noms > _PLACE
    return [
        go.Heatmap(
            x=[plier(str(nom), 12) for nom in tableau.columns],
            y=[plier(str(nom), 14) for nom in tableau.index],
            z=np.where(choix, cases, np.nan),
            name=nom,
            text=np.where(choix, textes, ""),
            texttemplate="%{text}",
            textfont=dict(size=12 if serre else 14, color=encre),
            colorscale=degrade,
            zmin=bas,
            zmax=haut,
            xgap=2,
            ygap=2,
            showscale=False,
            hoverongaps=False,
            hovertemplate=f"%{{y}} × %{{x}} : %{{text}} {echelle.unite}<extra></extra>",
        )
        for nom, choix, encre in (
            ("Cases claires", ~fonces, "#000000"),
            ("Cases foncées", fonces, "#ffffff"),
        )
    ]


def _ecrire(valeur: float, echelle: Echelle) -> str:
    return "" if np.isnan(valeur) else echelle.court(valeur)


def _nommer(tableau: pd.DataFrame, cases: Cases, echelle: Echelle, lire: Any) -> str:
    """« Est × Oui, 30 » : la case que désigne `lire`."""
    i, j = (int(rang) for rang in np.unravel_index(lire(cases), cases.shape))
    return f"{tableau.index[i]} × {tableau.columns[j]}, {echelle.ecrire(cases[i, j])}"


def _enumerer(tableau: pd.DataFrame, cases: Cases, echelle: Echelle) -> str:
    """Toutes les cases, ligne par ligne, si l'on peut les écouter sans s'y perdre."""
    if cases.size > 30:
        return "Le tableau complet suit le graphique."
    lignes = [
        f"{nom} : "
        + ", ".join(
            f"{colonne} {echelle.ecrire(v)}"
            for colonne, v in zip(tableau.columns, ligne, strict=True)
            if not np.isnan(v)
        )
        for nom, ligne in zip(tableau.index, cases, strict=True)
    ]
    return " ; ".join(lignes) + "."


def _tableau(tableau: pd.DataFrame, cases: Cases, echelle: Echelle) -> pd.DataFrame:
    titres = [echelle.titre(str(nom)) for nom in tableau.columns]
    lues = pd.DataFrame(cases / echelle.facteur, columns=titres)
    lues.insert(0, libelle(str(tableau.index.name or "Ligne")), tableau.index.astype(str))
    return lues
