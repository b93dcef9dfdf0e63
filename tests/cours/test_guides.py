"""Les guides disent vrai : chaque fait planté y a sa séance."""

import re
from pathlib import Path

import pandas as pd
import pytest
import typer

import noxfile
from grc_lib.cli import app
from grc_lib.donnees import faits

RACINE = Path(__file__).parents[2]
GUIDES = RACINE / "docs" / "guides"
PAGES = sorted(page.name for page in GUIDES.glob("*.md"))
SEANCES = GUIDES / "faits_et_seances.csv"


def test_chaque_fait_plante_a_sa_seance_et_rien_d_autre() -> None:
    plantes = pd.Series(vars(faits)).explode()
    plantes = plantes[[isinstance(fait, faits.Fait) for fait in plantes]]
    seances = pd.read_csv(SEANCES, index_col="fait")["séances"]
    assert set(seances.index) == set(plantes.index)
    assert seances.index.is_unique
    assert all(re.fullmatch(r"(S\d+-\d|GRC-\d)(, (S\d+-\d|GRC-\d))*", s) for s in seances)


def test_chaque_image_des_guides_sert_et_reste_legere() -> None:
    textes = "".join((GUIDES / nom).read_text("utf-8") for nom in PAGES)
    citees = {GUIDES / image for image in re.findall(r"!\[[^]]+\]\(([^)]+)\)", textes)}
    assert citees == set((GUIDES / "images").glob("*.png"))
    assert all(image.stat().st_size <= 150_000 for image in citees)


@pytest.mark.parametrize("nom", PAGES)
def test_un_guide_ne_cite_que_ce_qui_existe(nom: str) -> None:
    guide = (GUIDES / nom).read_text("utf-8")
    for lien in re.findall(r"(?<!!)\[[^]]+\]\((?!http)([^)]+)\)", guide):
        page, _, ancre = lien.partition("#")
        assert (GUIDES / (page or nom)).is_file(), lien
        assert not ancre or ancre in _ancres((GUIDES / (page or nom)).read_text("utf-8")), lien
    groupe = typer.main.get_group(app)
    for ligne in re.findall(r"^(?:\S*/)?grc .+$|(?<=`)(?:[^` ]*/)?grc [^`]+", guide, re.M):
        _, commande, *suite = ligne.partition("  #")[0].split()
        options = {} if commande.startswith("--") else groupe.commands[commande].params
        connues = {o for parametre in options or groupe.params for o in parametre.opts}
        assert {mot for mot in [commande, *suite] if mot.startswith("--")} <= connues, ligne
    for session in re.findall(r"nox -s (\w+)", guide):
        assert callable(getattr(noxfile, session)), session


def test_chaque_phrase_expliquee_est_une_phrase_de_la_correction() -> None:
    guide = (GUIDES / "enseignant.md").read_text("utf-8")
    tableau = guide.partition("| Ce que vous lisez |")[2].partition("\n\n")[0]
    dossiers = (RACINE / "grc_lib" / nom for nom in ("classe", "cli"))
    code = " ".join(f.read_text("utf-8") for d in dossiers for f in d.rglob("*.py"))
    phrases = [
        p for li in tableau.splitlines() for p in re.findall(r"\*(.+?)\*", li.split(" | ")[0])
    ]
    assert len(phrases) > 15
    for phrase in phrases:
        for bout in re.split(r"…|\b1 |«.+»|, pas|S\d+-\d", phrase):
            assert bout.strip(" ;") in code, phrase


def _ancres(guide: str) -> set[str]:
    titres = re.findall(r"^##+ (.+)$", guide, re.M)
    return {re.sub(r"[^\w -]", "", titre.lower()).replace(" ", "-") for titre in titres}
