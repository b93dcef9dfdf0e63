"""Le confinement : ce qu'une copie ne peut ni lire, ni joindre, ni consommer."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mini
import pytest

from grc_lib.classe.confinement import Limites, lisibles
from grc_lib.classe.postes import epreuve, souche
from grc_lib.classe.postes.exterieur import Poste, PosteArrete

pytestmark = pytest.mark.skipif(not souche.possible(), reason="le confinement demande Linux")
PETITES = Limites(memoire=1000, processus=20, fichier=5, disque=20)
RACINE = Path(__file__).parents[2]


@pytest.fixture(scope="session", params=mini.MOYENS)
def moyen(request: pytest.FixtureRequest) -> str:
    """Un moyen qui fonctionne ici."""
    essai = epreuve.eprouver(request.param)
    if essai.panne:
        pytest.skip(f"{request.param} : {essai.panne}")
    return str(request.param)


@contextmanager
def poste(moyen: str, limites: Limites = PETITES) -> Iterator[Poste]:
    ouvert = Poste("lea.martin", "mini", moyen, limites=limites)
    try:
        yield ouvert
    finally:
        ouvert.fermer()


def vu(poste: Poste, source: str, delai: float = 20) -> str:
    return mini.texte(poste.demander("executer", delai, source=source)["sorties"])


def test_le_moyen_tient_l_epreuve(moyen: str) -> None:
    assert epreuve.eprouver(moyen) == epreuve.Epreuve(moyen)


def test_sans_confinement_chaque_attaque_de_l_epreuve_reussit() -> None:
    """Sinon l'épreuve ne prouverait rien."""
    assert set(epreuve.eprouver("aucun").passees) == set(epreuve._ATTAQUES)


def test_un_moyen_inconnu_n_execute_rien() -> None:
    assert epreuve.eprouver("rideau").panne


def test_le_premier_moyen_qui_tient_est_choisi(monkeypatch: pytest.MonkeyPatch) -> None:
    essais = {
        "espaces": epreuve.Epreuve("espaces", panne="refusé"),
        "landlock": epreuve.Epreuve("landlock"),
    }
    monkeypatch.setattr(epreuve, "eprouver", essais.get)
    assert epreuve.choisir().moyen == "landlock"
    essais["landlock"] = epreuve.Epreuve("landlock", ("joindre le réseau",))
    assert not epreuve.choisir().tient


def test_les_corriges_et_le_systeme_ne_sont_pas_lisibles(moyen: str) -> None:
    interdits = [str(RACINE / "solutions"), "/etc/shadow", "/var", "/home", "/proc/1/environ"]
    source = (
        f"import pathlib\nfor chemin in map(pathlib.Path, {interdits}):\n"
        "    try: print('PRISE', chemin.read_text() if chemin.is_file() else [*chemin.iterdir()])\n"
        "    except OSError: print('refus')"
    )
    with poste(moyen) as ouvert:
        lu = vu(ouvert, source).split()
    permis = 1 if moyen == "espaces" else 0  # le /proc/1 de son propre espace est la copie même
    assert lu.count("PRISE") <= permis
    assert lu.count("refus") >= len(interdits) - permis
    assert not any(Path(lu).is_relative_to(RACINE / "solutions") for lu in lisibles())


def test_la_memoire_est_bornee(moyen: str) -> None:
    with poste(moyen) as ouvert:
        assert "MemoryError" in vu(
            ouvert, "try: a = bytearray(2_500_000_000)\nexcept MemoryError: print('MemoryError')"
        )
        with pytest.raises(PosteArrete):  # chaque processus y a droit, pas les trois
            vu(
                ouvert,
                "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n"
                "        a = b'x' * 450_000_000; time.sleep(20)\ntime.sleep(20)",
            )


def test_un_fichier_est_borne(moyen: str) -> None:
    with poste(moyen) as ouvert:
        assert "OSError" in vu(
            ouvert,
            "try: open('gros', 'wb').write(bytes(8_000_000))\nexcept OSError: print('OSError')",
        )
        assert vu(ouvert, "open('petit', 'wb').write(bytes(1000))") == "1000"


