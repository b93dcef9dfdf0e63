"""Le bilan d'un mailing (S823-4, GRC-4) : son rendement, et l'écart de deux variantes."""

import math
import warnings
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from statistics import NormalDist
from typing import Any

from grc_lib import prospection
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib._nombres import entier, seul, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


@dataclass(frozen=True)
class Rendement(Resultat):
    """Rendement d'un mailing.

    Champs : taux_retour, retours / envois (décimal) ; cout_contact, cout_retour et cout_commande
    (€ ; `None` s'il n'y a ni retour ni commande) ; resultat, en euros ; point_retour, le taux de
    commande qui rembourse l'opération (décimal) ; puis les données du calcul.
    """

    taux_retour: float
    cout_contact: float
    cout_retour: float | None
    cout_commande: float | None
    resultat: float
    point_retour: float
    _: KW_ONLY
    envois: int
    retours: int
    commandes: int
    cout: float
    marge: float

    def etapes(self) -> Iterator[Etape]:
        """Le taux de retour, les coûts, le résultat, puis le point de retour."""
        envois, cout, marge = nombre(self.envois), euros(self.cout), euros(self.marge)
        calcul = f"{nombre(self.retours)} / {envois}"
        yield Etape("Taux de retour", "retours / envois", calcul, pourcentage(self.taux_retour))
        commandes = self.commandes / self.envois
        calcul = f"{nombre(self.commandes)} / {envois}"
        yield Etape("Taux de commande", "commandes / envois", calcul, pourcentage(commandes))
        for nom, effectif, unitaire in (
            ("envoi", self.envois, self.cout_contact),
            ("retour", self.retours, self.cout_retour),
            ("commande", self.commandes, self.cout_commande),
        ):
            rendu = "non calculable" if unitaire is None else euros(unitaire)
            calcul = f"{cout} / {nombre(effectif)}"
            yield Etape(f"Coût par {nom}", f"coût / {nom}s", calcul, rendu)
        calcul = f"{nombre(self.commandes)} × {marge} − {cout}"
        yield Etape("Résultat", "commandes × marge − coût", calcul, euros(self.resultat))
        calcul = f"{cout} / {marge} / {envois}"
        point = pourcentage(self.point_retour)
        yield Etape("Point de retour", "coût / marge par commande / envois", calcul, point)

    def conventions(self) -> Iterator[str]:
        """Les dénominateurs, et ce que compte la marge."""
        yield "tous les taux sont rapportés aux envois, plis non distribués compris"
        yield "marge par commande, sur coût variable, hors coût du mailing"
        yield "le point de retour se compare au taux de commande, non au taux de retour"


def rendement(envois: int, retours: int, commandes: int, cout: float, marge: float) -> Rendement:
    """Ce qu'un mailing a rapporté, et le taux de commande qui l'aurait remboursé.

    Taux de retour = retours / envois ; résultat = commandes × marge − coût ; point de retour =
    coût / marge / envois.

    Paramètres
    ----------
    envois : nombre de plis ou de courriels envoyés.
    retours : nombre de réponses reçues, commandes comprises (les plis revenus « n'habite pas à
        l'adresse indiquée » n'en sont pas).
    commandes : nombre de commandes obtenues.
    cout : celui de l'opération, en euros.
    marge : la marge que laisse une commande, en euros, avant le coût de l'opération.

    Renvoie
    -------
    `Rendement` (taux_retour, cout_contact, cout_retour, cout_commande, resultat, point_retour).

    Lève
    ----
    ArgumentInvalide s'il n'y a aucun envoi, plus de retours que d'envois ou plus de commandes que
    de retours, ou si la marge n'est pas plus grande que zéro.

    Exemple
    -------
    >>> bilan = rendement(5000, retours=200, commandes=40, cout=3500, marge=140)
    >>> bilan.taux_retour, bilan.cout_commande, bilan.resultat, bilan.point_retour
    (0.04, 87.5, 2100.0, 0.005)

    Source
    ------
    S823, rendement et point de retour du mailing (cas FV05 pour le taux de retour).
    """
    effectif = entier("envois", envois, minimum=1)
    recus, vendus = entier("retours", retours), entier("commandes", commandes)
    if recus > effectif:
        raise ArgumentInvalide("retours", recus, f"au plus autant que d'envois ({effectif})")
    if vendus > recus:
        raise ArgumentInvalide("commandes", vendus, f"au plus autant que de retours ({recus})")
    point = prospection.point_de_retour(cout, marge, effectif)
    return Rendement(
        recus / effectif,
        point.cout / effectif,
        point.cout / recus if recus else None,
        point.cout / vendus if vendus else None,
        vendus * point.marge - point.cout,
        point.taux,
        envois=effectif,
        retours=recus,
        commandes=vendus,
        cout=point.cout,
        marge=point.marge,
    )


