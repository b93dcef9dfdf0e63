"""Les champs d'un fichier (S822-3) : justes ou faux, et écrits d'une seule façon."""

import re
from typing import Any

from grc_lib._arguments import parmi
from grc_lib.qualite._lecture import capitales, lire


def siret_valide(siret: Any) -> Any:
    """Dit si un SIRET est bien formé : quatorze chiffres dont la clé de contrôle est juste.

    Clé de Luhn : on double un chiffre sur deux en partant de la droite, on retranche 9 à ceux qui
    dépassent 9 ; la somme doit être un multiple de 10.

    Paramètres
    ----------
    siret : un texte, ou une colonne de textes ; espaces et points tolérés. Un nombre est refusé :
        il a perdu ses zéros de gauche.

    Renvoie
    -------
    Vrai ou faux ; pour une colonne, une colonne de vrais et de faux, où un SIRET vide manque. Un
    SIRET bien formé n'est pas pour autant celui d'une entreprise qui existe.

    Lève
    ----
    MauvaisType si ce n'est pas un texte.

    Exemple
    -------
    >>> siret_valide("732 829 320 00074"), siret_valide("732 829 320 00047")
    (True, False)

    Source
    ------
    S822, SIRET = SIREN (9 chiffres) + NIC (5 chiffres), clé de Luhn, exception de La Poste.
    """
    attendu = "un texte de 14 chiffres (un nombre perd ses zéros de gauche)"
    return lire("siret", siret, _cle_juste, "boolean", attendu)


def courriel_valide(courriel: Any) -> Any:
    """Dit si une adresse de courriel est bien formée, sans interroger le réseau.

    Paramètres
    ----------
    courriel : un texte, ou une colonne de textes ; les espaces qui l'entourent sont ignorées.

    Renvoie
    -------
    Vrai ou faux ; pour une colonne, une colonne de vrais et de faux, où un courriel vide manque.
    Bien formée, une adresse peut ne pas exister : seul un envoi le dira.

    Lève
    ----
    MauvaisType si ce n'est pas un texte.

    Exemple
    -------
    >>> courriel_valide("achats@garage-faure.example"), courriel_valide("achats@garage,fr")
    (True, False)

    Source
    ------
    S822, types et formats ; domaines de fiction réservés par les RFC 2606 et 6761.
    """
    return lire("courriel", courriel, _bien_forme, "boolean", "un texte comme nom@domaine.fr")


def normaliser_telephone(telephone: Any, *, forme: str = "nationale") -> Any:
    """Un numéro de téléphone écrit d'une seule façon.

    Paramètres
    ----------
    telephone : un texte, ou une colonne de textes, comme on l'a saisi (« +33 (0)1.99.00.12.34 ») ;
        sans indicatif, le numéro est français.
    forme : « nationale » (01 99 00 12 34) ou « internationale » (+33199001234, dite E.164, celle
        des logiciels). Un numéro étranger garde son indicatif.

    Renvoie
    -------
    Le numéro, en texte ; pour une colonne, une colonne où les numéros illisibles manquent.

    Lève
    ----
    ArgumentInvalide pour un numéro illisible (trop court, deux numéros dans la même case…) ;
    MauvaisType pour un nombre, qui a perdu son zéro.

    Exemple
    -------
    >>> normaliser_telephone("+33 (0)1.99.00.12.34")
    '01 99 00 12 34'
    >>> normaliser_telephone("0199001234", forme="internationale")
    '+33199001234'

    Source
    ------
    S822, types et formats ; plan de numérotation (bibliothèque phonenumbers).
    """
    parmi("forme", forme, ("nationale", "internationale"))

    def ecrire(numero: str) -> str | None:
        return _numero(numero, forme)

    return lire("telephone", telephone, ecrire, "str", "un numéro, en texte, comme 01 99 00 12 34")


def normaliser_raison_sociale(raison_sociale: Any) -> Any:
    """Une raison sociale prête à comparer : capitales sans accents, sans la forme juridique.

    Paramètres
    ----------
    raison_sociale : un texte, ou une colonne de textes.

    Renvoie
    -------
    Un texte, ou une colonne de textes où une raison sociale vide manque. La forme juridique reste
    si le nom n'a pas d'autre mot.

    Lève
    ----
    ArgumentInvalide si le texte n'a ni lettre ni chiffre ; MauvaisType si ce n'est pas un texte.

    Exemple
    -------
    >>> normaliser_raison_sociale("S.A.R.L. Boulangerie Lefèvre")
    'BOULANGERIE LEFEVRE'

    Source
    ------
    S822, normalisation avant dédoublonnage.
    """

    def comparable(nom: str) -> str | None:
        mots = capitales(nom).split()
        return " ".join([mot for mot in mots if mot not in _FORMES] or mots) or None

    return lire("raison_sociale", raison_sociale, comparable, "str", "un nom d'entreprise")


_FORMES = frozenset(
    {"SARL", "EURL", "SAS", "SASU", "SA", "SNC", "SCI", "SCP", "SCOP", "SELARL", "EI", "EIRL"}
    | {"EARL", "GAEC", "GIE", "STE", "SOCIETE", "ETS", "ETABLISSEMENT", "ETABLISSEMENTS"}
)

# La métropole, puis les départements d'outre-mer, qui ont chacun leur indicatif international.
_REGIONS = ("FR", "GP", "MQ", "GF", "RE")
# Les tranches que l'ARCEP réserve à la fiction : sans opérateur, on peut les croire fausses.
_FICTION = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)\d{4}")


def _cle_juste(numero: str) -> bool:
    from stdnum.fr import siret

    # Les établissements de La Poste (SIREN 356 000 000), hors son siège, échappent à Luhn : la
    # somme de leurs chiffres est un multiple de 5. stdnum connaît l'exception.
    chiffres = siret.compact(numero)
    return siret.is_valid(chiffres) and set(chiffres) != {"0"}


def _bien_forme(adresse: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        # test_environment : les domaines en .test, réservés à la fiction, sont acceptés.
        lue = validate_email(adresse, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return "." in lue.domain


def _numero(saisi: str, forme: str) -> str | None:
    import phonenumbers as plan

    if re.search(r"\d.*[^\W\d_]", saisi):  # « 01 99 00 12 34 poste 12 », ou un numéro en lettres
        return None
    for region in _REGIONS:
        try:
            numero = plan.parse(saisi, region)
        except plan.NumberParseException:
            return None
        fictif = _FICTION.fullmatch(plan.format_number(numero, plan.PhoneNumberFormat.E164))
        if fictif or plan.is_valid_number(numero):
            break
    else:
        return None
    if forme == "internationale":
        return plan.format_number(numero, plan.PhoneNumberFormat.E164)
    national = plan.region_code_for_number(numero) in _REGIONS
    formats = plan.PhoneNumberFormat
    return plan.format_number(numero, formats.NATIONAL if national else formats.INTERNATIONAL)
