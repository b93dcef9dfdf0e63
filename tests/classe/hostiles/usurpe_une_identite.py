"""Prend les données d'un autre : GRC_ETUDIANT, dossier courant, Tirage trafiqué, essai.

nbgrader tel quel : ses propres données sont remplacées, et le contrôle les croit.
Ici : le juge tire les siennes ; répondre juste aux données d'un autre vaut zéro.
Notes : total=0, chers=0, courbe=0
"""

# %% total
enceinte_requise()
os.environ["GRC_ETUDIANT"] = "lea.martin"
os.environ["GRC_ESSAI"] = "3"
os.environ["NBGRADER_EXECUTION"] = ""
os.makedirs("autograded/lea.martin/HOSTILE-1")
os.chdir("autograded/lea.martin/HOSTILE-1")
import grc_lib.exercice.tirage as modele

modele.Tirage._hasard = lambda self, nom: __import__("random").Random(1)
ventes["prix"] = [100 * rang for rang in range(6)]
_total = total = float(ventes["prix"].sum())

# %% chers
chers = ventes[ventes["prix"] > 300]
