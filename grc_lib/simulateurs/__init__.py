"""Les simulateurs du cours : déplacez un curseur, lisez la phrase, décidez ; et l'entraînement.

Chaque fonction rend un widget à afficher dans Jupyter. Un simulateur est fait de deux fichiers du
même nom : `calculs/` dit ce qu'il calcule, sans rien afficher ; `reglages/`, ce que l'on règle et
ce que l'on voit. Rien ne se charge avant d'être employé.
"""

from importlib import import_module
from typing import Any

_CALCULS = {
    "abc": ["SimulationAbc", "simuler_abc"],
    "audit_anti_chaine": ["AuditAntiChaine", "auditer_anti_chaine"],
    "bfr": ["Exploitation", "SimulationBfr", "simuler_bfr"],
    "charge": ["SimulationCharge", "simuler_charge"],
    "devis": ["SimulationDevis", "simuler_devis"],
    "droite_de_prevision": ["SimulationDroite", "simuler_droite"],
    "emprunt": ["SimulationEmprunt", "simuler_emprunt"],
    "location": ["SimulationLocation", "Vehicule", "simuler_location"],
    "plateau": ["SimulationPlateau", "simuler_plateau"],
    "prix": ["SimulationPrix", "simuler_prix"],
    "score": ["SimulationScore", "simuler_score"],
    "script_appel": ["AppelJoue"],
    "seuil_de_rentabilite": ["Activite", "SimulationSeuil", "simuler_seuil"],
    "strategie_relation": ["SimulationRelation", "simuler_relation"],
    "tournee": ["SimulationTournee", "simuler_tournee"],
}
# Où est chaque nom public : son fichier, et comment il s'y appelle.
_PORTES = {
    **{nom: (f"reglages.{nom}", f"simulateur_{nom}") for nom in _CALCULS},
    **{nom: (f"calculs.{ou}", nom) for ou, noms in _CALCULS.items() for nom in noms},
    "entrainement": ("entrainement", "entrainement"),
    "progres": ("progres", "progres"),
}
__all__ = sorted(_PORTES)


def __getattr__(nom: str) -> Any:
    if nom not in _PORTES:
        raise AttributeError(f"« {nom} » n'est pas un simulateur : {', '.join(_CALCULS)}")
    fichier, objet = _PORTES[nom]
    globals()[nom] = getattr(import_module(f"{__name__}.{fichier}"), objet)
    return globals()[nom]


def __dir__() -> list[str]:
    return __all__
