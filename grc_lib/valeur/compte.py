"""Le compte d'exploitation d'un client (S521-2) : ce qu'il rapporte, ses coûts déduits."""

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from numbers import Real
from typing import Any, overload

import numpy as np
import pandas as pd

from grc_lib._formats import euros, nombre, pourcentage, taux_donne
from grc_lib._nombres import Nombres, positif, quotient, strictement_positif, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, MauvaisType

# Les coûts commerciaux directs que l'on peut donner, et leur nom affiché.
POSTES = {
    "visites": "visites",
    "livraison": "livraison",
    "assistance": "assistance",
    "remises_arriere": "remises arrière",
    "autres_couts": "autres coûts",
}
_OBLIGATOIRES = ("ca_brut", "cout_ventes")
_CONNUS = (*_OBLIGATOIRES, "rrr", *POSTES, "encours", "taux_credit", "mois")


@dataclass(frozen=True)
class CompteExploitation(Resultat):
    """Compte d'exploitation du client.

    Champs : ca_net, marge_brute, couts_directs, contribution (€). `taux_contribution` rapporte la
    contribution au CA net. Données gardées : ca_brut, rrr, cout_ventes, couts (€ par poste),
    credit_client (€), encours (€), taux_credit, mois.
    """

    ca_net: float
    marge_brute: float
    couts_directs: float
    contribution: float
    _: KW_ONLY
    ca_brut: float
    rrr: float
    cout_ventes: float
    couts: Mapping[str, float]
    credit_client: float
    encours: float
    taux_credit: float
    mois: float

    @property
    def taux_contribution(self) -> float:
        """Contribution / CA net, décimal ; `NonCalculable` si le CA net est nul."""
        raison = (
            "Le CA net est nul : la contribution n'a pas de taux. Lisez la contribution elle-même."
        )
        return float(quotient(self.contribution, self.ca_net, raison))

    def etapes(self) -> Iterator[Etape]:
        """Du CA brut à la contribution."""
        calcul = f"{euros(self.ca_brut)} − {euros(self.rrr)}"
        yield Etape("CA net", "CA brut − RRR", calcul, euros(self.ca_net))
        calcul = f"{euros(self.ca_net)} − {euros(self.cout_ventes)}"
        yield Etape("Marge brute", "CA net − coût des ventes", calcul, euros(self.marge_brute))
        if self.credit_client:
            montants = f"{euros(self.encours)} × {taux_donne(self.taux_credit)}"
            calcul = f"{montants} × {nombre(self.mois)} / 12"
            formule = "encours moyen × taux annuel × mois / 12"
            yield Etape("Crédit client", formule, calcul, euros(self.credit_client))
        postes = {POSTES[nom]: montant for nom, montant in self.couts.items() if montant}
        postes |= {"crédit client": self.credit_client} if self.credit_client else {}
        calcul = " + ".join(map(euros, postes.values()))
        yield Etape("Coûts directs", " + ".join(postes), calcul, euros(self.couts_directs))
        calcul = f"{euros(self.marge_brute)} − {euros(self.couts_directs)}"
        formule = "marge brute − coûts directs"
        yield Etape("Contribution", formule, calcul, euros(self.contribution))
        if self.ca_net:
            calcul = f"{euros(self.contribution)} / {euros(self.ca_net)}"
            taux_lu = pourcentage(self.taux_contribution)
            yield Etape("Taux de contribution", "contribution / CA net", calcul, taux_lu)
        else:
            yield Etape("Taux de contribution", "contribution / CA net", "", "non calculable")

    def conventions(self) -> Iterator[str]:
        """Ce que le compte comprend."""
        yield "montants hors taxes ; seuls les coûts que ce client cause sont déduits"


