"""Entonnoir de prospection."""

from grc_lib import prospection
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib._nombres import entier_superieur
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S823-1"
OBJETS = (
    "contrats d'impression",
    "abonnements d'entreprise à une salle de sport",
    "contrats de repas livrés",
    "contrats d'entretien",
)


def taux_de_transformation(tirage: Tirage) -> Probleme:
    """Le taux de transformation, de chaque étape."""
    appels = tirage.entier("appels", 700, 1500, pas=20)
    argumentes = appels * tirage.entier("argumentes", 40, 60, pas=5) // 100
    rdv = tirage.entier("rdv", 40, 70)
    ventes = rdv * tirage.entier("ventes", 28, 45) // 100
    taux = ventes / rdv
    return Probleme(
        f"Pour vendre des {tirage.choix('objet', OBJETS)}, une équipe passe {nombre(appels)} "
        f"appels : {argumentes} sont argumentés, {rdv} mènent à un rendez-vous et {ventes} à une "
        "vente. Quel est le **taux de transformation**, ventes rapportées aux rendez-vous (en %, "
        "au dixième) ?",
        taux,
        (
            "le dénominateur annoncé est le nombre de rendez-vous",
            f"taux de transformation = ventes / rendez-vous = {ventes} / {rdv} = "
            f"{pourcentage(taux, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez rapporté les ventes aux appels : relisez le dénominateur.": ventes / appels,
            "Vous avez rapporté les ventes aux appels argumentés : relisez le dénominateur.": ventes
            / argumentes,
            "C'est le taux de rendez-vous : il compare les rendez-vous aux appels argumentés.": rdv
            / argumentes,
        },
    )


def rendez_vous(tirage: Tirage) -> Probleme:
    """Les rendez-vous qu'il faut pour un objectif de ventes."""
    ventes, conclusion, taux_rdv = _objectif(tirage)
    calcul = Calcul(
        prospection.entonnoir,
        ventes,
        taux_conclusion=conclusion,
        taux_rendez_vous=taux_rdv,
        champ="rendez_vous",
    )
    return Probleme(
        f"Une équipe veut signer {ventes} {tirage.choix('objet', OBJETS)}. Elle conclut "
        f"{pourcentage(conclusion, 0)} de ses rendez-vous, et {pourcentage(taux_rdv, 0)} de ses "
        "appels mènent à un rendez-vous. **Combien de rendez-vous** faut-il ?",
        calcul,
        (
            f"ventes = rendez-vous × {pourcentage(conclusion, 0)}, donc rendez-vous = ventes / "
            f"{pourcentage(conclusion, 0)}",
            f"{ventes} / {nombre(conclusion)} = {_au_dessus(ventes / conclusion)} rendez-vous",
        ),
        unite="rendez-vous",
    )


def appels(tirage: Tirage) -> Probleme:
    """Les appels qu'il faut pour un objectif de ventes."""
    ventes, conclusion, taux_rdv = _objectif(tirage)
    calcul = Calcul(
        prospection.entonnoir,
        ventes,
        taux_conclusion=conclusion,
        taux_rendez_vous=taux_rdv,
        champ="contacts",
    )
    rdv = calcul.resultat.rendez_vous
    return Probleme(
        f"Pour signer {ventes} {tirage.choix('objet', OBJETS)}, une équipe compte sur "
        f"{pourcentage(taux_rdv, 0)} d'appels menant à un rendez-vous et "
        f"{pourcentage(conclusion, 0)} de rendez-vous conclus. **Combien d'appels** faut-il "
        "prévoir, chaque étape arrondie à l'entier supérieur ?",
        calcul,
        (
            f"rendez-vous = {ventes} / {nombre(conclusion)} = {_au_dessus(ventes / conclusion)}",
            f"appels = {nombre(rdv)} / {nombre(taux_rdv)} = {_au_dessus(rdv / taux_rdv)} appels",
        ),
        unite="appels",
        pieges=["etape_sautee", "additionnes", "sans_arrondi"],  # intervertir n'y change rien
    )


