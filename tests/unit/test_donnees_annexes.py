"""Les jeux qui accompagnent la base : ils sont bien ceux que leurs auteurs ont publiés."""

import json
import re

import duckdb
import pandas as pd
import pytest
from stdnum.fr import siret

from grc_lib import donnees
from grc_lib._ressources import racine_cours
from grc_lib.donnees.fabrique import captures

CAPTURES = racine_cours() / "datasets" / "captures"
TRANCHES_FICTIVES = re.compile(r"0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)( \d\d){2}")


def test_les_codes_des_communes_gardent_leur_zero():
    communes = donnees.charger("communes").set_index("insee")
    assert communes.loc["01004", ["nom", "code_postal"]].tolist() == ["Ambérieu-en-Bugey", "01500"]
    assert len(communes) == 8_519


def test_cdnow_a_les_2357_clients_de_l_echantillon_publie():
    cdnow = donnees.charger("cdnow")
    assert list(cdnow.columns) == [
        "client", "frequence", "recence", "anciennete", "panier_moyen",
    ]  # fmt: skip
    assert cdnow.iloc[0].tolist() == [1, 2, 30.43, 38.86, 22.35] and len(cdnow) == 2_357


def test_le_resume_de_cdnow_se_retrouve_dans_ses_achats():
    """Trente-neuf semaines d'observation : réachats, récence et ancienneté, jour par jour."""
    achats = donnees.charger("cdnow_achats")
    assert len(achats) == 6_919
    jours = achats[achats["date_achat"] <= "1997-09-30"].drop_duplicates(["client", "date_achat"])
    dates = jours.groupby("client")["date_achat"].agg(["count", "min", "max"])
    resume = donnees.charger("cdnow").set_index("client")
    assert (dates["count"] - 1 == resume["frequence"]).all()
    semaines = (dates["max"] - dates["min"]).dt.days / 7
    pd.testing.assert_series_equal(semaines, resume["recence"], atol=0.006, check_names=False)
    anciennete = (pd.Timestamp("1997-09-30") - dates["min"]).dt.days / 7
    pd.testing.assert_series_equal(anciennete, resume["anciennete"], atol=0.006, check_names=False)


def test_le_credit_allemand_a_les_effectifs_publies():
    """Les effectifs sont ceux de la notice de l'UCI : 700 bons payeurs, 300 défauts."""
    credit = donnees.charger("credit_allemand")
    assert credit["defaut"].value_counts().to_dict() == {"non": 700, "oui": 300}
    assert credit["situation_et_sexe"].value_counts().tolist() == [548, 310, 92, 50]
    assert credit["montant_dm"].sum() == 3_271_258
    assert credit.isna().sum().sum() == 0


def test_chaque_dossier_de_credit_garde_ses_propres_reponses():
    """Une copie répandue a trié la colonne du sexe à part des autres : la nôtre ne l'est pas."""
    credit = donnees.charger("credit_allemand")
    situation = credit["situation_et_sexe"]
    assert situation.head(3).tolist() == [
        "homme célibataire", "femme divorcée, séparée ou mariée", "homme célibataire",
    ]  # fmt: skip
    assert (situation != situation.shift()).sum() > 400


def test_les_captures_sont_celles_de_la_fabrique(tmp_path):
    captures.ecrire(tmp_path)
    fichiers = {"annuaire.html", "salon.csv", "registre.json", "fiches_relues.csv"}
    assert {f.name for f in CAPTURES.iterdir()} == fichiers
    for fichier in CAPTURES.iterdir():
        assert (tmp_path / fichier.name).read_bytes() == fichier.read_bytes()


def test_les_fiches_relues_sont_toutes_celles_de_la_moitie_des_entreprises():
    relues = donnees.charger("fiches_relues")
    assert relues["brut_id"].is_unique and relues["entreprise"].nunique() == 1800
    fichier = donnees.chemin("clients").parent / "corrige" / "verite_prospects_bruts.parquet"
    verite = duckdb.read_parquet(str(fichier)).df().set_index("brut_id")["prospect_id"]
    ensemble = relues.assign(prospect=verite[relues["brut_id"]].to_numpy())
    assert (ensemble.groupby("entreprise")["prospect"].nunique() == 1).all()
    assert len(ensemble) == verite.isin(ensemble["prospect"]).sum()


def test_le_csv_du_salon_est_en_latin_1_et_se_lit_mal_en_utf_8():
    octets = (CAPTURES / "salon.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        octets.decode("utf-8")
    texte = octets.decode("latin-1")
    assert "Téléphone" in texte and re.search(r"\d\xa0\d{3},00;1[789]/03/2026;", texte)
    assert pd.read_csv(CAPTURES / "salon.csv", sep=";", encoding="latin-1").shape == (26, 8)


def test_la_page_de_l_annuaire_se_depouille_balise_par_balise():
    from bs4 import BeautifulSoup

    page = BeautifulSoup((CAPTURES / "annuaire.html").read_text("utf-8"), "html.parser")
    fiches = page.select("article.fiche")
    assert len(fiches) == 32 and all(fiche.h2.text and fiche.select_one(".cp") for fiche in fiches)
    numeros = [lien.text for lien in page.select(".tel a")]
    assert 20 <= len(numeros) < 32 and all(map(TRANCHES_FICTIVES.fullmatch, numeros))
    assert all(siret.is_valid(numero.text) for numero in page.select("dd"))


def test_le_registre_dit_ce_qui_est_ferme_et_ses_siret_sont_justes():
    reponse = json.loads((CAPTURES / "registre.json").read_text("utf-8"))
    assert reponse["total_results"] == len(reponse["results"]) == 50
    etats = {resultat["etat_administratif"] for resultat in reponse["results"]}
    assert etats == {"A", "C"}
    assert all(siret.is_valid(resultat["siege"]["siret"]) for resultat in reponse["results"])


def test_les_trois_captures_se_recoupent():
    registre = json.loads((CAPTURES / "registre.json").read_text("utf-8"))
    inscrits = {resultat["nom_complet"] for resultat in registre["results"]}
    salon = pd.read_csv(CAPTURES / "salon.csv", sep=";", encoding="latin-1")["Raison sociale"]
    page = (CAPTURES / "annuaire.html").read_text("utf-8")
    assert salon.str.upper().isin(inscrits).all()
    assert 8 <= sum(nom.replace("'", "&#39;") in page for nom in salon) <= 16
