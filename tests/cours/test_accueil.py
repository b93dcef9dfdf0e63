"""L'accueil dit ce qui existe, et mène où il dit."""

import re
from collections import Counter

import pytest

from docs.accueil import pages
from grc_lib.atelier.recherche import chercher
from grc_lib.atelier.sommaire import seances, trouver
from grc_lib.erreurs import ArgumentInvalide


def test_les_pages_tirees_des_notebooks_sont_a_jour() -> None:
    for chemin, texte in pages().items():
        assert chemin.read_text("utf-8") == texte, f"{chemin.name} : lancez « nox -s accueil »."


def test_une_lecon_ouverte_a_son_td() -> None:
    assert not [seance.code for seance in seances() if seance.ouverte != bool(seance.tds)]


def test_le_plan_donne_a_chaque_seance_de_quoi_la_choisir() -> None:
    assert len({seance.code for seance in seances()}) == len(seances())
    for seance in seances():
        assert seance.objectifs and seance.notions and seance.competences, seance.code


def test_un_terme_n_a_qu_une_definition() -> None:
    termes = Counter(terme.casefold() for seance in seances() for terme in seance.vocabulaire)
    assert not [terme for terme, fois in termes.items() if fois > 1]


@pytest.mark.parametrize("mot", ["Herfindahl", "herfindahl", "HERFIN"])
def test_une_notion_se_cherche_sans_egard_aux_majuscules(mot: str) -> None:
    assert [seance.code for seance in trouver(mot)] == ["S522-4"]


def test_une_notion_se_cherche_sans_les_accents() -> None:
    assert trouver("fidelite carte") == trouver("carte fidélité") != []


def test_une_notion_a_venir_se_trouve_aussi() -> None:
    (seance,) = trouver("Conan")
    assert not seance.ouverte


def test_la_competence_filtre() -> None:
    assert {c for s in trouver(competence="C2") for c in s.competences} == {"C1", "C2"}
    assert all("C2" in seance.competences for seance in trouver("client", competence="C2"))
    with pytest.raises(ArgumentInvalide, match="competence"):
        trouver(competence="C3")


def test_la_recherche_dit_ce_qu_elle_trouve() -> None:
    recherche = chercher()
    assert not recherche.resultats.outputs
    recherche.mots.value = "tournée"
    (sortie,) = recherche.resultats.outputs
    assert "Itinéraires" in sortie["data"]["text/markdown"]
    recherche.mots.value = "zzz"
    assert "Aucune séance" in recherche.phrase


def test_les_liens_d_une_fiche_partent_du_dossier_du_cours() -> None:
    texte = chercher("herfindahl").resultats.outputs[0]["data"]["text/markdown"]
    liens = re.findall(r"\]\(([^)]+)\)", texte)
    assert liens == [
        "annee1/S522_portefeuille/S522-4_structure.ipynb",
        "../exercises/S522-4/S522-4.ipynb",
    ]
