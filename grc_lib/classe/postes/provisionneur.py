"""Des noyaux Jupyter tirés de la souche : pour `nbgrader autograde` et nbval, sans rien y changer.

`JUPYTER_DEFAULT_PROVISIONER_NAME=grc nbgrader autograde S522-4` suffit. GRC_CONFINEMENT choisit le
moyen (« espaces » par défaut, « landlock » ou « aucun »). Hors de Linux, ou pour un noyau qui n'est
pas Python, le noyau se lance comme d'ordinaire.
"""

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from grc_lib.classe.confinement import Enceinte, lisibles
from grc_lib.classe.postes import souche
from grc_lib.classe.postes.exterieur import uid_libre

LANCEUR = "ipykernel_launcher"


class ClientAttentif(AsyncKernelClient):
    """Croit le noyau qui se dit prêt ; le client de Jupyter attend 0,2 s de silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Rend la main quand le noyau a répondu et s'est dit au repos.

        Lève
        ----
        RuntimeError s'il meurt avant, ou ne répond pas à temps : c'est ce que nbclient attend.
        """
        fin = time.monotonic() + (timeout or float("inf"))
        while not await self._au_repos():
            if not await self.is_alive():
                raise RuntimeError("Le noyau est mort avant de répondre.")
            if time.monotonic() > fin:
                raise RuntimeError(f"Le noyau n'a pas répondu en {timeout} secondes.")

    async def _au_repos(self) -> bool:
        demande = self.kernel_info()
        try:
            self._handle_kernel_info_reply(await self._suite(self.get_shell_msg, demande))
            etat = ""
            while etat != "idle":
                dit = await self._suite(self.get_iopub_msg, demande)
                etat = dit["content"].get("execution_state", "")
        except Empty:
            return False
        return True

    async def _suite(self, lire: Callable[..., Any], demande: str) -> dict[str, Any]:
        """Le prochain message qui répond à cette demande."""
        while True:
            message: dict[str, Any] = await lire(timeout=1)
            if message["parent_header"].get("msg_id") == demande:
                return message


class ProvisionneurSouche(LocalProvisioner):
    """Le même noyau qu'ailleurs, déjà importé et confiné ; il parle par sockets locaux."""

    racine: str | None = None

    async def pre_launch(self, **reglages: Any) -> dict[str, Any]:
        """Prépare un dossier privé : la racine du noyau, son fichier de connexion, ses sockets."""
        if self.racine is None and souche.possible():
            souche.chemin(*_td(reglages.get("cwd")))
            self.racine = tempfile.mkdtemp(prefix="grc-noyau-", dir=souche.dossier())
            prises = Path(self.racine, "prises")
            prises.mkdir(mode=0o700)
            Path(self.racine, "racine").mkdir()
            gestionnaire: Any = self.parent
            gestionnaire.transport, gestionnaire.cache_ports = "ipc", False
            gestionnaire.connection_file = str(prises / "noyau.json")
            gestionnaire.ip = str(prises / "n")
            if gestionnaire.client_factory is AsyncKernelClient:
                gestionnaire.client_factory = ClientAttentif
        return await super().pre_launch(**reglages)

    async def launch_kernel(self, cmd: list[str], **reglages: Any) -> Any:
        if self.racine is None or LANCEUR not in cmd:
            return await super().launch_kernel(cmd, **reglages)
        dossier = os.path.realpath(reglages.get("cwd") or Path.cwd())
        moyen = os.environ.get("GRC_CONFINEMENT", "espaces")
        enceinte = None if moyen == "aucun" else self._enceinte(moyen, dossier)
        execution = reglages["env"].get("NBGRADER_EXECUTION")
        etat = {"NBGRADER_EXECUTION": execution} if execution else {}
        demande = {
            "metier": "noyau",
            "arguments": [LANCEUR, *cmd[cmd.index(LANCEUR) + 1 :]],
            "environnement": souche.environnement(**etat),
            "enceinte": enceinte and enceinte.en_json(),
            "dossier": dossier,
        }
        with Path(os.devnull).open("r+b") as vide:  # l'écran n'est pas à la copie
            processus: Any = souche.Processus(souche.chemin(), demande, [vide.fileno()] * 3)
        self.process, self.pid, self.pgid = processus, processus.pid, processus.pid
        return self.connection_info

    async def post_launch(self, **reglages: Any) -> None:
        """Attend les sockets du noyau : zmq, venu trop tôt, ne les retente que 100 ms plus tard."""
        await super().post_launch(**reglages)
        gestionnaire: Any = self.parent
        prises = [Path(f"{gestionnaire.ip}-{numero}") for numero in gestionnaire.ports]
        await self._attendre(lambda: all(prise.exists() for prise in prises), 10)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Une copie n'a rien à ranger : elle finit sans être attendue, sauf si l'on recommence."""
        processus: Any = self.process
        if self.racine is None or processus is None:
            return
        processus.terminate()
        if restart:
            await self._attendre(lambda: False, 1)
        else:
            processus.returncode = -signal.SIGTERM

    async def _attendre(self, fait: Callable[[], bool], patience: float) -> None:
        """Rend la main si c'est fait, si le noyau est mort ou si la patience est à bout."""
        fin = time.monotonic() + patience
        while self.racine is not None and self.process is not None and time.monotonic() < fin:
            if fait() or self.process.poll() is not None:
                return
            await asyncio.sleep(0.002)

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart=restart)
        if self.racine is not None and not restart:
            shutil.rmtree(self.racine, ignore_errors=True)
            self.racine = None

    def _enceinte(self, moyen: str, dossier: str) -> Enceinte:
        assert self.racine is not None
        uid, prises = uid_libre(), Path(self.racine, "prises")
        if os.getuid() == 0:
            for chemin in (prises, *prises.iterdir()):
                os.chown(chemin, uid, uid)
        return Enceinte(
            moyen,
            f"{self.racine}/racine",
            dossier,
            copie=dossier,
            lisibles=lisibles(),
            ecrivables=[str(prises)],
            uid=uid,
        )


def _td(dossier: str | None) -> tuple[Path, str]:
    """Le cours et le TD, d'après le dossier où nbgrader exécute une copie."""
    copie = Path(dossier or ".").absolute()
    return Path(*copie.parts[:-3]), copie.name
