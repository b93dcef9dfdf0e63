"""La structure du portefeuille : cas à la main, propriétés, limites et mauvaises entrées."""

import itertools
import math
import random
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grc_lib import segmentation
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

ALPHA = pd.Series(
    {
        "A": 6250, "B": 29480, "C": 276, "D": 350, "E": 2610, "F": 150, "G": 1260, "H": 50,
        "I": 38, "J": 1800, "K": 13500, "L": 1200, "M": 1200, "N": 4500, "O": 400,
    }
)  # fmt: skip

centimes = st.integers(0, 10**9)
portefeuilles = st.lists(centimes, min_size=1, max_size=25).filter(any)
peu_de_valeurs = st.lists(st.integers(0, 4), min_size=1, max_size=15).filter(any)
frontieres = st.sampled_from(["avant", "apres"])
ex_aequo = st.sampled_from(["separes", "ensemble"])
sans_hate = settings(deadline=None, max_examples=25)


def serie(montants):
    return pd.Series([c / 100 for c in montants], index=[f"c{i:02}" for i in range(len(montants))])


def classes(valeurs, **options):
    return segmentation.abc(valeurs, **options)["classe"].astype(str).to_dict()


# --- ABC : les deux frontières


def test_les_quatre_premiers_clients_d_alpha_cumulent_les_pourcentages_du_manuel():
    cumuls = segmentation.abc(ALPHA)["cumul"].head(4)
    assert [round(100 * c, 2) for c in cumuls] == [46.75, 68.15, 78.06, 85.20]


def test_la_classe_a_garde_le_client_qui_franchit_le_seuil():
    assert classes(ALPHA)["N"] == "A"


def test_avec_la_frontiere_apres_ce_client_tombe_dans_la_classe_suivante():
    rendues = classes(ALPHA, frontiere="apres")
    assert "".join(rendues.values()) == "AAABBBBCCCCCCCC"
    assert rendues["N"] == "B"


@given(st.integers(1, 10**9), frontieres)
@sans_hate
@example(
    1, "avant"
)  # en flottants, huit fois 0,1 font 0,7999999999999999 : un neuvième passerait en A
def test_un_cumul_exactement_egal_au_seuil_reste_dans_la_classe(part, frontiere):
    valeurs = [part * 0.1] * 8 + [part * 5 / 100] * 4
    assert "".join(classes(valeurs, frontiere=frontiere).values()) == "AAAAAAAABBBC"


@pytest.mark.parametrize("frontiere", ["avant", "apres"])
def test_le_plus_gros_client_est_toujours_en_a(frontiere):
    assert classes({"seul": 12}, frontiere=frontiere) == {"seul": "A"}
    assert classes({"gros": 97, "petit": 3}, frontiere=frontiere)["gros"] == "A"


def test_un_client_sans_achat_est_en_c():
    assert classes({"a": 10, "b": 0}) == {"a": "A", "b": "C"}


def test_les_seuils_se_changent():
    assert "".join(classes(ALPHA, seuils=(0.60, 0.90)).values()) == "AABBBBCCCCCCCCC"


# --- ABC : les ex æquo


def test_separes_le_seuil_passe_entre_deux_ex_aequo_dans_l_ordre_des_identifiants():
    rendues = classes(ALPHA)
    assert (rendues["L"], rendues["M"]) == ("B", "C")


@pytest.mark.parametrize(("frontiere", "classe"), [("avant", "B"), ("apres", "C")])
def test_ensemble_les_ex_aequo_ont_la_classe_du_premier_ou_du_dernier(frontiere, classe):
    valeurs = {"a": 80, "b": 10, "c": 10}
    rendues = classes(valeurs, frontiere=frontiere, ex_aequo="ensemble")
    assert (rendues["b"], rendues["c"]) == (classe, classe)


@given(peu_de_valeurs, frontieres)
@sans_hate
def test_ensemble_deux_clients_egaux_ont_toujours_la_meme_classe(montants, frontiere):
    tableau = segmentation.abc(serie(montants), frontiere=frontiere, ex_aequo="ensemble")
    assert (tableau.groupby("valeur")["classe"].nunique() == 1).all()


