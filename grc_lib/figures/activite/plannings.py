"""Des tâches dans le temps : le diagramme de Gantt."""

import datetime as dt
from typing import Any

import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._formats import date_courte, date_longue
from grc_lib._nombres import liste, taux
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.rangees import (
    ALERTE,
    PALE,
    PLEIN,
    barre,
    exiger_rangees,
    intituler,
    lignes_de,
)
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, pourcent

_JOUR = 86_400_000  # millisecondes : l'unité de plotly pour une longueur de temps


def gantt(
    taches: pd.DataFrame, *, date: dt.date | str | None = None, titre: str | None = None
) -> Graphique:
    """Le diagramme de Gantt : quand commence et finit chaque tâche, et où l'on en est.

    Paramètres
    ----------
    taches : une tâche par ligne, de haut en bas. Colonnes : tache, debut, fin (dates, fin
        comprise) ; si elles y sont, responsable (texte) et avancement (part faite, décimale).
    date : le jour du suivi ; une tâche inachevée dont la fin est passée est alors en retard.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par tâche, foncée pour ce qui est fait, hachurée si elle est en retard.

    Lève
    ----
    NonCalculable s'il n'y a aucune tâche ; ArgumentInvalide s'il manque une colonne, pour une date
    illisible, une fin avant le début, un avancement en pourcentage, plus de quarante tâches.

    Exemple
    -------
    >>> actions = pd.DataFrame({"tache": ["Ciblage", "Envoi"], "avancement": [1, 0.5],
    ...     "debut": ["2026-06-01", "2026-06-15"], "fin": ["2026-06-12", "2026-06-26"]})
    >>> gantt(actions, date="2026-06-30").titre
    '1\xa0tâche en retard sur 2 au 30\xa0juin 2026\xa0: Envoi'

    Source
    ------
    S531-1, S531-5, S445-2 : plan d'actions, planning, plan média.
    """
    lues = _taches(taches)
    jour = None if date is None else lire_date("date", date)
    lues["retard"] = [
        jour is not None and fin < jour and fait < 1
        for fin, fait in zip(lues["fin"], lues["fait"], strict=True)
    ]
    phrases = [_phrase(ligne, "avancement" in taches) for ligne in lignes_de(lues)]
    figure = Graphique(
        [
            _barres(lues[~lues["retard"]], phrases, "Tâche", PALE),
            _barres(lues[lues["retard"]], phrases, "En retard", ALERTE),
            _barres(lues, phrases, "Fait", PLEIN, faites=True),
        ],
        titre=titre or _constat(lues, jour),
        texte_alternatif=f"Diagramme de Gantt, une barre par tâche. {' ; '.join(phrases)}.",
        donnees=_tableau_gantt(lues, taches),
    )
    intituler(figure, phrases)
    bornes = [*lues["debut"], *(fin + dt.timedelta(1) for fin in lues["fin"])]
    debut, fin = min(bornes), max([*bornes, *([jour] if jour else [])])
    reperes = _reperes(debut, fin)
    figure.update_xaxes(type="date", range=[debut, fin], tickangle=0)
    figure.update_xaxes(tickvals=list(reperes), ticktext=list(reperes.values()))
    if jour and debut <= jour:
        figure.add_shape(
            type="line",
            x0=jour,
            x1=jour,
            y0=0,
            y1=1,
            yref="paper",
            line=dict(color=ENCRE, dash="dash", width=2),
        )
        milieu = debut + (fin - debut) / 2
        ancre = "droite haut" if jour > milieu else "gauche haut"
        texte = f"suivi du {date_courte(jour)}"
        figure.layout.height += 26
        figure.layout.margin.b = 76
        figure.layout.title.y = 1 - 26 / figure.layout.height
        figure.etiqueter(f"{jour}", 0, texte, ancre, yref="paper", yshift=-44)
    return figure


