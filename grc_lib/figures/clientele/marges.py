"""Chiffre d'affaires ou marge : les graphiques qui montrent que le classement change."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import euros, nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.gabarit import BLEU, DEGRADE, GRIS, TRAME, VERMILLON
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, euros_courts, pourcent


def comparaison_classements(
    abc_ca: pd.DataFrame,
    abc_marge: pd.DataFrame,
    *,
    nom: str = "clients",
    titre: str | None = None,
) -> Graphique:
    """Qui change de classe quand on compte la marge au lieu du chiffre d'affaires ?

    Paramètres
    ----------
    abc_ca, abc_marge : deux résultats de `segmentation.abc` sur les mêmes clients (même index).
    nom, titre : comme pour `courbe_concentration`.

    Renvoie
    -------
    `Graphique` : la table croisée, en gris la classe inchangée, en bleu ceux qui changent.

    Lève
    ----
    ArgumentInvalide si les deux tableaux ne portent pas sur les mêmes clients.

    Exemple
    -------
    >>> from grc_lib import segmentation
    >>> ca = segmentation.abc(pd.Series({"Alpha": 80, "Beta": 15, "Gamma": 5}))
    >>> marge = segmentation.abc(pd.Series({"Alpha": 2, "Beta": 9, "Gamma": 1}))
    >>> comparaison_classements(ca, marge).titre
    '2\xa0clients sur 3 changent de classe si on compte la marge'

    Source
    ------
    S522, piège « le chiffre d'affaires au lieu de la marge ».
    """
    croise = _croiser(abc_ca, abc_marge)
    effectifs = croise.to_numpy(int)
    total, changent = int(effectifs.sum()), int(effectifs.sum() - np.trace(effectifs))
    verbe = "change" if changent <= 1 else "changent"
    constat = f"{compte(changent, nom)} sur {nombre(total)} {verbe} de classe"
    figure = Graphique(
        _traces_croisees(croise),
        titre=titre or f"{constat} si on compte la marge",
        texte_alternatif=(
            "Table croisée des classes A, B, C selon le chiffre d'affaires (lignes) et selon la "
            f"marge (colonnes). {constat} ; {int(effectifs[0, 1:].sum())} quittent la classe A, "
            f"{int(effectifs[1:, 0].sum())} y entrent."
        ),
        donnees=croise.rename_axis("Classe selon le CA").add_prefix("Marge : ").reset_index(),
    )
    titre_x = "Classe selon la marge<br>(en gris : classe inchangée)"
    axe = dict(showgrid=False, showline=False, tickfont_size=18)
    figure.update_xaxes(title_text=titre_x, **axe)
    figure.update_yaxes(title_text="Classe selon le CA", autorange="reversed", **axe)
    return figure


def nuage_ca_marge(
    tableau: pd.DataFrame,
    *,
    ca: str = "ca",
    marge: str = "marge",
    nom: str = "clients",
    titre: str | None = None,
) -> Graphique:
    """Un point par client : son chiffre d'affaires et ce qu'il en reste, en taux de marge.

    Paramètres
    ----------
    tableau : une ligne par client, deux colonnes de montants (€ HT).
    ca, marge : noms de ces colonnes ; le chiffre d'affaires est positif.
    nom, titre : comme pour `courbe_concentration`.

    Renvoie
    -------
    `Graphique` : x, chiffre d'affaires (€, échelle logarithmique) ; y, taux de marge (décimal).

    Lève
    ----
    ArgumentInvalide si une colonne manque ou si un chiffre d'affaires n'est pas positif.

    Exemple
    -------
    >>> clients = pd.DataFrame({"ca": [9000, 500, 500], "marge": [-90, 200, 100]})
    >>> nuage_ca_marge(clients).titre
    "1\xa0client sur 3 a une marge négative\xa0: 90,0\u202f% du chiffre d'affaires"

    Source
    ------
    S522, rentabilité du portefeuille.
    """
    exiger_colonnes("tableau", tableau, ca, marge)
    if not (tableau[ca] > 0).all():
        raise ArgumentInvalide(
            ca, tableau[ca].min(), "des chiffres d'affaires strictement positifs"
        )
    points = tableau[[ca, marge]].astype(float).sort_values(ca, ascending=False)
    points.columns = pd.Index(["ca", "marge"])
    points["taux"] = points["marge"] / points["ca"]
    constat = _constat_marge(points, nom)
    figure = Graphique(
        _traces_nuage(points),
        titre=titre or constat,
        texte_alternatif=(
            f"Nuage de {compte(len(points), nom)} : chiffre d'affaires de "
            f"{euros(points['ca'].min(), 0)} à {euros(points['ca'].max(), 0)}, taux de marge de "
            f"{pourcent(points['taux'].min())} à {pourcent(points['taux'].max())}. {constat}."
        ),
        donnees=_tableau_nuage(points, nom),
    )
    puissances = [10.0**k for k in range(0, 10)]
    textes = [euros_courts(montant) for montant in puissances]
    figure.update_xaxes(type="log", tickvals=puissances, ticktext=textes)
    figure.update_xaxes(title_text="Chiffre d'affaires (échelle log.)")
    figure.update_yaxes(title_text="Taux de marge (%)")
    figure.graduer_en_parts("y", points["taux"].min(), points["taux"].max())
    figure.add_hline(y=0, line_color=GRIS, line_width=1.5)
    return figure


def _croiser(abc_ca: pd.DataFrame, abc_marge: pd.DataFrame) -> pd.DataFrame:
    """Effectifs par couple de classes : lignes, chiffre d'affaires ; colonnes, marge."""
    exiger_colonnes("abc_ca", abc_ca, "classe")
    exiger_colonnes("abc_marge", abc_marge, "classe")
    if set(abc_ca.index) != set(abc_marge.index):
        ecart = len(set(abc_ca.index) ^ set(abc_marge.index))
        recu = f"{ecart} clients présents dans un seul des deux tableaux"
        raise ArgumentInvalide("abc_marge", recu, "les mêmes clients que dans « abc_ca »")
    marge = abc_marge["classe"].astype(str).reindex(abc_ca.index)
    croise = pd.crosstab(abc_ca["classe"].astype(str).to_numpy(), marge.to_numpy())
    return croise.reindex(index=list("ABC"), columns=list("ABC"), fill_value=0)


