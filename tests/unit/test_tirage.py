"""Les données de chaque étudiant : stables, différentes d'un étudiant à l'autre, justes."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable, RessourceIndisponible
from grc_lib.exercice import Tirage, etudiant_courant, normaliser_identifiant
from grc_lib.exercice.identite import AUTODIDACTE
from grc_lib.exercice.tirage import ANNEE_DU_COURS

CLIENTS = pd.DataFrame(
    {
        "client_id": range(101, 161),
        "type": ["Mammouth"] * 3 + ["Préféré"] * 17 + ["Petit"] * 40,
        "ca": [1_000.5 * (i % 13) for i in range(60)],
    }
)


@pytest.fixture(autouse=True)
def poste_neuf(monkeypatch, tmp_path):
    """Un poste sans identité, hors correction, dans un dossier vide."""
    for nom in ("NBGRADER_EXECUTION", "GRC_ETUDIANT", "JUPYTERHUB_USER", "GRC_ANNEE"):
        monkeypatch.delenv(nom, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def lea():
    return Tirage("S522-4", "lea.martin")


# --- Qui travaille ? ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saisi", "identifiant"),
    [
        ("Léa MARTIN", "lea.martin"),
        ("  lea__martin--2 ", "lea.martin.2"),
        ("Zoë Cœur-d'Œillet", "zoe.coeur.d.oeillet"),
        ("Groß", "gross"),
        ("..a..b..", "a.b"),
        ("e2025042", "e2025042"),
    ],
)
def test_un_nom_n_a_qu_une_ecriture(saisi, identifiant):
    assert normaliser_identifiant(saisi) == identifiant
    assert normaliser_identifiant(identifiant) == identifiant


@pytest.mark.parametrize("vide", ["", "   ", "...", "李", "!?"])
def test_un_nom_sans_lettre_ni_chiffre_est_refuse(vide):
    with pytest.raises(ArgumentInvalide, match="identifiant"):
        normaliser_identifiant(vide)


def test_un_nom_est_un_texte():
    with pytest.raises(MauvaisType, match="un texte"):
        normaliser_identifiant(12)


@settings(deadline=None)
@given(st.text())
def test_un_identifiant_normalise_n_a_que_lettres_chiffres_et_points(texte):
    try:
        identifiant = normaliser_identifiant(texte)
    except ArgumentInvalide:
        return
    assert set(identifiant) <= set("abcdefghijklmnopqrstuvwxyz0123456789.")
    assert ".." not in identifiant
    assert identifiant == identifiant.strip(".")


def test_sans_rien_on_est_autodidacte():
    assert etudiant_courant() == AUTODIDACTE == "autodidacte"


def test_l_ordre_des_identites(monkeypatch, tmp_path):
    (tmp_path / ".grc").mkdir()
    fiche = tmp_path / ".grc" / "identite.json"
    fiche.write_text(json.dumps({"identifiant": "Fiche Écrite"}), encoding="utf-8")
    (tmp_path / "annee1" / "S41").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "annee1" / "S41")
    assert etudiant_courant() == "fiche.ecrite"
    monkeypatch.setenv("JUPYTERHUB_USER", "compte")
    assert etudiant_courant() == "compte"
    monkeypatch.setenv("GRC_ETUDIANT", "Variable")
    assert etudiant_courant() == "variable"
    monkeypatch.setenv("GRC_ETUDIANT", "")
    assert etudiant_courant() == "compte"


@pytest.mark.parametrize("contenu", ["{", "[]", "{}", '{"identifiant": 3}', '{"identifiant": " "}'])
def test_une_fiche_d_identite_abimee_dit_quoi_faire(tmp_path, contenu):
    (tmp_path / ".grc").mkdir()
    (tmp_path / ".grc" / "identite.json").write_text(contenu, encoding="utf-8")
    with pytest.raises(RessourceIndisponible, match="grc lab"):
        etudiant_courant()


def copie(monkeypatch, dossier: Path) -> None:
    dossier.mkdir(parents=True)
    monkeypatch.chdir(dossier)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


def test_en_correction_le_dossier_de_la_copie_impose_l_identite(monkeypatch, tmp_path):
    monkeypatch.setenv("GRC_ETUDIANT", "un.autre")
    monkeypatch.setenv("JUPYTERHUB_USER", "le.professeur")
    copie(monkeypatch, tmp_path / "autograded" / "Léa Martin" / "S522-4")
    assert etudiant_courant() == "lea.martin"
    assert Tirage("S522-4").etudiant == "lea.martin"


def test_un_etudiant_peut_s_appeler_comme_le_dossier(monkeypatch, tmp_path):
    copie(monkeypatch, tmp_path / "autograded" / "autograded" / "S522-4")
    assert etudiant_courant() == "autograded"


def test_une_copie_hors_de_sa_place_n_est_pas_notee(monkeypatch, tmp_path):
    monkeypatch.setenv("GRC_ETUDIANT", "un.autre")
    copie(monkeypatch, tmp_path / "ailleurs" / "S522-4")
    with pytest.raises(RessourceIndisponible, match="autograded"):
        etudiant_courant()


def test_en_validation_l_identite_reste_celle_du_poste(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.setenv("GRC_ETUDIANT", "Léa Martin")
    assert etudiant_courant() == "lea.martin"


# --- Les tirages -------------------------------------------------------------------------------


def test_les_tirages_de_lea_ne_changeront_jamais(lea):
    """Valeurs figées : les changer, c'est changer les énoncés de toute une promotion."""
    assert lea.entier("nb_clients", 18, 24) == 18
    assert lea.entier("ca", 100_000, 200_000, pas=500) == 169_000
    assert lea.decimal("taux", 0.02, 0.05, pas=0.005) == 0.045
    assert lea.choix("secteur", ["Est", "Nord", "Ouest", "Sud"]) == "Sud"
    assert lea.date("facture", date(2026, 1, 1), date(2026, 6, 30)) == date(2026, 1, 6)
    assert lea.lignes("portefeuille", CLIENTS, 5)["client_id"].tolist() == [114, 119, 129, 149, 150]
    assert lea.nouveau().entier("nb_clients", 18, 24) == 19
    assert Tirage("S522-4", "paul.durand").entier("nb_clients", 18, 24) == 22
    assert Tirage("S512-3", "lea.martin").entier("nb_clients", 18, 24) == 19
    assert Tirage("S522-4", "lea.martin", annee="2027-2028").entier("nb_clients", 18, 24) == 24


