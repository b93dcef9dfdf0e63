"""Jours, mois, échéances, délais : tables publiées, dateutil et numpy pour témoins."""

import datetime as dt

import holidays
import numpy as np
import pandas as pd
import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.calendrier import (
    ajouter_mois,
    echeance,
    echeances_mensuelles,
    jours,
    jours_ouvrables,
    jours_ouvres,
)
from grc_lib.erreurs import ArgumentInvalide, MauvaisType

dates = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
sans_hate = settings(deadline=None, max_examples=60)
SECONDE = "fin de mois puis jours"


def iso(date):
    return date.isoformat()


# --- Compter des jours


def test_du_1er_mars_au_1er_avril_il_y_a_31_jours_et_non_30():
    assert jours("2025-03-01", "2025-04-01") == 31


def test_le_premier_jour_ne_compte_pas():
    assert jours("2026-05-02", "2026-05-02") == 0
    assert jours("2026-05-02", "2026-05-03") == 1


def test_fevrier_a_29_jours_les_annees_bissextiles_sauf_les_siecles_ordinaires():
    annees = {2023: 1, 2024: 2, 1900: 1, 2000: 2}
    assert {a: jours(f"{a}-02-28", f"{a}-03-01") for a in annees} == annees


def test_la_table_des_rangs_du_jour_dans_l_annee():
    """La table des manuels : 31 janvier 31, 28 février 59, 31 mars 90… 31 décembre 365."""
    fins = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    fins += ["07-31", "08-31", "09-30", "10-31", "11-30", "12-31"]
    rangs = [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
    assert [jours("2024-12-31", f"2025-{fin}") for fin in fins] == rangs


# Les exemples de l'ISDA pour la base 30E/360.
ISDA = [
    ("2007-01-15", "2007-01-30", 15),
    ("2007-01-15", "2007-07-15", 180),
    ("2007-09-30", "2008-03-31", 180),
    ("2007-09-30", "2007-10-31", 30),
    ("2007-01-15", "2007-01-31", 15),
    ("2007-01-31", "2007-02-28", 28),
    ("2007-02-28", "2007-03-31", 32),
    ("2006-08-31", "2007-02-28", 178),
    ("2007-02-26", "2008-02-29", 363),
    ("2008-02-29", "2009-02-28", 359),
    ("2008-02-29", "2008-03-31", 31),
    ("2007-10-31", "2007-11-28", 28),
    ("2008-02-29", "2008-08-31", 181),
    ("2009-02-28", "2009-08-31", 182),
]


@pytest.mark.parametrize(("debut", "fin", "attendu"), ISDA)
def test_en_30_360_les_exemples_publies(debut, fin, attendu):
    assert jours(debut, fin, base="30/360") == attendu


@given(dates, st.integers(0, 40))
@sans_hate
def test_en_30_360_une_annee_fait_toujours_360_jours(debut, annees):
    fin = debut + relativedelta(years=annees)
    bissextile = debut.month == 2 and debut.day == 29 and fin.day == 28
    assert jours(debut, fin, base="30/360") == 360 * annees - bissextile


@given(st.lists(dates, min_size=3, max_size=3).map(sorted))
@sans_hate
def test_les_jours_de_deux_periodes_qui_se_suivent_s_ajoutent(trois):
    debut, milieu, fin = trois
    for base in ("exacts", "30/360"):
        ensemble = jours(debut, fin, base=base)
        assert ensemble == jours(debut, milieu, base=base) + jours(milieu, fin, base=base)


def test_une_date_s_ecrit_aussi_en_horodatage():
    assert jours(dt.datetime(2025, 3, 1, 18, 30), pd.Timestamp("2025-04-01")) == 31


# --- Ajouter des mois


@given(dates, st.integers(-600, 100))
@sans_hate
def test_ajouter_des_mois_comme_dateutil(date, mois):
    assert ajouter_mois(date, mois) == date + relativedelta(months=mois)


def test_un_31_tombe_sur_la_fin_du_mois_plus_court():
    suites = [ajouter_mois("2024-01-31", mois) for mois in (0, 1, 2, 3, 13)]
    assert [iso(d) for d in suites] == [
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2025-02-28",
    ]  # fmt: skip


def test_les_bords_du_calendrier():
    assert ajouter_mois("0001-02-15", -1) == dt.date(1, 1, 15)
    assert ajouter_mois("9999-11-30", 1) == dt.date(9999, 12, 30)
    for date, mois in (("0001-01-15", -1), ("9999-12-31", 1)):
        with pytest.raises(ArgumentInvalide, match="calendrier"):
            ajouter_mois(date, mois)


def test_les_echeances_ne_derivent_pas_apres_fevrier():
    rendues = echeances_mensuelles("2025-01-31", 4)
    assert [iso(d) for d in rendues] == ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]


