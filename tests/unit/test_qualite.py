"""La qualité d'un fichier (S822-3) : complétude, formats, adresses, doublons."""

import itertools
import random

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.fr import siret as reference_siret

from grc_lib import donnees, qualite
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(max_examples=80, deadline=None)
FICTIONS = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")


# --- complétude


@pytest.fixture
def fichier():
    return pd.DataFrame(
        {
            "nom": ["Adam", "Roux", "Faure", "Noël"],
            "courriel": ["a@example.org", "", "  \t", None],
            "effectif": [3, np.nan, 0, 12],
            "libre": [None, "\u00a0", "\u202f", "x"],
        }
    )


def test_un_texte_vide_ou_blanc_est_manquant_zero_ne_l_est_pas(fichier):
    resultat = qualite.completude(fichier)
    assert resultat.tableau["remplis"].to_dict() == {
        "nom": 4, "courriel": 1, "effectif": 3, "libre": 1,
    }  # fmt: skip
    assert resultat.tableau["manquants"].tolist() == [0, 3, 1, 3]
    assert resultat.tableau["taux"].tolist() == [1, 0.25, 0.75, 0.25]
    assert resultat.taux == 9 / 16


def test_le_tableau_et_la_relation_duckdb_ont_la_meme_completude(fichier):
    relation = duckdb.from_df(fichier)
    pd.testing.assert_frame_equal(
        qualite.completude(relation).tableau, qualite.completude(fichier).tableau
    )


def test_la_completude_des_seuls_champs_attendus(fichier):
    resultat = qualite.completude(fichier, colonnes=["courriel", "nom"])
    assert list(resultat.tableau.index) == ["courriel", "nom"]
    assert resultat.taux == 5 / 8


def test_une_colonne_de_nom_etrange_se_compte_aussi():
    etrange = pd.DataFrame({'nom "usuel"': ["a", ""], "select": [1, 2], "relation": [None, "x"]})
    assert qualite.completude(etrange).tableau["remplis"].tolist() == [1, 2, 1]


@given(st.lists(st.sampled_from(["x", "", " ", None, "\n", "à"]), min_size=1, max_size=30))
@sans_hate
def test_remplis_et_manquants_font_toutes_les_lignes(valeurs):
    tableau = qualite.completude(pd.DataFrame({"c": pd.Series(valeurs, dtype="str")})).tableau
    assert tableau.loc["c", "remplis"] == sum(v in ("x", "à") for v in valeurs)
    assert tableau.loc["c", "remplis"] + tableau.loc["c", "manquants"] == len(valeurs)


def test_la_completude_montre_son_calcul(fichier):
    texte = str(qualite.completude(fichier))
    assert "9 / (4 × 4) = 56,3\u202f%" in texte
    assert "rempli ne veut pas dire juste" in texte


@pytest.mark.parametrize(
    ("recu", "colonnes", "attendue", "motif"),
    [
        (pd.DataFrame({"nom": []}), None, NonCalculable, "aucune ligne"),
        (pd.DataFrame({"nom": ["a"]}), ["nmo"], ArgumentInvalide, "« colonnes ».*nmo"),
        (pd.DataFrame({"nom": ["a"]}), "nom", MauvaisType, "liste de noms"),
        (pd.DataFrame({"nom": ["a"]}), [], MauvaisType, "liste de noms"),
        ([1, 2], None, MauvaisType, "« donnees »"),
    ],
)
def test_une_completude_impossible_dit_pourquoi(recu, colonnes, attendue, motif):
    with pytest.raises(attendue, match=motif):
        qualite.completude(recu, colonnes=colonnes)


# --- SIRET


def luhn_juste(chiffres):
    """La clé de Luhn telle qu'on la fait à la main."""
    somme = 0
    for rang, chiffre in enumerate(reversed(chiffres)):
        double = int(chiffre) * (1 + rang % 2)
        somme += double - 9 if double > 9 else double
    return somme % 10 == 0