def test_refaire_un_tirage_ou_changer_l_ordre_ne_change_rien(lea):
    dans_l_ordre = lea.entier("a", 0, 10**9), lea.decimal("b", 0, 1, pas=1e-9)
    autre = Tirage("S522-4", "lea.martin")
    autre.entier("intercalé", 0, 10)
    b, a = autre.decimal("b", 0, 1, pas=1e-9), autre.entier("a", 0, 10**9)
    assert (a, b) == dans_l_ordre
    assert lea.entier("a", 0, 10**9) == a


def test_l_ecriture_du_nom_de_l_etudiant_ne_change_pas_ses_donnees():
    ecritures = ["lea.martin", "Léa Martin", "LEA-MARTIN"]
    assert len({Tirage("S522-4", nom).entier("a", 0, 10**9) for nom in ecritures}) == 1


def test_l_annee_vient_de_la_variable_sinon_du_cours(monkeypatch):
    assert Tirage("S522-4").annee == ANNEE_DU_COURS == "2026-2027"
    monkeypatch.setenv("GRC_ANNEE", "2028-2029")
    assert Tirage("S522-4").annee == "2028-2029"
    assert Tirage("S522-4", annee="2030-2031").annee == "2030-2031"


def test_deux_mille_etudiants_ont_des_donnees_bien_reparties():
    tirages = [Tirage("S522-4", f"etudiant{i}") for i in range(2_000)]
    effectifs = Counter(tirage.entier("nb_clients", 18, 24) for tirage in tirages)
    assert set(effectifs) == set(range(18, 25))
    assert all(abs(effectif - 2_000 / 7) < 65 for effectif in effectifs.values())  # 4 écarts types
    a = [tirage.entier("a", 0, 999) for tirage in tirages]
    b = [tirage.entier("b", 0, 999) for tirage in tirages]
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.09  # deux noms, deux tirages sans lien


def test_chaque_ligne_a_sa_chance_d_etre_tiree():
    tires = Counter(
        client
        for i in range(2_000)
        for client in Tirage("TD", f"e{i}").lignes("p", CLIENTS.head(10), 3)["client_id"]
    )
    assert len(tires) == 10
    assert all(abs(effectif - 600) < 82 for effectif in tires.values())  # 4 écarts types


@settings(deadline=None)
@given(
    st.text(min_size=1).filter(str.strip),
    st.integers(-(10**6), 10**6),
    st.integers(0, 10**6),
    st.integers(1, 50),
)
def test_un_entier_reste_sur_sa_grille(nom, mini, etendue, pas):
    etendue = max(etendue, pas)
    tire = Tirage("S522-4", "lea.martin").entier(nom, mini, mini + etendue, pas=pas)
    assert mini <= tire <= mini + etendue
    assert (tire - mini) % pas == 0


