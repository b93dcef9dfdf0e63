"""Un poste vu de l'extérieur : lui faire exécuter une cellule, l'arrêter s'il ne répond plus."""

import itertools
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grc_lib.classe.confinement import Enceinte, Limites, lisibles
from grc_lib.classe.postes import souche

Message = dict[str, Any]
REPONSE_MAX = 40_000_000
MORCEAUX_MAX = 1_000_000  # listes et dictionnaires d'une réponse : chacun coûte à relire
SURSIS = 2.0  # secondes laissées à une cellule interrompue pour s'arrêter d'elle-même

_SAUF_LES_NOTEBOOKS = shutil.ignore_patterns("*.ipynb", "travail")


class PosteArrete(Exception):
    """Le poste ne répondra plus ; `cause` : « delai », « arret » ou « illisible »."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Poste:
    """Un processus à qui l'on parle en JSON, une ligne par message.

    Paramètres
    ----------
    etudiant, devoir : donnent le dossier courant, qui impose l'identité.
    moyen : « espaces », « landlock » ou « aucun ».
    copie : dossier dont les fichiers accompagnent la copie.
    """

    def __init__(
        self,
        etudiant: str,
        devoir: str,
        moyen: str,
        copie: str = "",
        limites: Limites | None = None,
    ) -> None:
        dans = souche.dossier() if souche.possible() else None
        self.racine = tempfile.mkdtemp(prefix="grc-poste-", dir=dans)
        self.delai_depasse = False
        travail = f"/travail/autograded/{etudiant}/{devoir}"
        vers_lui, a_moi = os.pipe(), os.pipe()
        enceinte = None
        if moyen == "aucun":
            travail = self.racine + travail
            Path(travail).parent.mkdir(parents=True)
            shutil.copytree(copie or self.racine, travail, ignore=_SAUF_LES_NOTEBOOKS)
        else:
            enceinte = Enceinte(
                moyen,
                self.racine,
                travail,
                copie,
                lisibles(),
                [],
                uid_libre(),
                limites or Limites(),
            )
        lancer = self._dupliquer if souche.possible() else self._lancer
        self.confine = enceinte is not None
        self.processus = lancer(enceinte, vers_lui[0], a_moi[1])
        self.entree, self.sortie = os.fdopen(vers_lui[1], "wb"), os.fdopen(a_moi[0], "rb")
        for descripteur in (vers_lui[0], a_moi[1]):
            os.close(descripteur)
        self.guetteur = _Guetteur(self)
        self.guetteur.start()
        variables = {"NBGRADER_EXECUTION": "autograde"}
        dossier = "" if enceinte else travail
        try:
            self.demander("preparer", 30, variables=variables, dossier=dossier)
        except PosteArrete:
            self.fermer()
            raise

    def _dupliquer(self, enceinte: Enceinte | None, entree: int, sortie: int) -> Any:
        demande = {
            "metier": "session",
            "environnement": souche.environnement(),
            "enceinte": enceinte and enceinte.en_json(),
            "dossier": self.racine,
        }
        with Path(os.devnull).open("wb") as vide:  # l'écran et le clavier ne sont pas à la copie
            return souche.Processus(souche.chemin(), demande, [entree, sortie, vide.fileno()])

    def _lancer(self, _: Enceinte | None, entree: int, sortie: int) -> Any:
        commande = [sys.executable, "-m", "grc_lib.classe.postes.interieur"]
        variables = dict(os.environ) | {"PLOTLY_RENDERER": "plotly_mimetype"}
        return subprocess.Popen(commande, stdin=entree, stdout=sortie, env=variables)

    def demander(
        self,
        quoi: str,
        delai: float,
        rappel: Callable[[Message], Message] | None = None,
        **arguments: Any,
    ) -> Message:
        """Envoie une demande et rend la réponse ; `rappel` répond aux questions posées entre-temps.

        Lève
        ----
        PosteArrete si le poste meurt, dépasse le délai sans céder ou répond n'importe quoi.
        """
        self.delai_depasse = False
        self.guetteur.echeance = time.monotonic() + delai
        try:
            self._ecrire({"quoi": quoi, **arguments})
            while "question" in (message := self._lire()) and rappel is not None:
                self._ecrire({"reponse": rappel(message["question"])})  # jamais une demande
            return message
        finally:
            self.guetteur.echeance = math.inf

    def fermer(self) -> None:
        self.guetteur.fini.set()
        self.arreter()
        self.processus.wait()
        for flux in (self.entree, self.sortie):
            try:
                flux.close()
            except OSError:
                continue
        if isinstance(self.processus, souche.Processus):
            self.processus.lien.close()
        effacer(self.racine)

    def arreter(self) -> None:
        """SIGTERM à qui veille sur la copie : il l'emporte, elle et tout ce qu'elle a lancé."""
        if self.confine:
            self.processus.terminate()
        else:
            self.processus.kill()

    def interrompre(self) -> None:
        """La cellule en cours s'arrête là ; le poste, lui, répond encore."""
        self.delai_depasse = True
        if sys.platform == "win32":
            self.processus.kill()
        else:
            self.processus.send_signal(signal.SIGINT)

    def _ecrire(self, message: Message) -> None:
        try:
            self.entree.write(json.dumps(message).encode() + b"\n")
            self.entree.flush()
        except OSError:
            raise PosteArrete(self._cause()) from None

    def _lire(self) -> Message:
        ligne = self.sortie.readline(REPONSE_MAX)
        if not ligne:
            raise PosteArrete(self._cause())
        try:
            if ligne.count(b"[") + ligne.count(b"{") > MORCEAUX_MAX:
                raise ValueError("réponse trop morcelée")
            message = json.loads(ligne)
        except (ValueError, RecursionError):
            raise PosteArrete("illisible") from None
        if not isinstance(message, dict):
            raise PosteArrete("illisible")
        return message

    def _cause(self) -> str:
        return "delai" if self.delai_depasse else "arret"


class _Guetteur(threading.Thread):
    """Interrompt un poste qui tarde, puis l'arrête : un seul fil pour toutes ses demandes."""

    def __init__(self, poste: Poste) -> None:
        super().__init__(daemon=True)
        self.poste, self.echeance, self.fini = poste, math.inf, threading.Event()

    def run(self) -> None:
        while not self.fini.wait(0.1):
            retard = time.monotonic() - self.echeance
            if retard > SURSIS:
                self.poste.arreter()
            elif retard > 0 and not self.poste.delai_depasse:
                self.poste.interrompre()


_postes = itertools.count()


def uid_libre() -> int:
    """Un utilisateur par poste : deux copies corrigées ensemble s'ignorent."""
    return 60_000 + (97 * os.getpid() + next(_postes)) % 5000


def effacer(dossier: str) -> None:
    """Efface ce qu'une copie a écrit ; `rm` descend plus profond que `shutil`."""
    try:
        Path(dossier).rmdir()  # vide, si la racine de la copie était en mémoire
    except OSError:
        if sys.platform != "win32":
            subprocess.run(["rm", "-rf", dossier], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(dossier, ignore_errors=True)
