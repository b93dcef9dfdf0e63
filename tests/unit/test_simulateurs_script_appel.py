"""Le lecteur de script d'appel : l'appel joué, puis ses boutons cliqués par programme."""

import json
from collections import Counter
from typing import Any
from unittest.mock import Mock

import ipywidgets as widgets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.appels import Script, casa_beauty
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.gabarit import MIMETYPE
from grc_lib.simulateurs.calculs.script_appel import FICHES_MAX, AppelJoue
from grc_lib.simulateurs.reglages.script_appel import LecteurDeScript, simulateur_script_appel

# Lu sur le document d'origine (GRC-4) : le refus répété, 1 → 2B → 3 → 4 → 7.
REFUS = (
    "c'est à quel sujet ?",
    "je vous la passe",
    "le référencement ne m'intéresse pas",
    "non, merci",
)
BROUILLON = Script(
    {
        "1": {"texte": "Avez-vous deux minutes ?", "reponses": {"oui": "2", "non": "9"}},
        "2": {"texte": "Je vous présente nos <calendriers>."},
    }
)
BOUCLE = Script(
    {
        "1": {"texte": "Est-ce le bon moment ?", "reponses": {"oui": "2", "non": "1"}},
        "2": {"texte": "À mardi.", "fin": "rendez-vous pris"},
    }
)


@pytest.fixture
def lecteur() -> LecteurDeScript:
    return simulateur_script_appel()


def proposes(lecteur: LecteurDeScript) -> list[str]:
    vus = [b for b in lecteur.boutons if b.layout.display != "none"]
    return [str(b.description).replace("\xa0", " ") for b in vus]


def cliquer(lecteur: LecteurDeScript, texte: str) -> None:
    bouton = lecteur.boutons[[p.startswith(texte) for p in proposes(lecteur)].index(True)]
    bouton.click()


def trouver_la_fiche(lecteur: LecteurDeScript) -> None:
    """Au hasard, clique la fiche où mène vraiment la réponse entendue."""
    fiche = lecteur.appel.script.fiches[lecteur.appel.fiche]
    lecteur.boutons[lecteur.appel.suites.index(fiche.reponses[lecteur.entendue])].click()


def phrase(lecteur: LecteurDeScript) -> str:
    return lecteur.phrase.replace("\xa0", " ")


# --- L'appel


def test_un_refus_repete_mene_a_la_documentation() -> None:
    appel = AppelJoue(casa_beauty(), REFUS)
    assert appel.parcours["fiche"].tolist() == ["1", "2B", "3", "4", "7"]
    assert (appel.issue, appel.possibles) == ("documentation envoyée", ())
    assert (
        appel.phrase()
        .replace("\xa0", " ")
        .endswith(
            "\nFin de l'appel : documentation envoyée (1 → 2B → 3 → 4 → 7). "
            "Autre issue possible : rendez-vous ou rappel fixé."
        )
    )


def test_reculer_efface_la_derniere_reponse_et_s_arrete_au_depart() -> None:
    appel = AppelJoue(casa_beauty(), REFUS)
    assert appel.reculer().fiche == "4"
    assert AppelJoue(casa_beauty()).reculer().fiche == "1"


def test_une_reponse_non_prevue_ou_un_renvoi_faux_se_disent() -> None:
    with pytest.raises(ArgumentInvalide, match="« oui » ou « non »"):
        AppelJoue(BROUILLON).repondre("peut-être")
    with pytest.raises(NonCalculable, match="la fiche « 9 » n'existe pas"):
        AppelJoue(BROUILLON).repondre("non")


def test_une_impasse_se_dit() -> None:
    appel = AppelJoue(BROUILLON).repondre("oui")
    assert "Impasse" in appel.phrase()
    assert (appel.issue, appel.possibles) == ("", ())


def test_un_appel_qui_tourne_en_rond_s_arrete() -> None:
    appel = AppelJoue(BOUCLE)
    while appel.possibles:
        appel = appel.repondre("non")
    assert len(appel.parcours) == FICHES_MAX
    assert "tourne en rond" in appel.phrase()


