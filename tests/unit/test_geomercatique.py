"""La géomercatique : formes closes, lois qui se recoupent, mauvaises entrées."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import geomercatique, tournees
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, NonCalculable

sans_hate = settings(deadline=None, max_examples=25)
habitants = st.integers(100, 10**7)
kilometres = st.floats(0.1, 1000)
MINUTES = pd.Series({"Riom": 15, "Gerzat": 8, "Issoire": 30, "Clermont": 4})


def zones(distances, **options):
    return geomercatique.zone_chalandise(distances, **options)["zone"].astype(str).to_dict()


# --- Distance


def test_la_distance_n_a_qu_une_definition():
    assert geomercatique.haversine is tournees.distance


# --- Reilly et Converse


def test_reilly_suit_la_population_et_le_carre_de_la_distance():
    assert geomercatique.reilly(200_000, 50_000, 20, 20) == 4
    assert geomercatique.reilly(100_000, 100_000, 10, 20) == 4
    assert geomercatique.reilly(100_000, 100_000, 20, 10) == 0.25
    assert geomercatique.reilly(90_000, 30_000, 30, 20) == pytest.approx(3 * 4 / 9)


def test_converse_du_manuel():
    assert geomercatique.converse(200_000, 50_000, 60) == 20
    assert geomercatique.converse(50_000, 50_000, 60) == 30


@given(habitants, habitants, kilometres)
@sans_hate
def test_au_point_de_converse_reilly_partage_a_egalite(pa, pb, d):
    db = geomercatique.converse(pa, pb, d)
    assert 0 < db < d
    assert geomercatique.reilly(pa, pb, d - db, db) == pytest.approx(1)
    assert geomercatique.converse(pb, pa, d) == pytest.approx(d - db)


def test_reilly_et_converse_acceptent_des_colonnes():
    villes = pd.DataFrame({"d": [60, 90]}, index=["Riom", "Thiers"])
    partage = geomercatique.converse(200_000, 50_000, villes["d"])
    assert partage.to_dict() == {"Riom": 20, "Thiers": 30}
    rapports = geomercatique.reilly(np.array([4, 9]), 1, [1, 1], [1, 2])
    assert rapports.tolist() == [4, 36]
    trou = geomercatique.reilly(1000, 1000, pd.Series([0.0, 10.0]), 10)
    assert trou.isna().tolist() == [True, False]


def test_a_l_interieur_de_la_ville_a_il_n_y_a_rien_a_partager():
    with pytest.raises(NonCalculable, match="ville A"):
        geomercatique.reilly(1000, 1000, 0, 10)
    assert geomercatique.reilly(1000, 1000, 10, 0) == 0


# --- Huff


def test_huff_du_manuel():
    # 2 500/5² = 100, 5 000/10² = 50, 10 000/20² = 25 : 4/7, 2/7, 1/7.
    probabilites = geomercatique.huff([2500, 5000, 10_000], [5, 10, 20])
    assert probabilites == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    lineaire = geomercatique.huff([2500, 5000, 10_000], [5, 10, 20], lambda_=1)
    assert lineaire == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_sans_frein_de_distance_seules_comptent_les_surfaces():
    assert geomercatique.huff([1000, 3000], [5, 50], lambda_=0).tolist() == [0.25, 0.75]


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 10**6), st.floats(0, 10))
@sans_hate
def test_les_probabilites_de_huff_ont_pour_somme_un(zones_, magasins, graine, lambda_):
    hasard = np.random.default_rng(graine)
    surfaces = hasard.uniform(10, 10_000, magasins)
    temps = hasard.uniform(1, 90, (zones_, magasins))
    probabilites = geomercatique.huff(surfaces, temps, lambda_)
    assert probabilites.shape == (zones_, magasins)
    assert probabilites.sum(axis=1) == pytest.approx(np.ones(zones_), abs=1e-12)
    for i in range(zones_):  # l'unité de temps ne change rien
        en_heures = geomercatique.huff(surfaces, temps[i] / 60, lambda_)
        assert en_heures == pytest.approx(probabilites[i])


def test_deux_magasins_de_huff_se_partagent_comme_reilly():
    a, b = geomercatique.huff([80_000, 20_000], [12, 7])
    assert a / b == pytest.approx(geomercatique.reilly(80_000, 20_000, 12, 7))


def test_huff_rend_la_forme_des_temps():
    tableau = pd.DataFrame({"Centre": [5, 20], "Rocade": [10, 10]}, index=["Nord", "Sud"])
    avant = tableau.copy()
    rendu = geomercatique.huff([1000, 2000], tableau)
    assert rendu.loc["Nord"].to_dict() == pytest.approx({"Centre": 2 / 3, "Rocade": 1 / 3})
    assert rendu.loc["Sud"].to_dict() == pytest.approx({"Centre": 1 / 9, "Rocade": 8 / 9})
    pd.testing.assert_frame_equal(tableau, avant)
    nord = geomercatique.huff([1000, 2000], tableau.loc["Nord"])
    assert nord.to_dict() == pytest.approx({"Centre": 2 / 3, "Rocade": 1 / 3})
    assert geomercatique.huff([1, 1], [[1e-300, 1e14]], 10).tolist() == [[1, 0]]


# --- Zone de chalandise


def test_les_zones_isochrones_ferment_a_la_borne_comprise():
    rendues = zones(MINUTES, bornes=(8, 15, 20))
    assert rendues == {
        "Clermont": "primaire",
        "Gerzat": "primaire",
        "Riom": "secondaire",
        "Issoire": "hors zone",
    }
    assert zones(MINUTES, bornes=(8, 14))["Riom"] == "tertiaire"


def test_les_zones_au_cumul_gardent_le_lieu_qui_franchit_la_borne():
    clients = [30, 40, 10, 120]  # dans l'ordre de MINUTES ; cumul 60, 80, 95, 100 %
    assert list(zones(MINUTES, bornes=(0.60, 0.85), selon="cumul", clients=clients).values()) == [
        "primaire", "secondaire", "secondaire", "tertiaire",
    ]  # fmt: skip
    tableau = geomercatique.zone_chalandise(
        MINUTES, bornes=(0.61, 0.85), selon="cumul", clients=clients
    )
    assert tableau["zone"].tolist() == ["primaire", "primaire", "secondaire", "tertiaire"]
    assert tableau["cumul"].tolist() == pytest.approx([0.60, 0.80, 0.95, 1])
    assert tableau["part"].tolist() == pytest.approx([0.60, 0.20, 0.15, 0.05])
    assert tableau["zone"].cat.ordered
    assert tableau.attrs == {"selon": "cumul", "bornes": [0.61, 0.85]}


def test_une_borne_atteinte_tout_juste_ferme_la_zone():
    rendues = zones(list(range(10)), bornes=(0.3, 0.7), selon="cumul")
    assert [rang for rang, zone in rendues.items() if zone == "primaire"] == [0, 1, 2]
    assert [rang for rang, zone in rendues.items() if zone == "tertiaire"] == [7, 8, 9]


def test_deux_lieux_a_egale_distance_sont_dans_la_meme_zone():
    rendues = zones([1, 2, 2, 2, 3], bornes=(0.4, 0.9), selon="cumul")
    assert list(rendues.values()) == [
        "primaire", "primaire", "primaire", "primaire", "secondaire",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 60), min_size=1, max_size=20))
@sans_hate
def test_plus_loin_n_est_jamais_une_zone_plus_proche(distances):
    for selon, bornes in (("distance", (10, 30, 50)), ("cumul", (0.5, 0.8))):
        tableau = geomercatique.zone_chalandise(distances, bornes=bornes, selon=selon)
        assert tableau["distance"].is_monotonic_increasing
        assert tableau["zone"].cat.codes.is_monotonic_increasing
        assert tableau["part"].sum() == pytest.approx(1)
        assert sorted(tableau["distance"]) == sorted(distances)
    assert tableau["zone"].iloc[0] == "primaire"


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("fonction", "arguments"),
    [
        ("reilly", (0, 1, 1, 1)),
        ("reilly", (1, -1, 1, 1)),
        ("reilly", (1, 1, -1, 1)),
        ("reilly", (1, 1, 0, 1)),
        ("reilly", ("1", 1, 1, 1)),
        ("reilly", (math.nan, 1, 1, 1)),
        ("reilly", (True, 1, 1, 1)),
        ("reilly", ([1, 2], 1, [1, 2, 3], 1)),
        ("reilly", (pd.Series([1, 2]), 1, pd.Series([1, 2], index=[5, 6]), 1)),
        ("converse", (1, 0, 1)),
        ("converse", (1, 1, 0)),
        ("converse", (1, 1, math.inf)),
        ("converse", (None, 1, 1)),
        ("converse", ([1, 2], [1, 2, 3], 1)),
        ("huff", ([0, 1], [1, 1])),
        ("huff", ([1, 1], [0, 1])),
        ("huff", ([1, 1], [1, 1, 1])),
        ("huff", ([1, 1], [[1, 1], [1]])),
        ("huff", ([1, 1], [[1, math.nan]])),
        ("huff", ([1, 1], 5)),
        ("huff", ([1, 1], "ab")),
        ("huff", ([], [[]])),
        ("huff", ([1, 1], np.ones((2, 2, 2)))),
        ("huff", ([1, 1], [1, 1], -1)),
        ("huff", ([1, 1], [1, 1], 11)),
        ("huff", ([1, 1], [1, 1], [1, 2])),
        ("huff", ([1, 1], [1, 1], "2")),
    ],
)
def test_une_attraction_impossible_est_refusee(fonction, arguments):
    with pytest.raises(ErreurGrc):
        getattr(geomercatique, fonction)(*arguments)


@pytest.mark.parametrize(
    "change",
    [
        {"distances": []},
        {"distances": [-1, 2]},
        {"distances": [math.nan, 2]},
        {"distances": "12"},
        {"bornes": (10,)},
        {"bornes": (10, 5)},
        {"bornes": (5, 5)},
        {"bornes": (0, 5)},
        {"bornes": (1, 2, 3, 4)},
        {"bornes": "5"},
        {"bornes": (60, 85), "selon": "cumul"},
        {"selon": "temps"},
        {"clients": [1]},
        {"clients": [-1, 2]},
        {"clients": [0, 0]},
        {"clients": ["a", "b"]},
        {"distances": pd.Series([1, 2]), "clients": pd.Series([1, 2], index=[5, 6])},
    ],
)
def test_une_zone_impossible_est_refusee(change):
    arguments = {"distances": [3, 12], "bornes": (5, 10)} | change
    with pytest.raises(ErreurGrc):
        geomercatique.zone_chalandise(arguments.pop("distances"), **arguments)


# --- Carte

LIEUX = pd.DataFrame(
    {
        "latitude": [45.9, 45.5, 45.8],
        "longitude": [3.1, 3.2, 3.5],
        "clients": [100, 25, 0],
        "zone": ["primaire", "secondaire", None],
    },
    index=["Riom", "Issoire", "Thiers"],
)


def test_la_surface_des_cercles_suit_la_valeur():
    carte = geomercatique.carte(LIEUX, valeur="clients", titre="Riom domine")
    riom, issoire, thiers = (taille - 6 for taille in carte.data[0].marker.size)
    assert (riom / issoire) ** 2 == pytest.approx(100 / 25)
    assert thiers == 0
    assert carte.data[0].text == ("Riom : 100", "Issoire : 25", "Thiers : 0")
    assert carte.layout.title.text == "Riom domine"


def test_la_carte_separe_les_groupes_et_n_en_perd_aucun():
    carte = geomercatique.carte(LIEUX, groupe="zone", magasin=(45.78, 3.09))
    noms = ["primaire", "secondaire", "non renseigné", "Point de vente"]
    assert [trace.name for trace in carte.data] == noms
    assert carte.data[-1].y == (45.78,)
    assert "primaire : 1, secondaire : 1" in carte.layout.meta["texte_alternatif"]
    ordonnes = LIEUX.assign(
        zone=pd.Categorical(["tertiaire", "primaire", "primaire"], ["tertiaire", "primaire"])
    )
    assert [t.name for t in geomercatique.carte(ordonnes, groupe="zone").data] == [
        "tertiaire",
        "primaire",
    ]


def test_la_carte_d_une_zone_de_chalandise():
    distances = geomercatique.haversine((45.78, 3.09), LIEUX)
    rangees = geomercatique.zone_chalandise(distances, bornes=(20, 40))
    carte = geomercatique.carte(LIEUX.drop(columns="zone").join(rangees["zone"]), groupe="zone")
    assert [trace.name for trace in carte.data] == ["primaire", "secondaire"]
    assert carte.data[0].text == ("Riom",)


@pytest.mark.parametrize(
    ("lieux", "options"),
    [
        (None, {}),
        ([(45, 3)], {}),
        (LIEUX.iloc[:0], {}),
        (LIEUX.drop(columns="latitude"), {}),
        (LIEUX.assign(latitude=95), {}),
        (LIEUX.assign(latitude=math.nan), {}),
        (LIEUX, {"valeur": "ca"}),
        (LIEUX, {"valeur": "zone"}),
        (LIEUX.assign(clients=-1), {"valeur": "clients"}),
        (LIEUX, {"groupe": "secteur"}),
        (LIEUX, {"magasin": [(45, 3), (46, 3)]}),
        (LIEUX, {"magasin": 45}),
        (LIEUX, {"magasin": (95, 3)}),
    ],
)
def test_une_carte_impossible_est_refusee(lieux, options):
    with pytest.raises(ErreurGrc):
        geomercatique.carte(lieux, **options)


def test_le_message_nomme_l_argument_et_l_attendu():
    with pytest.raises(ArgumentInvalide, match=r"« bornes ».*0\.60, 0\.85"):
        geomercatique.zone_chalandise([1, 2], bornes=(60, 85), selon="cumul")
