"""Le dossier d'une réclamation (GRC-3) : six phases, dans l'ordre, et le temps passé à chacune."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, replace
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._formats import date_courte
from grc_lib._nombres import lignes
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.reclamations.delais import DelaiReponse, delai_reponse

PHASES = ("recueil", "enregistrement", "résolution", "clôture", "suivi", "exploitation")
RAPPEL = 15  # jours après la résolution


class Passage(NamedTuple):
    """Une phase faite : son nom, sa date, et ce que l'on note."""

    phase: str
    date: dt.date
    note: str


@dataclass(frozen=True)
class Dossier:
    """Le dossier d'une réclamation, du recueil à l'exploitation.

    Un dossier ne change pas : `avancer` en rend un nouveau, avec une phase de plus. Les phases se
    font dans l'ordre, sans en sauter : on ne clôt pas une réclamation qui n'est pas résolue.

    Paramètres
    ----------
    reference : ce qui désigne la réclamation (numéro ou texte).
    reception : le jour où elle est recueillie : c'est la première phase.
    urgent, important : `True` ou `False`, pour la matrice des délais.
    date_souhaitee : dans les cases « délais demandés », la date que le client demande.
    historique : les phases déjà faites, (phase, date, note) ; par défaut, le recueil.

    Lève
    ----
    ArgumentInvalide pour une phase sautée ou répétée (la phrase dit celle que l'on attend), une
    date qui précède celle de la phase d'avant, une date illisible.

    Exemple
    -------
    >>> dossier = Dossier("R-18", "2026-06-01", urgent=True, important=True)
    >>> dossier = dossier.avancer("enregistrement", "2026-06-01", "rupture de stock chez le client")
    >>> dossier = dossier.avancer("résolution", "2026-06-04", "livraison et avoir")
    >>> dossier.attendue, dossier.retard()
    ('clôture', 2)

    Source
    ------
    GRC-3, les six phases du traitement d'une réclamation ; matrice des délais (cas RE03).
    """

    reference: str | int
    reception: dt.date
    _: KW_ONLY
    urgent: bool
    important: bool
    date_souhaitee: dt.date | None = None
    historique: tuple[Passage, ...] = ()

    def __post_init__(self) -> None:
        if self.reference is None or self.reference == "":
            raise ArgumentInvalide("reference", self.reference, "un numéro ou un texte")
        arrivee = lire_date("reception", self.reception)
        object.__setattr__(self, "reception", arrivee)
        faites = lignes("historique", self.historique, *Passage._fields)
        passages = _passages(faites or [(PHASES[0], arrivee, "")], arrivee)
        object.__setattr__(self, "historique", tuple(passages))
        object.__setattr__(self, "date_souhaitee", self.delai.date_souhaitee)

    def avancer(self, phase: str, date: dt.date | str, note: str = "") -> "Dossier":
        """Le dossier, une phase plus loin.

        Paramètres
        ----------
        phase : celle qui vient d'être faite ; ce doit être `attendue`.
        date : le jour où elle l'a été.
        note : ce qu'il faut en retenir.

        Renvoie
        -------
        Un nouveau `Dossier` ; l'ancien ne change pas.

        Lève
        ----
        ArgumentInvalide si ce n'est pas la phase attendue, ou si la date précède la dernière.

        Exemple
        -------
        >>> dossier = Dossier("R-18", "2026-06-01", urgent=True, important=True)
        >>> dossier.avancer("clôture", "2026-06-02")
        Traceback (most recent call last):
        ...
        grc_lib.erreurs.ArgumentInvalide: « phase » : attendu « enregistrement », la phase qui suit
        « recueil », reçu 'clôture'.

        Source
        ------
        GRC-3, les six phases du traitement d'une réclamation.
        """
        passage = Passage(phase, lire_date("date", date), note)
        return replace(self, historique=(*self.historique, passage))

    @property
    def phase(self) -> str:
        """La dernière phase faite."""
        return self.historique[-1].phase

    @property
    def attendue(self) -> str | None:
        """La phase à faire ; rien quand le dossier est terminé."""
        return PHASES[len(self.historique)] if len(self.historique) < len(PHASES) else None

    @property
    def delai(self) -> DelaiReponse:
        """Le délai de réponse, et la case de la matrice qui le fixe."""
        return delai_reponse(
            urgent=self.urgent,
            important=self.important,
            reception=self.reception,
            date_souhaitee=self.date_souhaitee,
        )

    @property
    def limite(self) -> dt.date:
        """Le dernier jour pour répondre."""
        limite = self.delai.limite
        assert limite is not None
        return limite

    @property
    def resolution(self) -> dt.date | None:
        """Le jour de la résolution, celui où le client reçoit sa réponse ; rien avant."""
        return next((p.date for p in self.historique if p.phase == "résolution"), None)

    @property
    def rappel(self) -> dt.date | None:
        """Après un gros litige, le jour où rappeler le client : 15 jours après la résolution."""
        resolue = self.resolution
        return resolue + dt.timedelta(days=RAPPEL) if resolue else None

    def retard(self, date: dt.date | str | None = None) -> int:
        """Les jours de retard de la réponse sur la date limite.

        Paramètres
        ----------
        date : le jour où l'on compte, tant que la réclamation n'est pas résolue.

        Renvoie
        -------
        Un nombre entier de jours, 0 si la réponse est (encore) dans le délai.

        Lève
        ----
        NonCalculable si la réclamation n'est pas résolue et qu'aucune date n'est donnée.

        Exemple
        -------
        >>> dossier = Dossier("R-18", "2026-06-01", urgent=True, important=True)
        >>> dossier.retard("2026-06-02"), dossier.retard("2026-06-05")
        (0, 3)

        Source
        ------
        GRC-3, délai de traitement.
        """
        fin = self.resolution
        if fin is None:
            if date is None:
                raise NonCalculable("La réclamation n'est pas résolue : donnez la date du jour.")
            fin = _pas_avant(self.reception, date)
        return max(0, (fin - self.limite).days)

    def tableau(self) -> pd.DataFrame:
        """Les six phases : celles qui sont faites, et le temps que chacune a pris.

        Renvoie
        -------
        `DataFrame`, une phase par ligne (en index) : date, jours (depuis la phase d'avant), note ;
        manquants pour une phase à venir.

        Lève
        ----
        Rien.

        Exemple
        -------
        >>> dossier = Dossier("R-18", "2026-06-01", urgent=True, important=True)
        >>> dossier.avancer("enregistrement", "2026-06-02").tableau().head(3)
                              date  jours  note
        phase
        recueil         2026-06-01      0
        enregistrement  2026-06-02      1
        résolution             NaN   <NA>   NaN

        Source
        ------
        GRC-3, dossier de réclamation.
        """
        dates = [passage.date for passage in self.historique]
        jours = [
            (d - avant).days for avant, d in zip([self.reception, *dates], dates, strict=False)
        ]
        faites = pd.DataFrame(self.historique).assign(jours=pd.array(jours, dtype="Int64"))
        return faites.set_index("phase")[["date", "jours", "note"]].reindex(
            pd.Index(PHASES, name="phase")
        )

    def __str__(self) -> str:
        lignes_faites = [" : ".join(m for m in morceaux if m) for morceaux in self._phases()]
        return "\n  ".join([self._titre(), *lignes_faites])

    def _repr_html_(self) -> str:
        entetes = "".join(f"<th scope='col' style='{_GAUCHE}'>{nom}</th>" for nom in _COLONNES)
        corps = "".join(_ligne_html(*morceaux) for morceaux in self._phases())
        titre = f"<caption style='{_GAUCHE}; font-weight: bold'>{escape(self._titre())}</caption>"
        return f"<table>{titre}<thead><tr>{entetes}</tr></thead><tbody>{corps}</tbody></table>"

    def _titre(self) -> str:
        etat = f"{self.attendue} à faire" if self.attendue else "terminé"
        delai = f"réponse au plus tard le {date_courte(self.limite)}"
        if self.resolution:
            retard = self.retard()
            delai = f"réponse avec {_duree(retard)} de retard" if retard else "réponse à temps"
        return f"Réclamation {self.reference} : {etat}, {delai}"

    def _phases(self) -> Iterator[tuple[str, str, str, str]]:
        for phase, (date, jours, note) in zip(PHASES, self.tableau().to_numpy(), strict=True):
            if pd.isna(jours):
                yield phase, "à venir", "", ""
            else:
                yield phase, date_courte(date), _duree(jours), note