@given(st.text("0123456789", min_size=14, max_size=14).filter(lambda s: s[:9] != "356000000"))
@sans_hate
def test_un_siret_a_deux_cles_de_luhn_justes_celle_du_siren_et_la_sienne(siret):
    juste = luhn_juste(siret) and luhn_juste(siret[:9]) and siret != "0" * 14
    assert qualite.siret_valide(siret) is juste


@given(st.integers(0, 13), st.integers(1, 9))
@sans_hate
def test_un_seul_chiffre_faux_se_voit_toujours(rang, ecart):
    juste = "73282932000074"
    faux = juste[:rang] + str((int(juste[rang]) + ecart) % 10) + juste[rang + 1 :]
    assert not qualite.siret_valide(faux)


@pytest.mark.parametrize(
    ("siret", "attendu"),
    [
        ("73282932000074", True),  # exemple de la documentation de python-stdnum
        (" 732 829 320 00074 ", True),
        ("732\u00a0829\u202f320 00074", True),
        ("73282932000047", False),
        ("7328293200007", False),
        ("73282932000074X", False),
        ("", False),
        ("00000000000000", False),
        ("35600000000048", True),  # le siège de La Poste suit Luhn
        ("35600000049837", True),  # un bureau de La Poste : somme des chiffres multiple de 5
        ("35600000049838", False),
    ],
)
def test_le_siret_tolere_les_espaces_et_connait_la_poste(siret, attendu):
    assert qualite.siret_valide(siret) is attendu


def test_le_bureau_de_poste_ne_suit_pas_luhn():
    assert not luhn_juste("35600000049837")
    assert sum(map(int, "35600000049837")) % 5 == 0


def test_une_colonne_de_siret_garde_son_index_et_ses_trous():
    colonne = pd.Series(["73282932000074", None, "  ", "1"], index=list("abcd"), name="siret")
    rendue = qualite.siret_valide(colonne)
    assert rendue.isna().to_dict() == {"a": False, "b": True, "c": True, "d": False}
    assert rendue.dropna().to_dict() == {"a": True, "d": False}
    assert len(colonne[rendue]) == 1
    assert rendue.name == "siret"


def test_la_base_du_cours_a_des_coordonnees_justes():
    clients = donnees.charger("clients")
    assert qualite.siret_valide(clients["siret"]).all()
    assert qualite.courriel_valide(clients["courriel"]).all()
    assert (qualite.normaliser_telephone(clients["telephone"]) == clients["telephone"]).all()
    assert all(map(reference_siret.is_valid, clients["siret"]))


@pytest.mark.parametrize("recu", [73282932000074, 7.3e13, None, True, ["73282932000074"]])
def test_un_siret_est_un_texte(recu):
    with pytest.raises(MauvaisType, match="perd ses zéros"):
        qualite.siret_valide(recu)


def test_une_colonne_de_nombres_n_est_pas_une_colonne_de_siret():
    with pytest.raises(MauvaisType, match="« siret »"):
        qualite.siret_valide(pd.Series([73282932000074]))


# --- courriel


@pytest.mark.parametrize(
    "courriel",
    [
        "a@example.org",
        "achats@garage-faure.example",
        "contact@courriel.test",
        "A.b+c@Example.COM",
        " a@b.fr ",
    ],
)
def test_un_courriel_bien_forme(courriel):
    assert qualite.courriel_valide(courriel) is True


@pytest.mark.parametrize(
    "courriel",
    ["", "a@b", "a.example.org", "a@b,fr", "a b@c.fr", "a@@b.fr", "a@-b.fr", "a@test", ".a@b.fr"],
)
def test_un_courriel_mal_forme(courriel):
    assert qualite.courriel_valide(courriel) is False


def test_une_colonne_de_courriels_laisse_ses_trous():
    rendue = qualite.courriel_valide(pd.Series(["a@b.fr", None, "", "x"]))
    assert rendue.tolist() == [True, pd.NA, pd.NA, False]


