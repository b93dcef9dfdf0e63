"""L'échéancier d'un emprunt (S512-3), au centime : un prêt, ou cent mille d'un coup.

Les calculs sont en centimes entiers, une ligne de tous les prêts à la fois. L'arrondi est exact
tant que l'intérêt d'une période reste sous un million d'euros et que le taux s'écrit simplement
(quatre décimales, ou un tel taux annuel divisé par 12).
"""

from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from grc_lib import _nombres
from grc_lib._arguments import parmi, vrai_ou_faux
from grc_lib._formats import nombre
from grc_lib.annuites.versements import annuite_constante
from grc_lib.erreurs import ArgumentInvalide

Mode: TypeAlias = Literal["annuités constantes", "amortissement constant", "in fine"]
Arrondi: TypeAlias = Literal[2, 0] | None
Tableau: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

MODES = ("annuités constantes", "amortissement constant", "in fine")
LIGNES_MAX = 1200  # cent ans de mensualités
CAPITAL_MAX = 1e12  # mille milliards d'euros : au-delà, une erreur de saisie

_BLOC = 8192  # prêts à la fois : une ligne de leur échéancier tient dans la mémoire proche
# De quoi couvrir les erreurs des flottants : 50 € × 0.0003 font 1,5 centime, et non 1,49999999…
_RIEN_DE_PLUS = 1 + 2**-50


class Regles(NamedTuple):
    """Comment se rembourse un prêt : les arguments de `tableau_emprunt`."""

    n: int
    mode: Mode
    differe: int
    capitaliser: bool
    arrondi: Arrondi

    @property
    def unite(self) -> int:
        """Combien de fois l'unité des calculs tient dans un euro : 100 pour des centimes."""
        return 100 if self.arrondi == 2 else 1


@dataclass(frozen=True, eq=False, repr=False)
class Echeanciers:
    """Les échéanciers d'un lot de prêts : une ligne par période, une colonne par prêt.

    interet, amortissement, capital_fin : tableaux numpy (périodes × prêts), en centimes entiers,
    dont les sommes sont donc exactes (`echeanciers.interet.sum(axis=0) / 100` : le coût de chaque
    prêt, en euros). Avec `arrondi=0`, des euros entiers ; avec `arrondi=None`, des euros et leurs
    décimales.
    """

    interet: Tableau
    amortissement: Tableau
    capital_fin: Tableau
    _: KW_ONLY
    regles: Regles

    @property
    def annuite(self) -> Tableau:
        """Ce que chaque prêt verse à chaque période : intérêt + amortissement."""
        return self.interet + self.amortissement

    @property
    def capital_debut(self) -> Tableau:
        """Le capital restant dû au début de chaque période : amortissement + capital de fin."""
        return self.amortissement + self.capital_fin

    def tableau(self, rang: int = 0) -> pd.DataFrame:
        """L'échéancier d'un prêt, en euros, comme le rend `tableau_emprunt`.

        rang : la place du prêt dans le lot (0 : le premier) ; ArgumentInvalide s'il n'y est pas.

        >>> echeanciers([1_000, 2_000], 0.01, 2).tableau(1)
           periode  capital_debut  interet  amortissement  annuite  capital_fin
        0        1        2000.00    20.00         995.02  1015.02      1004.98
        1        2        1004.98    10.05        1004.98  1015.03         0.00
        """
        _, prets = self.interet.shape
        if _nombres.entier("rang", rang) >= prets:
            raise ArgumentInvalide("rang", rang, f"un rang de 0 à {prets - 1}")
        interet, amortissement, fin = (
            matrice[:, int(rang)]
            for matrice in (self.interet, self.amortissement, self.capital_fin)
        )
        colonnes = {
            "capital_debut": amortissement + fin,
            "interet": interet,
            "amortissement": amortissement,
            "annuite": interet + amortissement,
            "capital_fin": fin,
        }
        tableau = pd.DataFrame(colonnes) / self.regles.unite
        tableau.insert(0, "periode", range(1, len(tableau) + 1))
        tableau.attrs.update(self.regles._asdict())
        return tableau

    def __repr__(self) -> str:
        periodes, prets = self.interet.shape
        return f"Échéanciers de {nombre(prets)} prêt(s) sur {nombre(periodes)} période(s)"


