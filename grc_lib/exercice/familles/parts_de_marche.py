"""Parts de marché et pénétration."""

from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S41-1"
MARCHES = (
    ("L'Imprimerie Clémenceau", "agendas"),
    ("Une enseigne de bricolage", "perceuses"),
    ("Un fabricant", "tapis de gymnastique"),
    ("Un torréfacteur", "cafetières"),
)
# Des produits que l'on rachète : la décomposition n'a de sens que pour eux.
CONSOMMABLES = ("du café", "du papier d'impression", "des barres de céréales")


def en_volume_ou_en_valeur(tirage: Tirage) -> Probleme:
    """La part de marché, en volume ou en valeur."""
    marque, objets = tirage.choix("marche", MARCHES)
    marche = tirage.entier("taille", 20, 60) * 1_000
    quantite = tirage.entier("quantite", 24, 80) * 100
    prix_moyen = tirage.entier("prix", 20, 60, pas=5)
    prix = prix_moyen * tirage.choix("cherte", (0.8, 1.2, 1.4))
    ca, ca_marche = quantite * prix, marche * prix_moyen
    en_volume = tirage.choix("mesure", (True, False))
    volume, valeur = quantite / marche, ca / ca_marche
    part, autre = (volume, valeur) if en_volume else (valeur, volume)
    mesure, fausse = ("volume", "valeur") if en_volume else ("valeur", "volume")
    numerateur, denominateur = (
        (nombre(quantite), nombre(marche)) if en_volume else (euros(ca, 0), euros(ca_marche, 0))
    )
    return Probleme(
        f"{marque} vend {nombre(quantite)} {objets} pour {euros(ca, 0)}. Sur tout le marché, il "
        f"s'en vend {nombre(marche)}, pour {euros(ca_marche, 0)}. Quelle est sa **part de marché "
        f"en {mesure}** (en %, au dixième) ?",
        part,
        (
            f"en {mesure}, on compare {'les quantités' if en_volume else 'les montants'}",
            f"part de marché = ventes de l'entreprise / ventes du marché = {numerateur} / "
            f"{denominateur} = {pourcentage(part, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            f"C'est la part de marché en {fausse} : relisez la mesure demandée.": autre,
            "Vous avez rapporté les ventes à celles des concurrents : le marché compte tout le "
            "monde.": part / (1 - part),
        },
    )


def part_relative(tirage: Tirage) -> Probleme:
    """La part de marché relative au premier concurrent."""
    _, objets = tirage.choix("marche", MARCHES)
    part, premier = tirage.entier("part", 8, 30), tirage.entier("premier", 12, 28)
    if part == premier:
        part += 1
    return Probleme(
        f"Sur le marché des {objets}, la part de marché de l'entreprise est de {part} % et celle "
        f"de son premier concurrent de {premier} %. Quelle est sa **part de marché relative** (un "
        "nombre, au centième) ?",
        part / premier,
        (
            "part de marché relative = part de marché / part du premier concurrent",
            f"{part} / {premier} = {nombre(part / premier, 2)}",
        ),
        pieges={
            "Vous avez divisé dans l'autre sens : partez de la part de l'entreprise.": premier
            / part,
            "C'est l'écart en points : une part relative est un rapport.": part - premier,
            "Vous avez rapporté la part à la somme des deux : rapportez-la à celle du "
            "concurrent.": part / (part + premier),
        },
    )


