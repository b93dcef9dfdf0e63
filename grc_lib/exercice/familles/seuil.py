"""Seuil de rentabilité."""

from calendar import monthrange

import pandas as pd

from grc_lib import seuil
from grc_lib._formats import date_courte, date_longue, euros, nombre, pourcentage
from grc_lib._nombres import entier_superieur
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S531-4"
MOIS = [date_longue(f"2026-{mois:02}-01").split()[1] for mois in range(1, 13)]
SAISONS = {  # des ventes mensuelles, pour un indice moyen de 10
    "Un glacier": (3, 3, 6, 9, 13, 18, 21, 20, 11, 7, 5, 4),
    "Une jardinerie": (4, 6, 12, 18, 19, 14, 9, 7, 9, 10, 7, 5),
    "Une boutique de jouets": (6, 6, 7, 7, 7, 8, 7, 6, 8, 10, 17, 31),
}


def chiffre_d_affaires(tirage: Tirage) -> Probleme:
    """Le seuil, en chiffre d'affaires."""
    ca, taux, fixes = _activite(tirage)
    variables = ca * (1 - taux)
    calcul = Calcul(seuil.analyser, ca, fixes, charges_variables=variables, champ="seuil")
    commerce = tirage.choix("commerce", ("Un traiteur", "Une salle de sport", "Une imprimerie"))
    return Probleme(
        f"{commerce} prévoit {euros(ca, 0)} de chiffre d'affaires HT, {euros(variables, 0)} de "
        f"charges variables et {euros(fixes, 0)} de charges fixes. Quel est son **seuil de "
        "rentabilité** (à l'euro près) ?",
        calcul,
        (
            f"marge sur coût variable = {euros(ca, 0)} − {euros(variables, 0)} = "
            f"{euros(ca * taux, 0)}",
            f"taux de marge sur coût variable = {euros(ca * taux, 0)} / {euros(ca, 0)} = "
            f"{pourcentage(taux, 0)}",
            "seuil = charges fixes / taux de marge sur coût variable = "
            f"{euros(fixes, 0)} / {nombre(taux)} = {euros(calcul.valeur, 0)}",
        ),
        unite="€",
        pas=1,
    )


def point_mort(tirage: Tirage) -> Probleme:
    """Le point mort, en jours d'activité."""
    ca, taux, fixes = _activite(tirage)
    jours = tirage.choix("jours", (250, 280, 300, 330))
    calcul = Calcul(seuil.analyser, ca, fixes, taux_mcv=taux, jours=jours, champ="point_mort")
    sr = calcul.resultat.seuil
    commerce = tirage.choix(
        "commerce", ("Une quincaillerie", "Un caviste", "Un institut de beauté")
    )
    return Probleme(
        f"{commerce} ouvre {jours} jours par an et réalise {euros(ca, 0)} de chiffre d'affaires "
        f"HT, réparti également. Ses charges fixes sont de {euros(fixes, 0)} et sa marge sur coût "
        f"variable de {pourcentage(taux, 0)} du chiffre d'affaires. Après combien de **jours "
        "d'ouverture** le seuil de rentabilité est-il atteint (au dixième de jour) ?",
        calcul,
        (
            f"seuil = charges fixes / taux de marge sur coût variable = {euros(fixes, 0)} / "
            f"{nombre(taux)} = {euros(sr)}",
            f"point mort = seuil / chiffre d'affaires × jours = {euros(sr)} / {euros(ca, 0)} × "
            f"{jours} = {nombre(calcul.valeur, 1)} jours",
        ),
        unite="jours",
        pas=0.1,
    )


def abonnes_necessaires(tirage: Tirage) -> Probleme:
    """Le seuil en nombre d'abonnés, d'un prix TTC."""
    ht, cout = tirage.entier("prix_ht", 20, 40, pas=5), tirage.entier("cout", 9, 11)
    fixes = tirage.entier("fixes", 60_000, 180_000, pas=2_000)
    marge = 12 * (ht - cout)
    attendu = Calcul(seuil.quantite, 12 * ht, 12 * cout, fixes)
    activite = tirage.choix("activite", ("Une salle de sport", "Un site de cours de cuisine"))
    return Probleme(
        f"{activite} vend un abonnement à {euros(1.2 * ht)} TTC par mois (TVA à 20 %) ; un abonné "
        f"lui coûte {euros(cout)} HT par mois. Ses charges fixes sont de {euros(fixes, 0)} par an. "
        "**Combien d'abonnés** à l'année lui faut-il pour atteindre son seuil ?",
        attendu,
        (
            f"prix HT = {euros(1.2 * ht)} / 1,20 = {euros(ht)}",
            f"marge sur coût variable d'un abonné, par an = 12 × ({euros(ht)} − {euros(cout)}) = "
            f"{euros(marge)}",
            f"{euros(fixes, 0)} / {euros(marge)} = {nombre(fixes / marge)}, arrondi à l'entier "
            f"supérieur : {nombre(attendu.valeur)} abonnés",
        ),
        unite="abonnés",
        pieges={
            "Vous avez pris la marge d'un mois : les charges fixes sont celles d'une "
            "année.": entier_superieur(fixes / (ht - cout)),
            **attendu.pieges(),
        },
    )


