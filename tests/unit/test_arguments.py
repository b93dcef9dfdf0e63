"""Contrôler un argument : nombre exact, date, choix dans une liste."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from grc_lib._arguments import decimale, lire_date, parmi
from grc_lib.erreurs import ArgumentInvalide, MauvaisType


@pytest.mark.parametrize(
    "jour",
    [
        "2026-06-30",
        "2026-06-30 14:05:00",
        dt.date(2026, 6, 30),
        dt.datetime(2026, 6, 30, 14, 5),
        pd.Timestamp("2026-06-30"),
        np.datetime64("2026-06-30"),
        pd.Series(pd.to_datetime(["2026-06-30"])).to_numpy()[0],
    ],
)
def test_une_date_se_lit_sous_toutes_ses_formes(jour):
    assert lire_date("jour", jour) == dt.date(2026, 6, 30)


@pytest.mark.parametrize("jour", ["30/06/2026", "2026-02-30", pd.NaT, np.datetime64("NaT"), ""])
def test_une_date_impossible_est_refusee(jour):
    with pytest.raises(ArgumentInvalide, match="« jour » : attendu une date"):
        lire_date("jour", jour)


@pytest.mark.parametrize("jour", [20260630, None, 3.5])
def test_un_nombre_n_est_pas_une_date(jour):
    with pytest.raises(MauvaisType, match="« jour »"):
        lire_date("jour", jour)


@pytest.mark.parametrize(("recu", "exact"), [(0.1, "0.1"), (3, "3"), (Fraction(1, 4), "0.25")])
def test_un_nombre_se_lit_comme_on_l_a_ecrit(recu, exact):
    assert decimale("x", recu) == Decimal(exact)


def test_une_fraction_sans_fin_se_lit_comme_un_flottant():
    assert float(decimale("x", Fraction(1, 3))) == 1 / 3


@pytest.mark.parametrize("recu", ["avant ", None, 1, ["avant"], np.array(["avant", "apres"])])
def test_un_choix_hors_de_la_liste_est_refuse(recu):
    with pytest.raises(ArgumentInvalide, match="« avant » ou « apres »"):
        parmi("frontiere", recu, ("avant", "apres"))
