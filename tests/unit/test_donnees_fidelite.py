"""La carte de fidélité de la base livrée : ses points, et ce qu'elle ne change pas."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun

# Pour un porteur, un an avant et un an après son adhésion ; pour un autre Préféré ou Petit, autour
# de l'adhésion médiane. On ne garde que les clients présents sur ces deux années.
RYTHMES = """
    WITH repere AS (
        SELECT quantile_disc(date_adhesion, 0.5) AS mediane FROM carte_fidelite
        WHERE date_adhesion <= DATE '2025-06-30'),
    suivis AS (
        SELECT client_id, carte_id IS NOT NULL AS porteur,
               coalesce(date_adhesion, mediane) AS jour
        FROM clients LEFT JOIN carte_fidelite USING (client_id) CROSS JOIN repere
        WHERE type_client IN ('Préféré', 'Petit')),
    comptes AS (
        SELECT client_id, porteur,
               count(*) FILTER (date_commande >= jour - 365 AND date_commande < jour) AS avant,
               count(*) FILTER (date_commande >= jour AND date_commande < jour + 365) AS apres
        FROM suivis JOIN commandes USING (client_id)
        GROUP BY client_id, porteur, jour
        HAVING min(date_commande) <= jour - 365 AND max(date_commande) >= jour + 365)
    SELECT porteur, avg(avant), sum(apres) / sum(avant), count(*)
    FROM comptes GROUP BY porteur ORDER BY porteur
"""


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


@pytest.fixture(scope="module")
def rythmes(base):
    """Autres puis porteurs : commandes par an avant, évolution, effectif."""
    return {porteur: valeurs for porteur, *valeurs in base.execute(RYTHMES).fetchall()}


def test_les_futurs_porteurs_commandaient_deja_plus(rythmes):
    assert faits.CARTE_AVANT.tient(rythmes[True][0] / rythmes[False][0])


def test_la_carte_ne_fait_pas_commander_davantage(rythmes):
    assert rythmes[True][2] > 100 and rythmes[False][2] > 300
    assert faits.CARTE_EFFET.tient(rythmes[True][1] - rythmes[False][1])


def test_trois_preferes_et_petits_actifs_sur_dix_ont_la_carte(base):
    (part,) = base.execute(
        """
        SELECT avg((carte_id IS NOT NULL)::INT)
        FROM clients LEFT JOIN carte_fidelite USING (client_id)
        WHERE actif AND type_client IN ('Préféré', 'Petit')
        """
    ).fetchone()
    assert 0.25 <= part <= 0.35


def test_seuls_les_preferes_et_les_petits_ont_la_carte(base):
    types = base.execute(
        "SELECT DISTINCT type_client FROM carte_fidelite JOIN clients USING (client_id) ORDER BY 1"
    ).fetchall()
    assert types == [("Petit",), ("Préféré",)]


def test_on_adhere_un_jour_ouvre_une_fois_client(base):
    assert aucun(
        base,
        """
        SELECT carte_id FROM carte_fidelite JOIN clients USING (client_id)
        WHERE date_adhesion < date_premiere_commande OR isodow(date_adhesion) > 5
        """,
    )


def test_un_point_par_dizaine_d_euros_commandee_depuis_l_adhesion(base):
    assert aucun(
        base,
        """
        SELECT carte_id FROM carte_fidelite
             LEFT JOIN commandes ON commandes.client_id = carte_fidelite.client_id
                  AND date_commande >= date_adhesion
             LEFT JOIN lignes_commande USING (commande_id)
        GROUP BY carte_id, points_acquis
        HAVING points_acquis <> floor(coalesce(sum(montant_ht), 0) / 10)
        """,
    )


def test_les_points_s_echangent_par_centaines(base):
    assert aucun(base, "SELECT carte_id FROM carte_fidelite WHERE points_utilises % 100 <> 0")
    (part,) = base.execute("SELECT avg((points_utilises > 0)::INT) FROM carte_fidelite").fetchone()
    assert 0.30 <= part <= 0.65
