"""Où en est-on : les familles d'exercices, et ce que l'on y sait déjà."""

import datetime as dt

import pandas as pd

from grc_lib.exercice.familles import famille, noms_des_familles
from grc_lib.exercice.revision import Carnet


def progres(*, carnet: Carnet | None = None) -> pd.DataFrame:
    """Les familles d'exercices, séance par séance, et vos progrès dans chacune.

    Paramètres
    ----------
    carnet : où sont gardés les progrès ; par défaut dans le dossier de travail.

    Renvoie
    -------
    `DataFrame`, une famille par ligne : famille (le nom à donner à `entrainement`), exercices (son
    titre), seance, questions (combien), bien_sues (combien), a_revoir (aujourd'hui).

    Lève
    ----
    Rien.

    Exemple
    -------
    >>> progres().set_index("famille").loc["marge_marque", ["exercices", "seance"]].tolist()
    ['Marge et marque', 'S443-1']

    Source
    ------
    Révision espacée : boîtes de Leitner (S. Leitner, 1972).
    """
    suivi = carnet or Carnet()
    dues = suivi.a_revoir(dt.date.today())
    lignes = []
    for nom in noms_des_familles():
        une = famille(nom)
        cles = [(nom, question) for question in une.questions]
        a_revoir = sum(cle in dues for cle in cles)
        lignes.append((nom, une.titre, une.seance, len(cles), suivi.sues(cles), a_revoir))
    colonnes = ["famille", "exercices", "seance", "questions", "bien_sues", "a_revoir"]
    tableau = pd.DataFrame(lignes, columns=colonnes)
    return tableau.sort_values(["seance", "exercices"], ignore_index=True)
