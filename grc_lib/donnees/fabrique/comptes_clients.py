"""Les comptes publiés des grands clients, de 2022 à 2025 : de quoi juger leur solvabilité."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.metiers import collectivites
from grc_lib.donnees.faits import MAMMOUTH, PREFERE

_EXERCICES = (2022, 2023, 2024, 2025)
_AUTRES = 33  # gros Préférés, pour mille clients
_EFFECTIF_MIN = 20  # en dessous, les comptes sont le plus souvent confidentiels
_MILLIER = 100_000  # centimes dans un millier d'euros
# Ordres de grandeur par activité (usage) : CA par salarié (k€), VA / CA et stocks / bilan (‰).
_ACTIVITES = {
    "10": (260, 240, 180),
    "20": (300, 360, 150),
    "21": (300, 360, 150),
    "35": (420, 260, 30),
    "46": (450, 150, 230),
    "47": (220, 240, 200),
    "49": (120, 420, 20),
    "52": (120, 420, 20),
    "64": (210, 460, 0),
    "65": (210, 460, 0),
    "86": (90, 680, 30),
}
_ACTIVITE = (150, 420, 80)
# Ce qui diffère d'un client à l'autre, puis d'une année à l'autre (au moins, au plus).
_BILAN = (165, 245)  # total du bilan de 2022, en % de la valeur ajoutée
_VALEUR_AJOUTEE, _STOCKS = (90, 110), (75, 125)  # % de celle et de ceux de l'activité
_IMPOTS, _DOTATIONS = (22, 38), (33, 58)  # impôts et taxes / VA, amortissements / bilan (‰)
_ANNEE_VA, _ANNEE_STOCKS, _ANNEE_DOTATIONS, _ANNEE_BILAN = (-8, 8), (-12, 12), (-4, 4), (-15, 15)
_IMPOT_SOCIETES, _DIVIDENDES = 25, 80  # % du bénéfice


@dataclass(frozen=True)
class Sante:
    """La structure d'un client (‰), un nombre par exercice."""

    personnel: tuple[int, ...]  # de la valeur ajoutée
    dettes_longues: tuple[int, ...]  # du bilan, comme les suivants
    realisable: tuple[int, ...]
    interets: tuple[int, ...]
    tresorerie: tuple[int, ...]  # du réalisable et disponible
    capitaux: int  # capitaux propres du premier bilan
    croissance: tuple[int, int]  # du CA et du bilan, par an, au moins et au plus


_EXCELLENTE = Sante((620,) * 4, (140,) * 4, (450,) * 4, (6,) * 4, (260,) * 4, 460, (15, 50))
_BONNE = Sante((735,) * 4, (150,) * 4, (420,) * 4, (9,) * 4, (170,) * 4, 370, (10, 40))
_ALERTE = Sante((835,) * 4, (130,) * 4, (370,) * 4, (16,) * 4, (90,) * 4, 270, (-5, 20))
# La pente du Mammouth fragile : des charges qui mangent la valeur ajoutée, des banques qui partent.
_FRAGILE = Sante(
    (660, 780, 890, 1030),
    (200, 170, 130, 90),
    (430, 400, 350, 310),
    (8, 12, 18, 26),
    (220, 150, 80, 30),
    380,
    (-30, -20),
)
_SANTES = (_EXCELLENTE, _BONNE, _ALERTE, _FRAGILE)
_PARTS = (45, 45, 10)  # % des clients autres que le fragile


def ajouter(b: Bloc) -> None:
    """Ajoute `comptes_clients`, un poste par ligne."""
    clients, h = _retenus(b.tables["clients"]), b.hasard("comptes_clients")
    etats = _etats(clients, _santes(clients, h), h)
    tables = [
        pd.DataFrame({"client_id": clients["client_id"].to_numpy(), "exercice": exercice, **etat})
        for exercice, etat in zip(_EXERCICES, etats, strict=True)
    ]
    cles = ["client_id", "exercice"]
    longue = pd.concat(tables).melt(cles, var_name="poste", value_name="montant")
    longue["montant"] *= _MILLIER
    b.tables["comptes_clients"] = longue.sort_values(cles, kind="stable", ignore_index=True)


