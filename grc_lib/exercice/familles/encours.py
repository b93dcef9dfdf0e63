"""Encours, DSO et balance âgée."""

import datetime as dt

import pandas as pd

from grc_lib import risque
from grc_lib._formats import date_longue, euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme, etapes
from grc_lib.exercice.tirage import Tirage

SEANCE = "S521-5"
VENDEURS = (
    "L'Imprimerie Clémenceau",
    "Une quincaillerie de gros",
    "Un grossiste en boissons",
    "Une société de nettoyage",
)


def credit_disponible(tirage: Tirage) -> Probleme:
    """Ce que le plafond laisse à un client."""
    factures = tirage.entier("factures", 4_000, 20_000, pas=200)
    livraisons = tirage.entier("livraisons", 600, 4_000, pas=200)
    effets = tirage.entier("effets", 900, 6_300, pas=300)
    plafond = (factures + livraisons + effets) // 1_000 * 1_000 + tirage.choix(
        "marge", (-3_000, -1_500, 2_500, 4_000, 6_500)
    )
    calcul = Calcul(
        risque.encours,
        factures,
        livraisons=livraisons,
        effets=effets,
        plafond=plafond,
        champ="disponible",
    )
    return Probleme(
        f"{tirage.choix('qui', VENDEURS)} accorde à un client un plafond de {euros(plafond, 0)} "
        f"(montants TTC). Ce client doit {euros(factures, 0)} de factures, a reçu "
        f"{euros(livraisons, 0)} de livraisons pas encore facturées et accepté "
        f"{euros(effets, 0)} d'effets non échus, que le vendeur a escomptés. Quel "
        "est le **crédit encore disponible** (négatif en cas de dépassement) ?",
        calcul,
        etapes(calcul.resultat),
        unite="€",
    )


def delai_de_paiement(tirage: Tirage) -> Probleme:
    """Le DSO d'un trimestre."""
    ht, jours = tirage.entier("ca", 60, 600, pas=6) * 1_000, tirage.entier("jours", 32, 74)
    ttc = ht * 12 // 10
    creances = ttc * jours // 90
    calcul = Calcul(risque.dso, creances, ttc, jours=90)
    return Probleme(
        f"{tirage.choix('qui', VENDEURS)} a réalisé au trimestre {euros(ht, 0)} de chiffre "
        f"d'affaires hors taxes (TVA à 20 %). Ses clients lui doivent {euros(creances, 0)} TTC. "
        "Quel est le **DSO**, le délai moyen de paiement, en jours (trimestre de 90 jours) ?",
        calcul,
        (
            f"CA TTC du trimestre = {euros(ht, 0)} × 1,20 = {euros(ttc, 0)}",
            f"DSO = créances TTC / CA TTC × 90 = {euros(creances, 0)} / {euros(ttc, 0)} × 90 = "
            f"{nombre(calcul.valeur, 1)} jours",
        ),
        unite="jours",
        pas=0.1,
    )


def dso_par_epuisement(tirage: Tirage) -> Probleme:
    """Le DSO, en remontant les ventes mois par mois."""
    ca = [tirage.entier(f"ca {mois}", 40, 120, pas=4) * 1_000 for mois in (1, 2, 3)]
    jours = (30, 31, 30)
    part = tirage.entier("part", 8, 32) * ca[2] // 40
    creances = ca[0] + ca[1] + part
    calcul = Calcul(risque.dso_epuisement, creances, list(zip(ca, jours, strict=True)))
    return Probleme(
        f"Fin juin, les clients doivent {euros(creances, 0)} TTC à {_minuscule(tirage)}. Par la "
        "méthode de l'épuisement, quel est le **DSO**, en jours (au dixième) ?",
        calcul,
        (
            f"juin épuisé : 30 jours, il reste {euros(creances, 0)} − {euros(ca[0], 0)} = "
            f"{euros(creances - ca[0], 0)}",
            f"mai épuisé : 31 jours, il reste {euros(creances - ca[0], 0)} − {euros(ca[1], 0)} = "
            f"{euros(part, 0)}",
            f"avril en partie : {euros(part, 0)} / {euros(ca[2], 0)} × 30 = "
            f"{nombre(part / ca[2] * 30, 1)} jours",
            f"DSO = 30 + 31 + {nombre(part / ca[2] * 30, 1)} = {nombre(calcul.valeur, 1)} jours",
        ),
        unite="jours",
        pas=0.1,
        donnees=pd.DataFrame(
            {"CA TTC (€)": ca, "Jours": jours},
            index=pd.Index(["Juin", "Mai", "Avril"], name="Mois"),
        ),
    )


