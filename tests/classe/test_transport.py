"""Les réponses passent d'un poste à l'autre sans rien perdre, et sans rien exécuter."""

import ast
import contextlib
import copy
import dataclasses
import functools
import inspect
import io
import json
import math
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import duckdb
import nbformat
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np

from grc_lib import annuites, organisation, ventes
from grc_lib.classe.preparation.execution import Banc
from grc_lib.classe.transport import CodeIllisible, Mandataire, codage, coder, decoder
from grc_lib.classe.transport._formes import RECOMPOSITIONS
from grc_lib.exercice import verifier_fonction
from grc_lib.exercice._lecture import NON_LUE, Autre, nommer

SOLUTIONS = Path(__file__).parents[2] / "solutions"
PARIS = ZoneInfo("Europe/Paris")
FUSEAUX = st.timezone_keys(allow_prefix=False).map(ZoneInfo)


def aller_retour(valeur: Any, appeler: codage.Appeler | None = None) -> Any:
    texte = json.dumps(coder(valeur), ensure_ascii=False)
    return decoder(json.loads(texte.encode().decode()), appeler)


def pareil(a: Any, b: Any) -> bool:
    """Même type, même valeur, nan compris ; une fonction devient un mandataire de même en-tête."""
    if isinstance(b, Mandataire):
        return callable(a) and [*_parametres(a)] == [*_parametres(b)]
    if isinstance(a, go.Figure):
        memes_donnees = not hasattr(a, "donnees") or pareil(a.donnees, b.donnees)
        memes_traits = json.loads(a.to_json()) == json.loads(b.to_json())
        return type(b) is type(a) and memes_donnees and memes_traits
    if type(a) is not type(b):
        return False
    if isinstance(a, pd.DataFrame | pd.Series | pd.Index):
        comparer = {pd.DataFrame: pd.testing.assert_frame_equal}.get(type(a))
        comparer = comparer or {pd.Series: pd.testing.assert_series_equal}.get(type(a))
        (comparer or pd.testing.assert_index_equal)(a, b)
        return pareil(getattr(a, "attrs", {}), getattr(b, "attrs", {}))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and pareil(a.tolist(), b.tolist())
    if isinstance(a, dict):
        return pareil(list(a.items()), list(b.items()))
    if dataclasses.is_dataclass(a):
        return all(pareil(getattr(a, c.name), getattr(b, c.name)) for c in dataclasses.fields(a))
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(pareil, a, b))
    return bool(a is b or a == b or (a != a and b != b))


def _parametres(fonction: Callable[..., Any]) -> Any:
    return [(p.name, p.kind) for p in inspect.signature(fonction).parameters.values()]


class Point(NamedTuple):
    x: int
    y: int