@given(peu_de_valeurs, frontieres, ex_aequo, st.randoms())
@sans_hate
def test_l_ordre_des_lignes_ne_change_rien(montants, frontiere, regle, hasard):
    ordonnee = serie(montants)
    melangee = ordonnee.loc[hasard.sample(list(ordonnee.index), len(ordonnee))]
    options = {"frontiere": frontiere, "ex_aequo": regle}
    attendu = segmentation.abc(ordonnee, **options)
    pd.testing.assert_frame_equal(segmentation.abc(melangee, **options), attendu)


# --- ABC : la forme du résultat


@given(portefeuilles, frontieres, ex_aequo)
@sans_hate
@example([1, 1, 1], "apres", "ensemble")
def test_les_parts_font_un_et_les_classes_se_suivent(montants, frontiere, regle):
    tableau = segmentation.abc(serie(montants), frontiere=frontiere, ex_aequo=regle)
    assert math.isclose(tableau["part"].sum(), 1, rel_tol=1e-12)
    assert tableau["cumul"].iloc[-1] == 1
    assert tableau["valeur"].is_monotonic_decreasing
    assert tableau["classe"].is_monotonic_increasing
    assert tableau["classe"].iloc[0] == "A"


def test_les_classes_se_comparent_entre_elles():
    tableau = segmentation.abc(ALPHA)
    assert (tableau["classe"] < "C").sum() == 8


def test_l_index_garde_son_nom_et_ses_valeurs():
    codes = pd.Series([5.0, 9.0], index=pd.Index([31, 12], name="client_id"))
    tableau = segmentation.abc(codes)
    assert tableau.index.name == "client_id"
    assert list(tableau.index) == [12, 31]


def test_la_convention_employee_accompagne_le_resultat():
    rappel = segmentation.abc(ALPHA, (0.75, 0.95), "apres").attrs
    assert rappel == {"seuils": (0.75, 0.95), "frontiere": "apres", "ex_aequo": "separes"}


def test_un_portefeuille_vide_donne_un_tableau_vide_de_meme_forme():
    for vide in ([], {}, pd.Series([], dtype=float), pd.Series([], dtype=object)):
        tableau = segmentation.abc(vide)
        assert tableau.empty
        assert list(tableau.columns) == ["valeur", "part", "cumul", "classe"]
        assert list(tableau["classe"].cat.categories) == ["A", "B", "C"]


def test_toutes_les_formes_de_portefeuille_donnent_le_meme_tableau():
    attendu = segmentation.abc(ALPHA)
    en_lignes = ALPHA.rename_axis("client").reset_index(name="ca")
    with duckdb.connect() as base:
        relation = base.from_df(en_lignes)
        for forme in (ALPHA.to_dict(), ALPHA.to_frame("ca"), en_lignes, relation):
            rendu = segmentation.abc(forme)
            pd.testing.assert_frame_equal(rendu, attendu, check_names=False)
        assert segmentation.abc(relation).index.name == "client"


def test_des_montants_decimaux_se_lisent_au_centime():
    valeurs = pd.Series([Decimal("0.10"), Decimal("0.20")], index=["a", "b"])
    assert segmentation.abc(valeurs)["valeur"].to_dict() == {"b": 0.2, "a": 0.1}


def test_le_nombre_de_fils_ne_change_pas_le_resultat():
    requete = "SELECT i AS client, (i * 7919 % 9973) / 100.0 AS ca FROM range(30000) t(i)"
    tableaux = []
    for fils in (1, 4):
        with duckdb.connect(config={"threads": fils}) as base:
            ventes = base.sql(requete)
            tableaux.append((segmentation.abc(ventes), segmentation.gini(ventes)))
    pd.testing.assert_frame_equal(tableaux[0][0], tableaux[1][0])
    assert tableaux[0][1] == tableaux[1][1]


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("valeurs", "motif"),
    [
        ([10, -2], r"avoirs.*reçu -2\.0"),
        ([10, float("nan")], r"1 valeur\(s\) manquante"),
        ([10, None], r"1 valeur\(s\) manquante"),
        ([9e12], "neuf mille milliards.*reçu 9000000000000"),
        ([10, float("inf")], "mille milliards.*reçu inf"),
        (pd.Series([1, 2], index=["x", "x"]), r"une seule ligne par client.*1 identifiant"),
        (pd.DataFrame({"a": [1], "b": [2], "c": [3]}), "deux colonnes"),
    ],
)
def test_une_valeur_hors_domaine_est_refusee(valeurs, motif):
    for fonction in (segmentation.abc, segmentation.gini, segmentation.herfindahl):
        with pytest.raises(ArgumentInvalide, match=motif):
            fonction(valeurs)


