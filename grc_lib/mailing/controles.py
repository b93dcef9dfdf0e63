"""Le contrôle d'un mailing (GRC-4) : ses pièces, sa rédaction, ses mentions obligatoires."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from grc_lib._arguments import parmi
from grc_lib.erreurs import ArgumentInvalide, MauvaisType


class Controle(NamedTuple):
    """Un contrôle : la règle, si elle est respectée, ce qu'il faut vérifier ou faire, la source."""

    regle: str
    respectee: bool
    explication: str
    source: str


def controler(mailing: Mapping[str, str]) -> list[Controle]:
    """Ce qui manque à un mailing avant de l'envoyer : pièces, personnalisation, mentions.

    Le contrôle cherche des mots : il voit une mention oubliée, il ne juge ni le style ni la
    licéité du fichier.

    Paramètres
    ----------
    mailing : un dictionnaire de textes. Pour tous : canal (« courrier », par défaut, ou
        « courriel »), expediteur (le nom de l'entreprise) et signataire. Courrier :
        enveloppe_porteuse, lettre, depliant, coupon_reponse (ou bon de commande) et
        enveloppe_retour. Courriel : objet, texte, cible (« professionnels », par défaut, ou
        « particuliers ») et fondement (« consentement », « client existant » ou « activité
        professionnelle » : ce qui donne le droit d'écrire).

    Renvoie
    -------
    La liste des contrôles (regle, respectee, explication, source) ; `pd.DataFrame(liste)` en fait
    un tableau.

    Lève
    ----
    ArgumentInvalide pour une pièce inconnue, un canal, une cible ou un fondement hors des choix ;
    MauvaisType si une pièce n'est pas un texte.

    Exemple
    -------
    >>> lettre = "Chère Madame {{ nom }}, … Pour ne plus recevoir nos offres, écrivez-nous."
    >>> for controle in controler({"expediteur": "Imprimerie Clémenceau", "lettre": lettre}):
    ...     if not controle.respectee and "L'expéditeur" in controle.regle:
    ...         print(controle.explication)
    L'enveloppe montre au moins une accroche et votre adresse : « Imprimerie Clémenceau ».
    La lettre doit nommer « Imprimerie Clémenceau ».

    Source
    ------
    GRC-4, les indispensables du mailing (support d'origine) ; RGPD, articles 13, 14 et 21 ;
    L34-5 CPCE (droit connu au 21 novembre 2026).
    """
    pieces = _pieces(mailing)
    canal = pieces.get("canal", "courrier")
    parmi("canal", canal, tuple(_CHAMPS))
    for nom in pieces:
        if nom not in _COMMUNS | _CHAMPS[canal]:
            attendu = f"pour un {canal} : {', '.join(sorted(_COMMUNS | _CHAMPS[canal]))}"
            raise ArgumentInvalide("mailing", nom, attendu)
    return list(_courrier(pieces) if canal == "courrier" else _courriel(pieces))


_COMMUNS = {"canal", "expediteur", "signataire"}
_CHAMPS = {
    "courrier": {"enveloppe_porteuse", "lettre", "depliant", "coupon_reponse", "enveloppe_retour"},
    "courriel": {"objet", "texte", "cible", "fondement"},
}
_INDISPENSABLES = (
    ("enveloppe_porteuse", "L'enveloppe porteuse", "La vitrine : elle donne envie d'ouvrir."),
    ("lettre", "La lettre", "Le vendeur : le contact personnel, absolument indispensable."),
    ("depliant", "Le dépliant", "Les rayons : ce que l'on a à vendre."),
    ("coupon_reponse", "Le coupon-réponse ou bon de commande", "La caisse enregistreuse."),
    ("enveloppe_retour", "L'enveloppe retour", "Elle rend la réponse facile et gratuite."),
)
_SUPPORT = "Support GRC, les indispensables du mailing"
_REDACTION = "Support GRC, rédaction et présentation de la lettre"
_FONDEMENTS = ("consentement", "client existant", "activité professionnelle")

_OPPOSITION = r"\boppos(er|ition)|plus recevoir|desabonn|desinscri"
_LIEN = r"https?://|mailto:|href|\{\{.*?lien.*?\}\}|[\w.-]+@[\w.-]+\.\w+"
_DONNEES = r"\b(vos|les|ces) (donnees|coordonnees)|donnees personnelles"
_EMPLOI = r"utilis|conserv|\btrait(ees?|ons|ement)\b|provien|collect"


def _pieces(mailing: Any) -> dict[str, str]:
    if not isinstance(mailing, Mapping):
        raise MauvaisType("mailing", mailing, "un dictionnaire (canal, expediteur, lettre…)")
    for nom, piece in mailing.items():
        if not isinstance(piece, str):
            raise MauvaisType(f"mailing, {nom}", piece, "un texte")
    return dict(mailing)


