"""Des tirages entiers, identiques sur toutes les machines et toutes les versions de numpy.

Seuls les mots bruts de PCG64 sont garantis d'une version à l'autre ; on n'en tire que des
entiers, jamais de réels : aucun résultat ne dépend du dernier bit d'un logarithme.
"""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.colonnes import Entiers, tranches


class Hasard:
    """Une source de tirages par graine, bloc de clients et sujet.

    Chaque sujet a la sienne : ajouter une table ne change pas les tirages des autres.

    >>> Hasard(1918, 0, "exemple").entiers(6, 5).tolist()
    [4, 1, 4, 5, 5]
    """

    def __init__(self, graine: int, bloc: int, sujet: str) -> None:
        entropie = np.random.SeedSequence([graine, bloc, zlib.crc32(sujet.encode())])
        self._source = np.random.PCG64(entropie)

    def entiers(self, n: int | NDArray[np.integer[Any]], *taille: int) -> Entiers:
        """Des entiers de 0 à n − 1 (`n` : un entier, ou un tableau de même forme que le tirage)."""
        mots = self._source.random_raw(int(np.prod(taille))).reshape(taille)
        return (mots % np.asarray(n, dtype=np.uint64)).astype(np.int64)

    def entre(self, mini: int | Entiers, maxi: int | Entiers, *taille: int) -> Entiers:
        """Des entiers de `mini` à `maxi`, bornes comprises."""
        return mini + self.entiers(maxi - mini + 1, *taille)

    def moindre(self, mini: int | Entiers, maxi: int | Entiers, *taille: int) -> Entiers:
        """Le plus petit de deux tirages de `mini` à `maxi` : souvent peu, rarement beaucoup."""
        return np.minimum(self.entre(mini, maxi, *taille), self.entre(mini, maxi, *taille))

    def parmi(self, table: Sequence[Any], *taille: int) -> NDArray[Any]:
        """Des éléments de la table, tous aussi probables : en répéter un, c'est le favoriser."""
        return np.asarray(table)[self.entiers(len(table), *taille)]

    def au_cas(
        self, cas: Any, tables: Mapping[Any, Sequence[Any]], defaut: str | int = ""
    ) -> NDArray[Any]:
        """Un élément par ligne, de la table de son cas ; `defaut` si son cas n'en a pas."""
        cas = np.asarray(cas)
        tirages = [self.parmi(table, len(cas)) for table in tables.values()]
        return np.select([cas == c for c in tables], tirages, default=defaut)

    def selon(self, poids: Sequence[int] | Entiers, *taille: int) -> Entiers:
        """Des rangs tirés selon des poids entiers."""
        cumul = np.cumsum(np.asarray(poids, dtype=np.int64))
        return np.searchsorted(cumul, self.entiers(int(cumul[-1]), *taille), side="right")

    def ordre(self, n: int) -> Entiers:
        """Une permutation de 0 à n − 1."""
        return np.argsort(self._source.random_raw(n), kind="stable").astype(np.int64)

    def tirer(self, rangs: Entiers, k: int) -> Entiers:
        """`k` de ces rangs au plus, jamais deux fois le même."""
        return rangs[self.ordre(len(rangs))[:k]]

    def repartir(self, parts: Sequence[int], n: int) -> Entiers:
        """`n` rangs mêlés, en proportion exacte des parts."""
        return tranches(parts, self.ordre(n), n)

    def quota(self, poids: NDArray[np.integer[Any]], k: int) -> Entiers:
        """`k` rangs différents, d'autant plus souvent que leur poids est grand.

        Moins de `k` si quelques poids pèsent à eux seuls plus que leur part.

        >>> sorted(Hasard(1918, 0, "exemple").quota(np.array([0, 1, 1, 1]), 3).tolist())
        [1, 2, 3]
        """
        ordre = self.ordre(len(poids))
        cumul = np.cumsum(poids[ordre])
        if not len(ordre) or not cumul[-1]:
            return ordre[:0]
        choisis: Entiers = ordre[np.diff(cumul * k // cumul[-1], prepend=0) > 0]
        return choisis
