"""Le simulateur de tournée : l'ordre le plus court n'est pas toujours celui des rendez-vous."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib import donnees
from grc_lib._formats import nombre
from grc_lib._nombres import entier
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures import Graphique, tournee
from grc_lib.figures.textes import compte, insecable, tableau_html
from grc_lib.simulateurs.briques import Annonce, Simulateur, bouton, curseur, montrer, rangee
from grc_lib.simulateurs.calculs.tournee import TOLERANCE, SimulationTournee, heure, simuler_tournee
from grc_lib.tournees import circuit, deux_opt, distance, plus_proche_voisin

_CLIENTS_MAX = 15
_DEPART = "Lille"
# Hypothèses : deux clients n'ont que ce créneau-là.
_RENDEZ_VOUS = {"Le Fournil Leleu": "10:00", "Boutiques Guyon": "11:30"}
_LIEUX = """
SELECT raison_sociale, client_id, latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude
FROM clients
WHERE actif AND type_client IN ('Préféré', 'Nursery') AND departement IN ('59', '62')
"""


class SimulateurTournee(Simulateur):
    """L'ordre des visites et ce qu'il change (voir `simulateur_tournee`)."""

    def __init__(
        self,
        points: dict[str, tuple[float, float]],
        rendez_vous: dict[str, str],
        duree_visite: int,
        vitesse: int,
    ) -> None:
        self.points, self.rendez_vous = points, rendez_vous
        self.court, self.ordre = circuit(points), list(range(len(points)))
        self.liste = _liste(len(points) - 1)
        self.monter = bouton("▲ Monter", lambda _: self._deplacer(-1))
        self.descendre = bouton("▼ Descendre", lambda _: self._deplacer(1))
        methodes: dict[str, Callable[[], list[int]]] = {
            "Au plus proche voisin": lambda: plus_proche_voisin(self.points).ordre,
            "Défaire les croisements (2-opt)": lambda: deux_opt(self.points, self.ordre).ordre,
            "Le plus court": lambda: self.court.ordre,
            "À l'envers": lambda: [0, *self.ordre[:0:-1]],
        }
        self.methodes = {
            nom: bouton(nom, partial(self._appliquer, agir)) for nom, agir in methodes.items()
        }
        self.duree = curseur(
            "Durée d'une visite (min)", entier("duree_visite", duree_visite, 5, 120), 5, 120, 5
        )
        self.vitesse = curseur(
            "Vitesse moyenne (km/h)", entier("vitesse", vitesse, 10, 110), 10, 110
        )
        for reglage in (self.duree, self.vitesse):
            reglage.observe(self._mettre_a_jour, "value")
        self.horaires, self.graphique, annonce = widgets.HTML(), widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>Choisissez un client, puis déplacez-le</b>"),
            self.liste,
            _boutons(self.monter, self.descendre),
            widgets.HTML("<b>Ou laissez faire une méthode</b>"),
            _boutons(*self.methodes.values()),
            rangee(self.duree, self.vitesse),
            self.graphique,
            self.horaires,
            annonce=annonce,
        )
        self._ecrire_la_liste(1)
        self._mettre_a_jour()

    def simulation(self) -> SimulationTournee:
        """Le calcul, dans l'ordre du moment."""
        return simuler_tournee(
            self.points,
            self.ordre,
            rendez_vous=self.rendez_vous,
            duree_visite=self.duree.value,
            vitesse=self.vitesse.value,
            court=self.court,
        )

    def _deplacer(self, sens: int) -> None:
        """Échange le client choisi avec son voisin ; il reste choisi."""
        place = self.ordre.index(self.liste.value)
        autre = place + sens
        if 1 <= autre < len(self.ordre):
            ordre = list(self.ordre)
            ordre[place], ordre[autre] = ordre[autre], ordre[place]
            self._ordonner(ordre)

    def _appliquer(self, methode: Callable[[], list[int]], _: Any) -> None:
        self._ordonner(methode())

    def _ordonner(self, ordre: list[int]) -> None:
        self.ordre = list(ordre)
        self._ecrire_la_liste(self.liste.value)
        self._mettre_a_jour()

    def _ecrire_la_liste(self, choisi: int) -> None:
        noms = list(self.points)
        with self.liste.hold_sync():
            self.liste.options = [
                (f"{place}. {noms[rang]}{self._prevu(noms[rang])}", rang)
                for place, rang in enumerate(self.ordre)
                if rang
            ]
            self.liste.value = choisi

    def _prevu(self, nom: str) -> str:
        prevu = self.rendez_vous.get(nom)
        return f" · rendez-vous {prevu.replace(':', ' h ')}" if prevu else ""

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        self.horaires.value = _horaires(essai)
        montrer(self.graphique, _figure(essai))