@pytest.mark.parametrize(
    "valeur",
    [
        *(None, ..., True, 0, -(10**1000), 1.5, -0.0, math.nan, math.inf, "", "œuf\n€"),
        *(b"\x00\xff", Decimal("1.20"), Decimal("nan"), Fraction(-1, 3), date(2026, 2, 28)),
        datetime(2026, 1, 2, 3, 4, 5, 6),
        datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
        datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
        *(datetime(2026, 1, 2, tzinfo=UTC), time(3, 4, 5), timedelta(-1, 2, 3)),
        *([1, [None, "a"]], (1, ("b",)), {1, "a"}, frozenset({(1, 2)}), range(0, 9, 2), [], ()),
        {"a": 1, 2: {"b": []}, (3, None): {4}, date(2026, 1, 1): ...},
        *(np.float32(1.1), np.int8(-3), np.bool_(True), np.str_("é"), np.float64("nan")),
        *(np.datetime64("2026-01-01"), np.datetime64("NaT"), np.timedelta64(3, "D")),
        *(np.arange(6, dtype="i2").reshape(2, 3), np.array([], "f4"), np.zeros((0, 3))),
        *(np.array(["a", "éé"]), np.array([b"a", b"bc"]), np.array([True, False])),
        *(np.array([[1, "a"], [None, [2]]], object), np.array(3), np.array([1.5], ">f4")),
        np.array(["2026-01", "NaT"], "M8[M]"),
        *(pd.NA, pd.NaT, pd.Timestamp("2026-03-01 12:00:00.123456789"), pd.Timedelta("3D2h")),
        *(pd.Timestamp("2026-10-25 02:30", tz="UTC").tz_convert(PARIS), pd.Period("2026-02", "M")),
        *(pd.Interval(1, 2.5, "left"), pd.Period("2026Q3", "Q-NOV")),
        *(pd.Interval(pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-02")),),
    ],
    ids=lambda valeur: type(valeur).__name__,
)
def test_une_valeur_simple_revient_telle_quelle(valeur: Any) -> None:
    assert pareil(valeur, aller_retour(valeur))


INDEX = [
    pd.RangeIndex(2, 11, 3, name="rang"),
    pd.Index([3, 1, 2], name=("a", 1)),
    pd.Index(["a", "b", None], name="nom"),
    pd.Index(["a", 1, (2, 3)], dtype=object),
    pd.date_range("2026-01-31", periods=3, freq="ME", name="mois"),
    pd.date_range("2026-10-24", periods=3, freq="D", tz=PARIS),
    pd.to_timedelta([1, 3, 2], unit="D"),
    pd.period_range("2026-01", periods=3, freq="W-WED"),
    pd.interval_range(0, 3),
    pd.CategoricalIndex(["b", "a", "b"], ["b", "a", "c"], ordered=True),
    pd.MultiIndex.from_product([["a"], [1, 2, 3]], names=["x", None]),
    pd.MultiIndex.from_arrays([pd.Categorical(["a", "b", "a"]), pd.to_datetime([None] * 3)]),
]
COLONNES = [
    *(pd.Series(["a", None, "é"]), pd.Series([1, "a", None], dtype=object)),
    *(pd.Series(["a", pd.NA, "b"], dtype="string"), pd.Series([1, None, 3], dtype="Int64")),
    *(pd.Series([1, 2, 3], dtype="UInt8"), pd.Series([1.5, None, 2], dtype="Float32")),
    *(pd.Series([True, None, False], dtype="boolean"), pd.Series([True, False, True])),
    *(pd.Series([1, 2, 3], dtype="int16"), pd.Series([1.1, math.nan, 2], dtype="float32")),
    pd.Series(pd.Categorical(["b", None, "a"], ["b", "a", "c"], ordered=True)),
    pd.Series(pd.cut([1, 5, 9], [0, 4, 8, 12])),
    *(pd.Series(pd.date_range("2026", periods=3, unit=u)) for u in ("s", "ms", "us", "ns")),
    pd.Series(pd.to_datetime(["2026-01-01", None, "2026-07-01"])).dt.tz_localize(PARIS),
    *(pd.Series(pd.to_timedelta([1, None, 2], unit="h")), pd.Series(INDEX[7])),
    pd.Series([date(2026, 1, 1), None, [1]]),
]


@pytest.mark.parametrize("index", INDEX, ids=lambda index: type(index).__name__)
def test_un_index_garde_son_type_ses_noms_et_son_pas(index: pd.Index) -> None:
    revenu = aller_retour(index)
    assert pareil(index, revenu)
    assert revenu.names == index.names
    assert getattr(revenu, "freq", None) == getattr(index, "freq", None)
    assert pareil(pd.Series([1, 2, 3], index), aller_retour(pd.Series([1, 2, 3], index)))
    en_colonnes = pd.DataFrame([[1, 2, 3]], columns=index)
    assert pareil(en_colonnes, aller_retour(en_colonnes))


@pytest.mark.parametrize("serie", COLONNES, ids=lambda serie: str(serie.dtype))
def test_une_colonne_garde_son_dtype(serie: "pd.Series[Any]") -> None:
    assert pareil(serie, aller_retour(serie))
    assert pareil(serie.to_frame("nom"), aller_retour(serie.to_frame("nom")))
    assert pareil(serie.iloc[:0], aller_retour(serie.iloc[:0]))


def test_un_tableau_garde_ses_attributs_et_ses_colonnes_doubles() -> None:
    tableau = pd.concat([c.rename("double") for c in COLONNES], axis=1)
    tableau.attrs = {"requete": "SELECT 'é'", "taux": Decimal("0.2"), "jour": date(2026, 1, 1)}
    assert pareil(tableau, aller_retour(tableau))
    assert pareil(pd.DataFrame(), aller_retour(pd.DataFrame()))
    assert pareil(pd.DataFrame(index=[1, 2]), aller_retour(pd.DataFrame(index=[1, 2])))
    croise = pd.crosstab(pd.Series(["a", "b"], name="x"), pd.Series(["c", "c"], name="y"))
    assert pareil(croise, aller_retour(croise))


def test_une_relation_duckdb_devient_un_tableau_pas_une_connexion() -> None:
    with duckdb.connect() as base:
        relation = base.sql("SELECT 1 AS un, [1, 2] AS liste, DATE '2026-01-01' AS jour")
        assert aller_retour(relation).columns.tolist() == ["un", "liste", "jour"]
        assert aller_retour(base) == NON_LUE


@pytest.mark.parametrize(
    "figure",
    [
        px.bar(x=["A", "B"], y=[1.0, 2.5], title="Deux barres"),
        px.line(
            pd.DataFrame({"mois": pd.date_range("2026", periods=3), "ca": [1, 2, 3]}), x="mois"
        ),
        px.scatter(x=[1], y=[2], animation_frame=["a"]),
        go.Figure(),
    ],
)
def test_une_figure_se_redessine_a_l_identique(figure: go.Figure) -> None:
    revenue = aller_retour(figure)
    assert type(revenue) is go.Figure
    assert json.loads(revenue.to_json()) == json.loads(figure.to_json())


def test_un_resultat_du_cours_reste_un_resultat_du_cours() -> None:
    droite = ventes.moindres_carres([3, 5, 8, 9])
    revenue = aller_retour(droite)
    assert type(revenue) is type(droite)
    assert revenue.prevoir(5) == droite.prevoir(5)
    assert pareil(organisation.REGLES, aller_retour(organisation.REGLES))
    prets = annuites.echeanciers([1000], 0.01, 12)
    assert pareil(prets.tableau(), aller_retour(prets).tableau())
    assert aller_retour(Point(1, 2)) == (1, 2)
    assert type(aller_retour(Point(1, 2))) is tuple


def test_une_classe_d_eleve_redevient_un_type_simple() -> None:
    class Tricheur(float):
        def __eq__(self, autre: object) -> bool:
            return True

        __hash__ = float.__hash__

        def __float__(self) -> float:
            raise SystemExit

    class Liste(list[Any]):
        def __iter__(self) -> Any:
            raise KeyError

    assert type(aller_retour(Tricheur(2))) is float
    assert aller_retour(Liste([Tricheur(2)])) == [2.0]
    assert type(aller_retour(Liste())) is list


class _Illisible(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise RuntimeError


def un_generateur() -> Any:
    yield 1


@pytest.mark.parametrize(
    ("valeur", "nature"),
    [
        (1j, "un nombre complexe"),
        (np.array([1j]), "un objet « ndarray »"),
        (10**2000, "un entier de plus de 1 200 chiffres"),
        (Decimal("1e99999"), "un objet « Decimal »"),
        (math, "un module"),
        (un_generateur(), "un générateur"),
        (io.StringIO(), "un fichier"),
        (object(), "un objet « object »"),
        (type("Foo", (), {})(), "un objet « Foo »"),
        (type("Foo", (), {"__module__": "__main__"}), "une classe « Foo »"),
        (_Illisible("Foo", (), {})(), "un objet illisible"),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) and len(valeur) < 50 else "",
)
def test_ce_qui_ne_voyage_pas_est_nomme(valeur: Any, nature: str) -> None:
    assert coder(valeur) == {"t": "intransportable", "nature": nature}
    assert nommer(aller_retour(valeur)) == nature


def test_ce_qui_est_trop_grand_dit_sa_taille() -> None:
    lignes, texte = np.zeros(10_000_000), "a" * codage.VOLUME_MAX
    assert coder(lignes)["nature"] == "un tableau de 10\u202f000\u202f000 lignes"
    assert coder(texte)["nature"] == "un texte de 40\u202f000\u202f000 caractères"


def test_une_liste_qui_se_contient_est_trop_imbriquee() -> None:
    liste: list[Any] = [1]
    liste.append(liste)
    assert "imbriquée" in json.dumps(coder(liste), ensure_ascii=False)
    liste.extend([liste] * 50)
    assert coder(liste)["nature"] == "une donnée trop volumineuse"


def test_une_moitie_de_caractere_devient_un_point_d_interrogation() -> None:
    assert aller_retour(["\ud800a", {"\udfff": 1}, pd.Series(["\ud800"])])[:2] == ["?a", {"?": 1}]
    assert decoder("\ud800") == "?"


def repondre(fonction: Callable[..., Any]) -> codage.Appeler:
    """L'autre poste : il relit les arguments, appelle la fonction et code ce qu'elle rend."""

    def appeler(nom: str, arguments: list[Any], nommes: dict[str, Any]) -> Any:
        try:
            positionnels = [decoder(code) for code in arguments]
            rendu = fonction(*positionnels, **{n: decoder(code) for n, code in nommes.items()})
        except Exception as erreur:
            rendue = {"erreur": {"type": type(erreur).__name__, "message": str(erreur)}}
            return json.loads(json.dumps(rendue))
        return json.loads(json.dumps({"resultat": coder(rendu)}))

    return appeler


def test_une_fonction_s_appelle_a_distance() -> None:
    def ttc(ht: Any, /, taux: float = 0.2, *, mois: tuple[int, ...] = (1, 2)) -> Any:
        return ht * (1 + taux)

    mandataire = aller_retour(ttc, repondre(ttc))
    assert mandataire.__name__ == "ttc"
    sans_annotations = inspect.signature(ttc).replace(
        parameters=[
            p.replace(annotation=p.empty) for p in inspect.signature(ttc).parameters.values()
        ],
        return_annotation=inspect.Signature.empty,
    )
    assert inspect.signature(mandataire) == sans_annotations
    assert mandataire(100) == 120
    assert pareil(mandataire(pd.Series([1.0]), taux=1), pd.Series([2.0]))
    verifier_fonction("ttc", mandataire, [((100,), 120.0), ((50, 0.1), 55.0)])


@pytest.mark.parametrize(
    "fonction", [len, np.mean, functools.partial(max, 1), "a".upper, lambda x: x, int, px.bar]
)
def test_tout_ce_qui_s_appelle_est_une_fonction(fonction: Any) -> None:
    mandataire = aller_retour(fonction)
    assert isinstance(mandataire, Mandataire)
    with pytest.raises(ValueError, match="ne s'appelle pas d'ici"):
        mandataire(1)


@pytest.mark.parametrize(
    ("erreur", "nom", "base"),
    [
        (ZeroDivisionError("par zéro"), "ZeroDivisionError", ZeroDivisionError),
        (type("MonErreur", (Exception,), {})("oups"), "MonErreur", Exception),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "x"), "UnicodeDecodeError", Exception),
    ],
)
def test_une_erreur_d_eleve_garde_son_nom(erreur: Exception, nom: str, base: type) -> None:
    def fonction() -> None:
        raise erreur

    with pytest.raises(base) as levee:
        aller_retour(fonction, repondre(fonction))()
    assert type(levee.value).__name__ == nom
    assert str(levee.value) == str(erreur)


@pytest.mark.parametrize(
    "reponse",
    [
        *(None, [], {}, {"erreur": None}, {"erreur": {"type": "a b", "message": ""}}),
        *({"erreur": {"type": 3, "message": ""}}, {"erreur": {"type": "E", "message": 3}}),
        {"resultat": {"t": "os.system", "v": ["ls"]}},
    ],
)
def test_une_reponse_mal_formee_est_illisible(reponse: Any) -> None:
    mandataire = aller_retour(len, lambda *_: reponse)
    with pytest.raises(CodeIllisible):
        mandataire()


@pytest.mark.parametrize("nom", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "print"])
def test_une_erreur_ne_choisit_pas_sa_classe(nom: str) -> None:
    mandataire = aller_retour(len, lambda *_: {"erreur": {"type": nom, "message": ""}})
    with pytest.raises(Exception) as levee:
        mandataire()
    assert type(levee.value).__bases__ == (Exception,)