@pytest.mark.parametrize("recu", [12, None, ["a@b.fr"]])
def test_un_courriel_est_un_texte(recu):
    with pytest.raises(MauvaisType, match="« courriel »"):
        qualite.courriel_valide(recu)


# --- téléphone


@given(st.sampled_from(FICTIONS), st.integers(0, 9999))
@sans_hate
def test_toutes_les_ecritures_d_un_numero_n_en_font_qu_une(tranche, suite):
    chiffres = tranche.replace(" ", "") + f"{suite:04d}"
    paires = [chiffres[i : i + 2] for i in range(0, 10, 2)]
    attendu = " ".join(paires)
    ecritures = [
        chiffres,
        ".".join(paires),
        "-".join(paires),
        "+33" + chiffres[1:],
        "0033 " + chiffres[1:],
        "+33 (0)" + chiffres[1:],
        f"Tél. : {attendu} ",
    ]
    for ecriture in ecritures:
        assert qualite.normaliser_telephone(ecriture) == attendu
        e164 = qualite.normaliser_telephone(ecriture, forme="internationale")
        assert e164 == "+33" + chiffres[1:]
    assert qualite.normaliser_telephone(attendu) == attendu


@pytest.mark.parametrize(
    ("saisi", "attendu"),
    [
        ("+32 2 555 12 12", "+32 2 555 12 12"),  # Bruxelles : l'indicatif reste
        ("0590990012", "0590 99 00 12"),  # la Guadeloupe
        ("+590590990012", "0590 99 00 12"),
    ],
)
def test_l_etranger_garde_son_indicatif_l_outre_mer_s_ecrit_comme_en_france(saisi, attendu):
    assert qualite.normaliser_telephone(saisi) == attendu


ILLISIBLES = [
    "", "abc", "01 99 00 12", "01 99 00 12 34 56", "36 31", "+33", "01 99 00 AB CD",
    "01 99 00 12 34 poste 12", "01 99 00 12 34 / 06 39 98 00 00", "06 39 97 00 00 00",
]  # fmt: skip


@pytest.mark.parametrize("saisi", ILLISIBLES)
def test_un_numero_illisible_est_une_erreur_s_il_est_seul(saisi):
    with pytest.raises(ArgumentInvalide, match="« telephone »"):
        qualite.normaliser_telephone(saisi)


def test_un_numero_illisible_manque_dans_une_colonne():
    colonne = pd.Series([*ILLISIBLES, None, "0199001234"], name="tel")
    rendue = qualite.normaliser_telephone(colonne)
    assert rendue.isna().tolist() == [True] * (len(ILLISIBLES) + 1) + [False]
    assert rendue.iloc[-1] == "01 99 00 12 34"
    assert colonne.iloc[0] == ""


@pytest.mark.parametrize("recu", [199001234, None, pd.Series([199001234])])
def test_un_telephone_est_un_texte(recu):
    with pytest.raises(MauvaisType, match="« telephone »"):
        qualite.normaliser_telephone(recu)


def test_la_forme_du_numero_est_l_une_des_deux():
    with pytest.raises(ArgumentInvalide, match="« nationale » ou « internationale »"):
        qualite.normaliser_telephone("0199001234", forme="E164")


# --- adresse


def voie(saisie):
    champs = {"adresse": saisie, "code_postal": "75011", "commune": "Paris"}
    return qualite.normaliser_adresse(champs)["ligne_4"]


