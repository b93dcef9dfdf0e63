"""Les contrôles d'exercices : justes, bienveillants, muets sur la réponse, lus par nbgrader."""

import datetime as dt
import functools
import itertools
import re
import subprocess
import sys
import warnings
from decimal import Decimal

import duckdb
import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbclient import NotebookClient
from nbgrader.utils import determine_grade

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice import (
    quiz,
    verifier,
    verifier_fonction,
    verifier_forme,
    verifier_tableau,
)
from grc_lib.exercice.correction import ReponseFausse
from grc_lib.exercice.quiz import analyser, corriger

juger = functools.partial(verifier.__wrapped__, "reponse")
juger_forme = functools.partial(verifier_forme.__wrapped__, "reponse")
juger_tableau = functools.partial(verifier_tableau.__wrapped__, "tableau")
juger_fonction = functools.partial(verifier_fonction.__wrapped__, "fonction")


@pytest.fixture(autouse=True)
def hors_correction(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


# --- Juste -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponse", "attendu"),
    [
        (12, 12),
        (12.0, 12),
        (np.int64(12), 12),
        (np.float32(12), 12),
        (Decimal("12"), 12),
        (np.array(12), 12),
        (0.1 + 0.2, 0.3),
        (0.3742, 0.374157),
        (True, True),
        (np.True_, True),
        ("Mammouth", "Mammouth"),
        ("  mammouth ", "Mammouth"),
        ("l’offre  globale", "L'offre globale"),
        (np.str_("Petit"), "Petit"),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        (dt.datetime(2026, 6, 30), dt.date(2026, 6, 30)),
        (pd.Timestamp("2026-06-30"), dt.date(2026, 6, 30)),
        (np.datetime64("2026-06-30"), dt.date(2026, 6, 30)),
        ("2026-06-30", dt.date(2026, 6, 30)),
        (pd.Period("2026-06"), "2026-06"),
        ([1, 2.0, "a"], [1, 2, "A"]),
        ((1, 2), [1, 2]),
        (np.array([1, 2]), [1, 2]),
        (np.array(["2026-01-01"], dtype="datetime64[ns]"), [dt.date(2026, 1, 1)]),
        (pd.Series([1, 2], index=["x", "y"]), [1, 2]),
        (pd.Series(["a", "b", "a"]).unique(), ["a", "b"]),
        (pd.Index([1, 2]), [1, 2]),
        ({"B", "A"}, {"A", "B"}),
        (["B", "A", "B"], {"A", "B"}),
        ({0.1 + 0.2, 1}, {0.3, 1}),
        ([[1, 2], [3]], [[1, 2], [3]]),
        (pd.Series([1, 2]), pd.Series([1, 2])),
        (pd.DataFrame({"client": ["a", "b"]}), ["a", "b"]),  # %%sql rend toujours un tableau
        (pd.DataFrame({"client": ["b", "a"]}), {"a", "b"}),
        ("main-d'œuvre", "main-d’oeuvre"),
        ("porte–monnaie", "porte-monnaie"),
        ("l`offre", "l'offre"),
        ("\u200bpetit\xa0client", "Petit client"),
        ("2026-06-30T00:00:00", dt.date(2026, 6, 30)),
        (pd.Timestamp("2026-06-30", tz="Europe/Paris"), dt.date(2026, 6, 30)),
        (0.1 * 30, 3),
        (True & np.bool_(True), True),
    ],
)
def test_une_bonne_reponse_est_juste_quel_que_soit_son_type(reponse, attendu):
    assert juger(reponse, attendu).etat == "juste"
    assert juger(reponse, attendu).message == ""


@pytest.mark.parametrize(
    ("reponse", "attendu", "tolerance", "etat"),
    [
        (99.99, 100.0, 0.01, "juste"),
        (99.98, 100.0, 0.01, "faux"),
        (99.98, 100, None, "faux"),  # entier : exact
        (99.95, 100.0, None, "juste"),  # décimal : un millième
        (99.85, 100.0, None, "faux"),
        (100.004, 100.0, 0, "faux"),
        (41, 42, 1, "juste"),
        (0.0005, 0.0, None, "faux"),
        (0.0005, 0.0, 0.001, "juste"),
        (100.0, 100.0, Decimal("0.01"), "juste"),
    ],
)
def test_la_tolerance_est_un_ecart_dans_l_unite_de_la_reponse(reponse, attendu, tolerance, etat):
    assert juger(reponse, attendu, tolerance=tolerance).etat == etat


@pytest.mark.parametrize("vide", [None, ..., "", "  ", "...", "…", (..., ...), [None]])
def test_une_reponse_absente_n_est_pas_une_faute(vide):
    assert juger(vide, 12).etat == "attente"
    assert juger_forme(vide, type=float).etat == "attente"
    assert juger_tableau(vide, pd.DataFrame({"a": [1]})).etat == "attente"
    assert str(juger(vide, 12)) == "… pas encore répondu — reponse"