def tableau_emprunt(
    capital: float,
    taux: float,
    n: int,
    *,
    mode: Mode = "annuités constantes",
    differe: int = 0,
    capitaliser: bool = False,
    arrondi: Arrondi = 2,
) -> pd.DataFrame:
    """L'échéancier d'un emprunt, une ligne par période.

    L'annuité est arrondie une fois, l'intérêt (capital restant dû × taux) l'est à chaque ligne,
    demi vers le haut, et la dernière échéance solde le capital : elle diffère de quelques centimes.

    Paramètres
    ----------
    capital : emprunté, en euros.
    taux : le taux d'une période, décimal entre 0 et 1 (`0.03 / 12` pour des mensualités à 3 %).
    n : le nombre d'échéances qui remboursent le capital, entier.
    mode : « annuités constantes » ; « amortissement constant », le même capital à chaque échéance ;
        « in fine », des intérêts puis tout le capital à la dernière échéance.
    differe : le nombre de périodes ajoutées avant les n échéances, sans remboursement de capital.
    capitaliser : pendant le différé, `False` : les intérêts sont payés (différé partiel) ; `True` :
        rien n'est payé, ils s'ajoutent au capital (différé total).
    arrondi : 2, au centime ; 0, à l'euro près ; `None`, aucun arrondi (les formules pures).

    Renvoie
    -------
    `DataFrame` de differe + n lignes : periode (à partir de 1), capital_debut, interet,
    amortissement, annuite, capital_fin (€). Les conventions employées sont dans `.attrs`.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine (12 pour 12 %).

    Exemple
    -------
    >>> tableau_emprunt(1_000, 0.0095, 12).tail(2)
        periode  capital_debut  interet  amortissement  annuite  capital_fin
    10       11         174.63     1.66          86.91    88.57        87.72
    11       12          87.72     0.83          87.72    88.55         0.00

    Source
    ------
    S512, tableaux d'emprunt (cas EM02 à EM13).
    """
    emprunte = _nombres.seul(_nombres.strictement_positif, "capital", capital)
    i = _nombres.seul(_nombres.taux, "taux", taux)
    regles: Any = {"mode": mode, "differe": differe, "capitaliser": capitaliser, "arrondi": arrondi}
    return echeanciers([emprunte], i, n, **regles).tableau()


def echeanciers(
    capital: Any,
    taux: Any,
    n: int,
    *,
    mode: Mode = "annuités constantes",
    differe: int = 0,
    capitaliser: bool = False,
    arrondi: Arrondi = 2,
) -> Echeanciers:
    """Les échéanciers d'un lot de prêts de même durée, au centime, en un seul calcul.

    Paramètres
    ----------
    capital : celui de chaque prêt, en euros (liste, tableau numpy ou `Series`).
    taux : le taux d'une période, le même pour tous ou un par prêt.
    n, mode, differe, capitaliser, arrondi : comme pour `tableau_emprunt`, communs à tous.

    Renvoie
    -------
    `Echeanciers` : trois tableaux (périodes × prêts) en centimes entiers, et `.tableau(rang)` en
    euros. Le centime est le même que celui de `tableau_emprunt` : c'est le même calcul.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine ou si les longueurs diffèrent ;
    NonCalculable s'il n'y a aucun prêt.

    Exemple
    -------
    >>> lot = echeanciers([150_000, 90_000], [0.03 / 12, 0.035 / 12], 240)
    >>> lot
    Échéanciers de 2 prêt(s) sur 240 période(s)
    >>> lot.interet.sum(axis=0) / 100
    array([49654.78, 35271.73])

    Source
    ------
    S512, tableaux d'emprunt (cas EM05).
    """
    parmi("mode", mode, MODES)
    vrai_ou_faux("capitaliser", capitaliser)
    if arrondi is not None and _nombres.entier("arrondi", arrondi) not in (0, 2):
        raise ArgumentInvalide("arrondi", arrondi, "2 (au centime), 0 (à l'euro) ou None")
    n, differe = _durees(n, differe)
    regles = Regles(n, mode, differe, capitaliser, arrondi)
    emprunte, i = _prets(capital, taux, regles)
    forme = regles.differe + regles.n, len(emprunte)
    matrices = [np.empty(forme, float if arrondi is None else np.int64) for _ in range(3)]
    for premier in range(0, len(emprunte), _BLOC):
        bloc = slice(premier, premier + _BLOC)
        _derouler(emprunte[bloc], i[bloc], regles, *(matrice[:, bloc] for matrice in matrices))
    return Echeanciers(*matrices, regles=regles)


