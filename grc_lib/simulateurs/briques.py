"""Ce que partagent les simulateurs : curseurs, annonce vocale, affichage d'un graphique."""

from collections.abc import Callable
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from grc_lib._nombres import entier
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures import Graphique


class Annonce(anywidget.AnyWidget):
    """Une phrase que les lecteurs d'écran lisent à chaque changement (`aria-live`).

    L'élément reste en place et seul son texte change : c'est ce qu'attendent les lecteurs d'écran.
    Il donne aussi leur nom aux curseurs du simulateur, que ipywidgets laisse anonymes.

    >>> Annonce(texte="412 h pour 380 h disponibles").texte
    '412 h pour 380 h disponibles'
    """

    texte = traitlets.Unicode("").tag(sync=True)
    etat = traitlets.Unicode("").tag(sync=True)  # « juste », « faux »… : la couleur du bord
    _esm = """
    // noUiSlider annonce « 9 » ou « 48.00 » : on annonce ce qui s'affiche, « 45 000 € ».
    function direLaValeur(curseur, poignee, affichee) {
      if (curseur.matches(".grc-gradue")) affichee.contentEditable = "false";
      const dire = () => {
        if (poignee.getAttribute("aria-valuetext") !== affichee.textContent)
          poignee.setAttribute("aria-valuetext", affichee.textContent);
      };
      const tout = { subtree: true, childList: true, characterData: true, attributes: true };
      new MutationObserver(dire).observe(curseur, { ...tout, attributeFilter: ["aria-valuetext"] });
      dire();
    }
    function nommer(simulateur) {
      for (const curseur of simulateur.querySelectorAll(".widget-slider")) {
        const nom = curseur.querySelector("label");
        const poignee = curseur.querySelector("[role=slider]");
        if (nom && poignee) poignee.setAttribute("aria-label", nom.textContent);
        if (poignee) direLaValeur(curseur, poignee, curseur.querySelector(".widget-readout"));
      }
    }
    // Sans cela, JupyterLab prend pour lui les flèches tapées sur un bouton radio ou une liste.
    function garderLesFleches({ target }) {
      const suites = ["radio", "select-one"];
      if (suites.includes(target.type)) target.dataset.lmSuppressShortcuts = "true";
    }
    export default {
      render({ model, el }) {
        el.setAttribute("role", "status");
        el.setAttribute("aria-live", "polite");
        const ecrire = () => {
          el.textContent = model.get("texte");
          el.dataset.etat = model.get("etat");
        };
        model.on("change:texte", ecrire);
        model.on("change:etat", ecrire);
        ecrire();
        setTimeout(() => {
          const simulateur = el.closest(".grc-simulateur") ?? el;
          nommer(simulateur);
          simulateur.addEventListener("focusin", garderLesFleches);
        }, 500);
      },
    };
    """
    _css = """
    .grc-simulateur { --jp-widgets-font-size: 14px }
    .grc-simulateur [role=status] { font-size: 16px; font-weight: 600; line-height: 1.5 }
    .grc-simulateur .widget-label { text-align: left; white-space: normal; height: auto }
    .grc-simulateur .jupyter-button {
      width: auto; height: auto; padding: 7px 14px; border-radius: 4px;
      white-space: normal; line-height: 1.4;
    }
    .grc-simulateur .jupyter-button:focus-visible {
      outline: 2px solid currentColor; outline-offset: -4px;
    }
    .grc-script [role=status] {
      white-space: pre-line; max-width: 640px; padding: 0.5em 0.9em; font-weight: 400;
      border-left: 4px solid var(--jp-brand-color1, #1976d2); background: var(--jp-layout-color2);
    }
    .grc-script .grc-reponses { max-width: 674px }
    .grc-script .grc-reponses .jupyter-button { text-align: left }
    .grc-script .widget-html-content { line-height: 1.5; max-width: 670px; white-space: normal }
    .grc-script ol { margin: 0; padding-left: 1.6em }
    .grc-script li { margin-bottom: 0.4em }
    .grc-simulateur .widget-readout { font-weight: 600; text-align: right }
    .grc-simulateur :is(th, td) { padding: 2px 8px; text-align: right }
    @media (max-width: 500px) {
      .grc-simulateur :is(th, td) { padding: 2px 3px; font-size: 13px }
    }
    .grc-simulateur :is(th, td):first-child { text-align: left }
    .grc-entrainement .jp-RenderedHTMLCommon, .grc-entrainement .widget-html-content {
      font-size: 16px; line-height: 1.5; max-width: 46em; white-space: normal;
    }
    .grc-entrainement [role=status]:not(:empty) {
      padding: 0.3em 0.8em; max-width: 46em; border-left: 4px solid;
    }
    .grc-entrainement [role=status][data-etat=attente] {
      border-color: var(--jp-border-color1, #9e9e9e);
    }
    .grc-entrainement [role=status][data-etat=juste] {
      border-color: var(--jp-success-color1, #2e7d32);
    }
    .grc-entrainement [role=status][data-etat=faux] {
      border-color: var(--jp-error-color1, #d32f2f);
    }
    """


