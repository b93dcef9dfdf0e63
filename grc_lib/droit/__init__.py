"""Les paramètres de droit datés (S512, S443, S821, S523) : délais, taux, amendes, durées… Chacun
vient avec sa période, sa source et son statut. Une valeur hors de sa période, ou qui n'a pas été
vérifiée, est rendue avec un avertissement : elle se contrôle sur Légifrance avant tout usage réel.
"""

import datetime as dt
import difflib
import re
import tomllib
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._formats import date_courte, date_longue, euros, nombre, pourcentage
from grc_lib._resultats import Etape, Resultat
from grc_lib.calendrier import Jour
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

__all__ = ["DroitAVerifier", "Parametre", "parametre", "parametres"]

_LEGIFRANCE = "Vérifiez sur Légifrance (legifrance.gouv.fr)"
_VERIFIE = "V"
_NON_VERIFIE = {
    "V-sec": "lue seulement dans une source secondaire",
    "CG": "connaissance générale, non relue",
    "NV": "cherchée, non vérifiée",
}


class DroitAVerifier(UserWarning):
    """Une valeur de droit est rendue hors de sa période, ou sans avoir été vérifiée."""


@dataclass(frozen=True)
class Parametre(Resultat):
    """Paramètre de droit.

    Champs : valeur (dans l'unité `unite` ; un taux est décimal) ; valide_du et valide_au, dates
    comprises, `None` si la date n'est pas connue ; source ; verifie, vrai si la source a été lue.
    Puis : nom, libelle, unite, note, et reserves, ce qui reste à vérifier à la date demandée.
    """

    valeur: Any
    valide_du: dt.date | None
    valide_au: dt.date | None
    source: str
    verifie: bool
    _: KW_ONLY
    nom: str
    libelle: str
    unite: str
    note: str
    reserves: tuple[str, ...]

    def titre(self) -> str:
        """Le libellé du paramètre."""
        return self.libelle

    def etapes(self) -> Iterator[Etape]:
        """La valeur, sa période, sa source, puis ce qu'il faut savoir pour l'employer."""
        yield Etape("Valeur", "", "", _ecrire(self.valeur, self.unite))
        if self.unite != "date":
            yield Etape("Période", self._periode(), "", "")
        yield Etape("Source", self.source, "", "vérifiée" if self.verifie else "non vérifiée")
        if self.note:
            yield Etape("Précision", self.note, "", "")
        if self.reserves:
            yield Etape("À vérifier", " ; ".join(self.reserves), "", "")

    def conventions(self) -> Iterator[str]:
        """Le jour où le dossier de droit a été relevé."""
        yield f"état du droit connu au {date_longue(_dossier()['releve'])}"

    def _periode(self) -> str:
        fin = date_longue(self.valide_au) if self.valide_au else ""
        if self.valide_du is None:
            return f"jusqu'au {fin}, début non relevé" if fin else "début non relevé"
        debut = date_longue(self.valide_du)
        return f"du {debut} au {fin}" if fin else f"depuis le {debut}"


def parametre(nom: str, date: Jour | None = None) -> Parametre:
    """La valeur d'un paramètre de droit à une date.

    Paramètres
    ----------
    nom : le nom du paramètre ; `parametres` en donne la liste.
    date : le jour de la facture, de l'appel, du contrat… ; par défaut, aujourd'hui.

    Renvoie
    -------
    `Parametre` (valeur, valide_du, valide_au, source, verifie). Hors de la période, la dernière
    valeur connue avant la date. Elle vient avec un avertissement `DroitAVerifier` si elle est hors
    période, non vérifiée, ou demandée avant l'année du relevé pour une règle au début inconnu.

    Lève
    ----
    NonCalculable si aucune valeur n'est connue à cette date ; ArgumentInvalide si le nom n'existe
    pas (l'erreur propose les noms proches) ou si la date est impossible.

    Exemple
    -------
    >>> parametre("taux_interet_legal_professionnels", "2026-03-31").valeur
    0.0262
    >>> delai = parametre("delai_paiement_maximal", "2026-06-30")
    >>> delai.valeur, delai.unite, delai.verifie
    (60, 'jours', True)

    Source
    ------
    Dossier de droit du cours, relevé le 21 novembre 2026 (cas PR01, PR02).
    """
    fiche = _fiche(nom)
    jour = dt.date.today() if date is None else lire_date("date", date)
    connues = [v for v in fiche["valeurs"] if v.get("du", dt.date.min) <= jour]
    if not connues:
        raise NonCalculable(
            f"« {nom} » au {date_courte(jour)} : {_pourquoi(fiche)}. {_LEGIFRANCE}."
        )
    derniere = connues[-1]
    reserves = tuple(_reserves(derniere, jour))
    if reserves:
        rendu = f"{_ecrire(derniere['valeur'], fiche['unite'])}, {' ; '.join(reserves)}"
        message = f"« {nom} » au {date_courte(jour)} : {rendu}. {_LEGIFRANCE}."
        warnings.warn(message, DroitAVerifier, stacklevel=2)
    return Parametre(
        derniere["valeur"],
        derniere.get("du"),
        derniere.get("au"),
        derniere["source"],
        derniere["statut"] == _VERIFIE,
        nom=nom,
        libelle=fiche["libelle"],
        unite=fiche["unite"],
        note=fiche.get("note", ""),
        reserves=reserves,
    )


