"""Les itinéraires : optimums publiés, force brute, contraintes vérifiées pas à pas."""

import datetime as dt
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics.pairwise import haversine_distances

from grc_lib import tournees
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType

CLERMONT, PARIS, LYON = (45.77969, 3.08682), (48.85341, 2.3488), (45.74846, 4.84671)
VILLES = {"Riom": (45.894, 3.113), "Thiers": (45.857, 3.548), "Issoire": (45.544, 3.249)}
CARRE = [(0, 0), (10, 10), (0, 10), (10, 0)]
BURMA14 = [
    (16.47, 96.10), (16.47, 94.44), (20.09, 92.54), (22.39, 93.37), (25.23, 97.24), (22.00, 96.05),
    (20.47, 97.02), (17.20, 96.29), (16.30, 97.38), (14.05, 98.12), (16.53, 97.38), (21.52, 95.59),
    (19.41, 97.13), (20.09, 94.55),
]  # fmt: skip
ULYSSES16 = [
    (38.24, 20.42), (39.57, 26.15), (40.56, 25.32), (36.26, 23.12), (33.48, 10.54), (37.56, 12.19),
    (38.42, 13.11), (37.52, 20.44), (41.23, 9.10), (41.17, 13.05), (36.08, -5.21), (38.47, 15.13),
    (38.15, 15.35), (37.51, 15.17), (35.49, 14.32), (39.36, 19.56),
]  # fmt: skip
BERLIN52 = [
    (565, 575), (25, 185), (345, 750), (945, 685), (845, 655), (880, 660), (25, 230), (525, 1000),
    (580, 1175), (650, 1130), (1605, 620), (1220, 580), (1465, 200), (1530, 5), (845, 680),
    (725, 370), (145, 665), (415, 635), (510, 875), (560, 365), (300, 465), (520, 585), (480, 415),
    (835, 625), (975, 580), (1215, 245), (1320, 315), (1250, 400), (660, 180), (410, 250),
    (420, 555), (575, 665), (1150, 1160), (700, 580), (685, 595), (685, 610), (770, 610),
    (795, 645), (720, 635), (760, 650), (475, 960), (95, 260), (875, 920), (700, 500), (555, 815),
    (830, 485), (1170, 65), (830, 610), (605, 625), (595, 360), (1340, 725), (1740, 245),
]  # fmt: skip
# Le circuit optimal publié par TSPLIB (berlin52.opt.tour), numéroté à partir de 1.
OPTIMUM_BERLIN52 = [
    1, 49, 32, 45, 19, 41, 8, 9, 10, 43, 33, 51, 11, 52, 14, 13, 47, 26, 27, 28, 12, 25, 4, 6, 15,
    5, 24, 48, 38, 37, 40, 39, 36, 35, 34, 44, 46, 16, 29, 50, 20, 23, 30, 2, 7, 42, 21, 17, 3, 18,
    31, 22,
]  # fmt: skip

sans_hate = settings(deadline=None, max_examples=15)
degres = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
dans_le_plan = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=6, unique=True
)


def longueur_a_la_main(points, ordre):
    return sum(
        math.dist(points[i], points[j]) for i, j in zip(ordre, ordre[1:] + ordre[:1], strict=True)
    )


# --- Distances


def test_clermont_paris_fait_346_kilometres_a_vol_d_oiseau():
    assert tournees.distance(CLERMONT, PARIS) == pytest.approx(346.276, abs=0.001)


def test_les_distances_connues_de_la_sphere():
    quart = math.pi * 6371 / 2
    assert tournees.distance((0, 0), (90, 0)) == pytest.approx(quart)
    assert tournees.distance((0, -90), (0, 90)) == pytest.approx(2 * quart)
    assert tournees.distance((0, 179.5), (0, -179.5)) == pytest.approx(quart / 90)
    assert tournees.distance(LYON, LYON) == 0


@given(st.lists(degres, min_size=2, max_size=8))
@sans_hate
def test_la_distance_est_celle_de_scikit_learn(points):
    attendues = 6371 * haversine_distances(np.radians(points))
    obtenues = tournees.matrice_distances(points)
    assert obtenues == pytest.approx(attendues, abs=1e-3)
    assert tournees.distance(points[0], points) == pytest.approx(obtenues[0], abs=1e-9)


