"""`grc noter` : les notes de nbgrader, plusieurs copies à la fois, et rien de perdu en route."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

import mini
import nbformat
import pytest
from copies import DEVOIR, nbgrader

from grc_lib.classe.notation import _nbgrader, noter
from grc_lib.classe.notation.noter import Resultat
from grc_lib.classe.postes import epreuve, souche
from grc_lib.erreurs import RessourceIndisponible

GRC = [sys.executable, "-c", "from grc_lib.cli import app; app()"]
JUSTES, LENTE = ("ana", "bob", "eve", "lou"), "import time; time.sleep(0.6); un = 11"


class Jamais(Executor):
    """Il n'y a rien à noter : rien ne doit lui être confié."""

    def submit(self, *arguments: object, **_: object) -> Future:
        pytest.fail(f"une copie est renotée : {arguments[-1]}")


@pytest.fixture(scope="session")
def moyen() -> str:
    return epreuve.choisir().moyen if souche.possible() else "aucun"


@pytest.fixture(scope="session")
def travailleurs() -> Iterator[Executor]:
    with noter.equipe(processus=2) as equipe:
        yield equipe


@pytest.fixture
def lancer(moyen: str, travailleurs: Executor) -> Callable[..., dict[str, Resultat]]:
    def noter_le_td(cours: Path, devoir: str = "mini", *, ou: Executor = travailleurs, **reglages):
        resultats = noter.noter(cours, devoir, moyen=moyen, executeur=ou, **reglages)
        return {r.etudiant: r for r in resultats}

    return noter_le_td


@pytest.fixture(scope="session")
def publie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le petit TD, publié, et quatre copies rendues ; à recopier avant d'y toucher."""
    cours = tmp_path_factory.mktemp("publie")
    mini.publier(cours, "mini")
    for etudiant in JUSTES:
        mini.rendre(cours, "mini", etudiant, mini.copie())
    return cours


@pytest.fixture
def cours(publie: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(publie, tmp_path / "cours"))


@pytest.fixture
def note(cours: Path, lancer: Callable[..., dict[str, Resultat]]) -> Path:
    """Le même, noté."""
    assert etats(lancer(cours)) == dict.fromkeys(JUSTES, "notée")
    return cours


def etats(resultats: dict[str, Resultat]) -> dict[str, str]:
    return {etudiant: resultat.etat for etudiant, resultat in resultats.items()}


