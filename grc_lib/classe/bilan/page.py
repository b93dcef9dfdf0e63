"""La page du professeur : ce que la classe a réussi, manqué, et qui voir."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from grc_lib._disque import ecrire, pannes_en_francais
from grc_lib._formats import date_longue, nombre, pourcentage
from grc_lib.classe.bilan.graphiques import PAS, barre, effectifs, histogramme
from grc_lib.classe.bilan.modele import Classe, Question
from grc_lib.classe.bilan.ressemblances import RAPPEL, Ressemblance
from grc_lib.classe.bilan.suivi import REGLES, a_voir

A_REPRENDRE = 0.5
COMPETENCES = {
    "C1": "exploiter l'information commerciale",
    "C2": "organiser, planifier et gérer l'activité",
}


@dataclass(frozen=True)
class Manque:
    """Ce que la classe a fait d'une question.

    Attributs
    ---------
    lues : les copies où la question est entièrement notée.
    reussite : la part des points obtenus ; None si rien n'est encore noté.
    entieres : les copies qui ont tous les points.
    erreur, faite : l'erreur la plus fréquente, et combien de copies l'ont faite.
    sans_reponse : les copies qui n'y ont pas répondu.
    """

    question: Question
    copies: int
    lues: int
    reussite: float | None
    entieres: int
    erreur: str
    faite: int
    sans_reponse: int

    @property
    def a_reprendre(self) -> bool:
        """Moins de la moitié des points, la moitié des copies étant lues au moins."""
        assez = 2 * self.lues >= self.copies
        return assez and self.reussite is not None and self.reussite < A_REPRENDRE


def rapport(
    classe: Classe, chemin: Path, ressemblances: Sequence[Ressemblance] | None = None
) -> None:
    """Écrit le bilan d'un TD noté : une page HTML autonome, sans script ni requête.

    Paramètres
    ----------
    classe : telle que la rend `lire_classe`.
    chemin : le fichier à écrire.
    ressemblances : les copies trop semblables, si on les a cherchées.

    Lève
    ----
    RessourceIndisponible si le fichier ne peut pas être écrit.
    """
    with pannes_en_francais(chemin):
        ecrire(chemin, page(classe, ressemblances).encode())


def page(classe: Classe, ressemblances: Sequence[Ressemblance] | None = None) -> str:
    """Le texte de la page."""
    notes = classe.notes
    tranches = [
        f"de {rang * PAS} à {(rang + 1) * PAS} : {combien}"
        for rang, combien in enumerate(effectifs(notes))
        if combien
    ]
    return _gabarit().render(
        classe=classe,
        jour=date_longue(date.today()),
        notes=notes,
        tranches=tranches,
        figure=histogramme(notes, median(notes)) if notes else "",
        quartiles=_quartiles(notes),
        manques=[manque(classe, question) for question in classe.questions],
        a_voir=a_voir(classe),
        regles=REGLES,
        a_lire=[e for e in classe.rendues if e.en_attente],
        illisibles=[e for e in classe.rendues if not e.lisible],
        absents=[e for e in classe.eleves if not (e.rendue or e.deposee)],
        echecs=[e for e in classe.eleves if e.deposee and not e.rendue],
        competences=COMPETENCES,
        ressemblances=ressemblances,
        rappel=RAPPEL,
    )


def manque(classe: Classe, question: Question) -> Manque:
    """Ce que la classe a fait d'une question."""
    resultats = [resultat for _, resultat in classe.resultats(question)]
    sans_reponse = sum(r.sans_reponse for r in resultats)
    erreurs = Counter(r.message for r in resultats if r.message and not r.sans_reponse)
    erreur, faite = erreurs.most_common(1)[0] if erreurs else ("", 0)
    return Manque(
        question,
        len(resultats),
        sum(not r.en_attente for r in resultats),
        classe.reussite(question),
        sum(not r.en_attente and r.points >= question.maximum for r in resultats),
        erreur,
        faite,
        sans_reponse,
    )


def _quartiles(notes: Sequence[float]) -> list[float]:
    """Premier quartile, médiane, troisième quartile, par interpolation entre deux notes."""
    if len(notes) < 2:
        return [*notes] * 3
    return quantiles(notes, n=4, method="inclusive")


def _gabarit() -> Template:
    gabarits = Environment(
        loader=FileSystemLoader(Path(__file__).parent, "utf-8"),
        autoescape=True,  # rien de ce qu'un élève a écrit n'entre dans la page sans échappement
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    gabarits.filters |= {
        "nombre": lambda valeur: nombre(valeur, 1),
        "points": nombre,
        "part": lambda valeur: "—" if valeur is None else pourcentage(valeur, 0),
        "barre": barre,
    }
    return gabarits.get_template("page.html")