@dataclass(frozen=True)
class ComparaisonVariantes(Resultat):
    """Comparaison de deux variantes.

    Champs : difference, taux de B − taux de A (décimale) ; z, l'écart réduit ; p, la valeur p
    bilatérale ; bas et haut, les bornes de l'intervalle de confiance de la différence ;
    significative, vrai si p < 1 − confiance ; puis les données du calcul.
    """

    difference: float
    z: float
    p: float
    bas: float
    haut: float
    significative: bool
    _: KW_ONLY
    a: tuple[int, int]
    b: tuple[int, int]
    confiance: float
    fragile: bool

    def etapes(self) -> Iterator[Etape]:
        """Les deux taux, leur écart, puis ce que le hasard en ferait."""
        taux_a, taux_b = (succes / envois for succes, envois in (self.a, self.b))
        for nom, (succes, envois), part in (("A", self.a, taux_a), ("B", self.b, taux_b)):
            calcul = f"{nombre(succes)} / {nombre(envois)}"
            yield Etape(f"Taux de {nom}", "succès / envois", calcul, pourcentage(part))
        calcul = f"{pourcentage(taux_b)} − {pourcentage(taux_a)}"
        yield Etape("Différence", "taux de B − taux de A", calcul, _points(self.difference))
        commun = pourcentage((self.a[0] + self.b[0]) / (self.a[1] + self.b[1]))
        ecart = pourcentage(self.difference)
        tailles = f"1/{nombre(self.a[1])} + 1/{nombre(self.b[1])}"
        formule = "différence / √(t × (1 − t) × (1/nA + 1/nB))"
        calcul = f"{ecart} / √({commun} × (1 − {commun}) × ({tailles}))"
        yield Etape("Écart réduit z", formule, calcul, nombre(self.z, 2))
        valeur = "moins de 0,0001" if self.p < 1e-4 else nombre(self.p, 4)
        yield Etape(
            "Valeur p", "chance d'un écart au moins aussi grand si A et B se valent", "", valeur
        )
        bornes = f"de {_points(self.bas)} à {_points(self.haut)}"
        yield Etape(f"Intervalle à {pourcentage(self.confiance, None)}", "", "", bornes)
        verdict = "significative" if self.significative else "non significative"
        yield Etape("Conclusion", "p < 1 − confiance ?", "", f"différence {verdict}")

    def conventions(self) -> Iterator[str]:
        """Le test, l'intervalle, et leur limite."""
        yield "test bilatéral ; z : taux t des deux variantes réunies, intervalle : un taux chacune"
        yield "effectifs fixés avant l'envoi : on ne s'arrête pas dès que p passe sous le seuil"
        if self.fragile:
            yield _FRAGILE


def comparer_variantes(
    a: tuple[int, int], b: tuple[int, int], *, confiance: float = 0.95
) -> ComparaisonVariantes:
    """Dit si l'écart entre deux variantes d'un mailing dépasse ce que fait le hasard (test A/B).

    z = (tB − tA) / √(t × (1 − t) × (1/nA + 1/nB)), t étant le taux des deux réunies ;
    p = 2 × P(Z > |z|), Z suivant la loi normale centrée réduite.

    Paramètres
    ----------
    a, b : (succès, envois) de chaque variante ; succès : ouvertures, réponses ou commandes. Les
        destinataires ont été tirés au sort entre A et B.
    confiance : décimale, entre 0 et 1 exclus.

    Renvoie
    -------
    `ComparaisonVariantes` (difference, z, p, bas, haut, significative). Un avertissement si l'on
    attend moins de cinq succès, ou de cinq échecs, dans une variante.

    Lève
    ----
    NonCalculable si aucun destinataire n'a répondu, ou s'ils ont tous répondu ; ArgumentInvalide
    pour plus de succès que d'envois.

    Exemple
    -------
    >>> test = comparer_variantes((40, 1000), (62, 1000))
    >>> test.difference, round(test.z, 2), round(test.p, 4), test.significative
    (0.022, 2.24, 0.0253, True)

    Source
    ------
    S823, GRC-4, test A/B : comparaison de deux proportions.
    """
    (succes_a, envois_a), (succes_b, envois_b) = _variante("a", a), _variante("b", b)
    niveau = seul(taux, "confiance", confiance)
    if not 0 < niveau < 1:
        raise ArgumentInvalide("confiance", confiance, "un taux entre 0 et 1 exclus (0.95)")
    commun = (succes_a + succes_b) / (envois_a + envois_b)
    if commun in (0, 1):
        raise NonCalculable(
            "Les deux variantes ont la même issue pour tous (0 % ou 100 %) : rien à comparer."
        )
    taux_a, taux_b = succes_a / envois_a, succes_b / envois_b
    difference = taux_b - taux_a
    z = difference / math.sqrt(commun * (1 - commun) * (1 / envois_a + 1 / envois_b))
    p = math.erfc(abs(z) / math.sqrt(2))
    ecart_type = math.sqrt(taux_a * (1 - taux_a) / envois_a + taux_b * (1 - taux_b) / envois_b)
    marge = NormalDist().inv_cdf((1 + niveau) / 2) * ecart_type
    fragile = min(envois_a, envois_b) * min(commun, 1 - commun) < 5
    if fragile:
        warnings.warn(_FRAGILE, stacklevel=2)
    return ComparaisonVariantes(
        difference,
        z,
        p,
        difference - marge,
        difference + marge,
        p < 1 - niveau,
        a=(succes_a, envois_a),
        b=(succes_b, envois_b),
        confiance=niveau,
        fragile=fragile,
    )


_FRAGILE = (
    "Moins de cinq succès ou de cinq échecs attendus dans une variante : l'approximation normale "
    "est fragile. Envoyez davantage avant de conclure."
)


def _variante(argument: str, recue: Any) -> tuple[int, int]:
    if not isinstance(recue, tuple | list) or len(recue) != 2:
        raise MauvaisType(argument, recue, "(succès, envois)")
    envois = entier(f"{argument}, envois", recue[1], minimum=1)
    succes = entier(f"{argument}, succès", recue[0])
    if succes > envois:
        raise ArgumentInvalide(f"{argument}, succès", succes, f"au plus les envois ({envois})")
    return succes, envois


def _points(difference: float) -> str:
    return f"{nombre(100 * difference, 2)} points"
