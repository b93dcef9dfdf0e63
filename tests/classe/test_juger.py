"""Une copie s'exécute chez l'élève, ses contrôles chez un juge ; une panne ne perd qu'elle."""

import re

import mini
import nbformat
import pytest
from copies import RACINE
from nbformat.v4 import new_code_cell

from grc_lib.classe.notation.juger import ARRETS_MAX, PHRASES, lire_les_sorties
from grc_lib.classe.postes.session import OCTETS_MAX
from grc_lib.classe.preparation.execution import avec_reponses
from grc_lib.classe.preparation.plan import Plan, noms_lies, sans_caches
from grc_lib.erreurs import RessourceIndisponible

SOLUTIONS = RACINE / "solutions"
TETU = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"


def td_a_trois_questions() -> nbformat.NotebookNode:
    """La troisième se sert de la première, pas de la deuxième."""
    source = mini.td()
    source.cells[-1:] = [
        mini.cellule("q3", "trois = un + 2", libre=True),
        mini.cellule("test_q3", "assert trois == 13", 4),
    ]
    return source


def automatiques(notes: dict[str, float | None]) -> tuple[float | None, float | None]:
    return notes["test_q1"], notes["test_q2"]


@pytest.mark.parametrize("devoir", sorted(d.name for d in SOLUTIONS.iterdir() if d.is_dir()))
def test_les_controles_d_un_td_ne_se_servent_que_de_ce_que_l_eleve_leur_donne(devoir: str) -> None:
    source = nbformat.read(SOLUTIONS / devoir / f"{devoir}.ipynb", as_version=4)
    reponses = {
        c.metadata.nbgrader.grade_id: c.source
        for c in source.cells
        if c.metadata.get("nbgrader", {}).get("solution")
    }
    reperes = [c.metadata.get("nbgrader", {}) for c in source.cells]
    points = {r["grade_id"]: r["points"] for r in reperes if r.get("grade")}
    for donnees, attendus in ((reponses, points), ({}, dict.fromkeys(points, 0))):
        obtenus, vus = mini.executer(avec_reponses(source, donnees), source)
        ecarts = {q: (n, attendus[q], vus.get(q)) for q, n in obtenus.items() if n != attendus[q]}
        lues = {q for q in ecarts if obtenus[q] is None}  # par l'enseignant
        assert set(ecarts) == lues, {q: ecarts[q] for q in ecarts if q not in lues}


def test_une_copie_juste_a_tous_ses_points() -> None:
    notes, vus = mini.executer(mini.copie())
    assert automatiques(notes) == (2, 3)
    assert vus["test_q1"] == ""


@pytest.mark.parametrize(
    ("reponse", "cause"),
    [
        ("while True: pass", "delai"),
        (TETU, "delai"),  # il faut alors arrêter le poste, et refaire le reste
        ("import os; os._exit(0)", "arret"),
        ("import ctypes; ctypes.string_at(0)", "arret"),
    ],
)
def test_une_cellule_qui_fige_ou_arrete_son_poste_ne_perd_que_ses_points(
    reponse: str, cause: str
) -> None:
    """La cellule d'après se sert de celle d'avant : elle a donc été refaite."""
    source = td_a_trois_questions()
    notes, vus = mini.executer(mini.copie(source, q2=reponse), source, delai=1.5)
    assert (notes["test_q1"], notes["test_q2"], notes["test_q3"]) == (2, 0, 4)
    assert PHRASES[cause] in vus["q2"]
    assert "double" in vus["test_q2"]