def test_la_distance_rend_la_forme_qu_on_lui_donne():
    tableau = pd.DataFrame([PARIS, LYON], ["Paris", "Lyon"], ["latitude", "longitude"])
    attendues = [tournees.distance(CLERMONT, ville) for ville in (PARIS, LYON)]
    assert isinstance(tournees.distance(CLERMONT, PARIS), float)
    assert tournees.distance(CLERMONT, [PARIS, LYON]).tolist() == attendues
    assert tournees.distance(np.array([PARIS, LYON]), CLERMONT).tolist() == attendues
    assert tournees.distance([CLERMONT, CLERMONT], [PARIS, LYON]).tolist() == attendues
    kilometres = tournees.distance(CLERMONT, tableau)
    assert kilometres.to_dict() == dict(zip(["Paris", "Lyon"], attendues, strict=True))
    tableau.loc["Lyon", "latitude"] = np.nan
    assert tournees.distance(tableau, CLERMONT).isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((91, 0), PARIS),
        ((0, 181), PARIS),
        ((math.nan, 0), PARIS),
        ((math.inf, 0), PARIS),
        (("45", "3"), PARIS),
        ((True, 3), PARIS),
        ((None, 3), PARIS),
        ((45, 3, 1), PARIS),
        ((45,), PARIS),
        (45, PARIS),
        (None, PARIS),
        ("Paris", PARIS),
        ([PARIS, PARIS], [PARIS, PARIS, PARIS]),
        ([PARIS, (1, 2, 3)], PARIS),
        ([PARIS, [math.nan, 1]], PARIS),
        (np.zeros((2, 3)), PARIS),
        (np.zeros((2, 2, 2)), PARIS),
        (zip([45], [3], strict=True), PARIS),
        (pd.DataFrame({"lat": [45], "lon": [3]}), PARIS),
        (pd.DataFrame({"latitude": ["x"], "longitude": [3]}), PARIS),
    ],
)
def test_un_lieu_impossible_est_refuse(a, b):
    for couple in ((a, b), (b, a)):
        with pytest.raises(ArgumentInvalide):
            tournees.distance(*couple)


def test_deux_tableaux_se_mesurent_ligne_a_ligne():
    a = pd.DataFrame([PARIS, LYON], columns=["latitude", "longitude"])
    assert tournees.distance(a, a).tolist() == [0, 0]
    with pytest.raises(ArgumentInvalide, match="index"):
        tournees.distance(a, a.set_axis([1, 0]))


def test_le_message_nomme_l_argument_et_l_attendu():
    with pytest.raises(ArgumentInvalide) as erreur:
        tournees.distance((95, 0), PARIS)
    assert str(erreur.value) == "« a, latitude » : attendu un nombre entre -90 et 90, reçu 95.0."


# --- Circuits : optimums publiés


@pytest.mark.parametrize(
    ("points", "distance", "optimum"),
    [
        (BURMA14, "geo_tsplib", 3323),
        (ULYSSES16, "geo_tsplib", 6859),
        (BERLIN52, "euc_2d", 7542),
    ],
    ids=["burma14", "ulysses16", "berlin52"],
)
def test_le_circuit_atteint_l_optimum_publie(points, distance, optimum):
    tour = tournees.circuit(points, distance=distance, secondes=2)
    assert tour.longueur == optimum
    assert sorted(tour.ordre) == list(range(len(points)))


def test_le_circuit_de_berlin_est_celui_que_publie_tsplib():
    publie = [rang - 1 for rang in OPTIMUM_BERLIN52]
    assert tournees.deux_opt(BERLIN52, publie, distance="euc_2d").ordre == publie
    assert tournees.deux_opt(BERLIN52, publie, distance="euc_2d").longueur == 7542


def test_le_plus_proche_voisin_n_est_pas_optimal():
    voisin = tournees.plus_proche_voisin(BERLIN52, distance="euc_2d")
    ameliore = tournees.deux_opt(BERLIN52, voisin.ordre, distance="euc_2d")
    assert voisin.longueur == 8980  # valeur publiée pour un départ au point 1
    assert 7542 <= ameliore.longueur < voisin.longueur


