"""Les paramètres de droit : leurs valeurs, leurs périodes, et ce qui avertit."""

import datetime as dt
import warnings

import pandas as pd
import pytest

from grc_lib import droit
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

JUIN = "2026-06-30"  # le « aujourd'hui » du cours


def valeur(nom, date=JUIN):
    return droit.parametre(nom, date).valeur


def a_verifier(nom, date=JUIN):
    """Le paramètre et le texte de son avertissement."""
    with pytest.warns(droit.DroitAVerifier) as avertis:
        rendu = droit.parametre(nom, date)
    [avertissement] = avertis
    return rendu, str(avertissement.message).replace("\u202f", " ").replace("\xa0", " ")


# Recopié à la main du dossier de droit, sans passer par le fichier de données.
VERIFIES = {
    "delai_paiement_suppletif": 30,
    "delai_paiement_maximal": 60,
    "delai_paiement_fin_de_mois": 45,
    "delai_paiement_factures_periodiques": 45,
    "delai_paiement_transport": 30,
    "indemnite_recouvrement": 40,
    "penalites_points_bce": 0.10,
    "penalites_multiple_legal": 3,
    "amende_delais_personne_physique": 75_000,
    "amende_delais_personne_morale": 2_000_000,
    "taux_interet_legal_particuliers": 0.0667,
    "taux_interet_legal_professionnels": 0.0262,
    "taux_penalites_plancher": 0.0786,
    "especes_plafond": 1_000,
    "especes_plafond_non_resident": 15_000,
    "facture_electronique_reception": dt.date(2026, 9, 1),
    "facture_electronique_emission_grandes": dt.date(2026, 9, 1),
    "facture_electronique_emission_pme": dt.date(2027, 9, 1),
    "amende_facture_electronique": 50,
    "amende_facture_electronique_plafond": 15_000,
    "amende_transmission_donnees": 500,
    "amende_plateforme": 500,
    "amende_plateforme_suivantes": 1_000,
    "demarchage_telephonique_consentement": dt.date(2026, 8, 11),
    "bloctel_fin": dt.date(2026, 8, 11),
    "demarchage_appels_maximum": 4,
    "demarchage_delai_apres_refus": 60,
    "amende_demarchage_personne_physique": 75_000,
    "amende_demarchage_personne_morale": 375_000,
    "conservation_prospect": 3,
    "conservation_compte_inactif": 2,
    "notification_violation": 72,
    "tva_normale": 0.20,
    "tva_intermediaire": 0.10,
    "tva_reduite": 0.055,
    "tva_particuliere": 0.021,
    "franchise_tva_ventes": 85_000,
    "franchise_tva_ventes_majoree": 93_500,
    "franchise_tva_services": 37_500,
    "franchise_tva_services_majoree": 41_250,
    "degressif_3_4_ans": 1.25,
    "degressif_5_6_ans": 1.75,
    "degressif_7_ans_et_plus": 2.25,
    "reduction_prix_reference": 30,
    "srp_alimentaire": 0.10,
    "promotion_alimentaire": 0.34,
    "promotion_non_alimentaire": 0.40,
    "retractation": 14,
    "retractation_prolongation": 12,
    "hors_etablissement_sans_paiement": 7,
    "retractation_en_ligne": dt.date(2026, 6, 19),
    "amende_retractation_en_ligne_personne_morale": 75_000,
    "mediation_saisine": 2,
    "mediation_duree": 90,
    "amende_mediation_personne_morale": 15_000,
    "conservation_comptable": 10,
    "conservation_fiscale": 6,
    "conservation_contrats": 5,
}


@pytest.mark.parametrize("nom", VERIFIES)
def test_une_valeur_verifiee_est_rendue_sans_avertissement(nom):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rendu = droit.parametre(nom, JUIN)
    assert rendu.valeur == VERIFIES[nom]
    assert rendu.verifie
    assert rendu.reserves == ()


