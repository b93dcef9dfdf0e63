"""Redéfinit les contrôles dans son notebook, sans rien d'autre.

nbgrader tel quel : tous les points, pour des réponses vides.
Ici : ces noms-là sont ceux du juge, qui ne les prend pas chez l'élève.
Notes : total=0, chers=0, remise=0, courbe=0, creee=0
"""

# %% total
enceinte_requise()
verifier = verifier_forme = verifier_tableau = verifier_fonction = lambda *a, **k: None
verifier_figure = verifier_sql = lambda *a, **k: None
total = 0

# %% chers
chers = 0

# %% remise
remise = 0

# %% courbe
courbe = 0

# %% creee
creee = pd.DataFrame()