# --- Les diagnostics ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponse", "attendu", "unite", "phrase"),
    [
        # le type
        ("12 %", 0.12, "", "sans guillemets"),
        ("1 234,50 €", 1234.5, "€", "Un nombre est attendu (en €)"),
        ("beaucoup", 12, "", "votre réponse est un texte"),
        (True, 1, "", "True ou False"),
        (pd.Series([12]), 12, "", "tirez-en le nombre"),
        ([12], 12, "", "tirez-en le nombre"),
        (pd.DataFrame({"a": [12]}), 12, "", "tirez-en le nombre"),
        ({"a": 12}, 12, "", "un dictionnaire"),
        (pd.Series([1, 2]).sum, 3, "", "ses parenthèses"),
        (len, 3, "", "ses parenthèses"),
        (dt.timedelta(3), 3, "", "une durée"),
        (object(), 3, "", "un objet « object »"),
        (12, "Mammouth", "", "Un texte est attendu"),
        (1, True, "", "True ou False est attendu"),
        ("30/06/2026", dt.date(2026, 6, 30), "", "AAAA-MM-JJ"),
        ({1, 2}, [1, 2], "", "Une liste est attendue"),
        (float("nan"), 12, "", "nan"),
        (pd.NA, 12, "", "nan"),
        (Decimal("NaN"), 12, "", "nan"),
        (np.inf, 12, "", "infini"),
        (-(10**400), 12, "", "infini"),
        # l'unité
        (12, 0.12, "", "pourcentage"),
        (37.42, 0.374157, "", "pourcentage"),
        (0.12, 12.0, "%", "taux décimal"),
        (0.12, 12.0, "", "taux décimal"),
        (123400, 1234.0, "€", "centimes"),
        (123400, 1234.0, "k€", "l'unité demandée"),
        (1234, 123400, "clients", "l'unité demandée"),
        (1234.5, 1_234_500.0, "€", "k€"),
        (1_234_500.0, 1234.5, "k€", "k€"),
        (-1234.5, 1234.5, "€", "signe"),
        # l'ordre de grandeur, puis la valeur
        (20_001.0, 1234.5, "€", "trop grande"),
        (3.0, 1234.5, "€", "trop petite"),
        (0.37, 0.374157, "", "arrondi"),
        (0.38, 0.374157, "", "arrondi"),
        (1, 0.6, "", "relisez l'énoncé"),  # trop loin pour n'être qu'un arrondi
        (1234, 1234.56, "€", "arrondi"),
        (41.6, 42, "clients", "nombre entier"),
        (1500.0, 1234.5, "€", "relisez l'énoncé"),
        (0, 1234.5, "€", "trop petite"),
        (5, 0.0, "€", "relisez l'énoncé"),
        ("Prefere", "Préféré", "", "accents"),
        ("Petit", "Préféré", "", "relisez la question"),
        (False, True, "", "relisez la question"),
        (dt.date(2026, 12, 1), dt.date(2026, 1, 12), "", "inversés"),
        (dt.date(2025, 6, 30), dt.date(2026, 6, 30), "", "année"),
        (dt.date(2026, 6, 29), dt.date(2026, 6, 30), "", "recomptez"),
        ([2, 1], [1, 2], "", "ordre"),
        ([1], [1, 2], "", "manque"),
        ([1, 2, 3], [1, 2], "", "en trop"),
        ([1, 3], [1, 2], "", "pas ceux attendus"),
        # ce que tape un débutant
        ((12, 5), 12.5, "", "écrivez un point décimal"),  # 12,5
        ((12.5,), 12.5, "", "écrivez un point décimal"),  # une virgule de trop
        ([1, 2, 3], 2, "", "nombre demandé."),
        (pd.Series([12]), 12, "", ".iloc[0]."),
        (pd.DataFrame({"a": [12]}), 12, "", ".iloc[0, 0]."),
        (pd.Series([12, 13]), 12, "", "nombre demandé."),
        (np.timedelta64(30, "ns"), 30, "jours", "une durée"),
        (pd.Timedelta(days=30), 30, "jours", ".days"),
        (duckdb.connect(), 12, "", ".df()"),
        (["1", "2"], [1, 2], "", "sans guillemets"),
        ([1, 2], ["1", "2"], "", "entre guillemets"),
        (2026, "2026", "", "entre guillemets"),
        ("True", True, "", "sans guillemets"),
        (float("nan"), "Mammouth", "", "nan"),
        (pd.NaT, dt.date(2026, 6, 30), "", "nan"),
        ("Mammouths.", "Mammouth", "", "ponctuation"),
        ("« Petit »", "Petit", "", "ponctuation"),
        ("chiffre d'affaire", "chiffre d'affaires", "", "orthographe"),
        ("Petite", "Petit", "", "relisez la question"),
        (dt.datetime(2026, 6, 30, 14), dt.date(2026, 6, 30), "", "l'heure"),
        (dt.date(2025, 1, 1), dt.date(2026, 1, 1), "", "année"),
        (dt.date(2025, 3, 3), dt.date(2026, 3, 3), "", "année"),
        ("2026/06/30", dt.date(2026, 6, 30), "", "AAAA-MM-JJ"),
        (-5, 0.5, "", "signe"),
        (-12, 0.12, "", "signe"),
        ({1}, {1, 2}, "", "manque"),
    ],
)
def test_chaque_erreur_courante_a_son_diagnostic(reponse, attendu, unite, phrase):
    verdict = juger(reponse, attendu, unite=unite, tolerance=0.005 if unite == "€" else None)
    assert verdict.etat == "faux"
    assert phrase in verdict.message


def test_un_piege_reconnu_explique_l_erreur():
    pieges = {"Vous avez gardé le prix TTC.": 120.0, "Vous avez retiré 20 % du TTC.": 96}
    assert juger(120, 100.0, pieges=pieges).message == "Vous avez gardé le prix TTC."
    assert juger(96.0, 100.0, pieges=pieges).message == "Vous avez retiré 20 % du TTC."
    assert "relisez" in juger(97.0, 100.0, pieges=pieges).message


def test_un_piege_passe_avant_le_diagnostic_general():
    pieges = {"Divisez par le nombre de clients.": 12.0}
    assert juger(12, 0.12, pieges=pieges).message == "Divisez par le nombre de clients."


def test_un_piege_qui_tombe_sur_la_bonne_reponse_ne_penalise_pas():
    assert juger(100, 100.0, pieges={"Vous avez gardé le prix TTC.": 100.0}).etat == "juste"


REPONSES = st.one_of(
    st.floats(),
    st.integers(),
    st.text(),
    st.none(),
    st.booleans(),
    st.dates(),
    st.lists(st.floats() | st.text()),
    st.just(len),
)


