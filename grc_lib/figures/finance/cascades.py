"""La cascade : d'un montant à un autre, ce qui s'ajoute et ce qui se retranche."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import euros
from grc_lib._nombres import lignes as lire_lignes
from grc_lib._nombres import reel, seul
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_resultat, rangees
from grc_lib.figures.gabarit import BLEU, CLASSES, GRIS
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import plier, pourcent
from grc_lib.valeur.compte import POSTES, CompteExploitation

ETAPES_MAX = 20
_LARGEUR, _RANGEE, _AXE = 180, 42, 56  # pixels : du tracé sur un téléphone, par étape, de l'axe
Etapes: TypeAlias = Sequence[tuple[str, float | None]]
# Foncé, moyen hachuré, très foncé : trois natures que l'on distingue en gris.
_FONDS = {"plus": BLEU, "moins": CLASSES["B"], "total": GRIS}
_HACHURES = {"plus": "", "moins": "/", "total": ""}


def cascade(etapes: Etapes, *, unite: str = "€", titre: str | None = None) -> Graphique:
    """Une barre par étape, chacune partant de la fin de la précédente, jusqu'au total.

    Paramètres
    ----------
    etapes : des couples (nom, montant signé), dans l'ordre du calcul ; `None` à la place du montant
        pour un total, calculé depuis le début. La dernière étape est un total.
    unite : comme pour `barres`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre couchée par étape ; les totaux partent de zéro.

    Lève
    ----
    NonCalculable sans étape ; ArgumentInvalide si la dernière n'est pas un total, si la première en
    est un ou s'il y a trop d'étapes ; MauvaisType si un montant n'est pas un nombre.

    Exemple
    -------
    >>> figure = cascade([("Prix", 100.0), ("Remise", -8.0), ("Port", 3.0), ("À payer", None)])
    >>> figure.titre
    'À payer\xa0: 95\xa0€\xa0; ce qui pèse le plus\xa0: Remise, −8\xa0€'
    >>> figure.donnees["Cumul (€)"].tolist()
    [100.0, 92.0, 95.0, 95.0]

    Source
    ------
    S521-2, compte d'exploitation ; S531-3, coût complet ; S442-3, du prix au net à payer.
    """
    paliers = _paliers(etapes)
    echelle = Echelle.pour(paliers[["debut", "fin"]].abs().max(axis=1), unite)
    constat = _constat(paliers, echelle)
    figure = Graphique(
        _barres(paliers, echelle),
        titre=titre or constat,
        texte_alternatif=f"Cascade. {constat}. {_raconter(paliers, echelle)}.",
        donnees=_tableau(paliers, echelle),
        layout=dict(showlegend=False, bargap=0.3),
    )
    total = figure.layout.margin.t + _AXE + _RANGEE * len(paliers)
    figure.update_layout(height=total)
    figure.layout.title.y = 1 - 26 / total
    bornes = paliers[["debut", "fin"]].to_numpy()
    bas, haut = min(0.0, bornes.min()), max(0.0, bornes.max())
    graduations = echelle.axe(bas, haut + 0.22 * (haut - bas), _LARGEUR)
    figure.update_xaxes(**graduations, title_text=echelle.unite)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    figure.add_vline(x=0, line_color=GRIS, line_width=1)
    return figure


def compte_exploitation(compte: CompteExploitation, *, titre: str | None = None) -> Graphique:
    """Le compte d'exploitation d'un client, du chiffre d'affaires brut à sa contribution.

    Paramètres
    ----------
    compte : ce que rend `valeur.compte_exploitation` pour un client.
    titre : comme pour `cascade`.

    Renvoie
    -------
    `Graphique` : la cascade CA brut, CA net, marge brute, contribution ; les coûts nuls sont omis.

    Lève
    ----
    MauvaisType si ce n'est pas le compte d'un client.

    Exemple
    -------
    >>> from grc_lib import valeur
    >>> compte = valeur.compte_exploitation(
    ...     {"ca_brut": 12_000, "rrr": 600, "cout_ventes": 7_400, "visites": 900})
    >>> compte_exploitation(compte).titre
    'Contribution\xa0: 3\u202f100\xa0€, soit 27,2\u202f% du CA net'

    Source
    ------
    S521-2, compte d'exploitation client.
    """
    lu = exiger_resultat(
        "compte", compte, CompteExploitation, "valeur.compte_exploitation pour un client"
    )
    couts = {POSTES[poste].capitalize(): montant for poste, montant in lu.couts.items()}
    couts["Crédit client"] = lu.credit_client
    etapes: list[tuple[str, float | None]] = [("CA brut", lu.ca_brut)]
    if lu.rrr:
        etapes += [("Rabais, remises, ristournes", -lu.rrr), ("CA net", None)]
    etapes += [("Coût des ventes", -lu.cout_ventes), ("Marge brute", None)]
    etapes += [(nom, -montant) for nom, montant in couts.items() if montant]
    reste = f"Contribution : {euros(lu.contribution, 0)}"
    constat = f"{reste}, soit {pourcent(lu.taux_contribution)} du CA net" if lu.ca_net else reste
    return cascade([*etapes, ("Contribution", None)], titre=titre or constat)


def bfre_normatif(besoins: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """Le besoin en fonds de roulement normatif, poste par poste, en jours de chiffre d'affaires.

    Paramètres
    ----------
    besoins : ce que rend `bfr.bfre_normatif` (poste, jours_ca, montant).
    titre : comme pour `cascade`.

    Renvoie
    -------
    `Graphique` : une barre par poste (jours de CA HT, signés), puis le BFRE.

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable si le tableau est vide.

    Exemple
    -------
    >>> from grc_lib import bfr
    >>> besoins = bfr.bfre_normatif([("Stocks", 40, 0.60), ("Clients", 30, 1.20),
    ...                              ("Fournisseurs", 50, -0.72)], ca_ht=1_800_000)
    >>> bfre_normatif(besoins).titre
    'Le BFRE normatif\xa0: 24\xa0jours de CA HT, soit 120\u202f000\xa0€ à financer'

    Source
    ------
    S523-1, besoin normatif.
    """
    exiger_colonnes("besoins", besoins, "poste", "jours_ca", "montant")
    jours, montant = float(besoins["jours_ca"].sum()), float(besoins["montant"].sum())
    etapes = list(zip(besoins["poste"], besoins["jours_ca"], strict=True))
    duree = Echelle.pour(pd.Series([jours]), "jours").ecrire(jours)
    suite = f"{euros(abs(montant), 0)} {'à financer' if montant >= 0 else 'de ressource'}"
    constat = f"Le BFRE normatif : {duree} de CA HT, soit {suite}"
    return cascade([*etapes, ("BFRE", None)], unite="jours", titre=titre or constat)


def _paliers(etapes: Any) -> pd.DataFrame:
    """Par étape : nom, montant, nature (plus, moins, total), debut et fin de la barre."""
    lues = lire_lignes("etapes", etapes, "nom", "montant")
    if not lues or lues[0][1] is None:
        raise NonCalculable("La cascade n'a pas de premier montant : il n'y a rien à tracer.")
    if lues[-1][1] is not None:
        raise ArgumentInvalide("etapes", lues[-1], "un total pour finir : (nom, None)")
    if len(lues) > ETAPES_MAX:
        raise ArgumentInvalide("etapes", f"{len(lues)} étapes", f"au plus {ETAPES_MAX} étapes")
    cumul, paliers = 0.0, []
    for nom, recu in lues:
        montant = cumul if recu is None else seul(reel, f"montant de « {nom} »", recu)
        nature = "total" if recu is None else "moins" if montant < 0 else "plus"
        debut = 0.0 if recu is None else cumul
        cumul = debut + montant
        paliers.append((str(nom), montant, nature, debut, cumul))
    return pd.DataFrame(paliers, columns=["nom", "montant", "nature", "debut", "fin"])


def _constat(paliers: pd.DataFrame, echelle: Echelle) -> str:
    fin = paliers.iloc[-1]
    constat = f"{fin['nom']} : {echelle.ecrire(fin['montant'])}"
    postes = [palier for palier in rangees(paliers) if palier.nature != "total"]
    if any(poste.nature == "moins" for poste in postes):
        postes = postes[1:]  # le premier montant est celui dont on retranche
    if len(paliers) <= 2 or not postes:
        return constat
    lourd = max(postes, key=lambda poste: abs(poste.montant))
    return f"{constat} ; ce qui pèse le plus : {lourd.nom}, {echelle.ecrire(lourd.montant)}"


def _raconter(paliers: pd.DataFrame, echelle: Echelle) -> str:
    signes = {"plus": "plus ", "moins": "moins ", "total": "total "}
    return " ; ".join(
        f"{signes[ligne.nature] if rang else ''}{ligne.nom}, "
        f"{echelle.ecrire(abs(ligne.montant) if ligne.nature == 'moins' else ligne.montant)}"
        for rang, ligne in enumerate(rangees(paliers))
    )


def _barres(paliers: pd.DataFrame, echelle: Echelle) -> list[Any]:
    # Deux étapes peuvent porter le même nom : l'espace sans largeur en fait deux barres.
    noms = [plier(nom, 20) + "\u200b" * rang for rang, nom in enumerate(paliers["nom"])]
    natures = list(paliers["nature"])
    barres = go.Bar(
        x=paliers["fin"] - paliers["debut"],
        base=paliers["debut"],
        y=noms,
        orientation="h",
        marker=dict(
            color=[_FONDS[nature] for nature in natures],
            line=dict(color=GRIS, width=0.5),
            pattern=dict(
                shape=[_HACHURES[nature] for nature in natures],
                fgcolor=GRIS,
                size=7,
                fillmode="overlay",
            ),
        ),
        hoverinfo="skip",
    )
    nombres = go.Scatter(
        x=paliers[["debut", "fin"]].max(axis=1).clip(lower=0),
        y=noms,
        mode="text",
        text=[
            f" <b>{echelle.court(montant)}</b>" if nature == "total" else _signer(montant, echelle)
            for montant, nature in zip(paliers["montant"], natures, strict=True)
        ],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    return [barres, nombres]


def _signer(montant: float, echelle: Echelle) -> str:
    return f" {'+' if montant > 0 else ''}{echelle.court(montant)}"


def _tableau(paliers: pd.DataFrame, echelle: Echelle) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Étape": paliers["nom"],
            echelle.titre("montant"): paliers["montant"] / echelle.facteur,
            echelle.titre("cumul"): paliers["fin"] / echelle.facteur,
        }
    )
