"""L'équilibre financier : le bilan fonctionnel, et le cycle qui fait naître le besoin."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib._nombres import positif, seul
from grc_lib.bfr import Equilibre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_resultat, rangees
from grc_lib.figures.gabarit import BLEU, CIEL, CLASSES, ENCRE, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier

_COULEURS = {
    "stables": (BLEU, "white"),
    "d'exploitation": (CLASSES["B"], ENCRE),
    "hors exploitation": (CIEL, ENCRE),
    "Trésorerie": (CLASSES["C"], ENCRE),
}


_LISIBLE = 0.12  # la part du bilan où un nom et un montant tiennent, sur deux lignes


def bilan_fonctionnel(equilibre: Equilibre, *, titre: str | None = None) -> Graphique:
    """Le bilan fonctionnel : les emplois face aux ressources, de haut en bas.

    Paramètres
    ----------
    equilibre : ce que rend `bfr.equilibre`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : deux colonnes de même hauteur ; la trésorerie est un emploi si elle est positive,
    une ressource (concours bancaires) si elle est négative.

    Lève
    ----
    MauvaisType si ce n'est pas un résultat de `bfr.equilibre` ; ArgumentInvalide si les ressources
    stables sont négatives : les colonnes n'ont alors plus de sens ; NonCalculable si tout est nul.

    Exemple
    -------
    >>> from grc_lib import bfr
    >>> bilan = bfr.equilibre(ressources_stables=500, emplois_stables=420, actif_exploitation=300,
    ...                       passif_exploitation=190)
    >>> bilan_fonctionnel(bilan).titre
    'FRNG 80\xa0€ − BFR 110\xa0€ = trésorerie −30\xa0€'

    Source
    ------
    S523-1, bilan fonctionnel (cas BF03).
    """
    lu = exiger_resultat("equilibre", equilibre, Equilibre, "bfr.equilibre")
    masses = _masses(lu)
    total = float(masses.loc[masses["cote"] == "Emplois", "montant"].sum())
    if total == 0:
        raise NonCalculable("Toutes les masses du bilan sont nulles : il n'y a rien à tracer.")
    echelle = Echelle.pour(pd.Series([total]), "€")
    frng, bfr, tresorerie = map(echelle.ecrire, (lu.frng, lu.bfr, lu.tresorerie_nette))
    constat = f"FRNG {frng} − BFR {bfr} = trésorerie {tresorerie}"
    figure = Graphique(
        [_bloc(masse, total, echelle) for masse in rangees(masses)],
        titre=titre or constat,
        texte_alternatif=f"Bilan fonctionnel. {constat}. {_raconter(masses, echelle)}.",
        donnees=_tableau(masses, echelle),
        layout=dict(barmode="stack", bargap=0.16, showlegend=False, height=460),
    )
    figure.update_yaxes(range=[total * 1.001, 0], visible=False)
    _petites_masses(figure, masses, total, echelle)
    figure.update_xaxes(side="top", showline=False, showgrid=False, tickfont_size=16)
    return figure


def cycle_d_exploitation(
    *, stockage: float, clients: float, fournisseurs: float, titre: str | None = None
) -> Graphique:
    """Le cycle d'exploitation sur une ligne de temps : qui paie quand, ce qu'il faut financer.

    Paramètres
    ----------
    stockage : de la réception de l'achat à la vente, en jours.
    clients : de la vente au paiement du client, en jours.
    fournisseurs : de la réception au paiement du fournisseur, en jours.
    titre : comme pour `bilan_fonctionnel`.

    Renvoie
    -------
    `Graphique` : une barre par durée. Ce sont des jours de calendrier pour une même marchandise,
    non des jours de chiffre d'affaires : pour le besoin en euros, voyez `bfre_normatif`.

    Lève
    ----
    ArgumentInvalide pour une durée négative ; NonCalculable si toutes sont nulles.

    Exemple
    -------
    >>> cycle_d_exploitation(stockage=30, clients=45, fournisseurs=40).titre
    'Il faut financer 35\xa0jours, du 40e\xa0jour au\xa075e'

    Source
    ------
    S523-1, cycle d'exploitation.
    """
    durees = {"stockage": stockage, "clients": clients, "fournisseurs": fournisseurs}
    stock, credit, dette = (seul(positif, nom, duree) for nom, duree in durees.items())
    encaisse = stock + credit
    if max(encaisse, dette) == 0:
        raise NonCalculable("Toutes les durées sont nulles : il n'y a pas de cycle à tracer.")
    solde = "Reste à financer" if encaisse >= dette else "Avance de trésorerie"
    etapes = pd.DataFrame(
        [
            ("Stockage", 0.0, stock),
            ("Crédit aux clients", stock, encaisse),
            ("Crédit des fournisseurs", 0.0, dette),
            (solde, min(dette, encaisse), max(dette, encaisse)),
        ],
        columns=["Étape", "Début (jour)", "Fin (jour)"],
    )
    etapes["Durée (jours)"] = etapes["Fin (jour)"] - etapes["Début (jour)"]
    constat = _constat_cycle(encaisse, dette)
    figure = Graphique(
        _frise(etapes),
        titre=titre or constat,
        texte_alternatif=(
            f"Frise du cycle d'exploitation, en jours depuis la réception de l'achat. Vente au "
            f"jour {nombre(stock, 0)}, paiement du client au jour {nombre(encaisse, 0)}, paiement "
            f"du fournisseur au jour {nombre(dette, 0)}. {constat}."
        ),
        donnees=etapes,
        layout=dict(height=340, showlegend=False, bargap=0.35),
    )
    axe = Echelle.pour(pd.Series([max(encaisse, dette)]), "").axe(0, 1.15 * max(encaisse, dette))
    figure.update_xaxes(**axe, title_text="Jours depuis la réception de l'achat")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def _masses(lu: Equilibre) -> pd.DataFrame:
    """Une ligne par bloc : cote, nom, montant, famille (sa couleur)."""
    if lu.stables[0] < 0:
        attendu = "des ressources stables positives, pour dessiner le bilan"
        raise ArgumentInvalide("equilibre", lu.stables[0], attendu)
    (ressources, emplois), tresorerie = lu.stables, lu.tresorerie_nette
    masses = [
        ("Emplois", "Emplois stables", emplois, "stables"),
        ("Ressources", "Ressources stables", ressources, "stables"),
        ("Emplois", "Actif d'exploitation", lu.exploitation[0], "d'exploitation"),
        ("Ressources", "Passif d'exploitation", lu.exploitation[1], "d'exploitation"),
        ("Emplois", "Actif hors exploitation", lu.hors_exploitation[0], "hors exploitation"),
        ("Ressources", "Passif hors exploitation", lu.hors_exploitation[1], "hors exploitation"),
        ("Emplois", "Trésorerie", max(tresorerie, 0.0), "Trésorerie"),
        ("Ressources", "Trésorerie (banque)", max(-tresorerie, 0.0), "Trésorerie"),
    ]
    lues = pd.DataFrame(masses, columns=["cote", "nom", "montant", "famille"])
    return lues[lues["montant"] > 0]


def _petites_masses(
    figure: Graphique, masses: pd.DataFrame, total: float, echelle: Echelle
) -> None:
    """Sous chaque colonne, ses blocs trop minces pour porter leur nom."""
    petites = masses[masses["montant"] < _LISIBLE * total]
    for cote in dict.fromkeys(petites["cote"]):
        lignes = [
            plier(f"+ {bloc.nom} : {echelle.ecrire(bloc.montant)}", 22)
            for bloc in rangees(petites[petites["cote"] == cote])
        ]
        figure.etiqueter(cote, total, "<br>".join(lignes), "haut", align="left", yshift=-4)
    plus = int(petites["cote"].value_counts().max()) if len(petites) else 0
    figure.update_layout(margin_b=10 + 42 * plus)


def _raconter(masses: pd.DataFrame, echelle: Echelle) -> str:
    """« Emplois : … ; Ressources : … », bloc par bloc."""
    cotes = [
        f"{cote} : "
        + ", ".join(f"{b.nom.lower()} {echelle.ecrire(b.montant)}" for b in rangees(blocs))
        for cote, blocs in masses.groupby("cote")
    ]
    return " ; ".join(cotes)


def _bloc(masse: Any, total: float, echelle: Echelle) -> go.Bar:
    """Un bloc ; son nom est dedans s'il y tient."""
    fond, encre = _COULEURS[masse.famille]
    montant = f"<b>{echelle.ecrire(masse.montant)}</b>"
    texte = f"{masse.nom}<br>{montant}" if masse.montant >= _LISIBLE * total else ""
    return go.Bar(
        x=[masse.cote],
        y=[masse.montant],
        marker=dict(color=fond, line=dict(color=ENCRE, width=1)),
        text=texte,
        textposition="inside",
        insidetextanchor="middle",
        insidetextfont=dict(color=encre, size=14),
        constraintext="none",
        textangle=0,
        hovertemplate=f"{masse.nom}<br>{montant}<extra></extra>",
    )


