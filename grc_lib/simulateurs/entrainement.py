"""L'entraînement : une question au hasard, un diagnostic, une solution pas à pas, un rappel."""

import datetime as dt
import re
from html import escape
from typing import Any

import ipywidgets as widgets

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice.correction import Verdict
from grc_lib.exercice.familles import famille, noms_des_familles
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.revision import Carnet, Cle
from grc_lib.figures.textes import compte, insecable, tableau_html
from grc_lib.simulateurs.briques import Annonce, Simulateur, bouton, champ, choix, rangee

A_REVOIR = "à revoir aujourd'hui"
REVIENT = "Cette question vous sera reposée."


class Entrainement(Simulateur):
    """L'entraînement interactif (voir `entrainement`)."""

    def __init__(self, questions: list[Cle], carnet: Carnet) -> None:
        self.questions, self.carnet = questions, carnet
        self.enonce, self.solution, self.progres = (widgets.HTML() for _ in range(3))
        self.champ, self.liste = champ(continu=False), choix("Votre réponse", {})
        self.champ.on_msg(self._noter_entree)
        self.champ.observe(self._lire_le_champ, "value")
        self.verifier = bouton("Vérifier", self._verifier, "primary")
        self.montrer = bouton("Voir la solution", self._montrer)
        self.suivante = bouton("Question suivante", self._suivante)
        annonce = Annonce()
        super().__init__(
            self.enonce,
            self.champ,
            self.liste,
            rangee(self.verifier, self.montrer, self.suivante),
            annonce,
            self.solution,
            self.progres,
            annonce=annonce,
        )
        self.add_class("grc-entrainement")
        self.cle: Cle | None = None
        self._poser()

    def repondre(self, ecrit: str) -> str:
        """Tape une réponse et la vérifie ; rend ce que l'entraînement en dit."""
        choix_connu = not self.probleme.choix or ecrit in self.probleme.choix
        self.reponse.value = ecrit if choix_connu else None
        self._verifier()
        return self.phrase

    def _suivante(self, _: Any) -> None:
        self._poser()
        self.reponse.focus()  # au clavier, on répond sans revenir en arrière

    def _poser(self) -> None:
        self.cle = self.carnet.suivante(self.questions, _aujourd_hui(), sauf=self.cle)
        essai = self.carnet.fiche(self.cle).essais + 1
        self.famille = famille(self.cle[0])
        self.probleme = self.famille.poser(self.cle[1], essai)
        self._premiere: bool | None = None  # juste ou fausse, une fois donnée
        self._derniere, self._entree = "", False
        self.enonce.value = _enonce(self.famille.titre, self.famille.seance, self.probleme)
        self._vider_la_reponse()
        self.solution.value = ""
        self._annoncer(Verdict("", "attente"), "")
        self._dire_les_progres()

    def _vider_la_reponse(self) -> None:
        """Un champ ou une liste, toujours les mêmes : le clavier peut y revenir."""
        self.reponse = self.liste if self.probleme.choix else self.champ
        self.liste.options, self.liste.value = self.probleme.choix, None
        unite = f" ({self.probleme.unite})" if self.probleme.unite else ""
        self.champ.description, self.champ.value = f"Votre réponse{unite}", ""
        for saisie in (self.champ, self.liste):
            saisie.layout.display = "" if saisie is self.reponse else "none"

    def _noter_entree(self, _: Any, message: dict[str, Any], __: Any) -> None:
        """La touche Entrée s'annonce juste avant le texte tapé."""
        self._entree = message.get("event") == "submit"

    def _lire_le_champ(self, _: Any) -> None:
        """Entrée vérifie ; quitter le champ, non : on n'a peut-être pas fini d'écrire."""
        if self._entree:
            self._entree = False
            self._verifier()

    def _verifier(self, _: Any = None) -> None:
        ecrit = str(self.reponse.value or "")
        if ecrit == self._derniere and ecrit:  # Entrée, puis le bouton : une seule réponse
            return
        self._derniere = ecrit
        verdict = self.probleme.corriger(ecrit)
        if verdict.etat != "attente":
            self._noter(verdict.etat == "juste")
        self._annoncer(verdict, self._dire(verdict))

    def _dire(self, verdict: Verdict) -> str:
        if verdict.etat == "attente":
            return verdict.message
        if verdict.etat != "juste":
            return f"✘ {verdict.message}"
        suite = "Comparez votre méthode à la solution."
        return f"✔ Juste. {suite}" if self._premiere else f"✔ Juste, mais pas d'emblée. {REVIENT}"

    def _montrer(self, _: Any) -> None:
        if not self.solution.value:
            suite = "La solution est affichée."
            if not self._premiere:
                self._noter(False)
                suite += f" {REVIENT}"
            self.annonce.texte = insecable(f"{self.phrase} {suite}".strip())
        self.solution.value = _solution(self.probleme)

    def _noter(self, juste: bool) -> None:
        """Seule la première réponse compte ; voir la solution avant de répondre, c'est renoncer."""
        if self._premiere is None and self.cle is not None:
            self._premiere = juste
            self.carnet.noter(self.cle, juste, _aujourd_hui())
            self._dire_les_progres()

    def _annoncer(self, verdict: Verdict, phrase: str) -> None:
        self.annonce.etat, self.annonce.texte = verdict.etat, insecable(phrase)

    def _dire_les_progres(self) -> None:
        total, sues = len(self.questions), self.carnet.sues(self.questions)
        dues = [cle for cle in self.carnet.a_revoir(_aujourd_hui()) if cle in self.questions]
        phrase = f"Bien sues : {sues} sur {compte(total, 'question')} · {A_REVOIR} : {len(dues)}."
        souci = f"<br>{escape(self.carnet.souci)}" if self.carnet.souci else ""
        self.progres.value = f"<small>{escape(insecable(phrase))}{souci}</small>"