TRANCHES = ("Non échu", "1 à 30 jours", "31 à 60 jours", "61 à 90 jours", "Plus de 90 jours")


def tranche_de_retard(tirage: Tirage) -> Probleme:
    """La place d'une facture dans la balance âgée."""
    arrete = tirage.choix("arrete", (dt.date(2026, 6, 30), dt.date(2026, 9, 30)))
    delai = tirage.choix("delai", (30, 45, 60))
    rang = tirage.entier("rang", 0, 4)
    retard = 30 * (rang - 1) + tirage.entier("retard", 4, 26)
    facture = arrete - dt.timedelta(delai + retard)
    echeance = facture + dt.timedelta(delai)
    age = delai + retard
    age_rang = 0 if age <= 0 else min((age + 29) // 30, 4)
    fautes = {
        "Vous avez compté depuis la date de facture : le retard part de l'échéance.": age_rang,
        "Vous avez compté un mois de trop ou de moins : comptez les jours depuis l'échéance.": (
            rang - 1 if rang else 1
        ),
    }
    compte = f"{retard} jours de retard" if retard > 0 else "elle n'est pas encore échue"
    return Probleme(
        f"{tirage.choix('qui', VENDEURS)} dresse sa balance âgée au {date_longue(arrete)}. Une "
        f"facture du {date_longue(facture)}, payable à {delai} jours, n'est pas réglée. **Dans "
        "quelle tranche de retard** se range-t-elle ?",
        TRANCHES[rang],
        (
            f"échéance = {date_longue(facture)} + {delai} jours = {date_longue(echeance)}",
            f"au {date_longue(arrete)} : {compte}",
            f"Tranche : {TRANCHES[rang]}",
        ),
        choix=TRANCHES,
        pieges={phrase: TRANCHES[faux] for phrase, faux in fautes.items() if faux != rang},
    )


def depreciation(tirage: Tirage) -> Probleme:
    """La dépréciation qu'annonce une balance âgée."""
    montants = [
        tirage.entier(tranche, bas, 4 * bas, pas=bas // 10)
        for tranche, bas in zip(TRANCHES, (20_000, 6_000, 3_000, 2_000, 1_000), strict=True)
    ]
    taux = (0.01, 0.05, 0.15, 0.3, tirage.choix("dernier", (0.5, 0.6, 0.75)))
    calcul = Calcul(
        risque.depreciation, list(zip(montants, taux, strict=True)), champ="depreciation"
    )
    return Probleme(
        f"{tirage.choix('qui', VENDEURS)} dresse sa balance âgée, avec le taux de perte que son "
        "expérience attache à chaque tranche. Quelle **dépréciation** faut-il prévoir, au "
        "centime ?",
        calcul,
        etapes(calcul.resultat, "Dépréciation"),
        unite="€",
        donnees=pd.DataFrame(
            {"Créances HT (€)": montants, "Taux de perte": [pourcentage(part, 0) for part in taux]},
            index=pd.Index(TRANCHES, name="Tranche"),
        ),
    )


QUESTIONS = (
    credit_disponible,
    delai_de_paiement,
    dso_par_epuisement,
    tranche_de_retard,
    depreciation,
)


def _minuscule(tirage: Tirage) -> str:
    qui = tirage.choix("qui", VENDEURS)
    return qui[0].lower() + qui[1:]
