"""Le réseau PERT d'un projet : dates au plus tôt et au plus tard, chemin critique."""

import textwrap
from typing import Any

import pandas as pd

from grc_lib._formats import nombre
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.etages import dessiner
from grc_lib.figures.briques.reseaux import largeur_de_case, reseau
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte


def pert(taches: pd.DataFrame, *, unite: str = "jours", titre: str | None = None) -> Graphique:
    """Le réseau PERT d'un projet : dates au plus tôt et au plus tard, chemin critique.

    Une case par tâche (méthode des potentiels), une flèche de chacune vers celles qui l'attendent.

    Paramètres
    ----------
    taches : résultat de `prospection.ordonnancer`, quarante tâches au plus.
    unite : celle des durées, au pluriel.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : cases et flèches ; le chemin critique en trait épais, case bleutée.

    Lève
    ----
    NonCalculable s'il n'y a aucune tâche ; ArgumentInvalide s'il manque une colonne, ou s'il y a
    trop de tâches.

    Exemple
    -------
    >>> from grc_lib.prospection.ordonnancement import ordonnancer
    >>> projet = [("ciblage", 3, []), ("texte", 5, ["ciblage"]), ("envoi", 1, ["texte"])]
    >>> pert(ordonnancer(projet)).titre
    'Le projet dure 9\xa0jours\xa0: 3\xa0tâches sur 3 ne peuvent prendre aucun retard'

    Source
    ------
    S531-5, PERT : dates au plus tôt, au plus tard, marges, chemin critique.
    """
    exiger_colonnes("taches", taches, *_DATES, "predecesseurs", "critique")
    if taches.empty:
        raise NonCalculable("Il n'y a aucune tâche : rien à tracer.")
    noms, critiques = list(taches.index.astype(str)), taches["critique"].tolist()
    lus = {nom: taches.iloc[rang] for rang, nom in enumerate(noms)}
    suites = {nom: [s for s in noms if nom in lus[s]["predecesseurs"]] for nom in noms}
    dessin = dessiner(suites)
    forts = {
        (a, b)
        for a, b in dessin.traits
        if lus[a]["critique"] and lus[b]["critique"] and lus[a]["fin_tot"] == lus[b]["debut_tot"]
    }
    textes = {nom: _tache(nom, lus[nom], largeur_de_case(dessin)) for nom in noms}
    phrases = [_phrase_tache(nom, lus[nom], unite) for nom in noms]
    duree = f"{nombre(taches['fin_tot'].max())}\u00a0{unite}"
    figure = reseau(
        dessin,
        textes,
        {nom for nom, critique in zip(noms, critiques, strict=True) if critique},
        forts,
        titre=titre
        or f"Le projet dure {duree} : {compte(sum(critiques), 'tâches')} sur {len(noms)} "
        f"ne {'peuvent' if sum(critiques) > 1 else 'peut'} prendre aucun retard",
        texte_alternatif=(
            f"Réseau de {compte(len(noms), 'tâches')} qui dure {duree}. {' ; '.join(phrases)}."
        ),
        donnees=_tableau_pert(taches, unite),
    )
    legende = f"Dans chaque case : durée ({unite}), puis<br>début au plus tôt | au plus tard"
    _legender(figure, f"{legende}. En gras : critique")
    return figure


_DATES = {
    "duree": "Durée",
    "debut_tot": "Début au plus tôt",
    "fin_tot": "Fin au plus tôt",
    "debut_tard": "Début au plus tard",
    "fin_tard": "Fin au plus tard",
    "marge": "Marge totale",
}


def _legender(figure: Graphique, texte: str) -> None:
    figure.layout.height += 56
    figure.layout.margin.b = 60
    figure.layout.title.y = 1 - 26 / figure.layout.height
    figure.etiqueter(0, 0, texte, "gauche haut", xref="paper", yref="paper", yshift=-8)


def _tache(nom: str, tache: Any, largeur: int) -> str:
    titre = "<br>".join(textwrap.wrap(f"{nom} ({nombre(tache.duree)})", largeur))
    tot, tard = nombre(tache.debut_tot), nombre(tache.debut_tard)
    return f"{f'<b>{titre}</b>' if tache.critique else titre}<br>{tot} | {tard}"


def _phrase_tache(nom: str, tache: Any, unite: str) -> str:
    tot, tard = nombre(tache.debut_tot), nombre(tache.debut_tard)
    duree = f"{nom} : {nombre(tache.duree)} {unite}, début au plus tôt {tot}"
    return f"{duree}, au plus tard {tard}, {'critique' if tache.critique else 'non critique'}"


def _tableau_pert(taches: pd.DataFrame, unite: str) -> pd.DataFrame:
    dates = {f"{titre} ({unite})": taches[colonne] for colonne, titre in _DATES.items()}
    critiques = taches["critique"].map({True: "oui", False: "non"})
    avant = taches["predecesseurs"].map(", ".join)
    table = pd.DataFrame({"Après": avant, **dates, "Critique": critiques})
    return table.rename_axis("Tâche").reset_index()