class Simulateur(widgets.VBox):  # type: ignore[misc]
    """Des réglages et leurs résultats, résumés par une phrase ; hors de Jupyter, la phrase seule.

    >>> phrase = Annonce(texte="Deux clients en classe A.")
    >>> Simulateur(phrase, annonce=phrase).phrase
    'Deux clients en classe A.'
    """

    def __init__(self, *contenu: widgets.Widget, annonce: Annonce) -> None:
        super().__init__(list(contenu), layout=widgets.Layout(grid_gap="8px", overflow="visible"))
        self.annonce = annonce
        self.add_class("grc-simulateur")

    @property
    def phrase(self) -> str:
        """Ce que dit le simulateur, réglé comme il l'est."""
        return str(self.annonce.texte)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        repli = f"Simulateur (à ouvrir dans Jupyter pour le régler). {self.phrase}"
        return {**super()._repr_mimebundle_(**options), "text/plain": repli}


def curseur(nom: str, valeur: int, mini: int, maxi: int, pas: int = 1) -> widgets.IntSlider:
    """Un curseur entier, son nom au-dessus, qui n'agit qu'une fois relâché.

    >>> curseur("Visites par an", 2, 0, 12).continuous_update
    False
    """
    return widgets.IntSlider(
        value=valeur,
        min=mini,
        max=maxi,
        step=pas,
        description=nom,
        continuous_update=False,
        **_nom_au_dessus(),
    )


def curseur_gradue(
    nom: str,
    valeur: float,
    mini: float,
    maxi: float,
    pas: float,
    ecrire: Callable[[float], str],
) -> widgets.SelectionSlider:
    """Un curseur dont chaque cran s'écrit en français, valeur de départ comprise.

    >>> taux = curseur_gradue("Taux annuel", 0.04, 0, 0.1, 0.005, lambda t: f"{100 * t:g} %")
    >>> taux.value, taux.label, len(taux.options)
    (0.04, '4 %', 21)
    """
    if not mini <= valeur <= maxi:
        raise ArgumentInvalide(nom, valeur, f"une valeur de {ecrire(mini)} à {ecrire(maxi)}")
    crans = {round(mini + rang * pas, 9) for rang in range(round((maxi - mini) / pas) + 1)}
    cree = widgets.SelectionSlider(
        options=[(ecrire(cran), cran) for cran in sorted(crans | {valeur})],
        value=valeur,
        description=nom,
        continuous_update=False,
        **_nom_au_dessus(),
    )
    cree.add_class("grc-gradue")
    return cree


def curseur_controle(
    nom: str, argument: str, valeur: Any, mini: int, maxi: int, pas: int = 1
) -> widgets.IntSlider:
    """Un curseur dont la valeur de départ, donnée en argument, est contrôlée."""
    return curseur(nom, entier(argument, valeur, mini, maxi), mini, maxi, pas)


def nombre_entier(nom: str, valeur: int, mini: int, maxi: int) -> widgets.BoundedIntText:
    """Un nombre entier que l'on tape au clavier, son nom au-dessus."""
    return widgets.BoundedIntText(
        value=valeur, min=mini, max=maxi, description=nom, **_nom_au_dessus()
    )


def champ(nom: str = "", valeur: str = "", *, continu: bool = True) -> widgets.Text:
    """Un champ où l'on tape un texte ; `continu` : il agit à chaque lettre."""
    return widgets.Text(
        value=valeur,
        description=nom,
        continuous_update=continu,
        layout=widgets.Layout(flex_flow="row wrap", width="min(100% - 4px, 320px)", height="auto"),
        style={"description_width": "100%"},
    )


def choix(nom: str, options: dict[str, str]) -> widgets.RadioButtons:
    """Une question à réponse unique : `options` donne le texte, puis la valeur."""
    return widgets.RadioButtons(options=options, description=nom, **_nom_au_dessus())


def bouton(nom: str, agir: Callable[[Any], None], style: str = "") -> widgets.Button:
    """Un bouton dont le texte, même long, se lit en entier."""
    cree = widgets.Button(description=nom, button_style=style)
    cree.on_click(agir)
    return cree


def rangee(*reglages: widgets.Widget) -> widgets.GridBox:
    """Des réglages côte à côte quand la place le permet, les uns sous les autres sinon."""
    colonnes = "repeat(auto-fill, minmax(min(100%, 240px), 1fr))"
    disposition = widgets.Layout(grid_template_columns=colonnes, grid_gap="4px 24px")
    return widgets.GridBox(reglages, layout=disposition)


def montrer(sortie: widgets.Output, graphique: Graphique) -> None:
    """Remplace ce que montre `sortie` ; la hauteur est gardée, la page ne saute pas."""
    sortie.layout.min_height = f"{graphique.layout.height + 40}px"
    sortie.outputs = graphique.sorties()


def _nom_au_dessus() -> dict[str, Any]:
    disposition = widgets.Layout(flex_flow="row wrap", width="auto", height="auto")
    return {"layout": disposition, "style": {"description_width": "100%"}}
