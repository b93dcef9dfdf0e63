"""Le contrôle d'un graphique : lu comme une donnée, jugé sur ce qu'il montre et sur sa lecture."""

import functools
import json
import re
import types

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice import verifier_figure
from grc_lib.figures.graphique import Graphique

juger = functools.partial(verifier_figure.__wrapped__, "figure", titre=False)

TYPES = ["Petit", "Moyen", "Gros"]
CA = [1200.5, 3400.0, 800.25]
VENTES = pd.DataFrame({"type": TYPES, "ca": CA})
MOIS = pd.DataFrame(
    {"mois": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]), "ca": [10.0, 30.0, 20.0]}
)
LIGNES = pd.DataFrame({"type": ["Petit", "Petit", "Gros"], "ca": [1.0, 2.0, 5.0]})


@pytest.fixture(autouse=True)
def hors_correction(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


# --- Les données -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figure",
    [
        px.bar(VENTES, x="type", y="ca"),
        px.bar(VENTES.iloc[::-1], x="type", y="ca"),
        px.bar(VENTES, y="type", x="ca", orientation="h"),
        px.bar(VENTES, x="type", y="ca", color="type"),
        px.histogram(VENTES, x="type", y="ca"),
        go.Figure(go.Bar(x=TYPES, y=CA)),
        go.Figure(go.Bar(x=TYPES, y=CA)).add_scatter(x=TYPES, y=[1, 2, 3]),
        go.Figure(go.Bar(x=VENTES["type"], y=VENTES["ca"])).to_dict(),
        json.loads(px.bar(VENTES, x="type", y="ca").to_json()),
        px.bar(VENTES, x="type", y="ca").to_json(),
        Graphique(go.Bar(x=TYPES, y=CA), titre="t", texte_alternatif="a", donnees=VENTES),
        go.FigureWidget(go.Bar(x=TYPES, y=CA)),
    ],
    ids=range(12),
)
def test_des_barres_justes_le_sont_dans_tous_leurs_habits(figure):
    verdict = juger(figure, genre="barres", x=TYPES, y=CA)
    assert (verdict.etat, verdict.message) == ("juste", "")


@pytest.mark.parametrize(
    ("figure", "genre", "x", "y"),
    [
        (px.line(MOIS, x="mois", y="ca"), "courbe", MOIS["mois"], MOIS["ca"]),
        (px.line(MOIS, x="mois", y="ca").to_dict(), "courbe", MOIS["mois"], MOIS["ca"]),
        (json.loads(px.line(MOIS, x="mois", y="ca").to_json()), "courbe", MOIS["mois"], MOIS["ca"]),
        (px.area(MOIS, x="mois", y="ca"), "courbe", MOIS["mois"], MOIS["ca"]),
        (px.line(MOIS[::-1], x="mois", y="ca"), "courbe", MOIS["mois"], MOIS["ca"]),
        (go.Figure(go.Scatter(y=[4, 5, 6])), "courbe", [0, 1, 2], [4, 5, 6]),
        (px.scatter(x=[3, 1, 1], y=[1.0, 2.0, 5.0]), "nuage", [1, 1, 3], [5.0, 2.0, 1.0]),
        (px.histogram(x=CA), "histogramme", sorted(CA), None),
        (px.histogram(y=CA), "histogramme", sorted(CA), None),
        (px.histogram(LIGNES, x="type"), "barres", ["Gros", "Petit"], [1, 2]),
        (px.histogram(LIGNES, x="type", y="ca"), "barres", ["Gros", "Petit"], [5.0, 3.0]),
        (px.bar(LIGNES, x="type", y="ca"), "barres", ["Gros", "Petit"], [5.0, 3.0]),
        (px.pie(VENTES, names="type", values="ca"), "secteurs", TYPES, CA),
        (px.pie(LIGNES, names="type", values="ca"), "secteurs", ["Gros", "Petit"], [0.625, 0.375]),
        (px.box(y=CA), "boîtes", None, CA),
        (px.scatter_geo(lon=[2.3], lat=[48.9]), "carte", [2.3], [48.9]),
        (px.bar(x=["2025", "2026"], y=[3, 4]), "barres", [2025, 2026], [3, 4]),
        (px.bar(x=[1, 2], y=[3, 4]), "barres", ["1", "2"], [3, 4]),
        (px.bar(VENTES, x="type", y="ca"), "barres", TYPES, None),
    ],
)
def test_chaque_genre_de_graphique_se_lit(figure, genre, x, y):
    verdict = juger(figure, genre=genre, x=x, y=y, depuis_zero=False)
    assert (verdict.etat, verdict.message) == ("juste", "")


