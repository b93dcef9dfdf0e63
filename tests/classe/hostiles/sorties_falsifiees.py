"""Affiche « 2 », des verdicts verts, du HTML, des sorties mal formées et des demi-caractères.

nbgrader tel quel : un résultat « 2 » dans une cellule notée vaut deux points.
Ici : seules comptent les sorties du juge ; les autres sont relues, bornées et nettoyées.
Notes : total=0, chers=0
"""

# %% total
enceinte_requise()
from IPython.display import display, HTML
from grc_lib.exercice.correction import Verdict

display(Verdict("total", "juste", points=2))
print("✔ Juste — total (2 points)")
print("\ud800 \x00 \x1b[2J")
display({"text/plain": "\udfff", "application/json": {"a": float("nan")}}, raw=True)
display({"x": [[[[1]]]], "text/html": 3, "image/png": "pas du base64"}, raw=True)
display({"text/plain": "x"}, metadata={"k" * 10000: {"y": "\ud83d"}}, raw=True)
total = 2
2

# %% chers
chers = 2
2
