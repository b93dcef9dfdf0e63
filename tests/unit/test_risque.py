"""Le risque client (S521) : scores, ratios, encours, DSO, balance âgée, pertes, affacturage."""

import datetime as dt
import math
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import calendrier, risque
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(max_examples=60, deadline=None)
montants = st.integers(1, 10**7)
CLIENT = {
    "ebe": 90,
    "dettes": 600,
    "capitaux_permanents": 550,
    "total_bilan": 1000,
    "realisable_disponible": 400,
    "frais_financiers": 25,
    "ca_ht": 1500,
    "frais_personnel": 300,
    "valeur_ajoutee": 480,
}


# --- Conan et Holder


def test_le_score_du_manuel_est_en_bonne_zone():
    score, zone, annonce = risque.conan_holder(**CLIENT)
    assert math.isclose(score, 3.6 + 12.1 + 6.4 - 1.45 - 6.25)
    assert (zone, annonce) == ("bonne", "de 10 à 30 %")


@pytest.mark.parametrize(
    ("permanents", "zone"),
    [(-400, "danger"), (77.2, "danger"), (77.3, "prudence"), (304.6, "bonne"), (623, "très bonne")],
)
def test_une_borne_appartient_a_la_zone_superieure(permanents, zone):
    client = CLIENT | {"capitaux_permanents": permanents}
    assert risque.conan_holder(**client).zone == zone


def test_un_score_egal_a_une_borne_est_dans_la_zone_superieure():
    client = CLIENT | {"ebe": 0, "realisable_disponible": 0, "frais_financiers": 0}
    client |= {"frais_personnel": 0, "capitaux_permanents": 500}  # 22 × 0,5 = 11 points
    assert risque.conan_holder(**client, bornes=(5, 11, 20)).zone == "bonne"
    assert risque.conan_holder(**client, bornes=(5, 11.001, 20)).zone == "prudence"


@given(st.floats(1.01, 5))
@sans_hate
def test_le_score_ne_depend_pas_de_l_unite_des_comptes(facteur):
    milliers = {nom: montant * facteur for nom, montant in CLIENT.items()}
    attendu = risque.conan_holder(**CLIENT).score
    assert math.isclose(risque.conan_holder(**milliers).score, attendu)


@pytest.mark.parametrize("nul", ["dettes", "total_bilan", "ca_ht", "valeur_ajoutee"])
def test_sans_denominateur_il_n_y_a_pas_de_score(nul):
    with pytest.raises(NonCalculable, match=f"« {nul} »"):
        risque.conan_holder(**CLIENT | {nul: 0})


def test_une_valeur_ajoutee_negative_n_a_pas_de_score():
    with pytest.raises(NonCalculable, match="« valeur_ajoutee »"):
        risque.conan_holder(**CLIENT | {"valeur_ajoutee": -10})


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [("dettes", -1), ("ca_ht", "1500"), ("ebe", None), ("frais_personnel", [300])],
)
def test_un_compte_illisible_est_refuse(nom, valeur):
    with pytest.raises(ArgumentInvalide, match=f"« {nom} »"):
        risque.conan_holder(**CLIENT | {nom: valeur})


@pytest.mark.parametrize("bornes", [(4, 9), (9, 4, 16), (4, 4, 16), "489"])
def test_des_bornes_impossibles_sont_refusees(bornes):
    with pytest.raises(ArgumentInvalide, match="« bornes »"):
        risque.conan_holder(**CLIENT, bornes=bornes)


def test_le_score_montre_ses_ratios_et_ses_limites():
    texte = str(risque.conan_holder(**CLIENT))
    assert "R4 = frais financiers / CA HT = 25 / 1\u202f500 = 0,0167" in texte
    assert "24 × 0,1500 + 22 × 0,5500 + 16 × 0,4000 − 87 × 0,0167 − 10 × 0,6250" in texte
    assert "1979" in texte


# --- ratios

BILAN = {
    "capitaux_propres": 240,
    "total_bilan": 1000,
    "dettes_financieres": 300,
    "caf": 100,
    "actif_circulant": 600,
    "stocks": 200,
    "disponibilites": 50,
    "passif_circulant": 400,
}


