"""nbgrader et nbval ordinaires sur des noyaux tirés de la souche : mêmes résultats, confinés."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import NoReturn

import mini
import nbformat
import pytest
from copies import DEVOIR
from nbformat.v4 import new_code_cell, new_notebook

from grc_lib.classe.postes import epreuve, souche
from grc_lib.classe.postes.provisionneur import ClientAttentif

pytestmark = pytest.mark.skipif(not souche.possible(), reason="la souche demande Linux")
COPIES = ("juste.martin", "moitie.leroy", "syntaxe.petit")


@pytest.fixture
def coin() -> Iterator[Path]:
    """Un dossier temporaire court (un socket y vit), vide de processus et de fichiers à la fin."""
    dossier = Path(tempfile.mkdtemp(prefix="grc-essai-"))
    yield dossier
    fin = time.monotonic() + 10
    while (mini.processus_de(str(dossier)) or any(dossier.iterdir())) and time.monotonic() < fin:
        time.sleep(0.05)
    restes = mini.processus_de(str(dossier)), [f.name for f in dossier.iterdir()]
    shutil.rmtree(dossier, ignore_errors=True)
    assert restes == ([], [])


def lancer(coin: Path, moyen: str, *commande: str, ou: Path) -> str:
    variables = {n: v for n, v in os.environ.items() if n != souche.VARIABLE}
    variables |= {
        "JUPYTER_DEFAULT_PROVISIONER_NAME": "grc",
        "GRC_CONFINEMENT": moyen,
        "TMPDIR": str(coin),
    }
    fini = subprocess.run(
        [sys.executable, "-m", *commande],
        env=variables, cwd=ou, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return fini.stdout + fini.stderr


def notes(cours: Path) -> dict[str, list[float | None]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        return {
            e: [n.auto_score for n in carnet.find_submission_notebook(DEVOIR, DEVOIR, e).grades]
            for e in COPIES
        }


def test_nbgrader_autograde_donne_les_memes_notes(classe: Path, tmp_path: Path, coin: Path) -> None:
    from nbgrader.api import Gradebook

    cours = tmp_path / "cours"
    sauf = shutil.ignore_patterns("autograded", "feedback", "downloaded")
    shutil.copytree(classe, cours, ignore=sauf)
    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        for etudiant in COPIES:
            carnet.remove_submission(DEVOIR, etudiant)
    motif = f"--student=[{''.join(sorted({e[0] for e in COPIES}))}]*"
    dit = lancer(coin, "espaces", "nbgrader", "autograde", DEVOIR, motif, ou=cours)
    assert "ERROR" not in dit, dit
    assert notes(cours) == notes(classe)


@pytest.fixture(scope="session")
def secret() -> Iterator[Path]:
    """Un fichier que tout le monde peut lire, hors de toute enceinte."""
    with tempfile.TemporaryDirectory(prefix="grc-secret-") as dossier:
        Path(dossier).chmod(0o755)
        temoin = Path(dossier, "temoin.txt")
        temoin.write_text("TEMOIN")
        yield temoin


@pytest.mark.parametrize("moyen", [*mini.MOYENS, "aucun"])
def test_nbval_donne_les_memes_resultats_dans_un_noyau_confine(
    moyen: str, secret: Path, tmp_path: Path, coin: Path
) -> None:
    if moyen != "aucun" and epreuve.eprouver(moyen).panne:
        pytest.skip(f"{moyen} n'est pas permis ici")
    lire = f"open({str(secret)!r}).read()"
    attendu = "TEMOIN" if moyen == "aucun" else "refus"
    notebook = new_notebook(
        cells=[
            new_code_cell("import pandas as pd\nassert pd.Series([1, 2]).sum() == 3"),
            new_code_cell(f"try: lu = {lire}\nexcept OSError: lu = 'refus'"),
            new_code_cell(f"assert lu == {attendu!r}, lu"),
            new_code_cell("assert open('mesures.csv').read() == '1'"),
            new_code_cell("assert 1 == 2  # une erreur reste une erreur"),
        ]
    )
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
    nbformat.write(notebook, tmp_path / "petit.ipynb")
    (tmp_path / "mesures.csv").write_text("1")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    dit = lancer(
        coin, moyen, "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", "petit.ipynb",
        ou=tmp_path,
    )  # fmt: skip
    assert "1 failed, 4 passed" in dit, dit
    assert "Cell 4" in dit


@pytest.mark.parametrize(
    ("vivant", "phrase"),
    [(False, "mort avant de répondre"), (True, "pas répondu en 0.01 secondes")],
)
def test_un_noyau_muet_se_dit(vivant: bool, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def rien(**_: object) -> NoReturn:
        await asyncio.sleep(0.02)
        raise Empty

    async def en_vie() -> bool:
        return vivant

    client = ClientAttentif()
    for nom, remplacant in {
        "kernel_info": lambda: "demande", "get_shell_msg": rien, "is_alive": en_vie
    }.items():  # fmt: skip
        monkeypatch.setattr(client, nom, remplacant)
    with pytest.raises(RuntimeError, match=phrase):
        asyncio.run(client.wait_for_ready(timeout=0.01))