def test_aucun_point_un_point_quatre_points():
    assert tournees.circuit([], distance="plane").longueur == 0
    assert tournees.circuit([], distance="plane").ordre == []
    assert tournees.circuit([(0, 0)], distance="plane").ordre == [0]
    assert tournees.circuit(CARRE, distance="plane").longueur == pytest.approx(40, abs=1e-12)
    assert list(tournees.circuit(CARRE, distance="plane")) == [[0, 2, 1, 3], 40.0]


@given(dans_le_plan, st.data())
@sans_hate
def test_le_circuit_est_le_plus_court_de_tous_les_ordres(points, donnees):
    depart = donnees.draw(st.integers(0, len(points) - 1))
    autres = [i for i in range(len(points)) if i != depart]
    minimum = min(
        longueur_a_la_main(points, [depart, *suite]) for suite in itertools.permutations(autres)
    )
    tour = tournees.circuit(points, distance="plane", depart=depart, secondes=0.3)
    assert tour.ordre[0] == depart
    assert tour.longueur == pytest.approx(minimum, abs=1e-9)
    assert tour.longueur == pytest.approx(longueur_a_la_main(points, tour.ordre), abs=1e-9)


def test_une_matrice_a_sens_uniques_se_parcourt_dans_le_bon_sens():
    sens_unique = [[0, 1, 9], [9, 0, 1], [1, 9, 0]]
    tour = tournees.circuit(["A", "B", "C"], distance=sens_unique)
    assert (tour.noms, tour.longueur) == (["A", "B", "C"], 3)
    retourne = np.transpose(sens_unique)
    assert tournees.circuit(["A", "B", "C"], distance=retourne).noms == ["A", "C", "B"]


def test_le_circuit_est_le_meme_a_chaque_execution():
    premier = tournees.circuit(BURMA14, distance="geo_tsplib", secondes=0.5)
    assert premier == tournees.circuit(BURMA14, distance="geo_tsplib", secondes=0.5)


def test_les_points_au_meme_endroit_sont_tous_visites():
    assert tournees.circuit([PARIS] * 4).longueur == 0
    tour = tournees.circuit([PARIS, LYON, PARIS, LYON])
    assert sorted(tour.ordre) == [0, 1, 2, 3]
    assert tour.longueur == pytest.approx(2 * tournees.distance(PARIS, LYON))


def test_de_minuscules_et_d_immenses_distances_gardent_leur_ordre():
    modele = tournees.circuit(BURMA14, distance="plane", secondes=0.3)
    for echelle in (1e-200, 1e-6, 1e6):
        points = [(x * echelle, y * echelle) for x, y in BURMA14]
        tour = tournees.circuit(points, distance="plane", secondes=0.3)
        assert tour.ordre == modele.ordre
        assert tour.longueur == pytest.approx(modele.longueur * echelle)


def test_un_tableau_et_un_dictionnaire_nomment_les_points():
    tableau = pd.DataFrame.from_dict(VILLES, orient="index", columns=["latitude", "longitude"])
    avant = tableau.copy()
    tour = tournees.circuit(tableau)
    assert tour == tournees.circuit(VILLES)
    assert set(tour.noms) == set(VILLES)
    pd.testing.assert_frame_equal(tableau, avant)


# --- Plus proche voisin et 2-opt


def test_le_plus_proche_voisin_va_toujours_au_plus_pres():
    tour = tournees.plus_proche_voisin([(0, 0), (-2, 0), (3, 0), (8, 0)], distance="plane")
    assert (tour.ordre, tour.longueur) == ([0, 1, 2, 3], 2 + 5 + 5 + 8)
    assert tournees.plus_proche_voisin([], distance="plane").ordre == []


@given(dans_le_plan, st.randoms(use_true_random=False))
@sans_hate
def test_le_deux_opt_ne_rallonge_jamais_et_ne_laisse_aucun_croisement(points, hasard):
    ordre = list(range(len(points)))
    hasard.shuffle(ordre)
    tour = tournees.deux_opt(points, ordre, distance="plane")
    assert tour.ordre[0] == ordre[0]
    assert sorted(tour.ordre) == sorted(ordre)
    assert tour.longueur <= longueur_a_la_main(points, ordre) + 1e-9
    for i, j in itertools.combinations(range(len(ordre)), 2):
        retourne = tour.ordre[: i + 1] + tour.ordre[j:i:-1] + tour.ordre[j + 1 :]
        assert longueur_a_la_main(points, retourne) > tour.longueur - 1e-6


