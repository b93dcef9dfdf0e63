"""Les comptes des grands clients : des bilans qui tombent juste, et un Mammouth qui glisse."""

import pytest

from grc_lib import donnees, risque
from grc_lib.donnees import faits
from grc_lib.erreurs import NonCalculable

EXERCICES = [2022, 2023, 2024, 2025]


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


@pytest.fixture(scope="module")
def comptes(base):
    """Un poste par colonne, un client et un exercice par ligne (euros)."""
    return (
        base.sql(
            "SELECT client_id, exercice, poste, montant::DOUBLE AS montant FROM comptes_clients"
        )
        .df()
        .pivot(index=["client_id", "exercice"], columns="poste", values="montant")
    )


def score(c):
    return risque.conan_holder(
        ebe=c["excédent brut d'exploitation"],
        dettes=c["dettes à plus d'un an"] + c["dettes à court terme"],
        capitaux_permanents=c["capitaux propres"] + c["dettes à plus d'un an"],
        total_bilan=c["total du bilan"],
        realisable_disponible=c["réalisable et disponible"],
        frais_financiers=c["frais financiers"],
        ca_ht=c["chiffre d'affaires HT"],
        frais_personnel=c["charges de personnel"],
        valeur_ajoutee=c["valeur ajoutée"],
    )


def ratios(c):
    return risque.ratios_solvabilite(
        capitaux_propres=c["capitaux propres"],
        total_bilan=c["total du bilan"],
        dettes_financieres=c["dettes à plus d'un an"],
        caf=c["capacité d'autofinancement"],
        actif_circulant=c["actif circulant"],
        stocks=c["stocks"],
        disponibilites=c["disponibilités"],
        passif_circulant=c["dettes à court terme"],
    )


@pytest.fixture(scope="module")
def scores(comptes):
    """Le score de chaque client, un exercice par colonne."""
    return comptes.apply(lambda c: score(c).score, axis=1).unstack()


def test_un_seul_client_est_en_danger_et_il_perd_une_zone_par_an(base, scores):
    (fragile,) = scores.index[scores[2025] < 4]
    for fait, exercice in zip(faits.SCORES_FRAGILE, EXERCICES, strict=True):
        assert fait.tient(scores.loc[fragile, exercice])
    assert scores.drop(index=fragile).min().min() >= 4
    type_client = base.sql(f"SELECT type_client FROM clients WHERE client_id = {fragile}")
    assert type_client.fetchall() == [("Mammouth",)]


def test_le_client_en_danger_est_celui_qui_paie_le_plus_tard(base, scores):
    lents = base.sql(
        """
        SELECT client_id FROM factures LEFT JOIN reglements USING (facture_id)
        JOIN clients USING (client_id)
        WHERE type_client = 'Mammouth' AND echeance >= DATE '2026-01-01'
            AND echeance < DATE '2026-04-01'
        GROUP BY 1 ORDER BY avg(coalesce(date_reglement, DATE '2026-06-30') - echeance) DESC
        """
    ).fetchall()
    assert lents[0][0] == scores[2025].idxmin()


def test_les_autres_se_portent_bien_sauf_quelques_alertes(scores):
    autres = scores.drop(index=scores[2025].idxmin())
    for exercice in EXERCICES:
        assert 3 <= (autres[exercice] < 9).sum() <= 0.15 * len(autres)
        assert (autres[exercice] >= 16).mean() > 0.3


def test_les_mammouths_et_une_quarantaine_d_autres_sur_quatre_exercices(base, comptes):
    exercices = comptes.index.get_level_values("exercice")
    assert comptes.notna().all().all() and set(exercices) == set(EXERCICES)
    assert (comptes.groupby("client_id").size() == 4).all()
    publies = dict(
        base.sql(
            """
            SELECT type_client, count(DISTINCT client_id)
            FROM comptes_clients JOIN clients USING (client_id) GROUP BY 1
            """
        ).fetchall()
    )
    mammouths = base.sql(
        """
        SELECT count(*) FROM clients
        WHERE type_client = 'Mammouth' AND left(naf, 2) NOT IN ('64', '65', '84')
        """
    )
    assert mammouths.fetchall() == [(publies.pop("Mammouth"),)]
    assert 35 <= sum(publies.values()) <= 45
    autre_plan = base.sql(
        """
        SELECT naf FROM comptes_clients JOIN clients USING (client_id)
        WHERE left(naf, 2) IN ('64', '65', '84')
        """
    )
    assert autre_plan.fetchall() == []  # ni banque, ni assureur, ni collectivité