@settings(deadline=None)
@given(
    st.floats(-1e9, 1e9),
    st.sampled_from([1, -1, 100, 0.01, 1000, 0.001, 1.0004, 1.02, 50]),
    REPONSES,
    st.sampled_from(["", "%", "€", "jours"]),
    st.booleans(),
)
def test_aucun_message_ne_donne_de_nombre(attendu, facteur, reponse, unite, proche):
    """Plus fort que « pas la valeur attendue » : ni elle, ni l'écart, ni aucun chiffre."""
    donnee = attendu * facteur if proche else reponse
    verdict = juger(donnee, attendu, unite=unite, tolerance=0.0)
    assert not re.search(r"\d", verdict.message)
    assert verdict.etat != "juste" or donnee == attendu or abs(donnee - attendu) < 2e-6


@settings(deadline=None)
@given(st.text("qzxkw", min_size=4), REPONSES)
def test_aucun_message_ne_donne_le_texte_attendu(attendu, reponse):
    assert attendu not in juger(reponse, attendu).message
    assert attendu not in juger([attendu[:-1]], [attendu]).message


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.text("qzxkw", min_size=4, max_size=8), st.floats(1000, 1e6)),
        min_size=1,
        max_size=8,
        unique_by=lambda ligne: ligne[0],
    ),
    st.sampled_from([1, -1, 100, 0.01, 1000, 1.0001]),
    st.randoms(use_true_random=False),
)
def test_aucun_message_de_tableau_ne_donne_une_valeur(lignes, facteur, hasard):
    attendu = pd.DataFrame(lignes, columns=["cle", "montant"])
    garde = [hasard.random() < 0.8 for _ in lignes]
    reponse = attendu.assign(montant=[m * hasard.choice([1, facteur]) for _, m in lignes])[garde]
    message = juger_tableau(reponse, attendu, tolerance=0).message
    assert not re.search(r"\d", re.sub(r"Lignes justes : \d+ %", "", message))
    assert not any(cle in message for cle, _ in lignes)


# --- Les réponses hostiles ---------------------------------------------------------------------


class Menteur(float):
    """Prétend être égal à tout, et valoir ce qu'on attend."""

    def __eq__(self, autre):
        return True

    def __float__(self):
        return 42.0

    def __sub__(self, autre):
        return 0.0

    __hash__ = None
    __rsub__ = __mul__ = __truediv__ = __sub__
    __abs__ = __neg__ = __round__ = lambda self: 0.0
    __lt__ = __le__ = __gt__ = __ge__ = __eq__


class MenteurTexte(str):
    def __eq__(self, autre):
        return True

    def __str__(self):
        return "Mammouth"

    __hash__ = str.__hash__
    replace = split = strip = lambda self, *_: self


class Deguise:
    """Se fait passer pour un nombre auprès d'isinstance."""

    __class__ = property(lambda self: float)

    def __float__(self):
        return 42.0

    def __eq__(self, autre):
        return True

    def __repr__(self):
        raise RuntimeError("illisible")

    __hash__ = None


def test_un_objet_qui_ment_n_est_pas_juste():
    assert juger(Menteur(1), 42).etat == "faux"
    assert juger(Menteur(1), 42.0, pieges={"piège": 1}).message == "piège"
    assert juger([Menteur(1)], [42.0]).etat == "faux"
    assert juger(MenteurTexte("Petit"), "Mammouth").etat == "faux"
    assert juger(Deguise(), 42).etat == "faux"
    table = pd.DataFrame({"cle": ["a"], "n": [42.0]})
    assert (
        juger_tableau(table.assign(n=pd.Series([Menteur(1)], dtype=object)), table).etat == "faux"
    )
    assert juger_tableau(table.assign(n=[Deguise()]), table).etat == "faux"


class Etiquette:
    """Un nom de colonne illisible."""

    def __str__(self):
        raise RuntimeError("illisible")


class Bombe:
    """Une réponse qui lève une erreur dès qu'on la touche."""

    def __getattribute__(self, nom):
        raise RuntimeError("ne me touchez pas")


@pytest.mark.parametrize("fabriquer", [Bombe, lambda: [Bombe()], lambda: object, dict])
def test_hors_correction_rien_ne_leve(fabriquer, capsys):
    reponse = fabriquer()
    attendu = pd.DataFrame({"a": [1]})
    verifier("r", reponse, 12)
    verifier("r", reponse, attendu)
    verifier_forme("r", reponse, type="tableau")
    verifier_tableau("r", reponse, attendu)
    verifier_fonction("r", reponse, [(1, 2), (2, 3)])
    lignes = capsys.readouterr().out.splitlines()
    assert len(lignes) == 5
    assert all(ligne.startswith("✘ À revoir — r : ") for ligne in lignes)


def test_un_tableau_illisible_est_une_reponse_a_revoir(capsys):
    verifier_tableau("t", pd.DataFrame([[1]], columns=[Etiquette()]), pd.DataFrame({"a": [1]}))
    assert "n'a pas pu être lue" in capsys.readouterr().out


def test_une_liste_sans_fin_est_refusee():
    boucle = []
    boucle.append(boucle)
    assert juger(boucle, [1]).etat == "faux"


