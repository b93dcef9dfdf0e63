"""Devis : l'ordre des calculs."""

from itertools import permutations

from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.devis import Devis, Ligne
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S442-3"


def net_financier(tirage: Tirage) -> Probleme:
    """Le net financier, après remise et escompte."""
    brut, remise, escompte, objet = _commande(tirage)
    calcul = Calcul(
        Devis,
        [Ligne(objet, 1, brut)],
        remises=(remise,),
        escompte=escompte,
        champ="net_financier",
    )
    net = calcul.resultat.net_commercial
    return Probleme(
        f"Un devis pour {objet} s'élève à {euros(brut)} HT. Le client a une remise de "
        f"{pourcentage(remise, 0)} et un escompte de {pourcentage(escompte, 0)} s'il paie au "
        "comptant. Il paie au comptant : quel est le **net financier HT** ?",
        calcul,
        (
            f"net commercial = {euros(brut)} × (1 − {pourcentage(remise, 0)}) = {euros(net)}",
            f"l'escompte se calcule sur le net commercial : {euros(net)} × "
            f"{pourcentage(escompte, 0)} = {euros(net * escompte)}",
            f"net financier = {euros(net)} − {euros(net * escompte)} = {euros(calcul.valeur)}",
        ),
        unite="€",
        pieges=["sans_remise", "sans_escompte", "escompte_sur_brut"],
    )


def total_ttc(tirage: Tirage) -> Probleme:
    """Le total TTC, port compris."""
    brut, remise, _, objet = _commande(tirage)
    port = tirage.entier("port", 20, 90, pas=5)
    calcul = Calcul(Devis, [Ligne(objet, 1, brut)], remises=(remise,), port=port, champ="ttc")
    juste = calcul.resultat
    return Probleme(
        f"Un devis pour {objet} s'élève à {euros(brut)} HT. Le client a une remise de "
        f"{pourcentage(remise, 0)} ; le port coûte {euros(port)} HT ; la TVA est de 20 % pour le "
        "tout. Quel est le **total TTC** ?",
        calcul,
        (
            f"net commercial = {euros(brut)} × (1 − {pourcentage(remise, 0)}) = "
            f"{euros(juste.net_commercial)}",
            f"total HT = net commercial + port = {euros(juste.net_commercial)} + {euros(port)} = "
            f"{euros(juste.total_ht)}",
            f"TVA = {euros(juste.total_ht)} × 20 % = {euros(juste.total_tva)}",
            f"total TTC = {euros(juste.total_ht)} + {euros(juste.total_tva)} = {euros(juste.ttc)}",
        ),
        unite="€",
    )


def tva_a_deux_taux(tirage: Tirage) -> Probleme:
    """La TVA d'un devis à deux taux, après une remise."""
    vendeur, (nom1, taux1), (nom2, taux2) = tirage.choix(
        "vendeur",
        (
            ("Un traiteur propose", ("de vins", 0.20), ("de plats", 0.10)),
            ("L'Imprimerie Clémenceau propose", ("d'affiches", 0.20), ("de livres", 0.055)),
        ),
    )
    montant1 = tirage.entier("montant1", 600, 2400, pas=200)
    montant2 = tirage.entier("montant2", 800, 3000, pas=200)
    remise = tirage.choix("remise", (0.05, 0.10, 0.15, 0.20))
    calcul = Calcul(
        Devis,
        [Ligne(nom1, 1, montant1, tva=taux1), Ligne(nom2, 1, montant2, tva=taux2)],
        remises=(remise,),
        champ="total_tva",
    )
    bases, tva = calcul.resultat.base_par_taux, calcul.resultat.tva_par_taux
    garde = nombre(1 - remise)
    return Probleme(
        f"{vendeur} pour {euros(montant1)} HT {nom1} (TVA à {pourcentage(taux1, None)}) et pour "
        f"{euros(montant2)} HT {nom2} (TVA à {pourcentage(taux2, None)}), avec une remise de "
        f"{pourcentage(remise, 0)} sur le tout. Quel est le **montant total de la TVA** ?",
        calcul,
        (
            f"base à {pourcentage(taux1, None)} : {euros(montant1)} × {garde} = "
            f"{euros(bases[taux1])}",
            f"base à {pourcentage(taux2, None)} : {euros(montant2)} × {garde} = "
            f"{euros(bases[taux2])}",
            f"TVA : {euros(bases[taux1])} × {pourcentage(taux1, None)} = {euros(tva[taux1])} et "
            f"{euros(bases[taux2])} × {pourcentage(taux2, None)} = {euros(tva[taux2])}",
            f"total de la TVA = {euros(tva[taux1])} + {euros(tva[taux2])} = {euros(calcul.valeur)}",
        ),
        unite="€",
        pieges=["sans_remise", "taux_unique"],
    )