@pytest.mark.parametrize(
    ("saisie", "attendue"),
    [
        ("Avenue des Fleurs", "AVENUE DES FLEURS"),  # l'exemple du SNA : pas « AV DES FLEURS »
        ("12bis, bd. du Général-Leclerc", "12 BIS BOULEVARD DU GENERAL LECLERC"),
        ("12 B av Foch", "12 B AVENUE FOCH"),
        ("12/14 r. de l'Église", "12 14 RUE DE L EGLISE"),
        ("3e avenue", "3E AVENUE"),
        ("Place Saint-Pierre", "PLACE SAINT PIERRE"),
        ("9 rue du Cœur-Volant", "9 RUE DU COEUR VOLANT"),
        ("125 boulevard du Maréchal Jean de Lattre", "125 BD DU MARECHAL JEAN DE LATTRE"),
        ("125 boulevard du Maréchal de Lattre de Tassigny", "125 BD DU MAL DE LATTRE DE TASSIGNY"),
        ("", ""),
    ],
)
def test_la_voie_s_ecrit_en_toutes_lettres_et_ne_s_abrege_que_si_elle_deborde(saisie, attendue):
    assert voie(saisie) == attendue


@pytest.mark.parametrize(
    ("code", "commune", "attendue"),
    [
        ("01000", "Bourg-en-Bresse", "01000 BOURG EN BRESSE"),
        ("42 000", "Saint-Étienne", "42000 ST ETIENNE"),
        ("17100", "Saintes", "17100 SAINTES"),
        ("51800", "Sainte-Menehould", "51800 STE MENEHOULD"),
        ("59020", "Lille Cédex 9", "59020 LILLE CEDEX 9"),
        ("75016", "Paris 16ème", "75016 PARIS"),
        ("69001", "Lyon 1er", "69001 LYON"),
        ("94240", "L'Haÿ-les-Roses", "94240 L HAY LES ROSES"),
    ],
)
def test_la_sixieme_ligne_porte_le_code_postal_et_la_commune(code, commune, attendue):
    champs = {"adresse": "1 rue X", "code_postal": code, "commune": commune}
    assert qualite.normaliser_adresse(champs)["ligne_6"] == attendue


def test_chaque_champ_a_sa_ligne():
    champs = {
        "raison_sociale": "S.A.R.L. Lefèvre & Fils",
        "service": "Service achats",
        "complement": "Bât. C",
        "adresse": "4 quai Sud",
        "distribution": "BP 40",
        "code_postal": "59020",
        "commune": "Lille CEDEX",
    }
    lignes = qualite.normaliser_adresse(champs)
    assert list(lignes.values()) == [
        "SARL LEFEVRE ET FILS", "SERVICE ACHATS", "BAT C", "4 QUAI SUD", "BP 40",
        "59020 LILLE CEDEX", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("champs", "defaut"),
    [
        ({"code_postal": "1000"}, "code postal « 1000 » : 5 chiffres attendus"),
        ({"code_postal": None}, "code postal «  » : 5 chiffres attendus"),
        ({"commune": " "}, "commune manquante"),
        ({"adresse": None}, "ni voie ni boîte postale"),
        ({"raison_sociale": "A" * 39}, "ligne 1 : 39 caractères, 38 au plus"),
        ({"commune": "B" * 33}, "ligne 6 : 39 caractères, 38 au plus"),
    ],
)
def test_ce_qui_reste_a_corriger_est_dit_et_rien_n_est_coupe(champs, defaut):
    juste = {"adresse": "1 rue X", "code_postal": "75011", "commune": "Paris"}
    juste_longue = juste | {"raison_sociale": "A" * 38}
    assert qualite.normaliser_adresse(juste_longue)["a_verifier"] == ""
    lignes = qualite.normaliser_adresse(juste | champs)
    assert lignes["a_verifier"] == defaut
    assert "A" * 39 in lignes["ligne_1"] or "raison_sociale" not in champs


@given(st.text(max_size=60), st.text(max_size=40))
@sans_hate
def test_la_normalisation_ne_laisse_que_capitales_et_chiffres_et_se_repete_sans_effet(rue, ville):
    champs = {"adresse": rue, "code_postal": "75011", "commune": ville}
    lignes = qualite.normaliser_adresse(champs)
    for ligne in (lignes["ligne_4"], lignes["ligne_6"]):
        assert set(ligne) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
        assert "  " not in ligne
        assert ligne == ligne.strip()
    if len(lignes["ligne_4"]) <= 30:
        assert voie(lignes["ligne_4"]) == lignes["ligne_4"]


