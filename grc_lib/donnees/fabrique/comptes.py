"""Les comptes de l'imprimerie, tirés de ce que ses ventes ont fait : stocks, résultat, bilan.

Les ventes ne bougent guère, les stocks montent et les clients paient plus tard : le besoin en
fonds de roulement mange la trésorerie.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from grc_lib.donnees.fabrique.stocks import stocks_mensuels
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.schema import inserer

if TYPE_CHECKING:
    import duckdb

Poste = tuple[str, str, int]  # document, poste, centimes

# Le coût variable des ventes, par nature (%) ; le reste est la main-d'œuvre d'atelier.
_PAPIER, _SOUS_TRAITANCE, _ENERGIE = 52, 13, 6
# Ce qui ne dépend pas des ventes, en pour mille du CA du premier exercice.
_ADMINISTRATION, _EXTERNES, _IMPOTS_TAXES = 45, 29, 11
_IMMOBILISATIONS, _CAPITAUX, _EMPRUNTS, _REMBOURSEMENTS = 260, 345, 110, 14
_EXTERNES_VARIABLES = 19  # pour mille du CA de l'exercice
_AMORTISSEMENT = 110  # pour mille des immobilisations, les neuves pour une demi-année
_INFLATION = 2  # % par an, sur les charges de structure
_TAUX_EMPRUNT, _TAUX_DECOUVERT = 4, 7  # % par an
_IMPOT, _DIVIDENDES = 25, 30  # % du bénéfice, de l'exercice et du précédent
_TVA = 20  # %
_EXTERNES_TTC = (
    "Achats de papier et d'encres",
    "Sous-traitance",
    "Énergie",
    "Transports sur ventes",
    "Autres charges externes",
)
_JOURS_SOCIAUX = 35
# D'une année à l'autre (2024, 2025, 2026 ou 2022, 2023, et ainsi de suite) : les investissements
# (pour mille du CA du premier exercice), le délai des fournisseurs (jours) et ce qui reste en
# banque et en caisse malgré le découvert (pour dix mille du CA).
_INVESTISSEMENTS, _JOURS_FOURNISSEURS, _CAISSE = (
    (25, 17, 34, 41),
    (45, 47, 44, 46),
    (38, 22, 29, 33),
)


@dataclass(frozen=True)
class _Flux:
    """Ce que la base sait d'un exercice (centimes)."""

    ca: int
    cout_variable: int
    transport: int
    force_de_vente: int
    creances: int  # TTC, au 31 décembre
    stock: int  # au 31 décembre
    stock_initial: int


@dataclass(frozen=True)
class _Structure:
    """Ce qui se reporte d'un bilan au suivant (centimes)."""

    immobilisations: int
    capitaux: int  # avant le résultat de l'exercice
    emprunts: int
    decouvert: int = 0
    resultat: int = 0  # de l'exercice précédent


def ajouter(con: "duckdb.DuckDBPyConnection") -> None:
    """Écrit `stocks_mensuels` et `comptes_annuels` d'après les ventes déjà dans la base."""
    inserer(con, "stocks_mensuels", stocks_mensuels(con))
    premier = con.execute("SELECT min(year(date_commande)) FROM commandes").fetchall()[0][0]
    lignes: list[tuple[int, str, str, int]] = []
    structure, echelle = None, 0
    for exercice in range(premier, AUJOURDHUI.year):
        flux = _flux(con, exercice)
        echelle = echelle or flux.ca
        structure = structure or _Structure(
            _pour_mille(echelle, _IMMOBILISATIONS),
            _pour_mille(echelle, _CAPITAUX),
            _pour_mille(echelle, _EMPRUNTS),
        )
        charges = _charges(flux, structure, echelle, exercice, premier)
        postes, structure = _arreter(flux, charges, structure, echelle, exercice)
        lignes += [(exercice, *poste) for poste in postes]
    colonnes = ["exercice", "document", "poste", "montant"]
    inserer(con, "comptes_annuels", pd.DataFrame(lignes, columns=colonnes))


def _flux(con: "duckdb.DuckDBPyConnection", exercice: int) -> _Flux:
    debut, fin = date(exercice, 1, 1), date(exercice, 12, 31)
    valeurs = con.execute(_FLUX, {"debut": debut, "fin": fin}).fetchall()[0]
    return _Flux(*(int(valeur) for valeur in valeurs))


