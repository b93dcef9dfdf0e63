"""Les erreurs fréquentes sur la qualité d'un fichier (S822-3) : complétude, dédoublonnage."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from grc_lib._pieges import Catalogue, Piege
from grc_lib.erreurs import NonCalculable
from grc_lib.qualite.mesures import completude, evaluer_dedoublonnage


def _fiches_completes(donnees: Any, *, colonnes: Sequence[str] | None = None) -> float:
    """La part des fiches dont tous les champs sont remplis."""
    if not isinstance(donnees, pd.DataFrame):
        raise NonCalculable("Ce piège se calcule sur un tableau.")
    fiches = donnees if colonnes is None else donnees[list(colonnes)]
    remplis = fiches.notna() & fiches.astype(str).apply(lambda c: c.str.strip() != "")
    return float(remplis.all(axis=1).mean())


PIEGES: Catalogue = {
    completude: {
        "manquants": Piege(
            "C'est la part des champs manquants : on demande celle des champs remplis.",
            lambda donnees, *, colonnes=None: 1 - completude(donnees, colonnes=colonnes).taux,
            champ="taux",
        ),
        "fiches": Piege(
            "C'est la part des fiches entièrement remplies : le taux compte les champs.",
            _fiches_completes,
            champ="taux",
        ),
    },
    evaluer_dedoublonnage: {
        "rappel": Piege(
            "C'est le rappel : la précision se rapporte aux paires proposées.",
            lambda trouves, vrais: evaluer_dedoublonnage(trouves, vrais).rappel,
            champ="precision",
        ),
        "precision": Piege(
            "C'est la précision : le rappel se rapporte aux vrais doublons.",
            lambda trouves, vrais: evaluer_dedoublonnage(trouves, vrais).precision,
            champ="rappel",
        ),
        "moyenne": Piege(
            "Vous avez fait la moyenne simple de la précision et du rappel : F1 est leur moyenne "
            "harmonique.",
            lambda trouves, vrais: (
                ((juste := evaluer_dedoublonnage(trouves, vrais)).precision + juste.rappel) / 2
            ),
            champ="f1",
        ),
    },
}