def test_les_cinq_ratios_se_lisent_dans_l_ordre():
    assert tuple(risque.ratios_solvabilite(**BILAN)) == (0.24, 3, 1.5, 1, 0.125)
    assert "3,0 ans" in str(risque.ratios_solvabilite(**BILAN))


@pytest.mark.parametrize(
    ("nom", "valeur"), [("total_bilan", 0), ("caf", 0), ("caf", -5), ("passif_circulant", 0)]
)
def test_un_ratio_sans_denominateur_n_est_pas_calculable(nom, valeur):
    with pytest.raises(NonCalculable, match=f"« {nom} »"):
        risque.ratios_solvabilite(**BILAN | {nom: valeur})


@pytest.mark.parametrize("nom", ["capitaux_permanents", "realisable_disponible"])
def test_un_compte_plus_gros_que_le_bilan_trahit_une_unite(nom):
    with pytest.raises(ArgumentInvalide, match=f"« {nom} » : attendu au plus le total du bilan"):
        risque.conan_holder(**CLIENT | {nom: 5500})


def test_les_stocks_et_la_caisse_tiennent_dans_l_actif_circulant():
    with pytest.raises(ArgumentInvalide, match="« actif_circulant »"):
        risque.ratios_solvabilite(**BILAN | {"stocks": 560})


# --- encours et plafond


def test_l_encours_compte_ce_qui_est_livre_et_les_effets_en_cours():
    client = risque.encours(18_000, livraisons=4_500, effets=6_000, plafond=25_000)
    assert tuple(client) == (28_500, -3_500)
    assert "le plafond est dépassé" in str(client)
    assert "dépassé" not in str(risque.encours(1, plafond=2))


@pytest.mark.parametrize("argument", ["livraisons", "effets", "plafond"])
def test_un_encours_negatif_est_refuse(argument):
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        risque.encours(100, **{"plafond": 10} | {argument: -1})


def test_le_plafond_est_la_plus_prudente_des_limites():
    seul = risque.plafond_credit(12_000, 45, coefficient=1.5)
    assert tuple(seul) == (27_000, "Besoin")
    assure = risque.plafond_credit(12_000, 45, fonds_propres=90_000, garantie=8_000)
    assert tuple(assure) == (8_000, "Garantie")
    assert "90\u202f000,00\xa0€ × 10,00\u202f%" in str(assure)


@pytest.mark.parametrize(
    ("options", "motif"),
    [
        ({"delai": 0}, "« delai »"),
        ({"delai": 400}, "« delai »"),
        ({"coefficient": 0}, "« coefficient »"),
        ({"fonds_propres": 10, "part_fonds_propres": 10}, "« part_fonds_propres »"),
        ({"garantie": -1}, "« garantie »"),
    ],
)
def test_un_plafond_impossible_est_refuse(options, motif):
    with pytest.raises(ArgumentInvalide, match=motif):
        risque.plafond_credit(12_000, **{"delai": 45} | options)


# --- DSO


def test_le_dso_se_lit_aussi_par_trimestre_et_en_colonne():
    assert risque.dso(100, 900, jours=90) == 10
    rendu = risque.dso(pd.Series([100.0, 50.0]), pd.Series([900.0, 0.0]))
    pd.testing.assert_series_equal(rendu, pd.Series([40.0, math.nan]))
    with pytest.raises(NonCalculable):
        risque.dso(100, 0)


@given(st.integers(1, 24), st.integers(0, 10**6))
@sans_hate
def test_a_ventes_regulieres_les_deux_dso_coincident(mois, creances):
    ca = 1_000_000
    ventes = [(ca, 30)] * (mois + 1)
    attendu = risque.dso(min(creances, ca), ca, jours=30)
    assert math.isclose(risque.dso_epuisement(min(creances, ca), ventes), attendu)


def test_l_epuisement_compte_les_mois_entiers_puis_une_part_du_dernier():
    # Deux mois pleins (31 + 30 jours), puis 40 % d'un mois de 30 jours.
    mois = [(100, 31), (120, 30), (50, 30), (10, 31)]
    assert risque.dso_epuisement(240, mois) == 31 + 30 + 12
    assert risque.dso_epuisement(220, mois) == 61
    assert risque.dso_epuisement(0, mois) == 0


