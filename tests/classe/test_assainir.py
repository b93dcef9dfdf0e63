"""Ce qui reste d'une copie assainie : le travail de l'élève, et rien d'actif."""

import copy
import json
from pathlib import Path
from typing import Any

import attaques
import nbformat
import pandas as pd
import plotly.graph_objects as go
import pytest
from copies import RACINE
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grc_lib.classe.retour._inerte import html_inerte, markdown_inerte
from grc_lib.classe.retour.assainir import Assainir
from grc_lib.exercice.correction import Verdict

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"


def assainir(*cellules: nbformat.NotebookNode, **reglages: Any) -> nbformat.NotebookNode:
    copie = copy.deepcopy(new_notebook(cells=list(cellules)))
    return Assainir(**reglages).preprocess(copie, {})[0]


def sortie(**donnees: Any) -> nbformat.NotebookNode:
    """La sortie assainie d'une cellule."""
    mimes = {nom.replace("__", "/"): valeur for nom, valeur in donnees.items()}
    cellule = new_code_cell("x")
    cellule.outputs = [nbformat.v4.new_output("display_data", mimes)]
    return assainir(cellule).cells[0].outputs[0].data


@pytest.mark.parametrize("nom", attaques.html())
def test_le_html_actif_est_recrit(nom: str) -> None:
    propre = sortie(text__html=attaques.html()[nom])["text/html"]
    for actif in ("<script", "<svg", "<iframe", "<img", "<style", "<form", "<meta", "<a "):
        assert actif not in propre
    assert not [mot for mot in ("onerror=", "id=", "data-") if f" {mot}" in _balises(propre)]