def test_un_tableau_d_adresses_garde_son_ordre_et_ses_reperes():
    clients = pd.DataFrame(
        {"adresse": ["1 bd X", None], "code_postal": ["01000", "2"], "commune": ["Bourg", "Y"]},
        index=["b", "a"],
    )
    rendu = qualite.normaliser_adresse(clients)
    assert list(rendu.index) == ["b", "a"]
    assert rendu.loc["b", "ligne_4"] == "1 BOULEVARD X"
    assert rendu.loc["b", "ligne_1"] == ""
    assert rendu.loc["a", "a_verifier"].count(" ; ") == 1
    assert list(clients.columns) == ["adresse", "code_postal", "commune"]


@pytest.mark.parametrize(
    ("recu", "attendue", "motif"),
    [
        ({"adresse": "1 rue X", "commune": "Y"}, ArgumentInvalide, "« code_postal »"),
        (pd.DataFrame({"code_postal": ["01000"]}), ArgumentInvalide, "« commune »"),
        ({"code_postal": 1000, "commune": "Bourg"}, MauvaisType, "01000 perd son zéro"),
        (pd.DataFrame({"code_postal": [1000], "commune": ["B"]}), MauvaisType, "perd son zéro"),
        ("1 rue X, 01000 Bourg", MauvaisType, "dictionnaire"),
        (None, MauvaisType, "dictionnaire"),
    ],
)
def test_une_adresse_mal_donnee_dit_pourquoi(recu, attendue, motif):
    with pytest.raises(attendue, match=motif):
        qualite.normaliser_adresse(recu)


# --- raison sociale


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("S.A.R.L. Boulangerie Lefèvre", "BOULANGERIE LEFEVRE"),
        ("Ets. Œuvre & Cie SAS", "OEUVRE ET CIE"),
        ("SARL", "SARL"),
        ("Saxo", "SAXO"),
    ],
)
def test_la_raison_sociale_perd_sa_forme_juridique(nom, attendu):
    assert qualite.normaliser_raison_sociale(nom) == attendu


def test_une_raison_sociale_sans_lettre_est_refusee_ou_manque_dans_une_colonne():
    with pytest.raises(ArgumentInvalide, match="« raison_sociale »"):
        qualite.normaliser_raison_sociale("—")
    assert qualite.normaliser_raison_sociale(pd.Series(["—", None, "x"])).isna().tolist() == [
        True, True, False,
    ]  # fmt: skip


# --- doublons


def salir(clients, graine, part=0.3):
    """Le fichier tel qu'on le saisit : doublons mêlés, accents, sigles, fautes de frappe."""
    hasard, fiches = random.Random(graine), []
    for entreprise, client in enumerate(clients.to_dict("records")):
        copies = hasard.choice([1, 1, 1, 2]) if hasard.random() < part else 0
        fiches.append(client | {"entreprise": entreprise})
        fiches += [_ressaisie(client, hasard) | {"entreprise": entreprise} for _ in range(copies)]
    hasard.shuffle(fiches)
    return pd.DataFrame(fiches)


def _ressaisie(client, hasard):
    nom, telephone, siret = client["raison_sociale"], client["telephone"], client["siret"]
    i = hasard.randrange(1, len(nom) - 2)
    noms = [
        nom.upper(),
        f"{hasard.choice(['SARL', 'SAS', 'S.A.S.'])} {nom}",
        nom.translate(str.maketrans("éèêçôï", "eeecoi")),
        nom[:i] + nom[i + 1 :],
        nom[:i] + nom[i + 1] + nom[i] + nom[i + 2 :],
        " ".join(reversed(nom.split())),
    ]
    chiffres = telephone.replace(" ", "")
    telephones = [telephone, chiffres, f"+33{chiffres[1:]}", telephone.replace(" ", "."), None]
    faux = siret[:5] + str((int(siret[5]) + 1) % 10) + siret[6:]
    return client | {
        "raison_sociale": hasard.choice(noms),
        "telephone": hasard.choice(telephones),
        "siret": hasard.choice([siret, None, None, faux]),
        "courriel": hasard.choice([client["courriel"], client["courriel"].upper(), None, None]),
    }


