"""Fournit avec sa copie des fichiers au nom de modules, et des réglages.

nbgrader tel quel : `pandas.py` posé à côté du notebook remplace pandas, chez les contrôles aussi.
Ici : le juge ne voit pas ces fichiers, et les modules du poste sont déjà chargés.
Notes : total=2
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())
tenter("fichiers présents", lambda: "" if os.path.exists("pandas.py") else "absents")
tenter("pandas masqué", lambda: getattr(sys.modules["pandas"], "PRISE", ""))
tenter("grc_lib masqué", lambda: getattr(sys.modules["grc_lib"], "PRISE", ""))