def grand(**champs: Any) -> dict[str, Any]:
    return {"t": "ndarray", "v": [champs["dtype"], champs["forme"], champs["v"]]}


@pytest.mark.parametrize(
    "code",
    [
        *(object(), b"", {}, {"t": "Foo", "v": []}, {"t": []}, {"t": "dict", "v": [[[], 1]]}),
        *({1: 2}, {"t": "simple", "v": [1]}, {"t": "int", "v": ["1"]}, 1 << 5000),
        {"t": "cours", "v": ["grc_lib.ventes.droite", "Intervalle"]},
        {"t": "Decimal", "v": ["1e999999"]},
        {"t": "Fraction", "v": [1, 0]},
        {"t": "range", "v": [0, 10**12, 1]},
        {"t": "RangeIndex", "v": [0, 10**12, 1, None]},
        grand(dtype="<f8", forme=[10**9], v=""),
        grand(dtype="|O", forme=[10**9, 0], v=[]),
        grand(dtype="<U100000000", forme=[1], v=["a"]),
        grand(dtype="<f8,<f8", forme=[0], v=""),
        grand(dtype="<c16", forme=[0], v=""),
        {"t": "datetime", "v": ["2026-01-01", 0, "../../etc/passwd"]},
        {"t": "Period", "v": [1, "os"]},
        {"t": "BaseFigure", "v": [[{"type": "bar", "inconnu": 1}], {}, []]},
        {"t": "BaseFigure", "v": [[{"type": "os"}], {}, []]},
        {"t": "fonction", "v": ["f", [["a b", "POSITIONAL_ONLY"]]]},
        {"t": "fonction", "v": ["f", [["a", "mro"]]]},
    ],
    ids=lambda code: repr(code).partition(" at 0x")[0][:40],
)
def test_un_code_mal_forme_est_illisible(code: Any) -> None:
    with pytest.raises(CodeIllisible):
        decoder(code)


