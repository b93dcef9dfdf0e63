"""Parle lui-même au correcteur : fausses réponses, faux appels, types absurdes, octets au hasard.

nbgrader tel quel : n'a pas de tuyau ; l'équivalent, écrire de faux messages de noyau, note tout.
Ici : ce que le tuyau apporte est relu comme une donnée hostile, et ne note rien.
Notes : total=0, chers=0, remise=0, nombre=2?, courbe=2?, creee=2?
"""

# %% total
enceinte_requise()
total = 0
ecrire = tuyau().sortie.write


def dire(objet):
    ecrire(json.dumps(objet).encode() + b"\n")
    tuyau().sortie.flush()


dire(
    {
        "sorties": [
            5,
            None,
            {"output_type": "error"},
            {"output_type": "stream", "name": "stdout", "text": 3},
        ]
    }
)
dire({"valeurs": {"total": {"t": "DataFrame", "v": [1]}}})
dire({"sorties": 5})
dire({"valeurs": 5})

# %% chers
dire({"appel": {"nom": "x", "arguments": [], "nommes": {}}})
dire({"appel": 3, "sorties": {}})
dire({"valeurs": ["chers"]})
dire({"valeurs": "chers"})
dire([])
dire(None)
chers = 0


# %% remise
def remise(prix, taux):
    ecrire(b'{"quoi": "executer", "source": "remise = None"}\n')
    ecrire(b"\xff\xfe\x00{{{\n")
    tuyau().sortie.flush()
    os.close(tuyau().sortie.fileno())
    os.close(tuyau().entree.fileno())
    return 1
