"""Vendre un effet à sa banque avant l'échéance (S512-2) : escompte, taux réel, bordereau."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

import pandas as pd

from grc_lib import calendrier
from grc_lib._arguments import lire_date, parmi
from grc_lib._formats import date_courte, donnee, euros, pourcentage, taux_donne
from grc_lib._nombres import centimes, entier, lignes, positif, seul, strictement_positif
from grc_lib._nombres import taux as lire_taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.calendrier import Jour
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.interets._lecture import base_annuelle

_COLONNES = ["nominal", "echeance", "jours", "escompte", "commission", "fixe", "tva", "net"]


@dataclass(frozen=True)
class Escompte(Resultat):
    """Escompte d'un effet de commerce.

    Champs : escompte et valeur_actuelle, en euros, non arrondis ; taux_reel, annuel, décimal ;
    puis les données du calcul.
    """

    escompte: float
    valeur_actuelle: float
    taux_reel: float
    _: KW_ONLY
    nominal: float
    taux: float
    jours: float
    base: int
    methode: str

    def etapes(self) -> Iterator[Etape]:
        """L'escompte, la valeur actuelle (dans l'ordre de la méthode), puis le taux réel."""
        nominal, retenu, net = map(euros, (self.nominal, self.escompte, self.valeur_actuelle))
        temps = f"{taux_donne(self.taux)} × {donnee(self.jours)} / {self.base}"
        formule = f"taux × jours / {self.base}"
        if self.methode == "commercial":
            yield Etape("Escompte", f"nominal × {formule}", f"{nominal} × {temps}", retenu)
            yield Etape("Valeur actuelle", "nominal − escompte", f"{nominal} − {retenu}", net)
        else:
            calcul = f"{nominal} / (1 + {temps})"
            yield Etape("Valeur actuelle", f"nominal / (1 + {formule})", calcul, net)
            yield Etape("Escompte", "nominal − valeur actuelle", f"{nominal} − {net}", retenu)
        yield Etape(
            "Taux réel",
            f"escompte / valeur actuelle × {self.base} / jours",
            f"{retenu} / {net} × {self.base} / {donnee(self.jours)}",
            pourcentage(self.taux_reel),
        )

    def conventions(self) -> Iterator[str]:
        """La méthode et la base annuelle."""
        sur = "le nominal" if self.methode == "commercial" else "la valeur actuelle"
        yield f"escompte {self.methode}, l'intérêt est calculé sur {sur}"
        yield f"année de {self.base} jours"


def escompte(
    nominal: float,
    taux: float,
    jours: float,
    *,
    base: int = 360,
    methode: Literal["commercial", "rationnel"] = "commercial",
) -> Escompte:
    """L'escompte d'un effet, la somme reçue et le taux qu'elle supporte vraiment.

    Commercial : escompte = nominal × taux × jours / base, retenu d'avance. Rationnel : valeur
    actuelle = nominal / (1 + taux × jours / base). Taux réel = escompte / valeur actuelle ×
    base / jours : il dépasse le taux affiché en escompte commercial, il l'égale en rationnel.

    Paramètres
    ----------
    nominal : la valeur de l'effet à l'échéance, en euros.
    taux : annuel, décimal (0.126 pour 12,60 %).
    jours : de la remise à l'échéance, plus grand que zéro (`calendrier.jours` les compte).
    base : jours de l'année, 360, 365 ou 366.
    methode : « commercial » (celui des banques) ou « rationnel ».

    Renvoie
    -------
    `Escompte` (escompte, valeur_actuelle, taux_reel).

    Lève
    ----
    NonCalculable si l'escompte commercial atteint le nominal : il ne resterait rien à recevoir.
    ArgumentInvalide si un montant ou une durée n'est pas positif, si le taux est en pourcentage.

    Exemple
    -------
    >>> resultat = escompte(8240, 0.126, 55)
    >>> round(resultat.escompte, 2), round(resultat.valeur_actuelle, 2)
    (158.62, 8081.38)
    >>> round(resultat.taux_reel, 4)
    0.1285

    Source
    ------
    S512, escompte commercial et rationnel (cas ES01 à ES03).
    """
    parmi("methode", methode, ("commercial", "rationnel"))
    annee = base_annuelle(base)
    nominal = seul(strictement_positif, "nominal", nominal)
    taux = seul(lire_taux, "taux", taux)
    jours = seul(strictement_positif, "jours", jours)
    part = taux * jours / annee
    if methode == "commercial":
        retenu = nominal * part
        _refuser_agios(nominal, retenu, "")
        actuelle = nominal - retenu
    else:
        actuelle = nominal / (1 + part)
        retenu = nominal - actuelle
    return Escompte(
        retenu,
        actuelle,
        retenu / actuelle * annee / jours,
        nominal=nominal,
        taux=taux,
        jours=jours,
        base=annee,
        methode=methode,
    )


def bordereau(
    effets: Any,
    date: Jour,
    taux: float,
    *,
    base: int = 360,
    commission: float = 0,
    fixe: float = 0,
    tva: float = 0.20,
    jours_de_banque: int = 0,
) -> pd.DataFrame:
    """Le bordereau d'une remise d'effets à l'escompte : les agios et le net de chaque effet.

    Escompte = nominal × taux × jours / base ; commission = nominal × taux de commission ;
    TVA sur la seule commission fixe ; net = nominal − escompte − commission − fixe − TVA.
    Chaque élément est arrondi au centime.

    Paramètres
    ----------
    effets : liste de (nominal en euros, date d'échéance), ou tableau de ces deux colonnes.
    date : le jour de la remise ; chaque échéance doit être postérieure.
    taux : annuel d'escompte, décimal.
    base : jours de l'année, 360, 365 ou 366.
    commission : proportionnelle au nominal, décimale (0.00125 pour 0,125 %).
    fixe : commission par effet, en euros hors taxe.
    tva : décimale, sur la commission fixe.
    jours_de_banque : jours ajoutés à chaque durée par le contrat (0, 1 ou 2).

    Renvoie
    -------
    `DataFrame`, une ligne par effet : nominal, echeance, jours (exacts, jours de banque compris),
    escompte, commission, fixe, tva, net. Les conventions sont rappelées dans `.attrs`.

    Lève
    ----
    NonCalculable s'il n'y a aucun effet ou si les agios d'un effet atteignent son nominal.
    ArgumentInvalide si un effet est déjà échu, un montant négatif ou un taux en pourcentage.

    Exemple
    -------
    >>> effets = [(750, "2026-05-25"), (9000, "2026-06-05")]
    >>> remise = bordereau(effets, "2026-05-02", 0.12, commission=0.00125, fixe=0.45)
    >>> remise[["jours", "escompte", "commission", "fixe", "tva", "net"]]
       jours  escompte  commission  fixe   tva      net
    0     23      5.75        0.94  0.45  0.09   742.77
    1     34    102.00       11.25  0.45  0.09  8886.21

    Source
    ------
    S512, bordereau d'escompte et agios (cas ES04).
    """
    annee, remise = base_annuelle(base), lire_date("date", date)
    taux = seul(lire_taux, "taux", taux)
    commission = seul(lire_taux, "commission", commission)
    fixe, tva = seul(positif, "fixe", fixe), seul(lire_taux, "tva", tva)
    banque = entier("jours_de_banque", jours_de_banque)
    lues = []
    for rang, (recu, fin) in enumerate(lignes("effets", effets, "nominal", "echeance"), 1):
        ici = f"effets, ligne {rang}"
        nominal = seul(strictement_positif, f"{ici} : nominal", recu)
        echeance = lire_date(f"{ici} : echeance", fin)
        if echeance <= remise:
            attendu = f"une échéance postérieure à la remise du {date_courte(remise)}"
            raise ArgumentInvalide(f"{ici} : echeance", str(echeance), attendu)
        jours = calendrier.jours(remise, echeance) + banque
        part = nominal * taux * jours / annee
        agios = [centimes(m) for m in (part, nominal * commission, fixe, fixe * tva)]
        _refuser_agios(nominal, sum(agios), f" ({ici})")
        lues.append(
            (nominal, pd.Timestamp(echeance), jours, *agios, centimes(nominal - sum(agios)))
        )
    if not lues:
        raise NonCalculable("Il n'y a aucun effet à escompter : vérifiez la liste « effets ».")
    tableau = pd.DataFrame(lues, columns=_COLONNES)
    tableau.attrs = {"date": str(remise), "taux": taux, "base": annee, "jours_de_banque": banque}
    tableau.attrs |= {"commission": commission, "fixe": fixe, "tva": tva}
    return tableau


def _refuser_agios(nominal: float, agios: float, ou: str) -> None:
    if agios >= nominal:
        raise NonCalculable(
            f"Les agios ({euros(agios)}) atteignent le nominal ({euros(nominal)}){ou} : il ne "
            "resterait rien à recevoir. Vérifiez le taux, les jours et les commissions."
        )
