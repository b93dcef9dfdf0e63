"""Écrit chez l'enseignant : solutions, carnet, réglages de nbgrader, paquet, copies voisines.

nbgrader tel quel : tout s'écrit ; `nbgrader_config.py` s'exécutera la prochaine fois comme
l'enseignant, et la note s'écrit au carnet.
Ici : rien n'existe, ou rien ne s'ouvre en écriture ; ni droits ni dates ne changent.
Notes : total=0
"""

# %% total
enceinte_requise()


def ecrire(ou, mode="a"):
    with open(ou, mode) as f:
        f.write("PRISE")
        return True


for ou in (
    f"{COURS}/solutions/TD/TD.ipynb",
    f"{COURS}/gradebook.db",
    f"{COURS}/nbgrader_config.py",
    f"{COURS}/autograded/voisin/TD/TD.ipynb",
    f"{COURS}/nouveau",
    f"{PAQUET}/__init__.py",
    f"{PAQUET}/prise.py",
    f"{BIBLIOTHEQUE}/prise.pth",
    f"{BIBLIOTHEQUE}/pandas/__init__.py",
    "/usr/bin/prise",
    "/root" + "/.bashrc",
    "/var/lib/prise",
    "/dev/shm/prise-landlock" if "landlock" in os.getcwd() else "/nulle/part",
    "/proc/sys/kernel/core_pattern",
    f"/proc/{PID}/oom_score_adj",
    "/sys/kernel/uevent_helper",
):
    tenter(f"écrire {ou}", lambda: ecrire(ou))
g = f"{COURS}/gradebook.db"
tenter("vider par truncate", lambda: os.truncate(g, 0) is None)
tenter("effacer", lambda: os.unlink(g) is None)
tenter("renommer", lambda: os.rename(g, f"{COURS}/x") is None)
tenter("remplacer", lambda: (open("m", "w").close(), os.replace("m", g)))
tenter("dossier", lambda: os.mkdir(f"{COURS}/d") is None)
tenter("lien posé là-bas", lambda: os.symlink("/etc", f"{COURS}/l") is None)
tenter("lien dur posé là-bas", lambda: (open("m", "w").close(), os.link("m", f"{COURS}/l2")))


def droits():
    os.chmod(g, 0)
    return os.stat(g).st_mode & 0o777 == 0


def dates():
    os.utime(g, (1, 1))
    return os.stat(g).st_mtime == 1


def attribut():
    os.setxattr(g, "user.prise", b"1")
    return os.getxattr(g, "user.prise")


def proprietaire():
    os.chown(g, os.getuid(), -1)
    return os.stat(g).st_uid == os.getuid() != 0 and os.getuid() != AVANT


tenter("changer les droits", droits)
tenter("changer les dates", dates)
tenter("poser un attribut", attribut)
tenter("à côté du cours", lambda: ecrire(f"{os.path.dirname(COURS)}/prise-hote"))
os.write(2, b"PRISE de l'ecran du correcteur\n")
total = 0