# --- La forme ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponse", "demande"),
    [
        (0.25, {"type": float, "entre": (0, 1)}),
        (12, {"type": "nombre"}),
        (12.0, {"type": int}),
        ("Petit", {"type": str}),
        (True, {"type": bool}),
        (dt.date(2026, 3, 1), {"type": dt.date, "entre": ("2026-01-01", dt.date(2026, 6, 30))}),
        ("2026-03-01", {"type": "date"}),
        (pd.Timestamp("2026-03-01 12:00"), {"type": pd.Timestamp}),
        ((1, 2), {"type": list, "entre": (1, 3)}),
        (pd.Series([1, 2]), {"type": list}),
        ([1, 1], {"type": set, "entre": (1, 1)}),
        (pd.DataFrame({"a": [1]}), {"type": pd.DataFrame, "colonnes": ["a"], "entre": (1, 5)}),
        (pd.Series([1], name="n"), {"type": pd.Series}),
        (len, {"type": "fonction"}),
        (0.1 * 30, {"type": int}),
        (pd.DataFrame({"client": ["a", "b"]}), {"type": list, "entre": (1, 2)}),
    ],
)
def test_une_bonne_forme_ne_dit_rien_de_la_valeur(reponse, demande):
    verdict = juger_forme(reponse, **demande)
    assert verdict.etat == "forme"
    assert str(verdict).startswith("✔ Bonne forme — reponse")


@pytest.mark.parametrize(
    ("reponse", "demande", "phrase"),
    [
        ("12 %", {"type": float}, "sans guillemets"),
        (12.5, {"type": int}, "décimales"),
        (float("nan"), {"type": float}, "nan"),
        (25, {"type": float, "entre": (0, 1)}, "pourcentage"),
        (5000, {"type": float, "entre": (0, 1)}, "trop grande"),
        (0.25, {"type": float, "entre": (10, 40), "unite": "%"}, "taux décimal"),
        (45, {"type": float, "entre": (20_000, 90_000), "unite": "€"}, "k€"),
        (45, {"type": int, "entre": (200, 900), "unite": "clients"}, "trop petite"),
        (dt.date(2027, 1, 1), {"type": "date", "entre": ("2026-01-01", "2026-12-31")}, "tardive"),
        (dt.date(2025, 1, 1), {"type": "date", "entre": ("2026-01-01", "2026-12-31")}, "ancienne"),
        ([1], {"type": list, "entre": (2, 3)}, "pas assez d'éléments"),
        ([1] * 4, {"type": list, "entre": (2, 3)}, "trop d'éléments"),
        ([1], {"type": "tableau"}, "Un tableau est attendu"),
        (pd.DataFrame({"a": [1]}), {"type": "tableau", "colonnes": ["b"]}, "« b »"),
        (pd.DataFrame({"a": [1]}), {"type": "tableau", "entre": (2, 3)}, "pas assez de lignes"),
        (3, {"type": "fonction"}, "Une fonction est attendue"),
        (-0.2, {"type": float, "entre": (0, 1)}, "signe"),
        ((12, 5), {"type": float}, "point décimal"),
        (True, {"type": int}, "True ou False"),
        (pd.DataFrame({"CA": [1]}), {"type": "tableau", "colonnes": ["ca"]}, "« CA » doit s'"),
    ],
)
def test_une_mauvaise_forme_dit_laquelle_est_attendue(reponse, demande, phrase):
    verdict = juger_forme(reponse, **demande)
    assert verdict.etat == "faux"
    assert phrase in verdict.message


# --- Les tableaux ------------------------------------------------------------------------------

ABC = pd.DataFrame(
    {
        "client": ["Alpha", "Bêta", "Gamma", "Delta"],
        "ca": [8000.0, 1200.5, 500.0, 299.5],
        "commandes": [12, 7, 3, 1],
        "jour": pd.to_datetime(["2026-01-05", "2026-02-01", "2026-03-09", "2026-04-30"]),
    }
)


@pytest.mark.parametrize(
    "reponse",
    [
        ABC.copy(),
        ABC.sample(frac=1, random_state=3),
        ABC[["jour", "commandes", "ca", "client"]],
        ABC.assign(remarque="vu"),
        ABC.set_index("client"),
        ABC.assign(ca=ABC["ca"].map(lambda montant: Decimal(str(montant)))),
        ABC.assign(ca=ABC["ca"] * 1.0004, commandes=ABC["commandes"].astype(float)),
        ABC.assign(jour=ABC["jour"].dt.date),
        ABC.assign(jour=ABC["jour"].dt.strftime("%Y-%m-%d")),
        ABC.assign(client=ABC["client"].astype("category")),
        ABC.convert_dtypes(),
        ABC.groupby("client").agg(
            ca=("ca", "sum"), commandes=("commandes", "sum"), jour=("jour", "max")
        ),
        ABC.assign(client=" " + ABC["client"].str.upper() + " "),
    ],
)
def test_un_tableau_juste_l_est_dans_tous_ses_habits(reponse):
    verdict = juger_tableau(reponse, ABC)
    assert (verdict.etat, verdict.message) == ("juste", "")


def test_un_controle_ne_modifie_ni_la_reponse_ni_l_attendu():
    reponse = pd.DataFrame([[1, 2]], columns=[0, ("a", "b")], index=pd.Index([7], name="n"))
    avant, attendu = reponse.copy(), reponse.reset_index()
    copie = attendu.copy()
    assert juger_tableau(reponse, attendu).etat == "juste"
    pd.testing.assert_frame_equal(reponse, avant)
    pd.testing.assert_frame_equal(attendu, copie)


def test_une_requete_duckdb_se_controle_sans_conversion():
    with duckdb.connect() as base:
        assert juger_tableau(base.sql("FROM ABC"), ABC).etat == "juste"
        assert juger_tableau(base.sql("FROM ABC WHERE commandes > 1"), ABC).etat == "faux"


