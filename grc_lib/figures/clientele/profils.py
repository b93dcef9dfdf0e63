"""Le radar : un profil sur plusieurs critères, ou quelques profils comparés."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib._nombres import seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.figures.briques.echelles import en_nombres, libelle
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import BLEU, ENCRE, GRIS, TRAME, VERMILLON, VERT
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier

PROFILS_MAX, CRITERES_MIN, CRITERES_MAX = 4, 3, 12
_PLI, _CARACTERE, _LIGNE = 12, 7.2, 18  # caractères ; pixels d'un caractère, d'une ligne
_TELEPHONE, _DIAMETRE = 360, 250  # pixels : l'écran le plus étroit, le cercle sur un écran large
_STYLES = (
    (BLEU, "solid", "circle", "━●"),
    (VERMILLON, "dash", "square", "┅■"),
    (VERT, "dot", "triangle-up", "⋯▲"),
    (ENCRE, "dashdot", "diamond", "┉◆"),
)


def radar(notes: Any, *, maximum: float, unite: str = "", titre: str | None = None) -> Graphique:
    """Des notes sur plusieurs critères, de zéro au centre au maximum sur le bord.

    Un radar montre une forme : les points forts et les points faibles. L'ordre des critères change
    l'aire, qui ne mesure donc rien ; pour comparer des notes une à une, préférez `barres`.

    Paramètres
    ----------
    notes : un critère par ligne (en index, de trois à douze), un profil par colonne (quatre au
        plus) ; ou une colonne seule. Toutes les notes sur la même échelle.
    maximum : la note la plus haute possible, le bord du radar.
    unite : ce que l'on écrit après une note (« points »).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une trace par profil, couleur, trait et marque différents.

    Lève
    ----
    ArgumentInvalide pour une note négative, plus haute que le maximum ou manquante, un critère en
    double, trop ou trop peu de critères ou de profils ; MauvaisType si ce n'est pas un tableau.

    Exemple
    -------
    >>> audit = pd.Series({"Écoute": 2, "Délais": 4, "Hiérarchie": 1})
    >>> radar(audit, maximum=5).titre
    'Le plus bas\xa0: Hiérarchie, 1 sur 5\xa0; le plus haut\xa0: Délais, 4'

    Source
    ------
    S41-1, audit de l'anti-chaîne de valeur ; S442-2, analyse multicritère.
    """
    bord = seul(strictement_positif, "maximum", maximum)
    profils = _lire(notes, bord)
    figure = Graphique(
        [_profil(profils, rang) for rang in range(profils.shape[1])],
        titre=titre or _constat(profils, bord),
        texte_alternatif=(
            f"Radar de {profils.shape[0]} critères, notés de 0 à {nombre(bord)}. "
            + " ; ".join(
                f"{nom} : " + ", ".join(f"{c} {nombre(n)}" for c, n in profils[nom].items())
                for nom in profils.columns
            )
            + "."
        ),
        donnees=_tableau(profils, unite),
        layout_showlegend=False,
    )
    axe = dict(gridcolor=TRAME, linecolor=GRIS)
    rayon = dict(range=[0, bord], angle=90, tickangle=90, nticks=4, tickfont_size=14, **axe)
    tour = dict(direction="clockwise", rotation=90, tickfont_size=14, **axe)
    figure.update_layout(polar=dict(radialaxis=rayon, angularaxis=tour, bgcolor="white"))
    entrees = [
        Entree(marque, nom, couleur)
        for nom, (couleur, _, _, marque) in zip(profils.columns, _STYLES, strict=False)
    ]
    fin = f"bord : {nombre(bord)} {unite}".strip()
    legender(figure, *entrees, Entree("○", f"centre : 0 ; {fin}", GRIS))
    _cadrer(figure, [plier(critere, _PLI) for critere in profils.index])
    return figure


def _cadrer(figure: Graphique, criteres: list[str]) -> None:
    """Le plus grand cercle dont tous les critères tiennent autour, sur un téléphone."""
    angles = 2 * np.pi * np.arange(len(criteres)) / len(criteres)
    cotes = np.abs(np.sin(angles))  # 1 pour un critère à droite ou à gauche du cercle
    longs = [max(map(len, critere.split("<br>"))) for critere in criteres]
    debords = _CARACTERE * np.array(longs) + 10 - _TELEPHONE / 2 * (1 - cotes)
    marge = round(max(24.0, *(debords[cotes > 0.1] / cotes[cotes > 0.1])))
    hauteurs = _LIGNE * np.array([1 + critere.count("<br>") for critere in criteres]) + 10
    dessus, dessous = hauteurs[0], max(hauteurs[np.cos(angles) < -0.5])
    figure.layout.margin.t += round(dessus)
    figure.update_layout(margin=dict(l=marge, r=marge, b=round(dessous)))
    figure.layout.height = figure.layout.margin.t + round(dessous) + _DIAMETRE
    figure.layout.title.y = 1 - 26 / figure.layout.height


def _lire(notes: Any, bord: float) -> pd.DataFrame:
    if isinstance(notes, pd.Series):
        notes = notes.to_frame(notes.name or "Notes")
    if not isinstance(notes, pd.DataFrame):
        raise MauvaisType(
            "notes", notes, "un tableau : un critère par ligne, un profil par colonne"
        )
    if not CRITERES_MIN <= len(notes) <= CRITERES_MAX:
        attendu = f"de {CRITERES_MIN} à {CRITERES_MAX} critères"
        raise ArgumentInvalide("notes", f"{len(notes)} critères", attendu)
    if not 1 <= notes.shape[1] <= PROFILS_MAX:
        attendu = f"de 1 à {PROFILS_MAX} profils"
        raise ArgumentInvalide("notes", f"{notes.shape[1]} profils", attendu)
    if notes.index.has_duplicates:
        raise ArgumentInvalide("notes", "un critère en double", "un critère par ligne")
    lues = notes.apply(lambda colonne: en_nombres("notes", colonne))
    valeurs = lues.to_numpy()
    dehors = valeurs[(valeurs < 0) | (valeurs > bord)]
    if dehors.size:
        raise ArgumentInvalide("notes", float(dehors[0]), f"des notes de 0 à {nombre(bord)}")
    return lues.rename(index=str, columns=str)


def _profil(profils: pd.DataFrame, rang: int) -> go.Scatterpolar:
    """Le contour d'un profil, refermé sur son premier critère."""
    couleur, tirets, forme, _ = _STYLES[rang]
    notes = profils.iloc[:, rang]
    criteres = [plier(critere, _PLI) for critere in notes.index]
    return go.Scatterpolar(
        r=[*notes, notes.iloc[0]],
        theta=[*criteres, criteres[0]],
        name=profils.columns[rang],
        mode="lines+markers",
        line=dict(color=couleur, dash=tirets, width=2.5),
        marker=dict(size=9, symbol=forme),
        fill="toself" if profils.shape[1] == 1 else "none",
        fillcolor="rgba(0, 114, 178, 0.15)",
        cliponaxis=False,
        hovertemplate=f"{profils.columns[rang]}<br>%{{theta}} : %{{r}}<extra></extra>",
    )


