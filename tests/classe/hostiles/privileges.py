"""Cherche des droits : espaces de noms, montages, racine, root, capacités, trousseau, noyau.

nbgrader tel quel : ceux de l'enseignant suffisent.
Ici : aucune capacité, aucun programme « setuid », et ces appels sont fermés.
Notes : total=2
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())
for nom, drapeau in {
    "user": 0x10000000,
    "mnt": 0x20000,
    "net": 0x40000000,
    "pid": 0x20000000,
    "tout": 0x7E020000,
}.items():
    tenter(f"unshare {nom}", lambda: appel(272, drapeau) == 0)


def cloner():
    pid = appel(56, 0x10000000 | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return True


tenter("clone NEWUSER", cloner)
tenter(
    "clone3 NEWUSER", lambda: appel(435, struct.pack("8Q", 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64)
)
tenter("mount", lambda: libc.mount(b"x", b"/tmp", b"tmpfs", 0, b"") == 0)
tenter("fsopen", lambda: appel(430, b"tmpfs", 0) >= 0)
tenter("umount", lambda: libc.umount2(b"/proc", 2) == 0)
tenter("chroot", lambda: os.chroot("/") is None)
tenter("setuid", lambda: os.setuid(0) is None)
tenter("setgroups", lambda: os.setgroups([0]) is None)
tenter(
    "su",
    lambda: (
        subprocess.run(["su", "-c", "id"], capture_output=True, stdin=subprocess.DEVNULL).returncode
        == 0
    ),
)
tenter("sudo", lambda: subprocess.run(["sudo", "-n", "id"], capture_output=True).returncode == 0)
tenter("setns", lambda: appel(308, os.open("/proc/1/ns/mnt", 0), 0) == 0)
tenter("hostname", lambda: socket.sethostname("prise") is None)
tenter("mknod", lambda: os.mknod("disque", 0o60666, os.makedev(8, 0)) is None)
tenter("trousseau", lambda: appel(248, b"user", b"prise", b"x", 1, -3) > 0)
tenter("keyctl", lambda: appel(250, 0, -3, 1) > 0)
tenter("bpf", lambda: appel(321, 0, bytes(48), 48) >= 0)
tenter("perf", lambda: appel(298, bytes(128), 0, -1, -1, 0) >= 0)
tenter("userfaultfd", lambda: appel(323, 1) >= 0)
tenter(
    "capacités",
    lambda: (
        int(next(l for l in open("/proc/self/status") if l.startswith("CapEff")).split()[1], 16)
        & ~4
    ),
)
tenter("sans privilège nouveau", lambda: "NoNewPrivs:\t0" in open("/proc/self/status").read())
tenter("horloge", lambda: time.clock_settime(time.CLOCK_REALTIME, 0) is None)
tenter("redonner la mort du parent", lambda: libc.prctl(1, 0, 0, 0, 0) == 0)
tenter("monter ses limites", lambda: __import__("resource").setrlimit(7, (100000, 100000)) is None)
