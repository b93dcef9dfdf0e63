"""Les étages de la bibliothèque, la légèreté des imports, la taille des modules."""

import ast
import graphlib
import importlib.metadata
import importlib.util
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import grc_lib

RACINE = Path(grc_lib.__file__).parent
FICHIERS = sorted(f for f in RACINE.rglob("*.py") if "_cours" not in f.parts)

# Tout ce qui n'est pas nommé ici est un sujet du référentiel : l'étage 1.
ETAGES = {
    0: {
        "erreurs",
        "_arguments",
        "_disque",
        "_duckdb",
        "_formats",
        "_nombres",
        "_pieges",
        "_ressources",
        "_sql",
        "_resultats",
        "_spark",
    },
    2: {"donnees", "figures", "simulateurs", "exercice"},
    3: {"atelier", "classe"},
    4: {"cli", "__init__"},
}
# Les pièces de `grc_lib.classe`, de bas en haut.
CLASSE = (
    *("_notebooks", "_formules", "transport", "confinement", "postes"),
    *("preparation", "retour", "depots", "notation", "bilan"),
)
DE_LA_CLASSE = "grc_lib.classe."
SUJETS = sorted(
    {m.name for m in pkgutil.iter_modules(grc_lib.__path__)} - set().union(*ETAGES.values())
)
LOURDS = {"plotly", "sklearn", "statsmodels", "scipy.stats", "pyvrp", "pyspark"}


def etage(piece):
    return next((n for n, pieces in ETAGES.items() if piece in pieces), 1)


def piece(fichier):
    """La pièce d'un fichier : `segmentation` pour segmentation.py, `classe` pour classe/x.py."""
    return fichier.relative_to(RACINE).parts[0].removesuffix(".py")


def pieces_importees(fichier):
    """Les pièces que le fichier importe, même à l'intérieur d'une fonction."""
    for nom in modules_importes(fichier):
        tete, *suite = nom.split(".")
        if tete == "grc_lib" and suite and existe(suite[0]):
            yield suite[0]


def modules_importes(fichier):
    paquet = ".".join(("grc_lib", *fichier.relative_to(RACINE).parent.parts))
    for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            nom = "." * noeud.level + (noeud.module or "")
            source = importlib.util.resolve_name(nom, paquet)
            yield from (f"{source}.{alias.name}" for alias in noeud.names)


def existe(nom):
    return (RACINE / nom).is_dir() or (RACINE / f"{nom}.py").is_file()


def charges_par(instruction):
    """Les modules chargés par un processus neuf qui n'exécute que cette instruction."""
    programme = f"{instruction}; import sys; print(*sys.modules)"
    sortie = subprocess.run(
        [sys.executable, "-c", programme], check=True, capture_output=True, text=True
    )
    return set(sortie.stdout.split())


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_un_etage_n_importe_jamais_plus_haut(fichier):
    ici = etage(piece(fichier))
    assert {p for p in pieces_importees(fichier) if etage(p) > ici} == set()


def test_les_pieces_ne_s_importent_pas_en_rond():
    graphe = {}
    for fichier in FICHIERS:
        voisines = set(pieces_importees(fichier)) - {piece(fichier)}
        graphe.setdefault(piece(fichier), set()).update(voisines)
    graphlib.TopologicalSorter(graphe).prepare()


def test_les_pieces_de_la_classe_n_importent_que_les_precedentes():
    for fichier in FICHIERS:
        _, *suite = fichier.relative_to(RACINE).with_suffix("").parts
        if piece(fichier) == "classe" and suite[0] != "__init__":
            lues = {nom.split(".")[2] for nom in modules_importes(fichier) if DE_LA_CLASSE in nom}
            permises = CLASSE[: CLASSE.index(suite[0]) + 1]
            assert lues <= set(permises), fichier


def test_l_analyse_voit_les_imports_caches_dans_une_fonction():
    assert "atelier" in set(pieces_importees(RACINE / "__init__.py"))
    assert {"_duckdb", "erreurs"} <= set(
        pieces_importees(RACINE / "segmentation" / "methode_rfm.py")
    )


def test_importer_la_bibliotheque_ne_charge_rien_de_lourd():
    lourds = LOURDS | {"pandas", "numpy", "duckdb", "ipywidgets", "jupyterlab", "nbgrader", "babel"}
    assert charges_par("import grc_lib") & lourds == set()


def test_un_sous_module_se_charge_a_la_premiere_utilisation():
    assert "grc_lib.segmentation" not in charges_par("import grc_lib")
    assert "grc_lib.segmentation" in charges_par("import grc_lib; grc_lib.segmentation.gini")
    assert "segmentation" in dir(grc_lib)
    assert not any(nom.startswith("_") for nom in dir(grc_lib))


def test_ouvrir_la_base_ne_charge_pas_le_rgpd():
    assert "grc_lib.donnees.rgpd" not in charges_par("from grc_lib import donnees")
    assert "grc_lib.donnees.rgpd" in charges_par("from grc_lib import donnees; donnees.rgpd")


def test_la_version_est_celle_du_paquet_installe():
    assert grc_lib.__version__ == importlib.metadata.version("grc-cours")


@pytest.mark.parametrize("sujet", SUJETS)
def test_un_sujet_ne_charge_ni_graphiques_ni_apprentissage(sujet):
    assert charges_par(f"import grc_lib.{sujet}") & LOURDS == set()


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_un_module_se_lit_d_une_traite(fichier):
    assert len(fichier.read_text("utf-8").splitlines()) <= 400


def test_load_ext_active_le_sql_des_notebooks(monkeypatch):
    recus = []
    monkeypatch.setattr("grc_lib.atelier.sql.activer", recus.append)
    grc_lib.load_ipython_extension("notebook")
    assert recus == ["notebook"]