def _retenus(clients: pd.DataFrame) -> pd.DataFrame:
    """Les Mammouths et les plus gros Préférés ; ni collectivité, ni banque, ni assureur."""
    public = collectivites(clients["metier"])
    autre_plan = public | clients["naf"].str[:2].isin(("64", "65")).to_numpy()
    prefere = (clients["type_client"] == PREFERE) & (clients["effectif"] >= _EFFECTIF_MIN)
    gros = clients[prefere & ~autre_plan].sort_values("ca_vise", ascending=False, kind="stable")
    autres = gros.index[: len(clients) * _AUTRES // 1000]
    mammouth = (clients["type_client"] == MAMMOUTH) & ~autre_plan
    return clients[mammouth | clients["fragile"] | clients.index.isin(autres)]


def _santes(clients: pd.DataFrame, h: Hasard) -> Entiers:
    """Le rang de la santé de chacun, en parts exactes."""
    n = len(clients)
    rang = np.searchsorted(np.cumsum(_PARTS), h.ordre(n) * 100 // n, side="right")
    return np.where(clients["fragile"], len(_SANTES) - 1, rang)


def _etats(clients: pd.DataFrame, sante: Entiers, h: Hasard) -> list[dict[str, Entiers]]:
    """Bilan et soldes de gestion de chaque exercice (milliers d'euros), l'un portant l'autre."""
    n, sain = len(clients), sante < len(_SANTES) - 1
    ca, taux_va, stocks, bilan = _tailles(clients, sain, h)
    propre = h.entre(*_IMPOTS, n), h.entre(*_DOTATIONS, n)
    impots, dotations = np.where(sain, propre, [[28], [45]])
    ecart = np.where(sain, h.entre(-20, 20, n), 0)  # propre au client (‰)
    bornes = np.array([s.croissance for s in _SANTES])[sante]
    propres = bilan * (np.array([s.capitaux for s in _SANTES])[sante] - ecart) // 1000
    distribue, etats = np.zeros(n, dtype=np.int64), []
    for rang in range(len(_EXERCICES)):
        structure = np.array([_structure(s, rang) for s in _SANTES])[sante].T
        structure[0] += ecart + sain * h.entre(-10, 10, n)
        if rang:
            hausse = h.entre(*bornes.T, n)
            ca = ca * (1000 + hausse) // 1000
            bilan = bilan * (1000 + hausse + sain * h.entre(*_ANNEE_BILAN, n)) // 1000
        va = ca * (taux_va * (1000 + h.entre(*_ANNEE_VA, n))) // 1_000_000
        taxes = va * (impots + h.entre(-1, 1, n)) // 1000
        amortis: Entiers = bilan * (dotations + h.entre(*_ANNEE_DOTATIONS, n)) // 1000
        etat = _resultat(ca, va, bilan, taxes, amortis, structure)
        propres = propres + (etat["résultat net"] - distribue if rang else 0)
        en_stock = bilan * stocks * (100 + h.entre(*_ANNEE_STOCKS, n)) // 100_000
        distribue = np.maximum(etat["résultat net"], 0) * _DIVIDENDES // 100
        etats.append(etat | _bilan(bilan, propres, en_stock, structure))
    return etats


def _tailles(
    clients: pd.DataFrame, sain: Masque, h: Hasard
) -> tuple[Entiers, Entiers, Entiers, Entiers]:
    """CA de 2022, VA / CA et stocks / bilan (‰), bilan de 2022, autour de ceux de l'activité."""
    n = len(clients)
    activites = [_ACTIVITES.get(naf[:2], _ACTIVITE) for naf in clients["naf"]]
    par_salarie, taux_va, stocks = np.array(activites).reshape(n, 3).T
    taux_va = taux_va * h.entre(*_VALEUR_AJOUTEE, n) // 100
    stocks = stocks * h.entre(*_STOCKS, n) // 100
    ca = clients["effectif"].to_numpy() * par_salarie * h.entre(90, 110, n) // 100
    bilan = ca * taux_va // 1000 * np.where(sain, h.entre(*_BILAN, n), 200) // 100
    return ca, taux_va, stocks, bilan


def _structure(sante: Sante, rang: int) -> tuple[int, ...]:
    """Personnel, intérêts, dettes longues, réalisable, trésorerie d'un exercice (‰)."""
    s = sante
    return tuple(
        serie[rang]
        for serie in (s.personnel, s.interets, s.dettes_longues, s.realisable, s.tresorerie)
    )


def _resultat(
    ca: Entiers,
    va: Entiers,
    bilan: Entiers,
    impots: Entiers,
    dotations: Entiers,
    structure: Entiers,
) -> dict[str, Entiers]:
    """Du chiffre d'affaires à la capacité d'autofinancement."""
    personnel, interets = va * structure[0] // 1000, bilan * structure[1] // 1000
    ebe = va - personnel - impots
    avant_impot = ebe - dotations - interets
    societes = np.maximum(avant_impot, 0) * _IMPOT_SOCIETES // 100
    net = avant_impot - societes
    return {
        "chiffre d'affaires HT": ca,
        "achats et charges externes": ca - va,
        "valeur ajoutée": va,
        "impôts et taxes": impots,
        "charges de personnel": personnel,
        "excédent brut d'exploitation": ebe,
        "dotations aux amortissements": dotations,
        "frais financiers": interets,
        "impôt sur les bénéfices": societes,
        "résultat net": net,
        "capacité d'autofinancement": net + dotations,
    }


def _bilan(
    total: Entiers, propres: Entiers, stocks: Entiers, structure: Entiers
) -> dict[str, Entiers]:
    """Un bilan équilibré : les immobilisations et les dettes à court terme font le solde."""
    longues, realisable = total * structure[2] // 1000, total * structure[3] // 1000
    disponible = realisable * structure[4] // 1000
    return {
        "immobilisations nettes": total - stocks - realisable,
        "stocks": stocks,
        "créances": realisable - disponible,
        "disponibilités": disponible,
        "réalisable et disponible": realisable,
        "actif circulant": stocks + realisable,
        "total du bilan": total,
        "capitaux propres": propres,
        "dettes à plus d'un an": longues,
        "dettes à court terme": total - propres - longues,
    }