def test_le_deux_opt_defait_un_croisement():
    croise = tournees.deux_opt(CARRE, [0, 1, 2, 3], distance="plane")
    assert croise.longueur == pytest.approx(40)


@pytest.mark.parametrize("ordre", [[0, 1, 2], [0, 1, 2, 2], [1, 2, 3, 4], [0.5, 1, 2, 3], "0123"])
def test_le_deux_opt_refuse_un_ordre_incomplet(ordre):
    with pytest.raises(ArgumentInvalide, match="ordre"):
        tournees.deux_opt(CARRE, ordre, distance="plane")


def test_le_deux_opt_refuse_une_matrice_asymetrique():
    with pytest.raises(ArgumentInvalide, match="symétrique"):
        tournees.deux_opt(range(3), [0, 1, 2], distance=[[0, 1, 9], [9, 0, 1], [1, 9, 0]])


# --- Économies de Clarke et Wright


def test_les_economies_du_manuel():
    gains = tournees.economies((0, 0), [(0, 10), (0, 12), (10, 0)], distance="plane")
    assert gains[0, 1] == pytest.approx(20)
    assert gains[0, 2] == pytest.approx(20 - 10 * math.sqrt(2))
    assert gains[1, 2] == pytest.approx(22 - math.hypot(12, 10))
    assert np.array_equal(gains, gains.T)
    assert np.diag(gains).tolist() == [0, 0, 0]
    paires = sorted(((gains[i, j], i, j) for i, j in [(0, 1), (0, 2), (1, 2)]), reverse=True)
    assert [paire[1:] for paire in paires] == [(0, 1), (1, 2), (0, 2)]


def test_les_economies_d_une_matrice_a_sens_uniques():
    distances = [[0, 1, 2], [10, 0, 5], [20, 7, 0]]
    gains = tournees.economies("dépôt", ["A", "B"], distance=distances)
    assert gains.tolist() == [[0, 10 + 2 - 5], [20 + 1 - 7, 0]]


# --- Mauvaises entrées communes


@pytest.mark.parametrize(
    "arguments",
    [
        {"points": [(91, 0), (0, 0)]},
        {"points": [(0, 0), (0, math.nan)]},
        {"points": [(0, 0), (1,)]},
        {"points": [(0, 0), ("a", "b")]},
        {"points": "AB"},
        {"points": 3},
        {"points": None},
        {"points": [(0, 1e10), (0, 0)], "distance": "plane"},
        {"points": CARRE, "distance": "route"},
        {"points": CARRE, "distance": None},
        {"points": CARRE, "distance": 5},
        {"points": CARRE, "distance": np.zeros((4, 3))},
        {"points": CARRE, "distance": np.zeros((3, 3))},
        {"points": CARRE, "distance": -np.ones((4, 4))},
        {"points": CARRE, "distance": np.full((4, 4), np.nan)},
        {"points": CARRE, "distance": np.full((4, 4), np.inf)},
        {"points": CARRE, "distance": [["a"] * 4] * 4},
        {"points": [(0, 0), (1, 1)], "distance": [[0, 1], [1]]},
        {"points": CARRE, "depart": 4},
        {"points": CARRE, "depart": -1},
        {"points": CARRE, "depart": 0.5},
        {"points": CARRE, "depart": "A"},
        {"points": CARRE, "secondes": 0},
        {"points": CARRE, "secondes": 10_000},
        {"points": CARRE, "secondes": [1, 2]},
        {"points": CARRE, "secondes": "1"},
        {"points": ["A", "A"], "distance": [[0, 1], [1, 0]]},
        {"points": [(0, 0)] * 1001},
    ],
)
def test_un_circuit_impossible_est_refuse_en_francais(arguments):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        tournees.circuit(**arguments)