def test_une_copie_qui_se_tue_ne_perd_que_sa_cellule_sans_espaces_de_noms_non_plus() -> None:
    mortelle = mini.copie(q2="import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    notes, vus = mini.executer(mortelle, moyen="landlock")
    assert automatiques(notes) == (2, 0)
    assert vus["q2"] == PHRASES["arret"]


def test_un_delai_depasse_garde_ce_que_la_cellule_a_montre() -> None:
    _, vus = mini.executer(mini.copie(q1="print('vu')\nwhile True: pass"), delai=1)
    assert vus["q1"] == "vu\n" + PHRASES["delai"]


def test_une_copie_qui_arrete_trop_souvent_python_n_est_plus_executee() -> None:
    mortelle = "import os; os._exit(0)"
    source = mini.td()
    suite = [mini.cellule(f"m{rang}", mortelle, libre=True) for rang in range(ARRETS_MAX)]
    source.cells[4:4] = [*suite, mini.cellule("apres", "print('fait')", libre=True)]
    notes, vus = mini.executer(mini.copie(source), source)
    assert vus["apres"] == PHRASES["trop d'arrêts"]
    assert vus["m0"] == PHRASES["arret"]
    assert automatiques(notes) == (2, 0)


@pytest.mark.parametrize(
    "affichage",
    ["print('x' * 3_000_000)", "while True: print('x' * 1000)", "'x' * 3_000_000"],
)
def test_une_sortie_geante_est_coupee_et_le_reste_note(affichage: str) -> None:
    notes, vus = mini.executer(mini.copie(q1=f"un = 11\n{affichage}"), delai=8)
    assert automatiques(notes) == (2, 3)
    assert "Sortie coupée" in vus["q1"]
    assert len(vus["q1"]) < 1.1 * OCTETS_MAX


def test_une_copie_trop_longue_s_arrete_a_son_budget() -> None:
    lente = mini.copie(q1="import time; un = 11; time.sleep(1.5)")
    notes, vus = mini.executer(lente, delai_copie=1.2)
    assert PHRASES["budget"] in vus["q2"]
    assert notes["test_q2"] == 0


def test_une_mise_en_place_en_panne_nomme_la_cellule() -> None:
    source = mini.td("depart = 1 / 0")
    with pytest.raises(RessourceIndisponible, match=r"« donnees ».*ZeroDivisionError") as panne:
        mini.executer(mini.copie(source), source)
    assert "Corrigez la source" in str(panne.value)


def test_une_mise_en_place_qui_fige_nomme_la_cellule() -> None:
    source = mini.td(TETU)
    with pytest.raises(RessourceIndisponible, match="« donnees »"):
        mini.executer(mini.copie(source), source, delai=1)


@pytest.mark.parametrize(
    ("corps", "dit"),
    [
        ("while True: pass", "TempsDepasse|temps"),
        ("import os; os._exit(0)", "arrête Python"),
        ("return 1 / 0", "ZeroDivision|division"),
        ("return object()", ""),
    ],
)
def test_une_fonction_qui_tourne_mal_pendant_le_controle_ne_perd_que_lui(
    corps: str, dit: str
) -> None:
    source = td_a_trois_questions()
    rendue = mini.copie(source, q2=f"def double(x):\n    {corps}")
    notes, vus = mini.executer(rendue, source, delai=1.5)
    assert (notes["test_q1"], notes["test_q2"], notes["test_q3"]) == (2, 0, 4)
    assert re.search(dit, vus["test_q2"]), vus["test_q2"]


def test_une_reponse_demesuree_ne_perd_que_ses_points() -> None:
    notes, _ = mini.executer(mini.copie(q1="un = 'x' * 60_000_000"), delai=20)
    assert automatiques(notes) == (0, 3)


def test_le_controle_montre_a_l_eleve_ne_juge_pas() -> None:
    """Ce que l'élève change chez lui ne change rien chez le juge."""
    triche = "un = 0\nattendu = 0\nimport builtins\nclass T(AssertionError): pass\ndouble = abs"
    notes, _ = mini.executer(mini.copie(q1=triche, q2="depart = -1"))
    assert automatiques(notes) == (0, 0)


def test_l_eleve_n_a_pas_les_tests_caches() -> None:
    _, vus = mini.executer(mini.copie(q1="un = attendu"))
    assert "attendu" in vus["q1"]


def test_un_poste_qui_repond_n_importe_quoi_ne_perd_que_sa_cellule() -> None:
    faux = "import os\nfor f in range(3, 20):\n    try: os.write(f, b'{\\n')\n    except OSError: 0"
    notes, _ = mini.executer(mini.copie(q2=faux))
    assert automatiques(notes) == (2, 0)


def test_les_sorties_mal_formees_sont_ignorees() -> None:
    bonne = {"output_type": "stream", "name": "stdout", "text": "42"}
    assert lire_les_sorties([bonne, 3, {"output_type": "stream"}, None]) == [bonne]
    assert lire_les_sorties("texte") == []


@pytest.mark.parametrize(
    ("controle", "ensuite", "montre"),
    [
        ("assert double(1) == 2", "len(appels)", "1"),  # comme nbgrader : une fois, pas deux
        ("vu = double(1)\nassert vu == 2", "vu", "2"),  # l'élève garde ce que le contrôle définit
    ],
)
def test_un_controle_laisse_chez_l_eleve_ce_qu_il_y_laisserait_avec_nbgrader(
    controle: str, ensuite: str, montre: str
) -> None:
    compter = "appels = []\ndef double(x):\n    appels.append(x)\n    return 2 * x"
    source = mini.copie(test_q2=controle)
    rendue = mini.copie(source, q2=compter)
    rendue.cells.append(new_code_cell(ensuite, id="ensuite"))
    notes, vus = mini.executer(rendue, source)
    assert (notes["test_q2"], vus["ensuite"]) == (3, montre)


# Le plan d'un TD


@pytest.mark.parametrize(
    ("source", "noms"),
    [
        ("%%sql lents\nSELECT 1", {"lents"}),
        ("\n%%sql  lents --quiet\nSELECT 1", {"lents"}),
        ("%%sql\nSELECT 1", set()),
        ("%%time\na = 1", {"a"}),
        ("a = !ls\nb = (3\n     % 2)", {"a", "b"}),
        ("%matplotlib inline\na = 1\n!ls\nb: int = 2", {"a", "b"}),
        ("if vrai:\n    %who\ny = 2", {"y"}),
        ("a = b = 1\n(c, *d), e[0], f.g = 1, 2, 3", {"a", "b", "c", "d"}),
        ("import pandas as pd, os.path\nfrom x import y as z", {"pd", "os", "z"}),
        ("with o() as f:\n    pass\nfor i in x: j = i\nif (k := 1): pass", set("fijk")),
        ("def f(x):\n    y = 1\nclass C:\n    z = 1\ng = lambda t: (u := t)", {"f", "C", "g"}),
        ("async def f(): pass", {"f"}),
        ("[i for i in x]; [(n := i) for i in x]", {"n"}),
        ("try: pass\nexcept E as e: pass\ndel a", set()),
        ("match v:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass", {"a", "b", "c", "d"}),
        ("a = (", set()),
        ("a = 1?", set()),
    ],
)
def test_les_noms_que_lie_une_cellule(source: str, noms: set[str]) -> None:
    assert noms_lies(source) == noms


def test_le_plan_range_chaque_cellule() -> None:
    plan = Plan.de(mini.td())
    assert list(plan.mise_en_place) == ["donnees"]
    assert plan.controles == {"test_q1", "test_q2"}
    assert plan.reponses == {"un", "double"}
    assert set(plan.verrouillees) == {"donnees", "test_q1", "test_q2"}


def test_un_td_sans_reponse_en_code_n_a_que_de_la_mise_en_place() -> None:
    source = mini.td()
    source.cells[2:6] = []
    plan = Plan.de(source)
    assert (list(plan.mise_en_place), plan.controles, plan.reponses) == (["donnees"], set(), set())


def test_une_premiere_reponse_qui_ne_lie_rien_clot_la_mise_en_place() -> None:
    """Sinon le premier contrôle, pris pour de la mise en place, ferait échouer toute copie."""
    source = mini.td()
    source.cells[2].source = "### DEBUT SOLUTION\ndepart\n### FIN SOLUTION"
    source.cells[3].source = "assert depart == 10"
    plan = Plan.de(source)
    assert list(plan.mise_en_place) == ["donnees"]
    assert plan.controles == {"test_q1", "test_q2"}


def test_une_reponse_liee_aussi_dans_une_cellule_verrouillee_vient_de_l_eleve() -> None:
    """L'énoncé donne `seuil`, l'élève le change ; puis une cellule verrouillée en tire `reste`."""
    source = mini.td("seuil = 1\nattendu = 11\ndepart = 10")
    source.cells[2].source = "seuil = 7\nun = 11"
    source.cells[3].source = "assert seuil == 7 and reste == 4"
    source.cells[3:3] = [mini.cellule("tire", "reste = un - seuil")]
    plan = Plan.de(source)
    assert plan.vient_de_l_eleve("seuil", connu_du_juge=True)
    assert plan.vient_de_l_eleve("reste", connu_du_juge=False)
    assert not plan.vient_de_l_eleve("depart", connu_du_juge=True)
    assert not plan.vient_de_l_eleve("len", connu_du_juge=False)
    notes, vus = mini.executer(mini.copie(source), source)
    assert automatiques(notes) == (2, 3), vus
    notes, _ = mini.executer(mini.copie(source, q1="seuil = 1\nun = 11"), source)
    assert automatiques(notes) == (0, 3)


def test_un_controle_se_sert_de_la_reponse_du_moment() -> None:
    """Une réponse refaite plus bas compte pour les contrôles d'après, pas pour ceux d'avant."""
    notes, _ = mini.executer(mini.copie(q2="un = 0\ndef double(x):\n    return 2 * x"))
    assert automatiques(notes) == (2, 3)


def test_une_magie_sql_range_une_reponse_que_le_controle_recoit() -> None:
    source = mini.td("import grc_lib.exercice\nattendu = 11\ndepart = 10")
    source.cells[2].source = "%%sql un\nSELECT 11 AS n"
    source.cells[3].source = "assert list(un['n']) == [11]"
    assert Plan.de(source).reponses == {"un", "double"}


def test_sans_caches_retire_chaque_bloc() -> None:
    deux = "a\n### DEBUT TESTS CACHES\nb\n### FIN TESTS CACHES\nc\n" * 2
    assert "b" not in sans_caches(deux)
    assert sans_caches(deux).count("c") == 2
