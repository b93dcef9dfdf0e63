"""Les comptes rendus de visite, selon l'objet et ce qui s'est joué."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.hasard import Hasard

_RECLAMATION = {
    "retard": (
        "Retard de livraison : présenté nos excuses, nouvelle date convenue.",
        "Client en rupture à cause du retard. Dépannage partiel promis, je surveille l'envoi.",
        "Vu le responsable des achats au sujet du retard. Mécontent mais reste ouvert.",
    ),
    "facturation": (
        "Repris la facture ligne à ligne avec la comptable, écart transmis à notre comptabilité.",
        "Remise oubliée sur la facture : avoir demandé.",
        "Prix contesté : le bon de commande signé fait foi, client d'accord.",
    ),
    "qualité": (
        "Récupéré des exemplaires : teinte trop foncée par rapport au bon à tirer.",
        "Défaut de coupe constaté sur place, photos prises pour l'atelier.",
        "Encre qui maculait. Réimpression à étudier avec l'atelier.",
    ),
    "conformité": (
        "Quantité livrée inférieure à la commande, comptée avec le magasinier.",
        "Ancien logo imprimé au lieu du nouveau : erreur de fichier, à corriger de suite.",
        "Papier livré différent de l'échantillon. Échantillon récupéré.",
    ),
    "service": (
        "Client lassé de ne pas être rappelé. Donné ma ligne directe.",
        "Malentendu sur les délais éclairci, relation apaisée.",
        "Reproche un suivi insuffisant : point mensuel convenu avec la télécommerciale.",
    ),
}
_PAR_OBJET = {
    "suivi": (
        "Tour des besoins du semestre. Rien d'urgent, stock suffisant.",
        "Vérifié l'état des stocks avec le magasinier, réassort à prévoir le mois prochain.",
        "Compare nos prix à deux concurrents. Reste chez nous pour le service.",
        "Nouvelle responsable des achats, présentation faite. Bon contact.",
        "Satisfait de la dernière livraison. Pense à changer de logo l'an prochain.",
        "Visite courte, interlocuteur peu disponible. Reparler du catalogue au téléphone.",
        "Remis les échantillons du nouveau papier recyclé, intéressé.",
        "Volumes en baisse : une partie de ses documents passe au numérique.",
    ),
    "négociation": (
        "Demande un effort sur le prix. À revoir selon les quantités.",
        "Discuté des paliers de quantité : accepterait de grouper deux commandes.",
        "Devis à préparer pour la rentrée, trois versions demandées.",
        "Veut des délais plus courts à prix égal. Réponse promise sous huit jours.",
        "Mis en concurrence. Défendu la qualité et le suivi plutôt que le prix.",
    ),
}
_PAR_CAS = {
    "devis": (
        "Besoin précisé sur place, devis à envoyer rapidement.",
        "Accord de principe sur les quantités et le papier. Devis à suivre.",
        "Prix discuté point par point, bonnes chances de signature.",
    ),
    "mammouth": (
        "Revue des indicateurs du contrat avec le service achats : délais et conformité.",
        "Préparation du prochain contrat annuel, volumes prévisionnels remis.",
        "Point trimestriel. L'acheteur rappelle que l'appel d'offres reste ouvert à tous.",
        "Passage en revue des sites livrés, deux adresses à mettre à jour.",
    ),
    "nursery": (
        "Contrôle de la livraison avec le client : conforme au cahier des charges.",
        "Point sur la mise au point, deux réglages de couleur demandés.",
        "Nouveau client rassuré par les délais. Parle déjà d'une autre commande.",
        "Encore hésitant, compare avec son ancien imprimeur. À revoir bientôt.",
    ),
    "gouffre": (
        "Reçu longuement. Demande encore une maquette avant de décider.",
        "Repris avec lui tous les fichiers, modifications de dernière minute.",
        "Souhaite me voir à chaque commande. Bonne ambiance, petites quantités.",
        "Nouvelle demande de remise, au nom de la fidélité.",
        "Apporté les épreuves en main propre, comme il le demande.",
        "Trois variantes à chiffrer, dont une en urgence. Décision la semaine prochaine.",
        "Tour complet de l'atelier et des bureaux. Commande possible, petit montant.",
        "Bon à tirer relu ensemble, encore deux corrections. Je repasse.",
        "Compare chaque ligne au dernier prix. Maintenu le tarif négocié.",
    ),
    "perdu": (
        "Plus de commande depuis un moment. A changé d'imprimeur pour le prix.",
        "Nouvelle direction, achats regroupés ailleurs. Porte laissée ouverte.",
        "Ne donne pas suite. Reprendre contact l'an prochain.",
    ),
    "froid": (
        "Pas d'interlocuteur disponible, laissé le catalogue à l'accueil.",
        "Travaille avec un imprimeur local, n'envisage pas de changer.",
        "Pas de besoin avant l'an prochain.",
        "Imprime en ligne, regarde surtout le prix.",
    ),
    "tiède": (
        "Écoute polie. Demande une documentation sur les emballages.",
        "Contrat en cours jusqu'à la fin de l'année, à recontacter avant l'échéance.",
        "Le gérant décide seul, il était absent. À revoir.",
        "Intéressé par les paliers de quantité, sans projet précis.",
    ),
    "chaud": (
        "Projet précis, attend nos prix. À relancer vite.",
        "Déçu de son imprimeur actuel, demande un essai sur une petite série.",
        "Vu la décideuse, échantillons bien accueillis.",
        "Besoin confirmé pour la rentrée, cahier des charges à recevoir.",
    ),
    "converti": (
        "Prêt à essayer sur une première commande.",
        "Bon contact, besoins identifiés. L'ingénieur commercial peut prendre le relais.",
        "Compare une dernière fois, nous sommes bien placés.",
    ),
}


def rediger(table: pd.DataFrame, h: Hasard) -> NDArray[np.object_]:
    """Une phrase par visite : celles du cas s'il en a, sinon celles de l'objet."""
    texte = np.full(len(table), "", dtype=object)
    for (objet, cas), groupe in table.groupby(["objet", "cas"]):
        phrases = _phrases(str(objet), str(cas))
        texte[groupe.index] = h.parmi(phrases, len(groupe))
    return texte


def _phrases(objet: str, cas: str) -> tuple[str, ...]:
    if objet == "réclamation":
        return _RECLAMATION[cas]
    return _PAR_CAS.get(cas) or _PAR_OBJET[objet]
