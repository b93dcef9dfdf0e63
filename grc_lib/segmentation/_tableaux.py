"""Lire un tableau de nombres, un tableau d'effectifs déjà croisé, et ce qu'il serait sans lien."""

from typing import Any

import numpy as np
import pandas as pd

from grc_lib._nombres import liste
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


def lire_nombres(argument: str, recu: pd.DataFrame) -> Any:
    """Les nombres d'un tableau, sans valeur manquante ; les noms sont en index."""
    if recu.shape[1] == 0:
        raise ArgumentInvalide(argument, "aucune colonne", "au moins une colonne de nombres")
    try:
        return np.column_stack([liste(f"{argument}, {nom}", c) for nom, c in recu.items()])
    except MauvaisType as erreur:
        attendu = "des nombres : retirez cette colonne, ou mettez les noms en index (set_index)"
        raise MauvaisType(erreur.argument, "autre chose que des nombres", attendu) from None


def lire_contingence(argument: str, recue: Any) -> pd.DataFrame:
    """Un tableau d'effectifs d'au moins deux lignes et deux colonnes, aucune vide."""
    attendu = "un tableau d'effectifs, les noms en index et en titres"
    if not isinstance(recue, pd.DataFrame):
        valeurs = np.array(recue, dtype=object) if isinstance(recue, list | tuple) else recue
        if not isinstance(valeurs, np.ndarray) or valeurs.ndim != 2:
            raise MauvaisType(argument, recue, attendu)
        rangees, rayons = (range(1, taille + 1) for taille in valeurs.shape)
        recue = pd.DataFrame(valeurs, index=rangees, columns=rayons)
    if min(recue.shape) < 2:
        raise NonCalculable(
            f"Le tableau a {recue.shape[0]} ligne(s) et {recue.shape[1]} colonne(s) : il en faut "
            "au moins deux de chaque pour chercher un lien."
        )
    effectifs = lire_nombres(argument, recue)
    faux = (effectifs % 1 > 0) | (effectifs < 0) | (effectifs > 1e15)
    if faux.any():
        recu = float(effectifs[faux][0])
        raise ArgumentInvalide(argument, recu, f"{attendu} : des entiers, positifs ou nuls")
    tableau = pd.DataFrame(effectifs.astype(int), index=recue.index, columns=recue.columns)
    for nom, totaux in (("ligne", tableau.sum(axis=1)), ("colonne", tableau.sum(axis=0))):
        if (totaux == 0).any():
            raise NonCalculable(
                f"La {nom} « {totaux.index[totaux == 0][0]} » n'a personne : retirez-la."
            )
    if _a_ses_totaux(effectifs):
        raise ArgumentInvalide(argument, "un tableau avec ses totaux", f"{attendu}, sans totaux")
    return tableau


def _a_ses_totaux(effectifs: Any) -> bool:
    """Vrai si la dernière ligne et la dernière colonne sont les sommes des autres."""
    en_lignes = (effectifs[-1] == effectifs[:-1].sum(axis=0)).all()
    en_colonnes = (effectifs[:, -1] == effectifs[:, :-1].sum(axis=1)).all()
    return bool(en_lignes and en_colonnes and min(effectifs.shape) > 2)


def effectifs_theoriques(observes: pd.DataFrame) -> pd.DataFrame:
    """Les effectifs attendus si les deux caractères étaient indépendants."""
    produits = np.outer(observes.sum(axis=1).astype(float), observes.sum(axis=0))
    theoriques = produits / observes.to_numpy().sum()
    return pd.DataFrame(theoriques, index=observes.index, columns=observes.columns)
