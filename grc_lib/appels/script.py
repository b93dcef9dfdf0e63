"""Le script d'appel (GRC-4) : des fiches, les réponses qui les relient, et ses défauts."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


class Fiche(NamedTuple):
    """Une fiche : ce que dit l'agent, où mène chaque réponse, l'issue si l'appel s'y arrête."""

    texte: str
    reponses: dict[str, str]
    fin: str


class Graphe(str):
    """La description Mermaid d'un script : un texte, que JupyterLab dessine."""

    __repr__ = str.__str__  # ailleurs que dans JupyterLab, le texte se lit ligne par ligne

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/vnd.mermaid": str(self), "text/plain": str(self)}


class Script:
    """Un script d'appel : des fiches reliées par les réponses du correspondant.

    Paramètres
    ----------
    fiches : un dictionnaire, le nom de chaque fiche puis son contenu : `texte` (ce que dit
        l'agent), et soit `reponses` (chaque réponse possible et le nom de la fiche qui la suit),
        soit `fin` (l'issue de l'appel). L'appel commence à la première fiche.

    Lève
    ----
    ArgumentInvalide si une fiche est mal écrite. Un renvoi faux ou une impasse ne lèvent rien :
    c'est `verifier()` qui les signale, pour que l'on puisse travailler sur un brouillon.

    Exemple
    -------
    >>> script = Script({
    ...     "1": {"texte": "Est-elle disponible ?", "reponses": {"oui": "2", "non": "3"}},
    ...     "2": {"texte": "Mardi vous convient-il ?", "reponses": {"oui": "4", "non": "3"}},
    ...     "3": {"texte": "Je vous envoie notre catalogue.", "fin": "documentation envoyée"},
    ...     "4": {"texte": "À mardi.", "fin": "rendez-vous pris"},
    ... })
    >>> script.jouer(["oui", "oui"])["issue"].iloc[-1]
    'rendez-vous pris'

    Source
    ------
    GRC-4, script à fiches d'un appel émis.
    """

    def __init__(self, fiches: Mapping[str, Mapping[str, Any]]) -> None:
        if not isinstance(fiches, Mapping) or not fiches:
            raise MauvaisType("fiches", fiches, "un dictionnaire d'au moins une fiche")
        self.fiches = {nom: _fiche(nom, contenu) for nom, contenu in fiches.items()}
        self.depart = next(iter(self.fiches))

    def jouer(self, reponses: Iterable[str]) -> pd.DataFrame:
        """Le parcours de l'appel quand le correspondant donne ces réponses, dans l'ordre.

        Paramètres
        ----------
        reponses : les réponses, écrites comme dans les fiches ; moins de réponses que n'en
            demande le script laissent l'appel en cours.

        Renvoie
        -------
        `DataFrame`, une ligne par fiche traversée : fiche, texte, reponse (vide sur la dernière),
        issue (celle de l'appel sur la dernière ligne ; vide tant qu'il est en cours).

        Lève
        ----
        ArgumentInvalide pour une réponse non prévue : la phrase donne celles qui existent.
        NonCalculable si une réponse renvoie à une fiche qui n'existe pas.

        Exemple
        -------
        >>> script = Script({
        ...     "1": {"texte": "Est-elle disponible ?", "reponses": {"oui": "2"}},
        ...     "2": {"texte": "À mardi.", "fin": "rendez-vous pris"},
        ... })
        >>> script.jouer(["oui"])
          fiche                  texte reponse             issue
        0     1  Est-elle disponible ?     oui
        1     2               À mardi.          rendez-vous pris

        Source
        ------
        GRC-4, script joué à l'écran.
        """
        if isinstance(reponses, str) or not isinstance(reponses, Iterable):
            raise MauvaisType("reponses", reponses, "une liste de réponses")
        nom, parcours = self.depart, []
        for reponse in reponses:
            parcours.append((nom, self.fiches[nom].texte, reponse, ""))
            nom = self._suivante(nom, reponse)
        parcours.append((nom, self.fiches[nom].texte, "", self.fiches[nom].fin))
        return pd.DataFrame(parcours, columns=["fiche", "texte", "reponse", "issue"])

    def graphe(self) -> Graphe:
        """Le graphe des fiches, que JupyterLab dessine quand la cellule se termine par lui.

        Renvoie
        -------
        Un texte Mermaid : un rectangle par fiche, arrondi si l'appel s'y arrête, une flèche par
        réponse ; une fiche citée mais absente est en pointillé.

        Lève
        ----
        Rien : un script qui a des défauts se dessine aussi.

        Exemple
        -------
        >>> print(Script({"1": {"texte": "Bonjour.", "fin": "fin"}}).graphe())
        flowchart TD
            accTitle: Script d'appel
            accDescr: 1 fiche(s), départ à la fiche 1
            f0(["1 : Bonjour.<br/>Fin : fin"])

        Source
        ------
        GRC-4, graphe d'appel.
        """
        return Graphe("\n    ".join(["flowchart TD", *self._lignes_mermaid()]))

    def verifier(self) -> list[str]:
        """Les défauts du script, une phrase chacun ; une liste vide s'il n'y en a pas.

        Renvoie
        -------
        Les phrases, fiche par fiche : renvoi vers une fiche absente, impasse (ni réponse ni fin),
        fiche orpheline (aucun chemin n'y mène), boucle sans sortie (aucune fin accessible).

        Lève
        ----
        Rien : les défauts sont le résultat.

        Exemple
        -------
        >>> Script({"1": {"texte": "Bonjour.", "reponses": {"oui": "2"}}}).verifier()
        ["Fiche 1, réponse « oui » : la fiche « 2 » n'existe pas."]

        Source
        ------
        GRC-4, compléter un graphe d'appel.
        """
        return list(self._defauts())

    def _suivante(self, nom: str, reponse: str) -> str:
        prevues = self.fiches[nom].reponses
        if not isinstance(reponse, str):
            raise MauvaisType("reponses", reponse, "un texte")
        if reponse not in prevues:
            choix = " ou ".join(f"« {prevue} »" for prevue in prevues)
            fini = "aucune réponse de plus : l'appel s'arrête à cette fiche"
            raise ArgumentInvalide(f"reponses, à la fiche {nom}", reponse, choix or fini)
        if prevues[reponse] not in self.fiches:
            raise NonCalculable(f"{_renvoi(nom, reponse, prevues[reponse])} Corrigez le script.")
        return prevues[reponse]

    def _defauts(self) -> Iterator[str]:
        suites = {
            nom: [s for s in fiche.reponses.values() if s in self.fiches]
            for nom, fiche in self.fiches.items()
        }
        retours = {nom: [n for n in self.fiches if nom in suites[n]] for nom in self.fiches}
        # Une impasse ou un renvoi faux a déjà sa phrase : seule une boucle fermée s'ajoute.
        arrets = [n for n, f in self.fiches.items() if len(suites[n]) < max(1, len(f.reponses))]
        atteintes, ouvertes = _accessibles([self.depart], suites), _accessibles(arrets, retours)
        for nom, fiche in self.fiches.items():
            for reponse, suivante in fiche.reponses.items():
                if suivante not in self.fiches:
                    yield _renvoi(nom, reponse, suivante)
            if not fiche.reponses and not fiche.fin:
                yield f"Fiche {nom} : impasse, elle n'a ni réponse ni fin."
            if nom not in atteintes:
                yield f"Fiche {nom} : orpheline, rien n'y mène depuis la fiche {self.depart}."
            if nom not in ouvertes:
                yield f"Fiche {nom} : boucle sans sortie, aucune fin n'est accessible."

    def _lignes_mermaid(self) -> Iterator[str]:
        cites = [s for fiche in self.fiches.values() for s in fiche.reponses.values()]
        noeuds = {nom: f"f{rang}" for rang, nom in enumerate(dict.fromkeys([*self.fiches, *cites]))}
        yield "accTitle: Script d'appel"
        yield f"accDescr: {len(self.fiches)} fiche(s), départ à la fiche {_mermaid(self.depart)}"
        for nom, noeud in noeuds.items():
            if nom not in self.fiches:
                yield f'{noeud}["{_mermaid(nom)} : fiche absente"]'
                yield f"style {noeud} stroke-dasharray: 5 5"
                continue
            fiche = self.fiches[nom]
            texte = f"{_mermaid(nom)} : {_mermaid(fiche.texte)}"
            fin = f'(["{texte}<br/>Fin : {_mermaid(fiche.fin)}"])'
            yield f"{noeud}{fin}" if fiche.fin else f'{noeud}["{texte}"]'
        for nom, fiche in self.fiches.items():
            for reponse, suivante in fiche.reponses.items():
                yield f'{noeuds[nom]} -->|"{_mermaid(reponse)}"| {noeuds[suivante]}'


