"""Les guides disent vrai : chaque fait planté y a sa séance."""

import re
from pathlib import Path

import pandas as pd

from grc_lib.donnees import faits

SEANCES = Path(__file__).parents[2] / "docs" / "guides" / "faits_et_seances.csv"


def test_chaque_fait_plante_a_sa_seance_et_rien_d_autre() -> None:
    plantes = pd.Series(vars(faits)).explode()
    plantes = plantes[[isinstance(fait, faits.Fait) for fait in plantes]]
    seances = pd.read_csv(SEANCES, index_col="fait")["séances"]
    assert set(seances.index) == set(plantes.index)
    assert seances.index.is_unique
    assert all(re.fullmatch(r"(S\d+-\d|GRC-\d)(, (S\d+-\d|GRC-\d))*", s) for s in seances)
