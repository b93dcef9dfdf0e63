"""Les erreurs fréquentes sur la location et le financement (S512-4) : option, apport, taux."""

from grc_lib._pieges import Catalogue, Piege
from grc_lib.annuites import taux_equivalent
from grc_lib.financement.comparaison import comparer
from grc_lib.financement.credit_bail import cout_location, taux_location

TVA = 0.20  # le taux normal

_SANS_OPTION = "Vous avez oublié l'option d'achat : sans la payer, on rend le bien."

PIEGES: Catalogue = {
    cout_location: {
        "sans_option": Piege(
            _SANS_OPTION,
            lambda prix, *, apport, loyer, n, option: cout_location(
                prix, apport=apport, loyer=loyer, n=n, option=0
            ),
        ),
        "sans_apport": Piege(
            "Vous avez oublié le premier loyer majoré, payé à la livraison.",
            lambda prix, *, apport, loyer, n, option: cout_location(
                prix, apport=0, loyer=loyer, n=n, option=option
            ),
        ),
        "prix_ajoute": Piege(
            "Vous avez ajouté le prix comptant : les loyers et l'option le remplacent.",
            lambda prix, *, apport, loyer, n, option: prix + apport + n * loyer + option,
            "total",
        ),
        "cout_total": Piege(
            "C'est le coût total : le surcoût est ce que l'on paie de plus qu'au comptant.",
            lambda prix, *, apport, loyer, n, option: apport + n * loyer + option,
            "surcout",
        ),
        "loyers_hors_taxe": Piege(
            "Vous avez compté des loyers hors taxes et un prix toutes taxes comprises : comparez "
            "des montants de même nature.",
            lambda prix, *, apport, loyer, n, option: (
                apport + n * loyer / (1 + TVA) + option - prix
            ),
            "surcout",
        ),
    },
    taux_location: {
        "autre_moment": Piege(
            "Vous avez placé les loyers à l'autre bout du mois : relisez s'ils sont payés "
            "d'avance.",
            lambda prix, *, loyer, n, option=0, debut=True: taux_location(
                prix, loyer=loyer, n=n, option=option, debut=not debut
            ),
        ),
        "proportionnel": Piege(
            "Vous avez multiplié le taux d'un mois par douze : on cherche le taux actuariel.",
            lambda prix, *, loyer, n, option=0, debut=True: (
                12
                * taux_equivalent(taux_location(prix, loyer=loyer, n=n, option=option, debut=debut))
            ),
        ),
        "sans_option": Piege(
            _SANS_OPTION,
            lambda prix, *, loyer, n, option=0, debut=True: taux_location(
                prix, loyer=loyer, n=n, debut=debut
            ),
        ),
    },
    comparer: {
        "sans_actualiser": Piege(
            "Vous avez comparé les sommes sans les actualiser : un euro payé plus tard coûte moins "
            "qu'un euro payé aujourd'hui.",
            lambda offres, *, taux, impot=None, decalage=0: comparer(
                offres, taux=0, impot=impot, decalage=decalage
            ),
        ),
        "sans_impot": Piege(
            "Vous avez oublié l'économie d'impôt : les loyers, les intérêts et les amortissements "
            "se déduisent du bénéfice.",
            lambda offres, *, taux, impot=None, decalage=0: comparer(offres, taux=taux),
        ),
    },
}