def _fiche(nom: Any, contenu: Any) -> Fiche:
    argument = f"fiches, fiche {nom}"
    attendu = 'un dictionnaire {"texte": …} et soit "reponses", soit "fin"'
    if not isinstance(nom, str) or not isinstance(contenu, Mapping):
        raise MauvaisType(argument, contenu, f"un nom écrit en texte et {attendu}")
    if "texte" not in contenu or not set(contenu) <= {"texte", "reponses", "fin"}:
        raise ArgumentInvalide(argument, list(contenu), attendu)
    reponses = contenu.get("reponses", {})
    if not isinstance(reponses, Mapping):
        raise MauvaisType(argument, reponses, "des réponses en dictionnaire {réponse: fiche}")
    lue = Fiche(contenu["texte"], dict(reponses), contenu.get("fin", ""))
    textes = [lue.texte, lue.fin, *lue.reponses, *lue.reponses.values()]
    for texte in textes:
        if not isinstance(texte, str):
            raise MauvaisType(argument, texte, "un texte")
    if lue.fin and lue.reponses:
        raise ArgumentInvalide(argument, lue.fin, "des réponses ou une fin, pas les deux")
    return lue


def _accessibles(departs: Iterable[str], voisines: Mapping[str, list[str]]) -> set[str]:
    vues: set[str] = set()
    a_voir = list(departs)
    while a_voir:
        nom = a_voir.pop()
        if nom not in vues:
            vues.add(nom)
            a_voir += voisines[nom]
    return vues


def _renvoi(nom: str, reponse: str, suivante: str) -> str:
    return f"Fiche {nom}, réponse « {reponse} » : la fiche « {suivante} » n'existe pas."


def _mermaid(texte: str) -> str:
    """Le texte en une ligne courte, ses signes réservés écrits comme Mermaid les attend."""
    court = textwrap.shorten(texte, 60, placeholder="…")
    for signe, code in (("#", "35"), ('"', "quot"), ("<", "lt"), (">", "gt"), ("`", "96")):
        court = court.replace(signe, f"#{code};")
    return court
