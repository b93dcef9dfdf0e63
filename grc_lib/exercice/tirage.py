"""Le tirage : à chaque étudiant ses données, toujours les mêmes."""

import datetime as dt
import hashlib
import os
import random
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar

from grc_lib._arguments import decimale, lire_date
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.exercice import _echantillon
from grc_lib.exercice._saisies import lire_annee, lire_entier, lire_texte
from grc_lib.exercice.correction import en_correction
from grc_lib.exercice.identite import etudiant_courant, normaliser_identifiant

if TYPE_CHECKING:
    import pandas as pd

ANNEE_DU_COURS = "2026-2027"
REPRISES = 100
T = TypeVar("T")


class Tirage:
    """Les données d'un étudiant pour un devoir : à chaque nom son tirage, toujours le même.

    Un tirage est une fonction pure de (étudiant, devoir, année, nom) : le refaire, ou changer
    l'ordre des cellules, donne le même résultat. Les suites viennent de SHA-256 puis de
    `random.Random(…).random()`, dont Python garantit la stabilité d'une version à l'autre.

    Paramètres
    ----------
    devoir : référence du TD, comme « S522-4 ».
    etudiant : identifiant ; par défaut la personne qui travaille (voir `etudiant_courant`).
    annee : année du cours « AAAA-AAAA » ; par défaut la variable GRC_ANNEE, sinon ANNEE_DU_COURS.
    essai : numéro d'entraînement ; par défaut la variable GRC_ESSAI, sinon 0, les données du
        devoir (voir `nouveau`).

    Lève
    ----
    ArgumentInvalide si le devoir est vide, l'année ou l'essai mal écrits.

    Exemple
    -------
    >>> tirage = Tirage("S522-4", "Léa Martin")
    >>> tirage
    Données de : lea.martin · TD S522-4 · 2026-2027
    >>> tirage.entier("nb_clients", 18, 24)
    18
    >>> tirage.decimal("taux", 0.02, 0.05, pas=0.005)
    0.045
    """

    def __init__(
        self,
        devoir: str,
        etudiant: str | None = None,
        *,
        annee: str | None = None,
        essai: int | None = None,
    ) -> None:
        self.devoir = lire_texte("devoir", devoir)
        self.etudiant = normaliser_identifiant(etudiant_courant() if etudiant is None else etudiant)
        self.annee = lire_annee("annee", annee or os.environ.get("GRC_ANNEE") or ANNEE_DU_COURS)
        self.essai = _essai_courant() if essai is None else lire_entier("essai", essai)
        if self.essai < 0:
            raise ArgumentInvalide("essai", essai, "un numéro d'essai positif ou nul")

    def entier(self, nom: str, mini: int, maxi: int, *, pas: int = 1) -> int:
        """Tire un entier entre `mini` et `maxi` compris, de `pas` en `pas`.

        >>> Tirage("S522-4", "lea.martin").entier("chiffre_affaires", 100_000, 200_000, pas=1_000)
        183000
        """
        mini, maxi, pas = (
            lire_entier("mini", mini),
            lire_entier("maxi", maxi),
            lire_entier("pas", pas),
        )
        return mini + pas * self._rang(nom, _nombre_de_pas(mini, maxi, pas))

    def decimal(self, nom: str, mini: float, maxi: float, *, pas: float) -> float:
        """Tire un nombre de la grille `mini`, `mini + pas`… sans dépasser `maxi` (taux en décimal).

        >>> Tirage("S522-4", "lea.martin").decimal("prix", 10, 20, pas=0.05)
        10.15
        """
        bas, haut, cran = (
            decimale("mini", mini),
            decimale("maxi", maxi),
            decimale("pas", pas),
        )
        return float(bas + cran * self._rang(nom, _nombre_de_pas(bas, haut, cran)))

    def choix(self, nom: str, options: Sequence[T]) -> T:
        """Tire une des options : une suite ordonnée (liste, tuple), non vide.

        >>> Tirage("S522-4", "lea.martin").choix("secteur", ["Est", "Nord", "Ouest"])
        'Ouest'
        """
        if not isinstance(options, Sequence) or isinstance(options, str | bytes):
            raise MauvaisType("options", options, "une liste ou un tuple d'options")
        if not options:
            raise ArgumentInvalide("options", options, "au moins une option")
        return options[self._rang(nom, len(options))]

    def date(self, nom: str, debut: dt.date | str, fin: dt.date | str) -> dt.date:
        """Tire un jour entre `debut` et `fin` compris (dates, ou textes « AAAA-MM-JJ »).

        >>> Tirage("S522-4", "lea.martin").date("facture", "2026-01-01", "2026-06-30")
        datetime.date(2026, 1, 6)
        """
        premier, dernier = lire_date("debut", debut), lire_date("fin", fin)
        if premier > dernier:
            raise ArgumentInvalide("fin", fin, f"une date qui ne précède pas le début ({premier})")
        return premier + dt.timedelta(days=self._rang(nom, (dernier - premier).days + 1))

    def lignes(
        self,
        nom: str,
        df: "pd.DataFrame",
        n: int | Mapping[Any, int],
        *,
        par: str | None = None,
        tel_que: "Callable[[pd.DataFrame], bool] | None" = None,
    ) -> "pd.DataFrame":
        """Tire `n` lignes sans remise, quel que soit l'ordre des lignes reçues.

        Paramètres
        ----------
        df : tableau ; ses lignes se distinguent par leur index s'il est parlant, sinon par leur
            contenu.
        n : nombre de lignes ; avec `par`, un effectif par strate : `{"Mammouth": 2, "Petit": 8}`.
        par : colonne des strates.
        tel_que : ce que le tirage doit vérifier (une fonction du tableau tiré) ; il est refait, de
            la même façon pour la même personne, jusqu'à ce que ce soit vrai.

        Renvoie
        -------
        Un DataFrame trié (index parlant, sinon contenu des colonnes de gauche à droite).

        Lève
        ----
        MauvaisType, ArgumentInvalide : tableau ou colonne absents, plus de lignes demandées
        qu'il n'y en a, strate inconnue ; NonCalculable si cent tirages ne suffisent pas à
        satisfaire `tel_que`.

        Exemple
        -------
        >>> import pandas as pd
        >>> types = ["Petit"] * 30 + ["Gros"] * 10
        >>> clients = pd.DataFrame({"client_id": range(1, 41), "type": types})
        >>> tirage = Tirage("S522-4", "lea.martin")
        >>> tirage.lignes("panel", clients, {"Petit": 3, "Gros": 1}, par="type").client_id.tolist()
        [13, 14, 25, 31]
        """
        ranges = _echantillon.ranger(df)
        strates = list(_echantillon.strates(ranges, n, par))
        for reprise in range(REPRISES):
            positions: list[int] = []
            for strate, total, effectif in strates:
                hasard = self._hasard(_nom_de_strate(lire_texte("nom", nom), strate, reprise))
                rangs = _echantillon.sans_remise(hasard, len(total), effectif)
                positions += [total[rang] for rang in rangs]
            lignes = ranges.iloc[sorted(positions)]
            if tel_que is None or tel_que(lignes):
                return lignes
        raise NonCalculable(
            f"Aucun de {REPRISES} tirages de « {nom} » ne vérifie tel_que : demandez moins, ou "
            "tirez dans un tableau plus grand."
        )

    def nouveau(self) -> "Tirage":
        """Donne un autre tirage du même devoir, pour s'entraîner (refusé en correction).

        >>> Tirage("S522-4", "lea.martin").nouveau()
        Données de : lea.martin · TD S522-4 · 2026-2027 · essai 1
        """
        if en_correction():
            raise NonCalculable(
                "Un nouveau tirage ne sert qu'à s'entraîner : le devoir est noté sur vos données. "
                "Retirez « nouveau() » de votre copie."
            )
        return Tirage(self.devoir, self.etudiant, annee=self.annee, essai=self.essai + 1)

    def __repr__(self) -> str:
        essai = f" · essai {self.essai}" if self.essai else ""
        return f"Données de : {self.etudiant} · TD {self.devoir} · {self.annee}{essai}"

    def _repr_html_(self) -> str:
        return f'<p class="grc-tirage">{escape(str(self))}</p>'

    def _hasard(self, nom: str) -> random.Random:
        cle = [self.annee, self.devoir, self.etudiant, str(self.essai), lire_texte("nom", nom)]
        return random.Random(int.from_bytes(hashlib.sha256("\x1f".join(cle).encode()).digest()))

    def _rang(self, nom: str, total: int) -> int:
        return int(self._hasard(nom).random() * total)


def _nom_de_strate(nom: str, strate: Any, reprise: int) -> str:
    entier = nom if strate is None else f"{nom}/{strate}"
    return f"{entier}/{reprise}" if reprise else entier


def _essai_courant() -> int:
    """L'essai que demande GRC_ESSAI à qui s'entraîne ; la correction ne connaît que le devoir."""
    essai = os.environ.get("GRC_ESSAI", "")
    return int(essai) if essai.isdecimal() and not en_correction() else 0


def _nombre_de_pas(mini: Any, maxi: Any, pas: Any) -> int:
    if mini > maxi:
        raise ArgumentInvalide("maxi", maxi, f"une borne haute au moins égale à {mini}")
    if pas <= 0 or (maxi > mini and pas > maxi - mini):
        raise ArgumentInvalide("pas", pas, "un pas positif, plus petit que l'intervalle")
    return int((maxi - mini) // pas) + 1
