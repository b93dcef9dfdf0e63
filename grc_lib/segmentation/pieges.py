"""Les erreurs fréquentes sur le portefeuille (S522-4) et le tri croisé (S432-2)."""

from typing import Any

import numpy as np
import pandas as pd

from grc_lib._pieges import Catalogue, Piege
from grc_lib.erreurs import NonCalculable
from grc_lib.segmentation.croisements import tri_croise
from grc_lib.segmentation.mesures import concentration, gini, herfindahl, part_des_premiers
from grc_lib.segmentation.methode_abc import abc
from grc_lib.segmentation.methode_rfm import rfm
from grc_lib.segmentation.notes import notes_bornes, notes_quintiles, segment_rfm


def _autre_frontiere(
    valeurs: Any,
    seuils: tuple[float, float] = (0.80, 0.95),
    frontiere: str = "avant",
    *,
    ex_aequo: str = "separes",
    moteur: Any = None,
) -> pd.DataFrame:
    autre = "apres" if frontiere == "avant" else "avant"
    return abc(valeurs, seuils, autre, ex_aequo=ex_aequo, moteur=moteur)  # type: ignore[arg-type]


def _seuils_sur_l_effectif(
    valeurs: Any,
    seuils: tuple[float, float] = (0.80, 0.95),
    frontiere: str = "avant",
    *,
    ex_aequo: str = "separes",
    moteur: Any = None,
) -> pd.DataFrame:
    """A pour les 20 % premiers clients, B pour les 30 % suivants, C pour les autres."""
    clients = abc(valeurs, seuils, moteur=moteur)
    rangs = np.arange(len(clients)) / len(clients)
    classes = np.select([rangs < 0.20, rangs < 0.50], ["A", "B"], default="C")
    return clients.assign(classe=pd.Categorical(classes, ["A", "B", "C"], ordered=True))


def _sans_trier(valeurs: Any, part: float = 0.20, *, nombre: int | None = None) -> float:
    """La part des premiers clients de la liste, dans l'ordre où elle est écrite."""
    lues = _montants(valeurs)
    combien = int(np.ceil(round(part * len(lues), 9))) if nombre is None else nombre
    return float(lues[:combien].sum() / lues.sum())


def _somme_des_carres(valeurs: Any) -> float:
    montants = _montants(valeurs)
    return float(np.sum((montants / montants.sum()) ** 2))


def _montants(valeurs: Any) -> Any:
    """Les montants d'une liste, d'une colonne ou d'un dictionnaire, dans leur ordre."""
    return np.asarray(list(valeurs.values()) if isinstance(valeurs, dict) else valeurs, float)


def _rangs_decroissants(valeurs: Any) -> float:
    """Le Gini de celui qui numérote les clients du plus gros au plus petit."""
    return -gini(valeurs)


def _recence_a_l_envers(
    commandes: Any,
    *,
    client: str,
    date: str,
    montant: str,
    commande: str | None = None,
    reference: Any = None,
    notes: Any = "quintiles",
    score: str = "somme",
    moteur: Any = None,
) -> pd.DataFrame:
    if notes != "quintiles" or score != "somme":
        raise NonCalculable("Ce piège se calcule sur des quintiles additionnés.")
    noms = {"client": client, "date": date, "montant": montant, "commande": commande}
    clients = rfm(commandes, **noms, reference=reference, moteur=moteur)  # type: ignore[arg-type]
    clients["r"] = notes_quintiles(clients["recence"], "grand")
    clients["score"] = clients["r"] + clients["f"] + clients["m"]
    clients["segment"] = segment_rfm(clients["r"], clients["f"], clients["m"])
    return clients


def _inverser(meilleur: str) -> Any:
    return "grand" if meilleur == "petit" else "petit"


def _bornes_exclues(valeurs: Any, bornes: Any, meilleur: str = "petit") -> Any:
    """La note de celui qui exclut la valeur égale à une borne."""
    limites, lues = np.asarray(bornes, float), np.asarray(valeurs, float)
    if meilleur == "petit":
        notes = len(limites) - np.searchsorted(limites, lues, side="right")
    else:
        notes = np.searchsorted(limites, lues, side="left")
    return pd.Series(notes, index=valeurs.index) if isinstance(valeurs, pd.Series) else notes


def _khi_deux(exposant: int, par: str | None) -> Any:
    """Σ |O − T|^exposant, divisé par les effectifs théoriques, observés, ou par rien."""

    def calcul(donnees: Any, *, lignes: str | None = None, colonnes: str | None = None) -> float:
        tri = tri_croise(donnees, lignes=lignes, colonnes=colonnes)
        observes, attendus = tri.tableau.to_numpy(float), tri.theoriques.to_numpy()
        if par == "observés" and (observes == 0).any():
            raise NonCalculable("Une case observée est vide.")
        diviseur = {"théoriques": attendus, "observés": observes}.get(par or "", 1.0)
        return float((np.abs(observes - attendus) ** exposant / diviseur).sum())

    return calcul


def _cases(moins: int) -> Any:
    def calcul(donnees: Any, *, lignes: str | None = None, colonnes: str | None = None) -> int:
        return int(tri_croise(donnees, lignes=lignes, colonnes=colonnes).tableau.size) - moins

    return calcul


