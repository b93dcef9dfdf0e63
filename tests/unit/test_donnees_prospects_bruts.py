"""Le fichier sale des prospects : ses défauts, sa vérité cachée, ce qu'un dédoublonnage y vaut."""

import re
from datetime import date

import pandas as pd
import pytest
from stdnum.fr import siret

from grc_lib import donnees, qualite
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure

MOIS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
MOIS += ["juil.", "août", "sept.", "oct.", "nov.", "déc."]
FORMATS = {
    r"(?P<j>\d\d)/(?P<m>\d\d)/(?P<a>\d{4})",
    r"(?P<a>\d{4})-(?P<m>\d\d)-(?P<j>\d\d)",
    r"(?P<j>\d\d)-(?P<m>\d\d)-(?P<a>\d\d)",
    r"(?P<j>\d{1,2}) (?P<m>[a-zéû.]+) (?P<a>\d{4})",
}


@pytest.fixture(scope="module")
def verite():
    fichier = donnees.chemin("clients").parent / "corrige" / "verite_prospects_bruts.parquet"
    return fichier.as_posix()


@pytest.fixture(scope="module")
def base(verite):
    """La base et sa vérité cachée : `fiches` met chaque fiche brute en face de son prospect."""
    with donnees.connexion() as con:
        con.execute(f"CREATE VIEW verite AS FROM '{verite}'")
        con.execute(
            """
            CREATE VIEW fiches AS
            SELECT b.*, prospect_id, faux_siret, defauts, p.siret AS vrai_siret,
                   p.code_postal AS vrai_code, p.telephone AS vrai_telephone, p.naf AS vrai_naf,
                   p.raison_sociale AS vrai_nom, date_entree, p.effectif AS vrai_effectif
            FROM prospects_bruts b JOIN verite USING (brut_id) JOIN prospects p USING (prospect_id)
            """
        )
        yield con


@pytest.fixture(scope="module")
def bruts(base):
    return base.execute("FROM prospects_bruts ORDER BY brut_id").df()


# --- Doublons ----------------------------------------------------------------------------------


def test_chaque_prospect_est_au_fichier_et_chaque_fiche_est_un_prospect(base):
    lignes = "SELECT count(*) FROM "
    assert mesure(base, lignes + "fiches") == mesure(base, lignes + "prospects_bruts")
    distincts = "SELECT count(DISTINCT prospect_id) FROM fiches"
    assert mesure(base, distincts) == mesure(base, lignes + "prospects")


def test_sept_pour_cent_des_fiches_sont_des_doublons(base):
    part = mesure(base, "SELECT 1 - count(DISTINCT prospect_id) / count(*) FROM verite")
    assert faits.DOUBLONS_PROSPECTS.tient(part)
    triples = "SELECT prospect_id FROM verite GROUP BY prospect_id HAVING count(*) = 3"
    assert base.execute(triples).fetchall()


def test_le_dedoublonnage_est_bon_sans_etre_parfait(base, bruts):
    vrais = base.execute("SELECT brut_id, prospect_id FROM verite").df()
    vrais = vrais.set_index("brut_id")["prospect_id"]
    trouves = qualite.doublons(bruts, identifiant="brut_id")
    evaluation = qualite.evaluer_dedoublonnage(trouves, vrais)
    assert 0.85 <= evaluation.rappel < 1
    assert 0.85 <= evaluation.precision < 1
    severe = qualite.doublons(bruts, identifiant="brut_id", seuil=0.95)
    assert qualite.evaluer_dedoublonnage(severe, vrais).rappel < evaluation.rappel


def test_un_doublon_s_ecrit_autrement(base):
    memes = """
        SELECT count(*) FROM fiches a JOIN fiches b USING (prospect_id)
        WHERE a.brut_id < b.brut_id AND (a.raison_sociale, a.adresse, a.telephone, a.courriel)
              = (b.raison_sociale, b.adresse, b.telephone, b.courriel)
    """
    assert mesure(base, memes) <= 15


def test_le_fichier_cache_des_homonymes_qui_ne_sont_pas_des_doublons(base):
    homonymes = """
        SELECT count(*) FROM fiches a JOIN fiches b ON upper(a.raison_sociale)
        = upper(b.raison_sociale) AND a.brut_id < b.brut_id AND a.prospect_id <> b.prospect_id
        WHERE a.vrai_siret[:9] {} b.vrai_siret[:9]
    """
    assert mesure(base, homonymes.format("<>")) > 100
    assert mesure(base, homonymes.format("=")) > 10


def test_l_ordre_du_fichier_ne_dit_rien(base):
    assert abs(mesure(base, "SELECT corr(brut_id, prospect_id) FROM verite")) < 0.06


# --- SIRET -------------------------------------------------------------------------------------


def test_trois_pour_cent_des_fiches_ont_un_faux_siret(base, bruts):
    faux = bruts["siret"].map(lambda s: not siret.is_valid(s), na_action="ignore").eq(True)
    assert faits.FAUX_SIRET.tient(faux.mean())
    assert faux.sum() == (~qualite.siret_valide(bruts["siret"])).sum()
    cachee = base.execute("SELECT faux_siret FROM verite ORDER BY brut_id").df()["faux_siret"]
    assert (faux.to_numpy() == cachee.to_numpy()).all()


def test_un_siret_juste_est_celui_du_prospect(base):
    assert aucun(base, "FROM fiches WHERE NOT faux_siret AND replace(siret, ' ', '') <> vrai_siret")
    assert mesure(base, "SELECT count(*) FROM fiches WHERE siret LIKE '% %'") > 100


