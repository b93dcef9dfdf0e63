"""Méthode ABC."""

import pandas as pd

from grc_lib import segmentation
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-4"
_NOMS = ("Alba", "Breval", "Corde", "Dumas", "Eloi", "Faure", "Girard", "Hugo")
# Les parts des huit clients (en %), du plus gros au plus petit.
_PARTS = (
    (34, 22, 15, 11, 7, 5, 4, 2),
    (40, 21, 16, 8, 6, 5, 3, 1),
    (31, 24, 18, 12, 6, 4, 3, 2),
    (45, 18, 12, 9, 7, 5, 3, 1),
)
_REGLE = (
    "Classe A jusqu'à 80 % du chiffre d'affaires cumulé, B jusqu'à 95 %, C ensuite ; le client qui "
    "fait franchir un seuil reste dans la première des deux classes"
)
_RIEN, _DISTANCE, _VISITE = (
    "ne plus s'en occuper",
    "le suivre à distance (courriel, téléphone)",
    "lui rendre visite pour développer ses achats",
)


def classe_d_un_client(tirage: Tirage) -> Probleme:
    """La classe d'un client, quand celui qui franchit le seuil y reste."""
    ca = _portefeuille(tirage)
    rang = tirage.entier("rang", 3, 8)
    client = list(ca)[rang - 1]
    classes = {f: segmentation.abc(ca, frontiere=f)["classe"] for f in ("avant", "apres")}
    juste = str(classes["avant"][client])
    total = sum(ca.values())
    avant = sum(list(ca.values())[: rang - 1])
    return Probleme(
        f"{_debut(tirage)} ({nombre(total)} k€). {_REGLE}. Dans quelle **classe** se trouve le "
        f"client {client} ?",
        juste,
        (
            f"cumul avant {client} = {nombre(avant)} / {nombre(total)} = "
            f"{pourcentage(avant / total, 0)}",
            f"cumul avec {client} = {pourcentage((avant + ca[client]) / total, 0)}",
            "on lit le cumul avant le client : moins de 80 %, A ; de 80 à moins de 95 %, B ; "
            "sinon, C",
            f"{client} est en {juste}",
        ),
        choix=("A", "B", "C"),
        pieges={
            _explication(lettre, str(classes["apres"][client])): lettre
            for lettre in "ABC"
            if lettre != juste
        },
        donnees=_tableau(ca),
    )


def chiffre_d_affaires_de_a(tirage: Tirage) -> Probleme:
    """Ce que pèsent les clients de la classe A, dans un portefeuille non trié."""
    ca = _portefeuille(tirage)
    melange = {nom: ca[nom] for nom in (list(ca)[i] for i in (3, 0, 5, 1, 7, 2, 6, 4))}
    total, juste = sum(ca.values()), _total_de_a(ca, "avant")
    cumuls, cumul = [], 0
    for nom, valeur in ca.items():
        cumuls.append(f"{nom} {pourcentage(cumul / total, 0)}")
        cumul += valeur
    combien = int((segmentation.abc(ca)["classe"] == "A").sum())
    retenus = list(ca.values())[:combien]
    return Probleme(
        f"{_debut(tirage)} ({nombre(total)} k€). {_REGLE}. Quel **chiffre d'affaires** la classe A "
        "apporte-t-elle en tout (en k€) ?",
        juste,
        (
            f"du plus gros au plus petit, cumul avant chacun : {' ; '.join(cumuls)}",
            f"sous 80 % avant eux : les {combien} premiers",
            f"{' + '.join(nombre(v) for v in retenus)} = {nombre(juste)} k€",
        ),
        unite="k€",
        pieges={
            "Vous avez fait passer en B le client qui franchit le seuil : ici, il reste en A.": (
                _total_de_a(ca, "apres")
            ),
            "C'est 80 % du total : la classe A contient des clients entiers.": total * 8 // 10,
            "Vous avez pris les 20 % premiers clients : le seuil porte sur le chiffre d'affaires "
            "cumulé.": sum(sorted(ca.values())[-2:]),
        },
        donnees=_tableau(melange),
    )


def effort(tirage: Tirage) -> Probleme:
    """Ce que l'on fait d'un client C, selon ce qu'il peut encore acheter."""
    actuel = tirage.entier("actuel", 4, 9) * 100
    cout = tirage.entier("coût", 80, 160, pas=20)
    marque = tirage.choix("marque", (0.2, 0.25, 0.4))
    frais = 2 * cout
    marge = frais * tirage.choix("rapport", (0.5, 0.75, 1.5, 2))
    gain = marge / marque
    juste = _VISITE if marge > frais else _DISTANCE
    qui = tirage.choix("commerce", ("de l'Imprimerie Clémenceau", "d'un traiteur"))
    explication = (
        "Comparez la marge de ces achats, et non leur montant, au coût des visites."
        if juste == _DISTANCE
        else "La classe dit ce que le client achète, pas ce qu'il pourrait acheter : comparez la "
        "marge attendue au coût des visites."
    )
    return Probleme(
        f"Un client {qui}, classé C, achète pour {euros(actuel, 0)} par an. Deux visites, à "
        f"{euros(cout, 0)} chacune, lui feraient sans doute acheter {euros(gain, 0)} de plus par "
        f"an, avec un taux de marque de {pourcentage(marque, 0)}. Que **décider** ?",
        juste,
        (
            f"marge supplémentaire = {euros(gain, 0)} × {pourcentage(marque, 0)} = {euros(marge)}",
            f"coût des visites = 2 × {euros(cout, 0)} = {euros(frais, 0)}",
            "un client C n'est pas un client à abandonner : un suivi à distance coûte peu",
            f"{'la marge dépasse' if marge > frais else 'la marge ne couvre pas'} le coût des "
            f"visites : {juste}",
        ),
        choix=(_RIEN, _DISTANCE, _VISITE),
        pieges={
            "Un client C achète peu aujourd'hui : ce n'est pas une raison de l'abandonner, le "
            "suivre à distance coûte peu.": _RIEN,
            explication: _VISITE if juste == _DISTANCE else _DISTANCE,
        },
    )


def _portefeuille(tirage: Tirage) -> dict[str, int]:
    """Le chiffre d'affaires de huit clients (k€), du plus gros au plus petit."""
    parts, fois = tirage.choix("parts", _PARTS), tirage.entier("fois", 2, 12)
    debut = tirage.entier("début", 0, 7)
    noms = _NOMS[debut:] + _NOMS[:debut]
    return {nom: fois * part for nom, part in zip(noms, parts, strict=True)}


def _debut(tirage: Tirage) -> str:
    return "Voici le chiffre d'affaires des clients professionnels " + tirage.choix(
        "commerce",
        ("d'un traiteur", "d'une quincaillerie", "d'un secteur de l'Imprimerie Clémenceau"),
    )


def _tableau(ca: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({"Client": list(ca), "CA (k€)": list(ca.values())})


def _total_de_a(ca: dict[str, int], frontiere: str) -> int:
    classes = segmentation.abc(ca, frontiere="avant" if frontiere == "avant" else "apres")
    return int(classes.loc[classes["classe"] == "A", "valeur"].sum())


def _explication(lettre: str, apres: str) -> str:
    if lettre == apres:
        return "Vous avez lu le cumul avec ce client : ici, on lit le cumul avant lui."
    return (
        f"Pour être en {lettre}, le cumul avant le client devrait être "
        + {"A": "sous 80 %.", "B": "de 80 à moins de 95 %.", "C": "d'au moins 95 %."}[lettre]
    )


QUESTIONS = (classe_d_un_client, chiffre_d_affaires_de_a, effort)
