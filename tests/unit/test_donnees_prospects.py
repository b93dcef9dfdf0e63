"""Les prospects de la base livrée : d'où ils viennent, leur intérêt, ceux qui ont commandé."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from stdnum.fr import siret

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure

FERIES = "('01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25')"
IDENTITE = ["raison_sociale", "siret", "naf", "effectif", "adresse", "code_postal", "commune"]
IDENTITE += ["insee", "departement", "latitude", "longitude", "telephone", "courriel", "secteur_id"]


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


def parts(base, colonne, condition="TRUE"):
    sql = f"SELECT {colonne}, count(*) FROM prospects WHERE {condition} GROUP BY ALL"
    effectifs = dict(base.execute(sql).fetchall())
    return {valeur: n / sum(effectifs.values()) for valeur, n in effectifs.items()}


# --- Les faits plantés -------------------------------------------------------------------------


@pytest.mark.parametrize("debut", ["2022-01-01", "2023-07-01"])
def test_chaque_origine_transforme_mieux_que_la_precedente(base, debut):
    taux = dict(
        base.execute(
            """
            SELECT origine, count(client_id) / count(*) FROM prospects
            WHERE date_entree >= ?::DATE GROUP BY origine
            """,
            [debut],
        ).fetchall()
    )
    croissants = [taux[origine] for origine in faits.ORIGINES]
    assert all(b > 1.3 * a for a, b in pairwise(croissants))
    assert 0.01 < croissants[0] < 0.05 < 0.2 < croissants[-1] < 0.4


def test_trois_prospects_pour_un_client(base):
    assert mesure(base, "SELECT count(*) FROM prospects") == 3 * mesure(
        base, "SELECT count(*) FROM clients"
    )


def test_six_prospects_sur_dix_sont_froids(base):
    chaleurs = parts(base, "chaleur", "client_id IS NULL")
    assert chaleurs == pytest.approx({"froid": 0.6, "tiède": 0.28, "chaud": 0.12}, abs=0.02)


def test_une_recommandation_est_plus_chaude_qu_un_fichier_achete(base):
    froids = [
        parts(base, "chaleur", f"client_id IS NULL AND origine = '{origine}'")["froid"]
        for origine in faits.ORIGINES
    ]
    assert froids == sorted(froids, reverse=True)
    assert froids[0] > 0.7
    assert froids[-1] < 0.2


def test_les_convertis_n_etaient_pas_tous_chauds(base):
    chaleurs = parts(base, "chaleur", "client_id IS NOT NULL")
    assert chaleurs == pytest.approx({"froid": 0.2, "tiède": 0.3, "chaud": 0.5}, abs=0.04)
    convertis = "client_id IS NOT NULL AND origine = '{}'"
    froids = [parts(base, "chaleur", convertis.format(o))["froid"] for o in faits.ORIGINES]
    assert froids == sorted(froids, reverse=True)


def test_plus_la_fiche_est_chaude_plus_elle_se_transforme(base):
    taux = dict(
        base.execute(
            "SELECT chaleur, count(client_id) / count(*) FROM prospects GROUP BY chaleur"
        ).fetchall()
    )
    assert 0.015 <= taux["froid"] <= 0.035
    assert 0.05 <= taux["tiède"] <= 0.10
    assert 0.16 <= taux["chaud"] <= 0.26


def test_la_chaleur_annonce_la_conversion_sans_la_donner(base):
    fiches = base.execute("SELECT * FROM prospects ORDER BY prospect_id").df()
    converti = fiches["client_id"].notna()
    seule = fiches["chaleur"].map({"froid": 0, "tiède": 1, "chaud": 2})
    assert faits.CHALEUR.tient(roc_auc_score(converti, seule))
    criteres = pd.get_dummies(fiches[["origine", "chaleur"]], dtype=float)
    criteres["effectif"] = np.log1p(fiches["effectif"])
    modele = LogisticRegression(max_iter=1000)
    scores = cross_val_predict(modele, criteres, converti, cv=5, method="predict_proba")[:, 1]
    assert roc_auc_score(converti, seule) + 0.02 < roc_auc_score(converti, scores) < 0.9


def test_les_prospects_sont_surtout_petits_et_moyens(base):
    assert 5 <= mesure(base, "SELECT median(effectif) FROM prospects") <= 15
    assert 10 <= mesure(base, "SELECT count(*) FROM prospects WHERE effectif >= 600") <= 40


def test_fichiers_et_salons_arrivent_par_vagues(base):
    for origine, mois in (("fichier acheté", {1, 9}), ("salon", {3, 10})):
        assert set(parts(base, "month(date_entree)", f"origine = '{origine}'")) == mois
    assert len(parts(base, "month(date_entree)", "origine = 'site web'")) == 12


# --- Les convertis -----------------------------------------------------------------------------


def test_les_convertis_sont_les_clients_arrives_depuis_juillet_2023(base):
    assert aucun(
        base,
        """
        SELECT * FROM clients LEFT JOIN prospects USING (client_id)
        WHERE (date_creation >= DATE '2023-07-01') <> (prospect_id IS NOT NULL)
        """,
    )


def test_un_converti_a_l_identite_de_son_compte(base):
    autres = " OR ".join(f"clients.{c} IS DISTINCT FROM prospects.{c}" for c in IDENTITE)
    assert aucun(base, f"SELECT * FROM clients JOIN prospects USING (client_id) WHERE {autres}")


def test_un_converti_etait_au_fichier_avant_son_compte(base):
    assert aucun(
        base,
        """
        SELECT * FROM clients JOIN prospects USING (client_id)
        WHERE date_creation - date_entree NOT BETWEEN 20 AND 300
        """,
    )


def test_un_prefere_garde_le_commercial_qui_l_a_fait_entrer(base):
    assert aucun(
        base,
        """
        SELECT * FROM clients JOIN prospects USING (client_id)
        WHERE type_client = 'Préféré' AND clients.salarie_id <> prospects.salarie_id
        """,
    )


# --- Dates, secteurs, identités ----------------------------------------------------------------


def test_une_fiche_sans_suite_a_moins_de_trois_ans(base):
    assert aucun(
        base,
        """
        FROM prospects WHERE client_id IS NULL
        AND date_entree NOT BETWEEN DATE '2023-07-01' AND DATE '2026-06-30'
        """,
    )


def test_une_fiche_entre_un_jour_ouvre(base):
    assert aucun(
        base,
        f"""
        FROM prospects WHERE isodow(date_entree) > 5 OR strftime(date_entree, '%m-%d') IN {FERIES}
        """,
    )


def test_les_numeros_suivent_les_dates(base):
    assert aucun(
        base,
        """
        SELECT * FROM prospects
        QUALIFY date_entree < lag(date_entree) OVER (ORDER BY prospect_id)
        """,
    )


def test_un_commercial_terrain_du_secteur_suit_chaque_prospect(base):
    assert aucun(
        base,
        """
        SELECT * FROM prospects JOIN salaries USING (salarie_id)
        WHERE fonction <> 'commercial terrain' OR salaries.secteur_id <> prospects.secteur_id
        """,
    )
    charges = base.execute("SELECT count(*) FROM prospects GROUP BY salarie_id").fetchall()
    terrain = "SELECT count(*) FROM salaries WHERE fonction = 'commercial terrain'"
    assert len(charges) == mesure(base, terrain)
    assert max(charges)[0] < 3 * min(charges)[0]


def test_un_departement_n_a_qu_un_secteur(base):
    assert aucun(
        base,
        """
        SELECT departement FROM (SELECT departement, secteur_id FROM prospects
                                 UNION ALL SELECT departement, secteur_id FROM clients)
        GROUP BY departement HAVING count(DISTINCT secteur_id) > 1
        """,
    )


def test_un_siret_est_juste_et_n_est_celui_d_aucun_autre(base):
    assert all(siret.is_valid(s) for (s,) in base.execute("SELECT siret FROM prospects").fetchall())
    assert aucun(
        base,
        """
        SELECT * FROM prospects JOIN clients ON prospects.siret[:9] = clients.siret[:9]
        WHERE prospects.client_id IS DISTINCT FROM clients.client_id
        """,
    )


def test_une_quarantaine_d_enseignes_ont_deux_etablissements(base):
    paires = base.execute(
        """
        SELECT a.raison_sociale = b.raison_sociale, a.courriel = b.courriel, a.naf = b.naf,
               a.departement <> b.departement
        FROM prospects a JOIN prospects b ON a.siret[:9] = b.siret[:9] AND a.siret < b.siret
        """
    ).fetchall()
    assert 30 <= len(paires) <= 50
    assert all(all(paire) for paire in paires)


def test_une_enseigne_ne_designe_qu_une_entreprise(base):
    assert aucun(
        base,
        """
        SELECT raison_sociale FROM (
            SELECT raison_sociale, siret FROM prospects WHERE client_id IS NULL
            UNION ALL SELECT raison_sociale, siret FROM clients)
        GROUP BY raison_sociale HAVING count(DISTINCT siret[:9]) > 1
        """,
    )


def test_telephones_et_courriels_sont_fictifs(base):
    assert aucun(
        base,
        r"""
        FROM prospects
        WHERE NOT regexp_matches(telephone,
            '^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98)')
        OR NOT regexp_matches(courriel, '(@example\.(org|com)|@courriel\.test|\.example)$')
        """,
    )
    doubles = "SELECT telephone FROM prospects GROUP BY telephone HAVING count(*) > 1"
    assert aucun(base, doubles)