def _courrier(pieces: dict[str, str]) -> Iterator[Controle]:
    for nom, regle, role in _INDISPENSABLES:
        yield Controle(regle, bool(pieces.get(nom, "").strip()), role, _SUPPORT)
    expediteur, lettre = pieces.get("expediteur", ""), pieces.get("lettre", "")
    nomme = _present(expediteur, pieces.get("enveloppe_porteuse", ""))
    conseil = "L'enveloppe montre au moins une accroche et votre adresse"
    regle = "L'expéditeur, sur l'enveloppe porteuse"
    yield Controle(regle, nomme, f"{conseil} : « {expediteur or '?'} ».", _SUPPORT)
    yield from _redaction(lettre, pieces.get("signataire", ""))
    conseil = "Après la signature, la phrase que l'on relit : l'avantage principal (P.-S.)."
    yield Controle("Le post-scriptum", _trouve(r"\bp\.? ?-? ?s\b", lettre), conseil, _REDACTION)
    yield from _mentions("La lettre", lettre, expediteur)
    conseil = "Dites comment ne plus recevoir d'offres : simple et gratuit, à chaque envoi."
    ecrits = f"{lettre} {pieces.get('coupon_reponse', '')}"
    yield Controle("Le droit d'opposition", _trouve(_OPPOSITION, ecrits), conseil, "RGPD, art. 21")


def _courriel(pieces: dict[str, str]) -> Iterator[Controle]:
    objet, texte = pieces.get("objet", ""), pieces.get("texte", "")
    franc = bool(objet.strip()) and not _trouve(r"^(re|tr|fwd?) ?:", objet)
    conseil = "Il annonce le contenu, sans fausse réponse (« RE : ») ; il touche à la profession."
    yield Controle("L'objet", franc, conseil, "L34-5 CPCE")
    yield from _redaction(texte, pieces.get("signataire", ""))
    yield from _mentions("Le courriel", texte, pieces.get("expediteur", ""))
    offert = _trouve(_OPPOSITION, texte) and _trouve(_LIEN, texte)
    conseil = "Un lien ou une adresse pour se désabonner, gratuitement, dans chaque message."
    yield Controle("Le désabonnement", offert, conseil, "L34-5 CPCE ; RGPD, art. 21")
    yield _droit_d_ecrire(pieces)


def _redaction(texte: str, signataire: str) -> Iterator[Controle]:
    conseil = "Un champ de publipostage au moins, comme {{ nom }}."
    yield Controle("La personnalisation", _trouve(r"\{\{.+?\}\}", texte), conseil, _REDACTION)
    conseil = f"Le nom et la fonction du signataire : « {signataire or '?'} »."
    yield Controle("La signature", _present(signataire, texte), conseil, _REDACTION)


def _mentions(piece: str, texte: str, expediteur: str) -> Iterator[Controle]:
    conseil = f"{piece} doit nommer « {expediteur or '?'} »."
    source = "L34-5 CPCE" if piece == "Le courriel" else "RGPD, art. 13 et 14"
    yield Controle("L'expéditeur, dans le texte", _present(expediteur, texte), conseil, source)
    dite = _trouve(_DONNEES, texte) and _trouve(_EMPLOI, texte)
    conseil = "D'où viennent les données, à quoi elles servent, combien de temps, quels droits."
    yield Controle("L'information sur les données", dite, conseil, "RGPD, art. 13 et 14")


def _droit_d_ecrire(pieces: dict[str, str]) -> Controle:
    cible, fondement = pieces.get("cible", "professionnels"), pieces.get("fondement", "")
    parmi("cible", cible, ("professionnels", "particuliers"))
    parmi("fondement", fondement, (*_FONDEMENTS, ""))
    if cible == "particuliers":
        conseil = (
            "Consentement préalable et prouvé, ou client à qui l'on vend des produits proches."
        )
        licite = fondement in _FONDEMENTS[:2]
    else:
        conseil = "Destinataire informé, libre de s'opposer, offre en rapport avec sa profession."
        licite = fondement in _FONDEMENTS
    return Controle(f"Le droit d'écrire à des {cible}", licite, conseil, "L34-5 CPCE")


def _present(nom: str, texte: str) -> bool:
    return bool(nom.strip()) and _simple(nom) in _simple(texte)


def _trouve(motif: str, texte: str) -> bool:
    return re.search(motif, _simple(texte)) is not None


def _simple(texte: str) -> str:
    """En minuscules, sans accents, les blancs ramenés à une espace."""
    decompose = unicodedata.normalize("NFKD", texte.lower())
    return " ".join("".join(c for c in decompose if not unicodedata.combining(c)).split())