@pytest.mark.parametrize(
    ("figure", "genre", "phrase"),
    [
        (px.line(VENTES, x="type", y="ca"), "barres", "montre une courbe"),
        (px.pie(VENTES, names="type", values="ca"), "barres", "montre des secteurs"),
        (px.imshow([[1, 2]]), "barres", "un tracé « heatmap »"),
        (go.Figure(), "barres", "est vide"),
        (px.bar(VENTES, x="type", y="ca").update_traces(visible=False), "barres", "est vide"),
        (px.bar(VENTES.head(2), x="type", y="ca"), "barres", "manque des données"),
        (px.bar(x=[*TYPES, "Total"], y=[*CA, sum(CA)]), "barres", "en trop"),
        (px.bar(x=["a", "b", "c"], y=CA), "barres", "bonnes abscisses"),
        (px.bar(x=TYPES, y=CA[::-1]), "barres", "Des valeurs tracées"),
        (px.bar(x=TYPES, y=[-ca for ca in CA]), "barres", "signe"),
        (px.bar(x=TYPES, y=[ca / 1000 for ca in CA]), "barres", "k€"),
        (px.bar(x=CA, y=TYPES, orientation="v"), "barres", "échangez x et y"),
        (go.Figure(go.Bar(x=TYPES * 2, y=CA * 2)), "barres", "plusieurs valeurs"),
    ],
)
def test_des_donnees_fausses_disent_ou_regarder(figure, genre, phrase):
    verdict = juger(figure, genre=genre, x=TYPES, y=CA)
    assert verdict.etat == "faux"
    assert phrase in verdict.message
    assert not re.search(r"\d", verdict.message)


def test_une_courbe_qui_revient_en_arriere_se_trie():
    melee = px.line(MOIS.iloc[[1, 0, 2]], x="mois", y="ca")
    assert "triez" in juger(melee, genre="courbe", x=MOIS["mois"], y=MOIS["ca"]).message
    nuage = px.scatter(MOIS.iloc[[1, 0, 2]], x="mois", y="ca")
    assert juger(nuage, genre="nuage", x=MOIS["mois"], y=MOIS["ca"]).etat == "juste"


def test_parts_et_pourcentages_conviennent_si_l_axe_dit_lesquels():
    parts, pour_cent = [0.25, 0.5, 0.25], [25.0, 50.0, 25.0]
    en_parts = functools.partial(juger, genre="barres", x=TYPES, y=parts)
    en_pour_cent = functools.partial(juger, genre="barres", x=TYPES, y=pour_cent)
    assert "pourcentages sans le dire" in en_parts(px.bar(x=TYPES, y=pour_cent)).message
    assert "vous tracez des parts" in en_pour_cent(px.bar(x=TYPES, y=parts)).message.lower()
    dit = px.bar(x=TYPES, y=pour_cent, labels={"y": "Part (%)"})
    assert en_parts(dit).etat == "juste"
    assert en_parts(dit.update_yaxes(tickformat=".0%")).etat == "faux"
    assert en_pour_cent(px.bar(x=TYPES, y=parts).update_yaxes(tickformat=".0%")).etat == "juste"
    assert en_parts(px.bar(x=TYPES, y=pour_cent).update_yaxes(ticksuffix=" %")).etat == "juste"


