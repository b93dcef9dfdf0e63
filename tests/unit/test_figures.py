"""Les graphiques : leurs données, leurs textes, leur poids ; valeurs calculées à la main."""

import copy
import json
import pickle
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import figures, segmentation
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures import Graphique
from grc_lib.figures.gabarit import CLASSES, CONFIG, ENCRE, GRIS, MIMETYPE, gabarit
from grc_lib.figures.textes import compte, du, euros_courts, pourcent, tableau_html

# Le portefeuille ALPHA des cas AB01 à AB05 : 15 clients, 63 064 € de chiffre d'affaires.
ALPHA = pd.Series(
    {"A": 6250, "B": 29480, "C": 276, "D": 350, "E": 2610, "F": 150, "G": 1260, "H": 50}
    | {"I": 38, "J": 1800, "K": 13500, "L": 1200, "M": 1200, "N": 4500, "O": 400}
)
ABC = segmentation.abc(ALPHA)
RFM = pd.DataFrame(
    {
        "r": [5, 5, 4, 1, 1, 1],
        "f": [5, 5, 2, 1, 1, 3],
        "montant": [4000.0, 2000.0, 2500.0, 300.0, 200.0, 1000.0],
        "segment": ["Champions", "Champions", "Fidèles", "Silencieux", "Silencieux", "Dormants"],
    }
)
VENTES = pd.DataFrame({"Mois": ["mai", "juin"], "Ventes (€)": [1200.0, 1500.0]})


def tous_les_graphiques() -> dict[str, Graphique]:
    marge = segmentation.abc(ALPHA[::-1] ** 0.5)
    clients = pd.DataFrame({"ca": [9000.0, 500.0, 500.0], "marge": [-90.0, 200.0, 100.0]})
    return {
        "concentration": figures.courbe_concentration(ALPHA),
        "abc": figures.courbe_abc(ABC),
        "comparaison": figures.comparaison_classements(ABC, marge),
        "nuage": figures.nuage_ca_marge(clients),
        "grille": figures.grille_rfm(RFM),
        "segments": figures.barres_segments(RFM),
    }


GRAPHIQUES = tous_les_graphiques()
chaque_graphique = pytest.mark.parametrize("graphique", GRAPHIQUES.values(), ids=GRAPHIQUES.keys())


def graphique(**options: Any) -> Graphique:
    defaut = {"titre": "Les ventes montent", "texte_alternatif": "Deux barres.", "donnees": VENTES}
    return Graphique(go.Bar(x=VENTES["Mois"], y=VENTES["Ventes (€)"]), **{**defaut, **options})


def grand_portefeuille(effectif: int = 1200) -> "pd.Series[float]":
    rangs = np.arange(1, effectif + 1)
    return pd.Series(400_000 / rangs**1.1, index=[f"Client {i}" for i in rangs]).round(2)