def reste_a_payer(tirage: Tirage) -> Probleme:
    """Le reste à payer, l'acompte déduit."""
    brut, remise, _, objet = _commande(tirage)
    acompte = tirage.entier("acompte", 100, 450, pas=50)
    calcul = Calcul(
        Devis,
        [Ligne(objet, 1, brut)],
        remises=(remise,),
        acompte=acompte,
        champ="reste_a_payer",
    )
    juste = calcul.resultat
    return Probleme(
        f"Une commande de {euros(brut)} HT pour {objet} a une remise de "
        f"{pourcentage(remise, 0)} ; la TVA est de 20 %. Le client a versé un acompte de "
        f"{euros(acompte)} TTC. Quel est le **reste à payer TTC** ?",
        calcul,
        (
            f"total HT = {euros(brut)} × (1 − {pourcentage(remise, 0)}) = {euros(juste.total_ht)}",
            f"total TTC = {euros(juste.total_ht)} × 1,20 = {euros(juste.ttc)}",
            f"l'acompte se retire à la fin : {euros(juste.ttc)} − {euros(acompte)} = "
            f"{euros(juste.reste_a_payer)}",
        ),
        unite="€",
        pieges=["sans_remise", "sans_acompte", "acompte_avant_tva", "ht"],
    )


def ordre_des_calculs(tirage: Tirage) -> Probleme:
    """Reconnaître le calcul qui suit l'ordre d'un devis."""
    brut, remise, _, objet = _commande(tirage)
    port = tirage.entier("port", 20, 90, pas=5)
    garde, montant, frais = nombre(1 - remise, 2), nombre(brut), nombre(port)
    juste = f"({montant} × {garde} + {frais}) × 1,20"
    port_reduit = f"({montant} + {frais}) × {garde} × 1,20"
    port_hors_tva = f"{montant} × {garde} × 1,20 + {frais}"
    return Probleme(
        f"Un devis pour {objet} : {euros(brut)} HT, remise de {pourcentage(remise, 0)} sur les "
        f"produits, port de {euros(port)} HT, TVA à 20 % pour le tout. Quel **calcul** donne le "
        "total TTC ?",
        juste,
        (
            f"la remise d'abord, sur les produits seulement : {montant} × {garde}",
            f"le port ensuite, sans remise : + {frais}",
            "la TVA à la fin, sur le tout : × 1,20",
            f"donc {juste}",
        ),
        choix=tirage.choix("ordre", list(permutations((juste, port_reduit, port_hors_tva)))),
        pieges={
            "Ce calcul applique la remise au port : elle ne porte que sur les produits.": (
                port_reduit
            ),
            "Ce calcul oublie la TVA sur le port.": port_hors_tva,
        },
    )


def _commande(tirage: Tirage) -> tuple[int, float, float, str]:
    """Le brut HT, une remise, un escompte et l'objet d'un devis."""
    objet = tirage.choix(
        "objet", ("des faire-part", "des tapis de sol", "de la vaisselle", "des clôtures")
    )
    brut = tirage.entier("brut", 800, 5000, pas=100)
    remise = tirage.choix("remise", (0.05, 0.08, 0.10, 0.12, 0.15))
    return brut, remise, tirage.choix("escompte", (0.01, 0.02, 0.03)), objet


QUESTIONS = (net_financier, total_ttc, tva_a_deux_taux, reste_a_payer, ordre_des_calculs)