def test_la_matrice_donnee_n_est_pas_modifiee():
    matrice = np.arange(9.0).reshape(3, 3) + 1
    avant = matrice.copy()
    assert tournees.circuit(range(3), distance=matrice).longueur == min(2 + 6 + 7, 3 + 8 + 4)
    assert np.array_equal(matrice, avant)


# --- Affichage


def test_le_circuit_montre_la_somme_des_trajets():
    texte = str(tournees.circuit({"A": (0, 0), "B": (0, 3), "C": (4, 0)}, distance="plane"))
    assert "A → B → C → A" in texte
    assert "3 + 5 + 4 = 12" in texte
    assert "sans preuve" in texte
    assert "vol d'oiseau" in str(tournees.circuit(VILLES))
    assert "km" in tournees.circuit(VILLES)._repr_html_()


# --- Planification

DEPOT = (45.780, 3.087)


def verifier(planning, kilometres, *, visites, journee, fenetres=None, vitesse=60):
    """Rejoue chaque journée : trajets, attentes, rendez-vous, retour avant la fin."""
    minutes = 60 * np.asarray(kilometres) / vitesse
    total = 0.0
    for _, jour in planning[planning["jour"].notna()].groupby("jour"):
        assert jour["ordre"].tolist() == list(range(1, len(jour) + 1))
        heure, ici = 0.0, 0
        for client, arrivee, depart in zip(
            jour["client"], jour["arrivee"], jour["depart"], strict=True
        ):
            total += kilometres[ici][client + 1]
            heure += minutes[ici][client + 1]
            assert minute(arrivee) == math.ceil(round(heure, 6))
            if fenetres and fenetres[client]:
                heure = max(heure, fenetres[client][0])
                assert heure <= fenetres[client][1] + 1e-6
            heure += visites[client]
            assert minute(depart) == math.ceil(round(heure, 6))
            ici = client + 1
        total += kilometres[ici][0]
        heure += minutes[ici][0]
        assert heure <= journee + 1e-6
        assert minute(jour["retour"].iloc[-1]) == math.ceil(round(heure, 6))
        assert jour["retour"].iloc[:-1].isna().all()
    assert planning["trajet_km"].sum() + planning["retour_km"].sum() == pytest.approx(total)
    assert planning.attrs["kilometres"] == pytest.approx(total)


def minute(heure, debut="08:00"):
    heures, minutes = (int(morceau) for morceau in heure.split(":"))
    return 60 * heures + minutes - 60 * int(debut[:2]) - int(debut[3:])


def matrice(graine, clients):
    points = np.random.default_rng(graine).random((clients + 1, 2)) * 100
    return np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))


def meilleure_journee(kilometres, visites, fenetres, journee, clients):
    """La plus courte journée faisable qui visite ces clients, par force brute (vitesse 60)."""
    longueurs = []
    for ordre in itertools.permutations(clients):
        heure, ici, longueur = 0.0, 0, 0.0
        for client in ordre:
            heure += kilometres[ici][client + 1]
            longueur += kilometres[ici][client + 1]
            ouverture, fermeture = fenetres[client] or (0, journee)
            heure = max(heure, ouverture)
            if heure > fermeture:
                break
            heure, ici = heure + visites[client], client + 1
        else:
            if heure + kilometres[ici][0] <= journee:
                longueurs.append(longueur + kilometres[ici][0])
    return min(longueurs, default=None)


def planifier_matrice(kilometres, visites, journee, **options):
    options = {"vitesse": 60, "detour": 1, "secondes": 0.3} | options
    noms = range(len(kilometres) - 1)
    return tournees.planifier(
        "dépôt", noms, duree_visite=visites, journee=journee, distance=kilometres, **options
    )