# --- Dates, codes, numéros ---------------------------------------------------------------------


def lire(texte):
    lue = next(filter(None, (re.fullmatch(forme, texte) for forme in FORMATS)))
    mois = lue["m"]
    rang = int(mois) if mois.isdigit() else MOIS.index(mois) + 1
    return date(int(lue["a"]) % 100 + 2000, rang, int(lue["j"]))


def test_la_premiere_fiche_d_un_prospect_est_du_jour_ou_il_est_entre(base):
    fiches = base.execute("SELECT prospect_id, date_saisie, date_entree FROM fiches").df()
    fiches["lue"] = pd.to_datetime(fiches["date_saisie"].map(lire))
    premieres = fiches.groupby("prospect_id")[["lue", "date_entree"]].min()
    assert (premieres["lue"] == premieres["date_entree"]).all()
    assert fiches["lue"].max().date() <= faits.AUJOURDHUI


def test_chaque_source_a_son_format_de_date(base):
    lus = base.execute(
        """
        SELECT regexp_replace(source, ' [^ ]+ 20..$', '') AS origine,
               count(DISTINCT regexp_replace(date_saisie, '[0-9]|[a-zéû]+[.]?', '_', 'g')
                              .replace('__ ', '_ '))
        FROM fiches GROUP BY origine
        """
    ).fetchall()
    assert {n for _, n in lus} == {1}
    assert len(lus) == 5


def test_un_tableur_a_mange_les_zeros(base):
    assert aucun(base, "FROM fiches WHERE lpad(code_postal, 5, '0') <> vrai_code")
    sans_zero = "FROM fiches WHERE length(code_postal) < 5 AND NOT "
    assert aucun(base, sans_zero + "source LIKE 'fichier acheté janv. %'")
    assert mesure(base, "SELECT count(*) FROM fiches WHERE length(code_postal) = 4") > 20


def test_un_telephone_lisible_est_le_bon_ou_une_autre_ligne(base):
    fiches = base.execute("SELECT telephone, vrai_telephone, defauts FROM fiches").df()
    lus = qualite.normaliser_telephone(fiches["telephone"])
    incomplets = lus.isna() & fiches["telephone"].notna()
    assert 0.01 < incomplets.mean() < 0.03
    assert fiches.loc[incomplets, "defauts"].str.contains("téléphone incomplet").all()
    autres = lus.notna() & (lus != fiches["vrai_telephone"])
    assert fiches.loc[autres, "defauts"].str.contains("autre ligne").all()
    assert lus[autres].str.startswith("06 39 98").all()
    assert fiches["telephone"].str.startswith("+33", na=False).sum() > 50


def test_quelques_courriels_sont_invalides_et_tous_sont_fictifs(base, bruts):
    valides = qualite.courriel_valide(bruts["courriel"])
    assert 0.01 < (~valides).sum() / len(bruts) < 0.04
    domaine = r"(?:example[.,](?:org|com)|courriel[.,]test|[.,]example)$"
    assert bruts["courriel"].dropna().str.lower().str.contains(domaine).all()


def test_un_effectif_est_un_nombre_des_personnes_ou_une_tranche(base):
    assert aucun(base, "FROM fiches WHERE effectif NOT SIMILAR TO '[0-9]+( pers[.]| à [0-9]+)?'")
    assert aucun(
        base,
        r"""
        SELECT * FROM fiches WHERE vrai_effectif NOT BETWEEN regexp_extract(effectif, '^\d+')::INT
        AND coalesce(nullif(regexp_extract(effectif, 'à (\d+)', 1), '')::INT, vrai_effectif)
        """,
    )


# --- Noms, communes, champs vides --------------------------------------------------------------


def test_une_mairie_n_est_pas_une_sarl(base):
    publics = "vrai_naf IN ('84.11Z', '94.99Z', '65.12Z')"
    societes = r"upper(raison_sociale) SIMILAR TO '.*\b(SARL|SAS|EARL|SELARL)\b.*'"
    assert aucun(base, f"FROM fiches WHERE {publics} AND {societes}")
    assert mesure(base, f"SELECT count(*) FROM fiches WHERE {societes}") > 100


def test_chaque_faute_est_notee(base):
    defauts = {
        defaut
        for (texte,) in base.execute("SELECT DISTINCT defauts FROM verite").fetchall()
        for defaut in texte.split(", ")
    }
    assert defauts >= {
        "doublon", "faute de frappe", "nom abrégé", "nom inversé", "forme juridique", "siret faux",
        "commune mal écrite", "cedex", "téléphone incomplet", "courriel invalide", "autre ligne",
    }  # fmt: skip


def test_un_fichier_achete_est_plus_complet_qu_un_salon(base):
    for champ, mini, maxi in (
        ("raison_sociale", 0.99, 0.999),
        ("siret", 0.6, 0.8),
        ("naf", 0.5, 0.75),
        ("adresse", 0.8, 0.95),
        ("telephone", 0.8, 0.95),
        ("courriel", 0.6, 0.8),
    ):
        assert mini < mesure(base, f"SELECT count({champ}) / count(*) FROM prospects_bruts") < maxi
    rempli = "SELECT count(siret) / count(*) FROM prospects_bruts WHERE source LIKE '{}%'"
    assert mesure(base, rempli.format("fichier")) > 0.95
    assert mesure(base, rempli.format("salon")) < 0.35


def test_l_adresse_d_un_fichier_se_normalise(bruts):
    postales = qualite.normaliser_adresse(bruts)
    assert 0.05 < (postales["a_verifier"] != "").mean() < 0.25
