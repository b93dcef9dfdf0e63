"""Le site construit, servi sur cette machine comme chez un hébergeur ; ce que pèse une page."""

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

LECON = "course/annee1/S522_portefeuille/S522-4_structure.html"
DESSINER = "Promise.all([...document.querySelectorAll('.grc-graphique')].map(dessiner))"


class Compresse(http.server.SimpleHTTPRequestHandler):
    """Un serveur de fichiers qui compresse les textes, comme tout hébergeur."""

    def do_GET(self) -> None:
        fichier = Path(self.translate_path(self.path))
        if fichier.suffix not in {".html", ".css", ".js", ".svg"} or not fichier.is_file():
            return super().do_GET()
        contenu = compresser(fichier)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(fichier)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(contenu)))
        self.end_headers()
        self.wfile.write(contenu)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@cache
def compresser(fichier: Path) -> bytes:
    return gzip.compress(fichier.read_bytes())


@contextmanager
def servir(dossier: Path) -> Iterator[str]:
    """Donne l'adresse où se lit ce dossier."""
    repondre = partial(Compresse, directory=str(dossier))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), repondre) as ouvert:
        threading.Thread(target=ouvert.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{ouvert.server_port}"
        ouvert.shutdown()


@dataclass(frozen=True)
class Ouverture:
    """Une page ouverte pour la première fois, toutes ses figures dessinées."""

    octets: float  # reçus, plotly.js non compris
    premier_contenu: float  # millisecondes


def ouvrir_a_froid(contexte: BrowserContext, adresse: str) -> Ouverture:
    page = contexte.new_page()
    suivi = contexte.new_cdp_session(page)
    suivi.send("Network.enable")
    adresses: dict[str, str] = {}
    poids: dict[str, float] = {}
    suivi.on(
        "Network.requestWillBeSent",
        lambda e: adresses.update({e["requestId"]: e["request"]["url"]}),
    )
    suivi.on(
        "Network.loadingFinished", lambda e: poids.update({e["requestId"]: e["encodedDataLength"]})
    )
    page.goto(adresse, wait_until="networkidle")
    page.evaluate(DESSINER)
    page.wait_for_load_state("networkidle")
    octets = sum(octets for cle, octets in poids.items() if "plotly.min.js" not in adresses[cle])
    peinture = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    return Ouverture(octets, page.evaluate(peinture))
