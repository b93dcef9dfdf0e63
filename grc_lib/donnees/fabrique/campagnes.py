"""Les campagnes de l'imprimerie, une table fixe : ce que chacune coûte et ce qu'elle rapporte."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.hasard import Hasard

FIDELISER, REACTIVER, CONQUERIR, INFORMER = "fidéliser", "réactiver", "conquérir", "informer"
TEST = "Test A/B : deux accroches de printemps"
_COLONNES = ["nom", "canal", "objectif", "date_debut", "date_fin", "envois", "creation", "unitaire"]
# Envois au plus (pour 1 200 clients), création (euros), coût d'un envoi (centimes) : usage. Une
# relance ou un sms se rédige à la maison : peu de création.
_CAMPAGNES = (
    ("Catalogue 2023", "courrier", INFORMER, "2023-01-16", "2023-03-03", 847, 1680, 145),
    ("Étiquettes de saison", "courriel", FIDELISER, "2023-05-22", "2023-06-30", 803, 240, 12),
    ("Revenez nous voir", "courrier", REACTIVER, "2023-10-02", "2023-11-17", 45, 60, 158),
    ("Catalogue 2024", "courrier", INFORMER, "2024-01-15", "2024-03-01", 882, 1590, 149),
    (
        "Une carte pour vous remercier",
        "courriel",
        FIDELISER,
        "2024-03-04",
        "2024-04-12",
        856,
        380,
        9,
    ),
    ("Rentrée des imprimés", "courriel", CONQUERIR, "2024-09-09", "2024-10-25", 1093, 290, 18),
    ("Vœux : commandez tôt", "sms", FIDELISER, "2024-11-12", "2024-12-13", 78, 20, 8),
    ("Catalogue 2025", "courrier", INFORMER, "2025-01-13", "2025-02-28", 946, 1720, 152),
    ("Emballages imprimés", "courriel", CONQUERIR, "2025-04-07", "2025-05-23", 1788, 420, 14),
    ("Avant les vacances", "courriel", FIDELISER, "2025-06-10", "2025-07-18", 861, 240, 7),
    ("On ne vous oublie pas", "courrier", REACTIVER, "2025-09-22", "2025-11-07", 130, 90, 156),
    ("Rentrée 2025", "courriel", INFORMER, "2025-09-08", "2025-10-24", 2874, 410, 6),
    ("Derniers jours pour vos vœux", "sms", FIDELISER, "2025-11-17", "2025-12-19", 88, 20, 8),
    ("Catalogue 2026", "courriel", INFORMER, "2026-01-12", "2026-02-27", 3380, 790, 5),
    (TEST, "courrier", INFORMER, "2026-03-09", "2026-04-24", 2316, 2480, 138),
    ("Découvrez notre atelier", "courriel", CONQUERIR, "2026-05-11", "2026-06-19", 2792, 360, 11),
)


@dataclass(frozen=True)
class Suites:
    """Ce qu'obtient une variante, pour dix mille envois."""

    reponses: int
    commandes: int  # au plus : il faut que le destinataire ait commandé
    desabonnes: int


# Réponses et désabonnements pour dix mille envois d'une campagne qui informe (usage).
_REPONSES = {"courrier": 280, "courriel": 112, "sms": 200}
_DESABONNES = {"courrier": 36, "courriel": 50, "sms": 90}
# Ce que chaque objectif y change (%) : qui nous connaît répond plus et part moins.
_ATTRAITS = {FIDELISER: 155, INFORMER: 100, REACTIVER: 80, CONQUERIR: 55}
_LASSITUDES = {FIDELISER: 80, INFORMER: 100, REACTIVER: 100, CONQUERIR: 125}
_ALEA_REPONSES, _ALEA_DESABONNES = (70, 130), (70, 145)  # % : chaque campagne a son sort
_COMMANDENT = (27, 53)  # % de qui a répondu
# Le test A/B : le cadeau de la version B fait répondre, il ne fait pas commander.
_SUITES_A, _SUITES_B = Suites(268, 180, 38), Suites(492, 170, 42)


def campagnes() -> pd.DataFrame:
    """La table `campagnes` ; `envois`, colonne de travail : combien on peut en payer."""
    table = pd.DataFrame(_CAMPAGNES, columns=_COLONNES)
    for colonne in ("date_debut", "date_fin"):
        table[colonne] = table[colonne].to_numpy(dtype="datetime64[D]")
    table = table.sort_values("date_debut", kind="stable", ignore_index=True)
    return table.assign(
        campagne_id=np.arange(1, len(table) + 1),
        budget=table["creation"] * 100 + table["envois"] * table["unitaire"],
    )


def suites(graine: int) -> dict[str, dict[str, Suites]]:
    """Par campagne, ce qu'obtient chaque variante : le même dans tous les blocs de clients."""
    h = Hasard(graine, 0, "campagnes")
    tirees = {nom: {"A": _suites(canal, but, h)} for nom, canal, but, *_ in _CAMPAGNES}
    return tirees | {TEST: {"A": _SUITES_A, "B": _SUITES_B}}


def _suites(canal: str, objectif: str, h: Hasard) -> Suites:
    bornes = (_ALEA_REPONSES, _COMMANDENT, _ALEA_DESABONNES)
    alea, commandent, lassitude = (int(h.entre(*borne, 1)[0]) for borne in bornes)
    reponses = _REPONSES[canal] * _ATTRAITS[objectif] * alea // 10_000
    desabonnes = _DESABONNES[canal] * _LASSITUDES[objectif] * lassitude // 10_000
    return Suites(reponses, reponses * commandent // 100, desabonnes)