@settings(deadline=None)
@given(st.integers(0, 500), st.sampled_from(["0.005", "0.01", "0.1", "0.25", "0.3"]))
def test_un_decimal_tombe_juste_sur_sa_grille(numero, pas):
    tire = Tirage("S522-4", f"e{numero}").decimal("taux", 0.02, 0.99, pas=float(pas))
    assert 0.02 <= tire <= 0.99
    assert (Decimal(repr(tire)) - Decimal("0.02")) % Decimal(pas) == 0


def test_toute_la_grille_est_atteinte_bornes_comprises():
    tirages = [Tirage("S522-4", f"e{i}") for i in range(300)]
    assert {t.decimal("x", 0.1, 0.3, pas=0.1) for t in tirages} == {0.1, 0.2, 0.3}
    jours = {t.date("j", "2026-02-27", "2026-03-01") for t in tirages}
    assert jours == {date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)}
    assert {t.choix("c", ("A", "B")) for t in tirages} == {"A", "B"}


def test_des_bornes_egales_ne_laissent_qu_une_valeur(lea):
    assert lea.entier("a", 5, 5) == 5
    assert lea.decimal("b", 0.2, 0.2, pas=0.01) == 0.2
    assert lea.date("c", "2026-01-01", "2026-01-01") == date(2026, 1, 1)


# --- Les lignes d'un tableau -------------------------------------------------------------------


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_l_ordre_des_lignes_recues_ne_change_pas_le_tirage(lea, graine):
    melange = CLIENTS.sample(frac=1, random_state=graine)
    voulu = lea.lignes("portefeuille", CLIENTS, 12)
    pd.testing.assert_frame_equal(lea.lignes("portefeuille", melange, 12), voulu)
    relu = melange.reset_index(drop=True)  # le même tableau, relu d'une requête sans ORDER BY
    pd.testing.assert_frame_equal(lea.lignes("portefeuille", relu, 12), voulu)
    par_cle = CLIENTS.set_index("client_id")
    tires = lea.lignes("portefeuille", par_cle.sample(frac=1, random_state=graine), 12)
    pd.testing.assert_frame_equal(tires, lea.lignes("portefeuille", par_cle, 12))
    assert tires.index.is_monotonic_increasing


def test_un_tableau_melange_de_textes_dates_et_manquants_se_range(lea):
    table = pd.DataFrame(
        {
            "code": ["b", None, "a", 3, "a", "b"],
            "jour": pd.to_datetime(["2026-01-02", None, "2026-01-01"] * 2),
            "poids": pd.array([1, None, 2, 2, 1, 3], dtype="Int64"),
            "zone": pd.Categorical(["E", "N", "E", "N", "E", "O"]),
        }
    )
    voulu = lea.lignes("t", table, 4)
    melange = table.sample(frac=1, random_state=7)
    pd.testing.assert_frame_equal(lea.lignes("t", melange, 4), voulu)


def test_les_lignes_sont_tirees_sans_remise_et_sans_toucher_au_tableau(lea):
    avant = CLIENTS.copy()
    tires = lea.lignes("tout", CLIENTS, len(CLIENTS))
    assert sorted(tires["client_id"]) == sorted(CLIENTS["client_id"])
    pd.testing.assert_frame_equal(CLIENTS, avant)


def test_les_strates_ont_leurs_effectifs(lea):
    effectifs = {"Mammouth": 2, "Petit": 8}
    tires = lea.lignes("panel", CLIENTS, effectifs, par="type")
    assert tires["type"].value_counts().to_dict() == effectifs
    assert tires["client_id"].is_monotonic_increasing
    renverse = dict(reversed(effectifs.items()))
    pd.testing.assert_frame_equal(lea.lignes("panel", CLIENTS, renverse, par="type"), tires)


# --- S'entraîner -------------------------------------------------------------------------------