@pytest.mark.parametrize(
    ("nom", "date", "attendue", "raison"),
    [
        ("taux_bce_refinancement", "2026-01-01", 0.0215, "source secondaire"),
        ("taux_penalites_suppletif", "2026-03-01", 0.1215, "source secondaire"),
        ("usure_jusqu_a_3000", "2026-01-01", 0.2356, "source secondaire"),
        ("usure_de_3000_a_6000", "2026-03-31", 0.1587, "source secondaire"),
        ("usure_plus_de_6000", "2026-02-10", 0.0867, "source secondaire"),
        ("garantie_conformite", JUIN, 2, "connaissance générale"),
        ("retractation_visite_domicile", JUIN, 30, "connaissance générale"),
        ("ia_solvabilite_haut_risque", JUIN, dt.date(2027, 12, 2), "non vérifiée"),
    ],
)
def test_une_valeur_non_verifiee_avertit(nom, date, attendue, raison):
    rendu, texte = a_verifier(nom, date)
    assert rendu.valeur == attendue
    assert not rendu.verifie
    assert raison in texte
    assert "legifrance.gouv.fr" in texte


# --- Les périodes


def test_le_taux_legal_change_de_semestre():
    assert valeur("taux_interet_legal_professionnels", "2025-06-30") == 0.0371
    assert valeur("taux_interet_legal_particuliers", "2025-01-01") == 0.0721
    assert valeur("taux_interet_legal_professionnels", "2026-01-01") == 0.0262


@pytest.mark.parametrize(
    ("date", "attendue", "fin"),
    [("2025-07-01", 0.0371, "30 juin 2025"), ("2026-07-01", 0.0262, "30 juin 2026")],
)
def test_entre_deux_arretes_connus_la_derniere_valeur_avertit(date, attendue, fin):
    rendu, texte = a_verifier("taux_interet_legal_professionnels", date)
    assert rendu.valeur == attendue
    assert rendu.verifie  # sa source a été lue : c'est la date qui ne convient plus
    assert f"jusqu'au {fin} seulement" in texte


def test_l_avertissement_se_lit_en_entier():
    _, texte = a_verifier("taux_interet_legal_professionnels", "2026-11-22")
    assert texte == (
        "« taux_interet_legal_professionnels » au 22/11/2026 : 2,62 %, valeur connue jusqu'au "
        "30 juin 2026 seulement. Vérifiez sur Légifrance (legifrance.gouv.fr)."
    )


def test_l_avertissement_designe_la_ligne_de_l_appel():
    with pytest.warns(droit.DroitAVerifier) as avertis:
        droit.parametre("garantie_conformite", JUIN)
    assert avertis[0].filename == __file__


def test_une_valeur_peut_etre_a_la_fois_perimee_et_non_verifiee():
    rendu, texte = a_verifier("taux_bce_refinancement", JUIN)
    assert len(rendu.reserves) == 2
    assert "5 février 2026 seulement ; lue seulement" in texte


def test_par_defaut_la_date_est_celle_du_jour():
    _, texte = a_verifier("usure_jusqu_a_3000", None)
    assert f"au {dt.date.today():%d/%m/%Y}" in texte


def test_les_horaires_de_demarchage_s_arretent_avec_la_loi_nouvelle():
    assert "10 h à 13 h" in valeur("demarchage_horaires", "2026-08-10")
    _, texte = a_verifier("demarchage_horaires", "2026-08-11")
    assert "10 août 2026 seulement" in texte


def test_une_regle_au_debut_inconnu_avertit_avant_l_annee_du_releve():
    assert valeur("indemnite_recouvrement", "2026-01-01") == 40
    rendu, texte = a_verifier("indemnite_recouvrement", "2025-12-31")
    assert rendu.valeur == 40
    assert "début de la règle non relevé" in texte


