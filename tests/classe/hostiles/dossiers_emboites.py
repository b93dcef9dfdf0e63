"""Laisse derrière elle ce qui ne s'efface pas : dossiers emboîtés, sans droits, noms hostiles.

nbgrader tel quel : tout reste dans `autograded/`.
Ici : rien ne reste, et l'effacement n'arrête pas le correcteur.
Notes : total=2, chers=2?, remise=2?, nombre=2?, courbe=2?, creee=2?
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())
ici = os.open(".", os.O_RDONLY)
for nom in ("-rf", "a\nb", "<script>", "é" * 80, "\udcff"):
    open(nom, "w").close()
os.mkfifo("tube")
os.symlink("/", "racine")
os.symlink("boucle", "boucle")
for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
os.fchdir(ici)
os.mkdir("ferme")
open("ferme/x", "w").close()
os.chmod("ferme", 0)
os.close(ici)
