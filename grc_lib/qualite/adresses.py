"""L'adresse postale (S822-3) : les six lignes de trente-huit caractères de la norme NF Z10-011."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.qualite._lecture import capitales, commune_postale, texte, vide


def normaliser_adresse(adresse: Any) -> Any:
    """Une adresse d'entreprise sur six lignes, en capitales sans accents ni ponctuation.

    La voie s'écrit en toutes lettres (BD devient BOULEVARD) ; ses mots ne s'abrègent que si la
    ligne dépasse 38 caractères. Rien n'est coupé ni deviné : ce qui reste à corriger est dit.

    Paramètres
    ----------
    adresse : un dictionnaire, ou un tableau d'une adresse par ligne. Champs lus, en textes :
        raison_sociale (ligne 1), service (2), complement (bâtiment, zone : 3), adresse (numéro et
        voie : 4), distribution (boîte postale, lieu-dit : 5), code_postal et commune (6). Les deux
        derniers sont exigés.

    Renvoie
    -------
    Un dictionnaire (ou un tableau, dans le même ordre) : ligne_1 à ligne_6, vides si rien ne les
    remplit, et a_verifier, vide si l'adresse est bien formée. Aucune validation postale : que la
    rue existe, ou que ce code postal soit celui de la commune, demande le fichier de La Poste.

    Lève
    ----
    ArgumentInvalide si le code postal ou la commune n'est pas un champ ; MauvaisType pour un champ
    qui n'est pas un texte (en nombre, 01000 perd son zéro).

    Exemple
    -------
    >>> lignes = normaliser_adresse({"adresse": "80 bis, bd Foch", "code_postal": "42000",
    ...                              "commune": "Saint-Étienne Cédex 1"})
    >>> lignes["ligne_4"], lignes["ligne_6"], lignes["a_verifier"]
    ('80 BIS BOULEVARD FOCH', '42000 ST ETIENNE CEDEX 1', '')

    Source
    ------
    S822, RNVP : restructuration, normalisation, validation postale (norme AFNOR NF Z10-011 ; règles
    d'abréviation du Service national de l'adresse, abréviations des voies de FANTOIR).
    """
    if isinstance(adresse, pd.DataFrame):
        _exiger(adresse.columns)
        lues = [_six_lignes(champs) for champs in adresse.to_dict("records")]
        return pd.DataFrame(lues, index=adresse.index, columns=_COLONNES, dtype="str")
    if not isinstance(adresse, Mapping):
        raise MauvaisType("adresse", adresse, "un dictionnaire de champs, ou un tableau")
    _exiger(adresse)
    return _six_lignes(adresse)


_LARGEUR = 38
_COLONNES = [*(f"ligne_{rang}" for rang in range(1, 7)), "a_verifier"]

_TYPES = {
    "ALL": "ALLEE", "AV": "AVENUE", "AVE": "AVENUE", "BD": "BOULEVARD", "BLD": "BOULEVARD",
    "BVD": "BOULEVARD", "CHE": "CHEMIN", "CHEM": "CHEMIN", "CRS": "COURS", "FG": "FAUBOURG",
    "IMP": "IMPASSE", "PL": "PLACE", "R": "RUE", "RTE": "ROUTE", "SQ": "SQUARE",
}  # fmt: skip
_ABREGES = {
    "ALLEE": "ALL", "AVENUE": "AV", "BOULEVARD": "BD", "CARREFOUR": "CAR", "CHEMIN": "CHE",
    "COURS": "CRS", "ESPLANADE": "ESP", "FAUBOURG": "FG", "IMPASSE": "IMP", "LOTISSEMENT": "LOT",
    "PASSAGE": "PAS", "PLACE": "PL", "PROMENADE": "PROM", "QUARTIER": "QUA", "RESIDENCE": "RES",
    "ROUTE": "RTE", "SQUARE": "SQ", "BATIMENT": "BAT", "SOCIETE": "STE", "ETABLISSEMENTS": "ETS",
    "CAPITAINE": "CNE", "COLONEL": "COL", "COMMANDANT": "CDT", "DOCTEUR": "DR", "GENERAL": "GAL",
    "LIEUTENANT": "LT", "MARECHAL": "MAL", "PRESIDENT": "PDT", "PROFESSEUR": "PR",
    "SAINT": "ST", "SAINTE": "STE",
}  # fmt: skip
_REPETITION = "BIS|TER|QUATER|[A-D]"


def _exiger(champs: Any) -> None:
    for exige in ("code_postal", "commune"):
        if exige not in champs:
            raise ArgumentInvalide("adresse", list(champs), f"un champ « {exige} »")


def _six_lignes(champs: Mapping[Any, Any]) -> dict[str, str]:
    libres = [_champ(champs, nom) for nom in ("raison_sociale", "service", "complement")]
    lignes = [capitales(libre) for libre in libres]
    lignes += [_voie(_champ(champs, "adresse")), capitales(_champ(champs, "distribution"))]
    lignes = [_abreger(ligne) for ligne in lignes]
    code, commune = (
        _champ(champs, "code_postal").replace(" ", ""),
        commune_postale(_champ(champs, "commune")),
    )
    lignes.append(f"{code} {commune}".strip())
    return dict(zip(_COLONNES, [*lignes, _a_verifier(lignes, code, commune)], strict=True))


def _champ(champs: Mapping[Any, Any], nom: str) -> str:
    valeur = champs.get(nom)
    attendu = "un texte (en nombre, le code postal 01000 perd son zéro)"
    return "" if vide(valeur) else texte(nom, valeur, attendu)


def _voie(saisie: str) -> str:
    """Le numéro, sa répétition, le type de voie en toutes lettres, puis le nom de la voie."""
    ligne = re.sub(rf"^(\d+)({_REPETITION})\b", r"\1 \2", capitales(saisie))
    debut = re.match(rf"((?:\d+ )*(?:(?:{_REPETITION}) )?)(\w+)\b", ligne)
    if debut is None:
        return ligne
    numero, genre = debut.groups()
    return f"{numero}{_TYPES.get(genre, genre)}{ligne[debut.end() :]}"


def _abreger(ligne: str) -> str:
    """Les mots abrégés un à un, de gauche à droite, jusqu'à ce que la ligne tienne."""
    mots = ligne.split()
    for rang, mot in enumerate(mots):
        if len(" ".join(mots)) <= _LARGEUR:
            break
        mots[rang] = _ABREGES.get(mot, mot)
    return " ".join(mots)


def _a_verifier(lignes: list[str], code: str, commune: str) -> str:
    defauts = []
    if not re.fullmatch("[0-9]{5}", code):
        defauts.append(f"code postal « {code} » : 5 chiffres attendus")
    if not commune:
        defauts.append("commune manquante")
    if not lignes[3] and not lignes[4]:
        defauts.append("ni voie ni boîte postale")
    for rang, ligne in enumerate(lignes, 1):
        if len(ligne) > _LARGEUR:
            defauts.append(f"ligne {rang} : {len(ligne)} caractères, {_LARGEUR} au plus")
    return " ; ".join(defauts)