def date_du_point_mort(tirage: Tirage) -> Probleme:
    """La date où une activité saisonnière atteint son seuil."""
    commerce = tirage.choix("commerce", list(SAISONS))
    echelle = tirage.entier("echelle", 800, 2400, pas=100)
    ca = [indice * echelle for indice in SAISONS[commerce]]
    vise = round(sum(ca) * tirage.entier("part", 40, 80) / 100, -2)
    calcul = Calcul(seuil.date_point_mort, vise, ca, 2026)
    rang = calcul.valeur.month - 1
    avant = sum(ca[:rang])
    jours = monthrange(2026, rang + 1)[1]
    exact = (vise - avant) / ca[rang] * jours
    return Probleme(
        f"{commerce} a un seuil de rentabilité de {euros(vise, 0)}. Voici son chiffre d'affaires "
        "HT prévu en 2026, régulier à l'intérieur de chaque mois. À quelle **date** atteint-on "
        "le seuil (jour/mois/année ; un jour entamé compte) ?",
        calcul,
        (
            f"fin {MOIS[rang - 1]}, le chiffre d'affaires cumulé est de {euros(avant, 0)} ; en "
            f"ajoutant {MOIS[rang]}, il dépasse le seuil",
            f"il manque {euros(vise, 0)} − {euros(avant, 0)} = {euros(vise - avant, 0)} à gagner "
            f"en {MOIS[rang]}",
            f"jours = {euros(vise - avant, 0)} / {euros(ca[rang], 0)} × {jours} = "
            f"{nombre(exact)}, soit {entier_superieur(exact)}",
            f"date : {date_courte(calcul.valeur)}",
        ),
        donnees=pd.DataFrame({"Mois": MOIS, "CA HT (€)": ca}),
    )


def recruter(tirage: Tirage) -> Probleme:
    """Décider d'une dépense fixe d'après le chiffre d'affaires qu'elle apporte."""
    depense, mini, maxi = tirage.choix(
        "depense",
        (
            ("recruter un commercial, qui coûte {} par an,", 36_000, 52_000),
            ("tenir un stand dans un salon, qui coûte {},", 6_000, 15_000),
        ),
    )
    fixes = tirage.entier("fixes", mini, maxi, pas=500)
    taux = tirage.choix("taux", (0.25, 0.30, 0.35, 0.40, 0.45))
    vise = fixes / taux
    ca = round(vise * (1 + tirage.choix("ecart", (-25, -15, 15, 25)) / 100), -3)
    oui, non = "oui, la marge dépasse la dépense", "non, la marge ne couvre pas la dépense"
    juste, fausse = (oui, non) if ca > vise else (non, oui)
    entreprise = tirage.choix("entreprise", ("L'Imprimerie Clémenceau", "Un fabricant de volets"))
    return Probleme(
        f"{entreprise} hésite à {depense.format(euros(fixes, 0))} et en attend {euros(ca, 0)} de "
        "chiffre d'affaires HT supplémentaire. Sa marge sur coût variable est de "
        f"{pourcentage(taux, 0)} du chiffre d'affaires. La dépense est-elle **rentable** ?",
        juste,
        (
            f"seuil de la dépense = {euros(fixes, 0)} / {nombre(taux)} = {euros(vise, 0)} de "
            "chiffre d'affaires",
            f"marge attendue = {euros(ca, 0)} × {nombre(taux)} = {euros(ca * taux, 0)}, à comparer "
            f"à {euros(fixes, 0)}",
            f"réponse : {juste}",
        ),
        choix=(oui, non, "on ne peut pas le savoir sans le bénéfice actuel"),
        pieges={
            "Comparez la dépense à la marge que laissent ces ventes, et non au chiffre "
            "d'affaires.": fausse,
            "Le bénéfice actuel n'y change rien : comparez ce que la dépense ajoute à ce qu'elle "
            "coûte.": "on ne peut pas le savoir sans le bénéfice actuel",
        },
    )


def _activite(tirage: Tirage) -> tuple[int, float, int]:
    """Le chiffre d'affaires, le taux de MCV et les charges fixes d'une activité qui gagne."""
    ca = tirage.entier("ca", 200_000, 600_000, pas=10_000)
    taux = tirage.choix("taux", (0.30, 0.35, 0.40, 0.45, 0.55, 0.60))
    part = tirage.entier("part", 55, 90)
    return ca, taux, int(round(ca * taux * part / 100, -3))


QUESTIONS = (chiffre_d_affaires, point_mort, abonnes_necessaires, date_du_point_mort, recruter)
