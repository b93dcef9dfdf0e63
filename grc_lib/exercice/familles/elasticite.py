"""Élasticité-prix."""

from itertools import permutations

from grc_lib import prix
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S443-1"
VENTES = (
    ("Une salle de sport vend", "carnets d'entrées par an"),
    ("Un traiteur vend", "paniers-repas par mois"),
    ("Une quincaillerie vend", "sécateurs par an"),
    ("L'Imprimerie Clémenceau vend", "agendas par an"),
)


def calcul_de_l_elasticite(tirage: Tirage) -> Probleme:
    """L'élasticité, de deux prix et de deux quantités."""
    vendeur, objets = tirage.choix("vente", VENTES)
    p0, q0 = tirage.entier("prix", 20, 60, pas=5), tirage.entier("quantite", 300, 900, pas=20)
    variation = tirage.choix("variation", (-0.20, -0.10, 0.10, 0.20))
    visee = tirage.choix("elasticite", (-2.2, -1.8, -1.5, -1.3, -0.8, -0.6, -0.4))
    p1, q1 = p0 * (1 + variation), q0 + round(q0 * visee * variation)
    prix_relatif, ventes_relatives = (p1 - p0) / p0, (q1 - q0) / q0
    e = prix.elasticite(p0, p1, q0, q1)
    return Probleme(
        f"{vendeur} {q0} {objets} au prix de {euros(p0)}. Le prix passe à {euros(p1)} : les ventes "
        f"passent à {nombre(q1)}. Quelle est l'**élasticité-prix**, avec son signe, variations "
        "rapportées aux valeurs de départ (au centième) ?",
        Calcul(prix.elasticite, p0, p1, q0, q1),
        (
            f"variation des ventes = ({nombre(q1)} − {q0}) / {q0} = "
            f"{pourcentage(ventes_relatives)}",
            f"variation du prix = ({nombre(p1)} − {p0}) / {p0} = {pourcentage(prix_relatif)}",
            "élasticité = variation des ventes / variation du prix = "
            f"{pourcentage(ventes_relatives)} / {pourcentage(prix_relatif)} = {nombre(e, 2)}",
        ),
    )


def ventes_prevues(tirage: Tirage) -> Probleme:
    """Les ventes après un changement de prix, l'élasticité étant connue."""
    vendeur, objets = tirage.choix("vente", VENTES)
    q0 = tirage.entier("quantite", 400, 2400, pas=200)
    dixiemes = tirage.entier("elasticite", 4, 24)
    pour_cent = tirage.choix("variation", (-15, -10, -5, 5, 10, 15))
    effet = -dixiemes / 10 * pour_cent / 100
    q1 = round(q0 * (1 + effet))
    sens = "augmente" if pour_cent > 0 else "baisse"
    e = nombre(-dixiemes / 10)
    ecrit = f"{pour_cent} %" if pour_cent > 0 else f"(−{-pour_cent} %)"
    return Probleme(
        f"{vendeur} {nombre(q0)} {objets}. L'élasticité-prix est de {e}. Le prix {sens} de "
        f"{abs(pour_cent)} % : combien de **ventes** prévoir ?",
        q1,
        (
            "variation des ventes = élasticité × variation du prix = "
            f"{e} × {ecrit} = {pourcentage(effet, None)}",
            f"ventes prévues = {nombre(q0)} × {nombre(1 + effet, 3)} = {nombre(q1)}",
        ),
        unite="ventes",
        pieges={
            "Vous avez oublié le signe : quand le prix monte, les ventes baissent, et "
            "inversement.": round(q0 * (1 - effet)),
            "C'est la variation des ventes : ajoutez-la aux ventes de départ, ou retirez-la.": (
                round(abs(q0 * effet))
            ),
        },
    )


def forte_ou_faible(tirage: Tirage) -> Probleme:
    """Lire une élasticité : élastique ou non."""
    produit = tirage.choix(
        "produit",
        (
            "d'un abonnement de salle de sport",
            "d'un jeu de clés",
            "d'un buffet",
            "de cartes de visite",
        ),
    )
    forte = tirage.choix("forte", (True, False))
    centiemes = tirage.entier("grande", 115, 290) if forte else tirage.entier("petite", 15, 85)
    e = nombre(-centiemes / 100, 2)
    juste, fausse = ("plus", "moins") if forte else ("moins", "plus")
    phrases = {
        "plus": "élastique : les ventes varient plus, en %, que le prix",
        "moins": "inélastique : les ventes varient moins, en %, que le prix",
    }
    sans_effet = "insensible : les ventes ne varient pas"
    negatif = (
        "Le signe dit seulement que les ventes baissent quand le prix monte : comparez à 1 la "
        "valeur sans son signe."
    )
    return Probleme(
        f"L'élasticité-prix {produit} est de {e}. Comment est la **demande** ?",
        phrases[juste],
        (
            f"sans son signe, l'élasticité vaut {nombre(centiemes / 100, 2)}",
            f"{nombre(centiemes / 100, 2)} est plus {'grand' if forte else 'petit'} que 1 : les "
            f"ventes varient {juste}, en %, que le prix",
            f"la demande est {phrases[juste]}",
        ),
        choix=tirage.choix("ordre", list(permutations((*phrases.values(), sans_effet)))),
        pieges={
            negatif: phrases[fausse],
            "Une demande insensible au prix aurait une élasticité nulle.": sans_effet,
        },
    )


def changer_le_prix(tirage: Tirage) -> Probleme:
    """Choisir le prix qui augmente le chiffre d'affaires."""
    vendeur, objets = tirage.choix("vente", VENTES)
    p0, q0 = tirage.entier("prix", 20, 60, pas=5), tirage.entier("quantite", 300, 900, pas=100)
    e = -tirage.choix("elasticite", (4, 5, 6, 7, 8, 14, 16, 18, 20)) / 10
    actuel = p0 * q0
    recettes = {
        "une hausse de 10 %": p0 * 1.1 * round(q0 * (1 + 0.1 * e)),
        "une baisse de 10 %": p0 * 0.9 * round(q0 * (1 - 0.1 * e)),
        "le prix actuel": float(actuel),
    }
    meilleur = max(recettes, key=lambda choix: recettes[choix])
    contraire = next(choix for choix in recettes if choix not in (meilleur, "le prix actuel"))
    hausse, baisse, _ = recettes.values()
    return Probleme(
        f"{vendeur} {q0} {objets} au prix de {euros(p0)}. L'élasticité-prix est de {nombre(e)}. "
        "Quelle décision de prix donne le **chiffre d'affaires** le plus élevé ?",
        meilleur,
        (
            f"aujourd'hui : {q0} × {euros(p0)} = {euros(actuel)}",
            f"prix + 10 % : {nombre(q0 * (1 + 0.1 * e), 0)} ventes × {euros(p0 * 1.1)} = "
            f"{euros(hausse)}",
            f"prix − 10 % : {nombre(q0 * (1 - 0.1 * e), 0)} ventes × {euros(p0 * 0.9)} = "
            f"{euros(baisse)}",
            f"le chiffre d'affaires est le plus élevé avec {meilleur}",
        ),
        choix=tirage.choix("ordre", list(permutations(recettes))),
        pieges={
            "Calculez les ventes après chaque changement de prix, puis les deux chiffres "
            "d'affaires : comparez la variation des ventes à celle du prix.": contraire,
            "Un des deux changements rapporte davantage : calculez les ventes, puis le chiffre "
            "d'affaires.": "le prix actuel",
        },
    )


QUESTIONS = (calcul_de_l_elasticite, ventes_prevues, forte_ou_faible, changer_le_prix)
