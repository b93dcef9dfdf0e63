"""Faire passer une réponse d'un poste à l'autre : une donnée en JSON, jamais du code."""

from grc_lib.classe.transport.codage import CodeIllisible, Mandataire, coder, decoder

__all__ = ["CodeIllisible", "Mandataire", "coder", "decoder"]