@pytest.mark.parametrize(
    ("reponse", "options", "phrase"),
    [
        (ABC.drop(columns="ca"), {}, "la colonne « ca »"),
        (ABC[["client"]], {}, "les colonnes « ca », « commandes », « jour »"),
        (ABC.head(3), {}, "Il manque des lignes"),
        (pd.concat([ABC, ABC.head(1).assign(client="Oméga")]), {}, "en trop"),
        (pd.concat([ABC, ABC.head(1)]), {}, "en double"),
        (ABC.assign(client=["Alpha", "Bêta", "Gamma", "Oméga"]), {}, "pas celles attendues"),
        (ABC.assign(ca=ABC["ca"].map("{:.2f} €".format)), {}, "ne contient pas de nombres"),
        (ABC.assign(jour="janvier"), {}, "ne contient pas de dates"),
        (ABC.assign(jour=[5, 32, 68, 120]), {}, "ne contient pas de dates"),
        (ABC.assign(ca=[8000, None, 500, 299.5]), {}, "valeurs manquantes"),
        (ABC.assign(ca=ABC["ca"] / 1000), {}, "Colonne « ca » : Vérifiez l'unité"),
        (ABC.assign(ca=-ABC["ca"]), {}, "signe"),
        (ABC.assign(ca=[8000, 1200.5, 600, 299.5]), {}, "La colonne « ca » contient"),
        (ABC.iloc[::-1], {"ordre": True}, "pas dans l'ordre"),
        (ABC.head(3), {"ordre": True}, "Il manque des lignes"),
        (ABC.assign(ca=ABC["ca"] + 0.4), {"tolerance": {"ca": 0.3}}, "« ca »"),
        ([1, 2], {}, "Un tableau est attendu"),
        (pd.DataFrame(), {}, "Il manque les colonnes"),
        (pd.concat([ABC] * 300), {}, "en trop"),
        (ABC.rename(columns=str.upper), {}, "« CLIENT » doit s'appeler « client »"),
        (pd.concat([ABC, pd.DataFrame({"client": ["Total"], "ca": [1e4]})]), {}, "en trop"),
        (ABC.assign(jour=[*ABC["jour"][:3], pd.NaT]), {}, "« jour » contient des valeurs manqu"),
        (ABC.assign(client=[1, 2, 3, 4]), {}, "« client » ne contient pas de textes"),
        (ABC.assign(jour=ABC["jour"] + pd.Timedelta(hours=3)), {}, "l'heure"),
    ],
)
def test_un_tableau_faux_dit_ou_regarder(reponse, options, phrase):
    verdict = juger_tableau(reponse, ABC, **options)
    assert verdict.etat == "faux"
    assert phrase in verdict.message


def test_les_options_du_tableau():
    assert juger_tableau(ABC.assign(ca=0), ABC, colonnes=["client", "commandes"]).etat == "juste"
    assert juger_tableau(ABC.assign(ca=ABC["ca"] + 0.4), ABC, tolerance={"ca": 0.5}).etat == "juste"
    assert juger_tableau(ABC, ABC, ordre=True).etat == "juste"
    en_texte = ABC.assign(jour=ABC["jour"].dt.strftime("%Y-%m-%d"))
    assert juger_tableau(en_texte, ABC, cle="jour").etat == "juste"
    par_jour = juger_tableau(ABC.assign(client=ABC["client"].iloc[::-1].values), ABC, cle="jour")
    assert par_jour.message == "La colonne « client » contient des valeurs fausses."


def test_un_tableau_sans_cle_se_compare_ligne_a_ligne_sans_ordre():
    attendu = pd.DataFrame({"x": [1.0, 1.0, 2.0], "y": [0.5, 0.25, 0.5]})
    assert juger_tableau(attendu.iloc[[2, 0, 1]], attendu).etat == "juste"
    assert juger_tableau(attendu.assign(y=[0.5, 0.5, 0.5]), attendu).etat == "faux"
    # Une valeur fausse, ici la première, n'en rend pas d'autres fausses.
    croissant = pd.Series([1.0, 2.0, 3.0, 4.0])
    reponse = pd.Series([9.0, 2.0, 3.0, 4.0])
    assert juger_tableau(reponse, croissant, points=4, partiel=True).note == 3


def test_une_serie_vaut_une_colonne():
    attendu = ABC.groupby("client")["ca"].sum()
    assert juger_tableau(attendu.rename("total"), attendu).etat == "juste"
    assert juger_tableau(attendu.reset_index(), attendu).etat == "juste"
    assert juger_tableau(attendu.rename_axis(None), attendu).etat == "juste"
    options = {"cle": "client", "colonnes": ["ca"]}
    assert juger_tableau(attendu.rename("total"), attendu, **options).etat == "juste"
    assert juger(attendu * 2, attendu).etat == "faux"
    par_code = pd.Series([3, 5], index=pd.Index([101, 104], name="client_id"), name="n")
    assert juger_tableau(par_code.rename_axis(None), par_code).etat == "juste"
    assert juger_tableau(pd.Series([3, 5]), par_code).etat == "faux"


def test_les_valeurs_manquantes_attendues_se_respectent():
    attendu = pd.DataFrame({"client": ["A", "B"], "taux": [0.5, None]})
    assert juger_tableau(attendu.assign(taux=pd.array([0.5, pd.NA])), attendu).etat == "juste"
    assert juger_tableau(attendu.assign(taux=[0.5, 0]), attendu).etat == "faux"


def test_un_piege_de_tableau_explique_l_erreur():
    pieges = {"Vous avez additionné les quantités.": ABC.assign(ca=ABC["commandes"])}
    verdict = juger_tableau(ABC.assign(ca=ABC["commandes"]), ABC, pieges=pieges)
    assert verdict.message.startswith("Vous avez additionné les quantités.")


@pytest.mark.parametrize(
    ("justes", "points", "note"),
    [
        (1, 3, 0.75),
        (2, 3, 1.5),
        (3, 3, 2.25),
        (3, 2, 1.5),
        (1, 2, 0.5),
        (3, 1, 0.75),
        (1, 0.5, 0),
        (3, 0.5, 0.25),
    ],
)
def test_la_note_partielle_s_arrondit_au_quart_inferieur(justes, points, note):
    ca = ABC["ca"].where(ABC.index < justes, 0.0)
    verdict = juger_tableau(ABC.assign(ca=ca), ABC, points=points, partiel=True)
    assert (verdict.note or 0) == note
    assert verdict.etat == ("partiel" if note else "faux")


