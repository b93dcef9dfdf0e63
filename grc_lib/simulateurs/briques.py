"""Ce que partagent les simulateurs : curseurs, annonce vocale, affichage d'un graphique."""

from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from grc_lib.figures import Graphique


class Annonce(anywidget.AnyWidget):
    """Une phrase que les lecteurs d'écran lisent à chaque changement (`aria-live`).

    L'élément reste en place et seul son texte change : c'est ce qu'attendent les lecteurs d'écran.
    Il donne aussi leur nom aux curseurs du simulateur, que ipywidgets laisse anonymes.

    >>> Annonce(texte="412 h pour 380 h disponibles").texte
    '412 h pour 380 h disponibles'
    """

    texte = traitlets.Unicode("").tag(sync=True)
    _esm = """
    function nommer(simulateur) {
      for (const curseur of simulateur.querySelectorAll(".widget-slider")) {
        const nom = curseur.querySelector("label");
        const poignee = curseur.querySelector("[role=slider]");
        if (nom && poignee) poignee.setAttribute("aria-label", nom.textContent);
      }
    }
    export default {
      render({ model, el }) {
        el.setAttribute("role", "status");
        el.setAttribute("aria-live", "polite");
        const ecrire = () => { el.textContent = model.get("texte"); };
        model.on("change:texte", ecrire);
        ecrire();
        setTimeout(() => nommer(el.closest(".grc-simulateur") ?? el), 500);
      },
    };
    """
    _css = """
    .grc-simulateur { --jp-widgets-font-size: 14px }
    .grc-simulateur [role=status] { font-size: 16px; font-weight: 600; line-height: 1.5 }
    .grc-simulateur .widget-label { text-align: left; white-space: normal; height: auto }
    .grc-simulateur .widget-readout { font-weight: 600; text-align: right }
    .grc-simulateur :is(th, td) { padding: 2px 8px; text-align: right }
    .grc-entrainement .jp-RenderedHTMLCommon, .grc-entrainement .widget-html-content {
      font-size: 16px; line-height: 1.5; max-width: 46em; white-space: normal;
    }
    .grc-entrainement [role=status]:not(:empty) {
      padding: 0.3em 0.8em; max-width: 46em; border-left: 4px solid var(--jp-border-color1);
    }
    .grc-entrainement .grc-juste { border-color: var(--jp-success-color1, #2e7d32) !important }
    .grc-entrainement .grc-faux { border-color: var(--jp-error-color1, #d32f2f) !important }
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


def nombre_entier(nom: str, valeur: int, mini: int, maxi: int) -> widgets.BoundedIntText:
    """Un nombre entier que l'on tape au clavier, son nom au-dessus."""
    return widgets.BoundedIntText(
        value=valeur, min=mini, max=maxi, description=nom, **_nom_au_dessus()
    )


def choix(nom: str, options: dict[str, str]) -> widgets.RadioButtons:
    """Une question à réponse unique : `options` donne le texte, puis la valeur."""
    return widgets.RadioButtons(options=options, description=nom, **_nom_au_dessus())


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
