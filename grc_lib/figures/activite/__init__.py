"""Plannings, projets, prospection, tournées : les graphiques de l'organisation commerciale."""
