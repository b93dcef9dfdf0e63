"""Le réel en face du prévu : le biais d'une prévision se voit."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib import ventes
from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, libelle
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import BLEU, ENCRE, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.statistique.series import MOIS
from grc_lib.figures.textes import plier, pourcent

LIGNES_MAX = 40


def reel_prevu(
    reel: Any, prevu: Any, *, nom: str = "ventes", unite: str = "", titre: str | None = None
) -> Graphique:
    """Le réel en face du prévu, ligne par ligne : le biais est du côté où penchent les traits.

    Paramètres
    ----------
    reel, prevu : ce qui s'est passé et ce que l'on attendait, par période ou par commercial ;
        l'index, s'il y en a un, nomme les lignes (quarante au plus).
    nom, unite : ce que l'on prévoit, et son unité comme pour `barres`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : un rond vide pour le prévu, un rond plein pour le réel, un trait entre les deux
    (en tirets si l'on a trop prévu). L'axe part de zéro.

    Lève
    ----
    Comme `ventes.ecarts` ; ArgumentInvalide au-delà de quarante lignes.

    Exemple
    -------
    >>> reel_prevu([100, 200, 150], [120, 190, 165]).titre
    'On prévoit trop 2 fois sur 3\xa0: en moyenne, 8,33 de plus que le réel'

    Source
    ------
    S522-3, qualité des prévisions : biais et MAPE.
    """
    qualite = ventes.ecarts(reel, prevu)
    lignes = _lignes(qualite, reel, prevu)
    if len(lignes) > LIGNES_MAX:
        attendu = f"au plus {LIGNES_MAX} ; regroupez les périodes, ou voyez « courbes »"
        raise ArgumentInvalide("reel", f"{len(lignes)} lignes", attendu)
    echelle = Echelle.pour(pd.concat([lignes["reel"], lignes["prevu"]]), unite)
    biais = Echelle.pour(pd.Series([qualite.biais]), unite).ecrire(abs(qualite.biais))
    phrases = [
        f"{quoi} : prévu {echelle.ecrire(p)}, réel {echelle.ecrire(r)}"
        for quoi, r, p in lignes.itertuples()
    ]
    mesures = f"biais {_signe(qualite.biais)}{biais}, MAPE {pourcent(qualite.mape)}"
    figure = Graphique(
        _traces(lignes, echelle),
        titre=titre or _constat_prevu(lignes, qualite.biais, biais),
        texte_alternatif=f"{libelle(nom)}, réel contre prévu : {mesures}. {' ; '.join(phrases)}.",
        donnees=_tableau(lignes, echelle),
        layout_showlegend=False,
    )
    figure.layout.height = figure.layout.margin.t + 60 + 32 * max(3, len(lignes))
    axe = echelle.axe(0, float(lignes[["reel", "prevu"]].to_numpy().max()))
    figure.update_xaxes(title_text=echelle.titre(nom), **axe)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=lignes.index[::-1])
    figure.update_yaxes(showgrid=False, range=[-0.5, len(lignes) - 0.5])
    legender(
        figure,
        Entree("●", "réel", BLEU),
        Entree("○", "prévu ; trait en tirets : on a trop prévu"),
        Entree("", mesures),
    )
    return figure


def _lignes(qualite: ventes.Ecarts, reel: Any, prevu: Any) -> pd.DataFrame:
    nommes = [serie.index for serie in (reel, prevu) if isinstance(serie, pd.Series)]
    rangs = range(1, len(qualite.reel) + 1)
    textes = [_moment(nom) for nom in nommes[0]] if nommes else [f"Période {i}" for i in rangs]
    return pd.DataFrame({"reel": qualite.reel, "prevu": qualite.prevu}, index=textes)


def _moment(nom: Any) -> str:
    if isinstance(nom, pd.Timestamp):
        return f"{MOIS[nom.month - 1]} {nom.year}"
    return plier(str(nom), 16)


def _constat_prevu(lignes: pd.DataFrame, biais: float, ecrit: str) -> str:
    if biais == 0:
        return "Le biais est nul : les prévisions hautes compensent les basses"
    trop = lignes["prevu"] > lignes["reel"] if biais < 0 else lignes["prevu"] < lignes["reel"]
    fois = f"{nombre(int(trop.sum()))} fois sur {nombre(len(lignes))}"
    sens, cote = ("trop", "plus") if biais < 0 else ("trop peu", "moins")
    return f"On prévoit {sens} {fois} : en moyenne, {ecrit} de {cote} que le réel"


def _traces(lignes: pd.DataFrame, echelle: Echelle) -> list[go.Scatter]:
    styles = (
        (lignes["prevu"] > lignes["reel"], VERMILLON, "dot"),
        (lignes["prevu"] <= lignes["reel"], BLEU, "solid"),
    )
    traits = [_traits(lignes[choix], couleur, tirets) for choix, couleur, tirets in styles]
    ronds = [
        go.Scatter(
            x=lignes[colonne],
            y=lignes.index,
            name=nom,
            mode="markers",
            marker=dict(color=fond, size=12, line=dict(color=ENCRE, width=1.5)),
            text=[f"{nom} : {echelle.ecrire(valeur)}" for valeur in lignes[colonne]],
            cliponaxis=False,
            hovertemplate="%{y}<br>%{text}<extra></extra>",
        )
        for colonne, nom, fond in (("prevu", "Prévu", "white"), ("reel", "Réel", BLEU))
    ]
    return [*traits, *ronds]


def _traits(lignes: pd.DataFrame, couleur: str, tirets: str) -> go.Scatter:
    """Un trait par ligne, du prévu au réel ; une valeur vide le sépare du suivant."""
    x = [v for r, p in lignes.itertuples(index=False) for v in (p, r, None)]
    y = [v for quoi in lignes.index for v in (quoi, quoi, None)]
    style = dict(color=couleur, dash=tirets, width=3)
    return go.Scatter(x=x, y=y, name="Écart", mode="lines", line=style, hoverinfo="skip")


def _tableau(lignes: pd.DataFrame, echelle: Echelle) -> pd.DataFrame:
    lues = (lignes / echelle.facteur).assign(ecart=lambda t: t["reel"] - t["prevu"])
    titres = {"reel": "réel", "prevu": "prévu", "ecart": "écart"}
    nommees = lues.rename(columns={nom: echelle.titre(titre) for nom, titre in titres.items()})
    nommees.insert(0, "Ligne", [str(nom).replace("<br>", " ") for nom in lignes.index])
    return nommees.reset_index(drop=True)


def _signe(valeur: float) -> str:
    return "−" if valeur < 0 else "+" if valeur > 0 else ""