def test_douze_echeances_couvrent_une_annee():
    assert echeances_mensuelles("2026-06-15", 12)[-1] == dt.date(2027, 6, 15)


@given(dates, st.integers(1, 60))
@sans_hate
def test_les_echeances_avancent_d_un_mois_a_la_fois(debut, n):
    mois = [12 * d.year + d.month for d in (debut, *echeances_mensuelles(debut, n))]
    assert np.diff(mois).tolist() == [1] * n


# --- L'échéance d'une facture


@pytest.mark.parametrize(
    ("facture", "premiere", "seconde"),
    [
        ("2025-03-10", "2025-04-30", "2025-05-15"),  # DT01, fnaseph.org
        ("2025-01-15", "2025-03-31", "2025-03-17"),  # DT02, solon.law
        ("2024-01-15", "2024-02-29", "2024-03-16"),
        ("2014-01-02", "2014-02-28", "2014-03-17"),  # DT03, propulsebyca.fr
        ("2011-10-22", "2011-12-31", "2011-12-15"),  # DT05
    ],
)
def test_45_jours_fin_de_mois_a_deux_lectures(facture, premiere, seconde):
    assert iso(echeance(facture, 45, fin_de_mois=True)) == premiere
    assert iso(echeance(facture, 45, fin_de_mois=True, lecture=SECONDE)) == seconde


def test_la_fin_du_mois_d_octobre_est_le_31_quoi_qu_un_corrige_en_dise():
    """Le corrigé publié donne 30 octobre et 30 décembre (DT04, DT05)."""
    assert iso(echeance("2011-09-10", 45, fin_de_mois=True)) == "2011-10-31"
    assert iso(echeance("2011-10-22", 45, fin_de_mois=True)) == "2011-12-31"


def test_sans_fin_de_mois_on_compte_les_jours():
    assert iso(echeance("2025-03-10")) == "2025-04-09"
    assert iso(echeance("2025-03-10", 0)) == "2025-03-10"
    assert iso(echeance("2025-03-10", 60)) == "2025-05-09"


def test_30_jours_fin_de_mois_le_10():
    assert iso(echeance("2025-03-10", 30, True, le=10)) == "2025-05-10"
    assert iso(echeance("2025-01-20", 30, True, le=10)) == "2025-03-10"
    # fin janvier + 30 jours = 2 mars : le 10 qui suit est celui de mars, non celui d'avril
    assert iso(echeance("2025-01-20", 30, True, SECONDE, le=10)) == "2025-03-10"
    assert iso(echeance("2025-02-20", 30, True, SECONDE, le=10)) == "2025-04-10"


def test_le_31_d_un_mois_court_est_son_dernier_jour():
    assert iso(echeance("2025-01-02", 20, True, le=31)) == "2025-02-28"
    assert iso(echeance("2025-02-02", 20, True, le=31)) == "2025-03-31"


@given(dates, st.integers(0, 120))
@sans_hate
def test_la_premiere_lecture_finit_toujours_un_mois_et_jamais_avant_le_delai(facture, delai):
    date = echeance(facture, delai, fin_de_mois=True)
    assert (date + dt.timedelta(1)).day == 1
    assert 0 <= jours(facture, date) - delai <= 30


@given(dates, st.integers(0, 120))
@sans_hate
def test_la_seconde_lecture_ajoute_le_delai_a_la_fin_du_mois_de_facturation(facture, delai):
    date = echeance(facture, delai, fin_de_mois=True, lecture=SECONDE)
    fin = date - dt.timedelta(delai)
    assert (fin.year, fin.month) == (facture.year, facture.month)
    assert (fin + dt.timedelta(1)).day == 1


@given(dates, st.integers(0, 90), st.sampled_from(["jours puis fin de mois", SECONDE]),
       st.integers(1, 31))  # fmt: skip
@sans_hate
def test_le_jour_du_mois_choisi_suit_de_moins_d_un_mois(facture, delai, lecture, le):
    sans = echeance(facture, delai, True, lecture)
    avec = echeance(facture, delai, True, lecture, le)
    assert 0 < jours(sans, avec) <= 31
    assert avec.day == le or (avec + dt.timedelta(1)).day == 1


# --- Jours ouvrables et jours ouvrés


def test_le_delai_d_une_reclamation_du_30_avril_2026():
    assert iso(jours_ouvrables("2026-04-30", 5)) == "2026-05-07"
    assert iso(jours_ouvres("2026-04-30", 5)) == "2026-05-11"


def test_le_samedi_est_ouvrable_et_n_est_pas_ouvre():
    assert iso(jours_ouvrables("2026-06-19", 1)) == "2026-06-20"
    assert iso(jours_ouvres("2026-06-19", 1)) == "2026-06-22"


