"""Prend de la mémoire que l'on ne compte pas à un processus : partagée, orpheline, sans nom.

nbgrader tel quel : comme la précédente.
Ici : partagée ou non, elle est comptée ; les orphelins aussi ; memfd et System V sont fermés.
Notes : total=0, chers=0
"""

# %% total
enceinte_requise()


def garder(identifiant):
    appel(31, identifiant, 0, 0)
    return True


tenter("memfd", lambda: os.memfd_create("x") >= 0)
tenter("segment System V", lambda: appel(29, 0, 1 << 20, 0o1600) >= 0)
tenter("file de messages", lambda: appel(68, 0, 0o1600) >= 0)
tenter("sémaphores", lambda: appel(64, 0, 1, 0o1600) >= 0)
prise = mmap.mmap(-1, 1200 << 20)
for rang in range(0, 1200 << 20, 4096):
    prise[rang] = 1
time.sleep(2)
print("PRISE 1,2 Go partagés")

# %% chers
enceinte_requise()
if os.fork() == 0:
    for _ in range(3):
        if os.fork() == 0:
            prise = bytearray(500 << 20)
            time.sleep(30)
    os._exit(0)
time.sleep(2.5)
print("PRISE par des orphelins")
