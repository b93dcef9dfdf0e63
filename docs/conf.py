"""Le réglage de Sphinx ; `nox -s site` prépare d'abord les sources (voir `docs/site/`)."""

import sys
from pathlib import Path

RACINE = Path(__file__).parents[1]
sys.path.insert(0, str(RACINE))

project = "Gestion de clientèles"
author = "les auteurs du cours"
language = "fr"
html_title = project
extensions = ["myst_nb", "sphinx.ext.mathjax", "docs.site.extension"]

nb_execution_mode = "off"  # les notebooks arrivent exécutés (docs/site/execution.py)
nb_code_prompt_show = "Voir le code"
nb_code_prompt_hide = "Replier le code"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
smartquotes = False  # la typographie du cours est celle de ses sources

mathjax_path = "mathjax/tex-svg.js"
# Le menu mettrait chaque formule dans l'ordre de tabulation ; TeX n'a pas nos lettres accentuées.
mathjax3_config = {
    "options": {"enableMenu": False},
    "svg": {"fontCache": "global", "mtextInheritFont": True},
}

html_theme = "sphinx_book_theme"
html_context = {"default_mode": "auto"}  # clair ou sombre, comme l'ordinateur du lecteur
html_favicon = "site/statique/icone.svg"
html_theme_options = {
    "use_download_button": False,  # nos boutons sont sous le titre
    "use_fullscreen_button": False,
    "navigation_with_keys": False,
    "navbar_persistent": [],
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "search_bar_text": "Chercher dans le cours…",
    "toc_title": "Sur cette page",
    "footer_content_items": "extra-footer.html",
    "extra_footer": (
        "<p>Cours, TD et base Clémenceau : CC BY-SA 4.0. Code : MIT. "
        "L'Imprimerie Clémenceau, ses clients et ses salariés sont fictifs.</p>"
    ),
}
html_sidebars = {"**": ["navbar-logo.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
templates_path = ["site/gabarits"]
html_static_path = ["site/statique", "../_build/statique"]
html_extra_path = ["../_build/extra"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
