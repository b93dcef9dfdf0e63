"""Le mailing (GRC-4, S822-4, S823-4) : contrôles, publipostage, rendement, test A/B."""

import warnings

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from grc_lib import mailing, prospection
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(max_examples=80, deadline=None)

COURRIER = {
    "canal": "courrier",
    "expediteur": "Imprimerie Clémenceau",
    "signataire": "Claire Duval, directrice de clientèle",
    "enveloppe_porteuse": "Vos étiquettes en 48 heures ! IMPRIMERIE CLEMENCEAU, 59000 Lille",
    "depliant": "Nos étiquettes adhésives",
    "coupon_reponse": "Oui, je commande… [ ] Je ne souhaite plus recevoir vos offres",
    "enveloppe_retour": "Libre réponse 4012",
    "lettre": """Lille, le 30 juin 2026. Chère Madame {{ nom }},
        L'Imprimerie Clémenceau imprime en 48 heures.
        Vos coordonnées viennent de votre site ; nous les conservons trois ans.
        Claire Duval,
        directrice de clientèle
        P.-S. : − 10 % jusqu'au 31 juillet.""",
}
COURRIEL = {
    "canal": "courriel",
    "expediteur": "Imprimerie Clémenceau",
    "signataire": "Claire Duval",
    "objet": "Vos étiquettes en 48 heures",
    "cible": "professionnels",
    "fondement": "activité professionnelle",
    "texte": """Bonjour {{ prenom }}, l'Imprimerie Clémenceau vous propose ses étiquettes.
        Claire Duval. Nous utilisons vos données trois ans au plus.
        Se désabonner : https://clemenceau.example/stop""",
}


def manques(pieces):
    return [controle.regle for controle in mailing.controler(pieces) if not controle.respectee]


# --- contrôles


def test_un_mailing_complet_passe_tous_les_controles():
    assert manques(COURRIER) == []
    assert manques(COURRIEL) == []


@pytest.mark.parametrize(
    ("piece", "regle"),
    [
        ("enveloppe_porteuse", "L'enveloppe porteuse"),
        ("lettre", "La lettre"),
        ("depliant", "Le dépliant"),
        ("coupon_reponse", "Le coupon-réponse ou bon de commande"),
        ("enveloppe_retour", "L'enveloppe retour"),
    ],
)
def test_les_cinq_pieces_du_mailing_sont_demandees_une_a_une(piece, regle):
    assert regle in manques({nom: texte for nom, texte in COURRIER.items() if nom != piece})
    assert regle in manques(COURRIER | {piece: "  \n"})


@pytest.mark.parametrize(
    ("pieces", "piece", "ancien", "nouveau", "regle"),
    [
        (
            COURRIER,
            "enveloppe_porteuse",
            "CLEMENCEAU",
            "",
            "L'expéditeur, sur l'enveloppe porteuse",
        ),
        (COURRIER, "lettre", "Clémenceau", "X", "L'expéditeur, dans le texte"),
        (COURRIER, "lettre", "{{ nom }}", "", "La personnalisation"),
        (COURRIER, "lettre", "directrice", "chargée", "La signature"),
        (COURRIER, "lettre", "P.-S.", "", "Le post-scriptum"),
        (COURRIER, "lettre", "conservons", "aimons", "L'information sur les données"),
        (COURRIER, "coupon_reponse", "plus recevoir", "rater", "Le droit d'opposition"),
        (COURRIEL, "objet", "Vos étiquettes", "RE : vos étiquettes", "L'objet"),
        (COURRIEL, "objet", "Vos étiquettes en 48 heures", " ", "L'objet"),
        (COURRIEL, "texte", "Clémenceau", "X", "L'expéditeur, dans le texte"),
        (COURRIEL, "texte", "Se désabonner", "Le site", "Le désabonnement"),
        (COURRIEL, "texte", "https://clemenceau.example/stop", "", "Le désabonnement"),
        (COURRIEL, "texte", "données", "idées", "L'information sur les données"),
        (COURRIEL, "texte", "{{ prenom }}", "", "La personnalisation"),
        (COURRIEL, "texte", "Claire Duval", "", "La signature"),
    ],
)
def test_une_seule_mention_oubliee_se_voit_et_elle_seule(pieces, piece, ancien, nouveau, regle):
    assert ancien in pieces[piece]
    assert manques(pieces | {piece: pieces[piece].replace(ancien, nouveau)}) == [regle]


