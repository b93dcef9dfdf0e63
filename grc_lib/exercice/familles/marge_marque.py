"""Marge et marque."""

from grc_lib import prix
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S443-1"


def taux_de_marge(tirage: Tirage) -> Probleme:
    """Le taux de marge, du prix d'achat et du prix de vente."""
    pa = tirage.entier("pa", 40, 200, pas=4)
    pv = pa + pa * tirage.entier("taux", 15, 90) / 100
    return Probleme(
        f"Un lot de papier couché est acheté {euros(pa)} et revendu {euros(pv)}, hors "
        "taxes. Quel est le **taux de marge** ?",
        Calcul(prix.taux_marge, pa, pv),
        (
            f"marge = prix de vente − prix d'achat = {euros(pv)} − {euros(pa)} = {euros(pv - pa)}",
            "taux de marge = marge / prix d'achat = "
            f"{euros(pv - pa)} / {euros(pa)} = {pourcentage(prix.taux_marge(pa, pv))}",
        ),
        unite="%",
    )


def taux_de_marque(tirage: Tirage) -> Probleme:
    """Le taux de marque, du prix d'achat et du prix de vente."""
    pv = tirage.entier("pv", 40, 200, pas=4)
    pa = pv - pv * tirage.entier("taux", 15, 60) / 100
    return Probleme(
        f"Un lot de cartes de visite revient à {euros(pa)} à l'imprimeur, qui le vend {euros(pv)}, "
        "hors taxes. Quel est le **taux de marque** ?",
        Calcul(prix.taux_marque, pa, pv),
        (
            f"marge = prix de vente − coût = {euros(pv)} − {euros(pa)} = {euros(pv - pa)}",
            "taux de marque = marge / prix de vente = "
            f"{euros(pv - pa)} / {euros(pv)} = {pourcentage(prix.taux_marque(pa, pv))}",
        ),
        unite="%",
    )


def prix_de_vente(tirage: Tirage) -> Probleme:
    """Le prix de vente qui donne un taux de marque."""
    marque = tirage.choix("marque", (0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.55, 0.60))
    pv = tirage.entier("pv", 40, 150)
    pa = pv * (1 - marque)
    article = tirage.choix(
        "article",
        (
            "Une quincaillerie achète une visseuse",
            "Une salle de sport achète une paire d'haltères à revendre",
            "Un caviste achète un coffret",
        ),
    )
    taux, cout = pourcentage(marque, 0), pourcentage(1 - marque, 0)
    calcul = Calcul(prix.prix_vente, pa, taux_marque=marque)
    return Probleme(
        f"{article} {euros(pa)} hors taxes. Quel **prix de vente hors taxes** lui donne un taux "
        f"de marque de {taux} ?",
        calcul,
        (
            f"la marge fait {taux} du prix de vente : le prix d'achat en fait 100 % − {taux} = "
            f"{cout}",
            f"prix de vente = prix d'achat / (1 − taux de marque) = {euros(pa)} / "
            f"{nombre(1 - marque)} = {euros(pv)}",
        ),
        unite="€",
        pieges={
            **calcul.pieges(["marge", "marge_seule"]),
            "Vous avez ajouté la TVA : le prix de vente est demandé hors taxes.": 1.2 * pv,
        },
    )


def coefficient(tirage: Tirage) -> Probleme:
    """Le coefficient multiplicateur, du prix d'achat HT au prix de vente TTC."""
    pa = tirage.entier("pa", 10, 80)
    pv = pa * tirage.entier("rapport", 130, 260, pas=5) / 100
    article = tirage.choix(
        "article", ("un tee-shirt imprimé", "un ballon de basket", "un sac de randonnée")
    )
    ttc = 1.2 * pv
    coef = prix.coefficient_multiplicateur(pa, prix_vente_ttc=ttc)
    return Probleme(
        f"Une boutique achète {article} {euros(pa)} hors taxes et le revend {euros(pv)} hors "
        "taxes ; la TVA est de 20 %. Quel est le **coefficient multiplicateur**, du prix d'achat "
        "HT au prix de vente TTC (au centième) ?",
        Calcul(prix.coefficient_multiplicateur, pa, prix_vente_ttc=ttc),
        (
            f"prix de vente TTC = {euros(pv)} × 1,20 = {euros(ttc)}",
            "coefficient = prix de vente TTC / prix d'achat HT = "
            f"{euros(ttc)} / {euros(pa)} = {nombre(coef, 2)}",
        ),
    )


def meilleure_marque(tirage: Tirage) -> Probleme:
    """Choisir l'article au plus fort taux de marque."""
    petit, grand = tirage.choix("noms", [("visseuse", "perceuse"), ("perceuse", "visseuse")])
    pv_petit = tirage.entier("pv", 20, 60, pas=5)
    pv_grand = 3 * pv_petit
    marque_petit = tirage.entier("fort", 40, 52, pas=2) / 100
    marque_grand = tirage.entier("faible", 20, 32, pas=2) / 100
    pa_petit, pa_grand = pv_petit * (1 - marque_petit), pv_grand * (1 - marque_grand)
    tarifs = {petit: (pa_petit, pv_petit), grand: (pa_grand, pv_grand)}
    lignes = [
        f"la {nom} est achetée {euros(pa)} et vendue {euros(pv)}"
        for nom, (pa, pv) in sorted(tarifs.items())
    ]
    return Probleme(
        f"Dans une quincaillerie, hors taxes, {' ; '.join(lignes)}. Quel article a le **taux de "
        "marque** le plus élevé ?",
        f"la {petit}",
        (
            f"{petit} : ({euros(pv_petit)} − {euros(pa_petit)}) / {euros(pv_petit)} = "
            f"{pourcentage(marque_petit, 0)}",
            f"{grand} : ({euros(pv_grand)} − {euros(pa_grand)}) / {euros(pv_grand)} = "
            f"{pourcentage(marque_grand, 0)}",
            f"le taux de marque le plus élevé est celui de la {petit}",
        ),
        choix=("la visseuse", "la perceuse", "ils ont le même taux de marque"),
        pieges={
            "Vous avez comparé les marges en euros : un taux de marque se rapporte au prix de "
            "vente.": f"la {grand}",
            "Calculez les deux taux : la marge de chaque article, divisée par son prix de "
            "vente.": "ils ont le même taux de marque",
        },
    )


QUESTIONS = (taux_de_marge, taux_de_marque, prix_de_vente, coefficient, meilleure_marque)