def luminance(couleur: str) -> float:
    """Luminance relative (WCAG 2.2) d'une couleur #rrggbb."""
    canaux = np.array([int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    lineaires = np.where(canaux <= 0.04045, canaux / 12.92, ((canaux + 0.055) / 1.055) ** 2.4)
    return float(lineaires @ [0.2126, 0.7152, 0.0722])


def contraste(a: str, b: str) -> float:
    clair, fonce = sorted([luminance(a), luminance(b)], reverse=True)
    return (clair + 0.05) / (fonce + 0.05)


# --- Courbe de concentration


def test_trois_clients_sur_quinze_font_78_pour_cent_du_ca() -> None:
    figure = figures.courbe_concentration(ALPHA)
    lu = figure.data[2]
    assert lu.x[0] == pytest.approx(0.20)
    assert lu.y[0] == pytest.approx((29480 + 13500 + 6250) / 63064)
    assert figure.titre == "20\u202f% des clients font 78,1\u202f% du chiffre d'affaires"


def test_la_courbe_va_de_zero_a_cent_pour_cent_et_commence_par_le_plus_gros() -> None:
    courbe = figures.courbe_concentration(ALPHA).data[1]
    assert (courbe.x[0], courbe.y[0]) == (0, 0)
    assert (courbe.x[-1], courbe.y[-1]) == (1, 1)
    assert courbe.y[1] == pytest.approx(29480 / 63064)
    assert len(courbe.x) == 16


def test_vingt_pour_cent_de_douze_clients_font_trois_clients_soit_un_quart() -> None:
    valeurs = list(range(1, 13))
    figure = figures.courbe_concentration(valeurs)
    assert figure.data[2].x[0] == pytest.approx(3 / 12)
    assert figure.data[2].y[0] == pytest.approx((12 + 11 + 10) / 78)
    assert figure.data[2].y[0] == pytest.approx(segmentation.part_des_premiers(valeurs, 0.20))
    assert figure.titre.startswith("25\u202f% des clients")


def test_le_titre_suit_ce_que_l_on_mesure() -> None:
    figure = figures.courbe_concentration([80, 5, 5, 5, 5], nom="produits", mesure="marge")
    assert figure.titre == "20\u202f% des produits font 80,0\u202f% de la marge"


def test_mille_deux_cents_clients_se_tracent_en_deux_cents_points() -> None:
    valeurs = grand_portefeuille()
    concentration = figures.courbe_concentration(valeurs)
    abc = figures.courbe_abc(segmentation.abc(valeurs))
    assert len(concentration.data[1].x) <= 200
    assert sum(len(trace.x) for trace in abc.data) <= 204  # les bornes des classes en plus
    for figure in (concentration, abc):
        assert len(json.dumps(figure.sorties())) < 50_000


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=600))
def test_une_courbe_allegee_monte_toujours_et_reste_au_dessus_de_la_diagonale(
    valeurs: list[int],
) -> None:
    courbe = figures.courbe_concentration(valeurs).data[1]
    assert len(courbe.x) <= 200
    assert (np.diff(courbe.x) > 0).all()
    assert (courbe.y >= courbe.x - 1e-12).all()
    assert courbe.y[-1] == pytest.approx(1)


@pytest.mark.parametrize("part", [0, 1, 20, -0.2])
def test_une_part_se_donne_en_decimal(part: float) -> None:
    with pytest.raises(ArgumentInvalide, match=r"0\.20 pour 20 %"):
        figures.courbe_concentration(ALPHA, part=part)


# --- Courbe ABC


def test_la_courbe_abc_a_une_trace_par_classe_qui_s_enchainent() -> None:
    a, b, c = figures.courbe_abc(ABC).data
    assert [trace.name for trace in (a, b, c)] == ["Classe A", "Classe B", "Classe C"]
    assert a.x[-1] == b.x[0] == pytest.approx(4 / 15)
    assert a.y[-1] == b.y[0] == pytest.approx(53730 / 63064)
    assert b.x[-1] == c.x[0] == pytest.approx(8 / 15)
    assert c.y[-1] == pytest.approx(1)


def test_le_resume_compte_les_clients_et_le_ca_de_chaque_classe() -> None:
    resume = figures.resumer_classes(ABC)
    assert resume["effectif"].tolist() == [4, 4, 7]
    assert resume["valeur"].tolist() == [53730, 6870, 2464]
    assert resume["part"].tolist() == pytest.approx([53730 / 63064, 6870 / 63064, 2464 / 63064])


def test_une_classe_vide_n_a_pas_de_trace_mais_reste_dans_le_resume() -> None:
    tableau = segmentation.abc([100, 100, 100], seuils=(0.5, 1.0))
    assert [trace.name for trace in figures.courbe_abc(tableau).data] == ["Classe A", "Classe B"]
    assert figures.resumer_classes(tableau)["effectif"].tolist() == [2, 1, 0]


def test_les_seuils_traces_sont_ceux_du_classement() -> None:
    figure = figures.courbe_abc(segmentation.abc(ALPHA, seuils=(0.60, 0.90)))
    assert [ligne.y0 for ligne in figure.layout.shapes] == [0.60, 0.90]
    textes = [note.text for note in figure.layout.annotations]
    assert {"seuil 60\u202f%", "seuil 90\u202f%"} <= set(textes)