@pytest.fixture(scope="module")
def sale():
    return salir(donnees.charger("clients"), graine=2026)


@pytest.fixture(scope="module")
def trouves(sale):
    return qualite.doublons(sale)


def test_un_fichier_sale_se_dedoublonne_avec_precision_et_rappel(sale, trouves):
    bilan = qualite.evaluer_dedoublonnage(trouves, sale["entreprise"])
    assert bilan.vrais > 400
    assert bilan.precision > 0.98
    assert bilan.rappel > 0.98
    assert trouves.attrs["comparaisons"] < len(sale) * 3


def test_l_ordre_des_lignes_ne_change_rien(sale, trouves):
    melange = sale.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(qualite.doublons(melange), trouves)
    assert (trouves["a"] < trouves["b"]).all()
    assert trouves["score"].is_monotonic_decreasing
    assert trouves["score"].between(0.85, 1).all()
    assert (trouves["score"] == trouves["score"].round(4)).all()


def test_un_seuil_plus_bas_retrouve_plus_et_un_seuil_plus_haut_moins(sale):
    nombres = [len(qualite.doublons(sale, seuil=seuil)) for seuil in (1, 0.85, 0.5)]
    assert nombres == sorted(set(nombres))
    assert nombres[0] > 0


def deux(**champs):
    """Deux fiches d'un même lieu, qui ne diffèrent que par les champs donnés."""
    base = {"raison_sociale": ("Garage Faure",) * 2, "code_postal": ("75011",) * 2}
    return pd.DataFrame(base | champs, index=["x", "y"])


JUSTE, AUTRE = "73282932000074", "73282932000082"


@pytest.mark.parametrize(
    ("champs", "score", "motif"),
    [
        ({}, 1, "noms identiques ; même lieu"),
        ({"siret": (JUSTE, "732 829 320 00074"), "raison_sociale": ("A", "B")}, 1, "même SIRET"),
        (
            # 12 lettres contre 11, 11 communes dans l'ordre : 22 / 23
            {"raison_sociale": ("Garage Faure", "Garage Faur")},
            22 / 23,
            "noms semblables à 96\u202f% ; même lieu",
        ),
        (
            {
                "raison_sociale": ("Garage Faure", "Garage Faur"),
                "telephone": ("0199001234", "+33 1 99 00 12 34"),
                "courriel": ("A@example.org", "a@example.org "),
            },
            1 - 1 / 23 / 4,
            "noms semblables à 96\u202f% ; même téléphone ; même courriel ; même lieu",
        ),
        (
            {
                "raison_sociale": ("Garage Faure", "Garage Faur"),
                "telephone": ("0199001234", "0199001235"),
            },
            1 - 2 / 23,
            "noms semblables à 96\u202f% ; téléphone différent ; même lieu",
        ),
        (
            {
                "raison_sociale": ("Garage Faure", "Garage Faur"),
                "code_postal": ("75011", "13001"),
                "telephone": ("0199001234", "0199001234"),
            },
            22 / 23,
            "noms semblables à 96\u202f% ; même téléphone ; lieu différent",
        ),
        (
            # un code postal mal frappé : la commune fait le lieu
            {"code_postal": ("75011", "75001"), "commune": ("Paris", "PARIS CEDEX 11")},
            1,
            "noms identiques ; même lieu",
        ),
    ],
)
def test_le_score_et_son_motif_se_refont_a_la_main(champs, score, motif):
    trouves = qualite.doublons(deux(**champs))
    assert trouves[["a", "b"]].to_numpy().tolist() == [["x", "y"]]
    assert trouves["score"][0] == pytest.approx(score, abs=5e-5)
    assert trouves["motif"][0] == motif


