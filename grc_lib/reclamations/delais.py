"""Le délai de réponse à une réclamation (GRC-3) : ce que fixe la matrice urgence × importance."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

from grc_lib import calendrier
from grc_lib._arguments import lire_date, vrai_ou_faux
from grc_lib._formats import date_courte
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide

NORME = 5  # jours ouvrables

# (urgent, important) -> le délai et ses jours ; « délais demandés » : ceux que le client demande.
_MATRICE: dict[tuple[bool, bool], tuple[str, int | None]] = {
    (True, True): ("24 heures", 1),
    (True, False): ("délais demandés", None),
    (False, True): ("délais demandés", None),
    (False, False): ("une semaine", 7),
}


@dataclass(frozen=True)
class DelaiReponse(Resultat):
    """Délai de réponse à une réclamation.

    Champs : delai (« 24 heures », « délais demandés », « une semaine »), jours (1, 7, ou rien :
    c'est le client qui le dit), regle (la case de la matrice), limite (dernier jour pour répondre,
    si la réception est connue) ; puis les données du calcul.
    """

    delai: str
    jours: int | None
    regle: str
    limite: dt.date | None
    _: KW_ONLY
    reception: dt.date | None
    date_souhaitee: dt.date | None

    def etapes(self) -> Iterator[Etape]:
        """La case de la matrice, puis la date limite."""
        yield Etape("Délai", "matrice urgence × importance", self.regle, self.delai)
        if self.reception and self.limite:
            norme = calendrier.jours_ouvrables(self.reception, NORME)
            autre = self.date_souhaitee or _plus(self.reception, self.jours)
            calcul = f"{NORME} jours ouvrables : {date_courte(norme)}"
            if autre:
                calcul = f"{self.delai} : {date_courte(autre)} ; {calcul}"
            formule = "la première de ces dates"
            yield Etape("Répondre au plus tard le", formule, calcul, date_courte(self.limite))

    def conventions(self) -> Iterator[str]:
        """La norme interne, et le décompte des jours."""
        yield f"{NORME} jours ouvrables au plus : une norme interne de l'entreprise, pas une loi"
        if self.limite:
            yield "jours ouvrables : du lundi au samedi, sauf jours fériés"
            yield "le jour de réception ne compte pas ; 24 heures : le lendemain"


def delai_reponse(
    *,
    urgent: bool,
    important: bool,
    reception: dt.date | str | None = None,
    date_souhaitee: dt.date | str | None = None,
) -> DelaiReponse:
    """Le délai dans lequel répondre à une réclamation, selon son urgence et son importance.

    | | important | moins important |
    | --- | --- | --- |
    | urgent | 24 heures | délais demandés |
    | non urgent | délais demandés | une semaine |

    Dans tous les cas, cinq jours ouvrables au plus : c'est une norme que l'entreprise se donne, et
    non une loi.

    Paramètres
    ----------
    urgent, important : `True` ou `False`.
    reception : le jour où la réclamation arrive, pour avoir la date limite.
    date_souhaitee : dans les cases « délais demandés », la date que le client demande.

    Renvoie
    -------
    `DelaiReponse` (delai, jours, regle, limite). La limite est la première de deux dates : celle de
    la matrice, et le cinquième jour ouvrable après la réception.

    Lève
    ----
    MauvaisType si `urgent` ou `important` n'est pas vrai ou faux ; ArgumentInvalide pour une date
    souhaitée sans réception, antérieure à elle, ou hors des cases « délais demandés ».

    Exemple
    -------
    >>> delai_reponse(urgent=True, important=True).delai
    '24 heures'
    >>> print(delai_reponse(urgent=False, important=False, reception="2026-04-30").limite)
    2026-05-07

    Source
    ------
    GRC-3, matrice des délais de réponse (cas RE03).
    """
    vrai_ou_faux("urgent", urgent)
    vrai_ou_faux("important", important)
    delai, jours = _MATRICE[urgent, important]
    regle = f"{'urgent' if urgent else 'non urgent'} et {'' if important else 'moins '}important"
    arrivee = None if reception is None else lire_date("reception", reception)
    voulue = _souhait(date_souhaitee, arrivee, delai)
    limite = None
    if arrivee:
        norme = calendrier.jours_ouvrables(arrivee, NORME)
        limite = min(norme, voulue or _plus(arrivee, jours) or norme)
    return DelaiReponse(delai, jours, regle, limite, reception=arrivee, date_souhaitee=voulue)


def _souhait(date: Any, arrivee: dt.date | None, delai: str) -> dt.date | None:
    if date is None:
        return None
    voulue = lire_date("date_souhaitee", date)
    if delai != "délais demandés":
        raise ArgumentInvalide("date_souhaitee", date, f"rien : la matrice fixe {delai}")
    if arrivee is None or voulue < arrivee:
        attendu = "une date qui ne précède pas `reception`, à donner aussi"
        raise ArgumentInvalide("date_souhaitee", date, attendu)
    return voulue


def _plus(date: dt.date, jours: int | None) -> dt.date | None:
    return None if jours is None else date + dt.timedelta(days=jours)
