"""Rendre inoffensif ce qui vient d'une copie : HTML, Markdown, figures plotly.

Le HTML n'est pas corrigé, il est récrit : une liste blanche de balises, leurs attributs, et du
texte échappé. Rien d'autre ne peut sortir, quoi que l'analyseur ait compris à l'entrée. (bleach,
que nbconvert apporte, met une demi-minute à lire quelques dizaines de milliers de `<div>` : une
copie arrêterait la correction.)
"""

import functools
import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from typing import Any

import tinycss2  # type: ignore[import-untyped]

BALISES = set(
    re.findall(
        r"\w+",
        "p div span b strong i em u s del ins mark small sub sup abbr br hr h1 h2 h3 h4 h5 h6 ul "
        "ol li dl dt dd table caption thead tbody tfoot tr th td colgroup col pre code kbd samp "
        "blockquote details summary figure figcaption img",
    )
)
_VIDES = {"br", "hr", "img", "col"}
_MUETTES = {"script", "style", "template", "title"}  # leur texte ne se lit pas
_CLASSES = re.compile(r"dataframe|grc-[a-z]+")
_ATTRIBUTS = {  # ce que peut valoir chaque attribut
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,3}"),
    "border": re.compile(r"\d"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "role": re.compile(r"status|img"),
    "open": re.compile(""),
    "alt": re.compile(".{0,500}", re.S),
    "title": re.compile(".{0,500}", re.S),
    "src": re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+"),  # jamais une adresse
}
_LIEN = re.compile(r"(https?://|mailto:|#)\S+", re.I)
_STYLES = set(
    re.findall(
        r"[\w-]+",
        "color background-color font-style font-weight font-variant text-align text-decoration "
        "vertical-align white-space overflow-wrap border border-left border-right border-top "
        "border-bottom border-color border-collapse padding margin",
    )
)
_FONCTIONS = {"rgb", "rgba", "hsl", "hsla", "var"}
_PROFONDEUR = 100

# Un « < » n'ouvre une balise, pour un navigateur, que devant ces caractères.
_OUVRANT = r"<(?=[A-Za-z/!?])"
_SIMPLES = (
    r"</?(?:details|summary|b|strong|i|em|u|s|sub|sup|br|p|ul|ol|li|kbd|code|mark|small)\s*+/?>"
)
_MACROS = (
    r"\\(?=(?:href|url|style|class|cssId|data|html\w*|include\w*|require|csname|def|edef|gdef|let|"
    r"newcommand|renewcommand|newenvironment|mmlToken|unicode|bbox|texttip|toggle|action)"
    r"(?![A-Za-z]))"
)
_IMAGE = r"!\[[^\[\]<>\n]*\]\(attachment:(?P<jointe>[\w.-]+)\)"
_ACTIF = re.compile(
    rf"(?P<garder>{_IMAGE}|{_SIMPLES})|(?P<espacer>{_OUVRANT}|\](?=[(:])|{_MACROS})"
    r"|(?P<cloture>(?<![`~])[`~]{3,}+[ \t]*+)mermaid",
    re.I,
)
_BALISE_FIGURE = re.compile(r"<(?!/?(?:b|i|em|strong|br|sub|sup|s|u|extra)\s*+/?>)")
_ADRESSE = {"source", "geojson", "style", "href", "url", "topojsonURL", "plotlyServerURL"}


def html_inerte(html: str, *, liens: bool = False) -> str:
    """Récrit un HTML sans rien d'actif : ni script, ni requête, ni formulaire, ni identifiant.

    Paramètres
    ----------
    html : n'importe quel texte, même mal fermé.
    liens : garder les liens vers le web ; sinon leur adresse est écrite à côté du texte.

    Exemple
    -------
    >>> html_inerte('<b onclick="f()">gras</b><script>f()</script><img src="/x"> <i>ouvert')
    '<b>gras</b> <i>ouvert</i>'
    """
    if html.count("<!") > 50 or html.count("<") > 2 * html.count(">") + 50:
        return f"<pre>{escape(html)}</pre>"  # rien d'un HTML : l'analyseur s'y perdrait
    recriture = _Recriture(liens)
    recriture.feed(html)
    recriture.close()
    return recriture.fini()


