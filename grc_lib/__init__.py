"""Bibliothèque du cours « Gestion de clientèles ».

Les sous-modules se chargent à la première utilisation : `from grc_lib import segmentation`.
"""

from __future__ import annotations

import os

import lazy_loader

TYPE_CHECKING = False  # celui de `typing`, sans le charger : 12 ms à chaque commande `grc`
if TYPE_CHECKING:
    from typing import Any

# Les pièces publiques sont celles du dossier : aucune liste à tenir à jour.
_noms = os.listdir(__path__[0])  # noqa: PTH208 — pathlib et pkgutil coûtent 10 ms
_pieces = {n for nom in _noms if (n := nom.removesuffix(".py")).isidentifier() and n[0] != "_"}
_charger, __dir__, __all__ = lazy_loader.attach(__name__, _pieces)


def __getattr__(nom: str) -> Any:
    if nom == "__version__":
        from importlib.metadata import version  # 20 ms : seulement si on la demande

        return version("grc-cours")
    return _charger(nom)


def load_ipython_extension(ipython: Any) -> None:
    """Ce que fait `%load_ext grc_lib` : la commande `%%sql` dans les notebooks."""
    from grc_lib.atelier import sql

    sql.activer(ipython)