@pytest.mark.parametrize("valeurs", [["dix"], "ABC", 12, None, [True, False], np.ones((2, 2))])
def test_autre_chose_que_des_nombres_est_refuse(valeurs):
    with pytest.raises(MauvaisType, match="« valeurs »"):
        segmentation.abc(valeurs)


def test_un_index_de_plusieurs_types_est_refuse():
    with pytest.raises(MauvaisType, match="index simple"):
        segmentation.abc({1: 10, "b": 20})


@pytest.mark.parametrize("seuils", [(80, 95), (0.95, 0.80), (0.8, 0.8), (0.8,), 0.8, (0, 0.5)])
def test_des_seuils_impossibles_sont_refuses(seuils):
    with pytest.raises(ArgumentInvalide, match="« seuils »"):
        segmentation.abc(ALPHA, seuils)


def test_une_convention_inconnue_est_refusee():
    with pytest.raises(ArgumentInvalide, match="« avant » ou « apres », reçu 'pendant'"):
        segmentation.abc(ALPHA, frontiere="pendant")
    with pytest.raises(ArgumentInvalide, match="ex_aequo"):
        segmentation.abc(ALPHA, ex_aequo="hasard")


@pytest.mark.parametrize(
    "fonction",
    [
        segmentation.part_des_premiers,
        segmentation.concentration,
        segmentation.gini,
        segmentation.herfindahl,
    ],
)
@pytest.mark.parametrize(("valeurs", "motif"), [([], "vide"), ([0, 0], "nulles")])
def test_sans_client_ou_sans_chiffre_d_affaires_rien_ne_se_mesure(fonction, valeurs, motif):
    with pytest.raises(NonCalculable, match=motif):
        fonction(valeurs)


# --- 20/80, courbe, Gini, Herfindahl


def test_vingt_pour_cent_de_quinze_clients_font_trois_clients():
    assert round(segmentation.part_des_premiers(ALPHA), 4) == 0.7806


def test_l_effectif_des_premiers_est_arrondi_au_superieur():
    douze = [50] + [10] * 11
    assert segmentation.part_des_premiers(douze) == 70 / 160
    assert segmentation.part_des_premiers(douze, 0.01) == 50 / 160
    assert segmentation.part_des_premiers(douze, 1) == 1


def test_sept_pour_cent_de_cent_clients_font_sept_clients():
    assert 100 * 0.07 > 7  # en flottants : l'arrondi supérieur en compterait huit
    assert segmentation.part_des_premiers([1] * 100, 0.07) == 0.07


def test_le_taux_de_dependance_compte_des_clients():
    assert segmentation.part_des_premiers([50, 30, 20], nombre=1) == 0.5
    assert segmentation.part_des_premiers([50, 30, 20], nombre=10) == 1


@pytest.mark.parametrize("part", [0, -0.1, 20, 1.01])
def test_une_part_hors_de_zero_un_est_refusee(part):
    with pytest.raises(ArgumentInvalide, match="« part »"):
        segmentation.part_des_premiers(ALPHA, part)


@pytest.mark.parametrize("nombre", [0, -1, 2.5, "trois"])
def test_un_nombre_de_clients_impossible_est_refuse(nombre):
    with pytest.raises(ArgumentInvalide, match="« nombre »"):
        segmentation.part_des_premiers(ALPHA, nombre=nombre)


