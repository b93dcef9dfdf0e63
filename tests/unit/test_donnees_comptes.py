"""Les comptes de l'imprimerie : ils s'équilibrent, et ils disent ce que disent les ventes."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import mesure

EXERCICES = pytest.mark.parametrize("exercice", [2022, 2023, 2024, 2025])


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


def poste(base, exercice, nom):
    sql = "SELECT montant FROM comptes_annuels WHERE exercice = $exercice AND poste = $nom"
    return mesure(base, sql, exercice=exercice, nom=nom)


def document(base, exercice, nom):
    sql = "SELECT sum(montant) FROM comptes_annuels WHERE exercice = $e AND document = $nom"
    return mesure(base, sql, e=exercice, nom=nom)


def bfre_en_jours(base, exercice):
    besoin = poste(base, exercice, "Stocks") + poste(base, exercice, "Créances clients")
    dettes = poste(base, exercice, "Dettes fournisseurs")
    dettes += poste(base, exercice, "Dettes fiscales et sociales")
    return float((besoin - dettes) * 360 / poste(base, exercice, "Chiffre d'affaires"))


def tresorerie(base, exercice):
    decouvert = poste(base, exercice, "Concours bancaires courants")
    return poste(base, exercice, "Disponibilités") - decouvert


@EXERCICES
def test_le_bilan_est_equilibre_au_centime(base, exercice):
    assert document(base, exercice, "actif") == document(base, exercice, "passif")


@EXERCICES
def test_le_resultat_est_le_meme_au_bilan_et_au_compte_de_resultat(base, exercice):
    marge = document(base, exercice, "produits") - document(base, exercice, "charges")
    assert poste(base, exercice, "Résultat de l'exercice") == marge


@EXERCICES
def test_le_chiffre_d_affaires_est_celui_des_factures(base, exercice):
    factures = "SELECT sum(montant_ht) FROM factures WHERE year(date_facture) = $exercice"
    assert poste(base, exercice, "Chiffre d'affaires") == mesure(base, factures, exercice=exercice)


@EXERCICES
def test_les_creances_sont_les_factures_moins_les_reglements(base, exercice):
    factures = "SELECT sum(montant_ttc) FROM factures WHERE year(date_facture) <= $exercice"
    recus = "SELECT sum(montant) FROM reglements WHERE year(date_reglement) <= $exercice"
    creances = mesure(base, factures, exercice=exercice) - mesure(base, recus, exercice=exercice)
    assert poste(base, exercice, "Créances clients") == creances


@EXERCICES
def test_les_stocks_sont_ceux_de_decembre(base, exercice):
    stocks = "SELECT sum(stock_ht) FROM stocks_mensuels WHERE mois = make_date($e, 12, 31)"
    assert poste(base, exercice, "Stocks") == mesure(base, stocks, e=exercice)


def test_chaque_famille_a_un_stock_chaque_mois(base):
    assert mesure(base, "SELECT count(DISTINCT mois) FROM stocks_mensuels") == 54
    assert mesure(base, "SELECT count(*) FROM stocks_mensuels") == 54 * 8
    assert mesure(base, "SELECT min(stock_ht) FROM stocks_mensuels") > 0


def test_on_vend_autant_qu_avant(base):
    douze_mois = mesure(
        base, "SELECT sum(montant_ht) FROM factures WHERE date_facture >= DATE '2025-07-01'"
    )
    assert faits.VENTES_PLATES.tient(float(douze_mois / poste(base, 2024, "Chiffre d'affaires")))


def test_mais_on_stocke_davantage(base):
    total = "SELECT sum(stock_ht) FROM stocks_mensuels WHERE mois = $mois"
    avant, apres = (mesure(base, total, mois=m) for m in ("2024-12-31", "2026-06-30"))
    assert faits.HAUSSE_STOCKS.tient(float(apres / avant))


def test_le_besoin_en_fonds_de_roulement_monte_et_la_tresorerie_fond(base):
    assert faits.HAUSSE_BFRE.tient(bfre_en_jours(base, 2025) / bfre_en_jours(base, 2024))
    assert tresorerie(base, 2025) < min(tresorerie(base, 2024), 0)


def test_aucune_annee_n_est_le_calque_d_une_autre(base):
    exercices = (2022, 2023, 2024, 2025)
    for nom in ("Dotations aux amortissements", "Autres charges externes", "Disponibilités"):
        assert len({poste(base, exercice, nom) for exercice in exercices}) == 4
    externes = """
        SELECT sum(montant) FROM comptes_annuels WHERE exercice = $e AND poste IN (
            'Achats de papier et d''encres', 'Sous-traitance', 'Énergie',
            'Transports sur ventes', 'Autres charges externes')
    """
    achats = {e: float(mesure(base, externes, e=e)) * 1.2 for e in exercices}
    jours = [float(poste(base, e, "Dettes fournisseurs")) / achats[e] * 365 for e in exercices]
    assert 43 <= min(jours) < max(jours) - 1 and max(jours) <= 48


@EXERCICES
def test_il_reste_toujours_un_peu_d_argent_en_banque(base, exercice):
    assert poste(base, exercice, "Disponibilités") >= 20_000


def test_la_famille_qui_meurt_encombre_les_rayons(base):
    """Ses ventes ont fondu plus vite que son stock."""
    mois_de_stock = """
        SELECT s.stock_ht / (SELECT sum(l.cout_variable) / 12 FROM lignes_commande AS l
            JOIN commandes USING (commande_id) JOIN produits AS p USING (produit_id)
            WHERE p.famille = s.famille AND date_commande > s.mois - INTERVAL 1 YEAR
                AND date_commande <= s.mois)
        FROM stocks_mensuels AS s WHERE famille = $famille AND mois = $mois
    """
    famille = faits.FAMILLE_QUI_MEURT
    avant = mesure(base, mois_de_stock, famille=famille, mois="2023-12-31")
    assert mesure(base, mois_de_stock, famille=famille, mois="2026-06-30") > 2 * avant
