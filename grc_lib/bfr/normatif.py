"""Le besoin en fonds de roulement normatif (S523) : temps d'écoulement × coefficient de structure,
et ce que rapporte un délai raccourci.
"""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import pandas as pd

from grc_lib._arguments import vrai_ou_faux
from grc_lib._formats import euros, nombre, taux_donne
from grc_lib._nombres import entier, lignes, quotient, strictement_positif
from grc_lib._nombres import taux as lire_taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.bfr._lecture import montant, reel
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

ANNEE = 360  # l'année commerciale des besoins normatifs
DEMI_MOIS = 15  # l'attente moyenne jusqu'à la fin du mois


@dataclass(frozen=True)
class EffetDelai(Resultat):
    """Effet d'un délai de paiement sur la trésorerie.

    Champs : tresorerie, la trésorerie dégagée (€, négative si le délai s'allonge) ; gain,
    l'économie de frais financiers sur un an (€).
    """

    tresorerie: float
    gain: float
    _: KW_ONLY
    jours: float
    ca_ttc: float
    taux: float

    def etapes(self) -> Iterator[Etape]:
        """La trésorerie, puis ce qu'elle ne coûte plus."""
        calcul = f"{nombre(self.jours)} × {euros(self.ca_ttc)} / {ANNEE}"
        tresorerie = euros(self.tresorerie)
        yield Etape("Trésorerie dégagée", "jours × CA TTC / 360", calcul, tresorerie)
        calcul = f"{tresorerie} × {taux_donne(self.taux)}"
        yield Etape("Gain annuel", "trésorerie × taux", calcul, euros(self.gain))

    def conventions(self) -> Iterator[str]:
        """L'année et les montants employés."""
        yield f"année commerciale de {ANNEE} jours, chiffre d'affaires toutes taxes comprises"


def temps_ecoulement(jours: float = 0, *, fin_de_mois: bool = False, le: int = 0) -> float:
    """Le temps d'écoulement moyen d'un poste, en jours.

    Temps = jours + 15 si l'on paie en fin de mois + le jour du mois suivant. Une vente tombe en
    moyenne au milieu du mois : attendre la fin du mois ajoute 15 jours.

    Paramètres
    ----------
    jours : le délai convenu.
    fin_de_mois : le paiement attend la fin du mois.
    le : le jour du mois suivant où l'on paie, de 1 à 31 ; il se compte depuis la fin du mois, les
        15 jours sont donc ajoutés. 0 : pas de jour fixé.

    Renvoie
    -------
    Un nombre de jours.

    Lève
    ----
    ArgumentInvalide pour un délai négatif ou un jour du mois impossible ; MauvaisType si
    fin_de_mois n'est ni True ni False.

    Exemple
    -------
    « 30 jours fin de mois le 10 », puis la TVA payée le 20 du mois suivant :

    >>> temps_ecoulement(30, fin_de_mois=True, le=10), temps_ecoulement(le=20)
    (55.0, 35.0)

    Source
    ------
    S523, besoin normatif, méthode des experts-comptables (cas BF05 à BF09).
    """
    vrai_ou_faux("fin_de_mois", fin_de_mois)
    jour = entier("le", le)
    if jour > 31:
        raise ArgumentInvalide("le", le, "un jour du mois, de 1 à 31 (0 : pas de jour fixé)")
    return montant("jours", jours) + (DEMI_MOIS if fin_de_mois or jour else 0) + jour


def temps_moyen(delais: Any) -> float:
    """Le temps d'écoulement d'un poste dont les règlements sont mêlés.

    Temps moyen = Σ (part × jours) / Σ parts.

    Paramètres
    ----------
    delais : une liste de lignes (part, jours). Les parts sont des parts décimales du chiffre
        d'affaires, de somme 1, ou les chiffres d'affaires eux-mêmes ; jamais des quantités, qui
        oublieraient les prix. Jours négatifs : un acompte reçu avant la vente.

    Renvoie
    -------
    Un nombre de jours.

    Lève
    ----
    NonCalculable si la liste est vide ou les parts nulles ; ArgumentInvalide pour une part
    négative, ou des parts décimales dont la somme n'est pas 1.

    Exemple
    -------
    20 % au comptant, 50 % à 30 jours, 30 % à 60 jours :

    >>> temps_moyen([(0.20, 0), (0.50, 30), (0.30, 60)])
    33.0

    Source
    ------
    S523, besoin normatif (cas BF08, BF09).
    """
    lus = lignes("delais", delais, "part", "jours")
    parts = [montant("part", part) for part, _ in lus]
    jours = [reel("jours", duree) for _, duree in lus]
    total = sum(parts)
    if any(0 < part < 1 for part in parts) and max(parts) <= 1 and abs(total - 1) > 0.02:
        attendu = "des parts dont la somme fait 1, ou des chiffres d'affaires"
        raise ArgumentInvalide("delais", f"une somme de {nombre(total)}", attendu)
    raison = "La liste est vide ou les parts sont nulles : il n'y a pas de délai moyen."
    return float(quotient(sum(p * j for p, j in zip(parts, jours, strict=True)), total, raison))


