"""Charge de travail d'une équipe."""

from grc_lib import prospection
from grc_lib._formats import denombrer, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S531-2"


def heures_necessaires(tirage: Tirage) -> Probleme:
    """Les heures que demande un portefeuille à deux groupes de clients."""
    groupes, texte, _ = _portefeuille(tirage)
    calcul = Calcul(prospection.charge, groupes, heures_disponibles=900, champ="heures")
    return Probleme(
        f"{texte} **Combien d'heures** de visite faut-il par an ?",
        calcul,
        (*_heures(groupes), f"total = {nombre(calcul.valeur)} heures"),
        unite="heures",
        pas=0.5,
    )


def ratio_de_charge(tirage: Tirage) -> Probleme:
    """Les heures nécessaires, rapportées aux heures disponibles."""
    groupes, texte, disponibles = _portefeuille(tirage)
    calcul = Calcul(prospection.charge, groupes, heures_disponibles=disponibles, champ="ratio")
    heures = calcul.resultat.heures
    return Probleme(
        f"{texte} Un seul commercial s'en charge ; il dispose de {disponibles} heures de visite "
        "par an. Quel est son **ratio de charge** (en %, au dixième) ?",
        calcul,
        (
            *_heures(groupes),
            f"heures nécessaires = {nombre(heures)}",
            f"ratio de charge = heures nécessaires / heures disponibles = {nombre(heures)} / "
            f"{disponibles} = {pourcentage(calcul.valeur, 1)}",
        ),
        unite="%",
        pas=0.1,
    )


def effectif(tirage: Tirage) -> Probleme:
    """Le nombre de commerciaux, arrondi à l'entier supérieur."""
    clients = tirage.entier("clients", 600, 1400, pas=20)
    frequence = tirage.entier("frequence", 3, 6)
    duree = tirage.choix("duree", (1.5, 2.5))
    disponibles = tirage.entier("disponibles", 800, 1000, pas=10)
    calcul = Calcul(
        prospection.charge,
        [(clients, frequence, duree)],
        heures_disponibles=disponibles,
        champ="effectif_entier",
    )
    juste = calcul.resultat
    entreprise = tirage.choix(
        "entreprise",
        ("Un torréfacteur", "Un grossiste en quincaillerie", "Un fournisseur de coiffeurs"),
    )
    return Probleme(
        f"{entreprise} a {nombre(clients)} clients, visités {frequence} fois par an ; une visite "
        f"prend {nombre(duree)} h, trajet compris. Un commercial dispose de {disponibles} heures "
        "de visite par an. **Combien de commerciaux** à plein temps faut-il ?",
        calcul,
        (
            f"heures nécessaires = {nombre(clients)} × {frequence} × {nombre(duree)} = "
            f"{nombre(juste.heures)}",
            f"effectif = {nombre(juste.heures)} / {disponibles} = {nombre(juste.effectif)}",
            f"arrondi à l'entier supérieur : {juste.effectif_entier} commerciaux",
        ),
        unite="commerciaux",
    )


def visites_par_an(tirage: Tirage) -> Probleme:
    """Les visites qu'un commercial peut faire, trajets retirés."""
    trajet, duree = tirage.choix(
        "journee",
        [(t, d) for t in range(90, 160, 10) for d in (40, 45, 50, 55, 60) if (450 - t) % d >= 10],
    )
    jours = tirage.entier("jours", 180, 215)
    par_jour = (450 - trajet) // duree
    exact = nombre((450 - trajet) / duree)
    metier = tirage.choix("metier", ("Une commerciale", "Un technico-commercial"))
    return Probleme(
        f"{metier} travaille 450 minutes par jour, {jours} jours par an. Chaque jour, {trajet} "
        f"minutes passent en trajets ; une visite dure {duree} minutes et ne se coupe pas en deux. "
        "**Combien de visites** peut-on prévoir par an ?",
        par_jour * jours,
        (
            f"temps pour les visites = 450 − {trajet} = {450 - trajet} minutes par jour",
            f"{450 - trajet} / {duree} = {exact} : {denombrer(par_jour, 'visite')} par jour",
            f"visites par an = {par_jour} × {jours} = {nombre(par_jour * jours)}",
        ),
        unite="visites",
        pieges={
            "Vous avez oublié les trajets : ils prennent du temps de travail.": 450
            // duree
            * jours,
            "Vous avez arrondi à la fin seulement : une visite commencée doit finir dans la "
            "journée.": round((450 - trajet) / duree * jours),
            "Vous avez arrondi les visites du jour à l'entier supérieur : la dernière ne tiendrait "
            "pas dans la journée.": (par_jour + 1) * jours,
        },
    )


