"""La page que l'élève reçoit : sa note, chaque question, ce qu'il a écrit, ce qu'on lui en dit.

Elle s'ouvre d'un fichier, sans réseau, et s'interdit elle-même tout script. `nbgrader
generate_feedback` l'écrit avec l'exporteur `Retour`, branché dans `nbgrader_config.py`.
"""

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution
from traitlets import default

from grc_lib.classe._formules import en_clair
from grc_lib.classe.retour._inerte import html_inerte, markdown_inerte

_QUESTION = re.compile(r"^##[ \t]+(Question[^\n]*?)[ \t]*(?:\([\d,]+ points?\)[ \t]*)?$", re.M)
_SANS_REPONSE = {"No response.": "Pas de réponse."}

Etat = Literal["juste", "partiel", "faux", "attente"]


@dataclass
class Bloc:
    """Un morceau de la page, dans l'ordre de la copie."""

    genre: Literal["texte", "code", "reponse", "controle"]
    html: str = ""
    code: str = ""
    sorties: list[Markup] = field(default_factory=list)
    ancre: str = ""
    titre: str = ""
    points: float | None = None
    maximum: float = 0
    a_lire: bool = False
    commentaire: str = ""

    @property
    def note(self) -> str:
        """La note telle qu'on la lit : « 1,5 / 2 », ou ce qu'on attend."""
        return _note(None if self.a_lire else self.points, self.maximum)

    @property
    def etat(self) -> Etat:
        return _etat(self.points or 0, self.maximum, self.a_lire)


@dataclass
class Question:
    """Une ligne du barème."""

    titre: str
    ancre: str
    points: float = 0
    maximum: float = 0
    a_lire: float = 0

    @property
    def note(self) -> str:
        attendue = 0 < self.maximum <= self.a_lire
        return _note(None if attendue else self.points, self.maximum)

    @property
    def etat(self) -> Etat:
        return _etat(self.points, self.maximum, self.a_lire > 0)


@dataclass
class Page:
    """Ce que montre la page de retour.

    Attributs
    ---------
    titre, eleve : le TD et le nom de l'élève.
    points, maximum, retard : la note, ce qu'elle pouvait être, ce que le retard a coûté.
    questions : le barème, question par question.
    blocs : la copie, dans l'ordre.
    """

    titre: str
    eleve: str
    points: float
    maximum: float
    retard: float
    questions: list[Question]
    blocs: list[Bloc]

    @property
    def sur_vingt(self) -> str:
        return nombre(20 * self.points / self.maximum) if self.maximum else "—"

    @property
    def a_lire(self) -> float:
        return sum(question.a_lire for question in self.questions)


class Notes(GetGrades):  # type: ignore[misc]
    """Ce que le carnet sait de la copie : notes, commentaires, lectures attendues, nom."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Ajoute au notebook ce que dit le carnet (c'est la porte de nbconvert)."""
        nb, resources = super().preprocess(nb, resources)
        with self.gradebook:
            eleve = self.gradebook.find_student(self.student_id)
            nom = " ".join(filter(None, (eleve.first_name, eleve.last_name)))
        resources["nbgrader"]["eleve"] = nom or self.student_id
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        note = self.gradebook.find_grade(
            cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["a_lire"] = bool(note.needs_manual_grade)


class Retour(TemplateExporter):
    """L'exporteur nbconvert de la page de retour (`c.GenerateFeedback.exporter_class`)."""

    export_from_notebook = "Retour d'un TD noté"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "gabarit"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(Path(__file__).parent)]

    def default_filters(self) -> Any:
        """Les filtres du gabarit : `page_de_retour` et `nombre`."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "page_de_retour", page_de_retour
        yield "nombre", nombre


def page_de_retour(notebook: NotebookNode, resources: dict[str, Any]) -> Page:
    """Ce que la page montre d'un notebook noté, dont `Notes` a lu les notes.

    Paramètres
    ----------
    notebook : la copie notée.
    resources : ce que nbgrader en sait (élève, TD, note, retard).
    """
    ou = resources.get("nbgrader", {})
    titre = next(
        (t[1] for c in notebook.cells if (t := re.match(r"# +([^\n]+)", c.source))),
        f"TD {ou.get('notebook', '')}",
    )
    page = Page(
        titre=titre,
        eleve=str(ou.get("eleve") or ou.get("student") or "élève"),
        points=float(ou.get("score") or 0),
        maximum=float(ou.get("max_score") or 0),
        retard=float(ou.get("late_penalty") or 0),
        questions=[],
        blocs=[],
    )
    for rang, cellule in enumerate(notebook.cells):
        bloc = _bloc(cellule, f"cellule-{rang}")
        if rang == 0 and bloc.genre == "texte":  # le titre est déjà en haut de la page
            bloc.html = texte(cellule.source.removeprefix(f"# {titre}"))
        trouvee = _QUESTION.search(cellule.source) if bloc.genre == "texte" else None
        if trouvee:
            bloc.ancre = f"question-{len(page.questions) + 1}"
            page.questions.append(Question(_mots(trouvee[1]), bloc.ancre))
        page.blocs.append(bloc)
        if bloc.maximum and is_grade(cellule):
            if not page.questions:
                page.questions.append(Question("Avant la première question", bloc.ancre))
            _compter(page.questions[-1], bloc)
    return page


def _compter(question: Question, bloc: Bloc) -> None:
    question.maximum += bloc.maximum
    question.points += bloc.points or 0
    question.a_lire += bloc.maximum if bloc.a_lire else 0


def _bloc(cellule: NotebookNode, ancre: str) -> Bloc:
    repere = cellule.metadata.get("nbgrader", {})
    bloc = Bloc("texte", ancre=ancre)
    if is_grade(cellule):
        bloc.titre = str(repere.get("grade_id", ""))
        bloc.points, bloc.maximum = repere.get("score"), float(repere.get("points") or 0)
        bloc.a_lire = bool(repere.get("a_lire"))
    if is_solution(cellule):
        bloc.genre = "reponse"
        dit = repere.get("comment") or ""
        bloc.commentaire = texte(_SANS_REPONSE.get(dit, dit))
    if cellule.cell_type != "code":
        bloc.html = texte(cellule.source, cellule.get("attachments"))
        return bloc
    bloc.code = cellule.source.strip()
    if bloc.genre != "reponse":
        bloc.genre = "controle" if bloc.maximum else "code"
    sorties = [html for lue in cellule.outputs if (html := sortie(lue))]
    if bloc.genre == "controle":  # la forme ne dit plus rien une fois la valeur jugée
        sorties = [html for html in sorties if "grc-forme" not in html] or sorties
    bloc.sorties = [Markup(html) for html in sorties]
    return bloc


class _Ecriture(IPythonRenderer):
    """Un Markdown de notebook : titres abaissés d'un cran, formules écrites en ligne."""

    def heading(self, text: str, level: int, **_: Any) -> str:
        rang = min(level + 1, 6)
        return f"<h{rang}>{text}</h{rang}>\n"

    def inline_math(self, body: str) -> str:
        return f"<em>{escape(en_clair(f'${body}$'))}</em>"

    def block_math(self, body: str) -> str:
        return f"<p><em>{escape(en_clair(f'$${body}$$'))}</em></p>"

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(body)

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code)}</pre>"


