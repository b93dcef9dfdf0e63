"""Remplit le disque : gros fichiers, fichiers effacés mais ouverts, inodes, dossiers emboîtés.

nbgrader tel quel : le disque de l'enseignant est plein, le carnet ne s'écrit plus.
Ici : 256 Mo en mémoire (espaces), ou la copie est arrêtée quand elle dépasse (Landlock).
Notes : total=0, chers=0, remise=0
"""

# %% total
enceinte_requise()
octets = bytes(50 << 20)
for rang in range(12):
    with open(f"gros{rang}", "wb") as f:
        f.write(octets)
time.sleep(1.5)
print("PRISE 600 Mo")

# %% chers
enceinte_requise()
ouverts = []
for rang in range(12):
    f = open(f"cache{rang}", "wb", buffering=0)
    os.unlink(f"cache{rang}")
    if f.write(octets) < len(octets):
        raise OSError("plein")
    ouverts.append(f)
time.sleep(1.5)
print("PRISE 600 Mo effacés")

# %% remise
enceinte_requise()


def remise(prix, taux):
    return 0


for rang in range(40_000):
    open(f"petit{rang}", "w").close()
time.sleep(1.5)
print("PRISE 40 000 inodes")