def test_deux_seuils_voisins_partagent_leur_etiquette() -> None:
    figure = figures.courbe_abc(segmentation.abc(ALPHA, seuils=(0.94, 0.95)))
    textes = [note.text for note in figure.layout.annotations]
    assert "seuils 94\u202f% et 95\u202f%" in textes


def test_les_noms_des_classes_ne_se_chevauchent_pas_meme_quand_a_est_minuscule() -> None:
    figure = figures.courbe_abc(segmentation.abc([1000, *[1] * 99], seuils=(0.90, 0.92)))
    places = [note.x for note in figure.layout.annotations if note.text in ("<b>A</b>", "<b>B</b>")]
    assert places[1] - places[0] >= 0.08


def test_un_tableau_vide_ou_incomplet_ne_se_trace_pas() -> None:
    with pytest.raises(NonCalculable, match="portefeuille est vide"):
        figures.courbe_abc(ABC.iloc[:0])
    with pytest.raises(ArgumentInvalide, match="une colonne « cumul »"):
        figures.courbe_abc(ABC.drop(columns="cumul"))
    with pytest.raises(MauvaisType, match="DataFrame"):
        figures.courbe_abc([1, 2, 3])  # type: ignore[arg-type]


# --- CA contre marge


def test_la_table_croisee_dit_qui_change_de_classe() -> None:
    ca = segmentation.abc(pd.Series({"Alpha": 80, "Beta": 15, "Gamma": 5}))
    marge = segmentation.abc(pd.Series({"Gamma": 50, "Beta": 41, "Alpha": 9}))
    figure = figures.comparaison_classements(ca, marge)
    inchanges, changes = figure.data
    # CA : Alpha A, Beta B, Gamma C. Marge : Gamma A (50 %), Beta A (91 %), Alpha B.
    assert changes.z[0][1] == changes.z[1][0] == changes.z[2][0] == 1
    assert np.nansum(changes.z) == 3 and np.nansum(inchanges.z) == 0
    assert figure.titre == "3\xa0clients sur 3 changent de classe si on compte la marge"


def test_deux_classements_de_clients_differents_ne_se_comparent_pas() -> None:
    with pytest.raises(ArgumentInvalide, match="les mêmes clients"):
        figures.comparaison_classements(ABC, segmentation.abc(ALPHA.drop("A")))


def test_le_nuage_montre_a_part_les_clients_qui_coutent() -> None:
    figure = GRAPHIQUES["nuage"]
    positive, negative = figure.data
    assert negative.x.tolist() == [9000] and negative.y.tolist() == [-0.01]
    assert sorted(positive.y.tolist()) == [0.2, 0.4]
    assert negative.marker.symbol == "x"
    assert figure.titre.endswith("a une marge négative\xa0: 90,0\u202f% du chiffre d'affaires")


def test_sans_client_a_perte_le_nuage_donne_l_etendue_des_taux() -> None:
    clients = pd.DataFrame({"ventes": [100.0, 100.0], "reste": [20.0, 45.0]})
    figure = figures.nuage_ca_marge(clients, ca="ventes", marge="reste")
    assert figure.titre.endswith("va de 20\u202f% à 45\u202f%")
    assert len(figure.data) == 1


def test_un_chiffre_d_affaires_nul_n_a_pas_de_taux_de_marge() -> None:
    with pytest.raises(ArgumentInvalide, match="strictement positifs"):
        figures.nuage_ca_marge(pd.DataFrame({"ca": [0.0], "marge": [0.0]}))


# --- RFM


def test_la_grille_rfm_donne_la_part_du_ca_de_chaque_case() -> None:
    carte = figures.grille_rfm(RFM).data[0]
    assert carte.x.tolist() == [1, 2, 3, 4, 5] and carte.y.tolist() == [1, 2, 3, 4, 5]
    assert carte.z[4][4] == pytest.approx(0.6)
    assert carte.z[0][0] == pytest.approx(0.05)
    assert np.isnan(carte.z[2][2])
    assert carte.text[4][4] == "<b>2</b><br>60\u202f%"


