"""Les familles d'entraînement : chaque problème, sur des centaines de tirages, tient debout."""

import re
from functools import cache

import pytest

from grc_lib.exercice._lecture import lire, nature
from grc_lib.exercice.familles import famille, noms_des_familles

TIRAGES = 150
QUESTIONS = [(nom, q) for nom in noms_des_familles() for q in famille(nom).questions]


@cache
def problemes(nom, question, combien=TIRAGES):
    une = famille(nom)
    return [une.poser(question, essai, "lea.martin") for essai in range(combien)]


@pytest.mark.parametrize("nom, question", QUESTIONS)
def test_la_bonne_reponse_tapee_est_acceptee(nom, question):
    for probleme in problemes(nom, question):
        juste = probleme.ecrire()
        assert probleme.corriger(juste).etat == "juste", (probleme.enonce, juste)
        if probleme.unite:
            assert probleme.corriger(f"{juste} {probleme.unite}").etat == "juste", juste


@pytest.mark.parametrize("nom, question", QUESTIONS)
def test_chaque_piege_est_reconnu_et_explique(nom, question):
    explications = set()
    for probleme in problemes(nom, question):
        _, pieges = probleme._reponses()
        for phrase, valeur in pieges.items():
            verdict = probleme.corriger(probleme.ecrire(valeur))
            assert verdict.etat == "faux", (probleme.enonce, phrase, valeur)
            explications.add((phrase, verdict.message))
    phrases = {phrase for phrase, _ in explications}
    assert phrases, f"{nom}/{question} ne reconnaît aucun piège"
    assert phrases == {phrase for phrase, message in explications if message == phrase}


@pytest.mark.parametrize("nom, question", QUESTIONS)
def test_la_solution_mene_a_la_reponse(nom, question):
    for probleme in problemes(nom, question):
        assert 1 <= len(probleme.solution) <= 8
        assert contient(probleme.solution[-1], probleme.ecrire()), (
            probleme.solution[-1],
            probleme.ecrire(),
        )


@pytest.mark.parametrize("nom, question", QUESTIONS)
def test_l_enonce_est_propre_et_ne_donne_pas_la_reponse(nom, question):
    poses = problemes(nom, question)
    for probleme in poses:
        assert probleme.enonce.count("**") == 2, "l'énoncé met en gras ce qu'il cherche"
        textes = " ".join([probleme.enonce, *probleme.solution])
        assert not re.search(r"\bnan\b|\binf\b|None|e-\d|,\d{7}", textes), textes
    if not poses[0].choix:
        devinees = sum(contient(probleme.enonce, probleme.ecrire()) for probleme in poses)
        assert devinees <= TIRAGES / 10, f"{devinees} énoncés contiennent leur réponse"


@pytest.mark.parametrize("nom, question", QUESTIONS)
def test_les_tirages_sont_varies_et_raisonnables(nom, question):
    poses = problemes(nom, question)
    assert len({probleme.enonce + str(probleme.donnees) for probleme in poses}) >= TIRAGES // 5
    reponses = {probleme.ecrire() for probleme in poses}
    if poses[0].choix:
        assert len(reponses) >= 2
        assert all(probleme.ecrire() in probleme.choix for probleme in poses)
        return
    assert len(reponses) >= 15
    for probleme in poses:
        attendu = lire(probleme._reponses()[0])
        assert nature(attendu) in ("nombre", "date", "texte")
        if nature(attendu) == "nombre":
            assert 0 < abs(attendu) < 100_000_000, probleme.enonce


@pytest.mark.parametrize("nom", noms_des_familles())
def test_une_famille_se_presente(nom):
    une = famille(nom)
    assert re.fullmatch(r"(S\d{2,3}|GRC)-\d", une.seance)
    assert 2 <= len(une.questions) <= 5
    assert all(question.__doc__ for question in une.questions.values())


def test_un_meme_essai_donne_les_memes_nombres():
    poser = famille("marge_marque").poser
    assert poser("taux_de_marge", 3, "lea").enonce == poser("taux_de_marge", 3, "lea").enonce
    assert poser("taux_de_marge", 3, "lea").enonce != poser("taux_de_marge", 4, "lea").enonce
    assert poser("taux_de_marge", 3, "lea").enonce != poser("taux_de_marge", 3, "tom").enonce


def contient(texte, reponse):
    """La réponse écrite telle quelle dans le texte, zéros de fin et espaces mis à part."""
    nu = re.sub(r"\s", "", texte).casefold()
    courte = re.sub(r"\s", "", reponse).casefold()
    formes = (
        {courte, re.sub(r",(\d*?)0+$", r",\1", courte).rstrip(",")} if "," in courte else {courte}
    )
    return any(re.search(rf"(?<![\d,]){re.escape(f)}(?!\d|,\d)", nu) for f in formes)
