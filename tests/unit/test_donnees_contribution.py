"""Ce que chaque client rapporte une fois servi : douze beaux chiffres d'affaires coûtent trop."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits


@pytest.fixture(scope="module")
def contributions():
    """Un client par ligne, sur les douze derniers mois : CA, marge et contribution (€)."""
    with donnees.connexion() as base:
        yield base.execute(
            CONTRIBUTION,
            {
                "debut": faits.DEBUT_12_MOIS,
                "semaines": faits.SEMAINES_TRAVAILLEES,
                "km": faits.COUT_KM,
                "vitesse": faits.VITESSE,
                "taux": faits.TAUX_CREDIT,
            },
        ).df()


def test_douze_beaux_clients_coutent_plus_qu_ils_ne_rapportent(contributions):
    beaux = contributions.query("ca > @faits.BEAU_CA")
    assert faits.GOUFFRES.tient((beaux["contribution"] < 0).sum())
    assert (beaux.query("contribution < 0")["marge"] > 0).all()


def test_aucun_d_eux_n_est_a_un_cheveu_de_zero(contributions):
    """Le verdict ne dépend ni d'un euro ni du taux retenu pour le crédit."""
    beaux = contributions.query("ca > @faits.BEAU_CA")["contribution"]
    assert not beaux.between(-250, 250).any()


def test_l_ensemble_du_portefeuille_gagne_de_l_argent(contributions):
    assert contributions["contribution"].sum() > 0.2 * contributions["ca"].sum()


# Marge et port facturé, moins le transport, les visites (temps et route), les gestes commerciaux
# et le crédit (encours moyen des douze derniers mois × taux).
CONTRIBUTION = """
WITH recentes AS (FROM commandes WHERE date_commande >= $debut),
marges AS (
    SELECT client_id, sum(montant_ht)::DOUBLE AS ca,
           sum(montant_ht - l.cout_variable)::DOUBLE AS marge
    FROM lignes_commande AS l JOIN recentes USING (commande_id) GROUP BY ALL),
ports AS (SELECT client_id, sum(frais_port)::DOUBLE AS port FROM recentes GROUP BY ALL),
transports AS (
    SELECT client_id, sum(cout_transport)::DOUBLE AS transport
    FROM livraisons JOIN recentes USING (commande_id) GROUP BY ALL),
visites_recentes AS (
    SELECT client_id, sum(
        (duree_min / 60 + trajet_km / $vitesse) * cout_annuel / (heures_hebdo * $semaines)
        + trajet_km * $km) AS visites
    FROM visites JOIN salaries USING (salarie_id)
    WHERE date_visite >= $debut AND client_id IS NOT NULL GROUP BY ALL),
gestes AS (
    SELECT client_id, sum(compensation)::DOUBLE AS gestes
    FROM reclamations WHERE date_reception >= $debut GROUP BY ALL),
payees AS (
    SELECT facture_id, max(date_reglement) AS paye_le FROM reglements GROUP BY ALL),
credits AS (
    SELECT client_id, sum(montant_ttc
        * (coalesce(paye_le, DATE '2026-06-30') - date_facture) / 365 * $taux)::DOUBLE AS credit
    FROM factures LEFT JOIN payees USING (facture_id)
    WHERE date_facture >= $debut GROUP BY ALL)
SELECT client_id, ca, marge, marge + port - coalesce(transport, 0) - coalesce(visites, 0)
    - coalesce(gestes, 0) - coalesce(credit, 0) AS contribution
FROM marges
JOIN ports USING (client_id)
LEFT JOIN transports USING (client_id)
LEFT JOIN visites_recentes USING (client_id)
LEFT JOIN gestes USING (client_id)
LEFT JOIN credits USING (client_id)
ORDER BY client_id
"""
