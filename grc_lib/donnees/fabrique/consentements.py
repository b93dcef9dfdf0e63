"""Ce que contacts et prospects ont accepté ou refusé, canal par canal.

Entre professionnels, la plupart ne se sont jamais prononcés : l'intérêt légitime suffit. Les
désabonnements qu'entraînent les campagnes s'y ajoutent dans `envois`.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import JOUR_FIN, Entiers, depuis_1970, en_jours
from grc_lib.donnees.fabrique.coordonnees import PORTABLE
from grc_lib.donnees.fabrique.hasard import Hasard

CANAUX = ("courriel", "sms", "téléphone", "courrier")
ACCORD, OPPOSITION = "accord", "opposition"
_RGPD = np.datetime64("2018-05-25")  # on ne garde la preuve d'un accord que depuis
# Accords par canal (%), selon l'origine de la personne (usage).
_CLIENT = "client"
_ACCORDS = {
    _CLIENT: (58, 75, 12, 4),
    "site web": (75, 45, 22, 0),
    "salon": (60, 35, 15, 6),
    "recommandation": (30, 15, 20, 0),
    "démarchage": (14, 5, 6, 0),
    "fichier acheté": (2, 0, 0, 0),
}
_AU_PREMIER_JOUR = ("site web", "salon")  # formulaire ou fiche remplis en arrivant
# Pour mille personnes : à qui s'oppose, les canaux, un par ligne ; en répéter un le favorise.
_OPPOSANTS = 46
_REFUS = ((0,),) * 9 + ((2,),) * 5 + ((3,),) * 3 + ((1,),) * 2 + ((0, 1, 2, 3),) * 3
_REPENTIS = 10  # % des opposants qui redonnent leur accord
_COMMANDE = "bon de commande signé"
_PREUVES = {
    ACCORD: (
        ("formulaire du site", "formulaire du site", _COMMANDE, "courriel reçu"),
        ("formulaire du site", "fiche signée"),
        ("fiche signée", "appel noté"),
        (_COMMANDE, "fiche signée"),
    ),
    OPPOSITION: (
        ("lien de désabonnement", "lien de désabonnement", "courriel reçu"),
        ("STOP par sms",),
        ("appel noté", "appel noté", "courriel reçu"),
        ("courrier reçu", "appel noté"),
    ),
}


def ajouter(b: Bloc) -> None:
    """La table `consentements`, dans l'ordre des dates."""
    h, qui = b.hasard("consentements"), _personnes(b)
    accords = _accords(qui, h)
    refus = _refus(qui, accords, h)
    lignes = [_lignes(qui, accords, ACCORD, h), _lignes(qui, refus, OPPOSITION, h)]
    lignes.append(_lignes(qui, _repentirs(refus, h), ACCORD, h))
    table = pd.concat(lignes)
    table["date"] = b.calendrier.apres(table["date"])
    table = table.sort_values(["date", "rang", "canal"], kind="stable")
    b.ajouter("consentements", table.reset_index(drop=True), "consentement_id")


def preuve_de_refus(canal: str) -> str:
    """La preuve d'un désabonnement par ce canal."""
    return _PREUVES[OPPOSITION][CANAUX.index(canal)][0]


def _personnes(b: Bloc) -> pd.DataFrame:
    """Contacts puis prospects : leur origine, le jour où on les connaît, s'ils ont un portable."""
    contacts, prospects = b.tables["contacts"], b.tables["prospects"]
    client = b.tables["clients"].iloc[contacts["client"]].reset_index(drop=True)
    numero = contacts["telephone"].fillna(client["telephone"])
    depuis = np.maximum(en_jours(client["date_creation"]), _RGPD)
    des_contacts = contacts[["contact_id"]].assign(
        origine=_CLIENT, depuis=depuis, portable=numero.str.startswith(PORTABLE)
    )
    des_prospects = prospects[["prospect_id", "origine"]].assign(
        depuis=en_jours(prospects["date_entree"]),
        portable=prospects["telephone"].str.startswith(PORTABLE),
    )
    qui = pd.concat([des_contacts, des_prospects], ignore_index=True)
    qui["depuis"] = depuis_1970(qui["depuis"])
    return qui.astype({"contact_id": "Int64", "prospect_id": "Int64"})


def _accords(qui: pd.DataFrame, h: Hasard) -> Entiers:
    """Le jour de l'accord de chacun par canal (nombre de jours depuis 1970) ; zéro : aucun."""
    taux = np.array([_ACCORDS[origine] for origine in qui["origine"]])
    depuis = qui["depuis"].to_numpy()
    delai = h.entiers(JOUR_FIN - depuis + 1, len(qui))
    jours = depuis + np.where(qui["origine"].isin(_AU_PREMIER_JOUR), 0, delai)
    donnes = h.entiers(100, *taux.shape) < taux
    donnes[:, CANAUX.index("sms")] &= qui["portable"].to_numpy()
    accords: Entiers = np.where(donnes, jours[:, None], 0)
    return accords


def _refus(qui: pd.DataFrame, accords: Entiers, h: Hasard) -> Entiers:
    """Le jour de l'opposition, de même : toujours après l'accord, s'il y en eut un."""
    refus = np.zeros_like(accords)
    opposants = h.ordre(len(qui))[: len(qui) * _OPPOSANTS // 1000]
    choix = h.entiers(len(_REFUS), len(opposants))
    depart = np.maximum(accords.max(axis=1), qui["depuis"].to_numpy()) + 7
    jours = depart + h.entiers(np.maximum(JOUR_FIN - depart + 1, 1), len(qui))
    for personne, tire in zip(opposants, choix, strict=True):
        if jours[personne] <= JOUR_FIN:
            refus[personne, list(_REFUS[tire])] = jours[personne]
    sans_portable = ~qui["portable"].to_numpy()  # on ne répond pas STOP sans portable
    refus[sans_portable, CANAUX.index("sms")] = 0
    return refus


def _repentirs(refus: Entiers, h: Hasard) -> Entiers:
    """Quelques opposants redonnent leur accord, un mois plus tard au moins."""
    jours = refus.max(axis=1) + 30 + h.entiers(400, len(refus))
    revient = (h.entiers(100, len(refus)) < _REPENTIS) & (jours <= JOUR_FIN)
    repentirs: Entiers = np.where((refus > 0) & revient[:, None], jours[:, None], 0)
    return repentirs


def _lignes(qui: pd.DataFrame, jours: Entiers, etat: str, h: Hasard) -> pd.DataFrame:
    """Une ligne par personne et par canal où elle s'est prononcée."""
    rang, canal = np.nonzero(jours)
    choix = h.entiers(840, len(rang))
    preuves = _PREUVES[etat]
    table = pd.DataFrame(
        {
            "rang": rang,
            "contact_id": qui["contact_id"].array[rang],
            "prospect_id": qui["prospect_id"].array[rang],
            "canal": np.array(CANAUX)[canal],
            "etat": etat,
            "date": jours[rang, canal].astype("datetime64[D]"),
            "preuve": [preuves[c][t % len(preuves[c])] for c, t in zip(canal, choix, strict=True)],
        }
    )
    prospect = table["prospect_id"].notna()
    table.loc[prospect & (table["preuve"] == _COMMANDE), "preuve"] = "demande de devis"
    return table
