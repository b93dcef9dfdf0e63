"""Ce qu'un poste confiné reçoit : un dossier, ce qu'il peut lire, ce qu'il peut consommer."""

import functools
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import grc_lib
from grc_lib.classe.confinement.limites import Limites


@dataclass(frozen=True)
class Enceinte:
    """Le confinement demandé pour un poste.

    Paramètres
    ----------
    moyen : « espaces » (espaces de noms), « landlock » ou « aucun ».
    racine : dossier vide de l'hôte ; la racine privée s'y monte.
    travail : dossier courant de la copie, dans sa racine.
    copie : dossier de l'hôte dont les fichiers, notebooks exceptés, sont posés dans `travail`.
    lisibles, ecrivables : chemins de l'hôte que la copie peut lire, ou écrire.
    uid : utilisateur de la copie quand l'hôte est root.
    """

    moyen: str
    racine: str
    travail: str
    copie: str = ""
    lisibles: list[str] = field(default_factory=list)
    ecrivables: list[str] = field(default_factory=list)
    uid: int = 65000
    limites: Limites = field(default_factory=Limites)

    def en_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def de_json(cls, lu: dict[str, Any]) -> "Enceinte":
        return cls(**lu | {"limites": Limites(**lu["limites"])})


@functools.cache
def lisibles() -> list[str]:
    """Python, la bibliothèque, les leçons et la base ; ni les corrigés, ni le reste du dossier."""
    from grc_lib._ressources import racine_cours

    chemins = [Path(sys.prefix), Path(sys.base_prefix), Path(grc_lib.__file__).parent]
    chemins.append(racine_cours() / "course")
    # Installés ailleurs que Python (`pip install --user`) ; jamais le reste de sys.path.
    chemins += [Path(c) for c in sys.path if Path(c).name in ("site-packages", "dist-packages")]
    for base in {racine_cours() / "datasets", Path(os.environ.get("GRC_DONNEES", os.devnull))}:
        if base.is_dir():
            chemins += [c for c in base.iterdir() if c.name != "clemenceau"]
            chemins += [c for c in (base / "clemenceau").glob("*") if c.name != "corrige"]
    return sorted({str(c) for c in chemins if not set(c.parents) & set(chemins)})