def test_le_hasard_se_rejoue_et_ne_favorise_aucune_reponse() -> None:
    appel = AppelJoue(casa_beauty())
    entendues = Counter(appel.entendre(f"appel {n}") for n in range(3000))
    assert set(entendues) == set(appel.possibles)
    # Loi binomiale : 1 000 attendues sur 3 000, écart-type 26 ; cinq écarts-types.
    assert all(abs(n - 1000) < 130 for n in entendues.values())
    assert appel.entendre("appel 7") == appel.entendre("appel 7")


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_tout_appel_de_casa_beauty_finit_par_une_des_deux_issues(graine: int) -> None:
    appel = AppelJoue(casa_beauty())
    while appel.possibles:
        appel = appel.repondre(appel.entendre(str(graine)))
    assert {"7": "documentation envoyée", "8": "rendez-vous ou rappel fixé"}[
        appel.fiche
    ] == appel.issue


# --- Les boutons


def test_les_boutons_sont_les_reponses_de_la_fiche(lecteur: LecteurDeScript) -> None:
    assert proposes(lecteur) == ["je vous la passe", "elle est absente", "c'est à quel sujet ?"]
    cliquer(lecteur, "elle est absente")
    assert proposes(lecteur) == ["oui, j'ai son agenda", "non, rappelez à tel moment"]
    assert phrase(lecteur).startswith("Fiche 2A : Avez-vous accès à son agenda ?")


def test_jouer_jusqu_a_l_issue_ecrit_le_deroule_le_chemin_et_les_4c(
    lecteur: LecteurDeScript,
) -> None:
    assert lecteur.bilan.value == lecteur.deroule.value == ""
    for reponse in REFUS:
        cliquer(lecteur, reponse)
    assert proposes(lecteur) == []
    assert lecteur.parcours.equals(casa_beauty().jouer(REFUS))
    assert lecteur.deroule.value.count("<li>") == 4
    assert all(mot in lecteur.bilan.value for mot in ("Clair", "Courtois", "Concis", "Concret"))
    titre = lecteur.graphique.outputs[0]["data"][MIMETYPE]["layout"]["title"]["text"]
    assert "1 → 2B → 3 → 4 → 7" in titre.replace("<br>", " ")


def test_la_figure_ne_nomme_que_les_reponses_donnees(lecteur: LecteurDeScript) -> None:
    cliquer(lecteur, "elle est absente")
    notes = lecteur.graphique.outputs[0]["data"][MIMETYPE]["layout"]["annotations"]
    textes = {note["text"] for note in notes}
    assert "<b>elle est absente</b>" in textes
    assert not any("je vous la passe" in texte for texte in textes)
    assert sum("<br>" in texte for texte in textes) == 9  # une case par fiche


def test_revenir_et_recommencer(lecteur: LecteurDeScript) -> None:
    assert lecteur.precedente.disabled
    for reponse in REFUS:
        cliquer(lecteur, reponse)
    lecteur.precedente.click()
    assert (lecteur.appel.fiche, lecteur.bilan.value) == ("4", "")
    lecteur.recommencer.click()
    assert (lecteur.appel.fiche, lecteur.precedente.disabled) == ("1", True)


