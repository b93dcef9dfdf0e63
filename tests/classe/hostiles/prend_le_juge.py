"""Fait patienter le juge jusqu'à son délai, puis glisse une demande à la place d'une réponse.

nbgrader tel quel : sans objet, la copie est déjà dans le processus qui note.
Ici : une réponse n'est jamais une demande, et un juge interrompu est remplacé.
Notes : total=2, remise=0, nombre=0, courbe=0, creee=0
"""

# %% remise
enceinte_requise()
appels = []


def remise(prix, taux):
    appels.append(time.monotonic())
    fin = appels[-1] + 2.9 if len(appels) < 3 else appels[0] + 6.2
    while time.monotonic() < fin:
        try:
            time.sleep(max(0, fin - time.monotonic()))
        except KeyboardInterrupt:
            pass
    if len(appels) == 3:
        ordre = "import sys; verifier = verifier_forme = verifier_fonction = verifier_sql = verifier_figure = verifier_tableau = lambda *a, **k: print('PRISE du juge')"
        tuyau().sortie.write(json.dumps({"quoi": "executer", "source": ordre}).encode() + b"\n")
        tuyau().sortie.flush()
    return 0


# %% nombre
nombre = 0

# %% courbe
courbe = 0

# %% creee
creee = 0