_COLONNES = ("Phase", "Date", "Depuis la phase d'avant", "Note")
_GAUCHE = "text-align: left"


def _ligne_html(phase: str, date: str, jours: str, note: str) -> str:
    cellules = "".join(f"<td style='{_GAUCHE}'>{escape(m)}</td>" for m in (date, jours, note))
    return f"<tr><th scope='row' style='{_GAUCHE}'>{phase}</th>{cellules}</tr>"


def _passages(faites: list[tuple[Any, ...]], arrivee: dt.date) -> Iterator[Passage]:
    """Les phases lues, dans l'ordre attendu et sans retour en arrière."""
    avant, precedente = arrivee, ""
    for rang, (phase, date, note) in enumerate(faites):
        if rang == len(PHASES):
            raise ArgumentInvalide("phase", phase, "rien de plus : le dossier est terminé")
        if phase != PHASES[rang]:
            suite = f", la phase qui suit « {precedente} »" if precedente else ""
            raise ArgumentInvalide("phase", phase, f"« {PHASES[rang]} »{suite}")
        if not isinstance(note, str):
            raise MauvaisType("note", note, "un texte")
        avant, precedente = _pas_avant(avant, date), phase
        yield Passage(phase, avant, note)


def _pas_avant(debut: dt.date, date: Any) -> dt.date:
    jour = lire_date("date", date)
    if jour < debut:
        attendu = f"une date qui ne précède pas le {date_courte(debut)}"
        raise ArgumentInvalide("date", str(date), attendu)
    return jour


def _duree(jours: int) -> str:
    return f"{jours} jour{'s' if jours > 1 else ''}"
