"""Coût d'acquisition, récupération et retour."""

from grc_lib import annuites, valeur
from grc_lib._formats import donnee, euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S521-3"
CAMPAGNES = (
    ("L'Imprimerie Clémenceau", "un salon professionnel"),
    ("Une salle de sport", "des publicités en ligne"),
    ("Un traiteur", "un mailing aux entreprises"),
    ("Une quincaillerie", "une opération portes ouvertes"),
)


def cout_d_acquisition(tirage: Tirage) -> Probleme:
    """Le coût d'acquisition d'un client, temps passé compris."""
    media, heures = tirage.entier("media", 800, 6_000, pas=100), tirage.entier("heures", 20, 90)
    horaire, nouveaux = tirage.entier("horaire", 28, 48), tirage.entier("nouveaux", 12, 60)
    temps = heures * horaire
    calcul = Calcul(valeur.cout_acquisition, media + temps, nouveaux)
    qui, action = tirage.choix("campagne", CAMPAGNES)
    contacts = nouveaux * tirage.entier("contacts", 4, 9)
    return Probleme(
        f"{qui} a dépensé {euros(media, 0)} pour {action}, et {heures} heures de travail à "
        f"{euros(horaire, 0)} l'heure. L'action a donné {contacts} contacts et {nouveaux} nouveaux "
        "clients. Quel est le **coût d'acquisition d'un client**, au centime ?",
        calcul,
        (
            f"dépense = {euros(media, 0)} + {heures} × {euros(horaire, 0)} = "
            f"{euros(media + temps, 0)}",
            f"coût d'acquisition = dépense / nouveaux clients = {euros(media + temps, 0)} / "
            f"{nouveaux} = {euros(calcul.valeur)}",
        ),
        unite="€",
        pieges={
            "Vous avez divisé le temps seul : additionnez toute la dépense avant de diviser.": (
                media + temps / nouveaux
            ),
            "Vous avez oublié le temps passé : il coûte aussi.": media / nouveaux,
            "C'est le coût d'un contact : tous ne deviennent pas clients.": (
                (media + temps) / contacts
            ),
        },
    )


def delai_de_recuperation(tirage: Tirage) -> Probleme:
    """Les mois qu'il faut pour récupérer le coût d'acquisition."""
    cout, ca = tirage.entier("cout", 90, 480, pas=10), tirage.entier("ca", 60, 240, pas=5)
    taux = tirage.choix("taux", (0.25, 0.3, 0.4, 0.5))
    calcul = Calcul(valeur.delai_recuperation, cout, ca * taux)
    return Probleme(
        f"{tirage.choix('campagne', CAMPAGNES)[0]} dépense {euros(cout, 0)} pour conquérir un "
        f"client, qui achète ensuite {euros(ca, 0)} par mois, avec un taux de marge de "
        f"{pourcentage(taux, 0)} du chiffre d'affaires. En **combien de mois** ce coût est-il "
        "récupéré (au dixième) ?",
        calcul,
        (
            f"marge mensuelle = {euros(ca, 0)} × {pourcentage(taux, 0)} = {euros(ca * taux)}",
            f"délai = coût d'acquisition / marge mensuelle = {euros(cout, 0)} / {euros(ca * taux)} "
            f"= {nombre(calcul.valeur, 1)} mois",
        ),
        unite="mois",
        pas=0.1,
        pieges={
            "Vous avez pris le chiffre d'affaires : c'est la marge qui rembourse.": cout / ca,
            "C'est un délai en années : on le cherche en mois.": calcul.valeur / 12,
        },
    )


