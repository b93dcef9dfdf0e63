"""Prévisions des commerciaux."""

import pandas as pd

from grc_lib import ventes
from grc_lib._formats import nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-3"
_CLIENTS = ("Mairie de Vichy", "Groupe Vauban", "Hôtels Rivage", "Lycée Ampère")
_MOIS = ("Janvier", "Février", "Mars", "Avril")
_EQUIPES = (
    "l'équipe commerciale de l'Imprimerie Clémenceau",
    "la responsable d'un réseau de salles de sport",
    "un traiteur de collectivités",
    "le gérant d'une quincaillerie en gros",
)


def affaires_ponderees(tirage: Tirage) -> Probleme:
    """La prévision agrégée de quatre affaires en cours."""
    montants = [tirage.entier(f"montant {i}", 2, 40) * 500 for i in range(4)]
    chances = [0.9, 0.5 + tirage.entier("b", 0, 3) / 10, 0.3, tirage.entier("d", 1, 2) / 10]
    affaires = list(zip(montants, chances, strict=True))
    attendus = [montant * chance for montant, chance in affaires]
    commercial = tirage.choix("commercial", ("Inès", "Karim", "Paul", "Lucie"))
    return Probleme(
        f"{commercial} suit quatre affaires, avec la probabilité de signer chacune au trimestre. "
        "Quelle **prévision pondérée** en tirer (en euros) ?",
        Calcul(ventes.prevision_ponderee, affaires),
        (
            "chaque affaire compte pour montant × probabilité : "
            + " ; ".join(
                f"{nombre(m)} × {pourcentage(p, 0)} = {nombre(v)}"
                for (m, p), v in zip(affaires, attendus, strict=True)
            ),
            f"total = {' + '.join(nombre(v) for v in attendus)} = {nombre(sum(attendus))} €",
        ),
        unite="€",
        donnees=pd.DataFrame(
            {
                "Client": _CLIENTS,
                "Montant (€)": montants,
                "Probabilité": [pourcentage(p, 0) for p in chances],
            }
        ),
    )


def biais(tirage: Tirage) -> Probleme:
    """Le biais de quatre mois de prévision."""
    reel, prevu, qui = _mois(tirage)
    ecarts = [r - p for r, p in zip(reel, prevu, strict=True)]
    total = sum(ecarts)
    return Probleme(
        f"Voici, mois par mois, les ventes que prévoyait {qui} et les ventes réelles. Quel est "
        "le **biais**, la moyenne des écarts réel − prévu (en k€, avec son signe) ?",
        Calcul(ventes.ecarts, reel, prevu, champ="biais"),
        (
            "écarts réel − prévu : " + " ; ".join(nombre(ecart) for ecart in ecarts),
            f"biais = {nombre(total)} / 4 = {nombre(total / 4)} k€",
        ),
        unite="k€",
        donnees=_tableau(reel, prevu),
    )


def erreur_moyenne(tirage: Tirage) -> Probleme:
    """L'erreur absolue moyenne en pourcentage (MAPE)."""
    reel, prevu, qui = _mois(tirage)
    erreurs = [abs(r - p) / r for r, p in zip(reel, prevu, strict=True)]
    juste = sum(erreurs) / 4
    return Probleme(
        f"Voici, mois par mois, les ventes que prévoyait {qui} et les ventes réelles. Quelle "
        "est l'**erreur absolue moyenne** en pourcentage du réel (MAPE, en %, au centième) ?",
        Calcul(ventes.ecarts, reel, prevu, champ="mape"),
        (
            "erreurs |réel − prévu| / réel : "
            + " ; ".join(
                f"{nombre(abs(r - p))} / {nombre(r)} = {pourcentage(e, None)}"
                for r, p, e in zip(reel, prevu, erreurs, strict=True)
            ),
            f"MAPE = ({' + '.join(nombre(100 * e) for e in erreurs)}) / 4 = {pourcentage(juste)}",
        ),
        unite="%",
        donnees=_tableau(reel, prevu),
    )


def lissage(tirage: Tirage) -> Probleme:
    """La prévision suivante, par lissage exponentiel."""
    prevue = tirage.entier("prévue", 100, 400, pas=10)
    vendue = prevue + tirage.choix("sens", (-1, 1)) * tirage.entier("écart", 20, 60, pas=5)
    alpha = tirage.choix("alpha", (0.2, 0.3, 0.4, 0.6, 0.7))
    juste = alpha * vendue + (1 - alpha) * prevue
    return Probleme(
        f"Pour septembre, {tirage.choix('équipe', _EQUIPES)} avait prévu {prevue} ventes ; il y en "
        f"a eu {vendue}. Par lissage exponentiel (alpha = {nombre(alpha)}), quelle est la "
        "**prévision d'octobre** ?",
        Calcul(ventes.lissage_exponentiel, [prevue, vendue], alpha),
        (
            "prévision = alpha × dernière vente + (1 − alpha) × prévision précédente",
            f"{nombre(alpha)} × {vendue} + {nombre(1 - alpha)} × {prevue} = "
            f"{nombre(alpha * vendue)} + {nombre((1 - alpha) * prevue)} = {nombre(juste)}",
        ),
    )


def _mois(tirage: Tirage) -> tuple[list[int], list[int], str]:
    """Quatre mois de ventes croissantes ; les erreurs grandissent, une sur deux est en trop."""
    reel, erreurs = [100 * tirage.entier("premier", 4, 7)], [tirage.entier("erreur", 1, 3)]
    for i in range(3):
        reel.append(reel[-1] + 100 * tirage.entier(f"hausse {i}", 1, 2))
        erreurs.append(erreurs[-1] + tirage.entier(f"plus {i}", 2, 4))
    signes = (-1, 1, -1, 1) if tirage.entier("sens", 0, 1) else (1, -1, 1, -1)
    prevu = [r + s * r * e // 100 for r, s, e in zip(reel, signes, erreurs, strict=True)]
    return reel, prevu, tirage.choix("équipe", _EQUIPES)


def _tableau(reel: list[int], prevu: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"Mois": _MOIS, "Prévu (k€)": prevu, "Réel (k€)": reel})


QUESTIONS = (affaires_ponderees, lissage, biais, erreur_moyenne)
