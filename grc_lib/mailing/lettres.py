"""Le publipostage (GRC-4, S822-4) : un modèle, un fichier, une lettre par destinataire."""

from typing import Any

import pandas as pd

from grc_lib import _duckdb, _formats
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType


def publipostage(modele: str, destinataires: Any, *, html: bool = False) -> "pd.Series[str]":
    """Le texte personnalisé de chaque destinataire.

    On n'écrit pas à qui s'y est opposé : une ligne dont `opposition` est vraie, dont `etat` est
    « opposition », ou dont `consentement` n'est pas un accord (vrai ou « accord ») est refusée,
    quand le fichier a cette colonne.

    Paramètres
    ----------
    modele : un texte dont les champs s'écrivent {{ nom }} ; {{ montant | euros }},
        {{ nombre | nombre }} et {{ jour | date }} les écrivent à la française, et
        {% if prenom is defined %}…{% endif %} traite un champ facultatif.
    destinataires : tableau, relation DuckDB ou liste de dictionnaires, un destinataire par ligne.
    html : vrai pour un courriel en HTML ; « & » ou « < » dans un champ y sont alors protégés.

    Renvoie
    -------
    `Series` de textes, un par destinataire, sous les repères du tableau reçu.

    Lève
    ----
    ArgumentInvalide si le modèle est mal formé ou emploie un champ qui n'est pas une colonne, si
    un champ manque à une ligne (elle est nommée), ou si un destinataire s'est opposé.

    Exemple
    -------
    >>> fiches = pd.DataFrame({"nom": ["Mme Faure", "M. Adam"], "remise": [120, 80.5]})
    >>> for lettre in publipostage("{{ nom }}, {{ remise | euros }} pour vous !", fiches):
    ...     print(lettre)
    Mme Faure, 120,00\xa0€ pour vous !
    M. Adam, 80,50\xa0€ pour vous !

    Source
    ------
    GRC-4, publipostage ; RGPD, article 21 (droit d'opposition) ; L34-5 CPCE.
    """
    fichier = _fichier(destinataires)
    _refuser_les_opposes(fichier)
    preparer, champs = _compiler(modele, html, [str(nom) for nom in fichier.columns])
    textes = []
    for repere, fiche in zip(fichier.index, fichier.to_dict("records"), strict=True):
        remplis = {str(nom): valeur for nom, valeur in fiche.items() if not _manque(valeur)}
        textes.append(_remplir(preparer, champs, repere, remplis))
    return pd.Series(textes, index=fichier.index, name="texte", dtype="str")


# Par colonne : des valeurs, et s'il faut en être (ou n'en être pas) pour avoir refusé.
_OPPOSITIONS = {
    "opposition": (("true", "oui", "1", "1.0"), True),
    "etat": (("opposition",), True),
    "consentement": (("true", "oui", "accord", "1", "1.0"), False),
}


def _fichier(recu: Any) -> pd.DataFrame:
    if isinstance(recu, list) and recu and all(isinstance(fiche, dict) for fiche in recu):
        return pd.DataFrame(recu)
    if isinstance(recu, pd.DataFrame):
        return recu
    if isinstance(recu, list | pd.Series):
        attendu = "un tableau, une relation DuckDB ou une liste de dictionnaires"
        raise MauvaisType("destinataires", recu, attendu)
    relation = _duckdb.en_relation(recu, "destinataires")
    return _duckdb.tableau(relation, "grc_destinataires", "SELECT * FROM grc_destinataires")


def _refuser_les_opposes(fichier: pd.DataFrame) -> None:
    for colonne, (valeurs, refus) in _OPPOSITIONS.items():
        if colonne in fichier:
            dits = [str(valeur).strip().lower() in valeurs for valeur in fichier[colonne]]
            opposes = [r for r, dit in zip(fichier.index, dits, strict=True) if dit == refus]
            if opposes:
                recu = f"{len(opposes)} ligne(s) qui le refusent dans « {colonne} » : {opposes[:5]}"
                attendu = "des destinataires à qui l'on peut écrire (RGPD, art. 21) ; retirez-les"
                raise ArgumentInvalide("destinataires", recu, attendu)


def _compiler(modele: Any, html: bool, colonnes: list[str]) -> tuple[Any, set[str]]:
    """Le modèle prêt à remplir, dans un environnement qui n'exécute aucun code, et ses champs."""
    from jinja2 import StrictUndefined, TemplateSyntaxError, meta
    from jinja2.sandbox import SandboxedEnvironment

    if not isinstance(modele, str):
        raise MauvaisType("modele", modele, "un texte avec des champs comme {{ nom }}")
    atelier = SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=html, keep_trailing_newline=True
    )
    atelier.filters |= {
        "euros": _formats.euros,
        "nombre": _formats.nombre,
        "date": _formats.date_courte,
    }
    try:
        champs = meta.find_undeclared_variables(atelier.parse(modele))
        prepare = atelier.from_string(modele)
    except TemplateSyntaxError as erreur:
        attendu = "un modèle bien formé, comme {{ nom }} ou {{ montant | euros }}"
        raise ArgumentInvalide("modele", f"une faute à la ligne {erreur.lineno}", attendu) from None
    inconnus = sorted(champs.difference(colonnes))
    if inconnus:
        attendu = f"des champs parmi les colonnes ({', '.join(colonnes)})"
        raise ArgumentInvalide("modele", ", ".join(inconnus), attendu)
    return prepare, champs


def _remplir(prepare: Any, champs: set[str], repere: Any, remplis: dict[str, Any]) -> str:
    from jinja2 import TemplateError, UndefinedError

    try:
        return str(prepare.render(remplis))
    except UndefinedError:
        vides = ", ".join(sorted(champs.difference(remplis))) or "un détail de champ"
        attendu = "tous les champs du modèle remplis"
        raise ArgumentInvalide(f"destinataires, ligne {repere}", f"{vides} vide", attendu) from None
    except ErreurGrc as erreur:  # un filtre : « montant » n'est pas un nombre…
        raise ArgumentInvalide(f"destinataires, ligne {repere}", str(erreur), _CALCULABLE) from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as erreur:
        recu = f"une opération impossible ou interdite ({type(erreur).__name__})"
        raise ArgumentInvalide(f"destinataires, ligne {repere}", recu, _CALCULABLE) from None


_CALCULABLE = "des champs que le modèle sait écrire"


def _manque(valeur: Any) -> bool:
    """Une valeur manquante, ou un texte blanc."""
    if isinstance(valeur, str):
        return not valeur.strip()
    return bool(pd.api.types.is_scalar(valeur) and pd.isna(valeur))
