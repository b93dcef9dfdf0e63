"""Personne ni aucune entreprise réelle dans la base : les noms y sont tous inventés."""

import re
import unicodedata

import pytest

from grc_lib import donnees, qualite

# Enseignes connues qu'un nom de famille et un métier pourraient former par hasard, imprimeurs et
# grandes marques : liste écrite à part de celle de la fabrique.
CONNUES = (
    """
Imprimerie Nationale|Imprimerie Chirat|Imprimerie Moderne|Oberthur|Mame|Berger Levrault|Exaprint
Laboratoires Roche|Laboratoire Roche|Laboratoires Servier|Laboratoires Boiron|Laboratoires Fournier
Laboratoires Pierre Fabre|Laboratoires Fabre|Éditions Gallimard|Éditions Foucher|Éditions Dupuis
Éditions Masson|Éditions Lamy|Éditions Perrin|Éditions Verdier|Éditions Leduc|Éditions Garnier
Éditions Vidal|Éditions Belin|Éditions Nathan|Éditions Hachette|Presses Universitaires de France
Chocolaterie Weiss|Chocolaterie Voisin|Chocolaterie Fouquet|Confiserie Fouquet|Maison Fouquet
Confiserie Voisin|Biscuiterie Poulain|Chocolaterie Poulain|Brioche Pasquier|Biscuiterie Pasquier
Brasserie Fischer|Brasserie Meteor|Brasserie Meyer|Brasserie Kronenbourg|Domaine Leroy|Domaine Huet
Domaine Laroche|Domaine Perrin|Domaine Rousseau|Vignobles Rolland|Hôtel Martinez|Hôtel Negresco
Banque Populaire|Banque Postale|Crédit Agricole|Crédit Mutuel|Crédit Lyonnais|Mutuelle Générale
Garage Renault|Peugeot Automobiles|Citroën Automobiles|Transports Norbert Dentressangle|Geodis
Hypermarchés Leclerc|Auchan Distribution|Carrefour Distribution|Casino Distribution|Fauchon
Institut Pasteur|Clinique Pasteur|Optique Lissac|Afflelou Opticiens|Kiabi Mode|Promod Mode
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def plat(texte):
    sans_accent = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()
    return re.sub(r"\s*\(.*\)| n° \d+", "", " ".join(sans_accent.split()))


@pytest.fixture(scope="module")
def enseignes():
    with donnees.connexion() as base:
        lignes = base.execute(
            """
            SELECT raison_sociale FROM clients UNION SELECT raison_sociale FROM prospects
            UNION SELECT transporteur FROM livraisons
            """
        ).fetchall()
    return {plat(nom) for (nom,) in lignes}


def test_aucune_enseigne_n_est_celle_d_une_maison_connue(enseignes):
    assert enseignes.isdisjoint(map(plat, CONNUES))


def test_aucune_collectivite_n_est_celle_d_une_vraie_commune(enseignes):
    """Une commune ou une intercommunalité est une personne : on ne lui prête pas d'impayés."""
    communes = {plat(nom) for nom in donnees.charger("communes")["nom"]}
    publiques = re.compile(
        r"(?:mairie|communaute|syndicat|pays|amicale|comite|association)\b.*?\b(?:les|des|de|du|d')\s+(.+)"
    )
    noms = {trouve[1] for nom in enseignes if (trouve := publiques.match(nom))}
    assert noms and noms.isdisjoint(communes)


@pytest.mark.parametrize("table", ["clients", "prospects", "contacts"])
def test_telephones_et_courriels_ne_menent_a_personne(table):
    """Tranches que l'ARCEP réserve à la fiction, domaines réservés aux exemples."""
    with donnees.connexion() as base:
        vrais = base.execute(
            rf"""
            SELECT telephone, courriel FROM {table} WHERE NOT regexp_full_match(coalesce(telephone,
                '01 99 00 00 00'), '0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)( \d\d){{2}}')
            OR NOT regexp_full_match(courriel,
                '[a-z0-9.-]+@(example\.(org|com)|[a-z0-9-]+\.(example|test))')
            """
        ).fetchall()
    assert vrais == []


@pytest.mark.parametrize("table", ["clients", "prospects", "contacts"])
def test_chaque_courriel_a_une_forme_valide(table):
    assert qualite.courriel_valide(donnees.charger(table)["courriel"]).all()