def _taches(taches: pd.DataFrame) -> pd.DataFrame:
    exiger_colonnes("taches", taches, "tache", "debut", "fin")
    if taches.empty:
        raise NonCalculable("Il n'y a aucune tâche : rien à tracer.")
    exiger_rangees("taches", len(taches))
    lues = pd.DataFrame({"tache": taches["tache"].astype(str).to_numpy()})
    for colonne in ("debut", "fin"):
        lues[colonne] = pd.Series([lire_date(colonne, v) for v in taches[colonne]], dtype=object)
    for ligne in lignes_de(lues):
        if ligne.fin < ligne.debut:
            attendu = f"une date au plus tôt le début de « {ligne.tache} » ({ligne.debut})"
            raise ArgumentInvalide("fin", str(ligne.fin), attendu)
    fait = liste("avancement", taches["avancement"]) if "avancement" in taches else 0.0
    lues["fait"] = taux("avancement", fait)
    qui = taches["responsable"] if "responsable" in taches else pd.Series([""] * len(taches))
    return lues.assign(qui=qui.fillna("").astype(str).to_numpy())


def _phrase(ligne: Any, avancement: bool) -> str:
    """« Envoi : 15/06 – 26/06/2026, Diaz, fait à 50 % »."""
    meme = ligne.debut.year == ligne.fin.year
    debut = f"{ligne.debut:%d/%m}" if meme else date_courte(ligne.debut)
    details = [f"{debut} – {date_courte(ligne.fin)}"]
    details += [ligne.qui] if ligne.qui else []
    details += [f"fait à {pourcent(ligne.fait, 0)}"] if avancement else []
    return f"{ligne.tache} : {', '.join(details)}{', en retard' if ligne.retard else ''}"


def _barres(
    lues: pd.DataFrame, phrases: list[str], nom: str, marque: dict[str, Any], faites: bool = False
) -> Any:
    jours = [
        ((fin - debut).days + 1) * (fait if faites else 1)
        for debut, fin, fait in zip(lues["debut"], lues["fin"], lues["fait"], strict=True)
    ]
    textes = [phrases[rang] for rang in lues.index]
    longueurs = [_JOUR * jour for jour in jours]
    return barre(longueurs, lues.index, nom, marque, base=lues["debut"].tolist(), hovertext=textes)


def _constat(lues: pd.DataFrame, jour: dt.date | None) -> str:
    if jour is None:
        periode = f"du {date_longue(lues['debut'].min())} au {date_longue(lues['fin'].max())}"
        return f"{compte(len(lues), 'tâches')}, {periode}"
    retards = lues.loc[lues["retard"], "tache"].tolist()
    if not retards:
        return f"Aucune tâche en retard sur {len(lues)} au {date_longue(jour)}"
    noms = ", ".join(retards[:2]) + (", …" if len(retards) > 2 else "")
    combien = f"{compte(len(retards), 'tâches')} en retard sur {len(lues)}"
    return f"{combien} au {date_longue(jour)} : {noms}"


def _tableau_gantt(lues: pd.DataFrame, taches: pd.DataFrame) -> pd.DataFrame:
    colonnes = {"Tâche": lues["tache"], "Début": lues["debut"].map(date_courte)}
    colonnes["Fin"] = lues["fin"].map(date_courte)
    if "responsable" in taches:
        colonnes["Responsable"] = lues["qui"]
    if "avancement" in taches:
        colonnes["Avancement (%)"] = 100 * lues["fait"]
    return pd.DataFrame(colonnes)


def _reperes(debut: dt.date, fin: dt.date) -> dict[dt.date, str]:
    """Cinq graduations au plus : des lundis, des débuts de mois ou des débuts d'année."""
    from babel.dates import format_date

    motifs = {"W-MON": "d MMM", "2W-MON": "d MMM"}
    motifs |= dict.fromkeys(("MS", "2MS", "QS", "2QS"), "MMM'<br>'y")
    motifs |= dict.fromkeys(("YS", "2YS", "5YS", "10YS", "20YS", "50YS"), "y")
    for frequence, motif in motifs.items():
        jours = [jour.date() for jour in pd.date_range(debut, fin, freq=frequence)]
        reperes = {jour: format_date(jour, motif, locale="fr_FR") for jour in jours}
        if len(jours) <= 5:
            break
    return reperes
