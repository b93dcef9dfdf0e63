"""La structure du portefeuille (S522-4) : 20/80, ABC, concentration, Gini, Herfindahl, RFM."""

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

__all__ = [
    "GRILLE_DISCRIMINATION",
    "SEGMENTS",
    "Herfindahl",
    "Repartition",
    "Segment",
    "abc",
    "concentration",
    "discrimination",
    "gini",
    "herfindahl",
    "notes_bornes",
    "notes_quintiles",
    "part_des_premiers",
    "rfm",
    "segment_rfm",
]