@pytest.mark.parametrize("etages", [200, 100_000])
def test_un_code_trop_profond_est_illisible(etages: int) -> None:
    with pytest.raises(CodeIllisible):
        decoder(functools.reduce(lambda code, _: {"t": "tuple", "v": [code]}, range(etages), 1))


def test_une_classe_hors_du_cours_n_est_jamais_choisie() -> None:
    for module, nom in [
        ("os", "terminal_size"),
        ("grc_lib.classe.preparation.execution", "Banc"),
        ("grc_lib.exercice.calcul", "Calcul"),
        ("grc_lib.ventes.droite", "np"),
        ("grc_lib.jamais", "Vu"),
    ]:
        assert decoder({"t": "cours", "v": [module, nom]}) == Autre(f"un objet « {nom} »")
    assert "grc_lib.jamais" not in sys.modules


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from("OW"),
    lambda codes: (
        st.lists(codes, max_size=6)
        | st.builds(
            lambda t, v: {"t": t, "v": v},
            st.sampled_from([*RECOMPOSITIONS, "fonction", "intransportable"]),
            st.lists(codes, max_size=6) | codes,
        )
        | st.dictionaries(st.sampled_from(["t", "v", "nature"]) | st.text(), codes, max_size=3)
    ),
    max_leaves=25,
)


