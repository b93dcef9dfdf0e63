"""Le programme de la semaine (S823-3) : réclamations, puis Préférés, puis prospection."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from grc_lib._nombres import positif, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.organisation._agendas import Creneau, lire_creneaux, lire_departs
from grc_lib.organisation._demandes import (
    Point,
    Visite,
    lire_carnet,
    preferes_en_retard,
    prospects_a_voir,
    reclamations_a_traiter,
)
from grc_lib.tournees import distance, planifier

# Minutes sur place : une hypothèse de ce cours, à remplacer par la vôtre.
DUREES = {"réclamation": 60, "Préféré": 60, "prospection": 45}

COLONNES = {
    "jour": "datetime64[us]",
    "ordre": "Int64",
    "heure": "string",
    "fin": "string",
    "salarie_id": None,
    "objet": "string",
    "client_id": None,
    "prospect_id": None,
    "trajet_km": float,
    "retour_km": float,
    "raison": "string",
}
_CANDIDATS = 30  # visites soumises au calcul d'une tournée, les plus prioritaires d'abord


class _Route(NamedTuple):
    durees: dict[str, float]  # minutes sur place, par objet
    vitesse: float
    detour: float

    def minutes(self, depart: Point, visite: Visite) -> float:
        """Le temps de cette seule visite, aller et retour compris."""
        aller = 60 * float(distance(depart, visite.point)) * self.detour / self.vitesse
        return 2 * aller + self.durees[visite.objet]


def programme_semaine(
    reclamations: Any,
    clients: Any,
    prospects: Any,
    agendas: Any,
    *,
    depots: Any = None,
    visites_an: float = 2,
    durees: Mapping[str, float] = DUREES,
    vitesse: float = 50,
    detour: float = 1.3,
) -> pd.DataFrame:
    """Le programme des visites : réclamations, puis Préférés en retard, puis prospection.

    Chaque créneau devient une tournée, calculée par `tournees.planifier`, dans l'ordre des jours :
    les réclamations urgentes d'abord, seules, puis les autres, puis les Préférés en retard, puis
    les prospects chauds, tièdes et froids, chacun dans la place qui reste. Une visite va à qui suit
    le client ; celle d'un client que personne ne suit, ou d'une réclamation dont l'interlocuteur
    n'a pas de créneau, ou pas d'assez long pour y aller, va au plus proche de ceux qui le peuvent.

    Paramètres
    ----------
    reclamations : tableau ou relation DuckDB. Colonne : client_id ; si elles y sont, urgent
        (booléen) et date_cloture (une réclamation close est écartée).
    clients : tableau ou relation. Colonnes : client_id, type_client, latitude, longitude,
        salarie_id (vide si personne ne le suit), derniere_visite (vide si jamais).
    prospects : tableau ou relation. Colonnes : prospect_id, latitude, longitude, salarie_id (vide
        si personne) ; si elles y sont, chaleur (« chaud », « tiède », « froid ») et client_id
        (un prospect converti est écarté).
    agendas : tableau ou relation, un créneau libre par ligne. Colonnes : salarie_id, jour, debut,
        fin (« 08:30 »).
    depots : d'où part et où revient chacun : un point (latitude, longitude) pour tous, ou un
        dictionnaire par salarié. Par défaut, le milieu de ses clients et prospects.
    visites_an : visites dues à un Préféré. Il est en retard passé 365 / visites_an jours sans
        visite, comptés au premier jour des agendas.
    durees : minutes sur place selon l'objet, comme `DUREES`.
    vitesse, detour : comme pour `planifier`.

    Renvoie
    -------
    `DataFrame`, une visite par ligne, par jour, salarié et ordre : jour, ordre, heure et fin
    (« HH:MM »), salarie_id, objet (« réclamation », « Préféré », « prospection »), client_id,
    prospect_id, trajet_km (depuis le point précédent), retour_km (de la dernière visite au départ),
    raison. Ce qui ne tient pas vient à la fin, sans jour, avec la raison. `.attrs` garde les
    kilomètres et les hypothèses du calcul.

    Lève
    ----
    NonCalculable si les agendas sont vides ; ArgumentInvalide pour une colonne absente, une valeur
    manquante, un client inconnu ou en double, une chaleur, un salarié ou un objet inconnu, une date
    ou une heure illisible, un créneau inversé ou à cheval sur un autre, des coordonnées hors de la
    Terre.

    Exemple
    -------
    >>> clients = pd.DataFrame({
    ...     "client_id": [1, 2, 3], "type_client": ["Préféré", "Préféré", "Petit"],
    ...     "latitude": [45.89, 45.86, 45.54], "longitude": [3.11, 3.55, 3.25], "salarie_id": 8,
    ...     "derniere_visite": ["2025-11-10", "2026-05-20", None],
    ... })
    >>> prospects = pd.DataFrame({
    ...     "prospect_id": [41, 42], "latitude": [45.80, 48.85], "longitude": [3.10, 2.35],
    ...     "salarie_id": 8,
    ... })
    >>> agendas = pd.DataFrame({
    ...     "salarie_id": [8], "jour": ["2026-07-06"], "debut": ["08:30"], "fin": ["16:00"],
    ... })
    >>> semaine = programme_semaine(
    ...     pd.DataFrame({"client_id": [3]}), clients, prospects, agendas, depots=(45.78, 3.09)
    ... )
    >>> semaine[["jour", "heure", "objet", "client_id", "prospect_id"]]
            jour  heure        objet  client_id  prospect_id
    0 2026-07-06  09:16  réclamation          3         <NA>
    1 2026-07-06  11:19      Préféré          1         <NA>
    2 2026-07-06  12:35  prospection       <NA>           41
    3        NaT   <NA>  prospection       <NA>           42
    >>> print(*semaine["raison"], sep=chr(10))
    1 réclamation
    dernière visite il y a 238 jours
    prospect froid
    trop loin : 1124 min de route et de visite, 450 min au plus

    Source
    ------
    S823, cas Clémenceau : la télécommerciale fixe le programme des commerciaux terrain ; tournées
    par PyVRP.
    """
    creneaux = lire_creneaux(agendas)
    debut = min(creneau.jour for creneau in creneaux)
    delai = 365 / seul(strictement_positif, "visites_an", visites_an)
    route = _Route(
        _lire_durees(durees),
        seul(strictement_positif, "vitesse", vitesse),
        seul(strictement_positif, "detour", detour),
    )
    connus = lire_carnet("clients", clients, "client_id", "type_client", trous=["derniere_visite"])
    inconnus = lire_carnet("prospects", prospects, "prospect_id")
    demandes = [
        *prospects_a_voir(inconnus),
        *preferes_en_retard(connus, debut, delai),
        *reclamations_a_traiter(reclamations, connus),
    ]
    visites = {(visite.client_id, visite.prospect_id): visite for visite in demandes}
    departs = lire_departs(depots, creneaux, connus, inconnus)
    plus_longs = {s: max(c.minutes() for c in creneaux if c.salarie_id == s) for s in departs}
    confiees, refusees = _confier(list(visites.values()), departs, plus_longs, route)
    lignes: list[dict[Any, Any]] = []
    hypotheses: dict[str, None] = {}
    for salarie, siennes in confiees.items():
        libres = [creneau for creneau in creneaux if creneau.salarie_id == salarie]
        restes = _par_priorite(departs[salarie], siennes)
        for creneau in libres:
            plan, restes = _tournee(departs[salarie], restes, creneau, route)
            lignes += plan.to_dict("records")
            hypotheses |= dict.fromkeys(plan.attrs.get("hypotheses", []))
        plus_long = plus_longs[salarie]
        refusees += [_refuser(departs[salarie], visite, plus_long, route) for visite in restes]
    return _tableau(lignes, refusees, list(hypotheses))


def _confier(
    visites: list[Visite], departs: dict[Any, Point], plus_longs: dict[Any, int], route: _Route
) -> tuple[dict[Any, list[Visite]], list[Visite]]:
    """Les visites de chacun, et celles dont l'interlocuteur n'a aucun créneau."""
    confiees: dict[Any, list[Visite]] = {salarie: [] for salarie in departs}
    refusees = []
    for visite in visites:
        suivi, reclame = visite.salarie_id, visite.objet == "réclamation"
        present = suivi in confiees
        if present and not (reclame and route.minutes(departs[suivi], visite) >= plus_longs[suivi]):
            confiees[suivi].append(visite)
        elif reclame or pd.isna(suivi):
            autre = _plus_proche(visite, departs, plus_longs, route)
            confiees[autre.salarie_id].append(autre)
        else:
            raison = f"suivi par le salarié {suivi}, qui n'a aucun créneau"
            refusees.append(visite._replace(raison=raison))
    return confiees, refusees


def _plus_proche(
    visite: Visite, departs: dict[Any, Point], plus_longs: dict[Any, int], route: _Route
) -> Visite:
    """La même visite, pour le plus proche de ceux qui peuvent y aller."""
    suivi = visite.salarie_id
    minutes = {salarie: route.minutes(depart, visite) for salarie, depart in departs.items()}
    possibles = [salarie for salarie in departs if minutes[salarie] < plus_longs[salarie]]
    if suivi in departs and not possibles:
        return visite
    raison = f"{visite.raison} ; trop loin pour le salarié {suivi}"
    return visite._replace(
        salarie_id=min(possibles or departs, key=lambda salarie: minutes[salarie]),
        raison=raison if suivi in departs else visite.raison,
    )


def _par_priorite(depart: Point, visites: list[Visite]) -> list[Visite]:
    """Le niveau d'abord, puis le plus long retard, puis le plus proche."""
    rang = {v: (-v.niveau, -v.retard, float(distance(depart, v.point))) for v in visites}
    return sorted(visites, key=lambda visite: rang[visite])


