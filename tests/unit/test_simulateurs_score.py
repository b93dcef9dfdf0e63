"""Le simulateur de seuil : les quatre cases comptées à la main, puis ses curseurs."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from grc_lib import donnees
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.score import SimulationScore, simuler_score
from grc_lib.simulateurs.reglages.score import SimulateurScore, simulateur_score

SCORES, BONS = [90, 80, 70, 60, 50], [1, 1, 0, 1, 0]


def essai(seuil: float, gain: float = 100, cout: float = 30) -> SimulationScore:
    return simuler_score(SCORES, BONS, seuil=seuil, gain=gain, cout=cout)


@pytest.fixture
def simulateur() -> SimulateurScore:
    return simulateur_score(SCORES, BONS, seuil=80, gain=100, cout=30)


# --- Le calcul


@pytest.mark.parametrize(
    ("seuil", "cases", "gain"),
    [(50, (3, 2, 0, 0), 240), (60, (3, 1, 0, 1), 270), (61, (2, 1, 1, 1), 170), (91, (0,) * 2, 0)],
)
def test_le_gain_compte_les_bons_et_les_contacts_pour_rien(
    seuil: int, cases: tuple[int, ...], gain: float
) -> None:
    trouve = essai(seuil)
    c = trouve.confusion
    assert (c.vp, c.fp, c.fn, c.vn)[: len(cases)] == cases
    assert trouve.gain_total == gain


@settings(max_examples=30, deadline=None)
@given(st.integers(-5, 85))
def test_les_cases_sont_celles_de_scikit_learn(seuil: int) -> None:
    with donnees.connexion() as base:
        lus = base.execute("SELECT effectif, client_id IS NOT NULL FROM prospects LIMIT 300")
        notes, bons = zip(*lus.fetchall(), strict=True)
    c = simuler_score(notes, [int(b) for b in bons], seuil=seuil, gain=1, cout=1).confusion
    attendu = confusion_matrix(bons, [n >= seuil for n in notes], labels=[False, True])
    assert [[c.vn, c.fp], [c.fn, c.vp]] == attendu.tolist()


def test_la_phrase_dit_le_meilleur_seuil_ce_qu_il_rattrape_et_ce_qu_il_coute() -> None:
    phrase = essai(80).phrase().replace("\xa0", " ")
    assert phrase.startswith(
        "À partir de 80 points : 2 prospects à contacter, 2 à raison et 0 pour rien ; bons manqués "
        ": 1 sur 3. Gain : 200 €. Le plus rentable est 60 points, 70 € de mieux : 1 bon de plus, "
        "mais 1 contact de plus pour rien."
    )


def test_sous_le_meilleur_seuil_la_phrase_dit_les_contacts_epargnes() -> None:
    phrase = essai(50).phrase().replace("\xa0", " ")
    assert "30 € de mieux : 1 contact de moins pour rien, mais 0 bon de moins." in phrase


def test_au_meilleur_seuil_la_phrase_le_dit() -> None:
    assert "Aucun autre seuil ne rapporte davantage." in essai(60).phrase()


def test_si_rien_ne_rapporte_on_ne_contacte_personne() -> None:
    trop_cher = simuler_score([90, 80], [0, 1], seuil=80, gain=1, cout=50)
    assert trop_cher.meilleur is None
    assert "mieux vaut ne contacter personne" in trop_cher.phrase()


@pytest.mark.parametrize("seuil", [50, 60, 95])
def test_la_phrase_rappelle_toujours_l_article_22(seuil: int) -> None:
    assert "une personne décide" in essai(seuil).phrase()
    assert "article 22 du RGPD" in essai(seuil).phrase()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100), st.integers(1, 500), st.integers(0, 500))
def test_aucun_seuil_ne_fait_mieux_que_le_meilleur(seuil: int, gain: int, cout: int) -> None:
    trouve = essai(seuil, gain, cout)
    assert trouve.gain_total <= (trouve.meilleur.gain_total if trouve.meilleur else 0)


# --- Les curseurs


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurScore) -> None:
    for reglage, valeur in [(simulateur.seuil, 70), (simulateur.gain, 20), (simulateur.cout, 5)]:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_le_tableau_montre_les_quatre_cases(simulateur: SimulateurScore) -> None:
    simulateur.seuil.value = 70
    lues = [f"<td>{case}</td>" for case in ("✓ 2", "✗ 1 pour rien", "✗ 1 manqués", "✓ 1")]
    assert all(case in simulateur.cases.value for case in lues)


def test_sans_seuil_rentable_la_figure_s_efface_puis_revient(simulateur: SimulateurScore) -> None:
    sans = simulateur_score([90, 80, 10], [0, 1, 0], seuil=80, gain=1, cout=50)
    assert sans.graphique.outputs == ()
    sans.gain.value = 100
    assert sans.graphique.outputs


def test_au_dela_du_dernier_score_personne_n_est_contacte(simulateur: SimulateurScore) -> None:
    simulateur.seuil.value = simulateur.seuil.max
    assert "0\xa0prospect à contacter" in simulateur.phrase


def test_au_depart_contacter_tout_le_monde_perd_de_l_argent() -> None:
    simulateur = simulateur_score()
    depart = simulateur.simulation()
    with donnees.connexion() as base:
        attendu = base.execute("""
            SELECT count(*), count(client_id) FROM prospects
            WHERE date_entree >= DATE '2023-07-01' AND date_entree < DATE '2025-07-01'
        """).fetchall()[0]
    assert (depart.confusion.effectif, depart.confusion.vp) == attendu
    assert depart.gain_total < 0
    assert depart.meilleur is not None
    assert depart.meilleur.gain_total > 0
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.phrase) < 100_000


def test_le_gain_de_depart_est_la_marge_de_la_premiere_annee_moins_le_contact() -> None:
    with donnees.connexion() as base:
        marge = base.execute("""
            SELECT sum(l.montant_ht - l.cout_variable)::DOUBLE / count(DISTINCT c.client_id)
            FROM prospects p JOIN clients c USING (client_id)
            JOIN commandes o USING (client_id) JOIN lignes_commande l USING (commande_id)
            WHERE p.date_entree >= DATE '2023-07-01' AND p.date_entree < DATE '2025-07-01'
              AND o.date_commande < c.date_premiere_commande + INTERVAL 1 YEAR
        """).fetchall()[0][0]
    assert marge - 300 == pytest.approx(2_900, abs=50)


@pytest.mark.parametrize(
    ("arguments", "nom"),
    [
        ({"scores": [1, 2]}, "y"),
        ({"scores": [0.1, 0.9], "y": [0, 1]}, "scores"),
        ({"scores": SCORES, "y": BONS, "seuil": 10}, "seuil"),
        ({"scores": SCORES, "y": BONS, "seuil": 80, "gain": 0}, "gain"),
        ({"scores": SCORES, "y": [0, 1], "seuil": 80}, "y"),
    ],
)
def test_un_reglage_de_depart_impossible_est_nomme(arguments: dict[str, Any], nom: str) -> None:
    with pytest.raises(ArgumentInvalide, match=nom):
        simulateur_score(**arguments)