def _constat(profils: pd.DataFrame, bord: float) -> str:
    if profils.shape[1] == 1:
        notes = profils.iloc[:, 0]
        bas, haut = str(notes.idxmin()), str(notes.idxmax())
        return (
            f"Le plus bas : {bas}, {nombre(notes[bas])} sur {nombre(bord)} ; "
            f"le plus haut : {haut}, {nombre(notes[haut])}"
        )
    seuls = profils.eq(profils.max(axis=1), axis=0)
    gagnes = seuls[seuls.sum(axis=1) == 1].sum()  # à égalité, personne ne devance
    mieux = int(gagnes.max())
    meilleurs = list(gagnes.index[gagnes == mieux])
    sur = f"sur {compte(mieux, 'critère')} sur {nombre(len(profils))}"
    if len(meilleurs) > 1:
        return f"Aucun profil ne se détache : {' et '.join(meilleurs)} devancent chacun {sur}"
    return f"{meilleurs[0]} devance {sur}"


def _tableau(profils: pd.DataFrame, unite: str) -> pd.DataFrame:
    suffixe = f" ({unite})" if unite else ""
    lues = profils.rename(columns=lambda nom: f"{libelle(nom)}{suffixe}")
    lues.insert(0, "Critère", profils.index)
    return lues.reset_index(drop=True)