def test_les_lignes_en_trop_diminuent_la_note():
    bonus = pd.concat([ABC, ABC.assign(client=ABC["client"] + " bis")])
    assert juger_tableau(bonus, ABC, points=4, partiel=True).note == 2
    assert juger_tableau(pd.concat([ABC] * 100), ABC, points=4, partiel=True).etat == "faux"


def test_un_tableau_tout_juste_n_a_pas_de_note_partielle():
    assert juger_tableau(ABC, ABC, points=3, partiel=True).note is None


# --- Les fonctions -----------------------------------------------------------------------------

CAS = [((100, 0.2), 120.0), ((50, 0.1), 55.0), ({"ht": 10, "tva": 0}, 10.0)]


def ttc(ht, tva):
    return ht * (1 + tva)


def ttc_sans_retour(ht, tva):
    print(ht * (1 + tva))


def ttc_en_erreur(ht, tva):
    return ht / 0


@pytest.mark.parametrize(
    ("fonction", "phrase"),
    [
        (lambda ht, tva: 120.0, "pas juste dans tous les cas"),
        (lambda ht, tva: 120.0 if ht == 100 else ht, "pas juste dans tous les cas"),
        (lambda ht: ht, "paramètres demandés"),
        (lambda ht, tva: sys.exit(), "SystemExit"),
        (ttc_sans_retour, "return"),
        (ttc_en_erreur, "ZeroDivisionError"),
        (lambda ht, tva: f"{ttc(ht, tva)} €", "Un nombre est attendu"),
        (lambda ht, tva: -ttc(ht, tva), "signe"),
        (120.0, "Une fonction est attendue"),
    ],
)
def test_une_fonction_fausse_dit_pourquoi(fonction, phrase):
    verdict = juger_fonction(fonction, CAS)
    assert verdict.etat == "faux"
    assert phrase in verdict.message


def test_une_fonction_juste_l_est_sur_tous_les_cas():
    assert juger_fonction(ttc, CAS).etat == "juste"
    assert juger_fonction(len, [("abc", 3), ([1], 1)]).etat == "juste"
    with duckdb.connect() as base:
        compter = [({"base": base, "sql": "SELECT 42"}, 42)]
        assert (
            juger_fonction(lambda base, sql: base.sql(sql).fetchall()[0][0], compter).etat
            == "juste"
        )
    assert juger_fonction(..., CAS).etat == "attente"
    assert juger_fonction(lambda d: d.head(2), [(ABC, ABC.head(2)), (ABC[2:], ABC[2:])]).etat == (
        "juste"
    )


def test_une_fonction_ne_peut_pas_abimer_les_donnees_ni_afficher_les_cas(capsys):
    table = pd.DataFrame({"n": [1, 2]})

    def somme(df):
        print(df)
        warnings.warn("attention", stacklevel=1)
        df["n"] = 0
        return 3

    verifier_fonction("somme", somme, [(table, 3), (table, 3)])
    assert table["n"].tolist() == [1, 2]
    assert capsys.readouterr() == ("✔ Juste — somme\n", "")


def test_une_fonction_a_moitie_juste_peut_valoir_des_points():
    verdict = juger_fonction(
        lambda ht, tva: ht + 20, [*CAS, ((100, 0.2), 120.0)], points=2, partiel=True
    )
    assert (verdict.etat, verdict.note) == ("partiel", 1.0)
    assert juger_fonction(lambda ht, tva: 120.0, CAS, points=2, partiel=True).etat == "faux"


# --- L'énoncé mal écrit ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (lambda: verifier("r", 1, None), "attendu"),
        (lambda: verifier("r", 1, float("nan")), "attendu"),
        (lambda: verifier("r", 1, {"a": 1}), "attendu"),
        (lambda: verifier("r", 1, len), "attendu"),
        (lambda: verifier("r", 1, 1, tolerance=-1), "tolerance"),
        (lambda: verifier("r", 1, 1, points=0), "points"),
        (lambda: verifier("r", 1, 1, pieges=["a"]), "pieges"),
        (lambda: verifier_forme("r", 1, type="chiffre"), "type"),
        (lambda: verifier_forme("r", 1, type=complex), "type"),
        (lambda: verifier_forme("r", 1, type=int, entre=(2, 1)), "entre"),
        (lambda: verifier_forme("r", 1, type=int, entre=3), "entre"),
        (lambda: verifier_tableau("r", ABC, ABC, partiel=True), "points"),
        (lambda: verifier_tableau("r", ABC, ABC, colonnes=["marge"]), "marge"),
        (lambda: verifier_tableau("r", ABC, pd.concat([ABC, ABC]), cle="client"), "cle"),
        (lambda: verifier_tableau("r", ABC, ABC.assign(ca=[{}] * 4)), "attendu"),
        (lambda: verifier_tableau("r", ABC, 12), "attendu"),
        (lambda: verifier_fonction("r", ttc, []), "cas"),
        (lambda: verifier_fonction("r", ttc, [(1, 2, 3)]), "cas"),
    ],
)
def test_une_faute_de_l_enonce_est_une_erreur_pour_le_professeur(appel, message):
    with pytest.raises(ArgumentInvalide, match=message):
        appel()


def test_un_argument_oublie_est_une_erreur():
    with pytest.raises(TypeError, match="attendu"):
        verifier("r", 1)


def test_un_entier_trop_grand_n_est_pas_un_pourcentage(capsys):
    verifier_forme("chiffre", 12, type=int, entre=(0, 9))
    assert "trop grande" in capsys.readouterr().out
    verifier_forme("taux", 12, type=float, entre=(0, 1))
    assert "pourcentage" in capsys.readouterr().out


