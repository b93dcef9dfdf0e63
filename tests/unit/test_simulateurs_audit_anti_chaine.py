"""L'anti-chaîne de valeur : le maillon faible, l'action en face, l'effort compté à la main."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.audit_anti_chaine import (
    ACTIONS,
    CRITERES,
    MAILLONS,
    action_en_face,
    auditer_anti_chaine,
)
from grc_lib.simulateurs.reglages.audit_anti_chaine import (
    SimulateurAudit,
    simulateur_audit_anti_chaine,
)

NOTES = (6, 4, 3, 5, 4, 3)


@pytest.fixture
def simulateur() -> SimulateurAudit:
    return simulateur_audit_anti_chaine()


# --- Le calcul


def test_un_maillon_vaut_la_moyenne_de_ses_deux_criteres() -> None:
    audit = auditer_anti_chaine(NOTES)
    assert audit.maillons["Aujourd'hui"].tolist() == [5, 4, 3.5]
    assert audit.faible == "l'obésité hiérarchique"


def test_un_peu_pour_tout_le_monde_se_compte_a_la_main() -> None:
    """Deux points partout : + 2,0, + 1,0, 0, + 0,8, + 0,4 et + 1,6."""
    apres = auditer_anti_chaine(NOTES, (2, 2, 2, 2, 2)).notes["Après le plan"]
    assert apres.tolist() == pytest.approx([8.0, 5.0, 3.0, 5.8, 4.4, 4.6])


def test_tout_sur_l_action_en_face_deplace_le_maillon_faible() -> None:
    """Dix points pour le terrain : hiérarchie 6,0, bureaucratie 5,5, technocratie 4,0."""
    audit = auditer_anti_chaine(NOTES, (0, 0, 10, 0, 0))
    assert audit.maillons["Après le plan"].tolist() == pytest.approx([4.0, 5.5, 6.0])
    assert "le maillon faible devient la technocratisation, 4,0" in audit.phrase()
    assert "Ce qu'il abîme\xa0: Entraide (− 2,0)" in audit.phrase()


def test_aucune_action_seule_ne_fait_aussi_bien_qu_un_bon_melange() -> None:
    """(1 ; 2 ; 7) : 5,15, 5,15 et 5,25 ; le plus bas compte."""

    def plus_bas(effort: tuple[int, ...]) -> float:
        return float(auditer_anti_chaine(NOTES, effort).maillons["Après le plan"].min())

    seules = [tuple(10 * (autre == une) for autre in ACTIONS) for une in ACTIONS]
    melange = plus_bas((1, 2, 7, 0, 0))
    assert melange == pytest.approx(5.15)
    assert all(plus_bas(seule) < melange for seule in (*seules, (2, 2, 2, 2, 2)))


@pytest.mark.parametrize(
    ("maillon", "action"),
    [
        ("la technocratisation", "Situer chacun dans la chaîne"),
        ("la bureaucratisation", "Servir les équipes de terrain"),
        ("l'obésité hiérarchique", "Servir les équipes de terrain"),
    ],
)
def test_l_action_en_face_est_celle_qui_releve_le_plus(maillon: str, action: str) -> None:
    assert action_en_face(maillon) == action


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 10), min_size=6, max_size=6),
    st.lists(st.integers(0, 10), min_size=5, max_size=5),
)
def test_aucune_note_ne_sort_de_l_echelle(notes: list[int], effort: list[int]) -> None:
    audit = auditer_anti_chaine(notes, effort, budget=50)
    assert audit.notes["Après le plan"].between(0, 10).all()
    assert audit.phrase()


def test_un_plan_trop_lourd_dit_combien_de_points_retirer() -> None:
    phrase = auditer_anti_chaine(NOTES, (3, 3, 3, 3, 3), budget=10).phrase()
    assert "✘ Votre plan demande 15\xa0points d'effort pour 10\xa0: retirez-en 5" in phrase


def test_sans_plan_la_phrase_dit_ce_qu_il_reste_a_repartir() -> None:
    assert "10\xa0points d'effort à répartir" in auditer_anti_chaine(NOTES).phrase()


@pytest.mark.parametrize(
    ("notes", "effort"),
    [
        (NOTES[:5], (0,) * 5),
        ((11, *NOTES[1:]), (0,) * 5),
        ((-1, *NOTES[1:]), (0,) * 5),
        (NOTES, (0,) * 4),
        (NOTES, (-1, 0, 0, 0, 0)),
    ],
)
def test_un_audit_incomplet_ou_hors_echelle_est_refuse(notes, effort) -> None:
    with pytest.raises(ArgumentInvalide):
        auditer_anti_chaine(notes, effort)


def test_chaque_critere_appartient_a_un_seul_maillon() -> None:
    assert len(CRITERES) == len(set(CRITERES)) == 2 * len(MAILLONS)


# --- Les réglages


def test_chaque_curseur_change_la_phrase(simulateur: SimulateurAudit) -> None:
    """Une note ne se lit que dans son maillon ou dans celui qui devient le plus faible."""
    for reglage in (*simulateur.notes, *simulateur.effort):
        avant, figure = simulateur.phrase, json.dumps(simulateur.graphique.outputs)
        reglage.value = 0
        assert json.dumps(simulateur.graphique.outputs) != figure, reglage.description
        assert simulateur.phrase != avant or reglage in simulateur.notes


def test_le_maillon_faible_suit_les_notes(simulateur: SimulateurAudit) -> None:
    simulateur.notes[0].value = 0
    assert simulateur.phrase.startswith("Maillon faible\xa0: la technocratisation, 2,0 sur 10")


def test_un_plan_trop_lourd_ne_dessine_pas_d_apres(simulateur: SimulateurAudit) -> None:
    simulateur.effort[0].value = 10
    assert "✘" in simulateur.phrase
    assert "Après le plan" not in json.dumps(simulateur.graphique.outputs, ensure_ascii=False)


def test_un_budget_nul_est_refuse() -> None:
    with pytest.raises(ArgumentInvalide, match="budget"):
        simulateur_audit_anti_chaine(budget=0)


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurAudit) -> None:
    simulateur.effort[2].value = 1
    assert len(json.dumps(simulateur.graphique.outputs)) < 100_000