@given(portefeuilles)
@sans_hate
def test_la_courbe_de_concentration_monte_de_zero_a_un_au_dessus_de_la_diagonale(montants):
    courbe = segmentation.concentration(serie(montants))
    assert list(courbe.columns) == ["part_clients", "part_ca"]
    assert courbe.iloc[0].tolist() == [0, 0] and courbe.iloc[-1].tolist() == [1, 1]
    assert len(courbe) == len(montants) + 1
    assert courbe["part_ca"].is_monotonic_increasing
    assert (courbe["part_ca"] >= courbe["part_clients"] - 1e-12).all()


@given(portefeuilles)
@sans_hate
def test_le_gini_est_l_aire_entre_la_courbe_et_la_diagonale(montants):
    valeurs = serie(montants)
    courbe = segmentation.concentration(valeurs)
    aire = np.trapezoid(courbe["part_ca"], courbe["part_clients"])
    assert math.isclose(segmentation.gini(valeurs), 2 * aire - 1, abs_tol=1e-12)


@given(portefeuilles, st.randoms())
@sans_hate
def test_le_gini_est_entre_zero_et_son_maximum_quel_que_soit_l_ordre(montants, hasard):
    n = len(montants)
    gini = segmentation.gini(serie(montants))
    assert 0 <= gini <= (n - 1) / n
    assert segmentation.gini(serie(hasard.sample(montants, n))) == gini


def test_le_gini_d_alpha_est_celui_du_manuel():
    assert round(segmentation.gini(ALPHA), 4) == 0.7269


def test_un_client_unique_n_a_pas_d_inegalite():
    assert segmentation.gini([12]) == 0


@pytest.mark.parametrize(
    ("rd", "repartition"),
    [
        (1, (0.10, 0.10, 0.80)),
        (0.90, (0.10, 0.10, 0.80)),
        (0.8999, (0.10, 0.20, 0.70)),
        (0.85, (0.10, 0.20, 0.70)),
        (0.75, (0.20, 0.20, 0.60)),
        (0.7269, (0.20, 0.30, 0.50)),
        (0.65, (0.20, 0.30, 0.50)),
    ],
)
def test_le_ratio_de_discrimination_conseille_une_repartition(rd, repartition):
    assert segmentation.discrimination(rd) == repartition


def test_sous_soixante_cinq_centiemes_le_ratio_ne_s_interprete_pas():
    with pytest.raises(NonCalculable, match="0,6499 est inférieur à 0,65"):
        segmentation.discrimination(0.6499)


@pytest.mark.parametrize("rd", [-0.1, 72.69, float("nan"), "0,7"])
def test_un_ratio_hors_de_zero_un_est_refuse(rd):
    with pytest.raises(ArgumentInvalide, match="« rd »"):
        segmentation.discrimination(rd)


@given(st.integers(1, 40), st.integers(1, 2 * 10**11))
@sans_hate
def test_n_clients_egaux_equivalent_a_n_clients(n, valeur):
    assert tuple(segmentation.herfindahl([valeur] * n)) == (1 / n, n)


@given(portefeuilles)
@sans_hate
def test_l_indice_de_herfindahl_va_de_un_sur_n_a_un(montants):
    indice, equivalent = segmentation.herfindahl(serie(montants))
    assert 1 / len(montants) * (1 - 1e-12) <= indice <= 1
    assert math.isclose(indice * equivalent, 1)


# --- RFM


def commandes(lignes):
    return pd.DataFrame(lignes, columns=["client", "jour", "ht"])


COLONNES = {"client": "client", "date": "jour", "montant": "ht"}
ACHATS = commandes(
    [
        ("Alba", "2026-01-12", 800.0),
        ("Alba", "2026-04-03", 650.0),
        ("Alba", "2026-06-20", 450.0),
        ("Breval", "2025-11-05", 300.0),
        ("Breval", "2026-05-18", 120.0),
        ("Corde", "2026-06-01", 90.0),
        ("Dumas", "2025-03-02", 4200.0),
        ("Dumas", "2025-06-10", 3900.0),
        ("Eloi", "2024-09-30", 60.0),
    ]
)


def test_la_recence_se_compte_en_jours_a_la_date_de_reference():
    assert (
        segmentation.rfm(ACHATS, **COLONNES, reference="2026-06-30").loc["Corde", "recence"] == 29
    )


