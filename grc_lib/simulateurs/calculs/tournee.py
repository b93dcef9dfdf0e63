"""Une journée de visites dans l'ordre choisi : kilomètres, heures, rendez-vous tenus (S823-2)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import entier, positif, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.figures.textes import insecable, pourcent
from grc_lib.tournees import Circuit, circuit, matrice_distances

TOLERANCE = 10  # minutes de retard que l'on pardonne à un rendez-vous


@dataclass(frozen=True, eq=False)
class SimulationTournee:
    """Une journée de visites, et le plus court ordre que l'on connaisse.

    `trajet`, `court` : des `tournees.Circuit` en kilomètres de route estimés ; `etapes`, une visite
    par ligne : client, arrivee et debut (minutes depuis minuit), rendez_vous (minutes, ou vide),
    retard (minutes) ; retour, en minutes depuis minuit ; heures, du départ au retour ;
    tenus_court, les rendez-vous que tient le plus court ordre, dans son meilleur sens.
    """

    trajet: Circuit
    court: Circuit
    etapes: pd.DataFrame
    retour: float
    heures: float
    tenus_court: int

    @property
    def tenus(self) -> int:
        """Les rendez-vous où l'on arrive à l'heure."""
        return _tenus(self.etapes)

    def phrase(self) -> str:
        """Les kilomètres, l'écart au plus court, puis les rendez-vous."""
        route = (
            f"{nombre(self.trajet.longueur, 0)} km, retour à {heure(self.retour)} "
            f"après {duree(self.heures)} : {self._ecart()}."
        )
        return insecable(f"{route} {self._rendez_vous()}".strip())

    def _ecart(self) -> str:
        court, plus = self.court.longueur, self.trajet.longueur - self.court.longueur
        if plus < 0.05:
            return "aucun ordre connu n'est plus court"
        return (
            f"{nombre(plus, 1)} km de plus que le plus court ordre connu "
            f"({nombre(court, 0)} km), soit + {pourcent(plus / court, 0)}"
        )

    def _rendez_vous(self) -> str:
        prevus = self.etapes[self.etapes["rendez_vous"].notna()]
        if prevus.empty:
            return ""
        rates = [
            f"{client} ({duree(retard / 60)} de retard)"
            for client, retard in prevus[["client", "retard"]].itertuples(index=False)
            if retard > TOLERANCE
        ]
        total = f"sur {nombre(len(prevus))}"
        dit = f"Rendez-vous à l'heure : {self.tenus} {total}"
        dit += f" ; manqués : {', '.join(rates)}" if rates else ""
        attente = (prevus["debut"] - prevus["arrivee"]).sum()
        dit += f" ; {duree(attente / 60)} d'attente chez des clients" if attente >= 1 else ""
        if self.trajet.longueur - self.court.longueur < 0.05:
            return f"{dit}."
        return f"{dit}. Le plus court ordre en tient {self.tenus_court} {total}."