def test_un_piege_reconnu_explique_l_erreur():
    pieges = {"Vous tracez les effectifs, pas le chiffre d'affaires.": [40, 12, 3]}
    figure = px.bar(x=TYPES[::-1], y=[3, 12, 40])
    assert juger(figure, genre="barres", x=TYPES, y=CA, pieges=pieges).message == next(iter(pieges))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 99), st.floats(1, 1e6)),
        min_size=2,
        max_size=8,
        unique_by=lambda point: point[0],
    ),
    st.randoms(use_true_random=False),
)
def test_l_ordre_des_barres_est_libre_mais_pas_leurs_hauteurs(points, hasard):
    x, y = [f"client {n}" for n, _ in points], [valeur for _, valeur in points]
    melange = hasard.sample(list(zip(x, y, strict=True)), len(x))
    figure = go.Figure(go.Bar(x=[a for a, _ in melange], y=[b for _, b in melange]))
    assert juger(figure, genre="barres", x=x, y=y).etat == "juste"
    assert juger(figure, genre="barres", x=x, y=[1.5 * y[0], *y[1:]]).etat == "faux"


# --- La lecture --------------------------------------------------------------------------------


def barres(**page):
    return px.bar(VENTES, x="type", y="ca").update_layout(**page)


def test_un_graphique_a_un_titre_et_un_texte_alternatif():
    avec = functools.partial(verifier_figure.__wrapped__, "figure", genre="barres", x=TYPES, y=CA)
    assert "manque un titre" in avec(barres()).message
    assert "manque un titre" in avec(barres(title=" ")).message
    assert avec(barres(title="Les Moyens dominent")).etat == "juste"
    assert "texte alternatif" in avec(barres(title="t"), texte_alternatif=True).message
    decrit = Graphique(go.Bar(x=TYPES, y=CA), titre="t", texte_alternatif="a", donnees=VENTES)
    assert avec(decrit, texte_alternatif=True).etat == "juste"


@pytest.mark.parametrize(
    ("titre", "demande", "etat"),
    [
        ("Chiffre d'affaires (€)", "€", "juste"),
        ("Chiffre d’affaires en EUROS", "chiffre affaires €", "juste"),
        ("CA (k€)", "€", "juste"),
        ("ca", "€", "faux"),
        ("Part en pourcentage", "%", "juste"),
        ("Quantité", "quantite", "juste"),
        ("Quantité", "quantité tonnes", "faux"),
    ],
)
def test_le_titre_d_un_axe_dit_la_grandeur_et_l_unite(titre, demande, etat):
    debout = px.bar(VENTES, x="type", y="ca", labels={"ca": titre})
    couche = px.bar(VENTES, y="type", x="ca", orientation="h", labels={"ca": titre})
    for figure in (debout, couche):
        assert juger(figure, genre="barres", x=TYPES, y=CA, axe_y=demande).etat == etat
    assert ("horizontal" in juger(couche, x=TYPES, y=CA, axe_y="zzz").message) is True


def test_un_axe_sans_titre_ou_gradue_dans_son_unite():
    nu = go.Figure(go.Bar(x=TYPES, y=CA))
    assert "L'axe vertical n'a pas de titre" in juger(nu, x=TYPES, y=CA, axe_y="€").message
    assert "L'axe horizontal n'a pas de titre" in juger(nu, x=TYPES, y=CA, axe_x="type").message
    assert juger(barres(yaxis_ticksuffix=" €"), x=TYPES, y=CA, axe_y="€").etat == "juste"


@pytest.mark.parametrize(
    ("page", "etat"),
    [
        ({}, "juste"),
        ({"yaxis_range": [0, 4000]}, "juste"),
        ({"yaxis_range": [4000, 0]}, "juste"),
        ({"yaxis_range": [None, 4000]}, "juste"),
        ({"yaxis_range": [700, 4000]}, "faux"),
        ({"yaxis_range": [4000, 700]}, "faux"),
        ({"yaxis_range": [700, None]}, "faux"),
        ({"yaxis_range": [700, 4000], "yaxis_autorange": True}, "juste"),
        ({"yaxis_type": "log"}, "faux"),
        ({"xaxis_range": [1, 3]}, "juste"),
    ],
)
def test_des_barres_partent_de_zero(page, etat):
    assert juger(barres(**page), genre="barres", x=TYPES, y=CA).etat == etat
    assert juger(barres(**page), genre="barres", x=TYPES, y=CA, depuis_zero=False).etat == "juste"


