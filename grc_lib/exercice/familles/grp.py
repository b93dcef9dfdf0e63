"""GRP, couverture, mémorisation."""

from grc_lib import medias
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S445-1"
_CAMPAGNES = (
    "La campagne d'affichage d'une salle de sport",
    "La campagne radio d'une quincaillerie",
    "La campagne de presse de l'Imprimerie Clémenceau",
    "La campagne vidéo d'un traiteur",
)


def points_de_grp(tirage: Tirage) -> Probleme:
    """Le GRP, de la couverture et de la répétition."""
    couverture = tirage.entier("couverture", 30, 80) / 100
    repetition = tirage.entier("répétition", 20, 70, pas=5) / 10
    juste = 100 * couverture * repetition
    return Probleme(
        f"{tirage.choix('campagne', _CAMPAGNES)} touche {pourcentage(couverture, 0)} de la cible, "
        f"en moyenne {nombre(repetition)} fois. Quel est son **GRP** ?",
        Calcul(medias.grp, couverture=couverture, repetition=repetition),
        (
            "GRP = couverture (en %) × répétition",
            f"{nombre(100 * couverture)} × {nombre(repetition)} = {nombre(juste)}",
        ),
        unite="points",
    )


def repetition(tirage: Tirage) -> Probleme:
    """La répétition, du nombre de contacts."""
    cible = tirage.entier("cible", 40, 90) * 1000
    touchees = tirage.entier("touchées", 12, 30) * 1000
    juste = tirage.entier("répétition", 15, 60) / 10
    contacts = touchees * juste
    return Probleme(
        f"{tirage.choix('campagne', _CAMPAGNES)} vise {nombre(cible)} personnes ; elle en a touché "
        f"{nombre(touchees)} au moins une fois, et compte {nombre(contacts)} contacts utiles. "
        "Quelle est sa **répétition** moyenne (au dixième) ?",
        contacts / touchees,
        (
            "répétition = contacts utiles / personnes touchées",
            f"{nombre(contacts)} / {nombre(touchees)} = {nombre(juste)}",
        ),
        pas=0.1,
        pieges={
            "Vous avez divisé par toute la cible : la répétition ne compte que les personnes "
            "touchées.": contacts / cible,
            "C'est le GRP : la répétition se rapporte aux personnes touchées.": contacts
            / cible
            * 100,
        },
    )


def couverture_nette(tirage: Tirage) -> Probleme:
    """La couverture de deux supports, leurs lecteurs communs comptés une fois."""
    a, b = tirage.entier("a", 20, 45) * 1000, tirage.entier("b", 15, 40) * 1000
    communs = tirage.entier("communs", 4, 12) * 1000
    cible = a + b + tirage.entier("autres", 15, 60) * 1000
    nette = medias.audience_nette(a, b, duplication=communs)
    return Probleme(
        f"Dans une cible de {nombre(cible)} personnes, l'hebdomadaire local en touche "
        f"{nombre(a)}, la radio {nombre(b)}, et {nombre(communs)} sont touchées par les deux. "
        "Quelle est la **couverture** des deux supports réunis (en % de la cible, au centième) ?",
        nette / cible,
        (
            f"personnes touchées = {nombre(a)} + {nombre(b)} − {nombre(communs)} = {nombre(nette)}",
            f"couverture = {nombre(nette)} / {nombre(cible)} = {pourcentage(nette / cible)}",
        ),
        unite="%",
        pieges={
            "Vous avez compté deux fois ceux que touchent les deux supports.": (a + b) / cible,
            "Vous avez retiré deux fois ceux que touchent les deux supports : ils comptent une "
            "fois.": (a + b - 2 * communs) / cible,
        },
    )


def cout_du_grp(tirage: Tirage) -> Probleme:
    """Le coût d'un point de GRP."""
    couverture = tirage.entier("couverture", 30, 80, pas=5)
    fois = tirage.entier("répétition", 2, 5)
    points = couverture * fois
    budget = points * tirage.entier("coût", 15, 60)
    return Probleme(
        f"{tirage.choix('campagne', _CAMPAGNES)} coûte {euros(budget, 0)}. Elle touche "
        f"{couverture} % de la cible, {fois} fois en moyenne. Que coûte **un point de GRP** (en "
        "euros) ?",
        budget / points,
        (
            f"GRP = {couverture} × {fois} = {points}",
            f"coût du point = {nombre(budget)} / {points} = {nombre(budget / points)} €",
        ),
        unite="€",
        pieges={
            "Vous avez divisé par la couverture : le GRP compte aussi la répétition.": budget
            / couverture,
            "Vous avez divisé par la répétition : le GRP compte aussi la couverture.": budget
            / fois,
        },
    )


def memorisation(tirage: Tirage) -> Probleme:
    """La part qui mémorise après quelques contacts."""
    media, beta = tirage.choix(
        "média",
        (
            ("en presse", 0.1),
            ("à la télévision", 0.15),
            ("à la radio", 0.05),
            ("en presse magazine", 0.12),
            ("en affichage", 0.08),
        ),
    )
    n = tirage.entier("n", 2, 5)
    oubli = (1 - beta) ** n
    produit = " × ".join([nombre(1 - beta)] * n)
    return Probleme(
        f"{tirage.choix('marque', ('Une enseigne de sport', 'Un traiteur', 'Une imprimerie'))} "
        f"suppose, pour son annonce {media}, un bêta de {pourcentage(beta, 0)}. Après {n} "
        "contacts, quelle **part** des personnes touchées se souvient du message (en %, au "
        "centième) ?",
        Calcul(medias.memorisation, beta, n),
        (
            f"à chaque contact, {pourcentage(1 - beta, 0)} de ceux qui n'ont pas encore retenu le "
            "message ne le retiennent toujours pas",
            f"oubli après {n} contacts = {produit} = {nombre(oubli, 4)}",
            f"mémorisation = 1 − {nombre(oubli, 4)} = {pourcentage(1 - oubli)}",
        ),
        unite="%",
        tolerance=0.05,
    )


QUESTIONS = (points_de_grp, repetition, couverture_nette, cout_du_grp, memorisation)