def test_sans_reference_on_se_place_au_jour_de_la_derniere_commande():
    tableau = segmentation.rfm(ACHATS, **COLONNES)
    assert tableau["recence"].to_dict()["Alba"] == 0
    assert tableau.attrs["reference"] == "2026-06-20"


def test_un_quintile_est_un_cinquieme_des_clients_s_ils_sont_tous_differents():
    lignes = [(f"c{i}", f"2026-01-{i + 1:02}", 10 * i + 1) for i in range(20)]
    tableau = segmentation.rfm(commandes(lignes), **COLONNES)
    assert tableau["r"].value_counts().to_dict() == dict.fromkeys(range(1, 6), 4)
    assert tableau.loc["c19", ["r", "f", "m"]].tolist() == [5, 1, 5]


def test_la_frequence_compte_les_lignes_ou_les_commandes_distinctes():
    lignes = ACHATS.assign(numero=[1, 1, 2, 3, 4, 5, 6, 6, 7])
    assert segmentation.rfm(lignes, **COLONNES).loc["Dumas", "frequence"] == 2
    distinctes = segmentation.rfm(lignes, **COLONNES, commande="numero")
    assert distinctes.loc["Dumas", ["frequence", "montant"]].tolist() == [1, 8100]
    assert distinctes.loc["Alba", ["recence", "frequence"]].tolist() == [0, 2]


def test_les_centimes_s_additionnent_sans_erreur():
    dix_centimes = commandes([("a", "2026-01-01", 0.1)] * 3 + [("b", "2026-01-01", 0.3)])
    tableau = segmentation.rfm(dix_centimes, **COLONNES)
    assert tableau["montant"].tolist() == [0.3, 0.3]
    assert tableau["m"].nunique() == 1


lignes_commandes = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.dates(), st.integers(0, 500).map(lambda c: c / 100)),
    min_size=1,
    max_size=30,
)


@given(lignes_commandes, st.randoms())
@sans_hate
def test_la_table_rfm_suit_les_notes_par_quintiles_et_ignore_l_ordre(lignes, hasard):
    tableau = segmentation.rfm(commandes(lignes), **COLONNES)
    notes = segmentation.notes_quintiles
    assert tableau["r"].tolist() == notes(tableau["recence"].tolist(), "petit")
    assert tableau["f"].tolist() == notes(tableau["frequence"].tolist(), "grand")
    assert tableau["m"].tolist() == notes(tableau["montant"].tolist(), "grand")
    melangees = commandes(hasard.sample(lignes, len(lignes)))
    pd.testing.assert_frame_equal(segmentation.rfm(melangees, **COLONNES), tableau)


def test_tableau_et_relation_donnent_la_meme_table():
    with duckdb.connect() as base:
        base.execute("CREATE TABLE ventes (client VARCHAR, jour TIMESTAMP, ht DECIMAL(12, 2))")
        base.executemany("INSERT INTO ventes VALUES (?, ?, ?)", ACHATS.values.tolist())
        rendu = segmentation.rfm(base.table("ventes"), **COLONNES)
    pd.testing.assert_frame_equal(rendu, segmentation.rfm(ACHATS, **COLONNES))


@pytest.mark.parametrize(
    "nom", ["commandes", "clients", "lignes", "brut", "portefeuille", "cumuls"]
)
def test_une_table_peut_porter_n_importe_quel_nom(nom):
    with duckdb.connect() as base:
        base.from_df(ACHATS.assign(numero=range(9))).create(nom)
        ventes = base.table(nom)
        rendu = segmentation.rfm(ventes, **COLONNES, commande="numero")
        pd.testing.assert_frame_equal(rendu, segmentation.rfm(ACHATS, **COLONNES))
        par_commande = ventes.select("numero, ht")
        for regle in ("separes", "ensemble"):
            tableau = segmentation.abc(par_commande, ex_aequo=regle)
            assert tableau["valeur"].tolist() == sorted(ACHATS["ht"], reverse=True)
        assert segmentation.gini(par_commande) == segmentation.gini(ACHATS["ht"])


