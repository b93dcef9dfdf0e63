"""Les graphiques du cours : une fonction par graphique, un titre qui dit le constat.

Chaque fonction rend un `Graphique` : une figure plotly au gabarit « grc », avec son texte
alternatif et ses données, que le notebook affiche repliés juste dessous. Les dossiers les rangent
par sujet ; chacune se charge quand on l'emploie.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "gabarit": ["installer_gabarit"],
        "graphique": ["Graphique"],
        "statistique.ajustement": ["nuage_droite"],
        "statistique.dispersion": ["boite_a_moustaches"],
        "statistique.series": ["courbe_z", "saisons"],
        "statistique.previsions": ["reel_prevu"],
        "statistique.honnetete": ["axe_tronque"],
        "statistique.effectifs": ["histogramme"],
        "statistique.repartition": ["barres"],
        "statistique.evolution": ["courbes"],
        "statistique.chaleur": ["carte_de_chaleur"],
        "clientele.portefeuille": ["courbe_abc", "courbe_concentration", "resumer_classes"],
        "clientele.rfm": ["barres_segments", "grille_rfm"],
        "clientele.marges": ["comparaison_classements", "nuage_ca_marge"],
        "clientele.perception": ["carte_perceptuelle"],
        "clientele.typologies": ["groupes"],
        "clientele.strategie": ["matrice_bulles"],
        "clientele.profils": ["radar"],
        "clientele.scores": ["courbe_lift", "courbe_roc"],
        "clientele.seuils": ["gain_par_seuil", "matrice_confusion"],
        "clientele.survie": ["courbe_de_survie"],
        "clientele.cycles": ["cycle_de_vie"],
        "clientele.flux": ["sankey"],
        "finance.cascades": ["bfre_normatif", "cascade", "compte_exploitation"],
        "finance.rentabilite": ["point_mort", "seuil_de_rentabilite"],
        "finance.equilibre": ["bilan_fonctionnel", "cycle_d_exploitation"],
        "finance.flux_financiers": ["flux_dans_le_temps", "valeur_vie"],
        "finance.emprunts": ["comparaison_emprunts", "plan_emprunt"],
        "finance.financements": [
            "comparaison_offres",
            "interets_simples_et_composes",
            "plan_amortissement",
        ],
        "finance.risque_client": ["balance_agee", "zones_de_score"],
        "finance.encours": ["encours_et_plafonds"],
        "offre.tarifs": ["courbe_de_demande", "prix_psychologique"],
        "offre.remises": ["volume_a_compenser"],
        "offre.publicite": ["couverture_repetition", "memorisation"],
        "offre.supports": ["nuage_supports"],
        "activite.capacites": ["charge_capacite"],
        "activite.plannings": ["gantt"],
        "activite.projets": ["pert"],
        "activite.prospects": ["entonnoir", "pipeline_pondere"],
        "activite.itineraires": ["tournee"],
        "activite.geographie": ["carte"],
        "activite.frises": ["frise"],
        "activite.tableau_de_bord": ["tuiles"],
        "relation.satisfaction": ["barre_nps", "pareto"],
        "relation.engagements": ["delais"],
        "relation.essais": ["comparaison_intervalles"],
        "relation.plateau": ["courbe_effectif"],
        "relation.tranches": ["charge_par_tranche"],
        "relation.scripts_appel": ["parcours_appel"],
    },
)