@settings(max_examples=500, deadline=None)
@given(JSON)
def test_un_code_quelconque_est_lu_ou_illisible(code: Any) -> None:
    try:
        lue = decoder(code)
    except CodeIllisible:
        return
    coder(lue)


REPONSES = [*COLONNES, *INDEX, {"a": (1, {2})}, px.bar(x=[1], y=[2]), len, organisation.REGLES]


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_une_reponse_abimee_est_lue_ou_illisible(donnees: st.DataObject) -> None:
    code = coder(donnees.draw(st.sampled_from(REPONSES)))
    for _ in range(donnees.draw(st.integers(1, 3))):
        lieux = [*_lieux(code)]
        parent, cle = donnees.draw(st.sampled_from(lieux))
        autre = donnees.draw(JSON | st.sampled_from([p[c] for p, c in lieux]))
        parent[cle] = copy.deepcopy(autre)
    with contextlib.suppress(CodeIllisible):
        decoder(code)


def _lieux(code: Any) -> Any:
    for cle in code if isinstance(code, dict) else range(len(code)):
        yield code, cle
        if isinstance(code[cle], dict | list):
            yield from _lieux(code[cle])


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.integers()
        | st.floats()
        | st.text()
        | st.binary()
        | st.dates()
        | st.decimals(allow_nan=False)
        | st.fractions()
        | st.timedeltas()
        | st.datetimes(timezones=st.none() | FUSEAUX),
        lambda v: st.lists(v) | st.tuples(v, v) | st.dictionaries(st.text() | st.integers(), v),
    )
    | st_np.arrays(st_np.scalar_dtypes(), st_np.array_shapes(min_side=0))
)
def test_une_valeur_quelconque_revient_telle_quelle_ou_nommee(valeur: Any) -> None:
    revenue = aller_retour(valeur)
    assert isinstance(revenue, Autre) or pareil(valeur, revenue)


