"""Écrire en français : virgule, espaces insécables, arrondi commercial, dates."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from grc_lib import _formats
from grc_lib.erreurs import ArgumentInvalide, MauvaisType

FINE, INSECABLE, MOINS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("valeur", "decimales", "texte"),
    [
        (1234567, None, f"1{FINE}234{FINE}567"),
        (1234.5, None, f"1{FINE}234,5"),
        (0.126, None, "0,13"),
        (3, 2, "3,00"),
        (-12, None, f"{MOINS}12"),
        (np.float64(2.5), 0, "3"),
        (np.int64(7), 0, "7"),
        (Decimal("0.05"), 1, "0,1"),
    ],
)
def test_un_nombre_s_ecrit_avec_une_virgule_et_des_milliers_separes(valeur, decimales, texte):
    assert _formats.nombre(valeur, decimales) == texte


@pytest.mark.parametrize(
    ("montant", "texte"),
    [(2.665, "2,67"), (2.675, "2,68"), (1.005, "1,01"), (-1.005, f"{MOINS}1,01"), (0.005, "0,01")],
)
def test_le_demi_centime_s_arrondit_vers_le_haut(montant, texte):
    assert _formats.euros(montant) == f"{texte}{INSECABLE}€"


def test_un_montant_nul_n_a_pas_de_signe():
    assert _formats.euros(-0.001) == f"0,00{INSECABLE}€"


def test_un_montant_ne_se_coupe_pas_en_fin_de_ligne():
    assert " " not in _formats.euros(1234567.89) + _formats.pourcentage(12.5)


def test_un_taux_decimal_s_ecrit_en_pour_cent():
    assert _formats.pourcentage(0.4675) == f"46,75{FINE}%"
    assert _formats.pourcentage(0.145, 0) == f"15{FINE}%"
    assert _formats.pourcentage(0.2, None) == f"20{FINE}%"


@pytest.mark.parametrize(
    "jour",
    ["2026-06-30", dt.date(2026, 6, 30), dt.datetime(2026, 6, 30, 18), pd.Timestamp("2026-06-30")],
)
def test_une_date_s_ecrit_en_chiffres_ou_en_lettres(jour):
    assert _formats.date_courte(jour) == "30/06/2026"
    assert _formats.date_longue(jour) == f"30{INSECABLE}juin 2026"


def test_le_premier_du_mois_s_ecrit_premier():
    assert _formats.date_longue("2025-08-01") == f"1er{INSECABLE}août 2025"


@pytest.mark.parametrize("ecrire", [_formats.nombre, _formats.euros, _formats.pourcentage])
@pytest.mark.parametrize(
    ("valeur", "erreur"),
    [
        ("12", MauvaisType),
        (None, MauvaisType),
        (pd.NA, MauvaisType),
        (True, MauvaisType),
        (float("nan"), ArgumentInvalide),
        (float("inf"), ArgumentInvalide),
        (1e30, ArgumentInvalide),
    ],
)
def test_ce_qui_n_est_pas_un_nombre_ne_s_ecrit_pas(ecrire, valeur, erreur):
    with pytest.raises(erreur):
        ecrire(valeur)


@pytest.mark.parametrize(
    ("jour", "erreur"),
    [
        ("2026-02-30", ArgumentInvalide),
        ("30/06/2026", ArgumentInvalide),
        (pd.NaT, ArgumentInvalide),
        (20260630, MauvaisType),
        (None, MauvaisType),
    ],
)
def test_une_date_impossible_est_refusee(jour, erreur):
    with pytest.raises(erreur, match="« jour »"):
        _formats.date_longue(jour)
