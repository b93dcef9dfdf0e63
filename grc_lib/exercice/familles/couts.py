"""Coûts commerciaux."""

from grc_lib import valeur
from grc_lib._formats import denombrer, euros, nombre
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S531-3"


def cout_d_une_visite(tirage: Tirage) -> Probleme:
    """Le coût d'une visite, tous frais compris."""
    salaire = tirage.entier("salaire", 38_000, 54_000, pas=1_000)
    vehicule = tirage.entier("vehicule", 6_000, 11_000, pas=500)
    jours, par_jour = tirage.entier("jours", 180, 215, pas=5), tirage.entier("par_jour", 3, 6)
    total, visites = salaire + vehicule, jours * par_jour
    personne = tirage.choix(
        "personne",
        ("Un commercial de l'Imprimerie Clémenceau", "La représentante d'un torréfacteur"),
    )
    return Probleme(
        f"{personne} coûte {euros(salaire, 0)} par an, charges sociales comprises, plus "
        f"{euros(vehicule, 0)} de véhicule et de frais, et fait {par_jour} visites par jour, "
        f"{jours} jours par an. Quel est le **coût d'une visite** (au centime) ?",
        total / visites,
        (
            f"coût annuel = {euros(salaire, 0)} + {euros(vehicule, 0)} = {euros(total, 0)}",
            f"visites = {par_jour} × {jours} = {nombre(visites)}",
            f"coût d'une visite = {euros(total, 0)} / {nombre(visites)} = {euros(total / visites)}",
        ),
        unite="€",
        pieges={
            "Vous avez oublié le véhicule et les frais : une visite les coûte aussi.": salaire
            / visites,
            "C'est le coût d'une journée : divisez par toutes les visites.": total / jours,
        },
    )


def cout_d_un_contact_utile(tirage: Tirage) -> Probleme:
    """Le coût d'un contact utile d'une campagne d'appels."""
    fixe = tirage.entier("fixe", 400, 1_600, pas=50)
    appels = tirage.entier("appels", 500, 2_000, pas=50)
    unitaire = tirage.choix("unitaire", (1.8, 2.2, 2.5, 3.0))
    utiles = appels * tirage.entier("part", 32, 58, pas=2) // 100
    total = fixe + appels * unitaire
    objet = tirage.choix("objet", ("un club de sport", "une enseigne de bricolage", "un imprimeur"))
    return Probleme(
        f"Pour {objet}, une campagne d'appels coûte {euros(fixe, 0)} de préparation, puis "
        f"{euros(unitaire)} par appel. Sur {nombre(appels)} appels, {nombre(utiles)} atteignent la "
        "bonne personne. Quel est le **coût d'un contact utile** (au centime) ?",
        total / utiles,
        (
            f"coût total = {euros(fixe, 0)} + {nombre(appels)} × {euros(unitaire)} = "
            f"{euros(total)}",
            f"coût d'un contact utile = {euros(total)} / {nombre(utiles)} = "
            f"{euros(total / utiles)}",
        ),
        unite="€",
        pieges={
            "C'est le coût d'un appel : tous les appels n'atteignent pas la bonne personne.": total
            / appels,
            "Vous avez oublié les frais de préparation.": appels * unitaire / utiles,
        },
    )


def cout_complet(tirage: Tirage) -> Probleme:
    """Le coût complet d'une opération, charges indirectes réparties."""
    direct = tirage.entier("direct", 4_000, 12_000, pas=200)
    indirect = tirage.entier("indirect", 30_000, 60_000, pas=1_000)
    dossiers = tirage.choix("dossiers", (1_000, 1_250, 2_000, 2_500))
    part = tirage.entier("part", 60, 190, pas=5)
    impute = indirect * part / dossiers
    operation = tirage.choix("operation", ("Un salon", "Une journée portes ouvertes", "Un mailing"))
    return Probleme(
        f"{operation} a coûté {euros(direct, 0)} de charges directes et donné {part} dossiers à "
        f"traiter. L'administration des ventes coûte {euros(indirect, 0)} par an, pour "
        f"{nombre(dossiers)} dossiers en tout. Quel est le **coût complet** de l'opération, le "
        "dossier servant d'unité d'œuvre ?",
        direct + impute,
        (
            f"coût d'un dossier = {euros(indirect, 0)} / {nombre(dossiers)} = "
            f"{euros(indirect / dossiers)}",
            f"charges indirectes de l'opération = {part} × {euros(indirect / dossiers)} = "
            f"{euros(impute)}",
            f"coût complet = {euros(direct, 0)} + {euros(impute)} = {euros(direct + impute)}",
        ),
        unite="€",
        pieges={
            "C'est le coût direct : le coût complet ajoute une part des charges indirectes.": float(
                direct
            ),
            "Vous avez compté toutes les charges indirectes : l'opération n'en a qu'une part.": (
                direct + float(indirect)
            ),
            "C'est la part des charges indirectes : ajoutez les charges directes.": impute,
        },
    )


