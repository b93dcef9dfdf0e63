"""Les campagnes de l'imprimerie, une table fixe, et ce que chacune coûte."""

import numpy as np
import pandas as pd

FIDELISER, REACTIVER, CONQUERIR, INFORMER = "fidéliser", "réactiver", "conquérir", "informer"
TEST = "Test A/B : deux accroches de printemps"
_COLONNES = ["nom", "canal", "objectif", "date_debut", "date_fin", "envois", "creation", "unitaire"]
# Envois au plus (pour 1 200 clients), création (euros), coût d'un envoi (centimes) : usage. Une
# relance ou un sms se rédige à la maison : peu de création.
_CAMPAGNES = (
    ("Catalogue 2023", "courrier", INFORMER, "2023-01-16", "2023-03-03", 850, 2600, 145),
    ("Étiquettes de saison", "courriel", FIDELISER, "2023-05-22", "2023-06-30", 800, 900, 12),
    ("Revenez nous voir", "courrier", REACTIVER, "2023-10-02", "2023-11-17", 45, 300, 158),
    ("Catalogue 2024", "courrier", INFORMER, "2024-01-15", "2024-03-01", 880, 2400, 149),
    (
        "Une carte pour vous remercier",
        "courriel",
        FIDELISER,
        "2024-03-04",
        "2024-04-12",
        850,
        1400,
        9,
    ),
    ("Rentrée des imprimés", "courriel", CONQUERIR, "2024-09-09", "2024-10-25", 1100, 1100, 18),
    ("Vœux : commandez tôt", "sms", FIDELISER, "2024-11-12", "2024-12-13", 80, 250, 8),
    ("Catalogue 2025", "courrier", INFORMER, "2025-01-13", "2025-02-28", 950, 2500, 152),
    ("Emballages imprimés", "courriel", CONQUERIR, "2025-04-07", "2025-05-23", 1800, 1600, 14),
    ("Avant les vacances", "courriel", FIDELISER, "2025-06-10", "2025-07-18", 850, 900, 7),
    ("On ne vous oublie pas", "courrier", REACTIVER, "2025-09-22", "2025-11-07", 130, 300, 156),
    ("Rentrée 2025", "courriel", INFORMER, "2025-09-08", "2025-10-24", 2900, 1500, 6),
    ("Derniers jours pour vos vœux", "sms", FIDELISER, "2025-11-17", "2025-12-19", 90, 250, 8),
    ("Catalogue 2026", "courriel", INFORMER, "2026-01-12", "2026-02-27", 3400, 3000, 5),
    (TEST, "courrier", INFORMER, "2026-03-09", "2026-04-24", 2400, 3000, 138),
    ("Découvrez notre atelier", "courriel", CONQUERIR, "2026-05-11", "2026-06-19", 2800, 1200, 11),
)


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