def test_un_mois_sans_vente_s_ajoute_en_entier():
    assert risque.dso_epuisement(50, [(0, 30), (100, 30)]) == 45
    assert risque.dso_epuisement(0, [(0, 30)]) == risque.dso_epuisement(0, []) == 0


@pytest.mark.parametrize(
    ("creances", "mois", "erreur"),
    [
        (500, [(100, 30)], NonCalculable),
        (500, [], NonCalculable),
        (-1, [(100, 30)], ArgumentInvalide),
        (10, [(100, 0)], ArgumentInvalide),
        (10, [(-100, 30)], ArgumentInvalide),
        (10, [100, 90], ArgumentInvalide),
    ],
)
def test_un_epuisement_impossible_dit_pourquoi(creances, mois, erreur):
    with pytest.raises(erreur):
        risque.dso_epuisement(creances, mois)


# --- balance âgée

JOUR = dt.date(2026, 6, 30)
FACTURES = pd.DataFrame(
    {
        "client_id": ["A", "A", "A", "B", "B", "C", "C"],
        "echeance": [JOUR - dt.timedelta(retard) for retard in (0, 1, 30, 31, 90, 91, -5)],
        "montant_ttc": [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0],
    }
)


def test_chaque_facture_tombe_dans_sa_tranche():
    balance = risque.balance_agee(FACTURES, JOUR)
    assert balance.index.tolist() == ["C", "B", "A"]
    assert balance.loc["A"].tolist() == [1, 6, 0, 0, 0, 7]
    assert balance.loc["B"].tolist() == [0, 0, 8, 16, 0, 24]
    assert balance.loc["C"].tolist() == [64, 0, 0, 0, 32, 96]


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(-200, 400), st.integers(-9999, 99999)),
        min_size=1,
        max_size=30,
    ),
    st.randoms(),
)
@sans_hate
def test_la_balance_n_oublie_aucun_centime_et_ignore_l_ordre(factures, hasard):
    lignes = [(c, JOUR + dt.timedelta(j), Decimal(m) / 100) for c, j, m in factures]
    hasard.shuffle(lignes)
    tableau = pd.DataFrame(lignes, columns=["client_id", "echeance", "montant_ttc"])
    balance = risque.balance_agee(tableau, JOUR)
    exact = {c: sum(m for c2, _, m in lignes if c2 == c) for c, _, _ in lignes}
    assert balance["total"].to_dict() == {c: float(m) for c, m in exact.items()}
    tranches = balance.drop(columns="total").sum(axis=1)
    np.testing.assert_allclose(tranches, balance["total"], atol=1e-6)


def test_la_balance_se_lit_aussi_dans_une_relation():
    relation = duckdb.connect().from_df(FACTURES.rename(columns={"client_id": "client"}))
    recue = risque.balance_agee(relation, "2026-06-30", client="client")
    attendue = risque.balance_agee(FACTURES, JOUR).rename_axis("client")
    pd.testing.assert_frame_equal(recue, attendue)


def test_sans_facture_la_balance_est_vide_et_de_meme_forme():
    vide = risque.balance_agee(FACTURES.iloc[:0], JOUR)
    assert len(vide) == 0
    assert list(vide) == list(risque.balance_agee(FACTURES, JOUR))


@pytest.mark.parametrize(
    ("factures", "motif"),
    [
        (FACTURES.assign(echeance="bientôt"), "« echeance ».*7 ligne"),
        (FACTURES.assign(montant_ttc=[None] + [1.0] * 6), "« montant ».*1 ligne"),
        (FACTURES.assign(client_id=None), "« client ».*7 ligne"),
        (FACTURES.drop(columns="echeance"), "« echeance » : attendu une colonne"),
        (FACTURES.astype({"montant_ttc": str}), "« montant_ttc »"),
        ("factures", "« factures »"),
    ],
)
def test_une_facture_illisible_est_signalee(factures, motif):
    with pytest.raises(ArgumentInvalide, match=motif):
        risque.balance_agee(factures, JOUR)


# --- pertes


@given(st.lists(st.tuples(montants, st.integers(0, 100)), min_size=1, max_size=6))
@sans_hate
def test_le_taux_moyen_est_entre_les_taux_des_tranches(tranches):
    lues = [(montant, centiemes / 100) for montant, centiemes in tranches]
    perte, moyen = risque.depreciation(lues)
    taux = [t for _, t in lues]
    assert min(taux) - 1e-12 <= moyen <= max(taux) + 1e-12
    assert math.isclose(perte, float(sum(Decimal(m) * c for m, c in tranches)) / 100)