@pytest.mark.parametrize(
    ("cible", "fondement", "licite"),
    [
        ("particuliers", "consentement", True),
        ("particuliers", "client existant", True),
        ("particuliers", "activité professionnelle", False),
        ("professionnels", "activité professionnelle", True),
    ],
)
def test_un_particulier_ne_recoit_pas_de_courriel_sans_son_accord(cible, fondement, licite):
    droit = mailing.controler(COURRIEL | {"cible": cible, "fondement": fondement})[-1]
    assert droit.regle == f"Le droit d'écrire à des {cible}"
    assert droit.respectee is licite


def test_un_fondement_oublie_n_est_pas_un_droit():
    sans = {nom: texte for nom, texte in COURRIEL.items() if nom != "fondement"}
    assert manques(sans) == ["Le droit d'écrire à des professionnels"]


@pytest.mark.parametrize(
    "phrase",
    [
        "Vous pouvez vous opposer à tout moment à nos envois.",
        "Votre droit d'opposition s'exerce par simple lettre.",
        "Si vous ne souhaitez plus recevoir nos offres, écrivez-nous.",
        "Désinscription gratuite sur simple appel.",
    ],
)
def test_le_droit_d_opposition_se_dit_de_plusieurs_facons(phrase):
    sans = COURRIER | {"coupon_reponse": "Oui, je commande"}
    assert manques(sans) == ["Le droit d'opposition"]
    assert manques(sans | {"lettre": f"{COURRIER['lettre']}\n{phrase}"}) == []


def test_un_mailing_vide_manque_de_tout_et_chaque_controle_s_explique():
    for pieces in ({}, {"canal": "courriel"}):
        controles = mailing.controler(pieces)
        assert not any(controle.respectee for controle in controles)
        assert all(controle.explication and controle.source for controle in controles)
    tableau = pd.DataFrame(mailing.controler(COURRIER))
    assert list(tableau.columns) == ["regle", "respectee", "explication", "source"]
    assert len(tableau) == 12


@pytest.mark.parametrize(
    ("recu", "attendue", "motif"),
    [
        ({"letre": "x"}, ArgumentInvalide, "letre"),
        ({"canal": "sms"}, ArgumentInvalide, "« courrier » ou « courriel »"),
        ({"canal": "courriel", "lettre": "x"}, ArgumentInvalide, "pour un courriel"),
        ({"canal": "courriel", "cible": "tous"}, ArgumentInvalide, "« cible »"),
        ({"canal": "courriel", "fondement": "aucun"}, ArgumentInvalide, "« fondement »"),
        ({"lettre": None}, MauvaisType, "« mailing, lettre »"),
        ("lettre", MauvaisType, "dictionnaire"),
        (None, MauvaisType, "dictionnaire"),
    ],
)
def test_un_mailing_mal_decrit_dit_pourquoi(recu, attendue, motif):
    with pytest.raises(attendue, match=motif):
        mailing.controler(recu)


# --- publipostage


@pytest.fixture
def fiches():
    return pd.DataFrame(
        {
            "nom": ["Faure", "Adam & Fils"],
            "montant": [1234.5, 80.0],
            "jour": pd.to_datetime(["2026-03-01", "2026-06-30"]),
        },
        index=["c1", "c2"],
    )


def test_chaque_destinataire_recoit_sa_lettre(fiches):
    modele = "Bonjour {{ nom }},\nvotre commande du {{ jour | date }} : {{ montant | euros }}.\n"
    lettres = mailing.publipostage(modele, fiches)
    assert lettres["c1"] == (
        "Bonjour Faure,\nvotre commande du 01/03/2026 : 1\u202f234,50\u00a0€.\n"
    )
    assert list(lettres.index) == ["c1", "c2"]
    assert lettres["c2"].startswith("Bonjour Adam & Fils")