@pytest.mark.parametrize("graine", range(12))
def test_une_journee_trop_courte_garde_le_plus_de_clients_et_le_moins_de_route(graine):
    hasard = np.random.default_rng(100 + graine)
    n = int(hasard.integers(3, 6))
    kilometres, journee = matrice(graine, n), 330
    visites = hasard.integers(30, 80, n).tolist()
    fenetres = [None if hasard.random() < 0.5 else (60, int(hasard.integers(90, 300)))] * n
    planning = planifier_matrice(kilometres, visites, journee, fenetres=fenetres, jours=1)
    verifier(planning, kilometres, visites=visites, journee=journee, fenetres=fenetres)
    possibles = {
        groupe: longueur
        for taille in range(n + 1)
        for groupe in itertools.combinations(range(n), taille)
        if (longueur := meilleure_journee(kilometres, visites, fenetres, journee, groupe))
        is not None
    }
    plus_grand = max(map(len, possibles))
    plus_court = min(d for groupe, d in possibles.items() if len(groupe) == plus_grand)
    assert planning["jour"].notna().sum() == plus_grand
    assert planning.attrs["kilometres"] == pytest.approx(plus_court, abs=0.01)


@pytest.mark.parametrize("graine", range(8))
def test_un_prioritaire_n_est_jamais_ecarte_au_profit_d_un_autre(graine):
    hasard = np.random.default_rng(graine)
    n, journee = 6, 300
    kilometres = matrice(50 + graine, n)
    visites, priorites = [50] * n, hasard.integers(0, 2, n).tolist()
    planning = planifier_matrice(kilometres, visites, journee, priorites=priorites, jours=1)
    prioritaires = [client for client in range(n) if priorites[client]]
    au_mieux = max(
        taille
        for taille in range(len(prioritaires) + 1)
        for groupe in itertools.combinations(prioritaires, taille)
        if meilleure_journee(kilometres, visites, [None] * n, journee, groupe) is not None
    )
    places = planning[planning["jour"].notna()]["client"]
    assert sum(priorites[client] for client in places) == au_mieux
    verifier(planning, kilometres, visites=visites, journee=journee)


def test_le_plus_prioritaire_passe_meme_s_il_est_le_plus_loin():
    kilometres = matrice(0, 3) * 0 + [[0, 100, 50, 10]]
    kilometres = np.maximum(kilometres, kilometres.T)
    planning = planifier_matrice(kilometres, [60] * 3, 280, priorites=[2, 1, 0], jours=1)
    assert planning["client"].tolist() == [0, 1, 2]
    assert planning["jour"].notna().tolist() == [True, False, False]


@given(
    st.integers(0, 10**6),
    st.integers(0, 9),
    st.sampled_from([None, 1, 2]),
    st.integers(200, 600),
)
@sans_hate
def test_le_planning_respecte_toutes_ses_contraintes(graine, n, jours, journee):
    hasard = np.random.default_rng(graine)
    kilometres = matrice(graine, n)
    visites = hasard.integers(1, 120, n).tolist()
    ouvertures = hasard.integers(0, 500, n)
    fenetres = [None if h < 300 else (int(h) - 300, int(h) - 250) for h in ouvertures]
    planning = planifier_matrice(
        kilometres, visites, journee, fenetres=fenetres, jours=jours, secondes=0.1
    )
    assert sorted(planning["client"]) == list(range(n))
    verifier(planning, kilometres, visites=visites, journee=journee, fenetres=fenetres)
    ecartes = planning[planning["jour"].isna()]
    assert (ecartes["raison"].str.len() > 0).all()
    assert planning.attrs["jours"] <= (jours or n)
    for client in ecartes["client"]:  # sans limite de jours, on n'écarte que l'impossible
        seul = meilleure_journee(kilometres, visites, fenetres, journee, [client])
        assert jours is not None or seul is None


def test_le_trajet_compte_le_detour_et_la_vitesse():
    planning = tournees.planifier(
        DEPOT, VILLES, duree_visite=30, journee=480, vitesse=60, detour=1.5
    )
    premier = planning.iloc[0]
    kilometres = 1.5 * tournees.distance(DEPOT, VILLES[premier["client"]])
    assert premier["trajet_km"] == pytest.approx(kilometres)
    assert premier["trajet_min"] == math.ceil(kilometres)
    assert planning.attrs["depot"] == DEPOT
    assert "1,5 (hypothèse)" in planning.attrs["hypotheses"][0]
    assert "60 km/h (hypothèse)" in planning.attrs["hypotheses"][1]
    assert "temps réel" not in " ".join(planning.attrs["hypotheses"])


