"""Un simulateur tel qu'il s'ouvre : ses réglages figés, sa phrase, sa figure, et une invitation.

Sans noyau, un curseur ne recalcule rien : le gestionnaire de widgets pèserait 2,5 Mo par page pour
des curseurs qui bougent et une figure qui ne les suit pas. Les réglages sont donc montrés, grisés.
Le quiz, lui, se corrige dans le navigateur : il est complet.
"""

import json
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from docs.site.typographie import espacer_tout

Etats = dict[str, dict[str, Any]]
Afficher = Callable[[Iterable[dict[str, Any]]], str]
INVITATION = "Voici comment il s'ouvre. Pour l'utiliser :"


def page(racine: str, etats: Etats, binder: str, afficher: Afficher) -> str:
    """Le HTML d'un widget et de tout ce qu'il contient."""
    contenu = _widget(racine, etats, afficher)
    if "grc-quiz" in contenu:
        return contenu
    lien = f'<a class="grc-bouton" href="{escape(binder)}">Lancer sur Binder</a>'
    return (
        '<div class="grc-simulateur" role="group" aria-label="Simulateur">'
        f'<p class="grc-invitation">{INVITATION} {lien}</p>{contenu}</div>'
    )


def _widget(modele: str, etats: Etats, afficher: Afficher) -> str:
    etat = etats[modele.removeprefix("IPY_MODEL_")]["state"]
    if _cache(etat, etats):
        return ""
    genre = etat["_model_name"].removesuffix("Model")
    if genre == "Any":
        return _anywidget(etat)
    if genre == "Output":
        return afficher(etat["outputs"])
    if "children" in etat:
        enfants = "".join(_widget(enfant, etats, afficher) for enfant in etat["children"])
        return f'<div class="grc-boite grc-{genre.lower()}">{enfants}</div>'
    if genre in ("HTML", "HTMLMath", "Label"):
        return f"<div>{etat['value']}</div>"
    if genre == "Button":
        return f'<button type="button" disabled>{escape(etat["description"])}</button>'
    if genre == "RadioButtons":
        return _boutons_radio(etat)
    return _reglage(genre, etat)


def _cache(etat: dict[str, Any], etats: Etats) -> bool:
    disposition = etats.get(str(etat.get("layout", "")).removeprefix("IPY_MODEL_"), {})
    return disposition.get("state", {}).get("display") == "none"


def _anywidget(etat: dict[str, Any]) -> str:
    """L'annonce d'un simulateur, ou le quiz d'une leçon."""
    if "questions" in etat:
        questions = json.dumps(espacer_tout(etat["questions"]), ensure_ascii=False)
        questions = questions.replace("<", "\\u003c")
        return f'<div class="grc-quiz"><script type="application/json">{questions}</script></div>'
    return f'<p class="grc-phrase">{escape(etat.get("texte", ""))}</p>'


def _boutons_radio(etat: dict[str, Any]) -> str:
    choix = "".join(
        f'<label><input type="radio" disabled{" checked" * (rang == etat["index"])}> '
        f"{escape(texte)}</label>"
        for rang, texte in enumerate(etat["_options_labels"])
    )
    return f"<fieldset><legend>{escape(etat['description'])}</legend>{choix}</fieldset>"


def _reglage(genre: str, etat: dict[str, Any]) -> str:
    """Un curseur, une liste, une case ou un champ : son nom, sa valeur."""
    nom, index = escape(etat.get("description") or "Réponse"), etat.get("index")
    if "_options_labels" in etat:
        valeur = etat["_options_labels"][index] if index is not None else ""
        mini, maxi, position = 0, len(etat["_options_labels"]) - 1, index
    else:
        valeur = position = etat.get("value", "")
        mini, maxi = etat.get("min", 0), etat.get("max", 100)
    lu = escape(f"{valeur:n}" if isinstance(valeur, float) else str(valeur))
    if "Slider" in genre:
        saisie = f'<input type="range" min="{mini}" max="{maxi}" value="{position}" disabled>'
        return f'<label class="grc-reglage"><span>{nom} <b>{lu}</b></span>{saisie}</label>'
    if genre == "Checkbox":
        coche = " checked" if valeur else ""
        return f'<label><input type="checkbox" disabled{coche}> {nom}</label>'
    return f'<label class="grc-reglage"><span>{nom}</span><input value="{lu}" disabled></label>'
