"""Qui saisit les prospects, ce que chacun laisse vide et comment il écrit le reste."""

from grc_lib.donnees.fabrique import ecritures as e

SOURCES = {  # origine : source ; les fichiers et les salons portent aussi leur mois
    "fichier acheté": "fichier acheté",
    "salon": "salon Encrelia",
    "site web": "formulaire du site",
    "démarchage": "saisie télécommerciale",
    "recommandation": "saisie commercial",
}
DATEES = ("fichier acheté", "salon")
TABLEUR = "fichier acheté janv."  # ouvert dans un tableur, il a perdu ses zéros de tête
CHAMPS = ["raison_sociale", "siret", "naf", "effectif", "adresse", "code_postal", "commune"]
CHAMPS += ["telephone", "courriel"]
# Champs laissés vides (%), dans l'ordre ci-dessus.
VIDES = {
    "fichier acheté": (0, 2, 1, 8, 1, 0, 0, 12, 38),
    "salon": (2, 80, 85, 55, 22, 10, 5, 15, 8),
    "site web": (1, 45, 70, 40, 18, 6, 4, 20, 0),
    "démarchage": (0, 38, 50, 35, 12, 3, 1, 1, 40),
    "recommandation": (0, 60, 75, 50, 28, 12, 3, 6, 32),
}
# Ce que chaque source fait d'un champ ; répéter une forme, c'est la favoriser.
ECRITURES: dict[str, dict[str, tuple[e.Forme, ...]]] = {
    "fichier acheté": {
        "raison_sociale": (e.majuscules,),
        "naf": (e.coller,),
        "effectif": (e.tranche,),
        "adresse": (e.voie_postale,),
        "commune": (e.abreger_saint,),
        "telephone": (e.coller,),
        "date_saisie": (e.tel_quel,),
    },
    "salon": {
        "raison_sociale": (e.tel_quel, e.majuscules),
        "siret": (e.espacer,),
        "adresse": (e.tel_quel, e.abreger_voie),
        "commune": (e.tel_quel, e.majuscules),
        "telephone": (e.points,),
        "date_saisie": (e.jour_court,),
    },
    "site web": {
        "raison_sociale": (e.tel_quel, e.tel_quel, str.lower, e.sans_accents, e.majuscules),
        "siret": (e.espacer, e.tel_quel),
        "adresse": (e.tel_quel, e.virgule, str.lower),
        "commune": (e.tel_quel, e.sans_tirets, str.lower),
        "telephone": (e.tel_quel, e.coller, e.indicatif),
        "courriel": (e.tel_quel, e.tel_quel, str.capitalize),
        "date_saisie": (e.tel_quel,),
    },
    "démarchage": {
        "raison_sociale": (e.tel_quel, e.tel_quel, e.sans_accents, e.majuscules),
        "siret": (e.tel_quel, e.espacer),
        "effectif": (e.personnes, e.tel_quel),
        "adresse": (e.tel_quel, e.abreger_voie, e.abreger_voie),
        "commune": (e.tel_quel, e.abreger_saint),
        "telephone": (e.tel_quel,),
        "date_saisie": (e.jour_francais,),
    },
    "recommandation": {
        "raison_sociale": (e.tel_quel, e.sans_accents),
        "effectif": (e.personnes,),
        "adresse": (e.abreger_voie,),
        "commune": (e.tel_quel, e.sans_tirets),
        "telephone": (e.tel_quel, e.points),
        "date_saisie": (e.jour_en_lettres,),
    },
}