def test_le_moins_de_jours_passe_avant_le_moins_de_kilometres():
    # Deux clients à l'opposé : un jour de 200 km, ou deux jours de 100 km chacun.
    kilometres = [[0, 50, 50], [50, 0, 100], [50, 100, 0]]
    planning = planifier_matrice(kilometres, [30, 30], 480)
    assert planning.attrs["jours"] == 1
    assert planifier_matrice(kilometres, [30, 30], 240).attrs["jours"] == 2


def test_une_journee_tout_juste_assez_longue_suffit():
    kilometres = [[0, 10, 10], [10, 0, 10], [10, 10, 0]]
    assert planifier_matrice(kilometres, [30, 30], 90).attrs["jours"] == 1
    assert planifier_matrice(kilometres, [30, 30], 89).attrs["jours"] == 2


def test_on_attend_l_heure_du_rendez_vous():
    planning = tournees.planifier(
        DEPOT,
        {"Riom": VILLES["Riom"]},
        duree_visite=45,
        journee=480,
        debut=dt.time(8, 30),
        fenetres={"Riom": ("10:00", dt.time(11))},
    )
    riom = planning.iloc[0]
    kilometres = 1.3 * tournees.distance(DEPOT, VILLES["Riom"])
    arrivee = 8 * 60 + 30 + math.ceil(kilometres / 50 * 60)
    assert riom["arrivee"] == f"{arrivee // 60:02}:{arrivee % 60:02}"
    assert riom["attente"] == 10 * 60 - arrivee
    assert riom["depart"] == "10:45"


def test_un_client_impossible_reste_dans_le_tableau_avec_sa_raison():
    clients = VILLES | {"Nice": (43.71, 7.26)}
    planning = tournees.planifier(
        DEPOT,
        clients,
        duree_visite=60,
        journee=480,
        fenetres={"Riom": ("07:00", "07:30"), "Thiers": ("15:30", "16:00")},
    )
    raisons = planning.set_index("client")["raison"]
    assert raisons["Issoire"] == ""
    assert raisons["Nice"].startswith(
        "trop loin : 21 h 54 de trajets et de visite, pour une journée de 8 h 00"
    )
    assert raisons["Riom"].startswith("fenêtre trop matinale")
    assert raisons["Thiers"].startswith("fenêtre trop tardive")
    assert planning["jour"].notna().sum() == 1
    un_jour = tournees.planifier(DEPOT, VILLES, duree_visite=60, journee=200, jours=1)
    assert "ne tient pas dans le temps de 1 journée" in set(un_jour["raison"])


def test_les_journees_des_prioritaires_viennent_en_tete():
    planning = tournees.planifier(
        DEPOT, VILLES, duree_visite=90, journee=210, priorites={"Issoire": 2, "Thiers": 1}
    )
    assert planning["client"].tolist() == ["Issoire", "Thiers", "Riom"]
    assert planning["jour"].tolist() == [1, 2, 3]


def test_le_planning_est_le_meme_a_chaque_execution_et_garde_ses_colonnes():
    semaine = [tournees.planifier(DEPOT, VILLES, duree_visite=60, journee=480) for _ in "ab"]
    pd.testing.assert_frame_equal(*semaine)
    vide = tournees.planifier(DEPOT, [], duree_visite=60, journee=480)
    assert len(vide) == 0
    assert list(vide.columns) == list(semaine[0].columns)
    assert vide.attrs["kilometres"] == 0
    attendu = "jour ordre client arrivee depart attente trajet_km"
    assert " ".join(vide.columns).startswith(attendu)


def test_une_duree_par_client_suit_le_tableau():
    tableau = pd.DataFrame.from_dict(VILLES, orient="index", columns=["latitude", "longitude"])
    durees = pd.Series({"Riom": 20, "Thiers": 40, "Issoire": 60})
    par_nom = tournees.planifier(DEPOT, tableau, duree_visite=dict(durees), journee=480)
    pd.testing.assert_frame_equal(
        par_nom, tournees.planifier(DEPOT, tableau, duree_visite=durees, journee=480)
    )
    with pytest.raises(ArgumentInvalide, match="index"):
        tournees.planifier(DEPOT, tableau, duree_visite=durees.sort_values()[::-1], journee=480)


