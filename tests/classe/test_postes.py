"""Les postes où s'exécutent les copies, et la souche qui les ouvre."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import mini
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grc_lib.classe.postes import souche
from grc_lib.classe.postes.exterieur import Poste, PosteArrete, uid_libre

linux = pytest.mark.skipif(not souche.possible(), reason="la souche demande Linux")
SANS_RANGER = (
    "import os, signal; from grc_lib.classe.postes.exterieur import Poste\n"
    "p = Poste('e', 'd', 'aucun')\n"
    "p.demander('executer', 20, source='1'); os.kill(os.getpid(), signal.SIGKILL)"
)


@pytest.fixture
def sans_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comme sous Windows : chaque poste est un Python ordinaire."""
    monkeypatch.setattr(souche, "possible", lambda: False)
    monkeypatch.setattr(souche, "chemin", lambda: pytest.fail("la souche ne doit pas servir"))


@pytest.fixture
def poste() -> Iterator[Poste]:
    ouvert = Poste("lea.martin", "mini", "aucun")
    yield ouvert
    if Path(ouvert.racine).exists():
        ouvert.fermer()


def vu(poste: Poste, source: str, delai: float = 20) -> str:
    return mini.texte(poste.demander("executer", delai, source=source)["sorties"])


@pytest.mark.parametrize("moyen", [*mini.MOYENS, "aucun"])
def test_les_memes_notes_par_tous_les_moyens(moyen: str) -> None:
    rendue = mini.copie(q1="un = 12")
    notes, _ = mini.executer(rendue, moyen=moyen)
    assert (notes["test_q1"], notes["test_q2"]) == (0, 3)


@pytest.mark.usefixtures("sans_fork")
def test_sans_fork_les_memes_notes_et_la_meme_protection_des_voisines() -> None:
    source = mini.td()
    notes, vus = mini.executer(mini.copie(q2="import os; os._exit(3)"), source, "aucun", delai=20)
    assert (notes["test_q1"], notes["test_q2"]) == (2, 0)
    assert "arrête Python" in vus["q2"]


@pytest.mark.usefixtures("sans_fork")
def test_sans_fork_une_boucle_est_interrompue_et_rien_ne_reste(poste: Poste) -> None:
    assert vu(poste, "x = 42; x") == "42"
    poste.demander("executer", 0.5, source="while True: pass")
    assert poste.delai_depasse
    assert vu(poste, "x") == "42"
    poste.fermer()
    assert poste.processus.poll() is not None
    assert not Path(poste.racine).exists()


