"""L'entonnoir de prospection et les affaires en cours : combien, et ce qu'on peut en attendre."""

from typing import Any

import pandas as pd

from grc_lib import prospection
from grc_lib._formats import euros, nombre
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.echelles import Echelle, en_nombres
from grc_lib.figures.briques.rangees import PALE, PLEIN, barre, exiger_rangees, intituler, lignes_de
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, euros_courts, pourcent


def entonnoir(etapes: Any, *, titre: str | None = None) -> Graphique:
    """L'entonnoir de prospection : combien passent chaque étape, et à quel coût.

    Paramètres
    ----------
    etapes : résultat de `prospection.couts_par_etape` (effectif, taux, taux_cumule, cout_unitaire),
        ou de `prospection.entonnoir`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par étape, de la première à la dernière ; x, effectif, depuis zéro.

    Lève
    ----
    NonCalculable s'il n'y a aucune étape, ou personne à la première ; ArgumentInvalide s'il manque
    une colonne.

    Exemple
    -------
    >>> but = prospection.entonnoir(20, taux_conclusion=0.25, taux_rendez_vous=0.04)
    >>> entonnoir(but).titre
    'De 2\u202f000 contacts à 20 ventes\xa0: 1,0\u202f% vont au bout'

    Source
    ------
    S823, entonnoir de prospection (cas FV04, FV05).
    """
    table = _etapes(etapes)
    noms, effectifs = table.index.astype(str).tolist(), table["effectif"].tolist()
    premiere, derniere = (f"{nombre(effectifs[i])} {noms[i]}" for i in (0, -1))
    bout = pourcent(table["taux_cumule"].iloc[-1])
    phrases = _passages(table)
    figure = Graphique(
        barre(effectifs, range(len(table)), "Effectif", PLEIN, hovertext=phrases),
        titre=titre or f"De {premiere} à {derniere} : {bout} vont au bout",
        texte_alternatif=f"Entonnoir, une barre par étape. {' ; '.join(phrases)}.",
        donnees=_tableau_entonnoir(table),
    )
    intituler(figure, phrases, axe=False)
    figure.update_xaxes(visible=False, range=[0, effectifs[0]])
    return figure


def pipeline_pondere(suivi: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """Les affaires en cours, étape par étape : leur montant, et ce que l'on peut en attendre.

    Paramètres
    ----------
    suivi : résultat de `prospection.suivi` (affaires, montant, montant_pondere, a_relancer).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : par étape, le montant (pâle) et sa part pondérée (foncée), depuis zéro, en euros.

    Lève
    ----
    NonCalculable s'il n'y a aucune affaire ; ArgumentInvalide s'il manque une colonne.

    Exemple
    -------
    >>> affaires = pd.DataFrame({"etape": ["offre A", "offre B", "contact"], "relance": None,
    ...     "montant": [50_000, 30_000, 20_000], "probabilite": [0.8, 0.5, 0.1]})
    >>> pipeline_pondere(prospection.suivi(affaires, date="2026-06-30")).titre
    "Sur 100\xa0k€ d'affaires en cours, on peut en attendre 57\xa0k€"

    Source
    ------
    S531-5, S823-3, suivi d'affaires ; prévision pondérée (cas AG01).
    """
    exiger_colonnes("suivi", suivi, "affaires", "montant", "montant_pondere", "a_relancer")
    if suivi.empty:
        raise NonCalculable("Il n'y a aucune affaire en cours : rien à tracer.")
    exiger_rangees("suivi", len(suivi))
    montants, attendus = (en_nombres(c, suivi[c]) for c in ("montant", "montant_pondere"))
    rangs = range(len(suivi))
    phrases = [_affaire(ligne) for ligne in lignes_de(suivi)]
    figure = Graphique(
        [
            barre(montants.tolist(), rangs, "Montant", PALE, hovertext=phrases),
            barre(attendus.tolist(), rangs, "Montant pondéré", PLEIN, hovertext=phrases),
        ],
        titre=titre
        or f"Sur {euros_courts(montants.sum())} d'affaires en cours, "
        f"on peut en attendre {euros_courts(attendus.sum())}",
        texte_alternatif=(
            f"Une barre par étape : le montant et, plus foncée, sa part pondérée par la "
            f"probabilité de conclure. {' ; '.join(phrases)}."
        ),
        donnees=_tableau_pipeline(suivi),
    )
    intituler(figure, phrases)
    echelle = Echelle.pour(montants, "€")
    titre_x = f"Montant, dont pondéré en foncé ({echelle.unite})"
    figure.update_xaxes(**echelle.axe(0, float(montants.max()) or 1.0), title_text=titre_x)
    return figure


def _etapes(etapes: Any) -> pd.DataFrame:
    if isinstance(etapes, prospection.Entonnoir):
        effectifs = (etapes.contacts, etapes.rendez_vous, etapes.ventes)
        noms = ("contacts", "rendez-vous", "ventes")
        table = prospection.couts_par_etape(0, list(zip(noms, effectifs, strict=True)))
        etapes = table.drop(columns="cout_unitaire")
    exiger_colonnes("etapes", etapes, "effectif", "taux", "taux_cumule")
    if etapes.empty or not etapes["effectif"].iloc[0] > 0:
        raise NonCalculable("Personne n'entre dans l'entonnoir : il n'y a rien à tracer.")
    exiger_rangees("etapes", len(etapes))
    return pd.DataFrame(etapes)


def _passages(table: pd.DataFrame) -> list[str]:
    """« rendez-vous : 80, soit 4,0 % de contacts (50,00 € l'un) »."""
    phrases, avant = [], ""
    for ligne in lignes_de(table):
        phrase = f"{ligne.Index} : {nombre(ligne.effectif)}"
        phrase += f", soit {pourcent(ligne.taux)} des {avant}" if pd.notna(ligne.taux) else ""
        cout = getattr(ligne, "cout_unitaire", None)
        phrases.append(phrase + (f", à {euros(cout)} l'unité" if pd.notna(cout) else ""))
        avant = str(ligne.Index)
    return phrases


def _tableau_entonnoir(table: pd.DataFrame) -> pd.DataFrame:
    colonnes = {"Étape": table.index.astype(str), "Effectif": table["effectif"].to_numpy()}
    colonnes["Part de l'étape précédente (%)"] = 100 * table["taux"].to_numpy(float)
    colonnes["Part de la première étape (%)"] = 100 * table["taux_cumule"].to_numpy(float)
    if "cout_unitaire" in table:
        colonnes["Coût unitaire (€)"] = table["cout_unitaire"].to_numpy(float)
    return pd.DataFrame(colonnes)


def _affaire(ligne: Any) -> str:
    pondere, montant = euros_courts(ligne.montant_pondere), euros_courts(ligne.montant)
    phrase = f"{ligne.Index} : {pondere} sur {montant}, {compte(int(ligne.affaires), 'affaire')}"
    return phrase + (f", {nombre(ligne.a_relancer)} à relancer" if ligne.a_relancer else "")


def _tableau_pipeline(suivi: pd.DataFrame) -> pd.DataFrame:
    titres = {"affaires": "Affaires", "montant": "Montant (€)", "a_relancer": "À relancer"}
    titres |= {"montant_pondere": "Montant pondéré (€)", "sans_relance": "Sans relance prévue"}
    table = suivi.rename_axis("Étape").reset_index().rename(columns=titres)
    return table[["Étape", *(titre for titre in titres.values() if titre in table)]]