def retour(tirage: Tirage) -> Probleme:
    """Le retour sur investissement d'une action."""
    cout = tirage.entier("cout", 1_500, 6_000, pas=100)
    marge = cout * tirage.entier("rapport", 65, 245, pas=10) // 100  # jamais 100 : un retour nul
    ca = marge * tirage.choix("taux", (2, 4, 5))
    calcul = Calcul(valeur.retour_investissement, marge, cout)
    qui, action = tirage.choix("campagne", CAMPAGNES)
    return Probleme(
        f"Pour {action}, {qui[0].lower()}{qui[1:]} a dépensé {euros(cout, 0)}. Les ventes dues à "
        f"l'action font {euros(ca, 0)}, pour une marge de {euros(marge, 0)}. Quel est le **retour "
        "sur investissement** (ROI), au centième de pour cent ?",
        calcul,
        (
            f"gain = marge − coût = {euros(marge, 0)} − {euros(cout, 0)} = "
            f"{euros(marge - cout, 0)}",
            f"ROI = gain / coût = {euros(marge - cout, 0)} / {euros(cout, 0)} = "
            f"{pourcentage(calcul.valeur)}",
        ),
        unite="%",
        pieges={
            **calcul.pieges(["cout_non_deduit", "sur_la_marge"]),
            "Vous avez compté le chiffre d'affaires : c'est la marge que l'action rapporte.": (
                (ca - cout) / cout
            ),
        },
    )


def valeur_nette(tirage: Tirage) -> Probleme:
    """La valeur actuelle nette d'une campagne."""
    depense = tirage.entier("depense", 4_000, 12_000, pas=500)
    marges = [depense * tirage.entier(f"marge {an}", 40, 65, pas=5) // 100 for an in (1, 2)]
    taux = tirage.entier("taux", 4, 9) / 100
    calcul = Calcul(annuites.van, [-depense, *marges], taux)
    valeurs = [marge / (1 + taux) ** an for an, marge in enumerate(marges, 1)]
    qui, action = tirage.choix("campagne", CAMPAGNES)
    return Probleme(
        f"{qui} dépense aujourd'hui {euros(depense, 0)} pour {action}. Les clients gagnés "
        f"rapporteront {euros(marges[0], 0)} de marge dans un an et {euros(marges[1], 0)} dans "
        f"deux ans. À {pourcentage(taux, None)} d'actualisation, quelle est la **valeur actuelle "
        "nette** (VAN), au centime et avec son signe ?",
        calcul,
        (
            f"marge à un an : {euros(marges[0], 0)} / {donnee(1 + taux)} = {euros(valeurs[0])}",
            f"marge à deux ans : {euros(marges[1], 0)} / {donnee(1 + taux)}² = {euros(valeurs[1])}",
            f"VAN, sans arrondir en route = {euros(marges[0], 0)} / {donnee(1 + taux)} + "
            f"{euros(marges[1], 0)} / {donnee(1 + taux)}² − {euros(depense, 0)} = "
            f"{euros(calcul.valeur)}",
        ),
        unite="€",
        tolerance=0.011,
    )


A, B = "L'action A", "L'action B"
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    A: "La dépense la plus petite ne donne pas toujours le client le moins cher : divisez.",
    B: "Le plus de clients ne fait pas toujours le client le moins cher : divisez.",
}


def meilleure_action(tirage: Tirage) -> Probleme:
    """Entre deux actions, celle dont le client coûte le moins."""
    gagnant = tirage.choix("gagnant", (A, B))
    cout, ecart = tirage.entier("cout", 60, 140, pas=5), tirage.choix("ecart", (5, 10, 15))
    clients = {A: tirage.entier("a", 14, 24), B: tirage.entier("b", 34, 56)}
    couts = {action: cout if action == gagnant else cout + ecart for action in (A, B)}
    depenses = {action: couts[action] * clients[action] for action in (A, B)}
    return Probleme(
        f"{tirage.choix('campagne', CAMPAGNES)[0]} compare deux actions de conquête, temps passé "
        f"compris : l'action A a coûté {euros(depenses[A], 0)} pour {clients[A]} nouveaux clients, "
        f"l'action B {euros(depenses[B], 0)} pour {clients[B]} nouveaux clients. **Laquelle "
        "acquiert un client au moindre coût** ?",
        gagnant,
        (
            f"action A : {euros(depenses[A], 0)} / {clients[A]} = {euros(couts[A])} par client",
            f"action B : {euros(depenses[B], 0)} / {clients[B]} = {euros(couts[B])} par client",
            gagnant,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != gagnant},
    )


QUESTIONS = (cout_d_acquisition, delai_de_recuperation, retour, valeur_nette, meilleure_action)