def test_une_demande_recue_le_dimanche_commence_le_lundi():
    assert iso(jours_ouvres("2026-06-21", 1)) == iso(jours_ouvrables("2026-06-21", 1))
    assert iso(jours_ouvres("2026-06-21", 1)) == "2026-06-22"


@pytest.mark.parametrize("annee", [2022, 2024, 2026, 2027])
def test_les_onze_jours_feries_de_la_loi_ne_sont_jamais_ouvrables(annee):
    """La liste de l'article L3133-1 du code du travail, Pâques calculées par dateutil."""
    paques = easter(annee)
    fixes = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    feries = {dt.date(annee, m, j) for m, j in fixes}
    feries |= {paques + dt.timedelta(j) for j in (1, 39, 50)}
    assert len(feries) == 11
    annee_entiere = [dt.date(annee, 1, 1) + dt.timedelta(j) for j in range(365)]
    veille = dt.timedelta(1)
    chomes = {j for j in annee_entiere if jours_ouvrables(j - veille, 1) != j}
    assert chomes == feries | {j for j in annee_entiere if j.weekday() == 6}


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.integers(1, 60))
@sans_hate
def test_les_memes_dates_que_numpy(debut, n):
    feries = np.array(list(holidays.France(years=range(2000, 2063))), "datetime64[D]")
    for calcul, semaine in ((jours_ouvrables, "1111110"), (jours_ouvres, "1111100")):
        attendue = np.busday_offset(debut, n, "backward", weekmask=semaine, holidays=feries)
        assert calcul(debut, n) == attendue.item()


def test_le_vendredi_saint_et_le_26_decembre_sont_feries_en_alsace_moselle():
    assert iso(jours_ouvres("2026-04-02", 1)) == "2026-04-03"
    assert iso(jours_ouvres("2026-04-02", 1, alsace_moselle=True)) == "2026-04-07"
    assert iso(jours_ouvrables("2026-12-24", 1)) == "2026-12-26"
    assert iso(jours_ouvrables("2026-12-24", 1, alsace_moselle=True)) == "2026-12-28"


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("appel", "argument"),
    [
        (lambda: jours("2025-02-30", "2025-03-01"), "debut"),
        (lambda: jours("2025-02-03", "10/03/2025"), "fin"),
        (lambda: jours("2025-03-02", "2025-03-01"), "fin"),
        (lambda: jours("2025-03-01", "2025-04-01", base="360"), "base"),
        (lambda: jours(None, "2025-03-01"), "debut"),
        (lambda: jours(20250301, "2025-03-01"), "debut"),
        (lambda: jours(pd.NaT, "2025-03-01"), "debut"),
        (lambda: ajouter_mois("2025-01-31", 1.5), "n"),
        (lambda: ajouter_mois("2025-01-31", "1"), "n"),
        (lambda: ajouter_mois("2025-01-31", True), "n"),
        (lambda: ajouter_mois("2025-01-31", float("nan")), "n"),
        (lambda: ajouter_mois("2025-01-31", 10**6), "n"),
        (lambda: ajouter_mois(["2025-01-31"], 1), "d"),
        (lambda: echeances_mensuelles("2025-01-31", 0), "n"),
        (lambda: echeance("2025-01-31", -30), "delai"),
        (lambda: echeance("2025-01-31", 10**9), "delai"),
        (lambda: echeance("2025-01-31", 10**30), "delai"),
        (lambda: echeance("2025-01-31", 45, True, "fin de mois"), "lecture"),
        (lambda: echeance("2025-01-31", 45, "fin de mois puis jours"), "fin_de_mois"),
        (lambda: echeance("2025-01-31", 30, le=10), "le"),
        (lambda: echeance("2025-01-31", 30, True, le=32), "le"),
        (lambda: echeance("2025-01-31", 30, True, le=0), "le"),
        (lambda: jours_ouvrables("2026-04-30", 0), "n"),
        (lambda: jours_ouvrables("2026-04-31", 5), "debut"),
        (lambda: jours_ouvres("2026-04-30", 2.5), "n"),
        (lambda: jours_ouvres("2026-04-30", 5, alsace_moselle="non"), "alsace_moselle"),
        (lambda: jours_ouvres("2026-04-30", 10**9), "debut et n"),
        (lambda: jours_ouvres("1500-04-30", 5), "debut et n"),
    ],
)
def test_une_mauvaise_entree_est_nommee(appel, argument):
    with pytest.raises(ArgumentInvalide) as erreur:
        appel()
    assert erreur.value.argument == argument


def test_un_nombre_n_est_pas_une_date():
    with pytest.raises(MauvaisType, match="une date ou un texte AAAA-MM-JJ"):
        jours(45000, "2025-03-01")


def test_des_echeances_sans_depart_nomment_leur_argument():
    with pytest.raises(ArgumentInvalide, match="« debut » : attendu une date"):
        echeances_mensuelles("hier", 3)
