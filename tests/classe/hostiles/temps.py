"""Ne finit pas : boucle qui avale KeyboardInterrupt, SIGINT ignoré, réveil qui tue.

nbgrader tel quel : chaque cellule attend le délai, puis le noyau est tué et la copie perdue.
Ici : le délai, un sursis, puis un poste neuf où l'on refait ce qui allait.
Notes : total=0, chers=0, remise=0
"""

# %% total
enceinte_requise()
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass

# %% chers
enceinte_requise()
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass

# %% remise
enceinte_requise()


def remise(prix, taux):
    return 0


signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(1)
