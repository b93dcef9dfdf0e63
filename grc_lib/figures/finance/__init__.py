"""Emprunts, flux, bilan, seuil, risque : les graphiques des calculs financiers."""
