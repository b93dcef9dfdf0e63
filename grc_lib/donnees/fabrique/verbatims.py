"""Ce que les clients écrivent au bas d'une enquête, selon leur note et ce qu'ils ont vécu."""

RETARD = (
    "Livraison arrivée après la date promise, nous avons dû décaler notre envoi.",
    "Le transporteur annonce un jour et passe deux jours après, sans prévenir.",
    "Bonne impression mais des délais qui ne sont plus tenus.",
    "Les imprimés sont arrivés trop tard pour notre opération.",
    "Prévenez-nous au moins quand la livraison prend du retard.",
)
RECLAMATION = (
    "Ma réclamation a été traitée trop lentement.",
    "Réponse décevante à notre réclamation, personne ne s'est excusé.",
    "Il a fallu relancer plusieurs fois pour obtenir une réponse.",
    "Le problème signalé n'a pas été réglé comme nous le demandions.",
)
DETRACTEUR = (
    "Vos prix ont trop augmenté, nous demandons maintenant d'autres devis.",
    "Les teintes varient d'un tirage à l'autre.",
    "Difficile de joindre la même personne deux fois de suite.",
    "Le bon à tirer a demandé trop d'allers-retours.",
    "Un concurrent local nous fait les mêmes liasses moins cher.",
    "Frais de port élevés pour nos petites commandes.",
)
PASSIF = (
    "Bon imprimeur, tarifs dans la moyenne.",
    "Rien à redire, mais rien d'exceptionnel non plus.",
    "Qualité correcte, le site pourrait être plus simple pour recommander.",
    "Un échantillon de papier avant commande serait utile.",
    "Satisfaits du produit, moins de la clarté des devis.",
    "Nous aimerions être rappelés avant la rupture de stock.",
    "Contact agréable, délais un peu longs en période de rentrée.",
)
PROMOTEUR = (
    "Très bonne qualité d'impression, toujours conforme au bon à tirer.",
    "Mon interlocutrice connaît nos références, je gagne du temps.",
    "On m'appelle quand mon stock baisse, c'est appréciable.",
    "Devis rapide et prix clair, rien à ajouter.",
    "Travail soigné, nos clients nous en parlent.",
    "De bons conseils sur le choix du papier.",
    "Le repiquage de nos en-têtes est parfait depuis des années.",
    "Une équipe disponible, même pour une petite quantité.",
)
