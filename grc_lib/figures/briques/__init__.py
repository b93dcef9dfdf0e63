"""Ce que partagent les figures : lecture des résultats, échelles, noms, légendes, fond de carte."""