def test_rien_ne_demande_un_module_absent_de_windows() -> None:
    """`resource` et `fcntl` n'y sont pas : les importer d'emblée empêcherait même d'y noter."""
    code = (
        "import sys, psutil; sys.modules.update(resource=None, fcntl=None)\n"
        "from grc_lib.classe.notation import noter, juger\n"
        "from grc_lib.classe.postes import epreuve"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_un_poste_ferme_ne_laisse_ni_processus_ni_dossier(poste: Poste) -> None:
    assert vu(poste, "print(6 * 7)") == "42\n"
    poste.fermer()
    assert not Path(poste.racine).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(poste.processus.pid, 0)


def test_un_poste_qui_meurt_ou_fige_dit_pourquoi(poste: Poste) -> None:
    with pytest.raises(PosteArrete) as arret:
        vu(poste, "import os; os._exit(1)")
    assert arret.value.cause == "arret"
    autre = Poste("lea.martin", "mini", "aucun")
    try:
        with pytest.raises(PosteArrete) as arret:
            vu(autre, "import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass", 0.5)
        assert arret.value.cause == "delai"
    finally:
        autre.fermer()


@linux
def test_un_poste_ne_sait_rien_de_l_enseignant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETON_DU_PROF", "secret")
    ouvert = Poste("lea.martin", "mini", "espaces")
    try:
        assert "JETON_DU_PROF" not in vu(ouvert, "import os; print(dict(os.environ))")
        assert vu(ouvert, "print(os.getcwd())") == "/travail/autograded/lea.martin/mini\n"
    finally:
        ouvert.fermer()


@linux
def test_deux_postes_n_ont_ni_le_meme_hasard_ni_le_meme_utilisateur(poste: Poste) -> None:
    tire = "import random, numpy as np; print(random.random(), np.random.rand())"
    autre = Poste("lea.martin", "mini", "aucun")
    try:
        tirages = {*vu(poste, tire).split(), *vu(autre, tire).split()}
    finally:
        autre.fermer()
    assert len(tirages) == 4
    assert uid_libre() != uid_libre()


@pytest.mark.parametrize("moyen", ["espaces", "landlock", "aucun"])
def test_les_fichiers_de_la_copie_l_accompagnent_sauf_les_notebooks(
    moyen: str, tmp_path: Path
) -> None:
    (tmp_path / "mesures.csv").write_text("a\n1\n")
    (tmp_path / "mini.ipynb").write_text("{}")
    ouvert = Poste("lea.martin", "mini", moyen, str(tmp_path))
    try:
        assert vu(ouvert, "import os; print(os.listdir())") == "['mesures.csv']\n"
        assert vu(ouvert, "open('a.txt', 'w').write('x'); open('mesures.csv').read()") == (
            "'a\\n1\\n'"
        )
    finally:
        ouvert.fermer()
    assert sorted(f.name for f in tmp_path.iterdir()) == ["mesures.csv", "mini.ipynb"]


@linux
def test_un_correcteur_tue_emporte_sa_souche_ses_postes_et_leurs_dossiers(tmp_path: Path) -> None:
    libre = {n: v for n, v in os.environ.items() if n != souche.VARIABLE}
    tue = subprocess.run(
        [sys.executable, "-c", SANS_RANGER], env=libre | {"TMPDIR": str(tmp_path)}, timeout=120
    )
    assert tue.returncode == -9
    fin = time.monotonic() + 10
    while (mini.processus_de(str(tmp_path)) or any(tmp_path.iterdir())) and time.monotonic() < fin:
        time.sleep(0.05)
    assert mini.processus_de(str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


@linux
def test_une_souche_qui_ne_part_pas_se_dit_aussitot(tmp_path: Path) -> None:
    code = (
        "from grc_lib.classe.postes import souche; souche.sys.executable = '/bin/false'\n"
        "from grc_lib.classe.postes.exterieur import Poste; Poste('e', 'd', 'aucun')"
    )
    libre = {n: v for n, v in os.environ.items() if n != souche.VARIABLE}
    debut = time.monotonic()
    fini = subprocess.run(
        [sys.executable, "-c", code], env=libre, capture_output=True, text=True, timeout=50
    )
    assert "La souche ne répond pas" in fini.stderr
    assert time.monotonic() - debut < 40  # et non après une minute d'attente


REPETER = """
import json, sys
from pathlib import Path
from grc_lib.classe.postes import souche
from grc_lib.classe.postes.exterieur import Poste
souche.chemin(Path(sys.argv[1]), 'TD')
p = Poste('lea', 'TD', 'aucun')
for cellule in ("import sys; 'enonce' in sys.modules", "'reponse' in sys.modules", "{OUBLIE}"):
    sorties = p.demander('executer', 20, source=cellule)['sorties']
    print(*(s['data']['text/plain'] for s in sorties))
p.fermer()
""".replace(
    "{OUBLIE}", "import os; 'lea' in os.getcwd() and not {'trace', 'solution'} & {*globals()}"
)


@linux
@pytest.mark.parametrize(
    ("cellule", "repete"),
    [
        ("trace = 1", True),
        ("1 / 0", True),  # un TD fautif se dira à la notation, pas ici
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()", False),
    ],
)
def test_la_souche_repete_le_td_et_n_en_garde_que_les_premiers_usages(
    cellule: str, repete: bool, tmp_path: Path
) -> None:
    for module in ("enonce.py", "reponse.py"):
        (tmp_path / module).write_text("")
    cellules = [new_code_cell(f"import enonce\n{cellule}")]
    for dossier in ("exercises", "solutions"):
        (tmp_path / dossier / "TD").mkdir(parents=True)
        nbformat.write(new_notebook(cells=cellules), tmp_path / dossier / "TD" / "TD.ipynb")
        cellules.append(new_code_cell("import reponse; solution = 42"))
    libre = {n: v for n, v in os.environ.items() if n != souche.VARIABLE}
    dit = subprocess.run(
        [sys.executable, "-c", REPETER, str(tmp_path)],
        env=libre | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert dit.stdout.split() == [str(repete), str(repete), "True"], dit.stderr