def test_la_grille_rfm_sait_aussi_dire_le_montant_moyen() -> None:
    carte = figures.grille_rfm(RFM, lecture="moyen").data[0]
    assert carte.z[4][4] == pytest.approx(3000)
    assert carte.text[4][4] == "<b>2</b><br>3\xa0k€"
    with pytest.raises(ArgumentInvalide, match="« part » ou « moyen »"):
        figures.grille_rfm(RFM, lecture="total")  # type: ignore[arg-type]


def test_les_segments_vont_du_plus_gros_au_plus_petit_et_font_cent_pour_cent() -> None:
    clients, ca = figures.barres_segments(RFM).data
    assert ca.x.tolist() == pytest.approx([0.60, 0.25, 0.10, 0.05])
    assert clients.x.tolist() == pytest.approx([2 / 6, 1 / 6, 1 / 6, 2 / 6])
    assert ca.x.sum() == pytest.approx(1) and clients.x.sum() == pytest.approx(1)


def test_un_rfm_vide_ou_sans_montant_ne_se_trace_pas() -> None:
    with pytest.raises(NonCalculable, match="aucun client"):
        figures.grille_rfm(RFM.iloc[:0])
    with pytest.raises(NonCalculable, match="montant total est nul"):
        figures.barres_segments(RFM.assign(montant=0.0))


# --- Ce que tout graphique promet


@chaque_graphique
def test_chaque_graphique_dit_son_constat_sa_description_et_ses_donnees(
    graphique: Graphique,
) -> None:
    assert len(graphique.titre) > 20
    assert any(signe.isdigit() for signe in graphique.titre), "un constat est chiffré"
    assert len(graphique.texte_alternatif) > 80
    assert not graphique.donnees.empty
    assert graphique.texte_alternatif in graphique.to_json().encode().decode("unicode_escape")


@chaque_graphique
def test_aucun_texte_n_est_plus_petit_que_14_pixels(graphique: Graphique) -> None:
    tailles = [note.font.size for note in graphique.layout.annotations if note.font.size]
    tailles += [axe.tickfont.size for axe in (graphique.layout.xaxis, graphique.layout.yaxis)]
    assert all(taille >= 14 for taille in tailles if taille)
    assert graphique.layout.template.layout.font.size >= 14


@chaque_graphique
def test_chaque_ligne_de_titre_tient_sur_un_telephone(graphique: Graphique) -> None:
    assert all(len(ligne) <= 30 for ligne in graphique.layout.title.text.split("<br>"))


@chaque_graphique
def test_les_axes_visibles_portent_un_titre(graphique: Graphique) -> None:
    for axe in (graphique.layout.xaxis, graphique.layout.yaxis):
        assert axe.visible is False or axe.title.text


@chaque_graphique
def test_une_sortie_est_le_mimetype_plotly_puis_la_description(graphique: Graphique) -> None:
    figure, description = graphique.sorties()
    assert set(figure["data"]) == {MIMETYPE, "text/plain"}  # jamais plotly.js dans le notebook
    assert figure["data"]["text/plain"] == graphique.texte_alternatif
    assert description["data"]["text/html"].startswith("<details><summary>Description et données")
    assert len(json.dumps((figure, description))) < 50_000


@pytest.mark.parametrize("texte", ["", "   "])
def test_le_texte_alternatif_est_obligatoire(texte: str) -> None:
    with pytest.raises(ArgumentInvalide, match="texte_alternatif"):
        graphique(texte_alternatif=texte)


def test_le_titre_et_les_donnees_sont_obligatoires() -> None:
    with pytest.raises(ArgumentInvalide, match="titre"):
        graphique(titre=" ")
    with pytest.raises(MauvaisType, match="donnees"):
        graphique(donnees=[1, 2])


def test_l_affichage_montre_la_figure_puis_sa_description(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLOTLY_RENDERER", raising=False)
    affiches: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda donnees, raw: affiches.append(donnees))
    graphique()._ipython_display_()
    assert [set(donnees) for donnees in affiches] == [
        {MIMETYPE, "text/plain"},
        {"text/html", "text/plain"},
    ]
    assert affiches[0][MIMETYPE]["config"] == CONFIG


