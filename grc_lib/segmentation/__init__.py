"""La structure du portefeuille (S522-4) : 20/80, ABC, concentration, Gini, Herfindahl, RFM ; et les
groupes de clients (S432-2) : tri croisé et khi-deux, carte perceptuelle, k-moyennes.
"""

from grc_lib.segmentation.cartes import CartePerceptuelle, carte_perceptuelle
from grc_lib.segmentation.croisements import TriCroise, tri_croise
from grc_lib.segmentation.mesures import (
    GRILLE_DISCRIMINATION,
    Herfindahl,
    Repartition,
    concentration,
    discrimination,
    gini,
    herfindahl,
    part_des_premiers,
)
from grc_lib.segmentation.methode_abc import abc
from grc_lib.segmentation.methode_rfm import rfm
from grc_lib.segmentation.notes import (
    SEGMENTS,
    Segment,
    notes_bornes,
    notes_quintiles,
    segment_rfm,
)
from grc_lib.segmentation.pieges import PIEGES
from grc_lib.segmentation.typologie import KMoyennes, k_moyennes

__all__ = [
    "GRILLE_DISCRIMINATION",
    "PIEGES",
    "SEGMENTS",
    "CartePerceptuelle",
    "Herfindahl",
    "KMoyennes",
    "Repartition",
    "Segment",
    "TriCroise",
    "abc",
    "carte_perceptuelle",
    "concentration",
    "discrimination",
    "gini",
    "herfindahl",
    "k_moyennes",
    "notes_bornes",
    "notes_quintiles",
    "part_des_premiers",
    "rfm",
    "segment_rfm",
    "tri_croise",
]
