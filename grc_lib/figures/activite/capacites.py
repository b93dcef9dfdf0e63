"""La charge de travail de chacun devant le temps dont il dispose."""

from typing import Any

import pandas as pd

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, en_nombres, libelle
from grc_lib.figures.briques.rangees import (
    ALERTE,
    PLEIN,
    barre,
    exiger_rangees,
    intituler,
    lignes_de,
    repere,
)
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, pourcent


def charge_capacite(
    charges: pd.DataFrame,
    nom: str,
    *,
    charge: str = "heures",
    capacite: str = "disponibles",
    unite: str = "h",
    titre: str | None = None,
) -> Graphique:
    """La charge de chacun (personne, mois, secteur) devant le temps dont il dispose.

    Paramètres
    ----------
    charges : une ligne par barre, par exemple le résultat d'`organisation.charges`.
    nom : la colonne qui nomme les barres : un salarié, un mois.
    charge, capacite : les colonnes à comparer, positives, dans la même unité.
    unite : celle des deux colonnes.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par ligne, depuis zéro, hachurée si elle dépasse sa capacité (trait
    noir).

    Lève
    ----
    NonCalculable si le tableau est vide ; ArgumentInvalide s'il manque une colonne, pour une valeur
    manquante ou négative, ou plus de quarante lignes ; MauvaisType si ce ne sont pas des nombres.

    Exemple
    -------
    >>> equipe = pd.DataFrame({"nom": ["Diaz", "Roux"], "heures": [288, 120],
    ...                        "disponibles": [257.4, 257.4]})
    >>> charge_capacite(equipe, "nom").titre
    'Charge trop forte pour 1 sur 2\xa0: Diaz, à 111,9\u202f% de sa capacité'

    Source
    ------
    S531-2, charge de travail et capacité (cas FV07).
    """
    exiger_colonnes("charges", charges, nom, charge, capacite)
    exiger_rangees("charges", len(charges))
    lues = pd.DataFrame(
        {"nom": charges[nom].astype(str), "charge": en_nombres(charge, charges[charge])}
    ).assign(capacite=en_nombres(capacite, charges[capacite]))
    lues = lues.reset_index(drop=True)
    if (lues[["charge", "capacite"]] < 0).to_numpy().any():
        raise ArgumentInvalide("charges", "un nombre négatif", "des nombres positifs ou nuls")
    phrases = [_charge(ligne, unite) for ligne in lignes_de(lues)]
    trop = lues["charge"] > lues["capacite"]
    figure = Graphique(
        [
            _barres_de_charge(lues, phrases, ~trop, "Charge", PLEIN),
            _barres_de_charge(lues, phrases, trop, "Charge trop forte", ALERTE),
        ],
        titre=titre or _constat_charge(lues, trop),
        texte_alternatif=(
            f"Une barre par ligne, la charge ; un trait, la capacité. {' ; '.join(phrases)}."
        ),
        donnees=pd.DataFrame(
            {
                libelle(nom): lues["nom"],
                f"Charge ({unite})": lues["charge"],
                f"Capacité ({unite})": lues["capacite"],
                "Charge / capacité (%)": 100 * _ratios(lues),
            }
        ).reset_index(drop=True),
    )
    intituler(figure, phrases)
    for rang, limite in enumerate(lues["capacite"]):
        repere(figure, limite, rang)
    haut = float(lues[["charge", "capacite"]].to_numpy().max()) or 1.0
    echelle = Echelle.pour(lues["charge"], unite)
    figure.update_xaxes(**echelle.axe(0, haut))
    figure.update_xaxes(title_text=f"Charge, et capacité en trait noir ({unite})")
    return figure


def _ratios(lues: pd.DataFrame) -> "pd.Series[float]":
    return lues["charge"] / lues["capacite"].where(lues["capacite"] > 0)


def _charge(ligne: Any, unite: str) -> str:
    echelle = Echelle(1.0, unite, 0)
    phrase = f"{ligne.nom} : {echelle.court(ligne.charge)} pour {echelle.ecrire(ligne.capacite)}"
    if not ligne.capacite:
        return phrase
    return f"{phrase}, {pourcent(ligne.charge / ligne.capacite, 0)}"


def _constat_charge(lues: pd.DataFrame, trop: "pd.Series[bool]") -> str:
    ratios = _ratios(lues)
    if ratios.isna().all():
        return f"Aucune capacité pour {compte(len(lues), 'ligne')}"
    premier = int(ratios.argmax())
    plus = f"{lues['nom'].iloc[premier]}, à {pourcent(ratios.iloc[premier])} de sa capacité"
    if not trop.any():
        return f"Charge tenable partout ; au plus haut : {plus}"
    return f"Charge trop forte pour {nombre(int(trop.sum()))} sur {nombre(len(lues))} : {plus}"


def _barres_de_charge(
    lues: pd.DataFrame,
    phrases: list[str],
    choix: "pd.Series[bool]",
    nom: str,
    marque: dict[str, Any],
) -> Any:
    rangs = [rang for rang, garde in enumerate(choix) if garde]
    textes = [phrases[rang] for rang in rangs]
    return barre(lues.loc[choix, "charge"].tolist(), rangs, nom, marque, hovertext=textes)
