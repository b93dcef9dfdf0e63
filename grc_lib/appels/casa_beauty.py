"""Le script d'appel émis de CASA Beauty (GRC-4) : faire référencer une gamme de maquillage.

Cas d'école : une téléprospectrice d'un fabricant d'appareils et de produits d'esthétique appelle un
distributeur pour obtenir un rendez-vous avec la personne qui décide des achats. Les fiches, leurs
numéros et leurs renvois sont ceux du document d'origine ; les phrases sont récrites, l'agent dit
toujours qui il est et pourquoi il appelle, et un refus répété met fin à l'appel.
"""

from typing import Any

from grc_lib.appels.script import Script

_FICHES: dict[str, dict[str, Any]] = {
    "1": {
        "texte": "Bonjour, Samia Souiri, de la société CASA Beauty. Je voudrais parler à la "
        "personne qui choisit vos produits de maquillage, s'il vous plaît.",
        "reponses": {
            "je vous la passe": "3",
            "elle est absente": "2A",
            "c'est à quel sujet ?": "2B",
        },
    },
    "2A": {
        "texte": "Avez-vous accès à son agenda ? Sinon, à quel moment puis-je la rappeler ?",
        "reponses": {"oui, j'ai son agenda": "5", "non, rappelez à tel moment": "8"},
    },
    "2B": {
        "texte": "Nous proposons une nouvelle gamme pour votre catalogue, que des professionnels "
        "vendent déjà. Pouvez-vous me mettre en relation avec cette personne ?",
        "reponses": {
            "je vous la passe": "3",
            "je peux vous donner un rendez-vous": "5",
            "envoyez une documentation": "7",
            "rappelez à tel moment": "8",
            "elle est absente": "2A",
        },
    },
    "3": {
        "texte": "Bonjour, Samia Souiri, de CASA Beauty, fabricant pour les instituts. Je vous "
        "appelle pour vous présenter notre gamme MAKE UP. Aimeriez-vous la voir ?",
        "reponses": {"oui, cela m'intéresse": "5", "le référencement ne m'intéresse pas": "4"},
    },
    "4": {
        "texte": "Je comprends. Des instituts la vendent déjà ; je peux vous montrer ce qu'ils en "
        "disent. Souhaitez-vous que nous en parlions ?",
        "reponses": {"oui, voyons cela": "5", "non, merci": "7"},
    },
    "5": {
        "texte": "Quand pourrions-nous nous voir : cette semaine, ou la semaine prochaine ?",
        "reponses": {"un jour et une heure": "8", "je n'ai pas le temps": "6"},
    },
    "6": {
        "texte": "Vous êtes très pris en ce moment. Serait-ce plus simple le mois prochain ?",
        "reponses": {"un jour et une heure": "8", "non, pas de rendez-vous": "7"},
    },
    "7": {
        "texte": "Je vous envoie alors notre documentation, si vous l'acceptez. Votre adresse "
        "est-elle toujours la même ? Je vous remercie ; bonne journée.",
        "fin": "documentation envoyée",
    },
    "8": {
        "texte": "C'est noté : je récapitule le jour, l'heure et l'adresse. Je vous remercie ; à "
        "bientôt, et bonne journée.",
        "fin": "rendez-vous ou rappel fixé",
    },
}


def casa_beauty() -> Script:
    """Le script de CASA Beauty : fiches 1, 2A, 2B et 3 à 8.

    Renvoie
    -------
    Un `Script`, sans impasse ni fiche orpheline ; deux issues : « rendez-vous ou rappel fixé »
    (fiche 8), « documentation envoyée » (fiche 7).

    Lève
    ----
    Rien.

    Exemple
    -------
    >>> casa_beauty().jouer(["je vous la passe", "oui, cela m'intéresse"])["fiche"].tolist()
    ['1', '3', '5']

    Source
    ------
    GRC-4, guide d'entretien téléphonique du module « Management de la relation client ».
    """
    return Script(_FICHES)
