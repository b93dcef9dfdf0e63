"""Le fichier sale d'où vient la base propre : chaque prospect y est, parfois deux ou trois fois."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import ecritures, fautes
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers, arrondi
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.identites import sans_precision
from grc_lib.donnees.fabrique.saisies import CHAMPS, DATEES, ECRITURES, SOURCES, TABLEUR, VIDES

_DOUBLONS, _FAUX_SIRET = 7, 3  # % des fiches
_TRIPLES = 10  # % des doublons qui sont la troisième fiche d'une entreprise
_NOMS: tuple[tuple[str, fautes.Faute], ...] = (
    ("faute de frappe", fautes.frapper),
    ("nom abrégé", fautes.abreger_nom),
    ("nom inversé", fautes.inverser),
)
# Leur part (%) dans les doublons et les autres fiches, puis celles d'une forme juridique, de rien.
_PARTS_DOUBLONS, _PARTS_AUTRES = (28, 20, 14, 23, 15), (2, 6, 2, 12, 78)
# Champ, part abîmée (pour mille) des doublons et des autres fiches, défaut.
_ACCIDENTS: tuple[tuple[str, int, int, str, fautes.Faute], ...] = (
    ("raison_sociale", 150, 0, "faute de frappe", fautes.frapper),
    ("commune", 50, 25, "commune mal écrite", fautes.frapper),
    ("telephone", 300, 0, "autre ligne", fautes.autre_ligne),
    ("telephone", 20, 20, "téléphone incomplet", fautes.tronquer),
    ("courriel", 300, 0, "autre boîte", fautes.autre_boite),
    ("courriel", 30, 30, "courriel invalide", fautes.fausser_courriel),
)
_CEDEX, _GRANDE_VILLE = 60, 10_000  # pour mille fiches d'une commune de plus de tant d'habitants


def ajouter(b: Bloc) -> None:
    """La table `prospects_bruts`, et à part la vérité : le prospect de chaque fiche."""
    h = b.hasard("prospects_bruts")
    fiches = _fiches(b.tables["prospects"], h)
    _vider(fiches, h)
    _renommer(fiches, h)
    remplis = h.ordre(len(fiches))
    remplis = remplis[fiches["siret"].to_numpy()[remplis] != ""]
    faux = remplis[: arrondi(len(fiches) * _FAUX_SIRET, 100)]
    _abimer(fiches, "siret", faux, "siret faux", fautes.fausser_siret, h)
    _accidents(fiches, h)
    _ecrire(fiches, h)
    fiches["faux_siret"] = np.isin(np.arange(len(fiches)), faux)
    fiches["defauts"] = fiches["defauts"].str.removesuffix(", ")
    fiches[CHAMPS] = fiches[CHAMPS].replace("", None)
    b.ajouter("prospects_bruts", fiches, "brut_id")
    verite = ["brut_id", "prospect_id", "faux_siret", "defauts"]
    b.tables["verite_prospects_bruts"] = b.tables["prospects_bruts"][verite]


def _fiches(prospects: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Une fiche par prospect, et les doublons, ressaisis plus tard ; dans le désordre."""
    n = len(prospects)
    doublons = (n * _DOUBLONS + 50) // (100 - _DOUBLONS)
    triples = doublons * _TRIPLES // 100
    rangs = h.ordre(n)[: doublons - triples]
    rangs = np.concatenate([rangs, rangs[:triples]])
    ensuite = rangs + h.entiers(n - rangs, doublons)  # les prospects sont par date d'entrée
    copies = prospects.iloc[rangs].reset_index(drop=True)
    copies[["origine", "date_entree"]] = prospects[["origine", "date_entree"]].to_numpy()[ensuite]
    fiches = pd.concat([prospects, copies], ignore_index=True)
    fiches["defauts"] = np.where(fiches.index < n, "", "doublon, ")
    fiches["date_saisie"] = pd.to_datetime(fiches["date_entree"]).dt.strftime("%Y-%m-%d")
    fiches["source"] = [
        f"{SOURCES[o]} {ecritures.mois_en_lettres(d)}" if o in DATEES else SOURCES[o]
        for o, d in zip(fiches["origine"], fiches["date_saisie"], strict=True)
    ]
    # La base propre distingue les homonymes par leur commune ; sur le terrain, personne ne l'écrit.
    fiches["raison_sociale"] = sans_precision(fiches["raison_sociale"])
    identites = zip(fiches["raison_sociale"], fiches["naf"], fiches["prospect_id"], strict=True)
    fiches["avec_forme"] = [fautes.forme_juridique(*identite) for identite in identites]
    fiches["effectif"] = fiches["effectif"].astype(str)
    return fiches.iloc[h.ordre(len(fiches))].reset_index(drop=True)


