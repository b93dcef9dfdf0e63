"""Centre d'appels : trafic et effectif."""

import pandas as pd

from grc_lib import appels
from grc_lib._formats import nombre, pourcentage
from grc_lib.erreurs import NonCalculable
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "GRC-4"
_PLATEAUX = (
    "Le service clients de l'Imprimerie Clémenceau",
    "L'accueil téléphonique d'un réseau de salles de sport",
    "Le plateau de commandes d'un grossiste",
)


def duree_de_traitement(tirage: Tirage) -> Probleme:
    """La durée moyenne de traitement d'un appel."""
    conversation = tirage.entier("conversation", 120, 300, pas=10)
    attente, suite = tirage.entier("attente", 10, 40, pas=5), tirage.entier("suite", 45, 90, pas=5)
    juste = conversation + attente + suite
    return Probleme(
        f"{tirage.choix('plateau', _PLATEAUX)} : un appel dure en moyenne {conversation} secondes "
        f"de conversation et {attente} de mise en attente ; l'agent passe ensuite {suite} secondes "
        "à saisir le dossier. Quelle est la **DMT**, la durée moyenne "
        "de traitement (en secondes) ?",
        Calcul(appels.dmt, conversation=conversation, attente=attente, post_appel=suite),
        (
            "DMT = conversation + attente + travail après l'appel",
            f"{conversation} + {attente} + {suite} = {juste} secondes",
        ),
        unite="secondes",
    )


def trafic(tirage: Tirage) -> Probleme:
    """Le trafic d'une demi-heure, en erlangs."""
    dmt = tirage.entier("dmt", 180, 360, pas=30)
    recus = tirage.entier("appels", 20, 120, pas=5)
    juste = recus * dmt / 1800
    return Probleme(
        f"{tirage.choix('plateau', _PLATEAUX)} reçoit {recus} appels par demi-heure ; un appel "
        f"occupe un agent {dmt} secondes en moyenne. Quel est le **trafic** (en erlangs, au "
        "centième) ?",
        juste,
        (
            "trafic = appels × durée d'un appel / période, dans la même unité de temps",
            f"{recus} × {dmt} / 1 800 = {nombre(juste)} erlangs",
        ),
        unite="erlangs",
        pieges={
            "Vous avez divisé par une heure : les appels sont comptés par demi-heure.": juste / 2,
            "Vous avez divisé par 30 : la durée d'un appel est en secondes, la période aussi.": (
                juste * 60
            ),
        },
    )


def taux_de_decroche(tirage: Tirage) -> Probleme:
    """Le taux de décroché."""
    recus, decroches, vite = _journee(tirage)
    calcul = Calcul(appels.taux_decroche, decroches, recus)
    return Probleme(
        f"{_resume(tirage, recus, decroches, vite)} Quel est le **taux de décroché** (en %, au "
        "dixième) ?",
        calcul,
        (
            "taux de décroché = appels décrochés / appels présentés",
            f"{nombre(decroches)} / {nombre(recus)} = {pourcentage(decroches / recus, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "C'est la qualité de service : le taux de décroché compte aussi les appels décrochés "
            "tard.": vite / recus,
            **calcul.pieges(["abandon"]),
        },
    )


def qualite_de_service(tirage: Tirage) -> Probleme:
    """La qualité de service, rapportée aux appels présentés."""
    recus, decroches, vite = _journee(tirage)
    calcul = Calcul(appels.qualite_observee, vite, presentes=recus)
    return Probleme(
        f"{_resume(tirage, recus, decroches, vite)} Quelle est la **qualité de service à 20 "
        "secondes**, rapportée aux appels présentés (en %, au dixième) ?",
        calcul,
        (
            "qualité de service = décrochés en 20 secondes / présentés",
            f"{nombre(vite)} / {nombre(recus)} = {pourcentage(vite / recus, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "C'est le taux de décroché : ne comptez que les appels décrochés en 20 secondes.": (
                decroches / recus
            ),
            "Vous avez divisé par les appels décrochés : un abandon compte ici comme un échec.": (
                vite / decroches
            ),
        },
    )


def agents_a_planifier(tirage: Tirage) -> Probleme:
    """L'effectif à inscrire au planning, d'une table d'Erlang C."""
    donnees = {
        "appels": tirage.entier("appels", 40, 160, pas=10),
        "periode": 1800,
        "dmt": tirage.choix("dmt", (150, 180, 240, 300)),
    }
    indisponibilite = tirage.choix("indisponibilité", (0.2, 0.25, 0.3, 0.35))
    cible = donnees | {"qualite": 0.8, "seuil": 20, "indisponibilite": indisponibilite}
    juste = appels.effectif(**cible)
    n = juste.positions
    return Probleme(
        f"{tirage.choix('plateau', _PLATEAUX)} reçoit {donnees['appels']} appels par demi-heure, "
        f"de {donnees['dmt']} secondes chacun, et promet de répondre à 80 % d'entre eux en 20 "
        f"secondes. Le tableau est calculé par Erlang C. Pauses et absences prennent "
        f"{pourcentage(indisponibilite, 0)} du temps payé. Combien d'**agents inscrire au "
        "planning** ?",
        Calcul(appels.effectif, **cible, champ="planifies"),
        (
            f"le plus petit nombre d'agents qui tient 80 % : {n} au téléphone",
            f"à planifier : {n} / (1 − {nombre(indisponibilite)}) = {n} / "
            f"{nombre(1 - indisponibilite)} = {nombre(n / (1 - indisponibilite))}",
            f"à l'entier supérieur : {juste.planifies} agents",
        ),
        donnees=pd.DataFrame(
            {
                "Agents au téléphone": [n - 2, n - 1, n, n + 1],
                "Appels décrochés en 20 s": [
                    _tenue(donnees, agents) for agents in (n - 2, n - 1, n, n + 1)
                ],
            }
        ),
    )


def _tenue(donnees: dict[str, int], agents: int) -> str:
    try:
        plateau = appels.erlang_c(**donnees, agents=agents)
    except NonCalculable:
        return "la file s'allonge sans fin"
    return pourcentage(plateau.qualite_service(20))


def _journee(tirage: Tirage) -> tuple[int, int, int]:
    """Appels présentés, décrochés, décrochés en 20 secondes."""
    recus = tirage.entier("présentés", 200, 900, pas=10)
    abandons = recus * tirage.entier("abandon", 6, 15) // 100
    lents = recus * tirage.entier("lents", 8, 20) // 100
    return recus, recus - abandons, recus - abandons - lents


def _resume(tirage: Tirage, recus: int, decroches: int, vite: int) -> str:
    return (
        f"{tirage.choix('plateau', _PLATEAUX)} a reçu {nombre(recus)} appels aujourd'hui : "
        f"{nombre(decroches)} décrochés, dont {nombre(vite)} en moins de 20 secondes."
    )


QUESTIONS = (
    duree_de_traitement,
    trafic,
    taux_de_decroche,
    qualite_de_service,
    agents_a_planifier,
)
