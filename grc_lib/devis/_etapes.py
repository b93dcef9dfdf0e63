"""Le calcul d'un devis, écrit ligne à ligne : pour l'élève, et pour le bas du document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grc_lib._arguments import decimale
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib._resultats import Etape

if TYPE_CHECKING:
    from grc_lib.devis.devis import Devis
    from grc_lib.devis.ligne import Ligne


def de_ligne(ligne: Ligne) -> Etape:
    """Le montant d'une ligne."""
    formule, calcul = "quantité × prix unitaire HT", f"{quantite(ligne)} × {prix(ligne)}"
    if ligne.remise:
        formule += " × (1 − remise)"
        calcul += f" × (1 − {taux(ligne.remise)})"
    return Etape(ligne.designation, formule, calcul, euros(ligne.montant))


def du_hors_taxe(devis: Devis) -> Iterator[Etape]:
    """Du total brut au total HT ; les réductions et le port nuls ne s'écrivent pas."""
    totaux = devis.totaux
    yield Etape("Total brut HT", "somme des lignes", "", euros(totaux.brut))
    yield from _remises(devis)
    if devis.escompte:
        reduction = totaux.net_financier - totaux.net_commercial
        yield Etape(f"Escompte {taux(devis.escompte)}", "", "", euros(reduction))
        calcul = f"{euros(totaux.net_commercial)} × (1 − {taux(devis.escompte)})"
        formule = "net commercial × (1 − escompte)"
        yield Etape("Net financier HT", formule, calcul, euros(totaux.net_financier))
    formule = calcul = ""
    if totaux.port:
        yield Etape("Port et emballages HT", "", "", euros(totaux.port))
        formule = "net financier + port"
        calcul = f"{euros(totaux.net_financier)} + {euros(totaux.port)}"
    yield Etape("Total HT", formule, calcul, euros(totaux.total_ht))


def des_bases(devis: Devis) -> Iterator[Etape]:
    """La base de chaque taux de TVA, s'il y en a plusieurs."""
    totaux = devis.totaux
    nom_reparti, reparti = "total HT", totaux.total_ht
    if totaux.port and devis.tva_port == "principal":
        nom_reparti, reparti = "net financier", totaux.net_financier
    for taux_tva, base in totaux.bases.items():
        formule = f"{nom_reparti} × lignes à {taux(taux_tva)} / brut"
        calcul = f"{euros(reparti)} × {euros(totaux.bruts[taux_tva])} / {euros(totaux.brut)}"
        if reparti != totaux.total_ht and taux_tva == totaux.principal:
            formule, calcul = f"{formule} + port", f"{calcul} + {euros(totaux.port)}"
        if len(totaux.bases) > 1:
            yield Etape(f"Base à {taux(taux_tva)}", formule, calcul, euros(base))


def du_toutes_taxes(devis: Devis) -> Iterator[Etape]:
    """De la TVA au reste à payer."""
    totaux = devis.totaux
    yield from _tva(devis)
    calcul = f"{euros(totaux.total_ht)} + {euros(totaux.total_tva)}"
    yield Etape("Total TTC", "total HT + TVA", calcul, euros(totaux.ttc))
    if devis.acompte:
        nom = f"{devis.versement.capitalize()} à la commande"
        yield Etape(nom, "", "", euros(-decimale("acompte", devis.acompte)))
        calcul = f"{euros(totaux.ttc)} − {euros(devis.acompte)}"
        formule = f"TTC − {devis.versement}"
        yield Etape("Reste à payer", formule, calcul, euros(devis.reste_a_payer))


def conventions(devis: Devis) -> Iterator[str]:
    """Les choix que les manuels ne font pas tous pareil."""
    yield "chaque total arrondi au centime, demi vers le haut ; remises en cascade sans arrondi."
    ou = {"base": "sur le total de chaque base", "ligne": "ligne par ligne"}[devis.arrondi_tva]
    yield f"TVA arrondie {ou}."
    plusieurs = len(devis.totaux.bases) > 1
    if plusieurs and (devis.remises or devis.escompte):
        yield "remises et escompte répartis entre les taux de TVA au prorata des montants."
    if plusieurs and devis.port:
        regle = {
            "prorata": "réparti entre les taux de TVA au prorata des montants",
            "principal": "taxé au taux du plus gros montant",
        }[devis.tva_port]
        yield f"port et emballages : {regle}."


def quantite(ligne: Ligne) -> str:
    """La quantité, avec ses décimales."""
    return nombre(ligne.quantite, _decimales(ligne.quantite))


def prix(ligne: Ligne) -> str:
    """Le prix unitaire, avec ses décimales au-delà du centime."""
    return euros(ligne.prix_unitaire, max(2, _decimales(ligne.prix_unitaire)))


def taux(valeur: Any) -> str:
    """Un taux, sans zéros inutiles."""
    return pourcentage(valeur, None)


def _remises(devis: Devis) -> Iterator[Etape]:
    nets = (devis.totaux.brut, *devis.totaux.nets)
    for remise, (avant, apres) in zip(devis.remises, pairwise(nets), strict=True):
        yield Etape(f"Remise {taux(remise)}", "", "", euros(apres - avant))
    if devis.remises:
        facteurs = "".join(f" × (1 − {taux(remise)})" for remise in devis.remises)
        formule = "brut" + " × (1 − remise)" * len(devis.remises)
        calcul = euros(devis.totaux.brut) + facteurs
        yield Etape("Net commercial HT", formule, calcul, euros(devis.totaux.net_commercial))


def _tva(devis: Devis) -> Iterator[Etape]:
    for taux_tva, base in devis.totaux.bases.items():
        formule, calcul = "somme des TVA des lignes", ""
        if devis.arrondi_tva == "base":
            formule, calcul = "base × taux", f"{euros(base)} × {taux(taux_tva)}"
        montant = euros(devis.totaux.tva[taux_tva])
        yield Etape(f"TVA {taux(taux_tva)} sur {euros(base)}", formule, calcul, montant)
    if len(devis.totaux.bases) > 1:
        yield Etape("Total TVA", "somme des TVA", "", euros(devis.totaux.total_tva))


def _decimales(valeur: float) -> int:
    """Le nombre de décimales à écrire, six au plus."""
    exposant = decimale("valeur", valeur).normalize().as_tuple().exponent
    return min(6, max(0, -int(exposant)))
