"""La base livrée : ses faits plantés, son intégrité, sa fabrique et ses erreurs.

Tout se mesure sur les Parquet livrés, par SQL, sans passer par le code qui les a produits.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from stdnum.fr import siren, siret

from grc_lib import donnees
from grc_lib.donnees import faits
from grc_lib.donnees.schema import TABLES
from tests.unit.requetes import aucun, mesure

HISTORIQUE, DOUZE_MOIS = date(2022, 1, 1), faits.DEBUT_12_MOIS
PERIODES = pytest.mark.parametrize("debut", [HISTORIQUE, DOUZE_MOIS], ids=["tout", "12 mois"])
TYPES = {"Préféré", "Nursery", "Mammouth", "Petit"}


@pytest.fixture(scope="module")
def base():
    """La base livrée, avec la vue des ventes : une ligne par ligne de commande."""
    con = donnees.connexion()
    con.execute(
        """
        CREATE VIEW ventes AS
        SELECT *, montant_ht - lignes_commande.cout_variable AS marge
        FROM lignes_commande JOIN commandes USING (commande_id) JOIN clients USING (client_id)
        JOIN (SELECT produit_id, libelle, famille FROM produits) USING (produit_id)
        """
    )
    with con:
        yield con


def par_client(base, debut):
    return base.execute(
        """
        SELECT client_id, any_value(type_client) AS type_client, sum(montant_ht)::DOUBLE AS ca,
               sum(marge)::DOUBLE AS marge, max(date_commande) AS derniere
        FROM ventes WHERE date_commande >= $debut GROUP BY client_id ORDER BY ca DESC
        """,
        {"debut": debut},
    ).df()


def classes(valeurs):
    """Les classes ABC à 80 % et 95 % : le client qui franchit le seuil est du bon côté."""
    triees = valeurs.sort_values(ascending=False)
    avant = (triees.cumsum() - triees) / triees.sum()
    return pd.cut(avant, [-1, 0.80, 0.95, 1], right=False, labels=["A", "B", "C"]).reindex(
        valeurs.index
    )


# --- Les faits plantés -------------------------------------------------------------------------


def test_un_client_et_demi_sur_cent_est_un_mammouth(base):
    part = mesure(base, "SELECT avg((type_client = 'Mammouth')::INT) FROM clients")
    assert faits.PART_CLIENTS_MAMMOUTHS.tient(part)


@PERIODES
def test_les_mammouths_font_trente_pour_cent_du_ca(base, debut):
    clients = par_client(base, debut)
    part = clients.loc[clients["type_client"] == "Mammouth", "ca"].sum() / clients["ca"].sum()
    assert faits.PART_CA_MAMMOUTHS.tient(part)


@PERIODES
def test_vingt_pour_cent_des_clients_font_soixante_dix_huit_pour_cent_du_ca(base, debut):
    ca = par_client(base, debut)["ca"]
    assert faits.PART_CA_VINGT_POUR_CENT.tient(ca.head(round(len(ca) * 0.20)).sum() / ca.sum())


@PERIODES
def test_la_marge_va_des_mammouths_aux_petits(base, debut):
    types = par_client(base, debut).groupby("type_client")[["ca", "marge"]].sum()
    taux = types["marge"] / types["ca"]
    assert set(taux.index) == TYPES
    assert taux.idxmin() == "Mammouth" and taux.idxmax() == "Petit"
    assert faits.TAUX_MARGE_MAMMOUTHS.tient(taux["Mammouth"])
    assert faits.TAUX_MARGE_PETITS.tient(taux["Petit"])


@PERIODES
def test_l_abc_sur_la_marge_n_est_pas_l_abc_sur_le_ca(base, debut):
    clients = par_client(base, debut)
    en_ca, en_marge = classes(clients["ca"]), classes(clients["marge"])
    faible = clients["marge"] / clients["ca"] < faits.SEUIL_FAIBLE_MARGE
    assert faits.CHANGENT_DE_CLASSE.tient((en_ca != en_marge).mean())
    assert faits.A_EN_CA_SEULEMENT.tient(((en_ca == "A") & (en_marge != "A")).sum())
    assert faits.GROS_A_FAIBLE_MARGE.tient(((en_ca == "A") & faible).sum())


def test_seul_le_reachat_des_petits_est_regulier(base):
    irregularite = dict(
        base.execute(
            """
            WITH intervalles AS (
                SELECT client_id, date_commande - lag(date_commande) OVER (
                    PARTITION BY client_id ORDER BY date_commande) AS jours
                FROM commandes),
            rythmes AS (
                SELECT client_id, stddev_pop(jours) / avg(jours) AS cv
                FROM intervalles GROUP BY client_id HAVING count(jours) >= 4)
            SELECT type_client, median(cv) FROM rythmes JOIN clients USING (client_id) GROUP BY 1
            """
        ).fetchall()
    )
    assert faits.IRREGULARITE_PETITS.tient(irregularite["Petit"])
    assert faits.IRREGULARITE_PREFERES.tient(irregularite["Préféré"])


def test_une_alerte_de_renouvellement_sur_le_dernier_semestre_sert_a_quelque_chose(base):
    alertes = base.execute(
        """
        WITH jours AS (SELECT unnest(range(DATE '2026-01-15', DATE '2026-06-01',
                                           INTERVAL 1 MONTH))::DATE AS jour),
        rythmes AS (
            SELECT jour, client_id, max(date_commande) AS derniere,
                   (max(date_commande) - min(date_commande)) / (count(*) - 1) AS intervalle
            FROM jours, commandes JOIN clients USING (client_id)
            WHERE type_client = 'Petit' AND date_commande <= jour
            GROUP BY ALL HAVING count(*) >= 4)
        SELECT -abs(jour - derniere + 15 - intervalle) / intervalle AS score,
               EXISTS (FROM commandes AS c WHERE c.client_id = rythmes.client_id
                       AND date_commande BETWEEN jour + 1 AND jour + 30) AS reachat
        FROM rythmes
        """
    ).df()
    rangs, oui = alertes["score"].rank(), alertes["reachat"]
    auc = (rangs[oui].mean() - (oui.sum() + 1) / 2) / (~oui).sum()
    assert faits.REACHAT_PREVISIBLE.tient(auc)


@pytest.mark.parametrize("compte", ["sum(montant_ht)", "count(DISTINCT commande_id)"])
def test_l_activite_culmine_en_janvier_et_de_septembre_a_novembre(base, compte):
    mois = base.execute(
        f"SELECT month(date_commande) AS mois, ({compte})::DOUBLE AS activite FROM ventes "
        "WHERE date_commande < DATE '2026-01-01' GROUP BY 1"
    ).df()
    indices = mois.set_index("mois")["activite"] / (mois["activite"].sum() / 1200)
    pointe = indices.index.isin(faits.MOIS_DE_POINTE)
    assert all(map(faits.INDICE_POINTE.tient, indices[pointe]))
    assert all(map(faits.INDICE_AUTRES.tient, indices[~pointe]))


def test_une_famille_croit_une_meurt_les_autres_sont_stables(base):
    croissances = dict(
        base.execute(
            """
            SELECT famille, (
                sum(montant_ht) FILTER (date_commande >= DATE '2025-07-01')
                / sum(montant_ht) FILTER (date_commande >= DATE '2022-07-01'
                                          AND date_commande < DATE '2023-07-01')
            ) ** (1 / 3) - 1 FROM ventes GROUP BY famille
            """
        ).fetchall()
    )
    assert faits.CROISSANCE.tient(croissances.pop(faits.FAMILLE_EN_CROISSANCE))
    assert faits.DECLIN.tient(croissances.pop(faits.FAMILLE_QUI_MEURT))
    assert len(croissances) == 6 and all(map(faits.STABILITE.tient, croissances.values()))


@PERIODES
def test_une_douzaine_de_petites_nursery_poussent_vite(base, debut):
    clients = par_client(base, debut).set_index("client_id")
    trimestres = base.execute(
        """
        SELECT client_id, count(DISTINCT commande_id) AS commandes,
               sum(montant_ht) FILTER (date_commande < DATE '2025-10-01')::DOUBLE AS ete,
               sum(montant_ht) FILTER (date_commande >= DATE '2026-04-01')::DOUBLE AS printemps
        FROM ventes WHERE type_client = 'Nursery' GROUP BY client_id
        """
    ).df()
    pousses = trimestres.query("commandes >= 6 and printemps >= 2 * ete")["client_id"]
    assert faits.PEPITES.tient((classes(clients["ca"])[pousses] == "C").sum())


def test_de_gros_clients_dorment_et_leur_compte_est_ouvert(base):
    clients = par_client(base, HISTORIQUE)
    gros = clients.head(len(clients) // 10)
    dormants = gros[gros["derniere"] < pd.Timestamp("2025-06-30")]
    assert faits.DORMANTS.tient(len(dormants))
    ouverts = base.execute("SELECT client_id FROM clients WHERE actif").df()["client_id"]
    assert dormants["client_id"].isin(ouverts).sum() >= faits.DORMANTS.mini


# --- L'intégrité -------------------------------------------------------------------------------


def test_la_base_livree_respecte_les_cles_et_les_controles_du_schema(tmp_path):
    with donnees.connexion(copie=tmp_path / "copie.duckdb") as con:
        comptes = {table: mesure(con, f"SELECT count(*) FROM {table}") for table in TABLES}
    assert comptes["clients"] == 1200 and comptes["secteurs"] == 5
    assert 25_000 <= comptes["commandes"] <= 30_000
    assert 2 <= comptes["lignes_commande"] / comptes["commandes"] <= 3


def test_les_cles_sans_contrainte_sont_justes_elles_aussi(base):
    assert aucun(
        base,
        """
        FROM secteurs AS s LEFT JOIN salaries AS d ON d.salarie_id = s.directeur_id
        WHERE d.fonction IS DISTINCT FROM 'directeur de clientèle' OR d.secteur_id <> s.secteur_id
        """,
    )
    assert aucun(
        base,
        """
        FROM salaries AS s LEFT JOIN salaries AS r ON r.salarie_id = s.responsable_id
        WHERE s.fonction <> 'directeur de clientèle' AND (r.secteur_id <> s.secteur_id
            OR r.fonction IS DISTINCT FROM CASE s.fonction WHEN 'commercial terrain'
                THEN 'télécommerciale' ELSE 'directeur de clientèle' END)
        """,
    )


def test_chaque_telecommerciale_pilote_deux_commerciaux_terrain(base):
    trios = base.execute(
        """
        SELECT t.salarie_id, count(c.salarie_id) FROM salaries AS t
        LEFT JOIN salaries AS c ON c.responsable_id = t.salarie_id
        WHERE t.fonction = 'télécommerciale' GROUP BY 1
        """
    ).fetchall()
    assert len(trios) >= 5 and {n for _, n in trios} == {2}


def test_chaque_type_de_client_a_son_interlocuteur_dans_son_secteur(base):
    suivis = base.execute(
        """
        SELECT DISTINCT type_client, fonction, clients.secteur_id = salaries.secteur_id
        FROM clients JOIN salaries USING (salarie_id)
        """
    ).fetchall()
    assert set(suivis) == {
        ("Mammouth", "directeur de clientèle", True),
        ("Nursery", "ingénieur commercial", True),
        ("Préféré", "commercial terrain", True),
        ("Petit", "télécommerciale", True),
    }


def test_le_ca_d_une_ligne_est_exact_au_centime(base):
    lignes = base.execute(
        "SELECT quantite, prix_unitaire, remise, montant_ht FROM lignes_commande LIMIT 5000"
    ).fetchall()
    for quantite, prix, remise, montant in lignes:
        exact = quantite * prix * (1 - remise)
        assert montant == exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def test_la_premiere_commande_est_bien_la_premiere(base):
    assert aucun(
        base,
        """
        SELECT client_id FROM clients LEFT JOIN commandes USING (client_id)
        GROUP BY client_id, date_premiere_commande
        HAVING min(date_commande) IS DISTINCT FROM date_premiere_commande
        """,
    )


def test_les_nursery_sont_les_nouveaux_clients_des_douze_derniers_mois(base):
    assert aucun(
        base,
        """
        FROM clients WHERE (type_client = 'Nursery') <> (date_premiere_commande >= '2025-07-01')
        """,
    )


def test_on_commande_et_on_livre_un_jour_ouvre(base):
    assert aucun(
        base,
        """
        SELECT jour FROM (
            SELECT date_commande AS jour FROM commandes
            UNION SELECT date_livraison_promise FROM commandes)
        WHERE isodow(jour) > 5 OR strftime(jour, '%d/%m') IN (
            '01/01', '01/05', '08/05', '14/07', '15/08', '01/11', '11/11', '25/12')
        """,
    )
    assert mesure(base, "SELECT max(date_commande) FROM commandes") <= donnees.AUJOURDHUI
    assert aucun(
        base,
        """
        SELECT commande_id FROM commandes
        QUALIFY date_commande < lag(date_commande) OVER (ORDER BY commande_id)
        """,
    )


def test_un_produit_ne_se_vend_ni_avant_son_lancement_ni_apres_sa_fin(base):
    assert aucun(
        base,
        """
        FROM lignes_commande JOIN commandes USING (commande_id) JOIN produits USING (produit_id)
        WHERE date_commande NOT BETWEEN date_lancement AND coalesce(date_fin, '2026-06-30')
            OR quantite < quantite_min OR prix_unitaire > prix_tarif
        """,
    )


def test_on_n_imprime_que_des_quantites_d_imprimeur(base):
    chiffres = mesure(
        base,
        """
        SELECT list(DISTINCT rtrim(quantite::VARCHAR, '0')) FROM lignes_commande
        WHERE quantite >= 250
        """,
    )
    assert set(chiffres) == {"1", "15", "2", "25", "3", "4", "5", "75"}


@pytest.mark.parametrize(
    ("libelle", "metiers"),
    [
        ("Étiquette de vin gaufrée", {"01.21Z"}),
        ("Livre dos carré collé, 120 pages", {"58.11Z"}),
        ("Feuille de soins personnalisée", {"47.73Z", "65.12Z", "86.10Z", "86.90B"}),
    ],
)
def test_un_garage_ne_commande_pas_d_etiquettes_de_vin(base, libelle, metiers):
    acheteurs = base.execute("SELECT DISTINCT naf FROM ventes WHERE libelle = ?", [libelle])
    assert set() < {naf for (naf,) in acheteurs.fetchall()} <= metiers


@pytest.mark.parametrize(
    ("enseigne", "naf"),
    [("Garage %", "45.20A"), ("Communauté de communes %", "84.11Z"), ("Pharmacie %", "47.73Z")],
)
def test_le_code_naf_est_celui_du_metier(base, enseigne, naf):
    codes = base.execute("SELECT DISTINCT naf FROM clients WHERE raison_sociale LIKE ?", [enseigne])
    assert codes.fetchall() == [(naf,)]


def test_un_mammouth_emploie_plus_de_monde_que_tous_les_autres(base):
    assert mesure(
        base,
        """
        SELECT min(effectif) FILTER (type_client = 'Mammouth')
            > quantile_cont(effectif, 0.99) FILTER (type_client <> 'Mammouth') FROM clients
        """,
    )


def test_les_siret_ont_une_cle_juste_et_ne_se_repetent_pas(base):
    numeros = [s for (s,) in base.execute("SELECT siret FROM clients").fetchall()]
    assert len(set(numeros)) == 1200
    assert all(siret.is_valid(s) and siren.is_valid(s[:9]) for s in numeros)


def test_les_enseignes_ne_se_repetent_pas(base):
    assert mesure(base, "SELECT count(DISTINCT raison_sociale) FROM clients") == 1200


def test_les_telephones_sont_ceux_de_la_fiction(base):
    tranches = base.execute("SELECT DISTINCT left(telephone, 8) FROM clients").fetchall()
    assert {t for (t,) in tranches} == {
        "01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98",
    }  # fmt: skip


def test_les_courriels_sont_sur_des_domaines_d_exemple(base):
    assert aucun(
        base,
        r"""
        FROM clients WHERE NOT regexp_full_match(
            courriel, '[a-z0-9.-]+@(example\.(org|com)|[a-z0-9-]+\.(example|test))')
        """,
    )


def test_les_clients_sont_dans_de_vraies_communes(base):
    base.register("communes", donnees.charger("communes"))
    assert aucun(
        base,
        """
        FROM clients LEFT JOIN communes USING (insee)
        WHERE nom IS DISTINCT FROM commune OR clients.departement <> communes.departement
            OR abs(clients.latitude - communes.latitude) > 0.02
            OR (left(clients.code_postal, 2) <> left(communes.code_postal, 2))
        """,
    )
