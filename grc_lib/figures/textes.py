"""Les textes d'un graphique : montants courts, effectifs, titres pliés, tableau des données."""

import re
import textwrap
from html import escape
from typing import Any

import pandas as pd

from grc_lib._formats import euros, nombre, pourcentage

INSECABLE = "\u00a0"
_INVARIABLES = {"mois", "prix", "fois", "avis", "flux"}
_FEMININS = {"marge", "contribution", "valeur", "quantité", "dépense", "demande", "part"}
_VOYELLES = "aàâeéèêiîoôuyh"


def euros_courts(montant: float) -> str:
    """Un montant qui tient dans une case : euros, milliers (k€) ou millions (M€).

    >>> euros_courts(850), euros_courts(12345), euros_courts(2_460_000)
    ('850\xa0€', '12\xa0k€', '2,5\xa0M€')
    """
    if abs(montant) < 1_000:
        return euros(montant, 0)
    if abs(montant) < 999_500:
        return f"{nombre(montant / 1_000, 0)}{INSECABLE}k€"
    return f"{nombre(montant / 1_000_000, 1)}{INSECABLE}M€"


def pourcent(part: float, decimales: int = 1) -> str:
    """Une part décimale en pour cent, à une décimale : ce qu'un graphique permet de lire.

    >>> pourcent(0.7806)
    '78,1\u202f%'
    """
    return pourcentage(part, decimales)


def duree(secondes: float) -> str:
    """« 8 s », ou « 12 min » quand cela dure.

    >>> duree(7.6), duree(725)
    ('8\xa0s', '12\xa0min')
    """
    if secondes < 100:
        return f"{nombre(secondes, 0)}{INSECABLE}s"
    return f"{nombre(secondes / 60, 0)}{INSECABLE}min"


def compte(effectif: int, nom: str) -> str:
    """Un effectif et son nom, au singulier jusqu'à un ; des années se comptent en ans.

    >>> compte(1, "clients"), compte(1200, "client"), compte(7, "année")
    ('1\xa0client', '1\u202f200\xa0clients', '7\xa0ans')
    """
    nom = "an" if nom in ("année", "années") else nom
    marque = "s" if effectif > 1 else ""
    mots = (m if m in _INVARIABLES else m.removesuffix("s") + marque for m in nom.split())
    return f"{nombre(effectif)}{INSECABLE}{' '.join(mots)}"


def de(mesure: str) -> str:
    """La mesure, au pluriel, précédée de « de » ou « d' ».

    >>> de("clients"), de("appels")
    ('de clients', "d'appels")
    """
    return f"d'{mesure}" if mesure[0].lower() in _VOYELLES else f"de {mesure}"


def du(mesure: str) -> str:
    """La mesure précédée de « du », « de la », « de l' » ou « des ».

    >>> du("chiffre d'affaires"), du("marge"), du("encours"), du("ventes")
    ("du chiffre d'affaires", 'de la marge', "de l'encours", 'des ventes')
    """
    premier = mesure.split()[0].lower()
    if premier[0] in _VOYELLES:
        return f"de l'{mesure}"
    if premier in _FEMININS:
        return f"de la {mesure}"
    return f"{'des' if premier.endswith('s') else 'du'} {mesure}"


def insecable(texte: str) -> str:
    """Le texte dont une ligne ne peut commencer ni par « : », « ; », « ? », « ! », ni par « h ».

    >>> insecable("Classe A : 412 h pour 380 h")
    'Classe A\xa0: 412\xa0h pour 380\xa0h'
    """
    return re.sub(r" ([:;?!»]|h\b)", f"{INSECABLE}\\1", texte)


def plier(texte: str, largeur: int = 30) -> str:
    """Le texte coupé en lignes : plotly ne sait pas le faire, et un téléphone est étroit.

    >>> plier("20 % des clients font 78,1 % du chiffre d'affaires")
    "20 % des clients font 78,1 %<br>du chiffre d'affaires"
    """
    return "<br>".join(
        textwrap.wrap(insecable(texte), largeur, break_long_words=False, break_on_hyphens=False)
    )


def tableau_html(donnees: pd.DataFrame, lignes: int = 30) -> str:
    """Un tableau HTML lisible : au plus `lignes` lignes, et combien il en reste.

    >>> html = tableau_html(pd.DataFrame({"Classe": ["A", "B"], "Clients": [4, 1200]}), lignes=1)
    >>> html.endswith("<tr><td>A</td><td>4</td></tr></tbody></table><p>… et 1 autre ligne.</p>")
    True
    """
    debut = pd.DataFrame({c: _ecrire(donnees[c].head(lignes)) for c in donnees.columns})
    titres = "".join(f'<th scope="col">{escape(str(colonne))}</th>' for colonne in debut.columns)
    corps = "".join(_ligne_html(ligne) for ligne in debut.itertuples(index=False))
    reste = len(donnees) - lignes
    autres = "autre ligne" if reste == 1 else "autres lignes"
    suite = f"<p>… et {nombre(reste)} {autres}.</p>" if reste > 0 else ""
    return f"<table><thead><tr>{titres}</tr></thead><tbody>{corps}</tbody></table>{suite}"


def _ligne_html(cellules: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cellule)}</td>' for cellule in cellules)}</tr>"


def _ecrire(colonne: "pd.Series[Any]") -> "pd.Series[str]":
    """Une colonne en texte : les mêmes décimales de haut en bas."""
    if not pd.api.types.is_numeric_dtype(colonne) or pd.api.types.is_bool_dtype(colonne):
        return colonne.map(lambda v: "—" if pd.isna(v) else str(v)).astype(str)
    entiers = (colonne.dropna() % 1 == 0).all()
    decimales = 0 if entiers else 1 if "%" in str(colonne.name) else 2
    return colonne.map(lambda v: "—" if pd.isna(v) else nombre(v, decimales)).astype(str)
