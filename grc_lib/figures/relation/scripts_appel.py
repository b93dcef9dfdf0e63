"""Le chemin suivi dans un script d'appel, fiche après fiche."""

import textwrap
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

from grc_lib.appels import Script
from grc_lib.erreurs import MauvaisType
from grc_lib.figures.briques.etages import Dessin, Lien, dessiner
from grc_lib.figures.briques.rangees import lignes_de
from grc_lib.figures.briques.reseaux import largeur_de_case, reseau
from grc_lib.figures.gabarit import ENCRE, GRIS, VOILE
from grc_lib.figures.graphique import Graphique, etiquette
from grc_lib.figures.textes import compte, insecable

_TELEPHONE = 350  # pixels, la largeur qu'un téléphone laisse au réseau


def parcours_appel(
    script: Script, reponses: Iterable[str] = (), *, titre: str | None = None
) -> Graphique:
    """Le chemin suivi dans un script d'appel, fiche après fiche.

    Le tableau des données, sous le graphique, dit l'appel réplique par réplique : il se lit au
    clavier et à voix haute.

    Paramètres
    ----------
    script : un `appels.Script`, quarante fiches au plus.
    reponses : celles du correspondant, comme pour `Script.jouer` ; aucune : le script seul.
    titre : le constat ; calculé sur l'appel joué s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une case par fiche, une flèche par réponse ; le chemin suivi en trait épais.

    Lève
    ----
    Comme `Script.jouer` ; MauvaisType si ce n'est pas un script ; ArgumentInvalide s'il compte trop
    de fiches.

    Exemple
    -------
    >>> script = Script({
    ...     "1": {"texte": "Est-elle disponible ?", "reponses": {"oui": "2", "non": "3"}},
    ...     "2": {"texte": "À mardi.", "fin": "rendez-vous pris"},
    ...     "3": {"texte": "Je rappellerai.", "fin": "à rappeler"},
    ... })
    >>> parcours_appel(script, ["oui"]).titre
    'Fiches 1 → 2\xa0: rendez-vous pris'

    Source
    ------
    GRC-4, script à fiches joué à l'écran.
    """
    if not isinstance(script, Script):
        raise MauvaisType("script", script, "un script d'appel (appels.Script)")
    joue = script.jouer(reponses)
    chemin = joue["fiche"].tolist()
    cites = [suite for fiche in script.fiches.values() for suite in fiche.reponses.values()]
    suites = {nom: list(fiche.reponses.values()) for nom, fiche in script.fiches.items()}
    dessin = dessiner(suites | {nom: [] for nom in cites if nom not in suites})
    largeur = largeur_de_case(dessin)
    figure = reseau(
        dessin,
        {nom: _fiche(script, nom, largeur) for nom in dessin.places},
        set(chemin),
        set(pairwise(chemin)),
        titre=titre or _constat_appel(joue),
        texte_alternatif=_raconter_appel(joue, len(script.fiches)),
        donnees=joue.rename(columns=str.capitalize).rename(columns={"Reponse": "Réponse"}),
    )
    figure.annoter(_reponses(dessin, script, set(pairwise(chemin))))
    return figure


def _fiche(script: Script, nom: str, largeur: int) -> str:
    fiche = script.fiches.get(nom)
    if fiche is None:
        return f"<b>{nom}</b><br>fiche absente"
    court = textwrap.shorten(fiche.texte, 3 * largeur, placeholder="…")
    lignes = [f"<b>{nom}</b>", *textwrap.wrap(insecable(court), largeur)]
    if fiche.fin:
        fin = textwrap.wrap(textwrap.shorten(fiche.fin, 2 * largeur, placeholder="…"), largeur)
        lignes += [f"<i>{ligne}</i>" for ligne in fin]
    return "<br>".join(lignes)


def _constat_appel(joue: pd.DataFrame) -> str:
    fiches = joue["fiche"].tolist()
    nom = "Fiches" if len(fiches) > 1 else "Fiche"
    return f"{nom} {' → '.join(fiches)} : {joue['issue'].iloc[-1] or 'appel en cours'}"


def _raconter_appel(joue: pd.DataFrame, fiches: int) -> str:
    repliques = [
        f"Fiche {ligne.fiche}, « {ligne.texte} »"
        + (f" ; réponse « {ligne.reponse} »" if ligne.reponse else "")
        for ligne in lignes_de(joue)
    ]
    issue = joue["issue"].iloc[-1] or "appel en cours"
    return f"Script de {compte(fiches, 'fiches')}. {'. '.join(repliques)}. Issue : {issue}."


def _reponses(dessin: Dessin, script: Script, suivis: set[Lien]) -> list[dict[str, Any]]:
    """Chaque réponse sur sa flèche, là où elle n'en couvre pas une autre."""
    annotations = []
    pris: list[tuple[float, float, float]] = []
    for a, b in sorted(dessin.traits, key=suivis.__contains__, reverse=True):
        mots = [mot for mot, suite in script.fiches[a].reponses.items() if suite == b]
        fort = (a, b) in suivis
        texte = " / ".join(mots)
        trait = dessin.traits[a, b]
        # Un aller et son retour sont voisins : leurs réponses s'écrivent de part et d'autre.
        cote = 0 if (b, a) not in dessin.traits else -1 if trait[-1][1] < trait[0][1] else 1
        x, y = _libre(trait, 7.5 * len(texte) / _TELEPHONE, cote, pris)
        couleur = dict(size=14, color=ENCRE if fort else GRIS)
        ancre, dit = ("", "gauche", "droite")[cote], f"<b>{texte}</b>" if fort else texte
        annotations.append(etiquette(x, y, dit, ancre, bgcolor=VOILE, font=couleur))
    return annotations


def _libre(
    trait: list[tuple[float, float]],
    largeur: float,
    cote: int,
    pris: list[tuple[float, float, float]],
) -> tuple[float, float]:
    """La première place libre, du milieu du premier segment vers ses bouts."""
    (ax, ay), (bx, by) = trait[:2]
    places = [(ax + t * (bx - ax), ay + t * (by - ay)) for t in (0.5, 0.62, 0.38, 0.7, 0.8)]
    for x, y in places:
        milieu = x + cote * largeur / 2
        if all(abs(milieu - u) > (largeur + v) / 2 or abs(y - w) > 0.14 for u, w, v in pris):
            break
    else:
        x, y = places[0]
    pris.append((x + cote * largeur / 2, y, largeur))
    return x, y