def _balises(html: str) -> str:
    """L'intérieur des balises, là où un attribut agirait."""
    from html.parser import HTMLParser

    vues: list[str] = []

    class Lecture(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            vues.append(" ".join([tag, *(f"{nom}={valeur}" for nom, valeur in attrs)]))

    Lecture().feed(html)
    return "\n".join(vues)


@pytest.mark.parametrize("nom", attaques.markdown())
def test_un_markdown_actif_est_neutralise(nom: str) -> None:
    source = assainir(new_markdown_cell(attaques.markdown()[nom])).cells[0].source
    assert source != attaques.markdown()[nom] or nom == "piece_absente"
    assert "](" not in source and "]:" not in source


@given(st.text(alphabet="<>/!ab=\"' &;#x3c-[]():`~$\\\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_n_importe_quel_html_se_rend_en_balises_permises(texte: str) -> None:
    propre = html_inerte(texte)
    assert html_inerte(propre) == propre
    assert {ligne.split()[0] for ligne in _balises(propre).splitlines()} <= {"b", "pre"}


@given(st.text(alphabet="<>/!ab=\"' &;[]():`~$\\\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_assainir_deux_fois_ne_change_rien(texte: str) -> None:
    propre = markdown_inerte(texte)
    assert markdown_inerte(propre) == propre


@pytest.mark.parametrize(
    "texte",
    [
        "La marge est de **12 %** ; $m = \\frac{PV - PA}{PA} < 1$ et $a \\leq b$.",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n- point\n\n> citation\n\n`clients[0]`",
        "<details><summary>Indice</summary>texte</details>",
        "Source : https://www.insee.fr/fr/statistiques, 3 < 4, x <= 2, a -> b",
    ],
)
def test_une_reponse_honnete_est_intacte(texte: str) -> None:
    assert assainir(new_markdown_cell(texte)).cells[0].source == texte


def test_les_formules_restent() -> None:
    assert assainir(new_markdown_cell("$a<b$")).cells[0].source == "$a< b$"


def test_les_textes_du_professeur_sont_intacts(tmp_path: Path) -> None:
    enonce = new_markdown_cell("[Leçon](../../course/x.ipynb) <div class='x'>a</div>")
    nbformat.write(new_notebook(cells=[enonce]), tmp_path / "td.ipynb")
    ajoute = new_markdown_cell("[x](javascript:f())")
    propre = assainir(enonce, ajoute, source=str(tmp_path / "td.ipynb"))
    assert propre.cells[0].source == enonce.source
    assert propre.cells[1].source == "[x] (javascript:f())"


def test_se_dire_verrouille_ne_suffit_pas() -> None:
    faux = new_markdown_cell("<img src=x onerror=f()>")
    faux.metadata = nbformat.from_dict({"nbgrader": {"grade_id": "a", "locked": True}})
    assert "<img" not in assainir(faux).cells[0].source


def test_un_tableau_pandas_reste_lisible() -> None:
    tableau = pd.DataFrame({"ca": [1.5, 2.0]}, index=["Petit & fils", "<Gros>"])
    propre = sortie(text__html=tableau.to_html(), text__plain=str(tableau))["text/html"]
    assert '<table border="1" class="dataframe">' in propre
    assert "Petit &amp; fils" in propre and "&lt;Gros&gt;" in propre


def test_un_verdict_reste_lisible() -> None:
    html = Verdict("taux", "faux", "Vérifiez le signe.")._repr_html_()
    propre = sortie(text__html=html)["text/html"]
    assert 'class="grc-verdict grc-faux" role="status"' in propre
    assert "border-left: 4px solid var(--jp-error-color1, #d32f2f)" in propre
    assert "Vérifiez le signe." in propre


def test_une_figure_plotly_garde_ses_donnees_et_se_lit_sans_script() -> None:
    figure = go.Figure(go.Bar(x=["Petit", "Gros"], y=pd.Series([1.0, 2.5])))
    figure.update_layout(title="Les <b>ventes</b>")
    propre = sortie(**{attaques.PLOTLY: json.loads(figure.to_json())})
    assert go.Figure(propre[attaques.PLOTLY]).layout.title.text == "Les <b>ventes</b>"
    assert "Figure interactive « Les ventes »" in " ".join(propre["text/html"].split())
    assert "<td>Petit</td>" in propre["text/html"] and "<td>2,5</td>" in propre["text/html"]


def test_une_figure_plotly_active_est_desarmee() -> None:
    propre = sortie(**{attaques.PLOTLY: attaques.figure()})
    ecrit = json.dumps(propre)
    assert "<img" not in ecrit and "<a " not in ecrit and "attaque.example" not in ecrit
    assert "formgrader" not in ecrit


def test_une_mise_en_forme_reste() -> None:
    html = "<p>Le <b>taux</b> <span style='color: #c00; position: fixed'>monte</span></p>"
    propre = '<p>Le <b>taux</b> <span style="color: #c00;">monte</span></p>'
    assert sortie(text__html=html)["text/html"] == propre


def test_une_image_reste_si_c_en_est_une() -> None:
    assert sortie(image__png=PNG + "RK5CYII=")["image/png"]
    assert "image/png" not in sortie(image__png='x" onerror="f()')


def test_une_image_jointe_reste_visible() -> None:
    cellule = new_markdown_cell("![capture](attachment:a.png) ![x](attachment:b.svg)")
    cellule.attachments = {
        "a.png": {"image/png": PNG + "RK5CYII="},
        "b.svg": {"image/svg+xml": "x"},
    }
    propre = assainir(cellule).cells[0]
    assert propre.source == "![capture](attachment:a.png) ![x] (attachment:b.svg)"
    assert list(propre.attachments) == ["a.png"]


@pytest.mark.parametrize("mime", ["application/javascript", "image/svg+xml", "x/y"])
def test_un_format_inconnu_laisse_une_phrase(mime: str) -> None:
    assert sortie(**{mime: "<svg/>"}) == {
        "text/plain": "(sortie retirée : ce format ne s'affiche pas ici)"
    }


def test_une_sortie_geante_est_coupee() -> None:
    cellule = new_code_cell("x")
    cellule.outputs = [attaques.flux("é" * 1000), attaques.sortie("<p>" * 200)]
    for _ in range(2):  # couper une sortie coupée ne change rien
        ecrit, affiche = assainir(cellule, octets=100).cells[0].outputs
        cellule.outputs[0] = ecrit
        assert ecrit.text.endswith("… sortie coupée : 2000 octets, les 100 premiers sont là.")
        assert len(ecrit.text.encode()) < 300
    assert "sortie coupée" in affiche.data["text/html"]


def test_trop_de_sorties_sont_coupees() -> None:
    cellule = new_code_cell("x")
    cellule.outputs = [attaques.flux(str(rang)) for rang in range(100)]
    propres = assainir(cellule, sorties=10).cells[0].outputs
    assert len(propres) == 10
    assert "sortie coupée : 100 affichages" in propres[8].text
    assert propres[9].text == "99"


def test_les_metadonnees_ne_gardent_que_le_repere_de_nbgrader() -> None:
    propre, _ = Assainir().preprocess(attaques.notebook(), {})
    assert set(propre.metadata) == {"kernelspec", "language_info"}
    assert "attaque" not in json.dumps([cellule.metadata for cellule in propre.cells])
    assert {type(c.get("execution_count")) for c in propre.cells} <= {int, type(None)}
    nbformat.validate(propre)


@pytest.mark.parametrize("abime", [None, 3, "x", [], {"a": 1}])
def test_un_notebook_mal_forme_ne_l_arrete_pas(abime: Any) -> None:
    cellule = nbformat.from_dict(
        {
            "cell_type": "code",
            "id": abime,
            "metadata": {"nbgrader": abime},
            "source": abime,
            "outputs": [
                abime,
                {"output_type": "display_data", "data": abime, "metadata": abime},
                {
                    "output_type": "display_data",
                    "data": {attaques.PLOTLY: abime, "text/html": abime},
                },
                {"output_type": "error", "ename": abime, "evalue": abime, "traceback": abime},
                {"output_type": "stream", "name": abime, "text": abime},
            ],
        }
    )
    copie = new_notebook()
    copie.cells = [cellule, nbformat.from_dict({"cell_type": "x", "attachments": abime})]
    nbformat.validate(Assainir().preprocess(copie, {})[0])


def test_le_repere_et_les_notes_partielles_restent() -> None:
    source = RACINE / "solutions" / "S522-4" / "S522-4.ipynb"
    enonce = nbformat.read(source, 4)
    propre = Assainir(source=str(source)).preprocess(copy.deepcopy(enonce), {})[0]
    for avant, apres in zip(enonce.cells, propre.cells, strict=True):
        assert apres.metadata.get("nbgrader") == avant.metadata.get("nbgrader")
        assert apres.source == avant.source