def clients_possibles(tirage: Tirage) -> Probleme:
    """Les clients que l'on peut encore visiter, une fois les premiers servis."""
    premiers = tirage.entier("premiers", 30, 60)
    restants = tirage.entier("restants", 200, 400)
    reserve = 2 * premiers * 3
    disponibles = reserve + 1.5 * restants + tirage.choix("surplus", (0.5, 1))
    vendeur, grands, petits = tirage.choix(
        "vendeur",
        (
            ("Un commercial de l'Imprimerie Clémenceau", "Préférés", "Petits"),
            ("La représentante d'un torréfacteur", "restaurants", "commerces"),
        ),
    )
    reste = disponibles - reserve
    return Probleme(
        f"{vendeur} dispose de {nombre(disponibles)} heures de visite par an, trajets compris. Ses "
        f"{premiers} {grands} demandent chacun 2 visites de 3 h. Le reste du temps va aux "
        f"{petits}, visités une fois, 1,5 h chacun. **Combien de {petits}** peut-on visiter ?",
        restants,
        (
            f"{grands} : {premiers} × 2 × 3 = {reserve} heures",
            f"il reste {nombre(disponibles)} − {reserve} = {nombre(reste)} heures",
            f"{nombre(reste)} / 1,5 = {nombre(reste / 1.5)}, arrondi à l'entier inférieur : "
            f"{restants}",
        ),
        unite=petits,
        pieges={
            "Vous avez arrondi à l'entier supérieur : il manquerait du temps pour la dernière "
            "visite.": restants + 1,
            "Vous n'avez compté qu'une visite pour les premiers clients : relisez leur "
            "fréquence.": int((disponibles - reserve / 2) // 1.5),
            "Vous avez oublié le temps déjà pris par les premiers clients.": int(
                disponibles // 1.5
            ),
        },
    )


def _portefeuille(tirage: Tirage) -> tuple[list[tuple[int, int, float]], str, int]:
    """Deux groupes de clients, le texte qui les présente et un temps disponible."""
    vendeur, grands, petits = tirage.choix(
        "vendeur",
        (
            ("Un secteur de l'Imprimerie Clémenceau compte", "Préférés", "Petits"),
            ("Un grossiste en sport suit", "salles de sport", "clubs"),
            ("Un fournisseur de cuisines suit", "traiteurs", "cantines"),
        ),
    )
    grand = (tirage.entier("grands", 30, 60), tirage.entier("freq", 2, 4), 3.0)
    petit = (tirage.entier("petits", 80, 200, pas=5), 1, tirage.choix("duree", (1.5, 2.0, 2.5)))
    texte = (
        f"{vendeur} {grand[0]} {grands}, à visiter {grand[1]} fois par an (3 h par visite), et "
        f"{petit[0]} {petits}, à visiter 1 fois par an ({nombre(petit[2])} h par visite) ; ces "
        "durées comprennent les trajets."
    )
    return [grand, petit], texte, tirage.entier("disponibles", 700, 1000, pas=10)


def _heures(groupes: list[tuple[int, int, float]]) -> tuple[str, ...]:
    return tuple(
        f"{n} clients × {denombrer(f, 'visite')} × {nombre(h)} h = {nombre(n * f * h)} heures"
        for n, f, h in groupes
    )


QUESTIONS = (heures_necessaires, ratio_de_charge, effectif, visites_par_an, clients_possibles)