def parametres() -> pd.DataFrame:
    """Tous les paramètres de droit du cours : une ligne par valeur datée.

    Renvoie
    -------
    `DataFrame` : theme, nom, libelle, valeur, unite, du, au, verifie, source, note. La valeur
    manque quand rien de sûr n'a été trouvé ; la note dit pourquoi.

    Lève
    ----
    Rien.

    Exemple
    -------
    >>> tableau = parametres()
    >>> tableau[tableau["nom"] == "taux_interet_legal_particuliers"][["valeur", "du", "au"]]
        valeur         du         au
    ...
    ... 0.0667 2026-01-01 2026-06-30

    Source
    ------
    Dossier de droit du cours, relevé le 21 novembre 2026.
    """
    lignes = [
        {**fiche, **valeur, "nom": nom, "verifie": valeur.get("statut") == _VERIFIE}
        for nom, fiche in _dossier()["fiches"].items()
        for valeur in fiche["valeurs"] or [{}]
    ]
    colonnes = ["theme", "nom", "libelle", "valeur", "unite", "du", "au", "verifie"]
    tableau = pd.DataFrame(lignes, columns=[*colonnes, "source", "note"])
    return tableau.assign(
        du=pd.to_datetime(tableau["du"]),
        au=pd.to_datetime(tableau["au"]),
        source=tableau["source"].fillna(""),
        note=tableau["note"].fillna(""),
    )


@cache
def _dossier() -> dict[str, Any]:
    """La date du relevé, et chaque fiche sous son nom avec son thème."""
    lu = tomllib.loads(Path(__file__).with_name("parametres.toml").read_text("utf-8"))
    releve = lu.pop("releve")
    fiches = {
        nom: {"theme": theme.replace("_", " "), **fiche}
        for theme, groupe in lu.items()
        for nom, fiche in groupe.items()
    }
    return {"releve": releve, "fiches": fiches}


def _fiche(nom: str) -> dict[str, Any]:
    fiches: dict[str, dict[str, Any]] = _dossier()["fiches"]
    if not isinstance(nom, str):
        raise MauvaisType("nom", nom, "le nom d'un paramètre de droit")
    if nom not in fiches:
        proches = _proches(nom, fiches)
        suggestion = f" (proches : {', '.join(proches)})" if proches else ""
        attendu = f"un nom de la liste droit.parametres(){suggestion}"
        raise ArgumentInvalide("nom", nom, attendu)
    return fiches[nom]


def _proches(nom: str, fiches: Iterable[str]) -> list[str]:
    """Les noms qui partagent le plus de mots avec celui-ci, ou à défaut qui s'écrivent presque."""
    ascii_ = unicodedata.normalize("NFKD", nom.casefold()).encode("ascii", "ignore").decode()
    mots = [mot for mot in re.split(r"[\W_]+", ascii_) if len(mot) > 2]
    communs = {connu: sum(mot in connu for mot in mots) for connu in fiches}
    meilleurs = [connu for connu, n in communs.items() if n and n == max(communs.values())]
    return meilleurs[:5] or difflib.get_close_matches(ascii_, communs)


def _reserves(valeur: dict[str, Any], jour: dt.date) -> Iterator[str]:
    """Ce qui empêche de se fier à une valeur à cette date."""
    if "au" in valeur and jour > valeur["au"]:
        yield f"valeur connue jusqu'au {date_longue(valeur['au'])} seulement"
    regle = not isinstance(valeur["valeur"], dt.date)  # une date vaut quel que soit le jour
    if regle and "du" not in valeur and jour.year < _dossier()["releve"].year:
        yield "début de la règle non relevé"
    if valeur["statut"] != _VERIFIE:
        yield _NON_VERIFIE[valeur["statut"]]


def _pourquoi(fiche: dict[str, Any]) -> str:
    if not fiche["valeurs"]:
        return f"aucune valeur sûre, {fiche['note']}"
    return f"aucune valeur connue avant le {date_longue(fiche['valeurs'][0]['du'])}"


def _ecrire(valeur: Any, unite: str) -> str:
    if unite == "texte":
        return str(valeur)
    if unite == "date":
        return date_longue(valeur)
    if unite == "taux":
        return pourcentage(valeur, None)
    if unite == "€":
        return euros(valeur, 0)
    return nombre(valeur) if unite == "coefficient" else f"{nombre(valeur)}\u00a0{unite}"