def test_une_date_butoir_n_a_ni_periode_ni_debut():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        butoir = droit.parametre("facture_electronique_emission_pme", "2024-01-01")
    assert butoir.valeur == dt.date(2027, 9, 1)
    assert "Période" not in str(butoir)


@pytest.mark.parametrize(
    ("nom", "date", "raison"),
    [
        ("taux_interet_legal_professionnels", "2024-12-31", "avant le 1er janvier 2025"),
        ("reduction_prix_reference", "2022-05-27", "avant le 28 mai 2022"),
        ("credit_consommation_plafond", "2026-11-19", "avant le 20 novembre 2026"),
        ("abus_faiblesse_part_ca", JUIN, "se contredisent"),
    ],
)
def test_sans_valeur_connue_rien_n_est_rendu(nom, date, raison):
    with pytest.raises(NonCalculable) as erreur:
        droit.parametre(nom, date)
    assert raison in str(erreur.value).replace("\xa0", " ")
    assert "legifrance.gouv.fr" in str(erreur.value)


# --- Les valeurs calculées se retrouvent


def test_le_plancher_est_trois_fois_le_taux_legal_des_professionnels():
    triple = valeur("penalites_multiple_legal") * valeur("taux_interet_legal_professionnels")
    assert valeur("taux_penalites_plancher") == pytest.approx(triple)


def test_le_taux_suppletif_est_celui_de_la_bce_plus_dix_points():
    bce, _ = a_verifier("taux_bce_refinancement", "2026-01-01")
    suppletif, _ = a_verifier("taux_penalites_suppletif", "2026-01-01")
    assert suppletif.valeur == pytest.approx(bce.valeur + valeur("penalites_points_bce"))


def test_le_taux_suppletif_n_est_jamais_plus_sur_que_celui_de_la_bce():
    bce, _ = a_verifier("taux_bce_refinancement", "2026-01-01")
    suppletif, _ = a_verifier("taux_penalites_suppletif", "2026-01-01")
    assert suppletif.verifie <= bce.verifie


# --- Le fichier de données


@pytest.fixture(scope="module")
def tableau():
    return droit.parametres()


def test_chaque_valeur_a_un_libelle_une_unite_et_une_source(tableau):
    for colonne in ("theme", "nom", "libelle", "unite"):
        assert (tableau[colonne].str.len() > 0).all()
    assert (tableau.loc[tableau["valeur"].notna(), "source"].str.len() > 0).all()


def test_les_noms_sont_des_identifiants_sans_accent(tableau):
    assert tableau["nom"].map(lambda nom: nom.isidentifier() and nom.isascii()).all()


def test_les_periodes_d_un_parametre_se_suivent_sans_se_chevaucher(tableau):
    for _, lignes in tableau.groupby("nom"):
        debuts, fins = list(lignes["du"]), list(lignes["au"])
        for fin, suivant in zip(fins[:-1], debuts[1:], strict=True):
            assert fin < suivant
    dates = tableau.dropna(subset=["du", "au"])
    assert (dates["du"] < dates["au"]).all()


def test_les_unites_disent_la_nature_de_la_valeur(tableau):
    connues = tableau.dropna(subset=["valeur"])
    for unite, nature in {"date": dt.date, "texte": str, "taux": float, "€": int}.items():
        assert connues.loc[connues["unite"] == unite, "valeur"].map(type).eq(nature).all()
    reste = connues[~connues["unite"].isin(["date", "texte", "taux", "€"])]
    assert reste["valeur"].map(type).isin([int, float]).all()
    assert connues.loc[connues["unite"] == "taux", "valeur"].between(0, 1).all()


def test_une_ligne_sans_valeur_dit_pourquoi(tableau):
    absentes = tableau[tableau["valeur"].isna()]
    assert list(absentes["nom"]) == ["abus_faiblesse_part_ca"]
    assert (absentes["note"].str.len() > 0).all()
    assert not absentes["verifie"].any()