# --- Rendre le verdict -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_en_correction_une_reponse_fausse_leve_une_phrase(monkeypatch, capsys, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    with pytest.raises(ReponseFausse) as erreur:
        verifier("taux", 12, 0.12)
    phrase = str(erreur.value)
    assert phrase.startswith("✘ À revoir — taux : Vous donnez un pourcentage")
    assert erreur.value._render_traceback_() == [phrase]
    with pytest.raises(AssertionError, match="pas encore répondu"):
        verifier("taux", ..., 0.12)
    assert verifier("taux", 0.12, 0.12) is None
    assert capsys.readouterr().err == ""


def test_le_verdict_se_lit_sans_couleur_et_sans_danger():
    verdict = verifier.__wrapped__("<b>taux</b>", 12, 0.12, points=1.5)
    html = verdict._repr_html_()
    assert "✘ À revoir" in html
    assert "&lt;b&gt;taux" in html
    assert "<b>" not in html
    assert "var(--jp-error-color1, #" in html
    assert "(1,5 point)" in html


def test_l_import_est_leger():
    """Les contrôles ne chargent ni pandas, ni les widgets, ni IPython."""
    lourds = ["pandas", "numpy", "ipywidgets", "anywidget", "IPython", "nbgrader"]
    lourds += ["plotly", "duckdb"]
    code = f"import sys, grc_lib.exercice; print([m for m in {lourds} if m in sys.modules])"
    sortie = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert sortie.stdout.strip() == "[]"


# --- Dans un vrai noyau ------------------------------------------------------------------------

PREPARATION = """
import sys, warnings
import pandas as pd
from grc_lib.exercice import *
attendu = pd.DataFrame({"classe": list("ABCD"), "n": [1, 2, 3, 4]})
moitie = attendu.assign(n=[1, 2, 0, 0])
def bavarde(x):
    print("cas caché", x)
    print("cas caché", x, file=sys.stderr)
    warnings.warn("cas caché")
    display("cas caché")
    return 2 * x
class Bruyant(float):
    def __float__(self):
        print("bruit", file=sys.stderr)
        return 1.0
"""
CELLULES = {
    "preparation": PREPARATION,
    "juste": "verifier('a', 1, 1)",
    "faux": "verifier('a', 2, 1)",
    "deux_controles": "verifier('a', 1, 1)\nverifier('b', 2, 1)",
    "faux_puis_juste": "verifier('a', 2, 1)\nverifier('b', 1, 1)",
    "forme": "verifier_forme('a', 1, type=int)",
    "partiel": "verifier_tableau('t', moitie, attendu, points=3, partiel=True)",
    "partiel_puis_juste": "verifier_tableau('t', moitie, attendu, points=3, partiel=True)\n"
    "verifier('a', 1, 1)",
    "partiel_muet": "verifier_tableau('t', moitie, attendu, points=3, partiel=True);",
    "partiel_tout_juste": "verifier_tableau('t', attendu, attendu, points=3, partiel=True)",
    "bavarde": "verifier_fonction('f', bavarde, [(1, 2), (2, 4)])",
    "bruyant": "verifier('a', Bruyant(1), 1)",
    "quiz": "quiz('? Deux et deux ?\\n+ Quatre\\n- Cinq')",
    "tirage": "Tirage('S522-4')",
    "nouveau": "Tirage('S522-4').nouveau()",
    "absente": "verifier('taux', taux_de_marge, 1)",
}


def executer(dossier, mode):
    cellules = [
        nbformat.v4.new_code_cell(source, metadata={"nbgrader": nbgrader_de(nom)})
        for nom, source in CELLULES.items()
    ]
    carnet = nbformat.v4.new_notebook(cells=cellules)
    with pytest.MonkeyPatch.context() as poste:
        poste.delenv("NBGRADER_EXECUTION", raising=False)
        if mode:
            poste.setenv("NBGRADER_EXECUTION", mode)
        poste.setenv("GRC_ETUDIANT", "paul")
        ressources = {"metadata": {"path": str(dossier)}}
        NotebookClient(carnet, allow_errors=True, resources=ressources).execute()
    return dict(zip(CELLULES, carnet.cells, strict=True))


def nbgrader_de(nom):
    return {"grade": True, "solution": False, "locked": True, "points": 3, "grade_id": nom}


@pytest.fixture(scope="module")
def en_classe(tmp_path_factory):
    return executer(tmp_path_factory.mktemp("eleve"), "")