def test_nouveau_donne_d_autres_donnees_a_chaque_essai(lea):
    essais = [lea, lea.nouveau(), lea.nouveau().nouveau()]
    assert [tirage.essai for tirage in essais] == [0, 1, 2]
    assert len({tirage.entier("a", 0, 10**9) for tirage in essais}) == 3
    assert str(essais[2]) == "Données de : lea.martin · TD S522-4 · 2026-2027 · essai 2"


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_nouveau_est_refuse_en_correction(lea, monkeypatch, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    with pytest.raises(NonCalculable, match="noté sur vos données"):
        lea.nouveau()


def test_l_entete_dit_a_qui_sont_les_donnees(lea):
    assert str(lea) == "Données de : lea.martin · TD S522-4 · 2026-2027"
    assert "lea.martin · TD S522-4 · 2026-2027" in lea._repr_html_()
    assert "<b>" not in Tirage("<b>", "lea")._repr_html_()


# --- Les mauvaises entrées ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (lambda t: t.entier("a", 24, 18), "maxi"),
        (lambda t: t.entier("a", 18, 24, pas=0), "pas"),
        (lambda t: t.entier("a", 18, 24, pas=-1), "pas"),
        (lambda t: t.entier("a", 18, 24, pas=7), "pas"),
        (lambda t: t.entier("a", 1.5, 3), "mini"),
        (lambda t: t.entier("a", True, 3), "mini"),
        (lambda t: t.entier("", 1, 3), "nom"),
        (lambda t: t.entier(3, 1, 3), "nom"),
        (lambda t: t.decimal("a", 0.5, 0.1, pas=0.1), "maxi"),
        (lambda t: t.decimal("a", 0.1, 0.5, pas=0), "pas"),
        (lambda t: t.decimal("a", 0.1, float("nan"), pas=0.1), "maxi"),
        (lambda t: t.decimal("a", "un", 0.5, pas=0.1), "mini"),
        (lambda t: t.choix("a", []), "options"),
        (lambda t: t.choix("a", {"A", "B"}), "options"),
        (lambda t: t.choix("a", "AB"), "options"),
        (lambda t: t.date("a", "2026-02-01", "2026-01-01"), "fin"),
        (lambda t: t.date("a", "01/02/2026", "2026-01-01"), "debut"),
        (lambda t: t.date("a", "2026-02-30", "2026-03-01"), "debut"),
        (lambda t: t.lignes("a", CLIENTS, 61), "entre 1 et 60"),
        (lambda t: t.lignes("a", CLIENTS, 0), "entre 1 et 60"),
        (lambda t: t.lignes("a", CLIENTS, "dix"), "n"),
        (lambda t: t.lignes("a", [1, 2], 1), "df"),
        (lambda t: t.lignes("a", CLIENTS, {"Gros": 1}, par="type"), "Gros"),
        (lambda t: t.lignes("a", CLIENTS, {"Mammouth": 4}, par="type"), "entre 1 et 3"),
        (lambda t: t.lignes("a", CLIENTS, {"Petit": 1}, par="categorie"), "categorie"),
        (lambda t: t.lignes("a", CLIENTS, 3, par="type"), "strate"),
        (lambda t: Tirage(""), "devoir"),
        (lambda t: Tirage("S522-4", annee="2026"), "annee"),
        (lambda t: Tirage("S522-4", annee="2026-2028"), "annee"),
        (lambda t: Tirage("S522-4", essai=-1), "essai"),
        (lambda t: Tirage("S522-4", "!!"), "identifiant"),
    ],
)
def test_une_mauvaise_entree_nomme_l_argument(lea, appel, message):
    with pytest.raises(ArgumentInvalide, match=message):
        appel(lea)


# --- Ce que le tirage doit vérifier


def test_un_tirage_sous_condition_est_refait_jusqu_a_ce_qu_elle_soit_vraie():
    clients = pd.DataFrame({"client": range(200), "loin": [rang % 10 == 0 for rang in range(200)]})
    sans, refaits = 0, 0
    for rang in range(40):
        tirage = Tirage("S522-4", f"etudiant.{rang}")
        libre = tirage.lignes("panel", clients, 8)
        tenu = tirage.lignes("panel", clients, 8, tel_que=lambda tire: tire["loin"].any())
        assert tenu["loin"].any()
        assert len(tenu) == 8
        if libre["loin"].any():
            pd.testing.assert_frame_equal(tenu, libre)  # personne n'en est changé pour rien
        sans += not libre["loin"].any()
        refaits += not tenu.equals(libre)
    assert sans == refaits > 0


def test_une_condition_impossible_se_dit():
    clients = pd.DataFrame({"client": range(20)})
    with pytest.raises(NonCalculable, match="Aucun de 100 tirages de « panel »"):
        Tirage("S522-4", "lea").lignes("panel", clients, 5, tel_que=lambda tire: False)


def test_grc_essai_donne_un_autre_tirage_sauf_en_correction(monkeypatch):
    devoir = Tirage("S522-4", "lea").entier("n", 0, 10_000)
    monkeypatch.setenv("GRC_ESSAI", "3")
    assert Tirage("S522-4", "lea").essai == 3
    assert Tirage("S522-4", "lea").entier("n", 0, 10_000) != devoir
    assert Tirage("S522-4", "lea", essai=0).entier("n", 0, 10_000) == devoir
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert Tirage("S522-4", "lea").essai == 0
