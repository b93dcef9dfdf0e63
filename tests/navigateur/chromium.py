"""Le navigateur des essais : celui de cet ordinateur, sans fenêtre et sans réseau."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cours_ouvert import RACINE
from playwright.sync_api import Browser, sync_playwright

NOMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
MACOS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # le cours se passe du réseau
]


@contextmanager
def ouvrir_chromium() -> Iterator[Browser]:
    """Le navigateur ; sans lui, on échoue en intégration continue et l'on passe ailleurs."""
    chromium = next(_chromiums(), None)
    if chromium is None:
        phrase = "ni Chromium, ni Chrome, ni Edge sur cet ordinateur : rien n'est essayé"
        pytest.fail(phrase) if os.environ.get("CI") else pytest.skip(phrase)
    options = [*OPTIONS, "--no-sandbox"] if RACINE else OPTIONS
    with sync_playwright() as outil:
        ouvert = outil.chromium.launch(executable_path=chromium, args=options)
        yield ouvert
        ouvert.close()


def _chromiums() -> Iterator[str]:
    """Les navigateurs de cet ordinateur qui savent faire ces essais."""
    yield from filter(None, map(shutil.which, NOMS))
    racines = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    chemins = [Path(os.environ[r], w) for r in racines if r in os.environ for w in WINDOWS]
    chemins += [Path(f"/Applications/{nom}.app/Contents/MacOS/{nom}") for nom in MACOS]
    yield from (str(chemin) for chemin in chemins if chemin.is_file())