def _charges(
    flux: _Flux, structure: _Structure, echelle: int, exercice: int, premier: int
) -> dict[str, int]:
    """Les charges d'exploitation et financières."""
    hausse = 100 + _INFLATION * (exercice - premier)
    externes = _pour_mille(echelle, _EXTERNES) * hausse // 100
    amortis = (
        structure.immobilisations
        + _pour_mille(echelle, _cette_annee(_INVESTISSEMENTS, exercice)) // 2
    )
    achats = flux.cout_variable * _PAPIER // 100 + flux.stock - flux.stock_initial
    atelier = flux.cout_variable * (100 - _PAPIER - _SOUS_TRAITANCE - _ENERGIE) // 100
    bureaux = flux.force_de_vente + _pour_mille(echelle, _ADMINISTRATION) * hausse // 100
    interets = (
        structure.emprunts * _TAUX_EMPRUNT // 100 + structure.decouvert * _TAUX_DECOUVERT // 100
    )
    return {
        "Achats de papier et d'encres": achats,
        "Variation de stocks": flux.stock_initial - flux.stock,
        "Sous-traitance": flux.cout_variable * _SOUS_TRAITANCE // 100,
        "Énergie": flux.cout_variable * _ENERGIE // 100,
        "Transports sur ventes": flux.transport,
        "Autres charges externes": externes + _pour_mille(flux.ca, _EXTERNES_VARIABLES),
        "Impôts et taxes": _pour_mille(echelle, _IMPOTS_TAXES) * hausse // 100,
        "Charges de personnel": atelier + bureaux,
        "Dotations aux amortissements": _pour_mille(amortis, _AMORTISSEMENT),
        "Charges financières": interets,
    }


def _arreter(
    flux: _Flux, charges: dict[str, int], avant: _Structure, echelle: int, exercice: int
) -> tuple[list[Poste], _Structure]:
    """Le résultat, puis le bilan : la trésorerie est ce qui l'équilibre."""
    benefice = max(flux.ca - sum(charges.values()), 0)
    charges |= {"Impôt sur les bénéfices": benefice * _IMPOT // 100}
    resultat = flux.ca - sum(charges.values())
    immobilisations = (
        avant.immobilisations
        + _pour_mille(echelle, _cette_annee(_INVESTISSEMENTS, exercice))
        - charges["Dotations aux amortissements"]
    )
    capitaux = avant.capitaux + avant.resultat - max(avant.resultat, 0) * _DIVIDENDES // 100
    emprunts = max(avant.emprunts - _pour_mille(echelle, _REMBOURSEMENTS), 0)
    fournisseurs, etat_et_personnel = _dettes(flux.ca, charges, exercice)
    passif = capitaux + resultat + emprunts + fournisseurs + etat_et_personnel
    tresorerie = passif - immobilisations - flux.stock - flux.creances
    disponible = max(tresorerie, flux.ca * _cette_annee(_CAISSE, exercice) // 10_000)
    decouvert = disponible - tresorerie
    postes = [
        ("actif", "Immobilisations nettes", immobilisations),
        ("actif", "Stocks", flux.stock),
        ("actif", "Créances clients", flux.creances),
        ("actif", "Disponibilités", disponible),
        ("passif", "Capital et réserves", capitaux),
        ("passif", "Résultat de l'exercice", resultat),
        ("passif", "Emprunts", emprunts),
        ("passif", "Dettes fournisseurs", fournisseurs),
        ("passif", "Dettes fiscales et sociales", etat_et_personnel),
        ("passif", "Concours bancaires courants", decouvert),
        ("produits", "Chiffre d'affaires", flux.ca),
        *(("charges", poste, montant) for poste, montant in charges.items()),
    ]
    return postes, _Structure(immobilisations, capitaux, emprunts, decouvert, resultat)


def _dettes(ca: int, charges: dict[str, int], exercice: int) -> tuple[int, int]:
    """Ce que l'on doit au 31 décembre : aux fournisseurs ; à l'État et au personnel."""
    achats_ttc = sum(charges[poste] for poste in _EXTERNES_TTC) * (100 + _TVA) // 100
    sociales = charges["Charges de personnel"] * _JOURS_SOCIAUX // 360
    tva = (ca - achats_ttc * 100 // (100 + _TVA)) * _TVA // 100 // 12
    return achats_ttc * _cette_annee(_JOURS_FOURNISSEURS, exercice) // 360, sociales + tva


def _cette_annee(table: tuple[int, ...], exercice: int) -> int:
    return table[exercice % len(table)]


def _pour_mille(montant: int, taux: int) -> int:
    return montant * taux // 1000


_FLUX = """
WITH encaisse AS (
    SELECT facture_id, sum(montant) AS montant FROM reglements
    WHERE date_reglement <= $fin GROUP BY facture_id)
SELECT
    (SELECT 100 * sum(montant_ht) FROM factures WHERE date_facture BETWEEN $debut AND $fin),
    (SELECT 100 * sum(l.cout_variable) FROM lignes_commande AS l JOIN factures USING (commande_id)
     WHERE date_facture BETWEEN $debut AND $fin),
    (SELECT 100 * sum(cout_transport) FROM livraisons
     WHERE date_expedition BETWEEN $debut AND $fin),
    (SELECT 100 * sum(cout_annuel) FROM salaries WHERE date_embauche <= $debut),
    (SELECT 100 * sum(montant_ttc - coalesce(montant, 0)) FROM factures
     LEFT JOIN encaisse USING (facture_id) WHERE date_facture <= $fin),
    (SELECT 100 * sum(stock_ht) FROM stocks_mensuels WHERE mois = $fin),
    (SELECT 100 * sum(stock_ht) FROM stocks_mensuels WHERE mois = (
        SELECT coalesce(max(mois) FILTER (mois < $debut), min(mois)) FROM stocks_mensuels))
"""
