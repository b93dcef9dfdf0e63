"""Prend toute la mémoire, en une fois puis par ses enfants.

nbgrader tel quel : le système tue un processus au hasard, parfois le correcteur.
Ici : la copie est arrêtée dès qu'elle dépasse sa part ; les deux autres réponses comptent.
Notes : total=0, chers=0
"""

# %% total
enceinte_requise()
prise = bytearray(1500 << 20)
time.sleep(2)
print("PRISE 1,5 Go")

# %% chers
enceinte_requise()
for _ in range(3):
    if os.fork() == 0:
        prise = bytearray(500 << 20)
        time.sleep(30)
time.sleep(2.5)
print("PRISE par les enfants")
