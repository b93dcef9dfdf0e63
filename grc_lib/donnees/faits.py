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
PART_CA_VINGT_POUR_CENT = Fait("Part du CA que font 20 % des clients : 78 %", 0.76, 0.81)

# Marge : le classement par type s'inverse, et l'ABC sur la marge n'est pas celui sur le CA.
TAUX_MARGE_MAMMOUTHS = Fait("Taux de marge des Mammouths, le plus bas des quatre types", 0.2, 0.3)
TAUX_MARGE_PETITS = Fait("Taux de marge des Petits, le plus élevé des quatre types", 0.45, 0.55)
CHANGENT_DE_CLASSE = Fait("Part des clients qui changent de classe, de l'ABC CA à marge", 0.15)
A_EN_CA_SEULEMENT = Fait("Clients A en CA qui ne sont pas A en marge", 8)
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
STABILITE = Fait("Croissance annuelle moyenne de chaque autre famille", -0.12, 0.12)

# Trajectoires : ce que le classement d'aujourd'hui ne dit pas.
PEPITES = Fait("Nursery C en CA, six commandes au moins, CA trimestriel doublé depuis l'été", 12)
DORMANTS = Fait("Clients du premier décile de CA sans commande depuis plus de 12 mois", 8, 25)

# Livraisons et réclamations : un transporteur en retard, et ce qu'il en coûte.
TRANSPORTEUR_EN_RETARD = "Vosgelane Fret"
SECTEUR_EN_RETARD = "Est"
DEBUT_RETARDS = date(2025, 3, 1)
RETARDS_AVANT = Fait("Part de ses livraisons de l'Est en retard, avant mars 2025", 0.04, 0.12)
RETARDS_DEPUIS = Fait("La même depuis mars 2025", 0.30, 0.45)
RETARDS_DES_AUTRES = Fait("Part des livraisons en retard, partout ailleurs", 0.04, 0.12)
RECLAMATIONS = Fait("Réclamations pour une commande, hors de l'Est : 1,5 %", 0.012, 0.020)
RECLAMATIONS_EST = Fait("Taux de l'Est depuis mars 2025 / taux d'avant : triplé", 2.5, 3.5)
PREMIERE_LIVRAISON = Fait("Nursery perdues : première livraison en retard / à l'heure", 2.4, 3.6)
JOURS_PERDUE = 120  # une Nursery entrée avant 2026 est perdue si elle ne commande plus depuis

# Encaissements : on vend autant, on encaisse plus tard, on stocke davantage.
DSO_FIN_2024 = Fait("Créances TTC / CA TTC de douze mois × 360, au 31 décembre 2024", 51, 53)
DSO_AUJOURDHUI = Fait("Le même dix-huit mois plus tard, au 30 juin 2026", 67, 69)
VENTES_PLATES = Fait("CA des douze derniers mois / CA de 2024", 0.95, 1.05)
HAUSSE_STOCKS = Fait("Stocks au 30 juin 2026 / stocks au 31 décembre 2024", 1.15, 1.35)
HAUSSE_BFRE = Fait("BFRE du bilan 2025 / BFRE du bilan 2024, en jours de CA", 1.10)
# Conan et Holder du Mammouth fragile, de 2022 à 2025 : une zone de moins chaque année.
SCORES_FRAGILE = (
    Fait("Score 2022 du Mammouth fragile : très bonne zone", 16),
    Fait("Score 2023 : bonne zone", 9, 16),
    Fait("Score 2024 : zone d'alerte", 4, 9),
    Fait("Score 2025 : zone de danger", -50, 4),
)
# Retard d'une facture : de l'échéance au dernier paiement, ou à aujourd'hui si elle n'est pas
# soldée. Les factures échues au printemps 2026 sont trop jeunes pour qu'on le mesure.
RETARD_FRAGILE = Fait("Retard moyen de ses factures échues au premier trimestre 2026", 60, 100)

# Effort commercial : les gouffres, l'optimiste, le rythme des visites.
BEAU_CA = 12_000  # euros HT sur douze mois
COUT_KM = 0.60  # euros
SEMAINES_TRAVAILLEES = 44  # coût d'une heure = cout_annuel / (heures_hebdo × semaines)
VITESSE = 60  # km/h : un trajet se paie aussi en temps
TAUX_CREDIT = 0.05  # par an, sur l'encours moyen
GOUFFRES = Fait("Clients au beau CA dont la contribution est négative : douze", 12, 12)
OPTIMISME = 135  # %
BIAIS_OPTIMISTE = Fait("Optimiste : montant annoncé (Σ p × devis) / montant signé", 1.30, 1.40)
BIAIS_DES_AUTRES = Fait("Le même rapport pour l'ensemble des autres", 0.95, 1.05)
PREFERES_DELAISSES = Fait("Préférés actifs sans visite depuis six mois", 0.10, 0.35)
VISITES_PAR_JOUR = Fait("Visites d'un commercial terrain par jour où il visite, en moyenne", 2, 4)

# Appels et campagnes.
APPELS_ENTRANTS_POINTE = Fait("Appels entrants à l'heure de pointe / moyenne des heures", 1.3, 2.2)
ABANDONS = Fait("Part des appels entrants abandonnés", 0.04, 0.10)
RENDEZ_VOUS_TENUS = Fait(
    "Part des rendez-vous pris en appelant que suit une visite, sous 3 à 21 jours", 0.80, 0.90
)
REPONSES_B = Fait("Test A/B : taux de réponse de B / taux de réponse de A", 1.5, 2.2)
COMMANDES_B = Fait("Test A/B : taux de commande de B / taux de commande de A", 0.9, 1.1)
CARTE_AVANT = Fait("Commandes par an avant la carte : futurs porteurs / autres", 1.5)
CARTE_EFFET = Fait("Évolution, un an après / un an avant : porteurs moins autres", -0.05, 0.05)
NPAI = Fait("Part des envois de courrier revenus NPAI", 0.03, 0.06)
ENVOIS_MALGRE_OPPOSITION = Fait("Envois à qui s'y était opposé sur ce canal", 15, 60)

# Prospects : une base propre, et le fichier sale d'où elle vient.
# Chaque origine transforme mieux que la précédente.
ORIGINES = ("fichier acheté", "démarchage", "salon", "site web", "recommandation")
CHALEUR = Fait("AUC d'un score de conversion sur la seule chaleur", 0.65, 0.85)
DOUBLONS_PROSPECTS = Fait("Part des fiches brutes en double", 0.065, 0.075)
FAUX_SIRET = Fait(
    "Part des fiches brutes au SIRET faux (renseigné, clé de Luhn fausse)", 0.025, 0.035
)