class _Recriture(HTMLParser):
    def __init__(self, liens: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.liens, self.sorti, self.ouvertes, self.muette = liens, list[str](), list[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.muette or len(self.ouvertes) >= _PROFONDEUR:
            return
        if tag in _MUETTES:
            self.muette = tag
        elif tag == "a":
            self._ouvrir_lien(dict(attrs).get("href") or "")
        elif tag in BALISES:
            permis = list(_attributs(attrs))
            if tag == "img" and not any(nom == "src" for nom, _ in permis):
                return
            self._ouvrir(tag, permis)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.muette:
            self.muette = ""
        elif not self.muette and tag in self.ouvertes:
            while self._fermer() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.muette:
            self.sorti.append(re.sub(_MACROS, r"\\ ", escape(data, quote=False)))

    def fini(self) -> str:
        while self.ouvertes:
            self._fermer()
        return "".join(self.sorti)

    def _ouvrir_lien(self, adresse: str) -> None:
        if not _LIEN.fullmatch(adresse):
            return
        if self.liens:
            self._ouvrir("a", [("href", adresse), ("rel", "noopener noreferrer nofollow")])
        elif not adresse.startswith("#"):
            self.sorti.append(f"({escape(adresse)}) ")

    def _ouvrir(self, balise: str, attributs: Iterable[tuple[str, str]]) -> None:
        ecrits = "".join(f' {nom}="{escape(valeur)}"' for nom, valeur in attributs)
        self.sorti.append(f"<{balise}{ecrits}>")
        if balise not in _VIDES:
            self.ouvertes.append(balise)

    def _fermer(self) -> str:
        balise = self.ouvertes.pop()
        self.sorti.append(f"</{balise}>")
        return balise


def _attributs(attributs: list[tuple[str, str | None]]) -> Iterable[tuple[str, str]]:
    for nom, lue in dict(attributs).items():
        valeur = lue or ""
        if nom == "class":
            classes = [classe for classe in valeur.split() if _CLASSES.fullmatch(classe)]
            if classes:
                yield "class", " ".join(classes)
        elif nom == "style":
            if style := _style(valeur):
                yield "style", style
        elif nom in _ATTRIBUTS and _ATTRIBUTS[nom].fullmatch(valeur):
            yield nom, valeur


@functools.lru_cache(maxsize=1024)
def _style(style: str) -> str:
    if len(style) > 500 or "\\" in style:
        return ""
    declarations = tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True)
    gardees = [
        declaration
        for declaration in declarations
        if declaration.type == "declaration"
        and declaration.lower_name in _STYLES
        and all(map(_valeur_inerte, declaration.value))
    ]
    return str(tinycss2.serialize(gardees))


def _valeur_inerte(jeton: Any) -> bool:
    if jeton.type == "function":
        return jeton.lower_name in _FONCTIONS and all(map(_valeur_inerte, jeton.arguments))
    if jeton.type in ("number", "dimension", "percentage"):
        return bool(0 <= jeton.value <= 1000)  # une marge négative recouvrirait la page
    return jeton.type in ("ident", "hash", "whitespace", "literal")


def markdown_inerte(texte: str, jointes: Iterable[str] = ()) -> str:
    r"""Neutralise balises, liens et macros d'un Markdown ; un texte sans rien d'actif est inchangé.

    Une espace suffit partout (texte, code, formule) : un « < » suivi d'une espace n'ouvre rien,
    « [x] (adresse) » n'est plus un lien. Les formules et les balises simples sans attribut restent.

    Paramètres
    ----------
    texte : la source Markdown.
    jointes : les images jointes à la cellule, qu'elle peut montrer.

    Exemple
    -------
    >>> markdown_inerte("$a<b$ **x** <b>y</b> <img src=x onerror=f()> [ici](javascript:f())")
    '$a< b$ **x** <b>y</b> < img src=x onerror=f()> [ici] (javascript:f())'
    """
    noms = set(jointes)

    def remplacer(trouve: re.Match[str]) -> str:
        if trouve["garder"] and (not trouve["jointe"] or trouve["jointe"] in noms):
            return trouve[0]
        if trouve["garder"]:
            return trouve[0].replace("](", "] (")
        return f"{trouve['cloture']}text" if trouve["cloture"] else f"{trouve['espacer']} "

    return _ACTIF.sub(remplacer, texte)


def figure_inerte(valeur: Any, profondeur: int = 0) -> Any:
    """La description d'une figure plotly sans image, adresse ni balise active.

    >>> figure_inerte({"layout": {"title": {"text": "<b>CA</b><a href='x'>"}, "images": [1]}})
    {'layout': {'title': {'text': "<b>CA</b>&lt;a href='x'>"}}}
    """
    if isinstance(valeur, str):
        return _BALISE_FIGURE.sub("&lt;", valeur)
    if valeur is None or isinstance(valeur, bool | int | float):
        return valeur
    if profondeur > _PROFONDEUR:
        return None
    if isinstance(valeur, list | tuple):
        return [figure_inerte(membre, profondeur + 1) for membre in valeur]
    if not isinstance(valeur, dict):
        return None
    return {
        nom: figure_inerte(membre, profondeur + 1)
        for nom, membre in valeur.items()
        if isinstance(nom, str) and nom not in ("images", "config") and not _adresse(nom, membre)
    }


def _adresse(nom: str, membre: Any) -> bool:
    return nom in _ADRESSE and isinstance(membre, str) and bool(re.search(r"[/:.?]", membre))