def test_une_courbe_ne_part_de_zero_que_sur_demande():
    courbe = px.line(MOIS, x="mois", y="ca")
    demande = functools.partial(juger, genre="courbe", x=MOIS["mois"], y=MOIS["ca"])
    assert demande(courbe).etat == "juste"
    assert "ne part pas de zéro" in demande(courbe, depuis_zero=True).message
    assert demande(px.area(MOIS, x="mois", y="ca"), depuis_zero=True).etat == "juste"
    assert demande(courbe.update_yaxes(rangemode="tozero"), depuis_zero=True).etat == "juste"


def test_sans_donnees_ni_points_seule_la_forme_est_controlee():
    assert juger(barres(), genre="barres").etat == "forme"
    assert juger(barres(), genre="barres", points=1).etat == "juste"
    assert juger(barres(), genre="courbe").etat == "faux"
    assert juger(barres(), genre="barres", axe_y="€").etat == "faux"


# --- La note, les réponses étranges, l'énoncé --------------------------------------------------


def test_la_note_partielle_compte_les_exigences_tenues():
    noter = functools.partial(juger, genre="barres", x=TYPES, y=CA, points=2, partiel=True)
    verdict = noter(barres(), axe_y="€")  # données, zéro : tenus ; axe : non
    assert (verdict.etat, verdict.note) == ("partiel", 1.25)
    assert verdict.message.endswith("Exigences tenues : 66 %.")
    assert noter(px.bar(x=TYPES, y=[0, 0, 0])).etat == "faux"  # bien habillé, mais tout faux
    assert noter(px.pie(VENTES, names="type", values="ca")).etat == "faux"
    assert noter(px.bar(x=TYPES, y=[*CA[:2], 0])).note == 1.5  # deux tiers des données, et zéro


class Trompeuse(go.Figure):
    """Une figure dont les méthodes mentent : aucune ne doit être appelée."""

    def to_dict(self):
        raise AssertionError("code de l'élève exécuté")

    to_json = to_plotly_json = __iter__ = __eq__ = to_dict
    __hash__ = None


def test_aucun_code_de_l_eleve_n_est_execute():
    assert juger(Trompeuse(go.Bar(x=TYPES, y=CA)), genre="barres", x=TYPES, y=CA).etat == "juste"


def de_matplotlib():
    return type("BarContainer", (), {"__module__": "matplotlib.container"})()


@pytest.mark.parametrize(
    ("reponse", "phrase"),
    [
        (de_matplotlib(), "faites-le avec plotly"),
        ((de_matplotlib(), de_matplotlib()), "faites-le avec plotly"),
        (px.bar, "appelez-la"),
        (barres().show, "appelez-la"),
        (12, "votre réponse est un nombre"),
        (VENTES, "votre réponse est un tableau"),
        ("ventes.png", "votre réponse est un texte"),
        ("{ceci n'est pas du JSON", "votre réponse est un texte"),
        ({"a": 1}, "votre réponse est un dictionnaire"),
        ({"data": [{"type": "bar", "y": {"dtype": "O", "bdata": "gASV"}}]}, "est vide"),
        (types.SimpleNamespace(data=[]), "SimpleNamespace"),
    ],
)
def test_ce_qui_n_est_pas_une_figure_plotly_est_nomme(reponse, phrase, capsys):
    verifier_figure("f", reponse, genre="barres", x=TYPES, y=CA)
    assert re.search(f"✘ À revoir — f : .*({phrase})", capsys.readouterr().out)


@pytest.mark.parametrize("vide", [None, ..., "", "..."])
def test_une_figure_absente_n_est_pas_une_faute(vide):
    assert juger(vide, genre="barres").etat == "attente"


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"genre": "camembert"}, "genre"),
        ({"x": 12}, "x"),
        ({"y": []}, "y"),
        ({"x": TYPES, "y": CA[::-1], "pieges": {"Non.": 12}}, "pieges"),
        ({"x": TYPES, "y": CA[:2]}, "y"),
        ({"tolerance": -1}, "tolerance"),
        ({"partiel": True}, "points"),
    ],
)
def test_une_faute_de_l_enonce_est_une_erreur_pour_le_professeur(options, argument):
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        verifier_figure("f", barres(), **options)
