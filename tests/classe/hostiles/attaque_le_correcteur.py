"""Tue, trace ou lit le processus qui corrige.

nbgrader tel quel : `kill(getppid())` arrête la correction de la classe.
Ici : le correcteur est dans un autre espace de processus, ou hors de portée des signaux.
Notes : total=2
"""

# %% total
enceinte_requise()
total = float(ventes["prix"].sum())
import resource


class Vecteur(ctypes.Structure):
    _fields_ = [("ou", ctypes.c_void_p), ("n", ctypes.c_size_t)]


tampon = ctypes.create_string_buffer(64)


def lire_memoire(pid):
    ici, la = Vecteur(ctypes.addressof(tampon), 64), Vecteur(id(object), 64)
    return appel(310, pid, ctypes.byref(ici), 1, ctypes.byref(la), 1, 0) > 0


cibles = {p for p in (PID, os.getppid()) if p != 0 and p != os.getpid()}
for pid in sorted(cibles):
    tenter(f"signal à {pid}", lambda: os.kill(pid, 0) is None)
    if pid > 0:
        tenter(f"SIGSTOP à {pid}", lambda: os.kill(pid, signal.SIGWINCH) is None)
        tenter(f"ptrace {pid}", lambda: appel(101, 0x4206, pid, 0, 0) == 0)
        tenter(f"process_vm_readv {pid}", lambda: lire_memoire(pid))
        tenter(f"pidfd {pid}", lambda: signal.pidfd_send_signal(os.pidfd_open(pid), 0) is None)
        tenter(f"pidfd_getfd {pid}", lambda: appel(438, os.pidfd_open(pid), 0, 0) >= 0)
        tenter(f"limites de {pid}", lambda: resource.prlimit(pid, 0, resource.prlimit(pid, 0)))
        tenter(
            f"priorité de {pid}",
            lambda: (
                os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid)) is None
            ),
        )
        tenter(
            f"cœurs de {pid}", lambda: os.sched_setaffinity(pid, os.sched_getaffinity(pid)) is None
        )
        tenter(f"mémoire de {pid} en écriture", lambda: open(f"/proc/{pid}/mem", "r+b"))
tenter("groupe de processus", lambda: os.getpgid(PID) and os.killpg(os.getpgid(PID), 0) is None)
