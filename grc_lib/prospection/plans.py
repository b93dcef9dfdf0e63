"""Le plan de prospection (S531-1, S823-1) : quels outils, combien de contacts, quel budget."""

from typing import Any

import pandas as pd

from grc_lib._arguments import decimale
from grc_lib._nombres import entier, lignes, positif, seul, strictement_positif, taux
from grc_lib.erreurs import NonCalculable

_COLONNES = ("outil", "cout_contact", "rendement", "contacts_max")


def plan(outils: Any, *, budget: float) -> pd.DataFrame:
    """Répartit un budget entre des outils de prospection, le plus efficace d'abord.

    On dépense le budget dans l'ordre du coût par vente attendue (coût d'un contact / rendement) :
    c'est le plan qui donne le plus de ventes, à moins d'un contact près. L'effet d'un outil sur un
    autre n'est pas compté.

    Paramètres
    ----------
    outils : liste de (outil, coût d'un contact en euros, rendement, nombre maximal de contacts), ou
        tableau de ces quatre colonnes. Rendement : ventes attendues par contact, décimal.
    budget : en euros.

    Renvoie
    -------
    `DataFrame`, un outil par ligne (en index), du plus efficace au moins efficace : contacts
    (entiers), cout (€), ventes (attendues) et cout_par_vente (€ ; manquant si le rendement est nul,
    et l'outil n'est alors pas employé).

    Lève
    ----
    NonCalculable s'il n'y a aucun outil ; ArgumentInvalide pour un coût nul ou négatif, un
    rendement en pourcentage, un nombre de contacts non entier.

    Exemple
    -------
    >>> outils = [("visite", 90, 0.15, 60), ("téléphone", 8, 0.02, 900), ("salon", 40, 0.05, 99)]
    >>> plan(outils, budget=9000)
               contacts    cout  ventes  cout_par_vente
    outil
    téléphone       900  7200.0    18.0           400.0
    visite           20  1800.0     3.0           600.0
    salon             0     0.0     0.0           800.0

    Source
    ------
    S531, plan de prospection sous budget.
    """
    lus = [
        _outil(rang, ligne) for rang, ligne in enumerate(lignes("outils", outils, *_COLONNES), 1)
    ]
    if not lus:
        raise NonCalculable("Il n'y a aucun outil à choisir : donnez au moins une ligne.")
    reste = decimale("budget", seul(positif, "budget", budget))
    rendus = []
    for nom, cout, rendement, maximum in sorted(lus, key=_cout_par_vente):
        prix = decimale("cout_contact", cout)
        contacts = min(maximum, int(reste // prix)) if rendement else 0
        reste -= contacts * prix
        par_vente = cout / rendement if rendement else None
        rendus.append((nom, contacts, float(contacts * prix), contacts * rendement, par_vente))
    colonnes = ["outil", "contacts", "cout", "ventes", "cout_par_vente"]
    return pd.DataFrame(rendus, columns=colonnes).set_index("outil")


def _outil(rang: int, ligne: tuple[Any, ...]) -> tuple[str, float, float, int]:
    nom, cout, rendement, maximum = ligne
    ici = f"outils, ligne {rang}"
    prix = seul(strictement_positif, f"{ici} : cout_contact", cout)
    ventes = seul(taux, f"{ici} : rendement", rendement)
    return str(nom), prix, ventes, entier(f"{ici} : contacts_max", maximum)


def _cout_par_vente(outil: tuple[str, float, float, int]) -> float:
    _, cout, rendement, _ = outil
    return cout / rendement if rendement else float("inf")
