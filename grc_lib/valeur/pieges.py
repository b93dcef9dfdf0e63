"""Les erreurs fréquentes sur la valeur d'un client (S521-1 à S521-4) : conquête, marge, durée."""

from collections.abc import Mapping
from typing import Any, Literal

from grc_lib._pieges import Catalogue, Piege
from grc_lib.valeur.acquisition import cout_acquisition, delai_recuperation, retour_investissement
from grc_lib.valeur.compte import compte_exploitation
from grc_lib.valeur.potentiel import potentiel_accessible, taux_nourriture
from grc_lib.valeur.vie import valeur_vie, valeur_vie_infinie

_AUTRE_FLUX = (
    "Vous avez placé la première marge à une autre date : relisez si elle arrive cette année ou "
    "dans un an."
)

PIEGES: Catalogue = {
    cout_acquisition: {
        "inverse": Piege(
            "Vous avez divisé les clients par la dépense : on cherche des euros par client.",
            lambda depenses, nouveaux: nouveaux / depenses,
        ),
        "total": Piege(
            "C'est la dépense totale : partagez-la entre les nouveaux clients.",
            lambda depenses, nouveaux: depenses,
        ),
    },
    retour_investissement: {
        "cout_non_deduit": Piege(
            "Vous avez oublié de retirer le coût : l'action doit d'abord le rembourser.",
            lambda marge, cout: marge / cout,
        ),
        "sur_la_marge": Piege(
            "Vous avez rapporté le gain à la marge : il se rapporte à ce que l'action a coûté.",
            lambda marge, cout: (marge - cout) / marge,
        ),
        "gain": Piege(
            "C'est le gain, en euros : rapportez-le à ce que l'action a coûté.",
            lambda marge, cout: marge - cout,
        ),
    },
    delai_recuperation: {
        "inverse": Piege(
            "Vous avez inversé la division : on cherche combien de marges mensuelles couvrent le "
            "coût.",
            lambda cout_acquisition, marge_mensuelle: marge_mensuelle / cout_acquisition,
        ),
        "annees": Piege(
            "C'est un délai en années : on le cherche en mois.",
            lambda cout_acquisition, marge_mensuelle: cout_acquisition / marge_mensuelle / 12,
        ),
    },
    potentiel_accessible: {
        "reste": Piege(
            "C'est la part que l'on ne peut pas atteindre.",
            lambda potentiel, part: potentiel * (1 - part),
        ),
    },
    taux_nourriture: {
        "inverse": Piege(
            "Vous avez inversé la division : la part de client ne dépasse pas 100 %.",
            lambda achats, potentiel: potentiel / achats,
        ),
        "reste": Piege(
            "C'est la part qui va aux autres fournisseurs.",
            lambda achats, potentiel: 1 - achats / potentiel,
        ),
        "sur_les_concurrents": Piege(
            "Vous avez rapporté les achats à ceux faits chez les concurrents : rapportez-les à "
            "tout le besoin du client.",
            lambda achats, potentiel: achats / (potentiel - achats),
        ),
    },
    compte_exploitation: {
        "sans_rrr": Piege(
            "Vous avez oublié les réductions accordées : partez du chiffre d'affaires net.",
            lambda client: compte_exploitation({**client, "rrr": 0}),
        ),
        "sans_credit": Piege(
            "Vous avez oublié le coût du crédit client : attendre son paiement coûte.",
            lambda client: compte_exploitation({**client, "taux_credit": 0}),
        ),
        "marge_brute": Piege(
            "C'est la marge brute : retirez ce que ce client coûte à servir.",
            lambda client: compte_exploitation(client).marge_brute,
            "contribution",
        ),
        "encours_entier": Piege(
            "Vous avez retiré l'encours entier : ce n'est pas un coût, seul son financement coûte.",
            lambda client: (
                compte_exploitation(client).contribution
                + compte_exploitation(client).credit_client
                - compte_exploitation(client).encours
            ),
            "contribution",
        ),
        "sur_le_ca_brut": Piege(
            "Vous avez rapporté la contribution au chiffre d'affaires brut : prenez le net.",
            lambda client: (
                compte_exploitation(client).contribution / compte_exploitation(client).ca_brut
            ),
            "taux_contribution",
        ),
        "taux_de_marge_brute": Piege(
            "C'est le taux de marge brute : retirez d'abord les coûts directs.",
            lambda client: (
                compte_exploitation(client).marge_brute / compte_exploitation(client).ca_net
            ),
            "taux_contribution",
        ),
    },
    valeur_vie: {
        "sans_acquisition": Piege(
            "Vous avez oublié de retirer le coût d'acquisition.",
            lambda **client: valeur_vie(**{**client, "cout_acquisition": 0}),
        ),
        "sans_actualiser": Piege(
            "Vous avez oublié d'actualiser : une marge future vaut moins qu'une marge "
            "d'aujourd'hui.",
            lambda **client: valeur_vie(**{**client, "actualisation": 0}),
        ),
        "sans_attrition": Piege(
            "Vous avez compté tous les clients chaque année : une partie s'en va.",
            lambda **client: valeur_vie(**{**client, "retention": 1}),
        ),
        "sans_fidelisation": Piege(
            "Vous avez oublié ce que l'on dépense chaque année pour fidéliser.",
            lambda **client: valeur_vie(**{**client, "fidelisation": 0}),
        ),
        "autre_flux": Piege(
            _AUTRE_FLUX,
            lambda **client: valeur_vie(**{**client, "premier_flux": _autre(client)}),
        ),
        "attrition_pour_retention": Piege(
            "Vous avez pris la part des clients qui partent : il faut celle des clients gardés.",
            lambda **client: valeur_vie(**{**client, "retention": 1 - client["retention"]}),
        ),
    },
    valeur_vie_infinie: {
        "sans_actualiser": Piege(
            "Vous avez multiplié la marge par la durée de vie moyenne : il reste à actualiser.",
            lambda marge, retention, actualisation, *, premier_flux="immédiat": valeur_vie_infinie(
                marge, retention, 0, premier_flux=premier_flux
            ),
        ),
        "autre_flux": Piege(
            _AUTRE_FLUX,
            lambda marge, retention, actualisation, *, premier_flux="immédiat": valeur_vie_infinie(
                marge,
                retention,
                actualisation,
                premier_flux=_autre({"premier_flux": premier_flux}),
            ),
        ),
        "sans_attrition": Piege(
            "Vous avez compté un client que l'on ne perd jamais : chaque année, une partie s'en "
            "va.",
            lambda marge, retention, actualisation, *, premier_flux="immédiat": valeur_vie_infinie(
                marge, 1, actualisation, premier_flux=premier_flux
            ),
        ),
    },
}


def _autre(client: Mapping[str, Any]) -> Literal["immédiat", "différé"]:
    return "différé" if client.get("premier_flux", "immédiat") == "immédiat" else "immédiat"
