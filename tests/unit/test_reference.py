"""Les pages de référence sont celles que donnent les docstrings d'aujourd'hui."""

from docs import reference


def test_les_pages_sont_a_jour():
    sur_disque = {f.name: f.read_text("utf-8") for f in reference.DOSSIER.glob("*.md")}
    assert sur_disque == reference.pages(), "lancez : nox -s reference"


def test_une_page_presente_le_module_puis_chaque_fonction():
    page = reference.pages()["segmentation.md"]
    assert page.startswith("# `segmentation`\n\nLa structure du portefeuille (S522-4)")
    assert "| [`gini`](#gini) | L'indice de Gini" in page
    assert "- `seuils` : les deux parts cumulées qui ferment A et B" in page
    assert "```python\n>>> gini([5, 5, 5, 5])" in page


def test_chaque_sujet_a_sa_page():
    liens = reference.pages()["index.md"]
    assert all(f"]({nom})" in liens for nom in reference.pages() if nom != "index.md")