def _traces_croisees(croise: pd.DataFrame) -> list[go.Heatmap]:
    effectifs = croise.to_numpy(float)
    diagonale = np.eye(3, dtype=bool)
    commun = dict(x=list("ABC"), y=list("ABC"), xgap=4, ygap=4, showscale=False)
    style = dict(texttemplate="<b>%{z:,d}</b>", textfont=dict(size=18), hoverongaps=False)
    survol = "classe %{y} au CA, %{x} à la marge :<br>%{z:,d} clients<extra></extra>"
    return [
        go.Heatmap(
            z=np.where(diagonale, effectifs, np.nan),
            name="Classe inchangée",
            colorscale=[[0, TRAME], [1, TRAME]],
            hovertemplate=survol,
            **commun,
            **style,
        ),
        go.Heatmap(
            z=np.where(diagonale, np.nan, effectifs),
            name="Changent de classe",
            colorscale=DEGRADE,
            zmin=0,
            hovertemplate=survol,
            **commun,
            **style,
        ),
    ]


def _constat_marge(points: pd.DataFrame, nom: str) -> str:
    pertes = points[points["marge"] < 0]
    if pertes.empty:
        bornes = pourcent(points["taux"].min(), 0), pourcent(points["taux"].max(), 0)
        return f"Selon les {nom}, le taux de marge va de {bornes[0]} à {bornes[1]}"
    part = pourcent(pertes["ca"].sum() / points["ca"].sum())
    qui = f"{compte(len(pertes), nom)} sur {nombre(len(points))}"
    verbe = "a" if len(pertes) == 1 else "ont"
    return f"{qui} {verbe} une marge négative : {part} du chiffre d'affaires"


def _traces_nuage(points: pd.DataFrame) -> list[go.Scatter]:
    styles = {
        "Marge positive": (points["marge"] >= 0, dict(color=BLEU, size=6, opacity=0.5)),
        "Marge négative": (points["marge"] < 0, dict(color=VERMILLON, size=11, symbol="x")),
    }
    return [
        go.Scatter(
            x=points.loc[filtre, "ca"],
            y=points.loc[filtre, "taux"],
            name=nom,
            mode="markers",
            marker=marque,
            text=[
                f"{qui}<br>{euros(ca, 0)}<br>taux de marge : {pourcent(taux)}"
                for qui, ca, taux in points.loc[filtre, ["ca", "taux"]].itertuples()
            ],
            hovertemplate="%{text}<extra></extra>",
        )
        for nom, (filtre, marque) in styles.items()
        if filtre.any()
    ]


def _tableau_nuage(points: pd.DataFrame, nom: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            nom.removesuffix("s").capitalize(): points.index.astype(str),
            "Chiffre d'affaires (€)": points["ca"].to_numpy(),
            "Marge (€)": points["marge"].to_numpy(),
            "Taux de marge (%)": points["taux"].to_numpy() * 100,
        }
    )
