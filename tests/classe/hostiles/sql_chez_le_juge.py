"""SQL que le juge rejoue : `attrs["requete"]` y lit ses variables, des fichiers, ou n'en finit pas.

nbgrader tel quel : `SELECT * FROM _corrige_tableau` rend le corrigé.
Ici : la base du juge est fermée, et sa requête sans fin lui coûte la question.
Notes : nombre=0, creee=0
"""

# %% nombre
enceinte_requise()
nombre = "SELECT COUNT(*) AS n FROM range(1000000) a, range(1000000) b, range(1000000) c WHERE a.range + b.range = c.range"

# %% creee
creee = pd.DataFrame()
creee.attrs["requete"] = "CREATE TABLE creee AS SELECT * FROM _corrige_tableau"
