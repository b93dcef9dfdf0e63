"""Ce que `grc verifier` contrôle : l'installation est-elle prête à servir ?"""

import importlib
import importlib.metadata
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grc_lib._disque import pannes_en_francais
from grc_lib.atelier._demarrage import alleger_jupyter
from grc_lib.atelier.laboratoire import port_libre
from grc_lib.erreurs import ErreurGrc, RessourceIndisponible

PAQUET = "grc-cours"
REINSTALLER = f"Réinstallez le cours : « pip install --force-reinstall {PAQUET} »."
PLACE_MINIMALE = 500_000_000


@dataclass(frozen=True)
class Constat:
    """Un contrôle et son résultat : le détail si tout va bien, le remède sinon."""

    nom: str
    reussi: bool
    detail: str


def verifier_installation(travail: Path) -> Iterator[Constat]:
    """Contrôle l'installation point par point, dans l'ordre où les pannes s'expliquent.

    Paramètres
    ----------
    travail : le dossier de travail de l'élève, existant ou à créer.

    Renvoie
    -------
    Un `Constat` par point, au fur et à mesure ; aucun échec n'arrête la suite.
    """
    alleger_jupyter()
    for nom, controle in _CONTROLES.items():
        try:
            yield Constat(nom, True, controle(travail))
        except ErreurGrc as erreur:
            yield Constat(nom, False, str(erreur))
        except Exception as erreur:  # un paquet abîmé peut lever n'importe quoi
            detail = f"{type(erreur).__name__} : {erreur}".partition("\n")[0]
            yield Constat(nom, False, f"{REINSTALLER} ({detail})")


def _python(_: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 (c'est la question posée)
        raise RessourceIndisponible(
            f"Python {version} est trop ancien : installez Python 3.11 ou plus récent (python.org)."
        )
    return version


def _paquets(_: Path) -> str:
    from packaging.requirements import Requirement

    demandes = [Requirement(ligne) for ligne in importlib.metadata.requires(PAQUET) or []]
    demandes = [d for d in demandes if d.marker is None or d.marker.evaluate({"extra": ""})]
    defauts = [defaut for demande in demandes if (defaut := _defaut(demande.name, demande))]
    if defauts:
        raise RessourceIndisponible(f"{' ; '.join(defauts)}. {REINSTALLER}")
    for module in ("numpy", "scipy", "pandas", "duckdb", "plotly", "ipywidgets", "anywidget"):
        importlib.import_module(module)
    return f"{len(demandes)} paquets aux versions attendues"


def _defaut(nom: str, demande: object) -> str | None:
    try:
        version = importlib.metadata.version(nom)
    except importlib.metadata.PackageNotFoundError:
        return f"le paquet {nom} manque"
    if demande.specifier.contains(version, prereleases=True):  # type: ignore[attr-defined]
        return None
    return f"le paquet {nom} est en version {version}"


def _donnees(_: Path) -> str:
    from grc_lib import donnees

    requete = """
        SELECT count(*), count(clients.client_id)
        FROM commandes LEFT JOIN clients USING (client_id)
    """
    commandes, rattachees = donnees.connexion().execute(requete).fetchall()[0]
    if not commandes or commandes != rattachees:
        raise RessourceIndisponible(
            f"La base répond faux : ses fichiers sont abîmés. {REINSTALLER}"
        )
    return f"{commandes} commandes lues, chacune avec son client"


def _dossier(travail: Path) -> str:
    with pannes_en_francais(travail), tempfile.TemporaryFile(dir=_existant(travail)):
        return str(travail)


def _noyau(_: Path) -> str:
    from jupyter_client.manager import start_new_kernel

    gestionnaire, client = start_new_kernel(
        kernel_name="python3", startup_timeout=60, stderr=subprocess.DEVNULL
    )
    try:
        calcul = {"somme": "1 + 1", "cours": "__import__('grc_lib').__name__"}
        reponse = client.execute_interactive(
            "", user_expressions=calcul, timeout=60, output_hook=lambda _: None
        )
        valeurs = reponse["content"]["user_expressions"]
        lues = {nom: v.get("data", {}).get("text/plain") for nom, v in valeurs.items()}
    finally:
        client.stop_channels()
        gestionnaire.shutdown_kernel(now=True)
    if lues != {"somme": "2", "cours": "'grc_lib'"}:
        raise RessourceIndisponible(
            "Le noyau de calcul démarre, mais ne trouve pas le cours : il appartient à un autre "
            "Python. Lancez « python -m ipykernel install --sys-prefix » dans cet environnement."
        )
    return "il démarre et calcule 1 + 1 = 2"


def _francais(_: Path) -> str:
    langues = importlib.metadata.entry_points(group="jupyterlab.languagepack")
    if "fr_FR" not in langues.names:
        raise RessourceIndisponible(
            "JupyterLab n'a pas le français : « pip install jupyterlab-language-pack-fr-FR »."
        )
    return "langue fr_FR présente"


def _notation(_: Path) -> str:
    from grc_lib._ressources import racine_cours

    importlib.import_module("nbgrader.validator")
    reglages = racine_cours() / "nbgrader_config.py"
    if not reglages.exists():
        return "les copies peuvent être vérifiées"
    from traitlets.config.loader import PyFileConfigLoader

    cours = PyFileConfigLoader(reglages.name, path=str(reglages.parent)).load_config()
    publies = cours.CourseDirectory.release_directory
    if not (reglages.parent / publies).is_dir():
        raise RessourceIndisponible(
            f"nbgrader_config.py publie les TD dans « {publies} », qui n'existe pas : "
            "créez ce dossier ou corrigez le réglage."
        )
    return f"TD publiés dans « {publies} »"


def _disque(travail: Path) -> str:
    libre = shutil.disk_usage(_existant(travail)).free
    if libre < PLACE_MINIMALE:
        raise RessourceIndisponible(
            f"Il ne reste que {libre // 10**6} Mo : libérez de la place (500 Mo au moins)."
        )
    return f"{libre // 10**9} Go libres" if libre >= 10**10 else f"{libre // 10**6} Mo libres"


def _port(_: Path) -> str:
    return f"{port_libre()} est libre"


def _existant(dossier: Path) -> Path:
    """Le dossier, ou le plus proche de ses parents qui existe déjà."""
    return next(parent for parent in (dossier, *dossier.parents) if parent.exists())


_CONTROLES: dict[str, Callable[[Path], str]] = {
    "Python": _python,
    "Paquets": _paquets,
    "Données du cours": _donnees,
    "Dossier de travail": _dossier,
    "Espace disque": _disque,
    "Noyau Jupyter": _noyau,
    "JupyterLab en français": _francais,
    "Notation des TD": _notation,
    "Port": _port,
}