def test_le_disque_est_borne() -> None:
    """Par la racine en mémoire ; Landlock, lui, ne borne que chaque fichier."""
    with poste("espaces") as ouvert:
        sources = "try:\n    for r in range(9): open(f'f{r}', 'wb').write(bytes(4_000_000))"
        assert "plein" in vu(ouvert, sources + "\nexcept OSError: print('plein')")


def test_le_nombre_de_processus_est_borne(moyen: str) -> None:
    bombe = (
        "import os, time\nnes = 0\ntry:\n    for _ in range(200):\n"
        "        if os.fork() == 0: time.sleep(60); os._exit(0)\n        nes += 1\n"
        "except OSError: print('borne')\nprint(nes)"
    )
    with poste(moyen, Limites(memoire=9000, processus=20)) as ouvert:
        borne, nes = vu(ouvert, bombe).split()
        assert (borne, int(nes) <= PETITES.processus) == ("borne", True)


def test_un_demon_ne_survit_pas_a_sa_copie(moyen: str) -> None:
    demon = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        os.execv('/bin/sleep', ['sleep', '4321.5'])\n    os._exit(0)\ntime.sleep(0.2)"
    )
    with poste(moyen, Limites()) as ouvert:
        vu(ouvert, demon)
    fin = time.monotonic() + 5
    while _dormeurs() and time.monotonic() < fin:
        time.sleep(0.05)
    assert _dormeurs() == []


def _dormeurs() -> list[str]:
    commandes = []
    for fiche in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commandes.append(fiche.read_bytes())
        except OSError:
            continue
    return [str(c) for c in commandes if c == b"sleep\0004321.5\0"]


@pytest.mark.parametrize("moyen", mini.MOYENS)
@pytest.mark.skipif(os.getuid() != 0, reason="déjà un simple utilisateur")
def test_le_confinement_tient_aussi_pour_un_simple_utilisateur(moyen: str, tmp_path: Path) -> None:
    """Un Python que tous peuvent lire, et nos bibliothèques à côté."""
    python, setpriv = "/usr/bin/python3", shutil.which("setpriv")
    site = next(c for c in sys.path if c.endswith("site-packages"))
    version = f"import sys; assert sys.version_info[:2] == {sys.version_info[:2]}"
    if not setpriv or subprocess.run([python, "-c", version], capture_output=True).returncode:
        pytest.skip("demande setpriv et un Python du système de même version")
    coin = Path("/tmp") / f"grc-simple-{os.getpid()}-{moyen}"
    coin.mkdir()
    shutil.chown(coin, 65534, 65534)
    code = (
        "from grc_lib.classe.postes import epreuve, exterieur as postes\nlus = postes.lisibles\n"
        f"postes.lisibles = lambda: [*lus(), {site!r}]\nprint(epreuve.eprouver({moyen!r}))"
    )
    variables = {
        "PATH": "/usr/bin:/bin", "HOME": str(coin), "TMPDIR": str(coin),
        "PYTHONPATH": os.pathsep.join((str(RACINE), site)), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    simple = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
    lisible = subprocess.run(
        [*simple, python, "-c", "import grc_lib, numpy"], env=variables, cwd=coin
    )
    try:
        if lisible.returncode:
            pytest.skip("le projet n'est pas lisible de tous ici")
        fini = subprocess.run(
            [*simple, python, "-c", code],
            env=variables, cwd=coin, capture_output=True, text=True, timeout=100,
        )  # fmt: skip
    finally:
        reste = [f.name for f in coin.iterdir() if f.name.startswith("grc-")]
        shutil.rmtree(coin)
    if "le système refuse" in fini.stdout:
        pytest.skip(f"{moyen} est refusé ici aux simples utilisateurs")
    assert fini.stdout.strip() == repr(epreuve.Epreuve(moyen)), fini.stdout + fini.stderr
    assert reste == []