def simuler_tournee(
    points: Mapping[str, tuple[float, float]],
    ordre: Sequence[int],
    *,
    rendez_vous: Mapping[str, str] | None = None,
    depart: str = "08:00",
    duree_visite: float = 30,
    vitesse: float = 50,
    detour: float = 1.3,
    court: Circuit | None = None,
) -> SimulationTournee:
    """Ce que donne un ordre de visite : la route, l'heure du retour, les rendez-vous.

    Route = vol d'oiseau × détour ; on attend si l'on arrive en avance à un rendez-vous.

    Paramètres
    ----------
    points : {nom: (latitude, longitude)}, le départ en premier.
    ordre : les rangs des points dans l'ordre de visite, 0 (le départ) en tête.
    rendez_vous : {nom: "10:30"} ; les autres clients reçoivent à toute heure.
    depart : l'heure de départ.
    duree_visite : minutes par visite.
    vitesse, detour : km/h en moyenne ; route / vol d'oiseau (au moins 1). Des hypothèses.
    court : le plus court circuit par ces points, s'il est déjà connu ; sinon il est cherché.

    Renvoie
    -------
    `SimulationTournee` : trajet, court, etapes, retour, heures, tenus, phrase().

    Lève
    ----
    ArgumentInvalide si `ordre` ne part pas du départ ou ne cite pas chaque point une fois, pour un
    rendez-vous chez un inconnu ou une heure illisible.

    Exemple
    -------
    >>> villes = {"dépôt": (45.78, 3.087), "Riom": (45.894, 3.113), "Issoire": (45.544, 3.249)}
    >>> essai = simuler_tournee(villes, [0, 1, 2], rendez_vous={"Issoire": "09:00"})
    >>> essai.etapes[["client", "retard"]].round().values.tolist()
    [['Riom', 0.0], ['Issoire', 53.0]]

    Source
    ------
    S823-2, itinéraires sous contraintes.
    """
    noms, prevus = list(points), rendez_vous or {}
    rangs = [entier("ordre", rang) for rang in ordre]
    if rangs[:1] != [0] or sorted(rangs) != list(range(len(noms))):
        raise ArgumentInvalide("ordre", rangs, "0, puis le rang de chaque client, une seule fois")
    for nom in prevus:
        if nom not in noms[1:]:
            raise ArgumentInvalide("rendez_vous", nom, "le nom d'un client")
    heures_prevues = {nom: _minutes("rendez_vous", prevu) for nom, prevu in prevus.items()}
    debut = _minutes("depart", depart)
    visite = seul(positif, "duree_visite", duree_visite)
    rapide = seul(strictement_positif, "vitesse", vitesse)
    route = max(1.0, seul(strictement_positif, "detour", detour))
    trouve = circuit(points) if court is None else court
    sens = (rangs, trouve.ordre, [0, *trouve.ordre[:0:-1]])  # le plus court se fait dans deux sens
    trajet, aller, envers = (_trajet(points, un, route, trouve) for un in sens)
    etapes, retour = _derouler(trajet, heures_prevues, debut, visite, rapide)
    tenus = max(
        _tenus(_derouler(un, heures_prevues, debut, visite, rapide)[0]) for un in (aller, envers)
    )
    return SimulationTournee(trajet, aller, etapes, retour, (retour - debut) / 60, tenus)


def heure(minutes: float) -> str:
    """« 8 h 05 » ; l'heure qui suit minuit se dit « le lendemain ».

    >>> heure(485.2), heure(1500)
    ('8 h 05', '1 h 00 le lendemain')
    """
    jours, reste = divmod(round(minutes), 24 * 60)
    return f"{reste // 60} h {reste % 60:02}" + (" le lendemain" if jours else "")


def duree(heures: float) -> str:
    """« 25 min », ou « 8 h 05 » à partir d'une heure.

    >>> duree(0.42), duree(8.08)
    ('25\xa0min', '8 h 05')
    """
    minutes = round(60 * heures)
    return heure(minutes) if 60 <= minutes < 24 * 60 else f"{nombre(minutes)}\u00a0min"


def _trajet(points: Any, ordre: Sequence[int], route: float, modele: Circuit) -> Circuit:
    """Le circuit dans cet ordre, en kilomètres de route estimés."""
    distances, noms = matrice_distances(points), list(points)
    suivants = [*ordre[1:], ordre[0]]
    trajets = [float(distances[i, j]) * route for i, j in zip(ordre, suivants, strict=True)]
    return replace(
        modele,
        ordre=list(ordre),
        longueur=sum(trajets),
        noms=[noms[i] for i in ordre],
        trajets=trajets,
        coordonnees=[points[noms[i]] for i in ordre],
    )


def _derouler(
    trajet: Circuit, rendez_vous: dict[str, int], depart: int, visite: float, vitesse: float
) -> tuple[pd.DataFrame, float]:
    """L'heure d'arrivée chez chacun, puis celle du retour."""
    minute, lignes = float(depart), []
    for client, kilometres in zip(trajet.noms[1:], trajet.trajets, strict=False):
        arrivee = minute + 60 * kilometres / vitesse
        prevu = rendez_vous.get(client)
        debut = arrivee if prevu is None else max(arrivee, prevu)
        lignes.append((client, arrivee, debut, prevu, 0.0 if prevu is None else debut - prevu))
        minute = debut + visite
    etapes = pd.DataFrame(lignes, columns=["client", "arrivee", "debut", "rendez_vous", "retard"])
    return etapes, minute + 60 * trajet.trajets[-1] / vitesse


def _tenus(etapes: pd.DataFrame) -> int:
    return int((etapes["rendez_vous"].notna() & (etapes["retard"] <= TOLERANCE)).sum())


def _minutes(argument: str, prevue: Any) -> int:
    if not isinstance(prevue, str):
        raise MauvaisType(argument, prevue, "une heure, comme « 10:30 »")
    try:
        lue = dt.time.fromisoformat(prevue)
    except ValueError:
        raise ArgumentInvalide(argument, prevue, "une heure, comme « 10:30 »") from None
    return 60 * lue.hour + lue.minute