def texte(markdown: str, jointes: Any = None) -> Markup:
    r"""Le HTML inoffensif d'un Markdown, formules comprises.

    Exemple
    -------
    >>> texte("# Titre\n\n$\\frac{a}{b}$ [x](javascript:f) [y](https://insee.fr)")
    Markup('<h2>Titre</h2>\n<p><em>a / b</em> x <a href="https://insee.fr" rel="...">y</a></p>\n')
    """
    ecriture = _Ecriture(escape=False, attachments=jointes or {})
    try:
        html = MarkdownWithMath(renderer=ecriture).render(markdown)
    except Exception:  # une image absente, une emphase sans fond : le texte se lit quand même
        html = f"<pre>{escape(markdown_inerte(markdown))}</pre>"
    return Markup(html_inerte(html, liens=True))


def sortie(lue: NotebookNode) -> str:
    """Le HTML inoffensif d'une sortie de cellule ; rien si elle n'a rien à dire."""
    if lue.output_type == "error":
        dit = lue.evalue if lue.ename == "ReponseFausse" else f"{lue.ename} : {lue.evalue}"
        if not lue.evalue.strip():
            dit = "\n".join(lue.traceback) or lue.ename
        return f'<p class="erreur">{escape(_sans_couleur(dit))}</p>'
    if lue.output_type == "stream":
        return _ecrit(lue.text)
    donnees = lue.data
    if "text/html" in donnees:
        html = html_inerte(donnees["text/html"])
        if "grc-verdict" in html:
            return html
        return f'<div class="cadre" role="region" aria-label="Sortie" tabindex="0">{html}</div>'
    for mime in ("image/png", "image/jpeg"):
        if mime in donnees:
            return html_inerte(
                f'<img alt="Image de votre copie" src="data:{mime};base64,{donnees[mime]}">'
            )
    if "text/markdown" in donnees:
        return texte(donnees["text/markdown"])
    return _ecrit(
        en_clair(donnees["text/latex"])
        if "text/latex" in donnees
        else donnees.get("text/plain", "")
    )


def _ecrit(lu: str) -> str:
    lu = _sans_couleur(lu).rstrip()
    return f'<pre class="sortie" tabindex="0">{escape(lu)}</pre>' if lu.strip() else ""


def _sans_couleur(lu: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", lu)


def nombre(valeur: float) -> str:
    """Un nombre de points à la française.

    >>> nombre(19.5), nombre(16.0), nombre(5.333)
    ('19,5', '16', '5,33')
    """
    return f"{round(valeur, 2):g}".replace(".", ",")


def _note(points: float | None, maximum: float) -> str:
    return f"{'—' if points is None else nombre(points)} / {nombre(maximum)}"


def _etat(points: float, maximum: float, a_lire: bool) -> Etat:
    if a_lire:
        return "attente"
    if points >= maximum:
        return "juste"
    return "partiel" if points > 0 else "faux"


def _mots(titre: str) -> str:
    return re.sub(r"[*`]", "", en_clair(titre))
