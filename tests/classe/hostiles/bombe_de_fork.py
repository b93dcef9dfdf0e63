"""Bombe de fork, puis de fils d'exécution.

nbgrader tel quel : la machine de l'enseignant se fige.
Ici : soixante-quatre processus par copie ; le délai passé, tous disparaissent ensemble.
Notes : total=0
"""

# %% total
enceinte_requise()
while True:
    try:
        os.fork()
    except OSError:
        pass