def test_l_index_porte_le_nom_de_la_colonne_client():
    tableau = segmentation.rfm(
        ACHATS.rename(columns={"client": "client id"}),
        client="client id",
        date="jour",
        montant="ht",
    )
    assert tableau.index.name == "client id"


def test_le_code_juxtapose_les_trois_notes():
    tableau = segmentation.rfm(ACHATS, **COLONNES, score="code")
    assert tableau["score"].to_dict()["Alba"] == "554"


def test_des_bornes_remplacent_les_quintiles_critere_par_critere():
    bornes = {"recence": [90, 180, 270, 360], "montant": [100, 1000]}
    tableau = segmentation.rfm(ACHATS, **COLONNES, reference="2026-06-30", notes=bornes)
    assert tableau["r"].tolist() == [4, 4, 4, 0, 0]
    assert tableau["m"].tolist() == [2, 1, 0, 2, 0]
    quintiles = segmentation.rfm(ACHATS, **COLONNES, reference="2026-06-30")
    assert tableau["f"].tolist() == quintiles["f"].tolist()


def test_avec_des_bornes_les_segments_gardent_leur_sens():
    bornes = {"recence": [90, 180], "frequence": [2, 3], "montant": [100, 1000]}
    tableau = segmentation.rfm(ACHATS, **COLONNES, reference="2026-06-30", notes=bornes)
    assert tableau["segment"].to_dict() == {
        "Alba": "Champions",
        "Breval": "Fidèles",
        "Corde": "Prometteurs",
        "Dumas": "À réveiller",
        "Eloi": "Silencieux",
    }


def test_sans_commande_la_table_est_vide_et_de_meme_forme():
    vide = segmentation.rfm(ACHATS.iloc[:0], **COLONNES)
    assert vide.empty
    assert list(vide.columns) == list(segmentation.rfm(ACHATS, **COLONNES).columns)


@pytest.mark.parametrize(
    ("achats", "options", "motif"),
    [
        (ACHATS, {"client": "cli"}, r"« client » : attendu une colonne.*reçu 'cli'"),
        (ACHATS, {"commande": "numero"}, "« commande » : attendu une colonne"),
        (ACHATS.assign(jour="31/12/2025"), {}, r"« date » : .*9 ligne\(s\)"),
        (ACHATS.assign(ht=[None] + [1.0] * 8), {}, r"« montant » : .*1 ligne\(s\)"),
        (ACHATS.assign(client=[None] + ["a"] * 8), {}, r"« client » : .*1 ligne\(s\)"),
        (ACHATS, {"reference": "2026-01-01"}, "« reference ».*2026-06-20"),
        (ACHATS, {"reference": "30 juin"}, "« reference »"),
        (ACHATS, {"notes": "deciles"}, "« notes »"),
        (ACHATS, {"notes": {"age": [1]}}, "« notes »"),
        (ACHATS, {"notes": {"recence": [180, 90]}}, "« bornes »"),
        (ACHATS, {"score": "moyenne"}, "« score »"),
    ],
)
def test_une_table_rfm_impossible_dit_pourquoi(achats, options, motif):
    with pytest.raises(ArgumentInvalide, match=motif):
        segmentation.rfm(achats, **(COLONNES | options))


def test_un_montant_en_texte_est_refuse():
    with pytest.raises(MauvaisType, match="« montant »"):
        segmentation.rfm(ACHATS.assign(ht="12,50"), **COLONNES)
    with pytest.raises(MauvaisType, match="« commandes »"):
        segmentation.rfm([1, 2], **COLONNES)


# --- Notes et segments