def test_une_copie_garde_son_texte_et_ses_donnees() -> None:
    for copie in (copy.deepcopy(graphique()), pickle.loads(pickle.dumps(graphique()))):
        assert copie.titre == "Les ventes montent"
        assert copie.texte_alternatif == "Deux barres."
        assert copie.donnees.equals(VENTES)


def test_modifier_les_donnees_lues_ne_change_pas_le_graphique() -> None:
    figure = graphique()
    lues = figure.donnees
    lues.loc[0, "Ventes (€)"] = 0
    assert figure.donnees.equals(VENTES)


def test_la_description_echappe_les_textes_et_dit_combien_de_lignes_restent() -> None:
    clients = pd.DataFrame({"Client": ["<Durand & fils>"] * 40, "CA (€)": [1234.5] * 40})
    html = graphique(donnees=clients, texte_alternatif="A < B").description()
    assert html.count("<tr>") == 31
    assert "&lt;Durand &amp; fils&gt;" in html and "<Durand" not in html
    assert "<p>A &lt; B</p>" in html
    assert "1\u202f234,50" in html
    assert "… et 10 autres lignes." in html


# --- Gabarit


def test_installer_le_gabarit_en_fait_celui_de_la_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pio.templates, "default", pio.templates.default)
    monkeypatch.setattr(pio.renderers, "default", "plotly_mimetype+notebook")
    figures.installer_gabarit()
    assert pio.templates.default == "grc"
    assert pio.renderers.default == "plotly_mimetype"
    assert go.Figure().layout.template.layout.separators == ",\u202f"


def test_un_graphique_a_le_gabarit_du_cours_sans_toucher_a_celui_de_la_session() -> None:
    avant = pio.templates.default
    assert graphique().layout.template.layout.separators == ",\u202f"
    assert pio.templates.default == avant


def test_les_textes_se_lisent_sur_le_fond_et_sur_les_classes() -> None:
    fond = gabarit().layout.paper_bgcolor
    assert contraste(ENCRE, fond) >= 4.5 and contraste(GRIS, fond) >= 4.5
    assert contraste("#ffffff", CLASSES["A"]) >= 4.5
    assert contraste(ENCRE, CLASSES["B"]) >= 4.5 and contraste(ENCRE, CLASSES["C"]) >= 4.5


def test_les_trois_classes_se_distinguent_en_niveaux_de_gris() -> None:
    clartes = [luminance(CLASSES[classe]) for classe in "ABC"]
    assert clartes == sorted(clartes)
    assert min(np.diff(clartes)) > 0.15


def test_aucun_gris_ne_suffit_aux_deux_themes() -> None:
    """Pourquoi le fond est opaque : la meilleure couleur de texte plafonne à 4,35:1."""
    gris = [f"#{n:02x}{n:02x}{n:02x}" for n in range(256)]
    meilleur = max(min(contraste(g, "#ffffff"), contraste(g, "#111111")) for g in gris)
    assert meilleur < 4.5


# --- Écriture française


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        (pourcent(0.0506), "5,1\u202f%"),
        (compte(0, "clients actifs"), "0\xa0client actif"),
        (compte(2, "client actif"), "2\xa0clients actifs"),
        (euros_courts(999_700), "1,0\xa0M€"),
        (euros_courts(-2500), "\u22123\xa0k€"),
        (du("ventes"), "des ventes"),
        (du("encours"), "de l'encours"),
    ],
)
def test_les_nombres_et_les_noms_s_ecrivent_a_la_francaise(ecrit: str, attendu: str) -> None:
    assert ecrit == attendu


def test_un_tableau_garde_les_memes_decimales_dans_une_colonne() -> None:
    html = tableau_html(pd.DataFrame({"Part (%)": [20.0, 12.34], "Effectif": [3, None]}))
    assert "<td>20,0</td><td>3</td>" in html
    assert "<td>12,3</td><td>—</td>" in html
