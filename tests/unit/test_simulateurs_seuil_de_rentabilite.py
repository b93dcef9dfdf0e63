"""Prix, volumes, embauche : le seuil, sa date et le résultat, comptés à la main."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.donnees import connexion
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.seuil_de_rentabilite import Activite, simuler_seuil
from grc_lib.simulateurs.reglages.seuil_de_rentabilite import (
    SimulateurSeuil,
    activite_de_clemenceau,
    simulateur_seuil_de_rentabilite,
)

# 1 000 unités à 100 €, coût variable 60 € : MCV 40 000 €, seuil 75 000 €, résultat 10 000 €.
ACTIVITE = Activite(100, 60, 30_000, 1_000)


@pytest.fixture
def simulateur() -> SimulateurSeuil:
    return simulateur_seuil_de_rentabilite(ACTIVITE, nom="unité", cout_embauche=8_000, apport=150)


# --- Le calcul


def test_l_activite_de_depart_se_compte_a_la_main() -> None:
    assert ACTIVITE.ca == 100_000
    assert ACTIVITE.resultat == pytest.approx(10_000)
    assert ACTIVITE.analyse is not None and ACTIVITE.analyse.seuil == pytest.approx(75_000)
    assert ACTIVITE.date_du_seuil == dt.date(2026, 9, 30)  # neuf douzièmes de l'année


def test_baisser_le_prix_de_dix_pour_cent_demande_un_tiers_de_ventes_en_plus() -> None:
    """Marge unitaire 30 € au lieu de 40 : il faut 40 000 / 30 = 1 334 unités."""
    essai = simuler_seuil(ACTIVITE, prix=-0.10, reaction=2)
    assert essai.essai.quantites == pytest.approx(1_200)
    assert essai.essai.resultat == pytest.approx(6_000)
    assert essai.quantite_equivalente == 1_334
    assert "1\u202f334\xa0unités, 33,4\u202f% de plus qu'au départ" in essai.phrase("unité")


def test_une_baisse_de_prix_paie_si_la_reaction_depasse_la_marge_perdue() -> None:
    """Seuil de réaction : (40 / 30 − 1) / 10 % = 3,33."""
    assert simuler_seuil(ACTIVITE, prix=-0.10, reaction=3.3).ecart < 0
    assert simuler_seuil(ACTIVITE, prix=-0.10, reaction=3.4).ecart > 0


def test_une_embauche_paie_a_partir_de_son_cout_sur_la_marge_unitaire() -> None:
    """8 000 / 40 = 200 unités."""
    options = {"embauches": 1, "cout_embauche": 8_000}
    assert simuler_seuil(ACTIVITE, apport=199, **options).ecart == pytest.approx(-40)
    assert simuler_seuil(ACTIVITE, apport=201, **options).ecart == pytest.approx(40)
    essai = simuler_seuil(ACTIVITE, apport=200, **options).essai
    assert essai.charges_fixes == 38_000
    assert essai.analyse is not None and essai.analyse.seuil == pytest.approx(95_000)


def test_la_phrase_dit_ce_qui_va_mieux_et_ce_qui_va_moins_bien() -> None:
    phrase = simuler_seuil(ACTIVITE, prix=-0.10, reaction=2).phrase("unité")
    assert "En mieux\xa0: 200\xa0unités de plus" in phrase
    assert "en moins bien\xa0: 10,00\xa0€ de marge de moins sur chacune" in phrase
    assert "le résultat fait 4\u202f000\xa0€ de moins qu'au départ" in phrase


def test_une_perte_dit_que_le_seuil_n_est_pas_atteint() -> None:
    """700 × 40 − 30 000 = − 2 000 ; il manque 5 000 sur 70 000 € de ventes."""
    essai = simuler_seuil(replace(ACTIVITE, quantites=700), reaction=0)
    assert essai.essai.date_du_seuil is None
    assert "2\u202f000\xa0€ de perte" in essai.phrase()
    assert "n'est pas atteint\xa0: il manque 7,1\u202f% de ventes" in essai.phrase()


def test_exactement_au_seuil_la_date_est_le_dernier_jour() -> None:
    assert replace(ACTIVITE, quantites=750).date_du_seuil == dt.date(2026, 12, 31)


def test_vendre_a_perte_se_dit_sans_calcul() -> None:
    essai = simuler_seuil(ACTIVITE, prix=-0.20, cout_variable=0.40)
    assert essai.essai.analyse is None and essai.quantite_equivalente is None
    assert "plus vous vendez, plus vous perdez" in essai.phrase()


def test_la_saison_deplace_la_date() -> None:
    tardive = replace(ACTIVITE, saison=[0] * 9 + [0.5, 0.3, 0.2])
    assert tardive.date_du_seuil == dt.date(2026, 11, 25)  # 50 000, puis 25 000 sur 30 000 : 25 j


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.2, 0.2), st.floats(0, 4), st.integers(0, 5))
def test_la_quantite_equivalente_redonne_le_resultat_de_depart(
    prix: float, reaction: float, embauches: int
) -> None:
    essai = simuler_seuil(
        ACTIVITE, prix=prix, reaction=reaction, embauches=embauches, cout_embauche=8_000, apport=10
    )
    cible = essai.quantite_equivalente
    assert cible is not None
    assert 9_999.99 <= replace(essai.essai, quantites=cible).resultat < 10_000 + 100


@pytest.mark.parametrize(
    "champs", [{"prix": 0}, {"quantites": -1}, {"cout_variable": -1}, {"saison": [0.5, 0.5]}]
)
def test_une_activite_impossible_est_refusee(champs) -> None:
    with pytest.raises(ArgumentInvalide):
        replace(ACTIVITE, **champs)


def test_une_reaction_negative_est_refusee() -> None:
    with pytest.raises(ArgumentInvalide, match="reaction"):
        simuler_seuil(ACTIVITE, reaction=-1)


def test_clemenceau_gagne_ce_que_disent_ses_comptes() -> None:
    """Résultat de l'exercice avant impôt, lu au bilan : il ne passe pas par notre ventilation."""
    sql = """
        SELECT sum(montant) FROM comptes_annuels WHERE exercice = 2025
        AND poste IN ('Résultat de l''exercice', 'Impôt sur les bénéfices')
    """
    avant_impot = float(connexion().sql(sql).fetchall()[0][0])
    assert activite_de_clemenceau().resultat == pytest.approx(avant_impot, abs=0.01)
    assert activite_de_clemenceau().annee == 2026