def _tableau(masses: pd.DataFrame, echelle: Echelle) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Côté": masses["cote"],
            "Masse": masses["nom"],
            echelle.titre("montant"): masses["montant"] / echelle.facteur,
        }
    ).reset_index(drop=True)


def _constat_cycle(encaisse: float, dette: float) -> str:
    ecart, bornes = abs(encaisse - dette), sorted((encaisse, dette))
    quand = f"du {nombre(bornes[0], 0)}e\u00a0jour au\u00a0{nombre(bornes[1], 0)}e"
    if ecart == 0:
        return f"Client et fournisseur se paient le même jour, le {nombre(dette, 0)}e"
    jours = compte(round(ecart), "jour")
    if encaisse > dette:
        return f"Il faut financer {jours}, {quand}"
    return f"Le cycle laisse {jours} d'avance, {quand}"


def _frise(etapes: pd.DataFrame) -> go.Bar:
    avance = etapes["Étape"].iloc[-1] == "Avance de trésorerie"
    durees = etapes["Durée (jours)"]
    return go.Bar(
        x=durees,
        base=etapes["Début (jour)"],
        y=[
            nom.replace(" de", "<br>de").replace(" aux", "<br>aux").replace(" à ", "<br>à ")
            for nom in etapes["Étape"]
        ],
        orientation="h",
        marker=dict(
            color=[BLEU, CIEL, CLASSES["B"], GRIS if avance else VERMILLON],
            line=dict(color=ENCRE, width=0.5),
            pattern=dict(shape=["", "", "", "/"], fgcolor="white", size=8, fillmode="overlay"),
        ),
        text=[f"{nombre(duree, 0)} j" for duree in durees],
        textposition="outside",
        textfont=dict(size=16),
        cliponaxis=False,
        hoverinfo="skip",
    )