def entrainement(nom: str = "", *, carnet: Carnet | None = None) -> Entrainement:
    """S'entraîner : des nombres nouveaux, chaque erreur expliquée, des rappels espacés.

    La première réponse à une question compte. Réussie, la question revient le lendemain, puis à
    3, 7, 16 et 35 jours ; ratée, tout de suite. Les progrès sont un fichier du dossier de travail.

    Paramètres
    ----------
    nom : une famille (« annuites », « marge_marque »…) ; vide : toutes, mêlées, à revoir d'abord.
    carnet : où garder les progrès ; par défaut dans le dossier de travail.

    Renvoie
    -------
    `Entrainement` : à afficher dans Jupyter ; `.probleme` est la question posée, `.repondre(…)`
    y répond par programme.

    Lève
    ----
    ArgumentInvalide si la famille n'existe pas : la phrase donne celles qui existent.

    Exemple
    -------
    >>> import tempfile, pathlib
    >>> carnet = Carnet(pathlib.Path(tempfile.mkdtemp()) / "entrainement.json")
    >>> essai = entrainement("marge_marque", carnet=carnet)
    >>> essai.repondre(essai.probleme.ecrire())
    '✔ Juste. Comparez votre méthode à la solution.'

    Source
    ------
    Révision espacée : boîtes de Leitner (S. Leitner, 1972).
    """
    if nom and nom not in noms_des_familles():
        raise ArgumentInvalide("nom", nom, f"une famille parmi {', '.join(noms_des_familles())}")
    familles = [nom] if nom else noms_des_familles()
    questions = [(une, question) for une in familles for question in famille(une).questions]
    return Entrainement(questions, carnet or Carnet())


def _enonce(titre: str, seance: str, probleme: Probleme) -> str:
    tableau = tableau_html(probleme.donnees) if probleme.donnees is not None else ""
    return (
        f"<p><strong>{escape(titre)}</strong> <small>· {escape(seance)}</small></p>"
        f"<p>{_gras(insecable(probleme.enonce))}</p>{tableau}"
    )


def _solution(probleme: Probleme) -> str:
    etapes = "".join(f"<li>{_gras(insecable(etape))}</li>" for etape in probleme.solution)
    return f"<p><strong>La solution, pas à pas</strong></p><ol>{etapes}</ol>"


def _gras(texte: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(texte))


def _aujourd_hui() -> dt.date:
    return dt.date.today()