# --- Les réglages


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurSeuil) -> None:
    simulateur.prix.value, simulateur.embauches.value = -5, 1
    for reglage in simulateur.reglages:
        avant = simulateur.phrase
        _avancer(reglage)
        assert simulateur.phrase != avant, reglage.description


def test_le_tableau_et_la_figure_suivent(simulateur: SimulateurSeuil) -> None:
    avant = simulateur.tableau.value, json.dumps(simulateur.graphique.outputs)
    simulateur.prix.value = -5
    assert simulateur.tableau.value != avant[0]
    assert json.dumps(simulateur.graphique.outputs) != avant[1]


def test_aucun_reglage_extreme_n_est_incalculable() -> None:
    simulateur = simulateur_seuil_de_rentabilite(replace(ACTIVITE, cout_variable=80))
    for prix in (-20, 20):
        for cout in (-20, 20):
            simulateur.prix.value, simulateur.cout_variable.value = prix, cout
            assert simulateur.phrase
    simulateur.prix.value, simulateur.cout_variable.value = -20, 20
    assert "plus vous vendez, plus vous perdez" in simulateur.phrase
    assert simulateur.graphique.outputs == ()


def test_une_embauche_negative_est_refusee() -> None:
    with pytest.raises(ArgumentInvalide, match="apport"):
        simulateur_seuil_de_rentabilite(ACTIVITE, apport=-1)


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets() -> None:
    simulateur = simulateur_seuil_de_rentabilite()
    simulateur.prix.value = -5
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.tableau.value) < 100_000


def _avancer(reglage: Any) -> None:
    """Un cran de plus."""
    cran = "index" if hasattr(reglage, "index") else "value"
    setattr(reglage, cran, getattr(reglage, cran) + 1)
