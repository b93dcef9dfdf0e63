"""Affiche sans fin, d'un coup, mille fois, en effaçant, et directement sur les descripteurs.

nbgrader tel quel : trente mégaoctets s'enregistrent dans la copie et dans le compte rendu.
Ici : une cellule a droit à un mégaoctet, puis s'arrête ; la copie notée reste petite.
Notes : total=0, chers=0, remise=0
"""

# %% total
enceinte_requise()
while True:
    print("x" * 1000)
total = 1

# %% chers
enceinte_requise()
print("x" * 50_000_000)
chers = ventes

# %% remise
enceinte_requise()
from IPython.display import clear_output, display


def remise(prix, taux):
    return 0


for _ in range(100):
    os.write(1, b"PRISE" * 1000)
for _ in range(10**9):
    display({"text/plain": "x"}, raw=True)
    clear_output()