def _tournee(
    depart: Point, restes: list[Visite], creneau: Creneau, route: _Route
) -> tuple[pd.DataFrame, list[Visite]]:
    """Les visites d'un créneau, et celles qui restent."""
    minutes = creneau.minutes()
    possibles = [v for v in restes if route.minutes(depart, v) < minutes][:_CANDIDATS]
    if not possibles:
        return pd.DataFrame(), restes
    plan = planifier(
        depart,
        [visite.point for visite in possibles],
        duree_visite=[route.durees[visite.objet] for visite in possibles],
        journee=minutes,
        priorites=[visite.niveau for visite in possibles],
        jours=1,
        debut=creneau.debut,
        vitesse=route.vitesse,
        detour=route.detour,
    )
    plan = plan[plan["jour"].notna()].rename(columns={"arrivee": "heure", "depart": "fin"})
    placees = [possibles[rang] for rang in plan["client"]]
    for champ in ("objet", "client_id", "prospect_id", "salarie_id", "raison"):
        plan[champ] = pd.Series([getattr(v, champ) for v in placees], plan.index, dtype=object)
    return plan.assign(jour=creneau.jour), [v for v in restes if v not in placees]


def _refuser(depart: Point, visite: Visite, plus_long: float, route: _Route) -> Visite:
    minutes = route.minutes(depart, visite)
    if minutes < plus_long:
        return visite._replace(raison="ne tient pas dans les créneaux de la semaine")
    raison = f"trop loin : {minutes:.0f} min de route et de visite, {plus_long:.0f} min au plus"
    return visite._replace(raison=raison)


def _tableau(
    lignes: list[dict[Any, Any]], refusees: list[Visite], hypotheses: list[str]
) -> pd.DataFrame:
    lignes = sorted(lignes, key=lambda ligne: ligne["jour"])
    restes = [v._asdict() for v in sorted(refusees, key=lambda visite: -visite.niveau)]
    tableau = pd.DataFrame([*lignes, *restes], columns=list(COLONNES))
    tableau = tableau.astype({nom: forme for nom, forme in COLONNES.items() if forme})
    for cle in ("salarie_id", "client_id", "prospect_id"):
        tableau[cle] = tableau[cle].convert_dtypes()
    tableau.attrs = {
        "kilometres": float(tableau["trajet_km"].sum() + tableau["retour_km"].sum()),
        "hypotheses": [*hypotheses, "Une tournée après l'autre : lundi ne ménage pas mardi."],
    }
    return tableau


def _lire_durees(durees: Any) -> dict[str, float]:
    if not isinstance(durees, Mapping) or set(durees) != set(DUREES):
        attendu = f"des minutes pour chaque objet : {', '.join(DUREES)}"
        raise ArgumentInvalide("durees", durees, attendu)
    return {objet: seul(positif, f"durees, {objet}", duree) for objet, duree in durees.items()}