def test_tableau_relation_et_liste_de_dictionnaires_donnent_les_memes_lettres(fiches):
    modele = "{{ nom }} : {{ montant | nombre }}"
    attendues = mailing.publipostage(modele, fiches).tolist()
    assert mailing.publipostage(modele, duckdb.from_df(fiches)).tolist() == attendues
    assert mailing.publipostage(modele, fiches.to_dict("records")).tolist() == attendues


def test_en_html_les_champs_sont_proteges_mais_pas_le_modele():
    pieges = pd.DataFrame({"nom": ["<b>A & B</b>"]})
    assert mailing.publipostage("<p>{{ nom }}</p>", pieges, html=True)[0] == (
        "<p>&lt;b&gt;A &amp; B&lt;/b&gt;</p>"
    )
    assert mailing.publipostage("<p>{{ nom }}</p>", pieges)[0] == "<p><b>A & B</b></p>"


@given(st.text(min_size=1).filter(lambda t: t.strip() and "\r" not in t))
@sans_hate
def test_un_champ_n_est_jamais_execute_comme_un_modele(texte):
    for contenu in (texte, "{{ 7 * 7 }}" + texte):
        assert mailing.publipostage("{{ nom }}", [{"nom": contenu}])[0] == contenu


def test_un_champ_facultatif_peut_manquer():
    modele = "Bonjour{% if prenom is defined %} {{ prenom }}{% endif %} {{ nom }}"
    fiches = pd.DataFrame({"nom": ["Faure", "Adam"], "prenom": ["Zoé", None]})
    assert mailing.publipostage(modele, fiches).tolist() == ["Bonjour Zoé Faure", "Bonjour Adam"]


@pytest.mark.parametrize("vide", [None, "", "  ", float("nan"), pd.NaT, pd.NA])
def test_un_champ_vide_est_nomme_avec_sa_ligne(vide):
    fiches = pd.DataFrame({"nom": ["Faure", vide], "autre": [None, None]}, index=["c1", "c2"])
    with pytest.raises(ArgumentInvalide, match=r"« destinataires, ligne c2 ».*nom vide"):
        mailing.publipostage("Bonjour {{ nom }}", fiches)


@pytest.mark.parametrize(
    ("colonne", "permis", "refuses"),
    [
        ("opposition", [False, "non", None, float("nan"), 0], [True, "Oui", 1]),
        ("etat", ["accord", None], ["opposition", " Opposition "]),
        ("consentement", [True, "accord", "oui", 1], [False, None, "opposition", "", 0]),
    ],
)
def test_on_n_ecrit_pas_a_qui_s_y_est_oppose(colonne, permis, refuses):
    for valeur in permis:
        assert mailing.publipostage("x", [{"nom": "A", colonne: valeur}]).tolist() == ["x"]
    for valeur in refuses:
        fiches = pd.DataFrame({"nom": ["A", "B"], colonne: [permis[0], valeur]}, dtype="object")
        motif = rf"RGPD, art. 21.*1 ligne.*« {colonne} » : \[1\]"
        with pytest.raises(ArgumentInvalide, match=motif):
            mailing.publipostage("x", fiches)


@pytest.mark.parametrize(
    ("modele", "motif"),
    [
        ("{{ nom }} {{ prenom }}", "« modele ».*colonnes .nom.*prenom"),
        ("{{ nom ", "faute à la ligne 1"),
        ("a\n{% if %}", "faute à la ligne 2"),
        ("{{ nom | inconnu }}", "bien formé"),
        ("{{ nom | euros }}", "ligne 0 ».*« montant »"),
        ("{{ nom + 1 }}", "opération impossible"),
        ("{{ 1 / 0 }}", "opération impossible"),
        ("{{ nom.prix }}", "détail de champ"),
        ("{{ ''.__class__.__mro__ }}", "interdite"),
        ("{% for i in range(10**9) %}{% endfor %}", "interdite"),
        ("{% include 'fichier' %}", "opération impossible"),
        (3, "« modele »"),
    ],
)
def test_un_modele_fautif_ou_dangereux_est_refuse_en_francais(modele, motif):
    with pytest.raises(ErreurGrc, match=motif):
        mailing.publipostage(modele, [{"nom": "A"}])


