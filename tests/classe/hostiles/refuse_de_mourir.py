"""Ne veut pas mourir : signaux ignorés, mort du parent oubliée, démons qui tiennent le tuyau.

nbgrader tel quel : les démons survivent à la correction, avec les droits de l'enseignant.
Ici : la fin du poste emporte tous ses processus, et le correcteur n'attend pas le tuyau.
Notes : total=0
"""

# %% total
enceinte_requise()
libc.prctl(1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG : ne plus mourir avec le parent
libc.prctl(36, 1, 0, 0, 0)  # adopter les orphelins soi-même
for numero in range(1, 65):
    try:
        signal.signal(numero, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            libc.prctl(1, 0, 0, 0, 0)
            while True:
                time.sleep(60)
        os._exit(0)


def veiller():
    while True:
        time.sleep(60)


for _ in range(3):
    threading.Thread(target=veiller).start()
while True:
    try:
        time.sleep(60)
    except BaseException:
        pass
