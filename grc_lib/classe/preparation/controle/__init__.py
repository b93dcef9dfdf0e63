"""Le contrôle d'un devoir avant qu'il parte chez les élèves : une règle par façon de se tromper."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from grc_lib.classe.preparation.controle import forme, notation
from grc_lib.classe.preparation.controle._devoir import Constat, Devoir
from grc_lib.classe.preparation.controle.fuites import fuites
from grc_lib.classe.preparation.controle.publication import publication
from grc_lib.classe.preparation.execution import Banc
from grc_lib.erreurs import NonCalculable, RessourceIndisponible

__all__ = ["Constat", "Devoir", "controler", "devoirs"]

TIRAGES = 200
LUES: dict[str, Callable[[Devoir], Iterator[Constat]]] = {
    "Identifiants lisibles et uniques": forme.identifiants,
    "Notebook conforme, contrôles verrouillés": forme.notebook_normal,
    "Points annoncés et points notés, sur 20": forme.points,
    "Une compétence pour chaque question": forme.competences,
    "Cellule « donnees » : tirage, corrigé, contraintes": forme.donnees,
    "Délimiteurs bien écrits, par paires": forme.delimiteurs,
    "Ébauche et corrigé de chaque réponse": forme.ebauches,
    "Contrôle visible, puis test caché court": forme.controles,
    "Barème visible des réponses rédigées": forme.redigees,
    "Liens vers la leçon et l'accueil": forme.liens,
    "Version des élèves : à jour, sans corrigé": publication,
}
EXECUTEES: dict[str, Callable[[Devoir, Banc], Iterator[Constat]]] = {
    "La copie vide vaut zéro à chaque item": notation.copie_vide,
    "Le corrigé a tous ses points, sur cinq tirages": notation.copie_corrigee,
    "Les contrôles valent dans un noyau propre": notation.noyau_propre,
    "Les réponses d'un autre ne rapportent rien": notation.en_dur,
    "Les messages ne livrent ni réponse ni code": fuites,
}


def controler(devoir: Devoir, tirages: int = TIRAGES) -> Iterator[tuple[str, list[Constat]]]:
    """Applique toutes les règles à un devoir, des plus simples à lire aux plus longues à exécuter.

    Paramètres
    ----------
    devoir : le TD, tel que le rend `Devoir.lire`.
    tirages : nombre de tirages où les contraintes sont vérifiées.

    Renvoie
    -------
    Pour chaque règle, son titre et ses constats (aucun si elle est respectée), au fur et à mesure.

    Exemple
    -------
    >>> from pathlib import Path
    >>> devoir = Devoir.lire(Path("solutions").parent, "S522-4")  # doctest: +SKIP
    >>> dict(controler(devoir))["Identifiants lisibles et uniques"]  # doctest: +SKIP
    []
    """
    for titre, regle in LUES.items():
        yield titre, list(regle(devoir))
    with Banc(devoir.nom) as banc:
        for titre, essai in EXECUTEES.items():
            yield titre, _essayer(essai, devoir, banc)
        tirer = partial(notation.contraintes, tirages=tirages)
        yield f"Contraintes, sur {tirages} tirages", _essayer(tirer, devoir, banc)


def devoirs(racine: Path) -> list[str]:
    """Les TD d'un dossier de cours, dans l'ordre."""
    trouves = sorted(fichier.stem for fichier in (racine / "solutions").glob("*/*.ipynb"))
    if not trouves:
        raise RessourceIndisponible(f"Aucun TD dans « {racine / 'solutions'} ».")
    return trouves


def _essayer(
    regle: Callable[[Devoir, Banc], Iterator[Constat]], devoir: Devoir, banc: Banc
) -> list[Constat]:
    """Un TD trop abîmé pour être exécuté échoue à la règle, sans arrêter les suivantes."""
    try:
        return list(regle(devoir, banc))
    except NonCalculable as erreur:
        return [Constat("exécution", "", str(erreur), notation.REVOIR)]
