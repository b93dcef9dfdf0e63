"""Les copies hostiles de `hostiles/` : elles ne prennent rien, ne cassent rien, ne laissent rien.

Chaque attaque est suivie d'une copie honnête, notée par la même souche. Le banc est dans
`banc_hostile.py` ; ce que fait nbgrader tel quel de quelques-unes, dans `test_tel_quel`.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import banc_hostile as banc
import nbformat
import pytest
from copies import RACINE, nbgrader

from grc_lib.classe.postes import epreuve, souche

pytestmark = pytest.mark.skipif(not souche.possible(), reason="le confinement demande Linux")
MOYENS = ("espaces", "landlock")
COPIES = sorted(p.stem for p in banc.HOSTILES.glob("*.py") if p.stem != "conftest")
# Ce qui, lancé par nbgrader tel quel, ne casse rien ici : la preuve que le banc sait échouer.
REUSSIES_TELLES_QUELLES = {
    "lit_ailleurs": "PRISE lire solutions/TD/TD.ipynb",
    "attaque_le_correcteur": "PRISE signal à",
    "reseau": "PRISE tcp",
    "sql_chez_lui": "PRISE écrire",
    "masque_les_modules": "PRISE pandas masqué",
    "remplace_les_controles": "",
    "oracle": "PRISE",
    "usurpe_une_identite": "",
}


@pytest.fixture(scope="module", params=MOYENS)
def moyen(request: pytest.FixtureRequest) -> str:
    if panne := epreuve.eprouver(request.param).panne:
        pytest.skip(f"{request.param} : {panne}")
    return str(request.param)


@pytest.fixture(scope="module")
def lieux() -> Iterator["banc.Lieux"]:
    with contextlib.closing(banc.Lieux()) as lieux:
        yield lieux


def test_la_copie_honnete_est_juste(moyen: str) -> None:
    assert banc.note_honnete(moyen) == banc.BAREME


@pytest.mark.parametrize("nom", COPIES)
def test_copie_hostile(
    nom: str, moyen: str, lieux: "banc.Lieux", capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    avant = lieux.empreinte()
    bilan = banc.attaquer(nom, moyen, lieux, tmp_path)
    ecran = capfd.readouterr()
    hostile = banc.Hostile.lire(nom)
    assert bilan.prises == []
    assert bilan.mal_ecrites == [], "l'attaque échoue par sa faute : elle ne prouve rien"
    assert banc.SECRET not in bilan.sorties
    assert "PRISE" not in ecran.out + ecran.err
    assert lieux.visites() == []
    assert lieux.empreinte() == avant
    assert bilan.restes == []
    assert len(bilan.sorties) < 8_000_000
    assert hostile.merite(bilan.notes), bilan.notes
    assert banc.note_honnete(moyen) == banc.BAREME


def test_simple_utilisateur() -> None:
    """Les mêmes attaques quand l'enseignant n'est pas root : l'élève a alors son identité."""
    if os.getuid() != 0 or shutil.which("setpriv") is None or not Path("/usr/bin/python3").exists():
        pytest.skip("il faut être root pour devenir un simple utilisateur")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    systeme = subprocess.run(
        ["/usr/bin/python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    if systeme != version:
        pytest.skip("pas de Python lisible de tous à la même version")
    with tempfile.TemporaryDirectory(prefix="grc-simple-", dir="/tmp") as dossier:
        _simple_utilisateur(Path(dossier))


def _simple_utilisateur(ici: Path) -> None:
    ici.chmod(0o777)
    chemins = [str(RACINE), str(RACINE / "tests/classe"), str(Path(nbformat.__file__).parents[1])]
    environnement = {"HOME": str(ici), "TMPDIR": str(ici), "PATH": os.environ["PATH"]}
    commande = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3"]
    with (ici / "journal").open("w+") as journal:
        fini = subprocess.run(
            [*commande, "-m", "banc_hostile", *SIMPLE],
            cwd=ici,
            env=environnement | {"PYTHONPATH": os.pathsep.join(chemins)},
            stdin=subprocess.DEVNULL,
            stdout=journal,
            stderr=journal,
            timeout=560,
            check=False,
        )
        journal.seek(0)
        lu = journal.read()
    assert fini.returncode == 0, lu
    assert "PRISE" not in lu


LENTS = "GRC_LENTS" in os.environ
QUELQUES = ("lit_ailleurs", "ecrit_ailleurs", "attaque_le_correcteur", "refuse_de_mourir")
SIMPLE = COPIES if LENTS else QUELQUES


@pytest.mark.skipif(not LENTS, reason="GRC_LENTS=1 : une minute de nbgrader tel quel")
def test_tel_quel(lieux: "banc.Lieux", tmp_path: Path) -> None:
    """Les mêmes copies, notées par `nbgrader autograde` sans rien de nous, y réussissent."""
    shutil.copy(RACINE / "nbgrader_config.py", tmp_path)
    source = tmp_path / "solutions" / banc.DEVOIR / f"{banc.DEVOIR}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(banc.source(), source)
    nbgrader(tmp_path, "generate_assignment", banc.DEVOIR)
    publie = tmp_path / "exercises" / banc.DEVOIR / f"{banc.DEVOIR}.ipynb"
    for nom in REUSSIES_TELLES_QUELLES:
        hostile = banc.Hostile.lire(nom)
        copie = nbformat.read(publie, as_version=4)
        for cellule in copie.cells:
            question = cellule.metadata.get("nbgrader", {}).get("grade_id")
            if question in hostile.reponses:
                cellule.source = hostile.reponses[question]
        copie.cells.insert(2, nbformat.v4.new_code_cell(lieux.renseigner()))
        rendue = tmp_path / "submitted" / nom.replace("_", ".") / banc.DEVOIR
        rendue.mkdir(parents=True)
        nbformat.write(copie, rendue / f"{banc.DEVOIR}.ipynb")
        if nom == "masque_les_modules":
            (rendue / "pandas.py").write_text("raise OSError('PRISE pandas masqué')\n")
    nbgrader(tmp_path, "autograde", banc.DEVOIR, "--Execute.timeout=6")
    for nom, preuve in REUSSIES_TELLES_QUELLES.items():
        notee = tmp_path / "autograded" / nom.replace("_", ".") / banc.DEVOIR
        fichier = notee / f"{banc.DEVOIR}.ipynb"
        lue = nbformat.read(fichier, as_version=4)
        notes, mieux = banc.notes(lue), banc.Hostile.lire(nom).attendues
        if preuve:
            assert preuve in fichier.read_text("utf-8"), nom
        else:
            assert any((notes[q] or 0) > mieux[q] for q in mieux), nom
