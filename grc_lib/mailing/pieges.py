"""Les erreurs fréquentes sur un mailing (GRC-4, S823-4) : dénominateurs, résultat, test A/B."""

from typing import Any

from grc_lib._pieges import Catalogue, Piege
from grc_lib.mailing.bilan import comparer_variantes, rendement


def _ecart_relatif(a: tuple[int, int], b: tuple[int, int], *, confiance: float = 0.95) -> float:
    return (b[0] / b[1]) / (a[0] / a[1]) - 1


def _autre_sens(a: Any, b: Any, *, confiance: float = 0.95) -> float:
    return -comparer_variantes(a, b, confiance=confiance).difference


PIEGES: Catalogue = {
    rendement: {
        "commandes": Piege(
            "C'est le taux de commande : un retour est une réponse, qu'elle commande ou non.",
            lambda envois, retours, commandes, cout, marge: commandes / envois,
            champ="taux_retour",
        ),
        "transformation": Piege(
            "C'est la part des réponses qui commandent : le taux de retour se rapporte aux envois.",
            lambda envois, retours, commandes, cout, marge: commandes / retours,
            champ="taux_retour",
        ),
        "cout_par_retour": Piege(
            "C'est le coût d'un retour : toutes les réponses ne commandent pas.",
            lambda envois, retours, commandes, cout, marge: cout / retours,
            champ="cout_commande",
        ),
        "cout_par_envoi": Piege(
            "C'est le coût d'un envoi : la plupart ne donnent pas de commande.",
            lambda envois, retours, commandes, cout, marge: cout / envois,
            champ="cout_commande",
        ),
        "cout_par_commande": Piege(
            "C'est le coût d'une commande : d'autres réponses n'ont pas commandé.",
            lambda envois, retours, commandes, cout, marge: cout / commandes,
            champ="cout_retour",
        ),
        "par_retour": Piege(
            "Vous avez divisé par les réponses : l'opération se paie pour chaque envoi.",
            lambda envois, retours, commandes, cout, marge: cout / retours,
            champ="cout_contact",
        ),
        "sans_le_cout": Piege(
            "C'est la marge des commandes : il reste à en retirer le coût de l'opération.",
            lambda envois, retours, commandes, cout, marge: commandes * marge,
            champ="resultat",
        ),
        "marge_des_retours": Piege(
            "Vous avez compté une marge par réponse : seules les commandes en laissent une.",
            lambda envois, retours, commandes, cout, marge: retours * marge - cout,
            champ="resultat",
        ),
        "point_sur_les_retours": Piege(
            "Vous avez rapporté les commandes aux réponses : le point de retour se rapporte aux "
            "envois.",
            lambda envois, retours, commandes, cout, marge: cout / marge / retours,
            champ="point_retour",
        ),
        "taux_de_commande": Piege(
            "C'est le taux de commande obtenu : on cherche celui qui rembourse l'opération.",
            lambda envois, retours, commandes, cout, marge: commandes / envois,
            champ="point_retour",
        ),
    },
    comparer_variantes: {
        "relatif": Piege(
            "Vous avez rapporté l'écart au taux de A : on demande la différence des deux taux, en "
            "points.",
            _ecart_relatif,
            champ="difference",
        ),
        "sens": Piege(
            "Vous avez retiré le taux de B de celui de A.", _autre_sens, champ="difference"
        ),
    },
}
