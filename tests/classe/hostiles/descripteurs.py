"""Cherche dans les fichiers ouverts dont elle a hérité : écran du correcteur, souche, tuyaux.

nbgrader tel quel : l'écran de l'enseignant s'écrit, et son clavier se lit.
Ici : `/dev/null` et les deux tuyaux du poste, rien d'autre.
Notes : total=2
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())
ouverts = {}
for nom in os.listdir("/proc/self/fd"):
    try:
        ouverts[int(nom)] = os.readlink(f"/proc/self/fd/{nom}")
    except OSError:
        pass
etrangers = {
    n: ou
    for n, ou in ouverts.items()
    if ou != "/dev/null" and not (ou.startswith("pipe:") and n > 2) and "/proc/" not in ou
}
tenter("descripteurs étrangers", lambda: etrangers)
tenter("combien de tuyaux", lambda: sum(ou.startswith("pipe:") for ou in ouverts.values()) > 2)
tenter("terminal", lambda: any(os.isatty(n) for n in ouverts))
tenter("terminal par son nom", lambda: os.open("/dev/tty", os.O_RDWR))
for n in ouverts:
    if n < 3:
        os.write(n, b"PRISE")
