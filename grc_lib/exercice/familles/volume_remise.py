"""Remise et volume à compenser."""

import math

from grc_lib import prix
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S443-2"


def hausse_du_volume(tirage: Tirage) -> Probleme:
    """La hausse de volume qui compense une remise."""
    marque, remise = _marque(tirage), tirage.entier("remise", 4, 15) / 100
    hausse = prix.volume_a_compenser(taux_marque=marque, remise=remise)
    client = tirage.choix(
        "client",
        (
            "Un gros client de l'Imprimerie Clémenceau",
            "Un client fidèle d'un traiteur",
            "Un artisan, client d'une quincaillerie,",
        ),
    )
    return Probleme(
        f"{client} demande {pourcentage(remise, 0)} de remise sur un produit dont le taux de "
        f"marque est de {pourcentage(marque, 0)}. De combien doit augmenter le **volume vendu** "
        "pour garder la même marge en euros (en %, au dixième) ?",
        Calcul(prix.volume_a_compenser, taux_marque=marque, remise=remise),
        (
            f"pour 100 € de prix, la marge passe de {euros(100 * marque, 0)} à "
            f"{euros(100 * marque, 0)} − {euros(100 * remise, 0)} = "
            f"{euros(100 * (marque - remise), 0)}",
            f"à chaque vente, il manque {euros(100 * remise, 0)} : hausse = remise / marge "
            f"restante = {nombre(100 * remise)} / {nombre(100 * (marque - remise))} = "
            f"{pourcentage(hausse, 1)}",
        ),
        unite="%",
        pas=0.1,
    )


def ventes_necessaires(tirage: Tirage) -> Probleme:
    """Le nombre d'unités qui garde la marge d'avant la remise."""
    pv, avant = tirage.entier("pv", 20, 80, pas=5), tirage.entier("ventes", 200, 900, pas=50)
    marque, remise = _marque(tirage), tirage.choix("remise", (0.05, 0.08, 0.10, 0.12))
    cout, pv_remise = pv * (1 - marque), pv * (1 - remise)
    marge, reste = pv - cout, pv_remise - cout
    exact = round(avant * marge / reste, 6)
    articles = tirage.choix("articles", ("plaques gravées", "coffrets-repas", "tapis de sol"))
    return Probleme(
        f"Un commerce vend par an {avant} {articles} à {euros(pv)} HT pièce ; chaque pièce lui "
        f"coûte {euros(cout)} HT. S'il accorde {pourcentage(remise, 0)} de remise à tous, "
        "**combien d'articles** doit-il vendre pour garder la même marge totale (au moins) ?",
        math.ceil(exact),
        (
            f"marge totale d'aujourd'hui = {avant} × ({euros(pv)} − {euros(cout)}) = "
            f"{euros(avant * marge)}",
            f"prix remisé = {euros(pv)} × {nombre(1 - remise)} = {euros(pv_remise)} : il reste "
            f"{euros(pv_remise)} − {euros(cout)} = {euros(reste)} de marge par article",
            f"{euros(avant * marge)} / {euros(reste)} = {nombre(exact)}, arrondi à "
            f"l'entier supérieur : {nombre(math.ceil(exact))} articles",
        ),
        unite="articles",
        pieges={
            "Vous avez augmenté les ventes du taux de la remise : la marge de chaque article "
            "baisse bien plus.": math.ceil(avant * (1 + remise)),
            "Vous avez gardé le même chiffre d'affaires : c'est la marge qu'il faut garder.": (
                math.ceil(avant / (1 - remise))
            ),
            "C'est le nombre d'articles en plus : le total est demandé.": math.ceil(exact) - avant,
        },
    )


def baisse_supportee(tirage: Tirage) -> Probleme:
    """La baisse de volume qu'une hausse de prix supporte."""
    marque, hausse = _marque(tirage), tirage.entier("hausse", 4, 15) / 100
    baisse = prix.baisse_toleree(taux_marque=marque, hausse=hausse)
    vendeur = tirage.choix(
        "vendeur", ("Un traiteur", "Une salle de sport", "L'Imprimerie Clémenceau")
    )
    return Probleme(
        f"{vendeur} augmente de {pourcentage(hausse, 0)} le prix d'un produit dont le taux de "
        f"marque est de {pourcentage(marque, 0)}, à coût égal. Quelle **baisse du volume vendu** "
        "peut-on supporter sans perdre de marge en euros (en %, sans signe, au dixième) ?",
        Calcul(prix.baisse_toleree, taux_marque=marque, hausse=hausse),
        (
            f"pour 100 € de prix, la marge passe de {euros(100 * marque, 0)} à "
            f"{euros(100 * marque, 0)} + {euros(100 * hausse, 0)} = "
            f"{euros(100 * (marque + hausse), 0)}",
            f"baisse = hausse / nouvelle marge = {nombre(100 * hausse)} / "
            f"{nombre(100 * (marque + hausse))} = {pourcentage(baisse, 1)}",
        ),
        unite="%",
        pas=0.1,
    )


def accepter_la_remise(tirage: Tirage) -> Probleme:
    """Accepter ou refuser une remise contre une promesse de volume."""
    marque, remise = _marque(tirage), tirage.entier("remise", 5, 12) / 100
    necessaire = prix.volume_a_compenser(taux_marque=marque, remise=remise)
    ecart = tirage.entier("ecart", 3, 6) * tirage.choix("sens", (1, -1))
    promis = round(100 * necessaire) + ecart
    oui, non = "oui, sa marge totale augmente", "non, sa marge totale baisse"
    juste, fausse = (oui, non) if ecart > 0 else (non, oui)
    vendeur = tirage.choix("vendeur", ("Un imprimeur", "Une quincaillerie", "Un traiteur"))
    marge, reste = 100 * marque, 100 * (marque - remise)
    return Probleme(
        f"{vendeur} vend avec un taux de marque de {pourcentage(marque, 0)}. Un client lui promet "
        f"d'acheter {promis} % de plus en volume, contre une remise de {pourcentage(remise, 0)} "
        "sur tous ses achats. À charges fixes égales, le vendeur **gagne-t-il** à accepter ?",
        juste,
        (
            f"pour 100 € d'achats, la marge est aujourd'hui de {euros(marge, 0)}",
            f"avec la remise et le volume promis : ({nombre(marge)} − {nombre(100 * remise)}) × "
            f"{nombre(1 + promis / 100)} = {euros(reste * (1 + promis / 100))}",
            f"réponse : {juste}",
        ),
        choix=(oui, non, "sa marge totale ne change pas"),
        pieges={
            "Comptez en marge : ce que laisse une vente après la remise, multiplié par le nouveau "
            "volume.": fausse,
            "Calculez la marge totale avant et après : elle n'est pas la même.": (
                "sa marge totale ne change pas"
            ),
        },
    )


def _marque(tirage: Tirage) -> float:
    return tirage.entier("marque", 30, 60, pas=5) / 100


QUESTIONS = (hausse_du_volume, ventes_necessaires, baisse_supportee, accepter_la_remise)