@pytest.mark.parametrize(
    "change",
    [
        {"depot": (95, 0)},
        {"depot": None},
        {"depot": "Clermont"},
        {"depot": [(45, 3), (46, 3)]},
        {"clients": {"Riom": (145, 3)}},
        {"clients": None},
        {"duree_visite": 480},
        {"duree_visite": 600},
        {"duree_visite": -5},
        {"duree_visite": None},
        {"duree_visite": "60"},
        {"duree_visite": True},
        {"duree_visite": [30, 30]},
        {"duree_visite": [30, math.nan, 30]},
        {"duree_visite": {"Riom": 30}},
        {"duree_visite": np.ones((3, 3))},
        {"journee": 0},
        {"journee": -480},
        {"journee": 1000},
        {"journee": "8 h"},
        {"journee": [480, 480]},
        {"debut": "8 heures"},
        {"debut": 8},
        {"fenetres": {"Riom": ("12:00", "10:00")}},
        {"fenetres": {"Riom": "10:00"}},
        {"fenetres": {"Riom": ("dix", "onze")}},
        {"fenetres": {"Riom": (-10, 10)}},
        {"fenetres": {"Riom": (math.nan, 10)}},
        {"fenetres": {"Paris": ("10:00", "12:00")}},
        {"fenetres": [("10:00", "12:00")]},
        {"fenetres": 12},
        {"priorites": [1, 2]},
        {"priorites": {"Paris": 1}},
        {"priorites": ["haute", "basse", "basse"]},
        {"jours": 0},
        {"jours": 1.5},
        {"vitesse": 0},
        {"vitesse": 500},
        {"vitesse": [50, 60]},
        {"detour": 0.9},
        {"detour": 130},
        {"distance": "plane"},
        {"distance": np.zeros((3, 3))},
        {"secondes": -1},
    ],
)
def test_un_planning_impossible_est_refuse_en_francais(change):
    arguments = {"depot": DEPOT, "clients": VILLES, "duree_visite": 60, "journee": 480} | change
    depot, clients = arguments.pop("depot"), arguments.pop("clients")
    with pytest.raises(ErreurGrc, match="attendu"):
        tournees.planifier(depot, clients, **arguments)


# --- Carte


def test_la_carte_dessine_chaque_journee_et_revient_au_depot():
    planning = tournees.planifier(DEPOT, VILLES, duree_visite=90, journee=210)
    carte = tournees.carte(planning)
    assert [trace.name for trace in carte.data] == [
        "Jour 1",
        "Jour 2",
        "Jour 3",
        "Départ et retour",
    ]
    for trace in carte.data[:3]:
        assert (trace.y[0], trace.x[0]) == (trace.y[-1], trace.x[-1]) == DEPOT
    assert carte.layout.title.text.startswith("3 visites en 3 jours, ")
    assert "dépôt → Riom → dépôt" in carte.layout.meta["texte_alternatif"]
    assert len(tournees.carte(planning[planning["jour"] == 2], titre="Mardi").data) == 2


def test_la_carte_d_un_circuit_est_a_l_echelle():
    carte = tournees.carte(tournees.circuit(VILLES))
    assert carte.layout.yaxis.scaleanchor == "x"
    assert carte.layout.yaxis.scaleratio == pytest.approx(
        1 / math.cos(math.radians(45.8)), abs=0.01
    )
    assert max(carte.data[0].y) == 45.894  # la latitude en ordonnée
    plane = tournees.carte(tournees.circuit([(0, 5), (1, 5), (2, 9)], distance="plane"))
    assert (max(plane.data[0].x), plane.layout.yaxis.scaleratio) == (2, 1)


@pytest.mark.parametrize(
    "trajet",
    [
        None,
        VILLES,
        pd.DataFrame({"client": [1]}),
        tournees.circuit([]),
        tournees.circuit(["A", "B"], distance=[[0, 1], [1, 0]]),
        tournees.planifier(DEPOT, [], duree_visite=60, journee=480),
    ],
)
def test_ce_qui_ne_se_dessine_pas_est_refuse(trajet):
    with pytest.raises(ArgumentInvalide, match="trajet"):
        tournees.carte(trajet)


def test_un_type_faux_est_une_erreur_de_type():
    with pytest.raises(MauvaisType):
        tournees.carte("carte")
