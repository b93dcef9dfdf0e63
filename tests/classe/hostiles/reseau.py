"""Sort par le réseau : TCP, UDP, DNS, sockets locaux (souche, docker, X11), abstraits, noyau.

nbgrader tel quel : tout passe, dont l'API du serveur Jupyter de l'enseignant.
Ici : pas de réseau du tout.
Notes : total=2
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())


def joindre(famille, ou, genre=socket.SOCK_STREAM):
    with socket.socket(famille, genre) as s:
        s.settimeout(0.5)
        s.connect(ou)
        return True


def envoyer(ou):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        return s.sendto(b"x", ou)


def ecouter():
    with socket.socket() as s:
        s.bind(("0.0.0.0", 0))
        s.listen()
        return "PRISE" if os.path.exists(COURS) else ""


tenter("tcp", lambda: joindre(socket.AF_INET, ("127.0.0.1", TCP)))
tenter("tcp6", lambda: joindre(socket.AF_INET6, ("::1", TCP)))
tenter(
    "udp",
    lambda: (
        joindre(socket.AF_INET, ("127.0.0.1", UDP), socket.SOCK_DGRAM)
        and envoyer(("127.0.0.1", UDP))
        and os.path.exists(COURS)
    ),
)
tenter("dehors", lambda: joindre(socket.AF_INET, ("1.1.1.1", 53)))
tenter("dns", lambda: socket.getaddrinfo("example.org", 80))
tenter("socket local", lambda: joindre(socket.AF_UNIX, f"{COURS}/docker.sock"))
tenter("socket de la souche", lambda: joindre(socket.AF_UNIX, SOUCHE))
tenter("docker", lambda: joindre(socket.AF_UNIX, "/var/run/docker.sock"))
tenter("X11", lambda: joindre(socket.AF_UNIX, "\0" + "/".join(["", "tmp", ".X11-unix", "X0"])))
tenter("socket abstrait", lambda: joindre(socket.AF_UNIX, f"\0{ABSTRAIT}"))
tenter("interfaces", lambda: [n for n in os.listdir("/sys/class/net") if n != "lo"])
tenter("écouter", ecouter)
tenter("brut", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
tenter("paquets", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
tenter("io_uring", lambda: appel(425, 1, ctypes.create_string_buffer(200)) >= 0)
tenter(
    "urllib",
    lambda: __import__("urllib.request").request.urlopen(f"http://127.0.0.1:{TCP}", timeout=0.5),
)