def test_la_grille_de_recence_en_mois_donne_de_quatre_a_zero():
    mois = [0, 3, 3.1, 6, 7, 9, 10, 12, 12.5, 40]
    assert segmentation.notes_bornes(mois, [3, 6, 9, 12]) == [4, 4, 3, 3, 2, 2, 1, 1, 0, 0]


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=20), st.sampled_from(["petit", "grand"]))
def test_les_ex_aequo_ont_la_meme_note_et_le_meilleur_a_la_plus_haute(valeurs, meilleur):
    notes = segmentation.notes_quintiles(valeurs, meilleur)
    paires = dict(zip(valeurs, notes, strict=True))
    assert [paires[v] for v in valeurs] == notes
    assert set(notes) <= {1, 2, 3, 4, 5}
    rangees = [paires[v] for v in sorted(paires, reverse=meilleur == "petit")]
    assert rangees == sorted(rangees) and rangees[0] == 1


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=20))
def test_petit_et_grand_sont_le_miroir_l_un_de_l_autre(valeurs):
    opposees = [-v for v in valeurs]
    assert segmentation.notes_quintiles(valeurs, "petit") == segmentation.notes_quintiles(
        opposees, "grand"
    )


def test_les_notes_gardent_la_forme_des_valeurs():
    serie_jours = pd.Series([5, 40], index=["x", "y"], name="recence")
    rendue = segmentation.notes_quintiles(serie_jours)
    assert (list(rendue.index), rendue.name) == (["x", "y"], "recence")
    assert isinstance(segmentation.notes_bornes(np.array([1.0]), [3]), np.ndarray)
    assert segmentation.notes_bornes(2, [3, 6]) == 2
    assert segmentation.notes_quintiles([]) == []


@pytest.mark.parametrize(
    ("erreur", "appel"),
    [
        (ArgumentInvalide, lambda: segmentation.notes_quintiles([1, float("nan")])),
        (
            ArgumentInvalide,
            lambda: segmentation.notes_quintiles(pd.Series([1, None], dtype="Int64")),
        ),
        (ArgumentInvalide, lambda: segmentation.notes_quintiles([1], "moyen")),
        (MauvaisType, lambda: segmentation.notes_quintiles(["1", "2"])),
        (MauvaisType, lambda: segmentation.notes_quintiles(3)),
        (ArgumentInvalide, lambda: segmentation.notes_bornes([1], [])),
        (ArgumentInvalide, lambda: segmentation.notes_bornes([1], [6, 3])),
        (ArgumentInvalide, lambda: segmentation.segment_rfm(0, 3, 3)),
        (ArgumentInvalide, lambda: segmentation.segment_rfm(3, 6, 3)),
    ],
)
def test_des_notes_impossibles_sont_refusees(erreur, appel):
    with pytest.raises(erreur):
        appel()


def test_chacune_des_125_combinaisons_a_un_segment_et_chaque_segment_sert():
    noms = [segment.nom for segment in segmentation.SEGMENTS]
    combinaisons = list(itertools.product(range(1, 6), repeat=3))
    un_par_un = [segmentation.segment_rfm(*notes) for notes in combinaisons]
    assert set(un_par_un) == set(noms)
    assert len(set(noms)) == len(noms)
    colonnes = pd.DataFrame(combinaisons, columns=["r", "f", "m"])
    ensemble = segmentation.segment_rfm(colonnes["r"], colonnes["f"], colonnes["m"])
    assert ensemble.tolist() == un_par_un
    assert list(ensemble.cat.categories) == noms


def test_gagner_un_point_ne_fait_jamais_reculer_dans_la_liste_des_segments():
    rang = {segment.nom: i for i, segment in enumerate(segmentation.SEGMENTS)}
    for notes in itertools.product(range(1, 5), repeat=3):
        for critere in range(3):
            mieux = list(notes)
            mieux[critere] += 1
            avant, apres = segmentation.segment_rfm(*notes), segmentation.segment_rfm(*mieux)
            assert rang[apres] <= rang[avant]


def test_les_donnees_recues_ne_sont_pas_modifiees():
    copie = ACHATS.copy()
    segmentation.rfm(ACHATS, **COLONNES)
    pd.testing.assert_frame_equal(ACHATS, copie)
    hasard = random.Random(1).sample(range(100), 10)
    valeurs = list(hasard)
    segmentation.abc(valeurs)
    assert valeurs == hasard


def test_un_tableau_retourne_se_lit_comme_l_autre():
    ventes = pd.DataFrame({"client": ["a", "b", "c"], "ca": [1.0, 3.0, 2.0]})
    pd.testing.assert_frame_equal(segmentation.abc(ventes[::-1]), segmentation.abc(ventes))
