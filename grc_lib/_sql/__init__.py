"""Exécuter le SQL d'un élève : des bornes au calcul, des erreurs en français."""

from grc_lib._sql.erreurs import ErreurSQL, traduire
from grc_lib._sql.execution import executer

__all__ = ["ErreurSQL", "executer", "traduire"]
