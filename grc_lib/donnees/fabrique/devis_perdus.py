"""Les devis perdus, en nombre et en montants tels que les annonces soient justes, et en cours."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Entiers, arrondi, en_jours
from grc_lib.donnees.fabrique.devis_annonces import PALIERS, Annonces
from grc_lib.donnees.fabrique.devis_signes import devis, premier_jour
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.faits import MAMMOUTH, PETIT, PREFERE

_PART_PROSPECTS = np.array([0, 40, 28, 18, 10])  # % des devis perdus, par palier de 20 %
_PART_PROSPECTS_EN_COURS = 30  # %
_MONTANT_PROSPECT = 88  # % du montant d'une première commande : un essai
_FROIDS = 10  # % des fiches froides que l'on chiffre quand même
_HUMEURS = (62, 74, 83, 91, 100, 110, 122, 140, 165)  # % du montant d'une commande du client
_RECUL = 35  # jours entre le premier devis possible et une commande qui sert de modèle
_GROS = 150_000  # centimes
_DUREE_FICHE = 540  # jours : au-delà, on ne chiffre plus
_PART_EXPIRES = 40  # %
_VALIDITES = (60, 60, 90)  # jours
_EN_COURS = 80  # pour mille clients
_AGE_EN_COURS = 56  # jours
_CORRECTION = (500, 2000)  # pour mille : correction de montant tenable sur peu de devis


def perdus(
    signes: pd.DataFrame, demandes: pd.DataFrame, a: Annonces, b: Bloc, h: Hasard
) -> pd.DataFrame:
    """Les devis refusés ou expirés, autant qu'en veut le taux de signature de chacun."""
    table = _modeler(_a_perdre(signes, a), demandes, h)
    part = _PART_PROSPECTS[table["probabilite_annoncee"].to_numpy() // 20]
    table = _chez_des_prospects(table, part, _interesses(b, h), _essais(demandes), h)
    table = _decider(table, b, h)
    table["montant"] = _equilibrer(table, signes, a)
    return devis(table)


def en_cours(demandes: pd.DataFrame, a: Annonces, b: Bloc, h: Hasard) -> pd.DataFrame:
    """Les devis des deux derniers mois que l'on attend encore."""
    recentes = _modeles(demandes[demandes["date_commande"] > FIN - 365])
    recentes = recentes[recentes["type_client"] != PETIT]
    n = min(len(recentes), len(b.tables["clients"]) * _EN_COURS // 1000)
    table = recentes.iloc[h.ordre(len(recentes))[:n]]
    annonce = a.annoncer(table["salarie_id"].to_numpy(), a.parts, h)
    table = _annoncer_sur(table, annonce, h)
    fiches = _interesses(b, h)
    fiches = fiches[fiches["client_id"].isna()]
    table = _chez_des_prospects(table, _PART_PROSPECTS_EN_COURS, fiches, _essais(demandes), h)
    age = h.moindre(0, _AGE_EN_COURS - 1, n)
    remise = np.maximum(b.calendrier.avant(FIN - age), b.calendrier.apres(table["des"]))
    return devis(
        table.assign(date_devis=remise, date_decision=np.datetime64("NaT"), etat="en cours")
    )


def _a_perdre(signes: pd.DataFrame, a: Annonces) -> pd.DataFrame:
    """Par salarié et par palier, autant de perdus que le veut le taux vrai."""
    compte = signes.groupby(["salarie_id", "probabilite_annoncee"]).size().reset_index(name="n")
    palier = np.searchsorted(PALIERS, compte["probabilite_annoncee"])
    taux = a.taux[a.rangs(compte["salarie_id"]), palier]
    n = arrondi(compte["n"].to_numpy() * (1000 - taux), taux)
    return compte.loc[np.repeat(compte.index, n), ["salarie_id", "probabilite_annoncee"]]


def _modeles(demandes: pd.DataFrame) -> pd.DataFrame:
    """Les commandes qui auraient pu se faire sur devis : elles donnent client, date et montant."""
    recul = demandes["date_commande"].to_numpy() - demandes["des"].to_numpy()
    grosse = ~demandes["type_client"].isin((PREFERE, MAMMOUTH)) | (demandes["montant"] >= _GROS)
    suivante = (demandes["numero"] > 0) & (recul >= np.timedelta64(_RECUL, "D"))
    modeles: pd.DataFrame = demandes[suivante & grosse]
    return modeles


def _modeler(table: pd.DataFrame, demandes: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Donne à chaque devis perdu une commande modèle de son salarié ; qui n'en a pas l'oublie."""
    modeles = _modeles(demandes).sort_values("salarie_id", kind="stable")
    suivis = modeles["salarie_id"].to_numpy()
    table = table[table["salarie_id"].isin(suivis)]
    salarie = table["salarie_id"].to_numpy()
    debut, fin = np.searchsorted(suivis, salarie), np.searchsorted(suivis, salarie, side="right")
    choisis = modeles.iloc[debut + h.entiers(fin - debut, len(table))]
    return _annoncer_sur(choisis, table["probabilite_annoncee"].to_numpy(), h)


def _annoncer_sur(modeles: pd.DataFrame, annonce: Entiers, h: Hasard) -> pd.DataFrame:
    """Un devis sur chaque modèle : un autre montant, et une décision autour de la même date."""
    n, date = len(modeles), en_jours(modeles["date_commande"])
    limite = date + h.entre(-20, 20, n)
    return modeles.reset_index(drop=True).assign(
        montant=modeles["montant"].to_numpy() * h.parmi(_HUMEURS, n) // 100,
        limite=FIN - np.abs(FIN - limite),
        probabilite_annoncee=annonce,
        commande=-1,
    )


def _essais(demandes: pd.DataFrame) -> Entiers:
    """Les montants des premières commandes de prospects convertis."""
    return demandes.loc[demandes["prospect_id"].notna(), "montant"].to_numpy(dtype=np.int64)


def _chez_des_prospects(
    table: pd.DataFrame, part: Entiers | int, fiches: pd.DataFrame, essais: Entiers, h: Hasard
) -> pd.DataFrame:
    """Remet une partie des devis (%) aux prospects du salarié, s'il en a d'intéressés."""
    n, salarie = len(table), table["salarie_id"].to_numpy()
    suivis = fiches["salarie_id"].to_numpy()
    debut, fin = np.searchsorted(suivis, salarie), np.searchsorted(suivis, salarie, side="right")
    tire = (h.entiers(100, n) < part) & (fin > debut)
    fiche = fiches.iloc[(debut + h.entiers(np.maximum(fin - debut, 1), n))[tire]]
    des, fin_fiche = (en_jours(fiche[c]) for c in ("des", "fin"))
    duree = np.minimum((fin_fiche - des).astype(np.int64), _DUREE_FICHE)
    table = table.copy()
    table.loc[tire, "prospect_id"] = fiche["prospect_id"].to_numpy()
    table.loc[tire, "des"] = des
    table.loc[tire, "limite"] = des + 10 + h.entiers(duree - 9, len(fiche))
    if len(essais):
        montants = essais[h.entiers(len(essais), len(fiche))] * h.parmi(_HUMEURS, len(fiche))
        table.loc[tire, "montant"] = montants * _MONTANT_PROSPECT // 10_000
    return table


def _interesses(b: Bloc, h: Hasard) -> pd.DataFrame:
    """Les prospects qui ont pu recevoir un devis sans suite, par salarié ; de quand à quand."""
    fiches = b.tables["prospects"]
    achats = b.tables["clients"].set_index("client_id")["date_premiere_commande"]
    fin = fiches["client_id"].map(achats) - np.timedelta64(50, "D")
    des = np.maximum(fiches["date_entree"].to_numpy(), premier_jour(fiches["salarie_id"], b))
    fiches = fiches.assign(
        des=des.astype("datetime64[D]"), fin=fin.fillna(pd.Timestamp(FIN)).to_numpy()
    )
    assez = (fiches["fin"] - fiches["des"]).dt.days >= _RECUL
    tente = (fiches["chaleur"] != "froid") | (h.entiers(100, len(fiches)) < _FROIDS)
    return fiches[assez & tente].sort_values("salarie_id", kind="stable")


def _decider(table: pd.DataFrame, b: Bloc, h: Hasard) -> pd.DataFrame:
    """Refusés sous deux mois, ou expirés sans réponse au bout de leur validité."""
    n, limite = len(table), en_jours(table["limite"])
    marge = (limite - en_jours(table["des"])).astype(np.int64)
    validite = h.parmi(_VALIDITES, n)
    expire = (h.entiers(100, n) < _PART_EXPIRES) & (marge > validite + 5)
    delai = np.minimum(h.moindre(5, 55, n), marge)
    remise = b.calendrier.avant(limite - np.where(expire, validite, delai))
    remise = np.maximum(remise, b.calendrier.apres(table["des"]))
    decision = np.where(expire, remise + validite, b.calendrier.avant(limite))
    return table.assign(
        date_devis=remise, date_decision=decision, etat=np.where(expire, "expiré", "refusé")
    )


def _equilibrer(table: pd.DataFrame, signes: pd.DataFrame, a: Annonces) -> Entiers:
    """Les montants perdus, mis à l'échelle pour que chacun annonce son biais fois ses ventes."""
    vise = a.biais[a.rangs(signes["salarie_id"])] - 100 * signes["probabilite_annoncee"]
    manque = (signes["montant_ht"] * vise).groupby(signes["salarie_id"]).sum()
    annonce = (table["montant"] * table["probabilite_annoncee"]).groupby(table["salarie_id"]).sum()
    echelle = (manque.loc[annonce.index] * 10 // annonce).clip(*_CORRECTION)
    montants: Entiers = table["montant"].to_numpy() * echelle.loc[table["salarie_id"]].to_numpy()
    return montants // 1000