@pytest.mark.parametrize("recu", [[], 3, None, "x", {"nom": ["A"]}, ["A"], pd.Series(["A"])])
def test_les_destinataires_sont_un_tableau(recu):
    with pytest.raises(MauvaisType, match="« destinataires »"):
        mailing.publipostage("x", recu)


def test_les_fiches_ne_sont_pas_modifiees(fiches):
    avant = fiches.copy()
    mailing.publipostage("{{ nom }}", fiches)
    pd.testing.assert_frame_equal(fiches, avant)


# --- rendement


def test_le_rendement_d_un_mailing_se_refait_a_la_main():
    bilan = mailing.rendement(5000, retours=200, commandes=40, cout=3500, marge=140)
    assert tuple(bilan) == pytest.approx((0.04, 0.70, 17.5, 87.5, 2100, 0.005))


@given(
    st.integers(1, 10_000), st.integers(0, 10_000), st.integers(0, 10_000),
    st.integers(0, 100_000), st.integers(1, 1_000),
)  # fmt: skip
@sans_hate
def test_le_mailing_gagne_de_l_argent_au_dela_de_son_point_de_retour(n, r, c, cout, marge):
    retours = min(n, r)
    commandes = min(retours, c)
    bilan = mailing.rendement(n, retours, commandes, cout, marge)
    assert bilan.resultat == commandes * marge - cout
    assert bilan.point_retour == prospection.point_de_retour(cout, marge, n).taux
    if abs(bilan.resultat) > 1e-6:
        assert (bilan.resultat > 0) == (commandes / n > bilan.point_retour)


def test_sans_commande_il_n_y_a_pas_de_cout_par_commande_mais_une_perte():
    bilan = mailing.rendement(5000, 0, 0, 3500, 140)
    assert (bilan.cout_retour, bilan.cout_commande, bilan.resultat) == (None, None, -3500)
    assert "3\u202f500,00\u00a0€ / 0 = non calculable" in str(bilan)


def test_le_rendement_montre_son_calcul_et_ses_denominateurs():
    bilan = mailing.rendement(5000, 200, 40, 3500, 140)
    texte = str(bilan)
    assert "200 / 5\u202f000 = 4,00\u202f%" in texte
    assert "40 × 140,00\u00a0€ − 3\u202f500,00\u00a0€ = 2\u202f100,00\u00a0€" in texte
    assert "se compare au taux de commande" in texte
    assert "0,50\u202f%" in bilan._repr_html_()


@pytest.mark.parametrize(
    ("change", "motif"),
    [
        ({"envois": 0}, "« envois »"),
        ({"envois": 10.5}, "« envois »"),
        ({"retours": 6000}, "« retours ».*envois"),
        ({"commandes": 300}, "« commandes ».*retours"),
        ({"commandes": -1}, "« commandes »"),
        ({"cout": -1}, "« cout »"),
        ({"cout": "3500"}, "« cout »"),
        ({"marge": 0}, "« marge »"),
        ({"marge": float("nan")}, "« marge »"),
        ({"retours": None}, "« retours »"),
        ({"envois": [5000]}, "« envois »"),
        ({"envois": True}, "« envois »"),
    ],
)
def test_un_rendement_impossible_dit_pourquoi(change, motif):
    donnees = {"envois": 5000, "retours": 200, "commandes": 40, "cout": 3500, "marge": 140}
    with pytest.raises(ErreurGrc, match=motif):
        mailing.rendement(**(donnees | change))


# --- test A/B


