"""Rendement d'un mailing."""

from typing import Any

from grc_lib import mailing, prospection
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "GRC-4"


def taux_de_retour(tirage: Tirage) -> Probleme:
    """Le taux de retour."""
    donnees, enonce = _operation(tirage)
    envois, retours = donnees["envois"], donnees["retours"]
    return Probleme(
        f"{enonce} Quel est le **taux de retour** (en %, au centième) ?",
        Calcul(mailing.rendement, **donnees, champ="taux_retour"),
        (
            "taux de retour = réponses / envois",
            f"{nombre(retours)} / {nombre(envois)} = {pourcentage(retours / envois)}",
        ),
        unite="%",
    )


def cout_d_une_commande(tirage: Tirage) -> Probleme:
    """Ce que coûte d'obtenir une commande."""
    donnees, enonce = _operation(tirage)
    cout, commandes = donnees["cout"], donnees["commandes"]
    return Probleme(
        f"{enonce} Combien a coûté **une commande** (en euros, au centime) ?",
        Calcul(mailing.rendement, **donnees, champ="cout_commande"),
        (
            "coût d'une commande = coût de l'opération / commandes",
            f"{nombre(cout)} / {commandes} = {nombre(cout / commandes, 2)} €",
        ),
        unite="€",
    )


def resultat(tirage: Tirage) -> Probleme:
    """Le résultat de l'opération."""
    donnees, enonce = _operation(tirage)
    commandes, marge, cout = donnees["commandes"], donnees["marge"], donnees["cout"]
    juste = commandes * marge - cout
    return Probleme(
        f"{enonce} Quel est le **résultat** de l'opération (en euros, négatif si c'est une "
        "perte) ?",
        Calcul(mailing.rendement, **donnees, champ="resultat"),
        (
            f"marge des commandes = {commandes} × {nombre(marge)} = {nombre(commandes * marge)} €",
            f"résultat = {nombre(commandes * marge)} − {nombre(cout)} = {nombre(juste)} €",
        ),
        unite="€",
    )


def point_mort(tirage: Tirage) -> Probleme:
    """Le nombre de commandes qui rembourse l'opération."""
    donnees, _ = _operation(tirage)
    envois, cout, marge = donnees["envois"], donnees["cout"], donnees["marge"]
    juste = prospection.point_de_retour(cout, marge, envois).commandes
    return Probleme(
        f"{_qui(tirage)} prépare un mailing de {nombre(envois)} lettres, qui coûte "
        f"{euros(cout, 0)}. Une commande laisse {euros(marge, 0)} de marge. Combien de "
        "**commandes** faut-il, au moins, pour rembourser l'opération ?",
        juste,
        (
            "commandes = coût de l'opération / marge d'une commande",
            f"{nombre(cout)} / {nombre(marge)} = {nombre(cout / marge)}",
            f"à l'entier supérieur : {nombre(juste)} commandes",
        ),
        pieges={
            "Vous avez arrondi à l'entier inférieur : l'opération ne serait pas remboursée.": juste
            - 1,
            "C'est le coût d'un envoi : cherchez combien de marges remboursent l'opération.": cout
            / envois,
        },
    )


def point_de_retour(tirage: Tirage) -> Probleme:
    """Le taux de commande qui rembourse l'opération."""
    donnees, enonce = _operation(tirage)
    envois, cout, marge = donnees["envois"], donnees["cout"], donnees["marge"]
    calcul = Calcul(mailing.rendement, **donnees, champ="point_retour")
    return Probleme(
        f"{enonce} Quel **taux de commande** aurait juste remboursé l'opération (en % des envois, "
        "au centième) ?",
        calcul,
        (
            f"commandes nécessaires = {nombre(cout)} / {nombre(marge)} = {nombre(cout / marge)} "
            "(sans arrondir : on cherche un taux)",
            f"taux = {nombre(cout / marge)} / {nombre(envois)} = {pourcentage(calcul.valeur)}",
        ),
        unite="%",
    )


def _qui(tirage: Tirage) -> str:
    return tirage.choix("qui", ("L'Imprimerie Clémenceau", "Un traiteur", "Une salle de sport"))


def _operation(tirage: Tirage) -> tuple[dict[str, Any], str]:
    """Un mailing qui ne tombe jamais pile sur son point mort, ni tout près."""
    envois = tirage.entier("envois", 2000, 8000, pas=500)
    marge = tirage.entier("marge", 100, 200, pas=20)
    cout = envois * tirage.entier("centimes", 80, 130, pas=5) // 2000 * 20 + 10
    commandes = int(cout / marge * tirage.choix("succès", (0.6, 0.75, 1.3, 1.5, 2)))
    retours = commandes * tirage.entier("curieux", 2, 3) + tirage.entier("de plus", 1, 9)
    enonce = (
        f"{_qui(tirage)} a envoyé {nombre(envois)} lettres, pour {euros(cout, 0)}. Bilan : "
        f"{nombre(retours)} réponses, dont {commandes} commandes, qui laissent chacune "
        f"{euros(marge, 0)} de marge."
    )
    return {
        "envois": envois,
        "retours": retours,
        "commandes": commandes,
        "cout": cout,
        "marge": marge,
    }, enonce


QUESTIONS = (taux_de_retour, cout_d_une_commande, resultat, point_mort, point_de_retour)