@pytest.fixture(scope="module")
def en_correction(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("cours") / "autograded" / "Léa Martin" / "S522-4"
    dossier.mkdir(parents=True)
    return executer(dossier, "autograde")


def textes(cellule):
    """Ce qui s'affiche, en texte : une ligne par sortie."""
    return [
        sortie["data"]["text/plain"] if "data" in sortie else sortie.get("text") or sortie["evalue"]
        for sortie in cellule.outputs
    ]


def test_en_classe_tout_s_execute_et_rien_ne_s_affiche_deux_fois(en_classe):
    sorties = [s for nom, c in en_classe.items() for s in c.outputs if nom != "absente"]
    assert {sortie.output_type for sortie in sorties} == {"display_data", "execute_result"}
    assert textes(en_classe["juste"]) == ["✔ Juste — a"]
    assert len(en_classe["forme"].outputs) == 1
    juste, faux = textes(en_classe["deux_controles"])
    assert (juste, faux[:14]) == ("✔ Juste — a", "✘ À revoir — b")
    faux, juste = textes(en_classe["faux_puis_juste"])
    assert (faux[:14], juste) == ("✘ À revoir — a", "✔ Juste — b")
    assert textes(en_classe["partiel"])[0].startswith("◐ En partie juste — t (1,5 sur 3 points)")
    assert textes(en_classe["bavarde"]) == ["✔ Juste — f"]
    assert textes(en_classe["tirage"]) == ["Données de : paul · TD S522-4 · 2026-2027"]
    assert textes(en_classe["nouveau"])[0].endswith("essai 1")


def test_le_quiz_est_un_widget_dans_un_noyau(en_classe):
    (sortie,) = en_classe["quiz"].outputs
    assert "application/vnd.jupyter.widget-view+json" in sortie.data
    assert sortie.data["text/plain"].startswith("1. Deux et deux ?")


def test_en_correction_l_erreur_n_est_qu_une_phrase(en_correction):
    (erreur,) = en_correction["faux"].outputs
    assert erreur.ename == "ReponseFausse"
    assert erreur.traceback == [erreur.evalue]
    assert erreur.evalue.startswith("✘ À revoir — a : Ce n'est pas la valeur attendue")
    assert "noté sur vos données" in textes(en_correction["nouveau"])[0]


def test_en_correction_une_reponse_absente_est_dite_d_une_phrase(en_correction):
    (erreur,) = en_correction["absente"].outputs
    phrase = "✘ À revoir — « taux_de_marge » n'existe pas : sa cellule manque ou échoue."
    assert (erreur.ename, erreur.traceback) == ("ReponseFausse", [phrase])


@pytest.mark.parametrize(
    ("cellule", "note"),
    [
        ("juste", 3),
        ("absente", 0),
        ("faux", 0),
        ("deux_controles", 0),
        ("faux_puis_juste", 0),
        ("forme", 3),
        ("partiel", 1.5),
        ("partiel_puis_juste", 1.5),
        ("partiel_muet", 1.5),
        ("partiel_tout_juste", 3),
        ("bavarde", 3),
        ("bruyant", 3),
    ],
)
def test_nbgrader_lit_la_note(en_correction, cellule, note):
    assert determine_grade(en_correction[cellule]) == (note, 3)


def test_la_note_partielle_se_lit_en_francais(en_correction):
    (sortie,) = en_correction["partiel"].outputs
    assert sortie.data["text/plain"] == "1.5"
    assert "◐ En partie juste" in sortie.data["text/html"]
    assert "1,5 sur 3 points" in sortie.data["text/html"]


def test_en_correction_les_donnees_sont_celles_du_dossier(en_correction):
    assert textes(en_correction["tirage"]) == ["Données de : lea.martin · TD S522-4 · 2026-2027"]


# --- Le quiz -----------------------------------------------------------------------------------

TEXTE = """
? Une facture de 120 € TTC (TVA 20 %) fait combien hors taxes ?
- 96 € | Retirer 20 % du TTC, c'est retirer trop.
+ 100 € | On divise par 1,20.

? Que faut-il pour un score RFM ?
  + La récence
  + Le montant | En euros HT.
  - La distance |x| du client | Elle sert aux tournées.
"""


def test_un_quiz_se_lit_dans_le_texte():
    simple, multiple = analyser(TEXTE)
    assert simple.enonce.endswith("hors taxes ?")
    assert [choix.juste for choix in simple.choix] == [False, True]
    assert simple.choix[1].explication == "On divise par 1,20."
    assert (simple.multiple, multiple.multiple) == (False, True)
    assert multiple.choix[0].explication == ""
    assert multiple.choix[2].texte == "La distance |x| du client"


def test_un_quiz_se_corrige_avec_les_explications_des_choix():
    simple, multiple = analyser(TEXTE)
    assert corriger(simple, [1]).juste
    assert corriger(simple, [0]).phrases == ("Retirer 20 % du TTC, c'est retirer trop.",)
    assert corriger(multiple, {0, 1}).juste
    assert corriger(multiple, {1}).phrases == (
        "En euros HT.",
        "Il manque au moins une bonne réponse.",
    )
    assert not corriger(multiple, {0, 1, 2}).juste


@pytest.mark.parametrize(
    ("texte", "ligne", "phrase"),
    [
        ("? Question\n* réponse", 2, "commence|« \\+ réponse »"),
        ("\n\n- réponse", 3, "avant la première réponse"),
        ("? Question\n+ une seule", 1, "de 2 à 8"),
        ("\n? Question\n- a\n- b", 2, "bonne réponse"),
        ("? Question\n+ a\n-", 3, "question"),
        ("? Q\n" + "+ a\n" * 9, 1, "de 2 à 8"),
        ("? Q1\n+ a\n- b\n? Q2\n- c\n- d", 4, "bonne réponse"),
    ],
)
def test_une_faute_de_quiz_donne_le_numero_de_la_ligne(texte, ligne, phrase):
    with pytest.raises(ArgumentInvalide, match=f"ligne {ligne} .*({phrase})"):
        quiz(texte)


def test_un_quiz_vide_ou_qui_n_est_pas_un_texte_est_refuse():
    with pytest.raises(ArgumentInvalide, match="au moins une question"):
        quiz("  \n ")
    with pytest.raises(MauvaisType, match="texte"):
        quiz(["? Q"])


def test_hors_de_jupyter_un_quiz_est_un_texte_avec_son_corrige():
    texte = repr(quiz(TEXTE))
    assert quiz(TEXTE)._repr_mimebundle_() == {"text/plain": texte}
    assert "2. Que faut-il pour un score RFM ? (plusieurs réponses)" in texte
    assert texte.endswith("2. a) La récence ; b) Le montant : En euros HT.")


def test_le_widget_connait_la_correction_de_tous_les_choix():
    from grc_lib.exercice._quiz_widget import construire

    simple, multiple = construire(analyser(TEXTE)).questions
    assert set(simple["corrections"]) == {"0", "1"}
    ensembles = {" ".join(c) for n in (1, 2, 3) for c in itertools.combinations("012", n)}
    assert set(multiple["corrections"]) == ensembles
    justes = [
        coches for coches, correction in multiple["corrections"].items() if correction["juste"]
    ]
    assert justes == ["0 1"]
