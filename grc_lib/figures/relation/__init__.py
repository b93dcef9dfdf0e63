"""Satisfaction, réclamations, appels : les graphiques de la relation client."""