def cout_d_une_conquete(tirage: Tirage) -> Probleme:
    """Le coût d'un nouveau client, temps passé compris."""
    achats = tirage.entier("achats", 900, 3_600, pas=100)
    heures, taux = tirage.entier("heures", 30, 90, pas=5), tirage.entier("taux", 32, 45)
    clients = tirage.entier("clients", 20, 48)
    nouveaux = tirage.entier("nouveaux", 8, 16)
    total = achats + heures * taux
    entreprise = tirage.choix("entreprise", ("Une salle de sport", "Un traiteur", "Un imprimeur"))
    return Probleme(
        f"{entreprise} dépense {euros(achats, 0)} en publicité et {heures} heures de travail, à "
        f"{euros(taux, 0)} l'heure. L'opération attire {clients} acheteurs, dont {nouveaux} "
        "nouveaux clients. Quel est le **coût de conquête** d'un nouveau client (au centime) ?",
        Calcul(valeur.cout_acquisition, total, nouveaux),
        (
            f"dépense totale = {euros(achats, 0)} + {heures} × {euros(taux, 0)} = "
            f"{euros(total, 0)}",
            f"coût de conquête = {euros(total, 0)} / {nouveaux} = {euros(total / nouveaux)}",
        ),
        unite="€",
        pieges={
            "Vous avez divisé par tous les acheteurs : seuls les nouveaux clients sont "
            "conquis.": total / clients,
            "Vous avez oublié le temps passé : il coûte aussi.": achats / nouveaux,
            "Vous avez divisé la publicité seule, puis ajouté le temps : additionnez toute la "
            "dépense avant de diviser.": achats / nouveaux + heures * taux,
        },
    )


def canal_le_moins_cher(tirage: Tirage) -> Probleme:
    """Choisir le canal dont une vente coûte le moins."""
    # Une vente par visites coûte de 300 € à 567 € : par téléphone, moins ou plus, jamais autant.
    visite, appel = tirage.entier("visite", 60, 85, pas=5), tirage.entier("appel", 6, 8)
    ventes_visites, ventes_appels = tirage.entier("ventes", 15, 20), tirage.choix("appels", (1, 3))
    cout_visite = 100 * visite / ventes_visites
    cout_appel = 100 * appel / ventes_appels
    juste, fausse = (
        ("la visite", "le téléphone") if cout_visite < cout_appel else ("le téléphone", "la visite")
    )
    return Probleme(
        f"Une visite coûte {euros(visite, 0)} et 100 visites donnent {ventes_visites} ventes ; un "
        f"appel coûte {euros(appel, 0)} et 100 appels donnent "
        f"{denombrer(ventes_appels, 'vente')}. Par quel "
        "**canal** une vente coûte-t-elle le moins ?",
        juste,
        (
            f"visite : 100 × {euros(visite, 0)} / {ventes_visites} = "
            f"{euros(cout_visite)} par vente",
            f"téléphone : 100 × {euros(appel, 0)} / {ventes_appels} = "
            f"{euros(cout_appel)} par vente",
            f"une vente coûte le moins par {juste}",
        ),
        choix=("la visite", "le téléphone", "cela revient au même"),
        pieges={
            "Comparez le coût d'une vente, et non celui d'un contact ni le nombre de "
            "ventes.": fausse,
            "Calculez le coût d'une vente par chaque canal : ils diffèrent.": (
                "cela revient au même"
            ),
        },
    )


QUESTIONS = (
    cout_d_une_visite,
    cout_d_un_contact_utile,
    cout_complet,
    cout_d_une_conquete,
    canal_le_moins_cher,
)