def bfre_normatif(postes: Any, ca_ht: float) -> pd.DataFrame:
    """Le besoin en fonds de roulement d'exploitation, poste par poste.

    Jours de CA HT = temps d'écoulement × coefficient de structure ; montant = jours × CA HT / 360.

    Paramètres
    ----------
    postes : une liste de lignes (poste, temps d'écoulement en jours, coefficient de structure). Le
        coefficient est le flux annuel du poste rapporté au CA HT ; son signe est + pour un besoin
        (stocks ; clients : 1,20 avec une TVA à 20 % ; TVA déductible), − pour une ressource
        (fournisseurs, TVA collectée, salaires, charges sociales).
    ca_ht : chiffre d'affaires annuel hors taxes, en euros, plus grand que zéro.

    Renvoie
    -------
    `DataFrame` : poste, jours_ca (jours de CA HT, signés), montant (€, signé). Leurs sommes sont le
    BFRE en jours et en euros ; négatif, c'est une ressource.

    Lève
    ----
    NonCalculable si la liste est vide ; ArgumentInvalide pour un chiffre d'affaires nul ou négatif,
    une ligne incomplète, un poste sans nom.

    Exemple
    -------
    >>> besoins = bfre_normatif([("Stocks", 40, 0.60), ("Clients", 30, 1.20),
    ...                          ("Fournisseurs", 50, -0.72)], ca_ht=1_800_000)
    >>> besoins
               poste  jours_ca   montant
    0         Stocks      24.0  120000.0
    1        Clients      36.0  180000.0
    2   Fournisseurs     -36.0 -180000.0
    >>> print(besoins["montant"].sum())
    120000.0

    Source
    ------
    S523, besoin normatif, méthode des experts-comptables (cas BF05 à BF10).
    """
    ca = strictement_positif("ca_ht", reel("ca_ht", ca_ht))
    lus = lignes("postes", postes, "poste", "temps", "coefficient")
    if not lus:
        raise NonCalculable("La liste des postes est vide : il n'y a pas de besoin à calculer.")
    besoins = pd.DataFrame({"poste": [_poste(poste) for poste, _, _ in lus]})
    besoins["jours_ca"] = [
        reel(f"temps de « {poste} »", temps) * reel(f"coefficient de « {poste} »", coefficient)
        for poste, temps, coefficient in lus
    ]
    besoins["montant"] = besoins["jours_ca"] * ca / ANNEE
    besoins.attrs = {"ca_ht": ca, "base": ANNEE}
    return besoins


def effet_delai(jours: float, ca_ttc: float, *, taux: float) -> EffetDelai:
    """Ce que rapporte un délai de paiement raccourci.

    Trésorerie = jours × CA TTC / 360 ; gain = trésorerie × taux.

    Paramètres
    ----------
    jours : les jours gagnés ; négatif si le délai s'allonge.
    ca_ttc : chiffre d'affaires annuel TTC concerné, en euros.
    taux : coût annuel du financement, décimal (0.06 pour 6 %).

    Renvoie
    -------
    `EffetDelai` : tresorerie dégagée (€) et gain annuel (€).

    Lève
    ----
    ArgumentInvalide pour un chiffre d'affaires négatif ou un taux donné en pour cent.

    Exemple
    -------
    >>> effet = effet_delai(10, 1_440_000, taux=0.06)
    >>> effet.tresorerie, effet.gain
    (40000.0, 2400.0)

    Source
    ------
    S523, actions sur le BFR (cas BF11).
    """
    gagnes, ca = reel("jours", jours), montant("ca_ttc", ca_ttc)
    cout = lire_taux("taux", reel("taux", taux))
    tresorerie = gagnes * ca / ANNEE
    return EffetDelai(tresorerie, tresorerie * cout, jours=gagnes, ca_ttc=ca, taux=cout)


def _poste(poste: Any) -> str:
    if not isinstance(poste, str) or not poste.strip():
        raise MauvaisType("poste", poste, "le nom du poste")
    return poste