def _cramer_sans_racine(
    donnees: Any, *, lignes: str | None = None, colonnes: str | None = None
) -> float:
    return tri_croise(donnees, lignes=lignes, colonnes=colonnes).cramer ** 2


PIEGES: Catalogue = {
    part_des_premiers: {
        "sans_trier": Piege(
            "Vous avez pris les premiers de la liste : rangez d'abord les clients du plus gros au "
            "plus petit.",
            _sans_trier,
        ),
        "quatre_vingts": Piege(
            "Vous avez récité la règle des 20/80 : c'est un ordre de grandeur, à mesurer sur "
            "chaque portefeuille.",
            lambda valeurs, part=0.20, *, nombre=None: 0.80,
        ),
    },
    concentration: {
        "parts": Piege(
            "Vous avez gardé la part de chaque client : la courbe cumule ces parts.",
            lambda valeurs: (c := concentration(valeurs)).assign(
                part_ca=c["part_ca"].diff().fillna(0)
            ),
        ),
    },
    gini: {
        "decroissants": Piege(
            "Vous avez numéroté les clients du plus gros au plus petit : les rangs de la formule "
            "vont du plus petit au plus gros.",
            _rangs_decroissants,
        ),
        "sans_correction": Piege(
            "Vous avez retiré 1 : la formule retire un peu plus, selon le nombre de clients.",
            lambda valeurs: gini(valeurs) + 1 / len(valeurs),
        ),
    },
    herfindahl: {
        "pourcentages": Piege(
            "Vous avez élevé au carré des pourcentages : prenez les parts en décimal.",
            lambda valeurs: 10_000 * _somme_des_carres(valeurs),
            champ="indice",
        ),
        "moyenne": Piege(
            "Vous avez divisé 1 par le nombre de clients : ce serait l'indice si tous pesaient "
            "autant.",
            lambda valeurs: 1 / len(valeurs),
            champ="indice",
        ),
        "sans_carre": Piege(
            "Vous avez additionné les parts : leur somme fait toujours 1, ce sont leurs carrés que "
            "l'on additionne.",
            lambda valeurs: 1.0,
            champ="indice",
        ),
        "effectif": Piege(
            "C'est le nombre de clients : le nombre équivalent tient compte de leur taille.",
            lambda valeurs: len(valeurs),
            champ="equivalent",
        ),
        "indice": Piege(
            "C'est l'indice : il reste à en prendre l'inverse.",
            lambda valeurs: _somme_des_carres(valeurs),
            champ="equivalent",
        ),
    },
    abc: {
        "frontiere": Piege(
            "Vous avez suivi l'autre règle de frontière : vérifiez où l'énoncé range le client qui "
            "franchit le seuil.",
            _autre_frontiere,
        ),
        "effectif": Piege(
            "Vous avez compté les clients : les deux seuils portent sur le chiffre d'affaires "
            "cumulé.",
            _seuils_sur_l_effectif,
        ),
    },
    rfm: {
        "recence": Piege(
            "Vous avez mieux noté ceux qui n'ont pas commandé depuis longtemps : une récence "
            "courte est la meilleure.",
            _recence_a_l_envers,
        ),
    },
    notes_quintiles: {
        "sens": Piege(
            "Vous avez noté à l'envers : demandez-vous si la meilleure valeur est la plus petite "
            "ou la plus grande.",
            lambda valeurs, meilleur="petit": notes_quintiles(valeurs, _inverser(meilleur)),
        ),
    },
    notes_bornes: {
        "sens": Piege(
            "Vous avez noté à l'envers : demandez-vous si la meilleure valeur est la plus petite "
            "ou la plus grande.",
            lambda valeurs, bornes, meilleur="petit": notes_bornes(
                valeurs, bornes, _inverser(meilleur)
            ),
        ),
        "bornes_exclues": Piege(
            "Vous avez exclu la valeur qui tombe sur une borne : elle la respecte.",
            _bornes_exclues,
        ),
    },
    segment_rfm: {
        "recence": Piege(
            "Vous avez lu la note de récence à l'envers : 5 est la meilleure, le dernier achat est "
            "tout récent.",
            lambda r, f, m: segment_rfm(6 - r, f, m),
        ),
    },
    tri_croise: {
        "sans_diviser": Piege(
            "Vous avez additionné les carrés des écarts sans les diviser par l'effectif théorique.",
            _khi_deux(2, None),
            champ="khi2",
        ),
        "sur_observe": Piege(
            "Vous avez divisé par l'effectif observé : on divise par l'effectif théorique.",
            _khi_deux(2, "observés"),
            champ="khi2",
        ),
        "sans_carre": Piege(
            "Vous avez oublié d'élever les écarts au carré.",
            _khi_deux(1, "théoriques"),
            champ="khi2",
        ),
        "cases": Piege(
            "C'est le nombre de cases : les totaux connus en fixent une partie.",
            _cases(0),
            champ="ddl",
        ),
        "cases_moins_une": Piege(
            "Vous avez retiré un au nombre de cases : retirez un aux lignes, puis un aux colonnes.",
            _cases(1),
            champ="ddl",
        ),
        "sans_racine": Piege(
            "Il reste à prendre la racine carrée.",
            _cramer_sans_racine,
            champ="cramer",
        ),
    },
}
