"""Éprouver le confinement avant de s'y fier : quelques attaques vraiment tentées ici."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grc_lib.classe.postes import souche
from grc_lib.classe.postes.exterieur import Poste, PosteArrete
from grc_lib.erreurs import RessourceIndisponible

MOYENS = ("espaces", "landlock")
# Chaque attaque affiche « reussie » si elle passe ; une erreur ou le silence valent un échec.
_ATTAQUES = {
    "lire un fichier de l'enseignant": "open({secret!r}).read(); print('reussie')",
    "écrire hors de son dossier": "open({secret!r}, 'a').write('x'); print('reussie')",
    "joindre le réseau": (
        "import socket; socket.create_connection(('127.0.0.1', {port}), 1); print('reussie')"
    ),
    "envoyer par UDP": (
        "import socket; s = socket.socket(2, 2); "
        "s.sendto(b'x', ('127.0.0.1', {port})); print('reussie')"
    ),
    "arrêter le processus qui corrige": "import os; os.kill({pid}, 0); print('reussie')",
    "lire ses variables d'environnement": (
        "print('reussie' if b'{jeton}' in open('/proc/{pid}/environ', 'rb').read() else '')"
    ),
}


@dataclass(frozen=True)
class Epreuve:
    """Ce que vaut un moyen de confinement ici.

    Paramètres
    ----------
    moyen : « espaces » ou « landlock ».
    passees : les attaques qui ont réussi, donc que ce moyen n'arrête pas.
    panne : pourquoi il ne fonctionne pas ici, ou "".
    """

    moyen: str
    passees: tuple[str, ...] = ()
    panne: str = ""

    @property
    def tient(self) -> bool:
        return not (self.passees or self.panne)


def choisir() -> Epreuve:
    """Le premier moyen qui tient, ou le dernier essayé, avec ce qui lui manque.

    Lève
    ----
    RessourceIndisponible hors de Linux, où rien ne confine une copie.
    """
    if not souche.possible():
        raise RessourceIndisponible(
            "Le confinement des copies demande Linux. Sous Windows ou macOS, corrigez dans un "
            "conteneur, ou ajoutez --sans-confinement : le code des élèves tournera alors avec "
            "tous vos droits."
        )
    for moyen in MOYENS:
        epreuve = eprouver(moyen)
        if epreuve.tient:
            return epreuve
    return epreuve


def eprouver(moyen: str) -> Epreuve:
    """Tente chaque attaque depuis un poste confiné par ce moyen."""
    with _cible() as (secret, port):
        lieux = {"secret": str(secret), "port": port, "pid": os.getpid(), "jeton": "PATH="}
        try:
            poste = Poste("epreuve", "epreuve", moyen)
        except PosteArrete:
            return Epreuve(moyen, panne="le système refuse ce confinement")
        try:
            sorties = {
                nom: poste.demander("executer", 5, source=code.format(**lieux))["sorties"]
                for nom, code in _ATTAQUES.items()
            }
        except PosteArrete:
            return Epreuve(moyen, panne="le poste d'épreuve s'est arrêté")
        finally:
            poste.fermer()
    return Epreuve(moyen, tuple(nom for nom, vu in sorties.items() if "reussie" in _texte(vu)))


def _texte(sorties: list[dict[str, str]]) -> str:
    return "".join(s.get("text", "") for s in sorties if s.get("output_type") == "stream")


@contextmanager
def _cible() -> Iterator[tuple[Path, int]]:
    """Un fichier que tout le monde peut lire et écrire, et un port ouvert, sur l'hôte."""
    with tempfile.TemporaryDirectory(prefix="grc-epreuve-") as dossier, socket.socket() as porte:
        Path(dossier).chmod(0o755)
        secret = Path(dossier, "secret.txt")
        secret.write_text("secret")
        secret.chmod(0o666)
        porte.bind(("127.0.0.1", 0))
        porte.listen()
        yield secret, porte.getsockname()[1]
