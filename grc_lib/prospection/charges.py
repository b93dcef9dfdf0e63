"""La charge de travail (S531-2) : les heures que demandent les clients, l'effectif qu'il faut."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

from grc_lib._formats import donnee, nombre, pourcentage
from grc_lib._nombres import entier_superieur, lignes, positif, quotient, seul
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import NonCalculable


@dataclass(frozen=True)
class Charge(Resultat):
    """Charge de travail.

    Champs : heures nécessaires ; ratio, heures nécessaires / heures disponibles d'une personne
    (décimal) ; effectif, en équivalents temps plein ; effectif_entier ; puis les données du calcul.
    """

    heures: float
    ratio: float
    effectif: float
    effectif_entier: int
    _: KW_ONLY
    clients: tuple[tuple[float, float, float], ...]
    heures_disponibles: float

    def etapes(self) -> Iterator[Etape]:
        """Les heures de chaque groupe de clients, leur somme, puis l'effectif."""
        termes = (" × ".join(donnee(facteur) for facteur in groupe) for groupe in self.clients)
        heures, disponibles = nombre(self.heures), nombre(self.heures_disponibles)
        formule = "Σ clients × fréquence × heures"
        yield Etape("Heures nécessaires", formule, " + ".join(termes), f"{heures} h")
        calcul, ratio = f"{heures} / {disponibles}", pourcentage(self.ratio, 1)
        yield Etape("Ratio de charge", "heures nécessaires / disponibles", calcul, ratio)
        personnes = f"{nombre(self.effectif)} soit {self.effectif_entier}"
        yield Etape("Effectif", "heures nécessaires / disponibles", calcul, personnes)

    def conventions(self) -> Iterator[str]:
        """Ce que comptent les heures, et l'arrondi."""
        yield "les heures d'une visite comprennent le trajet et le suivi administratif"
        yield "effectif arrondi à l'entier supérieur (un temps partiel peut suffire)"


def charge(clients: Any, *, heures_disponibles: float) -> Charge:
    """Les heures que demande un portefeuille, et le nombre de commerciaux qu'il occupe.

    Heures = Σ clients × fréquence × heures par visite ; effectif = heures / heures disponibles.

    Paramètres
    ----------
    clients : liste de (nombre de clients, visites par an et par client, heures par visite, trajet
        et suivi compris), un groupe de clients par ligne ; ou tableau de ces trois colonnes.
    heures_disponibles : heures par an d'un commercial pour ces visites, congés, réunions et
        formation retirés.

    Renvoie
    -------
    `Charge` (heures, ratio, effectif, effectif_entier).

    Lève
    ----
    NonCalculable s'il n'y a aucun groupe, ou aucune heure disponible ; ArgumentInvalide pour un
    nombre négatif.

    Exemple
    -------
    >>> resultat = charge([(120, 2, 3), (300, 1, 1.5)], heures_disponibles=900)
    >>> resultat.heures, resultat.effectif_entier
    (1170.0, 2)

    Source
    ------
    S531, charge de travail et effectif (cas FV01 à FV03, FV07, FV08).
    """
    lues = lignes("clients", clients, "clients", "fréquence", "heures")
    if not lues:
        raise NonCalculable("Il n'y a aucun groupe de clients : la charge n'est pas définie.")
    groupes = tuple(
        (
            seul(positif, f"clients, ligne {i}", n),
            seul(positif, f"clients, ligne {i}", f),
            seul(positif, f"clients, ligne {i}", h),
        )
        for i, (n, f, h) in enumerate(lues, 1)
    )
    disponibles = seul(positif, "heures_disponibles", heures_disponibles)
    heures = sum(n * frequence * duree for n, frequence, duree in groupes)
    raison = "Aucune heure n'est disponible pour les visites : vérifiez l'emploi du temps."
    ratio = quotient(heures, disponibles, raison)
    return Charge(
        heures,
        ratio,
        ratio,
        entier_superieur(ratio),
        clients=groupes,
        heures_disponibles=disponibles,
    )
