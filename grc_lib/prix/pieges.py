"""Les erreurs fréquentes sur les prix (S443) : marge et marque, HT et TTC, remises, élasticité."""

from grc_lib._pieges import Catalogue, Piege
from grc_lib.prix.marges import taux_marge, taux_marque

PIEGES: Catalogue = {
    taux_marge: {
        "marque": Piege(
            "C'est le taux de marque : le taux de marge se rapporte au prix d'achat.",
            lambda pa, pv: (pv - pa) / pv,
        ),
        "coefficient": Piege(
            "C'est le prix de vente divisé par le prix d'achat : retirez d'abord le prix d'achat.",
            lambda pa, pv: pv / pa,
        ),
    },
    taux_marque: {
        "marge": Piege(
            "C'est le taux de marge : le taux de marque se rapporte au prix de vente.",
            lambda pa, pv: (pv - pa) / pa,
        ),
    },
}
