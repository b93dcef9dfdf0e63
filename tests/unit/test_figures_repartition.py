"""Barres, courbes, histogramme et carte : leurs données, leurs textes, leurs refus."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import figures
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, bornes_rondes
from grc_lib.figures.statistique.evolution import _ecarter

VENTES = pd.DataFrame({"secteur": ["Est", "Ouest", "Sud"], "ca": [1_200_000.0, 800_000, 250_000]})
DELAIS = pd.DataFrame(
    {
        "mois": pd.to_datetime(["2026-01-31", "2026-02-28", "2026-03-31"] * 2),
        "DSO": [60.0, 55, 62, 50, 51, 52],
        "type": ["Mammouth"] * 3 + ["Petit"] * 3,
    }
)
LIEUX = pd.DataFrame(
    {
        "latitude": [48.86, 45.76],
        "longitude": [2.35, 4.83],
        "clients": [40, 10],
        "type": ["P", "M"],
    },
    index=["Paris", "Lyon"],
)


def barres(tableau: Any = VENTES, **options: Any) -> figures.Graphique:
    return figures.barres(tableau, "secteur", "ca", **{"titre": "L'Est vend plus", **options})


# --- Barres


def test_les_barres_suivent_l_ordre_du_tableau_et_portent_leur_valeur() -> None:
    figure = barres(unite="€")
    assert list(figure.data[0].x) == ["Est", "Ouest", "Sud"]
    assert list(figure.data[0].y) == [1_200_000, 800_000, 250_000]
    assert list(figure.data[0].text) == ["1,20", "0,80", "0,25"]
    assert figure.layout.yaxis.title.text == "CA (M€)"
    assert figure.layout.yaxis.range[0] == 0


def test_couchees_la_premiere_barre_est_en_haut() -> None:
    figure = barres(horizontal=True)
    assert list(figure.data[0].y) == ["Est", "Ouest", "Sud"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_le_texte_alternatif_des_barres_donne_chaque_nombre() -> None:
    texte = barres(unite="€").texte_alternatif
    assert texte == (
        "Barres, CA selon Secteur. Est : 1,20\xa0M€ ; Ouest : 0,80\xa0M€ ; Sud : 0,25\xa0M€."
    )


def test_le_tableau_des_donnees_est_dans_l_unite_affichee() -> None:
    assert barres(unite="€").donnees["CA (M€)"].tolist() == [1.2, 0.8, 0.25]
    parts = VENTES.assign(ca=[0.5, 0.3, 0.2])
    assert barres(parts, unite="%").donnees["CA (%)"].tolist() == pytest.approx([50, 30, 20])


def test_un_groupe_donne_une_trace_et_une_entree_de_legende() -> None:
    doubles = pd.concat([VENTES.assign(an=2024), VENTES.assign(an=2025)])
    figure = barres(doubles, groupe="an")
    assert [trace.name for trace in figure.data] == ["2024", "2025"]
    assert figure.layout.showlegend
    assert "Est 2024 : 1" in figure.texte_alternatif


def test_une_valeur_negative_passe_sous_zero() -> None:
    figure = barres(VENTES.assign(ca=[3.0, -2, 1]))
    assert figure.layout.yaxis.range[0] < -2 < 3 < figure.layout.yaxis.range[1]


def test_trop_de_barres_pour_un_telephone_se_lisent_sans_nombres() -> None:
    heures = pd.DataFrame({"secteur": range(8, 18), "ca": [6276 + h for h in range(10)]})
    assert barres(heures).data[0].text is None
    assert barres(heures, horizontal=True).data[0].text[0] == "6\u202f276"


# --- Courbes


def test_une_courbe_par_groupe_nommee_a_son_extremite() -> None:
    figure = figures.courbes(DELAIS, "mois", "DSO", groupe="type", unite="jours", titre="Deux")
    assert [list(trace.y) for trace in figure.data] == [[60, 55, 62], [50, 51, 52]]
    assert {note.text: note.y for note in figure.layout.annotations} == {
        "Mammouth": 62,
        "Petit": 52,
    }
    assert figure.layout.showlegend is False
    assert figure.texte_alternatif == (
        "Courbes, DSO selon Mois, de 31/01/2026 à 31/03/2026. Mammouth : de 60\xa0jours à "
        "62\xa0jours, au plus bas 55\xa0jours ; Petit : de 50\xa0jours à 52\xa0jours."
    )


def test_les_points_se_rangent_dans_le_temps() -> None:
    une = DELAIS[DELAIS["type"] == "Petit"]
    figure = figures.courbes(une[::-1], "mois", "DSO", titre="Une courbe")
    assert list(figure.data[0].y) == [50, 51, 52]


def test_le_premier_point_n_est_pas_rogne_et_les_dates_restent_droites() -> None:
    figure = figures.courbes(DELAIS, "mois", "DSO", groupe="type", titre="Deux")
    assert all(trace.cliponaxis is False for trace in figure.data)
    assert figure.layout.xaxis.tickformatstops[0].value == "%b<br>%Y"


@pytest.mark.parametrize(
    ("annees", "pas"), [(range(2023, 2027), 1), (range(2020, 2027), 2), (range(13), 2)]
)
def test_les_annees_ne_se_touchent_pas_sur_un_telephone(annees: range, pas: int) -> None:
    ventes = pd.DataFrame({"an": annees, "ventes": 1.0})
    axe = figures.courbes(ventes, "an", "ventes", titre="t").layout.xaxis
    assert (axe.tick0, axe.dtick) == (annees[0], pas)


def test_l_axe_part_de_zero_sauf_si_les_valeurs_sont_voisines() -> None:
    petites = pd.DataFrame({"an": [2024, 2025], "ventes": [10.0, 90.0]})
    assert figures.courbes(petites, "an", "ventes", titre="t").layout.yaxis.range[0] == 0
    voisines = petites.assign(ventes=[80.0, 90.0])
    assert figures.courbes(voisines, "an", "ventes", titre="t").layout.yaxis.range[0] == 80


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 300), st.integers(18, 57)), min_size=1, max_size=8).map(sorted)
)
def test_deux_noms_ne_se_recouvrent_jamais(etiquettes: list[tuple[float, int]]) -> None:
    buts, hauteurs = [but for but, _ in etiquettes], [hauteur for _, hauteur in etiquettes]
    milieux = _ecarter(buts, hauteurs, max(300, sum(hauteurs)))
    for i in range(1, len(milieux)):
        assert milieux[i] - milieux[i - 1] >= (hauteurs[i] + hauteurs[i - 1]) / 2 - 1e-6


# --- Histogramme


def test_chaque_classe_comprend_sa_borne_basse_et_pas_la_haute() -> None:
    figure = figures.histogramme([0, 9, 10, 19, 20], classes=[0, 10, 20, 30], titre="t")
    assert list(figure.data[0].y) == [2, 2, 1]
    assert figure.donnees["Valeur"].tolist() == ["0 à 10", "10 à 20", "20 à 30"]


def test_ce_qui_tombe_hors_des_classes_est_compte_et_dit() -> None:
    figure = figures.histogramme([1, 2, 3, 99], classes=[0, 2, 4], titre="t")
    assert figure.data[0].y.sum() == 3
    assert figure.layout.xaxis.title.text.endswith("1\xa0valeur plus loin")
    assert "1\xa0valeur hors des classes" in figure.texte_alternatif


def test_l_histogramme_dit_la_mediane_et_la_moyenne() -> None:
    figure = figures.histogramme([10, 20, 60], classes=6, nom="Délai", unite="jours", titre="t")
    assert "Médiane 20\xa0jours, moyenne 30\xa0jours" in figure.texte_alternatif
    assert figure.layout.shapes[0].x0 == 20


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.integers(2, 40))
def test_toutes_les_valeurs_sont_dans_une_classe_ou_annoncees(
    valeurs: list[float], classes: int
) -> None:
    figure = figures.histogramme(valeurs, classes=classes, titre="t")
    dehors = len(valeurs) - int(figure.data[0].y.sum())
    assert (dehors > 0) == ("hors des classes" in figure.texte_alternatif)
    assert len(figure.data[0].y) <= classes + 1


# --- Carte


def test_paris_est_au_nord_de_lyon_et_a_l_ouest() -> None:
    points = figures.carte(LIEUX, titre="Deux villes").data[1]
    assert points.y[0] < points.y[1]  # l'axe descend, comme sur une image
    assert points.x[0] < points.x[1]


def test_une_commune_tombe_dans_les_limites_du_fond() -> None:
    fond, points, _ = figures.carte(LIEUX, titre="Deux villes").data
    assert np.nanmin(fond.x) < points.x.min() < points.x.max() < np.nanmax(fond.x)
    assert len(json.dumps(figures.carte(LIEUX, titre="t").sorties())) < 130_000


def test_l_aire_d_un_point_suit_sa_taille() -> None:
    tailles = figures.carte(LIEUX, taille="clients", titre="t").data[1].marker.size
    assert (tailles[0] / tailles[1]) ** 2 == pytest.approx(4)


def test_des_noms_ont_chacun_leur_couleur_et_leur_forme() -> None:
    traces = figures.carte(LIEUX, couleur="type", titre="t").data[1:-1]
    assert {trace.name for trace in traces} == {"P", "M"}
    assert len({(trace.marker.color, trace.marker.symbol) for trace in traces}) == 2
    assert "Type : " in figures.carte(LIEUX, couleur="type", titre="t").texte_alternatif


def test_des_nombres_se_lisent_sur_une_echelle() -> None:
    figure = figures.carte(LIEUX, couleur="clients", titre="t")
    assert figure.data[1].marker.showscale
    assert figure.texte_alternatif.endswith("Clients, de 10 à 40.")


# --- Échelles


def test_les_bornes_sont_rondes_et_encadrent() -> None:
    assert bornes_rondes(0, 1.34, 6).tolist() == [0, 0.5, 1, 1.5]
    assert bornes_rondes(5, 5, 6)[0] <= 5 <= bornes_rondes(5, 5, 6)[-1]


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.integers(2, 40))
def test_jamais_plus_de_parts_que_demande(a: float, b: float, parts: int) -> None:
    bas, haut = min(a, b), max(a, b)
    bornes = bornes_rondes(bas, haut, parts)
    marge = 1e-6 * max(1.0, abs(bas), abs(haut))
    assert bornes[0] <= bas + marge and bornes[-1] >= haut - marge
    assert len(bornes) - 1 <= parts


@pytest.mark.parametrize(
    ("valeurs", "unite", "ecrit"),
    [
        ([950.0], "€", "950\xa0€"),
        ([12_345.0], "€", "12,3\xa0k€"),
        ([0.126], "%", "12,6\xa0%"),
        ([3.0], "", "3"),
        ([0.0], "jours", "0\xa0jours"),
    ],
)
def test_un_nombre_s_ecrit_avec_son_unite(valeurs: list[float], unite: str, ecrit: str) -> None:
    assert Echelle.pour(pd.Series(valeurs), unite).ecrire(valeurs[0]) == ecrit


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: barres(VENTES[:0]), NonCalculable, "vide"),
        (lambda: barres(VENTES.drop(columns="ca")), ArgumentInvalide, "une colonne « ca »"),
        (lambda: barres([1, 2]), MauvaisType, "un DataFrame"),
        (lambda: barres(VENTES.assign(ca=["a", "b", "c"])), MauvaisType, "des nombres"),
        (lambda: barres(VENTES.assign(ca=[1.0, None, 3.0])), ArgumentInvalide, "case vide"),
        (lambda: barres(VENTES.assign(secteur="Est")), ArgumentInvalide, "une seule ligne"),
        (lambda: barres(unite=3), MauvaisType, "un texte"),
        (
            lambda: barres(pd.DataFrame({"secteur": range(41), "ca": range(41)})),
            ArgumentInvalide,
            "histogramme",
        ),
        (
            lambda: barres(pd.DataFrame({"secteur": "E", "ca": 1, "g": range(5)}), groupe="g"),
            ArgumentInvalide,
            "au plus 4 groupes",
        ),
        (lambda: barres(titre=" "), ArgumentInvalide, "le constat"),
        (
            lambda: figures.courbes(VENTES, "secteur", "ca", titre="t"),
            ArgumentInvalide,
            "des dates ou des nombres",
        ),
        (
            lambda: figures.courbes(
                pd.DataFrame({"x": 1, "y": 2, "g": range(9)}), "x", "y", groupe="g", titre="t"
            ),
            ArgumentInvalide,
            "au plus 8 courbes",
        ),
        (lambda: figures.histogramme([], titre="t"), NonCalculable, "vide"),
        (lambda: figures.histogramme(["a"], titre="t"), MauvaisType, "des nombres"),
        (lambda: figures.histogramme([1, None], titre="t"), ArgumentInvalide, "manquante"),
        (lambda: figures.histogramme([1, 2], classes=1, titre="t"), ArgumentInvalide, "de 2 à 40"),
        (
            lambda: figures.histogramme([1, 2], classes=[0, 1, 5], titre="t"),
            ArgumentInvalide,
            "croissantes et régulières",
        ),
        (lambda: figures.carte(LIEUX[:0], titre="t"), NonCalculable, "aucun point"),
        (
            lambda: figures.carte(LIEUX.assign(latitude=[2.35, 45]), titre="t"),
            ArgumentInvalide,
            "France métropolitaine",
        ),
        (
            lambda: figures.carte(LIEUX.assign(clients=-1), taille="clients", titre="t"),
            ArgumentInvalide,
            "positives",
        ),
        (
            lambda: figures.carte(
                pd.concat([LIEUX] * 3).assign(type=list("abcdef")), couleur="type", titre="t"
            ),
            ArgumentInvalide,
            "au plus 5",
        ),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()
