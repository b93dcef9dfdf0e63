"""Les erreurs fréquentes sur un devis (S442-3) : remises additionnées, ordre, port, TVA.

Chaque erreur sur `Devis` refait le devis entier : elle se lit dans le champ que l'on demande.
"""

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from grc_lib._pieges import Catalogue, Piege
from grc_lib.devis.devis import Devis
from grc_lib.devis.ligne import Ligne


def _apres_remises(devis: Devis) -> float:
    """Ce qui reste de 1 € après la cascade des remises."""
    return math.prod(1 - remise for remise in devis.remises)


def _escompte_sur_brut(*args: Any, **options: Any) -> Devis:
    juste = Devis(*args, **options)
    return replace(juste, escompte=juste.escompte / _apres_remises(juste))


def _port_reduit(*args: Any, **options: Any) -> Devis:
    juste = Devis(*args, **options)
    return replace(juste, port=juste.port * _apres_remises(juste) * (1 - juste.escompte))


def _taxe_unique(*args: Any, **options: Any) -> Devis:
    juste = Devis(*args, **options)
    haute = max(ligne.tva for ligne in juste.lignes)
    return replace(juste, lignes=[replace(ligne, tva=haute) for ligne in juste.lignes])


def _avec_tva(juste: Devis, tva: float) -> Any:
    """Les champs qui changent quand la TVA est fausse."""
    ttc = juste.total_ht + tva
    return SimpleNamespace(total_tva=tva, ttc=ttc, reste_a_payer=ttc - juste.acompte)


def _port_hors_tva(*args: Any, **options: Any) -> Any:
    juste = Devis(*args, **options)
    return _avec_tva(juste, replace(juste, port=0, acompte=0).total_tva)


def _tva_sur_brut(*args: Any, **options: Any) -> Any:
    juste = Devis(*args, **options)
    sans_reduction = replace(juste, remises=(), escompte=0, port=0, acompte=0)
    return _avec_tva(juste, sans_reduction.total_tva)


def _sans_tva(*args: Any, **options: Any) -> Any:
    juste = Devis(*args, **options)
    return SimpleNamespace(ttc=juste.total_ht, reste_a_payer=juste.total_ht - juste.acompte)


def _acompte_avant_tva(*args: Any, **options: Any) -> float:
    juste = Devis(*args, **options)
    return (juste.total_ht - juste.acompte) * juste.ttc / juste.total_ht


PIEGES: Catalogue = {
    Devis: {
        "additionnees": Piege(
            "Vous avez additionné les remises : la deuxième se calcule sur un prix déjà réduit.",
            lambda *args, **options: replace(
                juste := Devis(*args, **options), remises=(sum(juste.remises),)
            ),
        ),
        "sans_remise": Piege(
            "Vous avez oublié les remises accordées sur le total.",
            lambda *args, **options: replace(Devis(*args, **options), remises=()),
        ),
        "sans_escompte": Piege(
            "Vous avez oublié l'escompte, qui se retire après les remises.",
            lambda *args, **options: replace(Devis(*args, **options), escompte=0),
        ),
        "escompte_sur_brut": Piege(
            "Vous avez calculé l'escompte sur le total brut : il se calcule après les remises.",
            _escompte_sur_brut,
        ),
        "port_reduit": Piege(
            "Vous avez appliqué les remises ou l'escompte au port : il s'ajoute après.",
            _port_reduit,
        ),
        "sans_port": Piege(
            "Vous avez oublié le port et les emballages.",
            lambda *args, **options: replace(Devis(*args, **options), port=0),
        ),
        "port_hors_tva": Piege(
            "Vous avez oublié la TVA sur le port : il entre dans la base.",
            _port_hors_tva,
        ),
        "tva_sur_brut": Piege(
            "Vous avez calculé la TVA sur le total brut : elle se calcule après les réductions, "
            "port compris.",
            _tva_sur_brut,
        ),
        "taux_unique": Piege(
            "Vous avez appliqué le taux de TVA le plus élevé à toutes les lignes : chaque taux a "
            "sa base.",
            _taxe_unique,
        ),
        "ht": Piege("Vous vous êtes arrêté au total hors taxes : ajoutez la TVA.", _sans_tva),
        "sans_acompte": Piege(
            "Vous avez oublié de retirer la somme versée à la commande.",
            lambda *args, **options: Devis(*args, **options).ttc,
            champ="reste_a_payer",
        ),
        "acompte_avant_tva": Piege(
            "Vous avez retiré l'acompte avant la TVA : c'est une somme TTC, elle se retire à la "
            "fin.",
            _acompte_avant_tva,
            champ="reste_a_payer",
        ),
    },
    Ligne: {
        "sans_remise": Piege(
            "Vous avez oublié la remise propre à cette ligne.",
            lambda *args, **options: replace(Ligne(*args, **options), remise=0),
        ),
        "remise_seule": Piege(
            "C'est le montant de la remise : retirez-le du prix.",
            lambda *args, **options: (
                replace(ligne := Ligne(*args, **options), remise=0).montant - ligne.montant
            ),
            champ="montant",
        ),
        "ttc": Piege(
            "Vous avez ajouté la TVA : le montant d'une ligne est hors taxes.",
            lambda *args, **options: (ligne := Ligne(*args, **options)).montant * (1 + ligne.tva),
            champ="montant",
        ),
    },
}