def _derouler(
    capital: Tableau,
    taux: Tableau,
    regles: Regles,
    interets: Tableau,
    amortissements: Tableau,
    fins: Tableau,
) -> None:
    """Remplit, ligne après ligne, l'échéancier d'un bloc de prêts, sans tableau intermédiaire."""
    majore, produit = taux * _RIEN_DE_PLUS, np.empty_like(capital)
    debut, reste = capital.astype(fins.dtype), capital.copy()
    for ligne, (interet, amortissement, fin) in enumerate(
        zip(interets, amortissements, fins, strict=True)
    ):
        np.multiply(reste, majore, out=produit)
        np.copyto(interet, _arrondir(produit, regles), casting="unsafe")
        if ligne == regles.differe:
            versement = _versement(reste, taux, regles).astype(fins.dtype)
        if ligne < regles.differe:
            np.multiply(interet, -1 if regles.capitaliser else 0, out=amortissement)
        elif ligne == len(fins) - 1:
            np.copyto(amortissement, debut)
        else:
            constante = regles.mode == "annuités constantes"
            np.subtract(versement, interet if constante else 0, out=amortissement)
            np.minimum(amortissement, debut, out=amortissement)
        np.subtract(debut, amortissement, out=fin)
        debut = fin
        np.copyto(reste, fin)


def _versement(capital: Tableau, taux: Tableau, regles: Regles) -> Tableau:
    """L'annuité constante, l'amortissement constant, ou rien avant la dernière échéance."""
    if regles.mode == "in fine":
        return np.zeros_like(capital)
    if regles.mode == "amortissement constant":
        return _arrondir(capital / regles.n, regles)
    return _arrondir(np.asarray(annuite_constante(capital, taux, regles.n)), regles)


def _arrondir(montants: Tableau, regles: Regles) -> Tableau:
    """Les montants, sur place, à l'unité la plus proche : demi vers le haut."""
    if regles.arrondi is not None:
        montants += 0.5
        np.floor(montants, out=montants)
    return montants


def _durees(n: Any, differe: Any) -> tuple[int, int]:
    n, differe = _nombres.entier("n", n, minimum=1), _nombres.entier("differe", differe)
    if n + differe > LIGNES_MAX:
        raise ArgumentInvalide("n", n + differe, f"au plus {LIGNES_MAX} périodes, différé compris")
    return n, differe


def _prets(capital: Any, taux: Any, regles: Regles) -> tuple[Tableau, Tableau]:
    """Le capital de chaque prêt, dans l'unité de l'échéancier, et son taux."""
    emprunte, i = _nombres.liste("capital", capital), _nombres.taux("taux", taux)
    _nombres.accorder(capital=capital if isinstance(capital, pd.Series) else emprunte, taux=i)
    if np.ndim(i):
        i = _nombres.liste("taux", i)  # sans manque, et sans index
    maximum = CAPITAL_MAX * (1 + i) ** -(regles.differe if regles.capitaliser else 0)
    hors = (emprunte * regles.unite < 1) | (emprunte > maximum)
    if hors.any():
        attendu = "un capital d'au moins un centime (un euro si `arrondi=0`), sous mille milliards"
        raise ArgumentInvalide("capital", emprunte[hors][0].item(), attendu)
    if regles.arrondi is not None:
        emprunte = _arrondir(emprunte * (regles.unite * _RIEN_DE_PLUS), regles)
    return emprunte, np.broadcast_to(i, emprunte.shape)