@pytest.mark.parametrize("devoir", sorted(dossier.name for dossier in SOLUTIONS.iterdir()))
def test_les_reponses_d_un_td_voyagent_toutes(devoir: str) -> None:
    notebook = nbformat.read(SOLUTIONS / devoir / f"{devoir}.ipynb", as_version=4)
    codes = [cellule for cellule in notebook.cells if cellule.cell_type == "code"]
    constat = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_transport\n"
        f"print(test_transport.constater(globals(), {_reponses_lues(codes)}))"
    )
    with Banc(devoir) as banc:
        execution = banc.executer([c.source for c in codes] + [constat], "juste.martin")
    (sortie,) = execution.sorties[-1]
    natures = json.loads(sortie["text"])
    if liste := os.environ.get("GRC_NATURES"):  # la liste des natures, pour qui la demande
        with Path(liste).open("a", encoding="utf-8") as fichier:
            fichier.write(f"{devoir} {natures}\n")
    assert natures
    assert [nom for nom, nature in natures.items() if nature.startswith("PERDU")] == []


def constater(noms: dict[str, Any], reponses: list[str]) -> str:
    """Dans le processus d'une copie : la nature de chaque réponse, « PERDU » si elle change."""
    constats = {}
    for nom in filter(noms.__contains__, reponses):  # non une variable de compréhension
        nature = type(noms[nom]).__name__
        revenue = aller_retour(noms[nom])
        constats[nom] = nature if pareil(noms[nom], revenue) else f"PERDU {nature} → {revenue}"
    return json.dumps(constats)


def _reponses_lues(codes: list[nbformat.NotebookNode]) -> list[str]:
    """Les noms qu'une cellule de réponse lie et qu'un contrôle emploie."""
    lies: list[str] = []
    controles = ""
    for cellule in codes:
        repere = cellule.metadata.get("nbgrader", {})
        if repere.get("solution") and cellule.source.startswith("%%sql"):
            lies += cellule.source.splitlines()[0].split()[1:2]
        elif repere.get("solution"):
            corps = ast.parse(cellule.source)
            lies += [n.id for n in ast.walk(corps) if _est_lie(n)]
            lies += [f.name for f in corps.body if isinstance(f, ast.FunctionDef)]
        elif repere.get("grade"):
            controles += f"{cellule.source}\n"
    arbre = ast.parse(re.sub(r"(?m)^%.*", "", controles))
    employes = {n.id for n in ast.walk(arbre) if isinstance(n, ast.Name)}
    return [nom for nom in dict.fromkeys(lies) if nom in employes]


def _est_lie(noeud: ast.AST) -> bool:
    return isinstance(noeud, ast.Name) and isinstance(noeud.ctx, ast.Store)
