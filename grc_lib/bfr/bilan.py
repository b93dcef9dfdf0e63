"""L'équilibre du bilan (S523-1) : fonds de roulement, besoin en fonds de roulement, trésorerie."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass

from grc_lib._formats import euros
from grc_lib._resultats import Etape, Resultat
from grc_lib.bfr._lecture import montant, reel


@dataclass(frozen=True)
class Equilibre(Resultat):
    """Équilibre financier du bilan.

    Champs, en euros : frng, le fonds de roulement net global ; bfre et bfrhe, les besoins en fonds
    de roulement d'exploitation et hors exploitation ; bfr, leur somme ; tresorerie_nette.
    """

    frng: float
    bfre: float
    bfrhe: float
    bfr: float
    tresorerie_nette: float
    _: KW_ONLY
    stables: tuple[float, float]
    exploitation: tuple[float, float]
    hors_exploitation: tuple[float, float]

    def etapes(self) -> Iterator[Etape]:
        """Du haut vers le bas du bilan."""
        yield _ecart("FRNG", "ressources stables − emplois stables", *self.stables)
        yield _ecart("BFRE", "actif − passif d'exploitation", *self.exploitation)
        yield _ecart("BFRHE", "actif − passif hors exploitation", *self.hors_exploitation)
        calcul = f"{euros(self.bfre)} + {_entre_parentheses(self.bfrhe)}"
        yield Etape("BFR", "BFRE + BFRHE", calcul, euros(self.bfr))
        yield _ecart("Trésorerie nette", "FRNG − BFR", self.frng, self.bfr)

    def conventions(self) -> Iterator[str]:
        """Ce qui distingue le BFR de la trésorerie."""
        yield "un BFR positif est un besoin à financer, un BFR négatif une ressource"


def equilibre(
    *,
    ressources_stables: float,
    emplois_stables: float,
    actif_exploitation: float,
    passif_exploitation: float,
    actif_hors_exploitation: float = 0,
    passif_hors_exploitation: float = 0,
) -> Equilibre:
    """Le fonds de roulement, le besoin en fonds de roulement et la trésorerie d'un bilan.

    FRNG = ressources stables − emplois stables ; BFR = BFRE + BFRHE ; trésorerie = FRNG − BFR.

    Paramètres
    ----------
    ressources_stables : capitaux propres, amortissements et dettes financières, en euros ; négatif
        si les pertes ont absorbé les capitaux propres.
    emplois_stables : immobilisations brutes, en euros.
    actif_exploitation, passif_exploitation : stocks et créances d'exploitation ; dettes
        d'exploitation (fournisseurs, TVA à payer, personnel, organismes sociaux), en euros.
    actif_hors_exploitation, passif_hors_exploitation : le reste du circulant, hors trésorerie.

    Renvoie
    -------
    `Equilibre` : frng, bfre, bfrhe, bfr, tresorerie_nette, en euros.

    Lève
    ----
    ArgumentInvalide pour un poste du bilan négatif.

    Exemple
    -------
    >>> bilan = equilibre(ressources_stables=500, emplois_stables=420, actif_exploitation=300,
    ...                   passif_exploitation=190)
    >>> bilan.frng, bilan.bfr, bilan.tresorerie_nette
    (80.0, 110.0, -30.0)

    Source
    ------
    S523, bilan fonctionnel (cas BF03).
    """
    ressources = reel("ressources_stables", ressources_stables)
    stables = (ressources, montant("emplois_stables", emplois_stables))
    exploitation = (
        montant("actif_exploitation", actif_exploitation),
        montant("passif_exploitation", passif_exploitation),
    )
    hors_exploitation = (
        montant("actif_hors_exploitation", actif_hors_exploitation),
        montant("passif_hors_exploitation", passif_hors_exploitation),
    )
    frng = stables[0] - stables[1]
    bfre = exploitation[0] - exploitation[1]
    bfrhe = hors_exploitation[0] - hors_exploitation[1]
    return Equilibre(
        frng,
        bfre,
        bfrhe,
        bfre + bfrhe,
        frng - (bfre + bfrhe),
        stables=stables,
        exploitation=exploitation,
        hors_exploitation=hors_exploitation,
    )


def _ecart(nom: str, formule: str, gauche: float, droite: float) -> Etape:
    calcul = f"{euros(gauche)} − {_entre_parentheses(droite)}"
    return Etape(nom, formule, calcul, euros(gauche - droite))


def _entre_parentheses(valeur: float) -> str:
    return f"({euros(valeur)})" if valeur < 0 else euros(valeur)