def carnet_de(cours: Path, devoir: str = "mini", url: str = "") -> dict[str, dict]:
    """Par élève et par cellule : note automatique, note à la main, à lire, commentaire."""
    from nbgrader.api import Gradebook

    with Gradebook(url or f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        return {
            rendu.student.id: {
                n.name: (n.auto_score, n.manual_score, n.needs_manual_grade, _dit(n))
                for n in rendu.notebooks[0].grades
            }
            for rendu in carnet.assignment_submissions(devoir)
        }


def _dit(note) -> str | None:
    return next((c.manual_comment for c in note.notebook.comments if c.name == note.name), None)


def automatiques(cours: Path, devoir: str = "mini", url: str = "") -> dict[str, dict]:
    carnet = carnet_de(cours, devoir, url)
    return {e: {nom: vu[0] for nom, vu in notes.items()} for e, notes in carnet.items()}


def lire_a_la_main(cours: Path, etudiant: str) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        note = carnet.find_grade("avis", "mini", "mini", etudiant)
        note.manual_score, note.needs_manual_grade = 4.5, False
        carnet.find_comment("avis", "mini", "mini", etudiant).manual_comment = "Bien vu."
        carnet.db.commit()


TOUT_JUSTE = {"donnees": 0, "test_q1": 2, "test_q2": 3, "avis": None}


# Les mêmes notes que nbgrader


def test_les_memes_notes_que_nbgrader_cellule_par_cellule(
    classe: Path, tmp_path: Path, lancer: Callable[..., dict[str, Resultat]]
) -> None:
    from nbgrader.api import Gradebook

    attendues = automatiques(classe, DEVOIR)
    sauf = shutil.ignore_patterns("autograded", "feedback", "downloaded")
    cours = Path(shutil.copytree(classe, tmp_path / "cours", ignore=sauf))
    with (cours / "nbgrader_config.py").open("a") as config:
        config.write("\nc.ExecuterCopie.delai = 6\n")
    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        for etudiant in attendues:
            carnet.remove_submission(DEVOIR, etudiant)
    with noter.equipe(processus=2) as equipe:
        resultats = lancer(cours, DEVOIR, ou=equipe)
    assert len(attendues) == 10
    assert etats(resultats) == dict.fromkeys(attendues, "notée")
    assert automatiques(cours, DEVOIR) == attendues
    assert {r.sur for r in resultats.values()} == {20}
    corrigees = cours / "autograded"
    assert sorted(c.name for c in corrigees.iterdir()) == sorted(attendues)


@pytest.mark.usefixtures("note")
def test_une_note_dit_ses_points_et_ce_qui_reste_a_lire(cours: Path, lancer) -> None:
    resultat = lancer(cours, ou=Jamais())["ana"]
    assert (resultat.points, resultat.sur, resultat.a_lire) == (5, 10, 1)


# Ce qui a changé est renoté, le reste non


@pytest.mark.usefixtures("note")
def test_une_copie_inchangee_n_est_pas_renotee_sauf_si_on_le_demande(cours: Path, lancer) -> None:
    debut = time.monotonic()
    assert etats(lancer(cours, ou=Jamais())) == dict.fromkeys(JUSTES, "déjà notée")
    assert time.monotonic() - debut < 5
    assert etats(lancer(cours, refaire=True)) == dict.fromkeys(JUSTES, "notée")
    assert etats(lancer(cours, etudiants="a*")) == {"ana": "déjà notée"}


@pytest.mark.usefixtures("note")
def test_une_copie_redeposee_est_renotee_et_garde_ce_que_l_enseignant_a_lu(
    cours: Path, lancer
) -> None:
    lire_a_la_main(cours, "ana")
    lire_a_la_main(cours, "bob")
    mini.rendre(cours, "mini", "ana", mini.copie(q1="un = 0", avis="Autre chose."))
    assert etats(lancer(cours)) == dict.fromkeys(JUSTES, "déjà notée") | {"ana": "notée"}
    carnet = carnet_de(cours)
    assert carnet["ana"]["test_q1"][0] == 0
    assert carnet["ana"]["avis"] == (None, 4.5, True, "Bien vu.")  # à relire
    assert carnet["bob"]["avis"] == (None, 4.5, False, "Bien vu.")


def test_un_carnet_restaure_fait_renoter_ce_qu_il_ne_connait_pas(cours: Path, lancer) -> None:
    shutil.copy(cours / "gradebook.db", cours / "ancien.db")
    lancer(cours)
    shutil.copy(cours / "ancien.db", cours / "gradebook.db")
    assert etats(lancer(cours)) == dict.fromkeys(JUSTES, "notée")
    assert {n["test_q1"] for n in automatiques(cours).values()} == {2}


@pytest.mark.usefixtures("note")
def test_renoter_garde_ce_que_l_enseignant_a_lu(cours: Path, lancer) -> None:
    lire_a_la_main(cours, "eve")
    lancer(cours, refaire=True)
    assert carnet_de(cours)["eve"]["avis"][1::2] == (4.5, "Bien vu.")
    assert lancer(cours, ou=Jamais())["eve"].points == 9.5


@pytest.mark.usefixtures("note")
def test_un_td_republie_fait_tout_renoter(cours: Path, lancer) -> None:
    source = cours / "solutions" / "mini" / "mini.ipynb"
    change = nbformat.read(source, as_version=4)
    change.cells[3].source = "assert un == attendu + 1"
    nbformat.write(change, source)
    with pytest.raises(RessourceIndisponible, match="a changé depuis sa publication"):
        lancer(cours, ou=Jamais())
    nbgrader(cours, "generate_assignment", "mini", "--force")
    _nbgrader.plan_du_td.cache_clear()
    with noter.equipe(processus=2) as equipe:
        assert etats(lancer(cours, ou=equipe)) == dict.fromkeys(JUSTES, "notée")
    assert {n["test_q1"] for n in automatiques(cours).values()} == {0}


def test_un_td_absent_ou_pas_encore_publie_se_dit(cours: Path, lancer) -> None:
    with pytest.raises(RessourceIndisponible, match="Pas de TD « autre »"):
        lancer(cours, "autre", ou=Jamais())
    shutil.copytree(cours / "solutions" / "mini", cours / "solutions" / "neuf")
    (cours / "solutions" / "neuf" / "mini.ipynb").rename(cours / "solutions/neuf/neuf.ipynb")
    with pytest.raises(RessourceIndisponible, match="n'est pas publié"):
        lancer(cours, "neuf", ou=Jamais())


def test_une_copie_en_echec_n_arrete_pas_les_autres(cours: Path, lancer) -> None:
    (cours / "submitted" / "bob" / "mini" / "mini.ipynb").write_text("pas un notebook")
    resultats = lancer(cours)
    assert etats(resultats) == dict.fromkeys(JUSTES, "notée") | {"bob": "échec"}
    assert resultats["bob"].constats[0]
    assert "Traceback" not in resultats["bob"].constats[0]


@pytest.mark.usefixtures("note")
def test_un_journal_coupe_au_milieu_d_une_ligne_ne_coute_qu_une_copie(cours: Path, lancer) -> None:
    journal = cours / ".grc" / "notees" / "mini.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    assert sorted(etats(lancer(cours)).values()) == ["déjà notée"] * 3 + ["notée"]
    assert etats(lancer(cours, ou=Jamais())) == dict.fromkeys(JUSTES, "déjà notée")


# Un arrêt brutal


def commande(cours: Path, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    libres = {n: v for n, v in os.environ.items() if n != souche.VARIABLE}
    return subprocess.Popen(
        [*GRC, "noter", *arguments],
        cwd=cours, env=libres | variables, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.skipif(not souche.possible(), reason="SIGKILL et la souche demandent Linux")
def test_tuer_grc_noter_ne_perd_rien(cours: Path, tmp_path: Path, lancer) -> None:
    """Trois fois : avant la première note, entre deux, puis pendant une copie."""
    coin = tmp_path / "coin"
    coin.mkdir()
    journal = cours / ".grc" / "notees" / "mini.jsonl"
    for etudiant in ("ana", "bob", "eve"):
        mini.rendre(cours, "mini", etudiant, mini.copie(q1=LENTE))

    def faites() -> int:
        return journal.read_bytes().count(b"\n") if journal.is_file() else 0

    def prets(voulues: int) -> bool:
        return any((cours / ".grc").glob("rendus-*/*")) and faites() >= voulues

    for voulues, encore in ((0, 0), (1, 0), (2, 0.3)):
        tue, fin = commande(cours, "mini", TMPDIR=str(coin)), time.monotonic() + 60
        while not prets(voulues) and tue.poll() is None and time.monotonic() < fin:
            time.sleep(0.005)
        time.sleep(encore)
        os.kill(tue.pid, signal.SIGKILL)
        tue.wait()
        if voulues == 1:
            connus = [n for n, vu in carnet_de(cours).items() if "avis" in vu]
            premier = journal.read_text().split('"')[1]
            assert premier in connus
            lire_a_la_main(cours, premier)
    fin = time.monotonic() + 15
    while (mini.processus_de(str(coin)) or any(coin.iterdir())) and time.monotonic() < fin:
        time.sleep(0.05)
    assert mini.processus_de(str(coin)) == []
    assert list(coin.iterdir()) == []

    deja = faites()
    resultats = lancer(cours)
    assert sorted(etats(resultats)) == list(JUSTES)
    assert sorted(etats(resultats).values()) == ["déjà notée"] * deja + ["notée"] * (4 - deja)
    assert automatiques(cours) == dict.fromkeys(JUSTES, TOUT_JUSTE)
    assert carnet_de(cours)[premier]["avis"][1::2] == (4.5, "Bien vu.")
    assert list((cours / ".grc").glob("rendus-*")) == []
    assert etats(lancer(cours, ou=Jamais())) == dict.fromkeys(JUSTES, "déjà notée")


def test_le_dossier_d_une_correction_en_cours_n_est_pas_balaye(cours: Path) -> None:
    with noter._dossier_provisoire(cours) as premier, noter._dossier_provisoire(cours) as second:
        assert premier.is_dir()
        assert second.is_dir()
    assert not premier.exists()


# Le carnet et les travailleurs


def test_deux_td_se_notent_en_meme_temps_dans_le_meme_carnet(cours: Path) -> None:
    for genre in ("solutions", *(f"submitted/{etudiant}" for etudiant in JUSTES)):
        shutil.copytree(cours / genre / "mini", cours / genre / "autre")
        (cours / genre / "autre" / "mini.ipynb").rename(cours / genre / "autre" / "autre.ipynb")
    nbgrader(cours, "generate_assignment", "autre")
    lances = [commande(cours, devoir) for devoir in ("mini", "autre")]
    assert [lance.wait(timeout=120) for lance in lances] == [0, 0]
    assert automatiques(cours) == dict.fromkeys(JUSTES, TOUT_JUSTE)
    assert automatiques(cours, "autre") == dict.fromkeys(JUSTES, TOUT_JUSTE)


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[str]:
    """Un serveur PostgreSQL neuf, sur un socket local : l'adresse que demande `db_url`."""
    pytest.importorskip("psycopg")
    programmes = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programmes:
        pytest.skip("demande le paquet Debian « postgresql »")
    import tempfile

    dossier = Path(tempfile.mkdtemp(prefix="grc-pg-"))
    donnees, qui = dossier / "d", []
    if os.getuid() == 0:  # PostgreSQL refuse root
        shutil.chown(dossier, "postgres", "postgres")
        qui = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    outil = [*qui, f"{programmes[-1]}/pg_ctl", "-D", str(donnees), "-w"]
    ecoute = f"-k {dossier} -c listen_addresses='' -c fsync=off"

    def lancer(*arguments: str) -> None:
        subprocess.run([*outil, *arguments], check=True, cwd=dossier, stdout=subprocess.DEVNULL)

    lancer("init", "-o", "-U prof -A trust -E UTF8 --no-sync --locale=C")
    lancer("start", "-o", ecoute, "-l", str(dossier / "journal"))
    try:
        yield f"postgresql+psycopg://prof@/postgres?host={dossier}"
    finally:
        lancer("stop", "-m", "immediate")
        shutil.rmtree(dossier)


def test_un_carnet_postgresql(postgresql: str, tmp_path: Path, lancer) -> None:
    cours = tmp_path / "cours"
    cours.mkdir()
    mini.publier(cours, "mini", reglages=f"c.CourseDirectory.db_url = {postgresql!r}")
    mini.rendre(cours, "mini", "ana", mini.copie())
    mini.rendre(cours, "mini", "bob", mini.copie(q2="def double(x):\n    return x"))
    assert etats(lancer(cours)) == {"ana": "notée", "bob": "notée"}
    assert not (cours / "gradebook.db").exists()
    juste = {"ana": TOUT_JUSTE, "bob": TOUT_JUSTE | {"test_q2": 0}}
    assert automatiques(cours, url=postgresql) == juste
    assert etats(lancer(cours, ou=Jamais())) == dict.fromkeys(("ana", "bob"), "déjà notée")


@pytest.mark.filterwarnings("ignore")  # ceux de dask ne nous regardent pas
def test_des_travailleurs_dask_donnent_les_memes_notes(cours: Path, lancer) -> None:
    distributed = pytest.importorskip("distributed")
    mini.rendre(cours, "mini", "lou", mini.copie(q1="un = 12"))
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as machines,
        noter.equipe(machines.scheduler_address) as equipe,
    ):
        assert etats(lancer(cours, ou=equipe)) == dict.fromkeys(JUSTES, "notée")
    attendues = dict.fromkeys(JUSTES, TOUT_JUSTE) | {"lou": TOUT_JUSTE | {"test_q1": 0}}
    assert automatiques(cours) == attendues


def test_dask_absent_se_dit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(RessourceIndisponible, match="pip install distributed"),
        noter.equipe("tcp:"),
    ):
        pass