def ventes_attendues(tirage: Tirage) -> Probleme:
    """Les ventes que l'on peut attendre d'une liste d'appels."""
    total = tirage.entier("appels", 800, 2400, pas=50)
    argumentes = tirage.entier("argumentes", 40, 60, pas=5) / 100
    rdv, conclusion = tirage.entier("rdv", 12, 25) / 100, tirage.entier("ventes", 20, 36) / 100
    attendues = round(total * argumentes * rdv * conclusion, 6)
    utiles, rendez = total * argumentes, total * argumentes * rdv
    return Probleme(
        f"Un fichier compte {nombre(total)} prospects à appeler pour vendre des "
        f"{tirage.choix('objet', OBJETS)}. En moyenne, {pourcentage(argumentes, 0)} des appels "
        f"sont argumentés, {pourcentage(rdv, 0)} des appels argumentés mènent à un rendez-vous et "
        f"{pourcentage(conclusion, 0)} des rendez-vous à une vente. Combien de **ventes** attendre "
        "(au dixième) ?",
        attendues,
        (
            f"appels argumentés = {nombre(total)} × {nombre(argumentes)} = {nombre(utiles)}",
            f"rendez-vous = {nombre(utiles)} × {nombre(rdv)} = {nombre(rendez)}",
            f"ventes = {nombre(rendez)} × {nombre(conclusion)} = {nombre(attendues, 1)}",
        ),
        unite="ventes",
        pas=0.1,
        pieges={
            "Vous avez appliqué le dernier taux à tous les appels : il porte sur les "
            "rendez-vous.": total * conclusion,
            "Vous avez oublié que tous les appels ne sont pas argumentés.": total
            * rdv
            * conclusion,
            "Ce sont les rendez-vous : il reste une étape.": rendez,
        },
    )


def commandes_a_obtenir(tirage: Tirage) -> Probleme:
    """Les commandes qui remboursent une opération."""
    envois = tirage.entier("envois", 1_500, 6_000, pas=100)
    fixe, unitaire = (
        tirage.entier("fixe", 300, 1_200, pas=50),
        tirage.choix("prix", (0.9, 1.2, 1.5)),
    )
    marge = tirage.entier("marge", 45, 160)
    cout = fixe + envois * unitaire
    calcul = Calcul(prospection.point_de_retour, cout, marge, envois, champ="commandes")
    vendeur = tirage.choix("vendeur", ("Un traiteur", "Une jardinerie", "L'Imprimerie Clémenceau"))
    return Probleme(
        f"{vendeur} envoie {nombre(envois)} courriers publicitaires : {euros(fixe, 0)} de "
        f"création, puis {euros(unitaire)} par envoi. Une commande laisse {euros(marge, 0)} de "
        "marge. **Combien de commandes** remboursent l'opération ?",
        calcul,
        (
            f"coût = {euros(fixe, 0)} + {nombre(envois)} × {euros(unitaire)} = {euros(cout, 0)}",
            f"{euros(cout, 0)} / {euros(marge, 0)} = {_au_dessus(cout / marge)} commandes",
        ),
        unite="commandes",
        pieges={
            **calcul.pieges(["inferieur"]),
            "Vous avez divisé le coût par le nombre d'envois : c'est ce que coûte un envoi.": round(
                cout / envois, 2
            ),
        },
    )


def _au_dessus(exact: float) -> str:
    """« 46,89, arrondi à l'entier supérieur : 47 », ou « 68 » si le compte tombe juste."""
    entier = entier_superieur(exact)
    if abs(entier - exact) < 1e-9:
        return nombre(entier)
    return f"{nombre(exact)}, arrondi à l'entier supérieur : {nombre(entier)}"


def _objectif(tirage: Tirage) -> tuple[int, float, float]:
    """Un objectif de ventes, le taux de conclusion et le taux de rendez-vous."""
    return (
        tirage.entier("ventes", 12, 60),
        tirage.choix("conclusion", (0.15, 0.20, 0.25, 0.30, 0.35)),
        tirage.choix("rdv", (0.03, 0.04, 0.05, 0.06, 0.08)),
    )


QUESTIONS = (taux_de_transformation, rendez_vous, appels, ventes_attendues, commandes_a_obtenir)
