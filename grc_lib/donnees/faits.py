"""Les faits plantés dans la base : ce que l'élève doit pouvoir y trouver.

Les leçons les citent, les tests les mesurent sur les fichiers livrés. Un taux de marge est ici
(CA − coûts variables) / CA. Un fait de portefeuille se vérifie sur tout l'historique comme sur
les douze derniers mois ; les clients d'une période sont ceux qui y ont commandé.
"""

from dataclasses import dataclass
from datetime import date

AUJOURDHUI = date(2026, 6, 30)  # dans tout le cours
DEBUT_12_MOIS = date(2025, 7, 1)
MAMMOUTH, PREFERE, PETIT, NURSERY = "Mammouth", "Préféré", "Petit", "Nursery"


@dataclass(frozen=True)
class Fait:
    """Un énoncé mesurable et l'intervalle, bornes comprises, où tombe sa mesure.

    >>> PART_CA_MAMMOUTHS.tient(0.31)
    True
    """

    enonce: str
    mini: float
    maxi: float = float("inf")

    def tient(self, mesure: float) -> bool:
        """Vrai si la mesure tombe dans l'intervalle annoncé."""
        return self.mini <= mesure <= self.maxi


# Portefeuille : qui pèse quoi.
PART_CLIENTS_MAMMOUTHS = Fait("Part des Mammouths dans les clients : 1,5 %", 0.013, 0.018)
PART_CA_MAMMOUTHS = Fait("Part des Mammouths dans le CA : 30 %", 0.28, 0.32)
PART_CA_VINGT_POUR_CENT = Fait("Part du CA que font 20 % des clients : 78 %", 0.76, 0.80)

# Marge : le classement par type s'inverse, et l'ABC sur la marge n'est pas celui sur le CA.
TAUX_MARGE_MAMMOUTHS = Fait("Taux de marge des Mammouths, le plus bas des quatre types", 0.2, 0.3)
TAUX_MARGE_PETITS = Fait("Taux de marge des Petits, le plus élevé des quatre types", 0.45, 0.55)
CHANGENT_DE_CLASSE = Fait("Part des clients qui changent de classe, de l'ABC CA à marge", 0.15)
A_EN_CA_SEULEMENT = Fait("Clients A en CA qui ne sont pas A en marge", 10)
SEUIL_FAIBLE_MARGE = 0.15
GROS_A_FAIBLE_MARGE = Fait("Clients A en CA au taux de marge sous ce seuil", 10)

# Rythme : le réachat des Petits se prévoit, celui des Préférés non.
IRREGULARITE_PETITS = Fait("Médiane de l'écart-type / moyenne des intervalles des Petits", 0, 0.25)
IRREGULARITE_PREFERES = Fait("La même chez les Préférés", 0.45)
REACHAT_PREVISIBLE = Fait("AUC d'une alerte à 30 jours sur l'intervalle moyen d'un Petit", 0.80)

# Saison : quatre mois de pointe, en CA comme en commandes ; aucun autre n'atteint la moyenne.
MOIS_DE_POINTE = (1, 9, 10, 11)
INDICE_POINTE = Fait("Indice (100 = mois moyen) de chacun des mois de pointe", 120)
INDICE_AUTRES = Fait("Indice de chacun des autres mois", 0, 100)

# Familles : CA des douze derniers mois contre celui d'il y a trois ans, en rythme annuel.
FAMILLE_EN_CROISSANCE = "Emballages imprimés"
FAMILLE_QUI_MEURT = "Liasses et carnets"
CROISSANCE = Fait("Croissance annuelle moyenne des emballages", 0.15)
DECLIN = Fait("Croissance annuelle moyenne des liasses", -1, -0.20)
STABILITE = Fait("Croissance annuelle moyenne de chaque autre famille", -0.10, 0.10)

# Trajectoires : ce que le classement d'aujourd'hui ne dit pas.
PEPITES = Fait("Nursery C en CA, six commandes au moins, CA trimestriel doublé depuis l'été", 12)
DORMANTS = Fait("Clients du premier décile de CA sans commande depuis plus de 12 mois", 8, 25)
