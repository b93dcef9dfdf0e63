"""Lit ce qui n'est pas à elle : corrigés, carnet, voisins, clés, mots de passe, correcteur.

nbgrader tel quel : tout se lit ; la copie tourne avec les droits de l'enseignant.
Ici : ces fichiers n'existent pas dans sa racine (espaces) ou s'y refusent (Landlock).
Notes : total=0
"""

# %% total
enceinte_requise()
for nom in (
    "solutions/TD/TD.ipynb",
    "gradebook.db",
    "nbgrader_config.py",
    "submitted/voisin/TD/TD.ipynb",
    "autograded/voisin/TD/TD.ipynb",
    ".ssh/id_ed25519",
):
    tenter(f"lire {nom}", lambda: open(f"{COURS}/{nom}").read())
    tenter(f"lire {nom} d'en bas", lambda: open(f"../../../../../../../../..{COURS}/{nom}").read())
tenter("lister le cours", lambda: os.listdir(COURS))
tenter("lire /etc/shadow", lambda: open("/etc/shadow").read())
tenter("lister /root", lambda: set(os.listdir("/root")) - {".pyenv"})
tenter(
    "lister les dossiers personnels",
    lambda: [n for n in os.listdir("/home") if os.listdir(f"/home/{n}")],
)
tenter("trouver les solutions du dépôt", lambda: os.listdir(f"{PAQUET}/../solutions"))
tenter("trouver le carnet du dépôt", lambda: os.listdir(f"{PAQUET}/../tests"))
tenter(
    "lire le corrigé de Clemenceau", lambda: os.listdir(f"{PAQUET}/../datasets/clemenceau/corrige")
)
tenter("lire le jeton", lambda: SECRET in str(os.environ))
tenter(
    "lire le jeton dans /proc/self",
    lambda: SECRET.encode() in open("/proc/self/environ", "rb").read(),
)
for pid in (PID, os.getppid(), 1):
    if pid != os.getpid():
        tenter(
            f"environnement de {pid}",
            lambda: SECRET.encode() in open(f"/proc/{pid}/environ", "rb").read(),
        )
        tenter(f"mémoire de {pid}", lambda: open(f"/proc/{pid}/mem", "rb"))
        tenter(f"racine de {pid}", lambda: os.listdir(f"/proc/{pid}/root{COURS}"))
        tenter(f"fichiers ouverts de {pid}", lambda: os.listdir(f"/proc/{pid}/fd"))
tenter("racine de ce processus", lambda: os.listdir(f"/proc/self/root{COURS}"))


def lien():
    os.symlink(f"{COURS}/gradebook.db", "lien")
    return open("lien").read()


def dur():
    os.link(f"{COURS}/gradebook.db", "dur")
    return open("dur").read()


def dossier():
    os.symlink(COURS, "dossier")
    return os.listdir("dossier")


tenter("lien symbolique", lien)
tenter("lien dur", dur)
tenter("lien vers un dossier", dossier)
tenter("les autres copies", lambda: [n for n in os.listdir("/tmp") if n.startswith("grc-poste")])
tenter("cat", lambda: subprocess.run(["cat", f"{COURS}/gradebook.db"], capture_output=True).stdout)
tenter(
    "par poignée (open_by_handle_at)",
    lambda: appel(304, -100, ctypes.c_char_p(b"\x08\0\0\0\1\0\0\0" + bytes(8)), 0),
)
tenter("par pandas", lambda: len(pd.read_csv(f"{COURS}/gradebook.db")) + 1)
tenter(
    "par duckdb", lambda: base.sql(f"SELECT * FROM read_text('{COURS}/gradebook.db')").fetchall()
)
tenter(
    "les disques",
    lambda: [
        n
        for n in ("sda", "vda", "mem", "kmem")
        if os.path.exists(f"/dev/{n}") and open(f"/dev/{n}", "rb")
    ],
)
total = 0
