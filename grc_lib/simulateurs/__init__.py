"""Les simulateurs du cours : déplacez un curseur, lisez la phrase, décidez.

Chaque fonction rend un widget à afficher dans Jupyter ; son calcul est une fonction à part.
"""

from grc_lib.simulateurs.abc import simulateur_abc as abc
from grc_lib.simulateurs.effort_abc import SimulationAbc, simuler_abc
from grc_lib.simulateurs.entrainement import entrainement

__all__ = ["SimulationAbc", "abc", "entrainement", "simuler_abc"]
