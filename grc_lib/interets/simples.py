"""L'intérêt simple et le prix d'un paiement en retard ou en avance (S512-1)."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._arguments import vrai_ou_faux
from grc_lib._formats import euros, nombre, taux_donne
from grc_lib._nombres import Nombres, accorder, positif, quotient, strictement_positif
from grc_lib._nombres import taux as lire_taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.interets._lecture import base_annuelle


@dataclass(frozen=True, eq=False)
class PenalitesRetard(Resultat):
    """Pénalités de retard et indemnité de recouvrement.

    Champs : penalites, indemnite et total, en euros, non arrondis ; puis les données du calcul.
    Pour une colonne de factures, chaque champ est une colonne.
    """

    penalites: Nombres
    indemnite: Nombres
    total: Nombres
    _: KW_ONLY
    montant_ttc: Nombres
    jours: Nombres
    taux: Nombres
    base: int

    def etapes(self) -> Iterator[Etape]:
        """La pénalité, l'indemnité, le total ; pour plusieurs factures, leurs sommes."""
        formule = f"montant TTC × taux × jours / {self.base}"
        if np.ndim(self.total):
            calcul = f"somme sur {len(self.total)} factures"
            somme = ""
        else:
            montant, taux = euros(self.montant_ttc), taux_donne(self.taux)
            calcul = f"{montant} × {taux} × {nombre(self.jours)} / {self.base}"
            somme = f"{euros(self.penalites)} + {euros(self.indemnite)}"
        yield Etape("Pénalités", formule, calcul, euros(np.sum(self.penalites)))
        yield Etape("Indemnité", "par facture en retard", "", euros(np.sum(self.indemnite)))
        yield Etape("Total", "pénalités + indemnité", somme, euros(np.sum(self.total)))

    def conventions(self) -> Iterator[str]:
        """La base annuelle, et à qui l'indemnité s'applique."""
        yield f"année de {self.base} jours, jours exacts depuis l'échéance, sans TVA"
        yield "l'indemnité est due entre professionnels, une fois par facture en retard"


def interet_simple(
    capital: Nombres,
    taux: Nombres,
    *,
    jours: Nombres = None,
    mois: Nombres = None,
    annees: Nombres = None,
    base: int = 360,
) -> Nombres:
    """L'intérêt simple d'un capital : proportionnel au temps, il ne produit pas d'intérêt.

    I = capital × taux × jours / base, ou capital × taux × mois / 12, ou capital × taux × années.

    Paramètres
    ----------
    capital : en euros, positif ou nul.
    taux : annuel, décimal (0.03 pour 3 %).
    jours, mois, annees : la durée, dans une seule de ces trois unités.
    base : jours de l'année, 360 (usage bancaire), 365 ou 366 ; ne sert qu'aux jours.

    Renvoie
    -------
    L'intérêt en euros, non arrondi ; une colonne pour une colonne.

    Lève
    ----
    ArgumentInvalide si aucune durée ou plusieurs sont données, si le taux est en pourcentage, si
    un montant ou une durée est négatif, si les colonnes n'ont pas les mêmes lignes.

    Exemple
    -------
    >>> interet_simple(4500, 0.03, mois=7)
    78.75
    >>> interet_simple(12000, 0.05, jours=72)
    120.0

    Source
    ------
    S512, intérêt simple (cas IS01, IS02).
    """
    durees = {"jours": jours, "mois": mois, "annees": annees}
    donnees = {unite: duree for unite, duree in durees.items() if duree is not None}
    if len(donnees) != 1:
        recu = " et ".join(donnees) or "aucune"
        raise ArgumentInvalide("duree", recu, "une seule durée : jours=, mois= ou annees=")
    [(unite, duree)] = donnees.items()
    periodes = {"jours": base_annuelle(base), "mois": 12, "annees": 1}
    capital, taux = positif("capital", capital), lire_taux("taux", taux)
    duree = positif(unite, duree)
    accorder(**{"capital": capital, "taux": taux, unite: duree})
    return capital * taux * duree / periodes[unite]


