"""Les figures de segmentation, de score et de stratégie : données, textes, refus."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import auc as aire_sous

from grc_lib import scoring, segmentation
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.briques.placement import _boite, placer_les_noms
from grc_lib.figures.clientele.cycles import cycle_de_vie
from grc_lib.figures.clientele.flux import sankey
from grc_lib.figures.clientele.perception import carte_perceptuelle
from grc_lib.figures.clientele.profils import radar
from grc_lib.figures.clientele.scores import courbe_lift, courbe_roc
from grc_lib.figures.clientele.seuils import gain_par_seuil, matrice_confusion
from grc_lib.figures.clientele.strategie import matrice_bulles
from grc_lib.figures.clientele.typologies import groupes
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.statistique.chaleur import carte_de_chaleur, couleurs, fonds_fonces
from tests.unit.test_figures import contraste

CITATIONS = pd.DataFrame(
    {"prix": [40, 10, 20], "délai": [10, 35, 20], "conseil": [10, 15, 45]},
    index=pd.Index(["Alba", "Breval", "Clémenceau"], name="imprimeur"),
)
CARTE = segmentation.carte_perceptuelle(CITATIONS)
CLIENTS = pd.DataFrame({"commandes": [2, 1, 2, 12, 11], "panier": [90, 110, 100, 400, 420]})
GROUPES = segmentation.k_moyennes(CLIENTS, 2)
TRI = pd.DataFrame({"Oui": [30, 10], "Non": [20, 40]}, index=["Est", "Ouest"])
SCORES, VENDUS = [90, 80, 70, 70, 50, 40, 30, 20], [1, 1, 1, 0, 0, 0, 1, 0]
SEUIL = scoring.seuil_optimal([90, 80, 70, 60, 50], [1, 1, 0, 1, 0], gain=100, cout=30)
NOTES = pd.DataFrame(
    {"Clémenceau": [4, 3, 5], "Alba": [3, 5, 2]}, index=["Prix", "Délai", "Qualité"]
)
FLUX = pd.DataFrame(
    {"de": ["Visites", "Appels", "A"], "vers": ["A", "A", "Plan"], "n": [300.0, 900, 1000]}
)
VIE = pd.Series([20.0, 90, 120, 78], index=[2022, 2023, 2024, 2025])
GAMMES = pd.DataFrame(
    {"part": [2.0, 0.4, 1.5], "croissance": [0.12, 0.15, 0.01], "ca": [300.0, 100, 600]},
    index=["Étiquettes", "Emballages", "Enveloppes"],
)
BCG = dict(
    coupures=(1, 0.10),
    quadrants=("Vedettes", "Dilemmes", "Vaches à lait", "Poids morts"),
    inverser=True,
    nom="gammes",
)


def bcg(tableau: Any = GAMMES, taille: str | None = "ca", **options: Any) -> Graphique:
    return matrice_bulles(tableau, "part", "croissance", taille, **{**BCG, **options})


GRAPHIQUES = {
    "carte": carte_perceptuelle(CARTE),
    "groupes": groupes(CLIENTS, GROUPES),
    "chaleur": carte_de_chaleur(TRI, mesure="clients"),
    "roc": courbe_roc(SCORES, VENDUS, seuil=70),
    "lift": courbe_lift(scoring.lift(SCORES, VENDUS, tranches=4)),
    "confusion": matrice_confusion(scoring.confusion(vp=40, fp=10, fn=20, vn=130)),
    "gain": gain_par_seuil(SEUIL),
    "radar": radar(NOTES, maximum=5),
    "sankey": sankey(FLUX, "de", "vers", "n"),
    "vie": cycle_de_vie(VIE, {"Croissance": 2022, "Déclin": 2024}),
    "bcg": bcg(),
}
chaque_graphique = pytest.mark.parametrize("figure", GRAPHIQUES.values(), ids=GRAPHIQUES.keys())


def trace(figure: Graphique, nom: str) -> Any:
    return next(t for t in figure.data if t.name == nom)


@chaque_graphique
def test_titre_chiffre_texte_donnees_et_poids(figure: Graphique) -> None:
    assert any(signe.isdigit() for signe in figure.titre)
    assert len(figure.texte_alternatif) > 80
    assert not figure.donnees.empty
    assert all(len(ligne) <= 32 for ligne in figure.layout.title.text.split("<br>"))
    assert len(json.dumps(figure.sorties())) < 50_000


def test_un_titre_donne_remplace_le_constat() -> None:
    assert bcg(titre="Trois gammes").titre == "Trois gammes"
    assert radar(NOTES, maximum=5, titre="Deux offres").titre == "Deux offres"


@chaque_graphique
def test_le_titre_reste_en_haut_quand_la_figure_grandit(figure: Graphique) -> None:
    assert figure.layout.title.y == pytest.approx(1 - 26 / figure.layout.height)


# --- Carte perceptuelle et groupes


def test_les_points_sont_ceux_de_l_afc_sur_deux_axes_a_la_meme_echelle() -> None:
    figure = GRAPHIQUES["carte"]
    marques, attributs = figure.data
    assert list(marques.x) == CARTE.lignes["axe_1"].tolist()
    assert list(attributs.y) == CARTE.colonnes["axe_2"].tolist()
    assert marques.marker.symbol[0] != attributs.marker.symbol[0]
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.xaxis.title.text.startswith("Axe 1 (")
    assert "Alba (0,68 ; −0,12)" in figure.texte_alternatif


def test_un_point_mal_represente_est_vide_et_la_legende_le_dit() -> None:
    lignes = CARTE.lignes.assign(qualite=[0.2, 0.9, 0.9])
    truquee = segmentation.CartePerceptuelle(
        lignes, CARTE.colonnes, CARTE.inertie, effectif=CARTE.effectif
    )
    figure = carte_perceptuelle(truquee)
    assert list(figure.data[0].marker.symbol) == ["circle-open", "circle", "circle"]
    assert "mal placé" in figure.layout.title.subtitle.text


def test_une_carte_d_un_seul_axe_cache_le_second() -> None:
    figure = carte_perceptuelle(segmentation.carte_perceptuelle([[30, 20], [10, 40]]))
    assert figure.layout.yaxis.visible is False
    assert set(figure.data[0].y) == {0.0}


def test_chaque_groupe_a_sa_couleur_sa_forme_et_son_centre() -> None:
    un, deux, centres = GRAPHIQUES["groupes"].data
    assert list(un.x) == [2, 1, 2] and list(deux.y) == [400, 420]
    assert un.marker.symbol != deux.marker.symbol and un.marker.color != deux.marker.color
    assert list(centres.y) == [100, 410]
    assert GRAPHIQUES["groupes"].donnees["Clients"].tolist() == [3, 2]


def test_les_groupes_portent_les_noms_qu_on_leur_donne() -> None:
    figure = groupes(CLIENTS, GROUPES, noms={1: "Petits"}, logarithmes=("panier",))
    assert "Petits : 3\xa0clients" in figure.texte_alternatif
    assert "Groupe 2 : 2\xa0clients" in figure.texte_alternatif
    assert figure.layout.yaxis.type == "log"


# --- Carte de chaleur


def test_chaque_case_porte_sa_valeur_une_seule_fois() -> None:
    claires, foncees = GRAPHIQUES["chaleur"].data
    textes = np.char.add(claires.text.astype(str), foncees.text.astype(str))
    assert textes.tolist() == [["30", "20"], ["10", "40"]]
    assert np.nansum(claires.z) + np.nansum(foncees.z) == 100
    assert GRAPHIQUES["chaleur"].titre == "Le plus de clients\xa0: Ouest × Non, 40"
    assert "Est : Oui 30, Non 20" in GRAPHIQUES["chaleur"].texte_alternatif


def test_le_titre_elide_devant_une_voyelle() -> None:
    assert carte_de_chaleur(TRI, mesure="appels").titre.startswith("Le plus d'appels")


def test_une_case_vide_reste_vide() -> None:
    figure = carte_de_chaleur(pd.DataFrame({"0": [1.0, 1], "1": [0.5, None]}), unite="%")
    assert "".join(t.text[1][1] for t in figure.data) == ""
    assert figure.donnees.iloc[1, 2] != figure.donnees.iloc[1, 2]


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=60))
def test_le_nombre_se_lit_sur_toutes_les_cases(valeurs: list[float]) -> None:
    cases = np.array([valeurs])
    echelle, bas, haut = couleurs(cases)
    parts = (cases - bas) / (haut - bas)
    for part, fonce in zip(parts[0], fonds_fonces(cases)[0], strict=True):
        canaux = [
            np.interp(part, [p for p, _ in echelle], [int(c[i : i + 2], 16) for _, c in echelle])
            for i in (1, 3, 5)
        ]
        fond = "#" + "".join(f"{round(c):02x}" for c in canaux)
        assert contraste("#ffffff" if fonce else "#000000", fond) >= 4.5


def test_des_valeurs_negatives_opposent_deux_teintes_autour_de_zero() -> None:
    figure = carte_de_chaleur(pd.DataFrame({"a": [-10.0], "b": [4.0]}))
    assert (figure.data[0].zmin, figure.data[0].zmax) == (-10, 10)


# --- Scores


def test_la_courbe_roc_passe_par_les_seuils_et_son_aire_est_l_auc() -> None:
    courbe = trace(GRAPHIQUES["roc"], "Score")
    assert (courbe.x[0], courbe.y[0], courbe.x[-1], courbe.y[-1]) == (0, 0, 1, 1)
    assert aire_sous(courbe.x, courbe.y) == pytest.approx(scoring.auc(SCORES, VENDUS))
    lu = trace(GRAPHIQUES["roc"], "Seuil")
    assert (lu.x[0], lu.y[0]) == (0.25, 0.75)  # 90, 80, 70 et 70 : trois ventes, une à tort
    assert "rappel 75\u202f%, à tort 25\u202f%" in GRAPHIQUES["roc"].texte_alternatif


def test_une_longue_roc_s_allege_sans_perdre_ses_bouts() -> None:
    tirage = np.random.default_rng(1)
    y = tirage.random(5000) < 0.3
    courbe = trace(courbe_roc(tirage.normal(size=5000) + y, y), "Score")
    assert len(courbe.x) <= 201 and courbe.x[-1] == courbe.y[-1] == 1


def test_un_seuil_trop_haut_ne_retient_personne() -> None:
    figure = courbe_roc(SCORES, VENDUS, seuil=99)
    assert (trace(figure, "Seuil").x[0], trace(figure, "Seuil").y[0]) == (0, 0)


def test_la_courbe_de_lift_cumule_le_resultat() -> None:
    courbe = trace(GRAPHIQUES["lift"], "Score")
    assert list(courbe.x) == [0, 0.25, 0.5, 0.75, 1]
    assert list(courbe.y) == [0, 0.5, 0.75, 0.75, 1]
    assert "2 fois mieux que le hasard" in GRAPHIQUES["lift"].titre
    assert GRAPHIQUES["lift"].donnees["Lift"].tolist() == [2, 1, 0, 1]


def test_la_matrice_montre_les_erreurs_par_la_couleur_et_par_un_signe() -> None:
    figure = GRAPHIQUES["confusion"]
    raison, tort = figure.data
    assert raison.z[0][0] == 40 and raison.z[1][1] == 130
    assert tort.z[0][1] == 10 and tort.z[1][0] == 20
    assert raison.text[0][0].startswith("✓") and tort.text[0][1].startswith("✗")
    assert "Exactitude 85,00\u202f%" in figure.texte_alternatif  # cas SC04
    assert figure.donnees.iloc[0].tolist() == ["Retenus", 40, 10]


def test_une_precision_non_calculable_se_dit() -> None:
    figure = matrice_confusion(scoring.confusion(vp=0, fp=0, fn=20, vn=130))
    assert figure.titre.startswith("Personne n'est retenu")
    assert "Précision non calculable" in figure.texte_alternatif


def test_le_gain_montre_le_meilleur_seuil_et_tout_le_monde() -> None:
    figure = GRAPHIQUES["gain"]
    assert list(trace(figure, "Score").y) == [100, 200, 170, 270, 240]
    meilleur, tous = trace(figure, "Meilleur seuil"), trace(figure, "Tout le monde")
    assert (meilleur.x[0], meilleur.y[0]) == (60, 270)
    assert (tous.x[0], tous.y[0]) == (50, 240)
    assert figure.layout.yaxis.range[0] == 0
    assert figure.titre == "Retenir à partir de 60\xa0points rapporte le plus\xa0: 270\xa0€"


# --- Radar, Sankey


def test_le_radar_part_de_zero_et_se_referme() -> None:
    un, deux = GRAPHIQUES["radar"].data
    assert list(un.r) == [4, 3, 5, 4] and un.theta[0] == un.theta[-1]
    assert list(GRAPHIQUES["radar"].layout.polar.radialaxis.range) == [0, 5]
    assert (un.line.dash, un.marker.symbol) != (deux.line.dash, deux.marker.symbol)
    assert GRAPHIQUES["radar"].titre == "Clémenceau devance sur 2\xa0critères sur 3"


@pytest.mark.parametrize(
    "criteres", [["Prix", "Délai", "Qualité"], [f"Critère détaillé {n}" for n in range(12)]]
)
def test_les_criteres_du_radar_tiennent_autour_du_cercle(criteres: list[str]) -> None:
    figure = radar(pd.Series(range(len(criteres)), index=criteres), maximum=12)
    marges, tour = figure.layout.margin, list(figure.data[0].theta[:-1])
    rayon = (360 - marges.l - marges.r) / 2
    assert rayon > 75 and marges.l == marges.r
    for rang, critere in enumerate(tour):
        angle = 2 * np.pi * rang / len(tour)
        lignes = critere.split("<br>")
        if abs(np.sin(angle)) > 0.1:  # à droite ou à gauche : du cercle au bord de l'écran
            assert 180 - rayon * abs(np.sin(angle)) >= 7.2 * max(map(len, lignes))
        if np.cos(angle) < -0.9:  # en bas
            assert marges.b >= 18 * len(lignes)


def test_a_egalite_aucun_profil_ne_gagne() -> None:
    egaux = NOTES.assign(Alba=[4, 5, 2])  # un critère chacun, « Prix » à égalité
    assert radar(egaux, maximum=5).titre.startswith("Aucun profil ne se détache")
    devant = NOTES.assign(Clémenceau=[3, 3, 1])  # « Prix » à égalité ne compte pour personne
    assert radar(devant, maximum=5).titre == "Alba devance sur 2\xa0critères sur 3"


def test_le_sankey_garde_les_flux_et_nomme_les_etapes_avec_leur_total() -> None:
    figure = GRAPHIQUES["sankey"]
    flux = figure.data[0]
    assert list(flux.link.value) == [300, 900, 1000]
    noms = [etiquette.split("<br>")[0] for etiquette in flux.node.label]
    assert [noms[i] for i in flux.link.source] == ["Visites", "Appels", "A"]
    assert [noms[i] for i in flux.link.target] == ["A", "A", "Plan"]
    assert "1\u202f200" in flux.node.label[noms.index("A")]
    assert "A → Plan : 1\u202f000" in figure.texte_alternatif


# --- Courbe de vie, matrice


def test_la_courbe_de_vie_part_de_zero_et_dit_le_sommet() -> None:
    figure = GRAPHIQUES["vie"]
    assert list(figure.data[0].y) == [20, 90, 120, 78]
    assert figure.layout.yaxis.range[0] == 0
    assert "Sommet en 2024 : 120\xa0€ ; depuis, −35,0\u202f%" in figure.texte_alternatif
    assert [(bande.x0, bande.x1) for bande in figure.layout.shapes] == [(2022, 2024), (2024, 2025)]
    assert "Déclin à partir de 2024" in figure.texte_alternatif


def test_une_courbe_qui_monte_encore_n_annonce_pas_de_baisse() -> None:
    assert cycle_de_vie(VIE[:3], unite="k€").titre == "Sommet en 2024\xa0: 120\xa0k€"


def test_chaque_gamme_tombe_dans_son_quadrant() -> None:
    quadrants = bcg().donnees.set_index("Gamme")["Quadrant"].to_dict()
    assert quadrants == {
        "Étiquettes": "Vedettes",
        "Emballages": "Dilemmes",
        "Enveloppes": "Vaches à lait",
    }
    assert "60\u202f% du CA" in bcg().titre


def test_l_aire_d_une_bulle_suit_sa_taille_et_l_axe_du_bcg_decroit() -> None:
    figure = bcg(logarithme=True)
    grande, moyenne, _ = figure.data[0].marker.size
    assert (grande / moyenne) ** 2 == pytest.approx(600 / 300)
    assert figure.layout.xaxis.range[0] > figure.layout.xaxis.range[1]
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1


def test_une_valeur_egale_a_la_coupure_est_au_dessus() -> None:
    un = pd.DataFrame({"part": [1.0], "croissance": [0.10]}, index=["Alba"])
    assert bcg(un, None, inverser=False).donnees["Quadrant"].tolist() == ["Dilemmes"]
    assert bcg(un, None).donnees["Quadrant"].tolist() == ["Vedettes"]


def test_les_quadrants_s_ecrivent_dans_leur_coin() -> None:
    coins = {n.text: (n.x, n.y) for n in bcg().layout.annotations}
    assert coins["<b>Vedettes</b>"] == (0, 1) and coins["<b>Poids morts</b>"] == (1, 0)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8))
def test_un_nom_a_toujours_une_place(points: list[tuple[float, float]]) -> None:
    cotes = placer_les_noms(points, ["Alba"] * len(points), [6.0] * len(points), hauteur=300)
    assert len(cotes) == len(points)


@pytest.mark.parametrize("rayon", [6, 18])
def test_un_nom_s_ecarte_de_sa_bulle_sur_les_huit_cotes(rayon: float) -> None:
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
        gauche, bas, droite, haut = _boite((100, 100), rayon, "Alba", dx, dy)
        assert (droite <= 100 - rayon, gauche >= 100 + rayon) == (dx < 0, dx > 0)
        assert (haut <= 100 - 0.9 * rayon, bas >= 100 + 0.9 * rayon) == (dy < 0, dy > 0)


def test_les_noms_de_la_carte_ne_se_couvrent_pas_a_la_meme_echelle_sur_les_deux_axes() -> None:
    citations = pd.DataFrame(
        {
            "prix": [40, 10, 20, 15],
            "délai": [10, 35, 20, 22],
            "conseil": [10, 15, 45, 18],
            "qualité d'impression": [22, 30, 38, 12],
            "éco-conception": [4, 12, 26, 9],
        },
        index=["Alba", "Breval", "Clémenceau", "Imprimeur en ligne"],
    )
    figure = carte_perceptuelle(segmentation.carte_perceptuelle(citations))
    etendues = [np.ptp(axe.range) for axe in (figure.layout.xaxis, figure.layout.yaxis)]
    pixels = min(290 / etendues[0], 330 / etendues[1])  # par unité : ce que fait `scaleanchor`
    sens = {"right": 1, "left": -1, "center": 0, "top": 1, "bottom": -1, "middle": 0}
    boites = [
        _boite((x * pixels, y * pixels), 6, nom, sens[cote.split()[1]], sens[cote.split()[0]])
        for trace in figure.data
        for x, y, nom, cote in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True)
    ]
    for rang, (gauche, bas, droite, haut) in enumerate(boites):
        for g, b, d, h in boites[:rang]:
            assert min(droite, d) - max(gauche, g) <= 1 or min(haut, h) - max(bas, b) <= 1


def test_deux_points_voisins_ecrivent_leurs_noms_de_deux_cotes() -> None:
    points, noms = [(0.5, 0.5), (0.52, 0.5)], ["Alba et fils", "Breval"]
    cotes = placer_les_noms(points, noms, [6, 6], hauteur=300)
    assert cotes[0] != cotes[1]
    # Les points sont écartés de 58 pixels, mais le premier nom en prend 160.
    points, noms = [(0.4, 0.5), (0.6, 0.5)], ["Hebdo des entreprises", "Métiers"]
    dessus, autre = placer_les_noms(points, noms, [8, 8], hauteur=300)
    assert dessus != autre


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: carte_perceptuelle(CITATIONS), MauvaisType, "segmentation.carte_perceptuelle"),
        (lambda: groupes(CLIENTS, 3), MauvaisType, "segmentation.k_moyennes"),
        (lambda: groupes(CLIENTS * 2, GROUPES), ArgumentInvalide, "a servi à former"),
        (lambda: groupes(CLIENTS[:3], GROUPES), ArgumentInvalide, "a servi à former"),
        (lambda: groupes(CLIENTS, GROUPES, axes=("x", "panier")), ArgumentInvalide, "« x »"),
        (lambda: carte_de_chaleur([1]), MauvaisType, "un DataFrame"),
        (lambda: carte_de_chaleur(TRI[:0]), NonCalculable, "vide"),
        (lambda: carte_de_chaleur(TRI.astype(str) + "a"), MauvaisType, "des nombres"),
        (lambda: carte_de_chaleur(TRI * np.inf), ArgumentInvalide, "infinie"),
        (
            lambda: carte_de_chaleur(pd.DataFrame(np.ones((2, 13)))),
            ArgumentInvalide,
            "12 colonnes",
        ),
        (lambda: courbe_roc([1, 2], [1, 1]), NonCalculable, "à tous"),
        (lambda: courbe_roc([1, 2], [1, 0], seuil="a"), MauvaisType, "un nombre"),
        (lambda: courbe_lift(pd.DataFrame({"part": [1]})), ArgumentInvalide, "effectif"),
        (
            lambda: courbe_lift(scoring.lift(SCORES, VENDUS).iloc[:0]),
            NonCalculable,
            "vide",
        ),
        (lambda: matrice_confusion((1, 2, 3, 4)), MauvaisType, "scoring.confusion"),
        (lambda: gain_par_seuil(3), MauvaisType, "scoring.seuil_optimal"),
        (lambda: radar([1, 2, 3], maximum=5), MauvaisType, "un critère par ligne"),
        (lambda: radar(NOTES[:2], maximum=5), ArgumentInvalide, "de 3 à 12"),
        (lambda: radar(NOTES, maximum=4), ArgumentInvalide, "des notes de 0 à 4"),
        (lambda: radar(NOTES, maximum=0), ArgumentInvalide, "maximum"),
        (lambda: radar(NOTES.iloc[[0, 0, 1]], maximum=5), ArgumentInvalide, "en double"),
        (lambda: sankey(FLUX[:0], "de", "vers", "n"), NonCalculable, "vide"),
        (lambda: sankey(FLUX.assign(n=0), "de", "vers", "n"), ArgumentInvalide, "positifs"),
        (
            lambda: sankey(FLUX.assign(vers=["Appels", "Visites", "B"]), "de", "vers", "n"),
            ArgumentInvalide,
            "en arrière",
        ),
        (lambda: cycle_de_vie([1, 2]), MauvaisType, "une colonne"),
        (lambda: cycle_de_vie(VIE[:0]), NonCalculable, "vide"),
        (lambda: cycle_de_vie(VIE, {"Déclin": 2030}), ArgumentInvalide, "phases"),
        (lambda: cycle_de_vie(VIE, {"B": 2024, "A": 2023}), ArgumentInvalide, "croissants"),
        (lambda: bcg(GAMMES[:0]), NonCalculable, "aucune bulle"),
        (lambda: bcg(GAMMES.assign(ca=-1)), ArgumentInvalide, "positives"),
        (lambda: bcg(GAMMES.assign(part=-1), logarithme=True), ArgumentInvalide, "logarithmique"),
        (lambda: bcg(GAMMES, quadrants=("a", "b")), ArgumentInvalide, "quatre noms"),
        (lambda: bcg(pd.concat([GAMMES] * 70)), ArgumentInvalide, "au plus 200"),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()