def simulateur_tournee(
    points: Mapping[str, tuple[float, float]] | None = None,
    *,
    rendez_vous: Mapping[str, str] | None = None,
    duree_visite: int = 30,
    vitesse: int = 50,
) -> SimulateurTournee:
    """Dans quel ordre visiter ? Le plus court fait gagner des kilomètres et rater des rendez-vous.

    Au départ, les dix Préférés et Nursery d'Imprimerie Clémenceau les plus proches de Lille, dans
    l'ordre du fichier. Hypothèses : deux rendez-vous imposés, départ à 8 h, route = vol d'oiseau
    × 1,3, pas de pause ; à l'heure veut dire dix minutes de retard au plus.

    Paramètres
    ----------
    points : {nom: (latitude, longitude)}, le départ en premier, puis 2 à 15 clients.
    rendez_vous : {nom: "10:30"} ; avec vos points, aucun par défaut.
    duree_visite, vitesse : réglages de départ (minutes ; km/h).

    Renvoie
    -------
    `SimulateurTournee` : à afficher dans Jupyter ; `.ordre` donne les rangs dans l'ordre choisi,
    `.phrase` dit le résultat, `.simulation()` le donne.

    Lève
    ----
    ArgumentInvalide s'il n'y a pas de 2 à 15 clients, pour un rendez-vous chez un inconnu ou un
    réglage hors de son curseur.

    Exemple
    -------
    >>> villes = {"dépôt": (45.78, 3.087), "Riom": (45.894, 3.113), "Thiers": (45.857, 3.548),
    ...           "Issoire": (45.544, 3.249)}
    >>> essai = simulateur_tournee(villes)
    >>> essai.methodes["À l'envers"].click()
    >>> essai.ordre
    [0, 3, 2, 1]

    Source
    ------
    S823-2, plus proche voisin, 2-opt, plus court circuit, rendez-vous.
    """
    if points is None:
        points, prevus = _lieux(), _RENDEZ_VOUS if rendez_vous is None else rendez_vous
    else:
        prevus = rendez_vous or {}
    if not 3 <= len(points) <= _CLIENTS_MAX + 1:
        attendu = f"un départ, puis de 2 à {_CLIENTS_MAX} clients"
        raise ArgumentInvalide("points", f"{len(points)} point(s)", attendu)
    return SimulateurTournee(dict(points), dict(prevus), duree_visite, vitesse)


def _lieux() -> dict[str, tuple[float, float]]:
    """Lille, d'où part un commercial terrain, et les dix clients les plus proches."""
    with donnees.connexion() as base:
        depart = base.execute(
            "SELECT latitude::DOUBLE, longitude::DOUBLE FROM salaries WHERE commune = ?", [_DEPART]
        ).fetchall()[0]
        clients = base.execute(_LIEUX).df()
    clients["km"] = distance(depart, clients[["latitude", "longitude"]])
    proches = clients.nsmallest(10, "km").sort_values("client_id")
    lieux = proches[["raison_sociale", "latitude", "longitude"]].itertuples(index=False)
    return {_DEPART: depart} | {nom: (y, x) for nom, y, x in lieux}


def _liste(lignes: int) -> widgets.Select:
    disposition = widgets.Layout(
        flex_flow="row wrap", width="min(100% - 4px, 560px)", height="auto"
    )
    return widgets.Select(
        description="Vos visites, dans l'ordre",
        rows=lignes,
        layout=disposition,
        style={"description_width": "100%"},
    )


def _boutons(*contenu: widgets.Button) -> widgets.Box:
    return widgets.Box(contenu, layout=widgets.Layout(flex_flow="row wrap"))


def _figure(essai: SimulationTournee) -> Graphique:
    """La carte, sans les noms : la liste les donne, et ils se couvriraient autour du départ."""
    clients = compte(len(essai.etapes), "client")
    kilometres = f"{nombre(essai.trajet.longueur, 0)} km"
    titre = insecable(f"{clients} en {kilometres}, retour à {heure(essai.retour)}")
    carte = tournee(essai.trajet, titre=titre)
    carte.data = [trace for trace in carte.data if trace.name != "Noms"]
    return carte


def _horaires(essai: SimulationTournee) -> str:
    """L'heure d'arrivée chez chacun, et les rendez-vous tenus ou manqués."""
    etapes = essai.etapes
    verdicts = [
        "" if pd.isna(prevu) else f"{heure(prevu)} {'✗' if retard > TOLERANCE else '✓'}"
        for prevu, retard in etapes[["rendez_vous", "retard"]].itertuples(index=False)
    ]
    return tableau_html(
        pd.DataFrame(
            {
                "Client": [f"{n}. {nom}" for n, nom in enumerate(etapes["client"], 1)],
                "Arrivée": [heure(minute) for minute in etapes["arrivee"]],
                "Rendez-vous": verdicts,
            }
        )
    )