@pytest.mark.parametrize(
    "champs",
    [
        {"siret": (JUSTE, AUTRE)},  # deux établissements
        {"code_postal": ("75011", "13001")},  # deux homonymes
        {"raison_sociale": (None, None), "telephone": ("0199001234", "0199001234")},
        {"raison_sociale": ("Garage Faure", "Garage Morel")},
        {"code_postal": (None, None)},
    ],
)
def test_ces_deux_fiches_ne_sont_pas_un_doublon(champs):
    assert qualite.doublons(deux(**champs)).empty


def test_un_siret_faux_ne_prouve_ni_la_difference_ni_l_identite():
    faux = JUSTE[:-1] + "5"
    assert len(qualite.doublons(deux(siret=(JUSTE, faux)))) == 1
    assert qualite.doublons(deux(siret=(faux, faux), raison_sociale=("A", "B"))).empty


@given(st.permutations(["Garage", "Faure", "Nord"]), st.permutations(["Garage", "Faur", "Nord"]))
@settings(max_examples=20, deadline=None)
def test_le_score_est_symetrique_et_l_ordre_des_mots_ne_compte_pas(mots_a, mots_b):
    a, b = " ".join(mots_a), " ".join(mots_b)
    aller = qualite.doublons(deux(raison_sociale=(a, b)), seuil=0)
    retour = qualite.doublons(deux(raison_sociale=(b, a)), seuil=0)
    pd.testing.assert_frame_equal(aller, retour)
    assert aller["score"][0] >= 0.9


def test_le_pire_des_fichiers_ne_fait_pas_toutes_les_paires():
    """Toutes les fiches au même lieu et au même téléphone : 4,5 millions de paires possibles."""
    hasard = random.Random(0)
    noms = ["".join(hasard.choices("abcdefghij", k=12)) for _ in range(3_000)]
    pire = pd.DataFrame({"raison_sociale": noms, "telephone": "0199001234", "code_postal": "75011"})
    assert qualite.doublons(pire, seuil=1).attrs["comparaisons"] < 3_000 * 50 * 5


def test_un_standard_partage_par_deux_cents_fiches_ne_cache_pas_un_doublon():
    hasard = random.Random(1)
    autres = ["".join(hasard.choices("abcdefghij", k=12)) for _ in range(198)]
    noms = ["Garage Faure", *autres, "Garage Faur"]
    trouves = qualite.doublons(pd.DataFrame({"raison_sociale": noms, "telephone": "0199001234"}))
    assert trouves.loc[0, ["a", "b"]].tolist() == [0, 199]


def test_les_fiches_se_designent_par_leur_identifiant(sale):
    reperees = sale.reset_index(drop=True).rename(columns={"raison_sociale": "nom"})
    reperees["fiche"] = [f"P{rang:05d}" for rang in range(len(reperees))]
    trouves = qualite.doublons(reperees, identifiant="fiche", raison_sociale="nom")
    assert trouves["a"].str.startswith("P").all()
    verite = reperees.set_index("fiche")["entreprise"]
    assert qualite.evaluer_dedoublonnage(trouves, verite).rappel > 0.98


def test_un_fichier_sans_doublon_ou_sans_fiche_rend_un_tableau_vide():
    vide = qualite.doublons(pd.DataFrame({"raison_sociale": pd.Series([], dtype="str")}))
    assert list(vide.columns) == ["a", "b", "score", "motif"]
    assert vide.empty
    assert qualite.doublons(pd.DataFrame({"raison_sociale": ["A"]})).empty


def test_le_fichier_recu_n_est_pas_modifie(sale):
    avant = sale.copy()
    qualite.doublons(sale)
    pd.testing.assert_frame_equal(sale, avant)