@overload
def compte_exploitation(client: pd.DataFrame) -> pd.DataFrame: ...
@overload
def compte_exploitation(client: "Mapping[str, Any] | pd.Series[Any]") -> CompteExploitation: ...
def compte_exploitation(client: Any) -> CompteExploitation | pd.DataFrame:
    """Le compte d'exploitation d'un client, ou de chaque client d'un tableau.

    CA brut − RRR = CA net ; − coût des ventes = marge brute ; − coûts commerciaux directs =
    contribution ; taux = contribution / CA net. Crédit client = encours moyen × taux annuel ×
    mois / 12.

    Paramètres
    ----------
    client : un dictionnaire, une ligne de tableau ou un tableau (un client par ligne). Montants HT
        en euros, sur la période. Obligatoires : ca_brut ; cout_ventes (achat ou production de ce
        qui a été vendu). Facultatifs, 0 par défaut : rrr (rabais, remises, ristournes), visites,
        livraison, assistance, remises_arriere, autres_couts ; encours (crédit moyen accordé, € TTC)
        et taux_credit (annuel, décimal) ; mois (durée de la période, 12 par défaut). Un texte (la
        raison sociale) est laissé tel quel ; tout autre nombre est refusé : une faute de frappe ne
        doit pas faire disparaître un coût.

    Renvoie
    -------
    `CompteExploitation` pour un client ; pour un tableau, le même tableau et six colonnes : ca_net,
    marge_brute, credit_client, couts_directs, contribution (€), taux_contribution (décimal,
    manquant si le CA net est nul).

    Lève
    ----
    ArgumentInvalide si un montant manque, est négatif ou inconnu, si les RRR dépassent le CA brut,
    si l'encours est donné sans son taux.

    Exemple
    -------
    >>> client = {"ca_brut": 12_000, "rrr": 600, "cout_ventes": 7_400, "visites": 900,
    ...           "livraison": 350, "encours": 2_000, "taux_credit": 0.06}
    >>> compte = compte_exploitation(client)
    >>> compte.contribution, round(compte.taux_contribution, 4)
    (2630.0, 0.2307)

    Source
    ------
    S521, compte d'exploitation client.
    """
    lus = _lire(client)
    ca_net = lus["ca_brut"] - lus["rrr"]
    marge_brute = ca_net - lus["cout_ventes"]
    couts = {poste: lus[poste] for poste in POSTES}
    credit = lus["encours"] * lus["taux_credit"] * lus["mois"] / 12
    directs = sum(couts.values()) + credit
    contribution = marge_brute - directs
    if not isinstance(client, pd.DataFrame):
        gardes = {
            n: lus[n] for n in ("ca_brut", "rrr", "cout_ventes", "encours", "taux_credit", "mois")
        }
        return CompteExploitation(
            ca_net, marge_brute, directs, contribution, couts=couts, credit_client=credit, **gardes
        )
    return client.assign(
        ca_net=ca_net,
        marge_brute=marge_brute,
        credit_client=credit,
        couts_directs=directs,
        contribution=contribution,
        taux_contribution=quotient(contribution, ca_net, ""),
    )


def _lire(client: Any) -> dict[str, Nombres]:
    """Chaque grandeur du compte, contrôlée ; les facultatives absentes valent 0 (mois : 12)."""
    attendu = "un dictionnaire, une ligne de tableau ou un tableau (DataFrame)"
    if not isinstance(client, Mapping | pd.Series | pd.DataFrame):
        raise MauvaisType("client", client, attendu)
    donnees = dict(client.items())
    if len(donnees) < len(client.keys()):
        raise ArgumentInvalide("client", list(client.keys()), "des colonnes de noms différents")
    inconnus = [nom for nom, v in donnees.items() if nom not in _CONNUS and _est_nombre(v)]
    absents = [nom for nom in _OBLIGATOIRES if nom not in donnees]
    if inconnus or absents:
        choix = f"{' et '.join(_OBLIGATOIRES)}, puis au choix {', '.join(_CONNUS[2:])}"
        attendu = f"{choix} (un numéro de client se met en index)"
        raise ArgumentInvalide("client", inconnus or list(donnees), attendu)
    if "encours" in donnees and "taux_credit" not in donnees:
        raise ArgumentInvalide(
            "taux_credit", "rien", "le taux annuel du crédit dont on donne l'encours"
        )
    defauts = dict.fromkeys(_CONNUS, 0.0) | {"mois": 12.0}
    lus = {nom: positif(nom, donnees.get(nom, defaut)) for nom, defaut in defauts.items()}
    taux("taux_credit", lus["taux_credit"])
    strictement_positif("mois", lus["mois"])
    plusieurs = [nom for nom, lu in lus.items() if not isinstance(lu, float)]
    if plusieurs and not isinstance(client, pd.DataFrame):
        raise MauvaisType(plusieurs[0], donnees[plusieurs[0]], "un seul nombre")
    if np.any(lus["rrr"] > lus["ca_brut"]):
        raise ArgumentInvalide(
            "rrr", "plus que le CA brut", "des réductions au plus égales au CA brut"
        )
    return lus


def _est_nombre(valeur: Any) -> bool:
    if isinstance(valeur, pd.Series):
        return pd.api.types.is_numeric_dtype(valeur) and valeur.dtype != bool
    return isinstance(valeur, Real) and not isinstance(valeur, bool | np.bool_)
