"""Chaque TD du dépôt passe le contrôle des devoirs, sur des centaines de tirages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grc_lib._formats import nombre
from grc_lib.classe.controle import Constat, Devoir, controler, devoirs
from grc_lib.classe.controle._devoir import nommer
from grc_lib.classe.controle.notation import contraintes_violees
from grc_lib.classe.execution import Banc
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice import normaliser_identifiant

RACINE = Path(__file__).parents[2]
TIRAGES = int(os.environ.get("GRC_TIRAGES", "200"))
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


def test_la_reponse_modele_du_td_s522_4_cite_les_chiffres_de_son_tirage() -> None:
    devoir = Devoir.lire(RACINE, "S522-4")
    sources = [cellule.source for cellule in devoir.notebook.cells if cellule.cell_type == "code"]
    noms = ["part_20", "heures", "equivalent", "sous_estimes"]
    with Banc(devoir.nom) as banc:
        lues = banc.executer(sources, "autodidacte", correction=False, lire=noms).valeurs
    modele = next(c for c in devoir.notebook.cells if nommer(c) == "reponse_directrice").source
    nombres = [nombre(100 * lues["part_20"], 1), nombre(lues["heures"], 0)]
    nombres.append(f"{nombre(lues['equivalent'], 0)} clients égaux")
    for attendu in [*nombres, *lues["sous_estimes"]]:
        assert attendu in modele
