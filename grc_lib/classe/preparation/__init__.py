"""Préparer un TD : sa source contrôlée, l'énoncé de chacun, un modèle neuf."""