def test_les_bilans_sont_equilibres_au_centime(comptes):
    actif = comptes["immobilisations nettes"] + comptes["actif circulant"]
    dettes = comptes["dettes à plus d'un an"] + comptes["dettes à court terme"]
    assert (actif == comptes["total du bilan"]).all()
    assert (comptes["capitaux propres"] + dettes == comptes["total du bilan"]).all()
    disponible = comptes["créances"] + comptes["disponibilités"]
    assert (disponible == comptes["réalisable et disponible"]).all()
    assert (comptes["stocks"] + disponible == comptes["actif circulant"]).all()
    positifs = comptes[["immobilisations nettes", "créances", "disponibilités"]]
    assert (positifs > 0).all().all() and (comptes["dettes à court terme"] > 0).all()


def test_les_soldes_de_gestion_s_enchainent(comptes):
    c = comptes
    va, ebe = c["valeur ajoutée"], c["excédent brut d'exploitation"]
    assert (va == c["chiffre d'affaires HT"] - c["achats et charges externes"]).all()
    assert (ebe == va - c["charges de personnel"] - c["impôts et taxes"]).all()
    dotations = c["dotations aux amortissements"]
    courant = ebe - dotations - c["frais financiers"]
    assert (c["résultat net"] == courant - c["impôt sur les bénéfices"]).all()
    assert (c["capacité d'autofinancement"] == c["résultat net"] + dotations).all()
    assert (c["impôt sur les bénéfices"] <= 0.25 * courant.clip(lower=0)).all()


def test_les_capitaux_propres_ne_gagnent_jamais_plus_que_le_resultat(comptes):
    hausse = comptes["capitaux propres"].groupby("client_id").diff().dropna()
    assert (hausse <= comptes["résultat net"].loc[hausse.index]).all()


def test_les_montants_sont_ronds_et_a_la_taille_de_l_effectif(base, comptes):
    assert (comptes % 1000 == 0).all().all()
    effectifs = base.sql("SELECT client_id, effectif FROM clients").df().set_index("client_id")
    par_salarie = comptes["chiffre d'affaires HT"].div(effectifs["effectif"], level="client_id")
    assert par_salarie.dropna().between(70_000, 600_000).all()
    personnel = comptes["charges de personnel"].div(effectifs["effectif"], level="client_id")
    assert personnel.dropna().between(24_000, 130_000).all()


def test_aucun_bilan_ne_sort_d_un_gabarit(comptes):
    """D'un client à l'autre comme d'une année à l'autre, les proportions changent."""
    bilan = comptes["total du bilan"]
    for poste, etendue in (("valeur ajoutée", 0.10), ("dotations aux amortissements", 0.015)):
        part = comptes[poste] / bilan
        assert (part.groupby("exercice").agg(lambda p: p.max() - p.min()) > etendue).all()
        assert part.groupby("exercice").agg(lambda p: p.round(3).value_counts().max()).max() < 15
        assert (part.groupby("client_id").nunique() > 1).all()


def test_les_ratios_se_calculent_sauf_quand_l_autofinancement_est_negatif(comptes):
    for _, c in comptes.iterrows():
        if c["capacité d'autofinancement"] > 0:
            assert 0.2 < ratios(c).autonomie < 0.6 and ratios(c).remboursement < 6
        else:
            with pytest.raises(NonCalculable):
                ratios(c)
    assert (comptes["capacité d'autofinancement"] <= 0).sum() == 1