def test_chaque_parametre_se_demande_et_s_affiche(tableau):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", droit.DroitAVerifier)
        for ligne in tableau.dropna(subset=["valeur"]).itertuples():
            date = ligne.du if pd.notna(ligne.du) else JUIN
            rendu = droit.parametre(ligne.nom, date)
            assert rendu.valeur == ligne.valeur
            assert rendu.verifie == ligne.verifie
            assert ligne.libelle in str(rendu)
            assert "None" not in str(rendu)
            assert "<table>" in rendu._repr_html_()


def test_le_tableau_rendu_est_a_celui_qui_le_demande(tableau):
    copie = droit.parametres()
    copie.loc[:, "libelle"] = ""
    pd.testing.assert_frame_equal(droit.parametres(), tableau)


# --- L'affichage


def test_un_parametre_affiche_sa_periode_et_sa_source():
    texte = str(droit.parametre("taux_interet_legal_professionnels", "2026-03-31"))
    assert texte.replace("\u202f", " ").replace("\xa0", " ").splitlines() == [
        "Taux d'intérêt légal, autres cas (créanciers professionnels)",
        "  Valeur = 2,62 %",
        "  Période = du 1er janvier 2026 au 30 juin 2026",
        "  Source = arrêté du 15/12/2025, JO du 26/12/2025 (juriblio.fr) = vérifiée",
        "  Précision = fixé chaque semestre ; valeurs du second semestre 2025 et du second "
        "semestre 2026 non trouvées",
        "  Convention : état du droit connu au 21 novembre 2026",
    ]


@pytest.mark.parametrize(
    ("nom", "lignes"),
    [
        ("amende_delais_personne_morale", ["Valeur = 2 000 000 €", "Période = début non relevé"]),
        ("delai_paiement_maximal", ["Valeur = 60 jours", "Période = depuis le 26 avril 2019"]),
        ("srp_alimentaire", ["Période = jusqu'au 15 avril 2028, début non relevé"]),
        ("degressif_5_6_ans", ["Valeur = 1,75"]),
        ("retractation_en_ligne", ["Valeur = 19 juin 2026"]),
    ],
)  # fmt: skip
def test_chaque_unite_s_ecrit_en_francais(nom, lignes):
    texte = str(droit.parametre(nom, JUIN)).replace("\u202f", " ").replace("\xa0", " ")
    assert [ligne for ligne in lignes if f"  {ligne}\n" not in texte] == []


def test_un_parametre_se_recoit_d_un_coup():
    rendu, du, au, source, verifie = droit.parametre("taux_interet_legal_professionnels", JUIN)
    assert (rendu, du, au, verifie) == (0.0262, dt.date(2026, 1, 1), dt.date(2026, 6, 30), True)
    assert source.startswith("arrêté du 15/12/2025")


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("nom", "proche"),
    [
        ("tva", "tva_normale"),
        ("taux légal", "taux_interet_legal_particuliers"),
        ("Taux d'intérêt légal", "taux_interet_legal_professionnels"),
        ("indemnite_de_recouvrement", "indemnite_recouvrement"),
        ("recouvremnt", "indemnite_recouvrement"),
        ("40 euros", None),
        ("", None),
    ],
)
def test_un_nom_inconnu_propose_les_noms_proches(nom, proche):
    with pytest.raises(ArgumentInvalide, match=r"droit\.parametres\(\)") as erreur:
        droit.parametre(nom, JUIN)
    assert erreur.value.argument == "nom"
    assert proche is None or proche in str(erreur.value)


@pytest.mark.parametrize("nom", [None, 40, ["tva_normale"]])
def test_un_nom_est_un_texte(nom):
    with pytest.raises(MauvaisType, match="nom"):
        droit.parametre(nom)


@pytest.mark.parametrize("date", ["30/06/2026", "2026-06-31", 2026, pd.NaT])
def test_une_date_impossible_est_refusee(date):
    with pytest.raises(ArgumentInvalide, match="date"):
        droit.parametre("tva_normale", date)
