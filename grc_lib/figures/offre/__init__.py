"""Prix, remises, publicité : les graphiques de l'offre et de la communication."""