def penetration(tirage: Tirage) -> Probleme:
    """Le taux de pénétration dans la cible."""
    zone, cible, quoi = tirage.choix(
        "zone",
        (
            ("La zone d'une jardinerie", "foyers", "ont un jardin"),
            ("Le quartier d'une salle de sport", "habitants", "ont entre 16 et 60 ans"),
        ),
    )
    population = tirage.entier("population", 20, 48) * 1_000
    vises = population * tirage.entier("vises", 40, 70, pas=5) // 100
    clients = tirage.entier("clients", 24, 64) * 50
    return Probleme(
        f"{zone} compte {nombre(population)} {cible}, dont {nombre(vises)} {quoi} : c'est la "
        f"cible. {nombre(clients)} d'entre eux sont clients. Quel est le **taux de pénétration** "
        "dans la cible (en %, au dixième) ?",
        clients / vises,
        (
            "taux de pénétration = clients / population de la cible",
            f"{nombre(clients)} / {nombre(vises)} = {pourcentage(clients / vises, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez divisé par toute la population : comptez la cible seulement.": clients
            / population,
            "Vous avez rapporté les clients à ceux qui ne le sont pas encore.": clients
            / (vises - clients),
        },
    )


def decomposition(tirage: Tirage) -> Probleme:
    """La part de marché, décomposée par Parfitt et Collins."""
    acheteurs = tirage.entier("penetration", 20, 50)
    fidelite = tirage.entier("fidelite", 30, 65, pas=5)
    intensite = tirage.choix("intensite", (0.8, 0.9, 1.1, 1.2, 1.3))
    sans_indice = acheteurs * fidelite / 10_000
    part = sans_indice * intensite
    return Probleme(
        f"Sur le marché {tirage.choix('marche', CONSOMMABLES)}, {acheteurs} % des "
        "acheteurs ont acheté une même marque au moins une fois. Ils lui réservent "
        f"{fidelite} % de leurs achats, et achètent en tout "
        f"{nombre(intensite)} fois autant qu'un acheteur moyen. Quelle est la **part de marché** "
        "de cette marque, en volume (en %, au dixième) ?",
        part,
        (
            "part de marché = taux de pénétration × part des achats faits à la marque × indice "
            "d'intensité d'achat",
            f"{nombre(acheteurs / 100)} × {nombre(fidelite / 100)} × {nombre(intensite)} = "
            f"{pourcentage(part, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez oublié l'intensité : ces acheteurs n'achètent pas comme la "
            "moyenne.": sans_indice,
            "Vous avez oublié que ces acheteurs achètent aussi d'autres marques.": acheteurs
            / 100
            * intensite,
        },
    )


def objectif_en_points(tirage: Tirage) -> Probleme:
    """Le chiffre d'affaires d'un objectif de part de marché."""
    _, objets = tirage.choix("marche", MARCHES)
    marche = tirage.entier("taille", 20, 80) * 100_000
    part, points = tirage.entier("part", 8, 20), tirage.entier("points", 2, 4)
    croissance = tirage.entier("croissance", 3, 9)
    futur = marche * (100 + croissance) // 100
    ca = futur * (part + points) / 100
    return Probleme(
        f"Le marché des {objets} représente {euros(marche, 0)} en 2026 et doit augmenter de "
        f"{croissance} % en 2027. Une entreprise en détient {part} % et veut gagner "
        f"{points} points de part de marché. Quel **chiffre d'affaires** doit-elle "
        "réaliser en 2027 ?",
        ca,
        (
            f"marché de 2027 = {euros(marche, 0)} × {nombre(1 + croissance / 100)} = "
            f"{euros(futur, 0)}",
            f"part de marché visée = {part} % + {points} points = {part + points} %",
            f"chiffre d'affaires = {euros(futur, 0)} × {part + points} % = {euros(ca, 0)}",
        ),
        unite="€",
        pas=1,
        pieges={
            "Vous avez oublié la croissance du marché.": marche * (part + points) / 100,
            f"Vous avez augmenté la part de {points} % : il s'agit de {points} points.": futur
            * part
            * (100 + points)
            / 10_000,
            "C'est le chiffre d'affaires à part de marché constante : relisez l'objectif.": futur
            * part
            / 100,
        },
    )


QUESTIONS = (en_volume_ou_en_valeur, part_relative, penetration, decomposition, objectif_en_points)
