"""Chaque TD du dépôt passe le contrôle des devoirs, sur des centaines de tirages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grc_lib.classe.preparation.controle import Constat, Devoir, controler, devoirs
from grc_lib.classe.preparation.controle.notation import contraintes_violees
from grc_lib.classe.preparation.execution import Banc
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice import normaliser_identifiant

RACINE = Path(__file__).parents[2]
TIRAGES = int(os.environ.get("GRC_TIRAGES", "60"))  # par TD ; davantage avant de publier
QUELCONQUES = settings(
    max_examples=TIRAGES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", params=devoirs(RACINE))
def devoir(request: pytest.FixtureRequest) -> Devoir:
    return Devoir.lire(RACINE, request.param)


@pytest.fixture(scope="module")
def banc(devoir: Devoir) -> Iterator[Banc]:
    with Banc(devoir.nom) as banc:
        yield banc


def dire(titre: str, constat: Constat) -> str:
    return f"{titre} · {constat.cellule} : {constat.phrase} → {constat.remede}"


def test_le_td_passe_toutes_les_regles(devoir: Devoir) -> None:
    echecs = [
        dire(titre, constat)
        for titre, constats in controler(devoir, TIRAGES)
        for constat in constats
    ]
    assert echecs == [], "\n".join(echecs)


def test_l_enonce_vaut_pour_un_etudiant_quelconque(devoir: Devoir, banc: Banc) -> None:
    @QUELCONQUES
    @example("Zoé Ægidius-Ñuñez")
    @example("0")
    @given(st.text(min_size=1).filter(a_un_nom))
    def verifier(etudiant: str) -> None:
        assert contraintes_violees(devoir, banc, etudiant) == []

    verifier()


def a_un_nom(texte: str) -> bool:
    try:
        return len(normaliser_identifiant(texte)) < 100
    except ArgumentInvalide:
        return False
