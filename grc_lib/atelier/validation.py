"""Ce que demande le bouton « Vérifier ma copie » : une extension du serveur Jupyter.

nbgrader, long à charger, ne l'est que dans le processus qui vérifie : JupyterLab démarre plus vite
et continue de répondre pendant la vérification.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

DELAI = 300.0


class Verification(APIHandler):
    """Reçoit le chemin d'un notebook, renvoie `{"success": …, "value": …}`."""

    @web.authenticated
    async def post(self) -> None:
        racine = Path(self.settings["server_root_dir"]).expanduser().resolve()
        notebook = (racine / (self.get_json_body() or {}).get("path", "")).resolve()
        if not (notebook.is_relative_to(racine) and notebook.suffix == ".ipynb"):
            raise web.HTTPError(403)
        self.finish(json.dumps(await asyncio.to_thread(_dans_un_processus, notebook)))


def _dans_un_processus(notebook: Path) -> dict[str, Any]:
    commande = [sys.executable, "-m", "grc_lib.atelier.copie", str(notebook)]
    try:
        fin = subprocess.run(
            commande, capture_output=True, encoding="utf-8", errors="replace", timeout=DELAI
        )
        return {"success": True, "value": json.loads(fin.stdout.splitlines()[-1])}
    except subprocess.TimeoutExpired:
        return {"success": False, "value": "Le TD ne finit pas de calculer : une boucle sans fin ?"}
    except (ValueError, IndexError):
        return {"success": False, "value": _raison(fin.stderr)}


def _raison(erreurs: str) -> str:
    derniere = erreurs.strip().rpartition("\n")[2]
    if "DeadKernelError" in derniere:
        return "Une cellule a arrêté le noyau : elle le ferme, ou demande trop de mémoire."
    return f"Le notebook est peut-être abîmé ({derniere})."


def _load_jupyter_server_extension(serveur: Any) -> None:
    adresse = url_path_join(serveur.web_app.settings["base_url"], "grc", "verifier")
    serveur.web_app.add_handlers(".*$", [(adresse, Verification)])
