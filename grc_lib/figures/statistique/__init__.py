"""Séries, nuages, distributions : les graphiques de la statistique (S522)."""
