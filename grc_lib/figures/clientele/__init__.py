"""Portefeuille, segments, scores, positions : les graphiques de la connaissance du client."""
