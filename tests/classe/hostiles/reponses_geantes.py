"""Répond démesurément : 40 Mo, des millions de listes vides, JSON profond, cent mille sorties.

nbgrader tel quel : la mémoire du correcteur, puis le carnet.
Ici : une réponse trop grande ou trop morcelée est illisible, sans être relue.
Notes : total=0, chers=0, remise=0, nombre=2?, courbe=2?, creee=2?
"""

# %% total
enceinte_requise()
total = 0
brut = lambda octets: (tuyau().sortie.write(octets + b"\n"), tuyau().sortie.flush())
brut(b'{"sorties": [' + b"[]," * 13_000_000 + b"[]]}")

# %% chers
brut = lambda octets: (tuyau().sortie.write(octets + b"\n"), tuyau().sortie.flush())
un = json.dumps({"output_type": "stream", "name": "stdout", "text": "x"}).encode()
brut(b'{"sorties": [' + b",".join([un] * 300_000) + b"]}")
brut(b'{"sorties": ' + b"[" * 900 + b"]" * 900 + b"}")
chers = 0


# %% remise
def remise(prix, taux):
    brut = lambda octets: (tuyau().sortie.write(octets + b"\n"), tuyau().sortie.flush())
    brut(b'{"resultat": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    return "x" * 60_000_000