@pytest.mark.parametrize(
    ("df", "options", "attendue", "motif"),
    [
        (pd.DataFrame({"nom": ["a"]}), {}, ArgumentInvalide, "« raison_sociale »"),
        (deux(), {"siret": "SIRET"}, ArgumentInvalide, "« siret » : attendu une colonne"),
        (deux(), {"identifiant": "fiche"}, ArgumentInvalide, "« identifiant »"),
        (deux(), {"identifiant": "code_postal"}, ArgumentInvalide, "'75011' deux fois"),
        (deux(code_postal=(75011, 75011)), {}, MauvaisType, "« code_postal »"),
        (deux(raison_sociale=(1, 2)), {}, MauvaisType, "« raison_sociale »"),
        (deux().set_axis([1, "a"]), {}, MauvaisType, "d'un seul type"),
        (deux().set_axis([1, None]), {}, MauvaisType, "tous remplis"),
        (pd.concat([deux(), deux()], axis=1), {}, ArgumentInvalide, "deux colonnes"),
        (deux(), {"seuil": 85}, ArgumentInvalide, "« seuil » : attendu un taux décimal"),
        (deux(), {"seuil": None}, MauvaisType, "« seuil »"),
        ([("a", "b")], {}, MauvaisType, "« df »"),
    ],
)
def test_un_dedoublonnage_impossible_dit_pourquoi(df, options, attendue, motif):
    with pytest.raises(attendue, match=motif):
        qualite.doublons(df, **options)


# --- évaluation


def test_la_precision_et_le_rappel_se_comptent_en_paires_non_ordonnees():
    bilan = qualite.evaluer_dedoublonnage([(2, 1), (3, 4), (1, 2)], [(1, 2), (5, 6, 7)])
    assert tuple(bilan) == (1 / 2, 1 / 4, 2 / 6)
    assert "2 × 1 / (2 + 4)" in str(bilan)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=14).filter(lambda e: len(set(e)) < len(e)))
@sans_hate
def test_tableau_paires_groupes_et_colonne_disent_la_meme_verite(entreprises):
    fiches = range(len(entreprises))
    paires = [
        (b, a) for a, b in itertools.combinations(fiches, 2) if entreprises[a] == entreprises[b]
    ]
    groupes = [{f for f in fiches if entreprises[f] == e} for e in set(entreprises)]
    formes = [
        paires,
        pd.DataFrame(paires, columns=["a", "b"]),
        [groupe for groupe in groupes if len(groupe) > 1],
        pd.Series(entreprises),
    ]
    for trouves, vrais in itertools.product(formes, repeat=2):
        assert tuple(qualite.evaluer_dedoublonnage(trouves, vrais)) == (1, 1, 1)


def test_rien_de_juste_donne_zero_et_non_une_erreur():
    assert tuple(qualite.evaluer_dedoublonnage([(1, 2)], [(3, 4)])) == (0, 0, 0)


@pytest.mark.parametrize(
    ("trouves", "vrais", "motif"),
    [
        ([], [(1, 2)], "Aucune paire n'est proposée"),
        ([(1, 2)], [], "aucun doublon"),
        ([(1, 2)], pd.Series(["x", "y"]), "aucun doublon"),
        ([(1, 1)], [(1, 2)], "« trouves ».*fiches différentes"),
        ([(1,)], [(1, 2)], "« trouves »"),
        ([1, 2], [(1, 2)], "« trouves »"),
        ([("ab")], [(1, 2)], "« trouves »"),
        ([([1], [2])], [(1, 2)], "« trouves »"),
        ("ab", [(1, 2)], "« trouves »"),
        (pd.DataFrame({"a": [1]}), [(1, 2)], "colonne « b »"),
        (None, [(1, 2)], "« trouves »"),
        ([(1, 2)], {1: 2}, "« vrais »"),
    ],
)
def test_une_evaluation_impossible_dit_pourquoi(trouves, vrais, motif):
    with pytest.raises(ErreurGrc, match=motif):
        qualite.evaluer_dedoublonnage(trouves, vrais)