def _vider(fiches: pd.DataFrame, h: Hasard) -> None:
    """Les champs que la source n'a pas remplis."""
    for rang, champ in enumerate(CHAMPS):
        parts = fiches["origine"].map({o: vides[rang] for o, vides in VIDES.items()}).to_numpy()
        fiches.loc[h.entiers(100, len(fiches)) < parts, champ] = ""


def _renommer(fiches: pd.DataFrame, h: Hasard) -> None:
    """Le nom tel qu'on l'a entendu ou recopié, plus souvent autrement dans un doublon."""
    doublon = (fiches["defauts"] != "").to_numpy()
    quoi = np.zeros(len(fiches), dtype=np.int64)
    for lesquels, parts in ((doublon, _PARTS_DOUBLONS), (~doublon, _PARTS_AUTRES)):
        quoi[lesquels] = h.repartir(parts, int(lesquels.sum()))
    for rang, (defaut, abimer) in enumerate(_NOMS):
        _abimer(fiches, "raison_sociale", np.flatnonzero(quoi == rang), defaut, abimer, h)
    qui = (quoi == len(_NOMS)) & (fiches["raison_sociale"] != "")
    qui &= fiches["raison_sociale"] != fiches["avec_forme"]
    fiches.loc[qui, "raison_sociale"] = fiches["avec_forme"]
    fiches.loc[qui, "defauts"] += "forme juridique, "


def _accidents(fiches: pd.DataFrame, h: Hasard) -> None:
    """Ce qui arrive aux autres champs."""
    doublon = fiches["defauts"].str.startswith("doublon").to_numpy()
    for champ, doublons, autres, defaut, abimer in _ACCIDENTS:
        touche = h.entiers(1000, len(fiches)) < np.where(doublon, doublons, autres)
        qui = np.flatnonzero(touche & (fiches[champ] != "").to_numpy())
        _abimer(fiches, champ, qui, defaut, abimer, h)
    touche = (h.entiers(1000, len(fiches)) < _CEDEX) & (fiches["commune"] != "").to_numpy()
    ville = (fiches["habitants"] > _GRANDE_VILLE).to_numpy()
    _abimer(fiches, "commune", np.flatnonzero(touche & ville), "cedex", fautes.cedex, h)


def _abimer(
    fiches: pd.DataFrame,
    champ: str,
    qui: Entiers,
    defaut: str,
    abimer: fautes.Faute,
    h: Hasard,
) -> None:
    """Abîme un champ de quelques fiches, et note le défaut de celles qui ont changé."""
    avant, tirages = fiches[champ].to_numpy()[qui], h.entiers(1 << 20, len(qui)).tolist()
    apres = [abimer(valeur, tirage) for valeur, tirage in zip(avant, tirages, strict=True)]
    fiches.loc[qui, champ] = apres
    fiches.loc[qui[avant != np.array(apres, dtype=object)], "defauts"] += f"{defaut}, "


def _ecrire(fiches: pd.DataFrame, h: Hasard) -> None:
    """Chaque champ, à la façon de sa source."""
    for champ in [*CHAMPS, "date_saisie"]:
        formes = {o: e.get(champ, (ecritures.tel_quel,)) for o, e in ECRITURES.items()}
        choix = h.entiers(120, len(fiches)).tolist()
        fiches[champ] = [
            formes[origine][tirage % len(formes[origine])](valeur)
            for origine, tirage, valeur in zip(fiches["origine"], choix, fiches[champ], strict=True)
        ]
    tableur = fiches["source"].str.startswith(TABLEUR)
    perdu = tableur & fiches["code_postal"].str.startswith("0")
    fiches.loc[perdu, "defauts"] += "code postal sans zéro, "
    for champ in ("code_postal", "telephone"):
        fiches.loc[tableur, champ] = fiches[champ].str.removeprefix("0")