@pytest.mark.parametrize(
    ("tranches", "erreur"),
    [([], NonCalculable), ([(0, 0.1)], NonCalculable), ([(10, 5)], ArgumentInvalide)],
)
def test_une_depreciation_impossible_dit_pourquoi(tranches, erreur):
    with pytest.raises(erreur):
        risque.depreciation(tranches)


def test_la_perte_attendue_multiplie_les_trois():
    assert risque.perte_attendue(20_000, probabilite=0.5, perte=0.25) == 2500
    rendu = risque.perte_attendue(pd.Series([100.0, 200.0]), probabilite=0.5, perte=1)
    pd.testing.assert_series_equal(rendu, pd.Series([50.0, 100.0]))
    with pytest.raises(ArgumentInvalide, match="« probabilite »"):
        risque.perte_attendue(100, probabilite=4, perte=1)


def test_un_impaye_se_rattrape_par_vingt_fois_son_montant_a_cinq_pour_cent_de_marge():
    assert risque.ca_a_refaire(1000, taux_marge=0.05) == 20_000
    with pytest.raises(NonCalculable):
        risque.ca_a_refaire(1000, taux_marge=0)


def test_la_retenue_de_garantie_n_est_pas_un_cout():
    options = {"commission": 0.01, "encours_moyen": 50_000, "taux": 0.05}
    sans = risque.affacturage(300_000, **options)
    avec = risque.affacturage(300_000, **options, retenue=0.10)
    assert tuple(sans) == (3000, 2500, 5500, 5500 / 300_000, 0)
    assert (avec.total, avec.garantie) == (sans.total, 30_000)
    assert "pas un coût" in str(avec)


@pytest.mark.parametrize(
    ("ca", "options", "erreur"),
    [
        (0, {}, NonCalculable),
        (-1, {}, ArgumentInvalide),
        (100, {"commission": 1.2}, ArgumentInvalide),
        (100, {"taux": 6}, ArgumentInvalide),
        (100, {"retenue": 10}, ArgumentInvalide),
        (100, {"encours_moyen": "50"}, MauvaisType),
    ],
)
def test_un_affacturage_impossible_dit_pourquoi(ca, options, erreur):
    with pytest.raises(erreur):
        risque.affacturage(ca, **{"commission": 0.01, "encours_moyen": 50, "taux": 0.05} | options)


# --- relances


def test_les_relances_suivent_le_scenario_en_jours_ouvres():
    relances = risque.scenario_relance("2026-04-24")  # les étapes croisent le 1er et le 8 mai
    assert relances["jours"].tolist() == [etape.jours for etape in risque.SCENARIO]
    for prevue, jours in zip(relances["date"], relances["jours"], strict=True):
        voulue = dt.date(2026, 4, 24) + dt.timedelta(jours)
        assert voulue <= prevue <= voulue + dt.timedelta(4)
        assert calendrier.jours_ouvres(prevue - dt.timedelta(1), 1) == prevue
    assert relances["date"].is_monotonic_increasing


def test_le_scenario_dit_ou_l_on_en_est():
    etats = risque.scenario_relance("2026-05-31", date="2026-06-10")["etat"].tolist()
    assert etats == ["passée", "passée", "aujourd'hui", "à venir", "à venir", "à venir", "à venir"]


def test_chaque_entreprise_ecrit_son_scenario():
    rendu = risque.scenario_relance("2026-06-01", scenario=[(2, "téléphone", "Rappel", "Ana")])
    assert rendu.loc[0, ["canal", "objet", "par"]].tolist() == ["téléphone", "Rappel", "Ana"]


@pytest.mark.parametrize(
    "scenario",
    [[], [(5, "a", "b", "c"), (5, "a", "b", "c")], [(1, "a")], [("x", "a", "b", "c")], "abc", 3],
)
def test_un_scenario_impossible_est_refuse(scenario):
    with pytest.raises(ErreurGrc, match="« scenario"):
        risque.scenario_relance("2026-06-01", scenario=scenario)