def comparer(a, b, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return mailing.comparer_variantes(a, b, **options)


variantes = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
comparables = st.tuples(variantes, variantes).filter(
    lambda v: 0 < v[0][0] + v[1][0] < v[0][1] + v[1][1]
)


@given(comparables, st.sampled_from([0.9, 0.95, 0.99]))
@sans_hate
def test_z_p_et_l_intervalle_sont_ceux_de_statsmodels(paire, confiance):
    (sa, na), (sb, nb) = paire
    obtenu = comparer((sa, na), (sb, nb), confiance=confiance)
    z, p = proportions_ztest([sb, sa], [nb, na])
    assert (obtenu.z, obtenu.p) == pytest.approx((z, p), rel=1e-9, abs=1e-12)
    bornes = confint_proportions_2indep(sb, nb, sa, na, method="wald", alpha=1 - confiance)
    assert (obtenu.bas, obtenu.haut) == pytest.approx(bornes, rel=1e-9, abs=1e-12)
    assert obtenu.significative == (p < 1 - confiance)


@given(comparables)
@sans_hate
def test_z_au_carre_est_le_khi2_du_tableau_et_l_echange_change_le_signe(paire):
    (sa, na), (sb, nb) = paire
    aller, retour = comparer((sa, na), (sb, nb)), comparer((sb, nb), (sa, na))
    khi2 = chi2_contingency([[sa, na - sa], [sb, nb - sb]], correction=False)
    assert aller.z**2 == pytest.approx(khi2.statistic, rel=1e-9, abs=1e-12)
    assert aller.p == pytest.approx(khi2.pvalue, rel=1e-9)
    assert (retour.difference, retour.z) == pytest.approx((-aller.difference, -aller.z))
    assert retour.p == pytest.approx(aller.p)


def test_les_effectifs_faibles_donnent_un_avertissement_visible_dans_le_resultat():
    with pytest.warns(UserWarning, match="cinq succès"):
        fragile = mailing.comparer_variantes((1, 40), (4, 40))
    assert "approximation normale" in str(fragile)
    with pytest.warns(UserWarning, match="cinq échecs"):
        mailing.comparer_variantes((39, 40), (37, 40))
    solide = mailing.comparer_variantes((5, 50), (5, 50))  # cinq attendus : pas d'avertissement
    assert "approximation normale" not in str(solide)


@pytest.mark.parametrize(("confiance", "attendu"), [(0.95, True), (0.97, True), (0.98, False)])
def test_la_conclusion_depend_de_la_confiance_choisie(confiance, attendu):
    """Valeur p : 0,0253."""
    obtenu = mailing.comparer_variantes((40, 1000), (62, 1000), confiance=confiance)
    assert obtenu.significative is attendu


def test_la_comparaison_montre_son_calcul():
    texte = str(mailing.comparer_variantes((40, 1000), (62, 1000)))
    assert "2,20\u202f% / √(5,10\u202f% × (1 − 5,10\u202f%)" in texte
    assert "différence significative" in texte
    assert "de 0,27 points à 4,13 points" in texte
    assert "moins de 0,0001" in str(mailing.comparer_variantes((40, 1000), (140, 1000)))
    assert "non significative" in str(mailing.comparer_variantes((40, 1000), (45, 1000)))


@pytest.mark.parametrize(
    ("a", "b", "options", "attendue", "motif"),
    [
        ((0, 100), (0, 100), {}, NonCalculable, "0 % ou 100 %"),
        ((100, 100), (50, 50), {}, NonCalculable, "0 % ou 100 %"),
        ((101, 100), (5, 100), {}, ArgumentInvalide, "« a, succès »"),
        ((5, 100), (0, 0), {}, ArgumentInvalide, "« b, envois »"),
        ((0.05, 100), (5, 100), {}, ArgumentInvalide, "« a, succès »"),
        ((-1, 100), (5, 100), {}, ArgumentInvalide, "« a, succès »"),
        ((5, 100), 0.05, {}, MauvaisType, "« b ».*succès, envois"),
        ((5, 100, 1), (5, 100), {}, MauvaisType, "« a »"),
        ((5, None), (5, 100), {}, MauvaisType, "« a, envois »"),
        ((5, 100), (9, 100), {"confiance": 95}, ArgumentInvalide, "« confiance »"),
        ((5, 100), (9, 100), {"confiance": 1}, ArgumentInvalide, "« confiance »"),
        ((5, 100), (9, 100), {"confiance": 0}, ArgumentInvalide, "« confiance »"),
    ],
)
def test_une_comparaison_impossible_dit_pourquoi(a, b, options, attendue, motif):
    with pytest.raises(attendue, match=motif):
        mailing.comparer_variantes(a, b, **options)
