"""SQL dans sa cellule : lire et écrire des fichiers, charger une extension, ne pas finir.

nbgrader tel quel : DuckDB lit et écrit tout ce que l'enseignant peut.
Ici : l'enceinte le refuse ; la requête sans fin s'arrête au délai.
Notes : total=2, nombre=0, courbe=2?, creee=2?
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())
import duckdb

sql = lambda texte: duckdb.sql(texte)
g = f"{COURS}/gradebook.db"
tenter("lire", lambda: sql(f"SELECT * FROM read_text('{g}')").fetchall())
tenter("lister", lambda: [n for n in sql(f"SELECT * FROM glob('{COURS}/*')").fetchall()])
tenter("écrire", lambda: (sql(f"COPY (SELECT 1) TO '{COURS}/prise.csv'"), True)[1])
tenter("attacher", lambda: (sql(f"ATTACH '{COURS}/neuve.db' AS neuve"), True)[1])

# %% chers
chers = ventes[ventes["prix"] > 300]
tenter("installer", lambda: (sql("INSTALL httpfs"), True)[1])

# %% nombre
# sql: %%sql nombre
# sql: SELECT COUNT(*) AS n FROM range(1000000000) a, range(1000000000) b