def penalites_retard(
    montant_ttc: Nombres,
    jours: Nombres,
    taux: Nombres,
    *,
    base: int = 365,
    indemnite: float = 40,
) -> PenalitesRetard:
    """Ce que doit un client professionnel qui paie en retard : pénalités et indemnité forfaitaire.

    Pénalités = montant TTC × taux × jours / base, dues sans rappel dès le lendemain de
    l'échéance ; l'indemnité s'y ajoute, elle ne les remplace pas.

    Paramètres
    ----------
    montant_ttc : le montant TTC impayé, en euros, strictement positif.
    jours : jours de retard ; à 0 jour, rien n'est dû, pas même l'indemnité.
    taux : annuel, décimal ; celui des conditions de vente, ou à défaut
        `droit.parametre("taux_penalites_suppletif", date)`.
    base : jours de l'année, 365 (366 une année bissextile, 360 si le contrat le dit).
    indemnite : par facture, en euros.

    Renvoie
    -------
    `PenalitesRetard` (penalites, indemnite, total), en euros, non arrondis.

    Lève
    ----
    ArgumentInvalide si un montant ou une durée est négatif, si le taux est en pourcentage, si les
    colonnes n'ont pas les mêmes lignes.

    Exemple
    -------
    >>> penalites, indemnite, total = penalites_retard(7300, 30, 0.12)
    >>> penalites, indemnite, total
    (72.0, 40.0, 112.0)

    Source
    ------
    S512, L441-10 II et D441-5 C. com. (cas PR01 à PR03).
    """
    annee, forfait = base_annuelle(base), positif("indemnite", indemnite)
    montant_ttc = strictement_positif("montant_ttc", montant_ttc)
    jours, taux = positif("jours", jours), lire_taux("taux", taux)
    accorder(montant_ttc=montant_ttc, jours=jours, taux=taux, indemnite=forfait)
    penalites = montant_ttc * taux * jours / annee
    due = forfait * (jours > 0) + 0 * penalites  # 0 × : même forme, mêmes valeurs manquantes
    return PenalitesRetard(
        penalites, due, penalites + due, montant_ttc=montant_ttc, jours=jours, taux=taux, base=annee
    )


def taux_escompte_reglement(
    escompte: Nombres, jours_avance: Nombres, *, base: int = 360, compose: bool = False
) -> Nombres:
    """Le taux annuel auquel revient, pour qui le refuse, un escompte de règlement.

    Renoncer à l'escompte e, c'est emprunter 1 − e pendant les jours d'avance et rendre 1 :
    taux simple = e / (1 − e) × base / jours ; composé : (1 / (1 − e)) ^ (base / jours) − 1.

    Paramètres
    ----------
    escompte : décimal (0.02 pour 2 %), inférieur à 1.
    jours_avance : jours entre le paiement avec escompte et l'échéance : 20 pour « 2 % à 10 jours,
        net à 30 jours ».
    base : jours de l'année, 360, 365 ou 366.
    compose : `True` pour le taux actuariel.

    Renvoie
    -------
    Le taux annuel, décimal ; une colonne pour une colonne.

    Lève
    ----
    NonCalculable si l'escompte est de 100 %, si le paiement n'est pas avancé, ou si le taux composé
    est démesuré. ArgumentInvalide si l'escompte est en pourcentage ou la durée négative.

    Exemple
    -------
    >>> round(taux_escompte_reglement(0.02, 20), 4)
    0.3673
    >>> round(taux_escompte_reglement(0.02, 20, base=365, compose=True), 4)
    0.4459

    Source
    ------
    S512, escompte de règlement (cas ER01, ER02).
    """
    vrai_ou_faux("compose", compose)
    annee = base_annuelle(base)
    escompte = lire_taux("escompte", escompte)
    jours_avance = positif("jours_avance", jours_avance)
    accorder(escompte=escompte, jours_avance=jours_avance)
    cout = quotient(escompte, 1 - escompte, "Un escompte de 100 % ne laisse rien à payer.")
    fois = quotient(annee, jours_avance, "Sans jour d'avance, l'escompte n'est le prix de rien.")
    return _compose(cout, fois) if compose else cout * fois


def _compose(cout: Nombres, fois: Nombres) -> Nombres:
    """(1 + coût) ^ fois − 1 ; un taux trop grand pour être un nombre n'est pas calculable."""
    with np.errstate(over="ignore"):
        taux: Any = np.expm1(np.log1p(cout) * fois)
    if isinstance(taux, pd.Series):
        return taux.where(~np.isinf(taux))
    if np.isinf(taux).any():
        raise NonCalculable("Le taux composé est démesuré : vérifiez l'escompte et les jours.")
    return taux if np.ndim(taux) else float(taux)
