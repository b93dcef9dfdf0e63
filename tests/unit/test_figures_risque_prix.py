"""Balance âgée, scores, encours, survie, prix, médias : données, textes, refus."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from grc_lib import fidelisation, medias, prix, risque
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.clientele.survie import courbe_de_survie
from grc_lib.figures.finance.encours import encours_et_plafonds
from grc_lib.figures.finance.risque_client import balance_agee, zones_de_score
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.offre.publicite import couverture_repetition, memorisation
from grc_lib.figures.offre.remises import volume_a_compenser
from grc_lib.figures.offre.supports import nuage_supports
from grc_lib.figures.offre.tarifs import courbe_de_demande, prix_psychologique

FACTURES = pd.DataFrame(
    {
        "client_id": ["Alba", "Alba", "Corde", "Corde"],
        "montant_ttc": [600, 250, 100, 50],
        "echeance": ["2026-07-15", "2026-06-10", "2026-05-20", "2026-01-15"],
    }
)
BALANCE = risque.balance_agee(FACTURES, "2026-06-30")


def score(ebe: float, frais: float, **options: Any) -> risque.ConanHolder:
    return risque.conan_holder(
        ebe=ebe,
        frais_financiers=frais,
        dettes=600,
        capitaux_permanents=550,
        total_bilan=1000,
        realisable_disponible=400,
        ca_ht=1500,
        frais_personnel=300,
        valeur_ajoutee=480,
        **options,
    )


SCORES = {2024: score(90, 25), 2025: score(-60, 70)}
CLIENTS = {
    "Alba": risque.encours(18_000, livraisons=4_500, plafond=30_000),
    "Corde": risque.encours(9_000, effets=6_000, plafond=12_000),
}
OBSERVEE = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]
SBG = fidelisation.ajuster_sbg(OBSERVEE)
ACCEPTE = prix.prix_psychologique(
    [5, 6, 7, 8], trop_cher=[0, 20, 30, 50], mauvaise_qualite=[60, 30, 10, 0]
)
SUPPORTS = pd.DataFrame(
    {"support": ["Quotidien", "Mensuel"], "prix": [4_000, 9_000]}
    | {"couverture": [0.10, 0.25], "insertions_max": [5, 1]}
)
TITRES = pd.DataFrame(
    {
        "support": ["A", "B", "C"],
        "audience": [1_000_000, 500_000, 300_000],
        "audience_utile": [150_000, 320_000, 0],
        "prix": [50_000, 45_000, 9_000],
    }
)
GRAPHIQUES = {
    "balance": balance_agee(BALANCE),
    "scores": zones_de_score(SCORES),
    "encours": encours_et_plafonds(CLIENTS),
    "survie": courbe_de_survie(OBSERVEE, modele=SBG, horizon=12),
    "psychologique": prix_psychologique(ACCEPTE),
    "demande": courbe_de_demande([59, 77], [166, 120]),
    "volume": volume_a_compenser([0.30, 0.50], 0.10),
    "mémorisation": memorisation({"Cinéma": 0.70, "Radio": 0.05}, contacts=5),
    "couverture": couverture_repetition({"20 k€": medias.plan_media(SUPPORTS, 20_000)}),
    "supports": nuage_supports(medias.echelles(TITRES)),
}
chaque_graphique = pytest.mark.parametrize("graphique", GRAPHIQUES.values(), ids=GRAPHIQUES.keys())


def trace(figure: Graphique, nom: str) -> Any:
    return next(une for une in figure.data if une.name == nom)


@chaque_graphique
def test_chaque_figure_dit_un_constat_chiffre_et_ses_donnees(graphique: Graphique) -> None:
    assert any(signe.isdigit() for signe in graphique.titre)
    assert len(graphique.texte_alternatif) > 80
    assert not graphique.donnees.empty
    assert all(len(ligne) <= 30 for ligne in graphique.layout.title.text.split("<br>"))
    assert all((note.font.size or 14) >= 14 for note in graphique.layout.annotations)
    for axe in (graphique.layout.xaxis, graphique.layout.yaxis):
        assert axe.title.text or axe.type == "category"


# --- Risque


def test_la_balance_dit_la_part_en_retard_et_la_plus_vieille() -> None:
    figure = GRAPHIQUES["balance"]
    assert figure.data[0].x.tolist() == [600, 250, 100, 0, 50]
    assert figure.donnees["Part (%)"].tolist() == pytest.approx([60, 25, 10, 0, 5])
    assert figure.titre.startswith("40,0\u202f% des créances sont en retard, 5,0\u202f%")
    assert figure.layout.xaxis.range[0] == 0


def test_des_avoirs_ne_font_pas_un_retard_negatif() -> None:
    avoirs = BALANCE.assign(de_1_a_30=-200.0)
    figure = balance_agee(avoirs)
    assert figure.titre == "Les avoirs dépassent les factures en retard"
    assert figure.layout.xaxis.range[0] < -400


def test_le_score_tombe_dans_sa_zone() -> None:
    figure = GRAPHIQUES["scores"]
    # 24 × 90/600 + 22 × 0,55 + 16 × 0,40 − 87 × 25/1500 − 10 × 300/480 = 14,40
    assert figure.data[0].y[0] == pytest.approx(14.4)
    assert figure.data[0].y[1] == pytest.approx(5.79)
    assert figure.titre.endswith("à 5,8\xa0points (prudence) en 2025")
    limites = [(bande.y0, bande.y1) for bande in figure.layout.shapes]
    assert [y for _, y in limites[:3]] == [4, 9, 16]
    assert [note.text for note in figure.layout.annotations] == [
        "danger",
        "prudence",
        "bonne",
        "très bonne",
    ]


def test_un_score_negatif_reste_dans_le_cadre() -> None:
    figure = zones_de_score({2025: score(-500, 170)})
    assert figure.layout.yaxis.range[0] <= figure.data[0].y[0]
    assert "(danger)" in figure.titre


def test_le_depassement_du_plafond_se_compte() -> None:
    figure = GRAPHIQUES["encours"]
    assert figure.titre == "1\xa0client sur 2 dépasse son plafond"
    assert trace(figure, "Factures").x.tolist() == [18_000, 9_000]
    assert trace(figure, "Plafond").x.tolist() == [30_000, 12_000]
    assert figure.donnees["Disponible (k€)"].tolist() == pytest.approx([7.5, -3])
    assert "Corde : 15,0\xa0k€ pour un plafond de 12,0\xa0k€" in figure.texte_alternatif
    deux = encours_et_plafonds({"A": CLIENTS["Corde"], "B": CLIENTS["Corde"]})
    assert deux.titre == "2\xa0clients sur 2 dépassent leur plafond"


# --- Survie


def test_le_modele_prolonge_la_survie_observee() -> None:
    figure = GRAPHIQUES["survie"]
    assert trace(figure, "Observée").y.tolist() == pytest.approx([v / 100 for v in OBSERVEE])
    modele, constante = trace(figure, "Modèle sBG"), trace(figure, "Rétention constante")
    # Fader et Hardie (2007), haut de gamme : 37,8 % à douze ans ; 0,869^12 = 18,5 %.
    assert modele.y[12] == pytest.approx(0.378, abs=0.0005)
    assert constante.y[12] == pytest.approx(0.185, abs=0.0005)
    assert "49,1\u202f%" in figure.titre and "37,8\u202f%" in figure.titre
    assert figure.layout.yaxis.range[0] == 0


def test_des_effectifs_se_lisent_en_parts_du_depart() -> None:
    figure = courbe_de_survie([120, 90, 60], periode="mois")
    assert figure.data[0].y.tolist() == [1, 0.75, 0.5]
    assert figure.titre == "Au bout de 2\xa0mois, il reste 50,0\u202f% des clients"


# --- Prix


def test_le_prix_psychologique_est_marque_sur_les_trois_courbes() -> None:
    figure = GRAPHIQUES["psychologique"]
    assert trace(figure, "Acheteurs").y.tolist() == pytest.approx([0, 0.4, 0.4, 0])
    assert trace(figure, "Trop cher").y.tolist() == pytest.approx([0, 0.2, 0.5, 1])
    assert figure.layout.shapes[0].x0 == 7
    assert figure.titre == "À 7\xa0€, 40\u202f% des personnes interrogées achèteraient"


def test_l_elasticite_est_sur_chaque_segment() -> None:
    figure = courbe_de_demande([10, 12, 14], [500, 450, 300])
    # (−10 %) / (+20 %) = −0,5 ; (−33,3 %) / (+16,7 %) = −2.
    assert [note.text for note in figure.layout.annotations] == ["e = −0,50", "e = −2,00"]
    assert figure.donnees["Chiffre d'affaires (€)"].tolist() == [5000, 5400, 4200]
    assert figure.layout.yaxis.range[0] == 0


@pytest.mark.parametrize(
    ("quantites", "mots"),
    [([100, 50], "élastique"), ([100, 95], "peu élastique"), ([100, 80], "d'élasticité unitaire")],
)
def test_c_est_la_valeur_absolue_qui_fait_l_elasticite(quantites: list[float], mots: str) -> None:
    assert courbe_de_demande([10, 12], quantites).titre.endswith(f", {mots}")


def test_la_remise_demande_plus_de_volume_quand_la_marque_est_mince() -> None:
    figure = volume_a_compenser([0.30, 0.20, 0.50], 0.10)
    # 10 / (30 − 10) = 50 % ; 10 / (20 − 10) = 100 % ; 10 / (50 − 10) = 25 %.
    lus = {une.name: une.y[list(une.x).index(10)] for une in figure.data[:3]}
    assert lus == pytest.approx({"marque 20 %": 1.0, "marque 30 %": 0.5, "marque 50 %": 0.25})
    assert (
        figure.titre
        == "À 30\u202f% de marque, une remise de 10\u202f% oblige à vendre 50,0\u202f% de plus"
    )


# --- Médias


def test_la_memorisation_suit_morgensztern() -> None:
    figure = memorisation({"Télévision": 0.15}, contacts=5)
    assert figure.data[0].y[0] == 0
    assert figure.data[0].y[5] == pytest.approx(0.556295, abs=1e-6)


def test_le_meme_grp_relie_couverture_et_repetition() -> None:
    figure = couverture_repetition({"20 k€": medias.plan_media(SUPPORTS, 20_000)})
    iso, points = figure.data
    assert iso.x * iso.y == pytest.approx(np.full(len(iso.x), 0.5))  # 50 GRP
    # Cinq insertions à 10 % : 1 − 0,9⁵ = 40,951 %.
    assert points.x[0] == pytest.approx(0.40951)
    assert points.x[0] * points.y[0] == pytest.approx(0.5)


def test_les_plans_couvrent_ou_repetent() -> None:
    plans = {
        nom: medias.plan_media(SUPPORTS, euros) for nom, euros in (("a", 9_000), ("b", 29_000))
    }
    assert couverture_repetition(plans).titre.startswith("C'est «\xa0b\xa0» qui touche le plus")


def test_un_support_se_place_par_son_cout_et_son_affinite() -> None:
    figure = GRAPHIQUES["supports"]
    disques = figure.data[0]
    assert disques.x.tolist() == pytest.approx([333.33, 140.625], abs=0.01)
    assert disques.y.tolist() == pytest.approx([0.15, 0.64])
    assert list(disques.marker.size) == [150_000, 320_000]
    assert "1\xa0support sans audience utile" in figure.texte_alternatif


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: balance_agee(BALANCE[:0]), NonCalculable, "aucune créance"),
        (lambda: balance_agee(FACTURES), ArgumentInvalide, "non_echu"),
        (lambda: zones_de_score({}), NonCalculable, "« scores » est vide"),
        (lambda: zones_de_score({2025: 4.2}), MauvaisType, "risque.conan_holder"),
        (
            lambda: zones_de_score({1: score(1, 1), 2: score(1, 1, bornes=(1, 2, 3))}),
            ArgumentInvalide,
            "mêmes bornes",
        ),
        (lambda: encours_et_plafonds({"A": 3}), MauvaisType, "risque.encours"),
        (lambda: courbe_de_survie([100]), NonCalculable, "au moins 2"),
        (lambda: courbe_de_survie([0, 0]), ArgumentInvalide, "le départ en premier"),
        (lambda: courbe_de_survie([3, 2], modele=0.8), MauvaisType, "ajuster_sbg"),
        (lambda: prix_psychologique(ACCEPTE.tableau), MauvaisType, "prix.prix_psychologique"),
        (lambda: courbe_de_demande([10, 10], [1, 2]), ArgumentInvalide, "croissants"),
        (lambda: courbe_de_demande([10, 12], [1, 2, 3]), ArgumentInvalide, "2 quantités"),
        (lambda: courbe_de_demande([10], [1]), NonCalculable, "au moins 2"),
        (lambda: volume_a_compenser([0.30], 0.30), NonCalculable, "absorbe toute la marge"),
        (lambda: volume_a_compenser([30], 0.10), ArgumentInvalide, "taux_marque"),
        (lambda: memorisation({"TV": 15}), ArgumentInvalide, "beta"),
        (lambda: memorisation({"TV": 0.15}, contacts=0), ArgumentInvalide, "contacts"),
        (lambda: couverture_repetition({"A": 3}), MauvaisType, "medias.plan_media"),
        (lambda: nuage_supports(TITRES), ArgumentInvalide, "affinite"),
        (lambda: nuage_supports(medias.echelles(TITRES[2:])), NonCalculable, "rien à placer"),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()