def test_le_clavier_revient_a_la_premiere_reponse_puis_a_recommencer(
    lecteur: LecteurDeScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    vus: list[str] = []
    monkeypatch.setattr(widgets.Button, "focus", lambda bouton: vus.append(bouton.description))
    for reponse in REFUS:
        cliquer(lecteur, reponse)
    attendus = ["je vous la passe", "oui, cela m'intéresse", "oui, voyons cela", "Recommencer"]
    assert vus == attendus


# --- Le hasard


def test_au_hasard_il_faut_trouver_la_fiche_qui_suit(lecteur: LecteurDeScript) -> None:
    lecteur.mode.value = "hasard"
    assert f"On vous répond : « {lecteur.entendue} »" in phrase(lecteur)
    assert [texte.split(" · ")[0] for texte in proposes(lecteur)] == ["3", "2A", "2B"]
    entendue, fiche = lecteur.entendue, lecteur.appel.script.fiches["1"]
    trouver_la_fiche(lecteur)
    assert lecteur.appel.fiche == fiche.reponses[entendue]


def test_se_tromper_de_fiche_se_dit_et_se_compte(lecteur: LecteurDeScript) -> None:
    lecteur.mode.value = "hasard"
    renvois = lecteur.appel.script.fiches["1"].reponses
    fausse = next(s for s in lecteur.appel.suites if s != renvois[lecteur.entendue])
    lecteur.boutons[lecteur.appel.suites.index(fausse)].click()
    assert f"✘ La fiche {fausse} ne répond pas à cela." in phrase(lecteur)
    assert lecteur.appel.fiche == "1"
    while lecteur.appel.possibles:
        trouver_la_fiche(lecteur)
    total = len(lecteur.appel.reponses)
    assert f"Trouvées du premier coup : {total - 1} sur {total} fiche" in phrase(lecteur)


def test_la_meme_graine_rejoue_les_memes_appels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LecteurDeScript, "_dessiner", lambda _: None)  # trop lent pour vingt fiches

    def deux_appels(graine: int) -> list[Any]:
        lecteur = simulateur_script_appel(graine=graine)
        lecteur.mode.value = "hasard"
        parcours = []
        for _ in range(4):
            while lecteur.appel.possibles:
                trouver_la_fiche(lecteur)
            parcours.append(lecteur.appel.reponses)
            lecteur.recommencer.click()
        return parcours

    assert deux_appels(1) == deux_appels(1)
    assert deux_appels(1) != deux_appels(2)
    assert len(set(deux_appels(1))) > 1  # recommencer donne un autre appel


# --- Les scripts qui ont des défauts, les mauvaises entrées


def test_les_defauts_se_disent_avant_de_jouer_et_le_vide_quand_on_y_tombe() -> None:
    lecteur = simulateur_script_appel(BROUILLON)
    assert "⚠ Ce script a 2 défauts : Fiche 1, réponse « non »" in phrase(lecteur)
    cliquer(lecteur, "non")
    assert "✘ L'appel tombe dans le vide." in phrase(lecteur)
    assert lecteur.appel.fiche == "1"
    cliquer(lecteur, "oui")
    assert "Impasse" in phrase(lecteur) and "défaut" not in phrase(lecteur)
    assert lecteur.bilan.value == ""


def test_au_hasard_un_renvoi_faux_ne_bloque_pas() -> None:
    lecteur = simulateur_script_appel(BROUILLON)
    lecteur.mode.value = "hasard"
    for _ in range(20):
        trouver_la_fiche(lecteur)
        if "vide" in phrase(lecteur):
            break
        lecteur.recommencer.click()
    assert "✘ L'appel tombe dans le vide." in phrase(lecteur)
    assert any("9 · fiche absente" in texte for texte in proposes(lecteur))


def test_un_texte_de_script_ne_devient_jamais_du_code() -> None:
    lecteur = simulateur_script_appel(
        Script(
            {
                "1": {"texte": "<script>a</script>", "reponses": {"<i>oui</i>": "2"}},
                "2": {"texte": "Fin.", "fin": "<b>fin</b>"},
            }
        )
    )
    lecteur.boutons[0].click()
    assert "<script>" not in lecteur.deroule.value and "<i>oui" not in lecteur.deroule.value


def test_il_faut_un_script() -> None:
    with pytest.raises(MauvaisType, match="un script d'appel"):
        simulateur_script_appel({"1": {"texte": "Bonjour.", "fin": "fin"}})  # type: ignore[arg-type]


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(lecteur: LecteurDeScript) -> None:
    for reponse in REFUS:
        cliquer(lecteur, reponse)
        etats = [w.get_state() for w in (lecteur.annonce, lecteur.deroule, *lecteur.boutons)]
        envoye = json.dumps([lecteur.graphique.outputs, *etats], default=str)
        assert len(envoye) < 60_000


def test_chaque_changement_de_fiche_est_annonce(lecteur: LecteurDeScript) -> None:
    espion = Mock()
    lecteur.annonce.observe(espion, "texte")
    for reponse in REFUS:
        cliquer(lecteur, reponse)
    assert espion.call_count == len(REFUS)
    assert lecteur.phrase in lecteur._repr_mimebundle_()["text/plain"]
