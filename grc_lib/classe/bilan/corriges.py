"""Le corrigé de chacun, sur ses données : une page à imprimer pour toute la classe."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from grc_lib._disque import ecrire, pannes_en_francais
from grc_lib.classe.preparation.enonce import Enonce, enonces
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice import normaliser_identifiant


def corrections_individuelles(
    cours: Path, devoir: str, etudiants: Iterable[str], chemin: Path
) -> None:
    """Écrit une page à imprimer : pour chaque élève, ses données et le corrigé de ses données.

    Paramètres
    ----------
    cours : le dossier du cours.
    devoir : référence du TD, comme « S522-4 ».
    etudiants : noms ou identifiants ; chacun commence une feuille.
    chemin : le fichier à écrire.

    Lève
    ----
    ArgumentInvalide si la liste est vide ; RessourceIndisponible si le TD n'existe pas ou si le
    fichier ne peut pas être écrit ; NonCalculable si une cellule du TD échoue.
    """
    noms = list(dict.fromkeys(normaliser_identifiant(etudiant) for etudiant in etudiants))
    if not noms:
        raise ArgumentInvalide("étudiants", etudiants, "au moins un nom ou identifiant")
    feuilles = enonces(cours, devoir, noms)
    with pannes_en_francais(chemin):
        ecrire(chemin, _assembler(devoir, noms, feuilles).encode())


def _assembler(devoir: str, noms: list[str], prets: list[Enonce]) -> str:
    """La page d'un élève, son corps remplacé par celui de tous."""
    avant, apres = (prets[0].page().split(borne)[i] for borne, i in (("<main>", 0), ("</main>", 1)))
    titre = f"TD {devoir} : les corrigés de la classe"
    avant = re.sub(r"<title>.*?</title>", f"<title>{escape(titre)}</title>", avant)
    avant = avant.replace("</style>", f"{_STYLE}</style>")
    sommaire = "".join(f'<li><a href="#{nom}">{escape(nom)}</a></li>\n' for nom in noms)
    feuilles = "".join(
        f'<article id="{nom}" aria-label="{escape(enonce.titre)}">\n{_corps(enonce)}</article>\n'
        for nom, enonce in zip(noms, prets, strict=True)
    )
    return (
        f'{avant}<header class="sommaire">\n<h1>{escape(titre)}</h1>\n'
        f'<nav aria-label="Les élèves"><ul>\n{sommaire}</ul></nav>\n</header>\n'
        f"<main>\n{feuilles}</main>{apres}"
    )


def _corps(enonce: Enonce) -> str:
    """Le contenu de sa page, un niveau de titre plus bas, ses tableaux dans un cadre qui défile."""
    corps = enonce.page().partition("<main>\n")[2].rpartition("</main>")[0]
    corps = re.sub(r"(?s)(?<!>)<table>.*?</table>", _encadrer, corps)
    return re.sub(r"(</?h)([1-5])\b", lambda titre: f"{titre[1]}{int(titre[2]) + 1}", corps)


def _encadrer(tableau: re.Match[str]) -> str:
    cadre = '<div class="tableau" role="region" aria-label="Tableau" tabindex="0">'
    entetes = tableau[0].replace("<th>", '<th scope="col">')
    return f"{cadre}{entetes}</div>"


_STYLE = """\
body { overflow-wrap: anywhere; }
th, td { overflow-wrap: normal; }
article { padding-top: 2rem; break-before: page; }
article + article { margin-top: 3rem; border-top: 2px solid #767676; }
@media print { .sommaire { display: none; } article { padding: 0; break-before: page; }
  article:first-of-type { break-before: auto; }
  article + article { margin: 0; border: 0; } }
"""
