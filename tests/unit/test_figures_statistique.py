"""Les figures de statistique et de prévision : leurs données, leurs textes, leurs refus."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grc_lib import ventes
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.statistique.ajustement import nuage_droite
from grc_lib.figures.statistique.dispersion import EXTREMES_MAX, boite_a_moustaches
from grc_lib.figures.statistique.honnetete import axe_tronque
from grc_lib.figures.statistique.previsions import reel_prevu
from grc_lib.figures.statistique.series import courbe_z, saisons
from tests.unit.test_figures import contraste

Y = [1810, 1495, 1710, 2030, 2300, 2430]  # cas MC05 : y = 166,71 x + 1 379, r = 0,87
ST01 = [12, 15, 9, 22, 18, 15, 30]  # cas ST01 : médiane 15, moyenne 17,29
VENTES = pd.DataFrame({"An": [2023, 2024, 2025], "Ventes": [980.0, 1000.0, 1020.0]})
MOIS = pd.date_range("2024-01-01", periods=24, freq="MS")


def tous() -> dict[str, Graphique]:
    droite = ventes.moindres_carres(Y)
    return {
        "nuage": nuage_droite(range(1, 7), Y, droite, prevision=7),
        "boîte": boite_a_moustaches(ST01, nom="Ventes"),
        "saisons": saisons([1, 0.85, 0.95, 1.2]),
        "z": courbe_z(ventes.courbe_z(pd.Series(range(100, 124), index=MOIS))),
        "réel": reel_prevu([100, 200, 150], [120, 190, 165]),
        "tronqué": axe_tronque(VENTES, "An", "Ventes"),
    }


GRAPHIQUES = tous()
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


@chaque_graphique
def test_la_legende_tient_sur_un_telephone_et_ne_mange_pas_le_trace(figure: Graphique) -> None:
    lignes = (figure.layout.title.subtitle.text or "").split("<br>")
    textes = [ligne.split("</span> ")[-1] for ligne in lignes]
    assert all(len(texte) <= 44 for texte in textes)
    if lignes != [""]:
        assert figure.layout.margin.t >= 58 + 19 * len(lignes)
    assert figure.layout.height - figure.layout.margin.t >= 120


# --- Nuage et droites


def test_la_droite_tracee_passe_par_la_prevision() -> None:
    figure = nuage_droite(range(1, 7), Y, ventes.moindres_carres(Y), prevision=7, unite="€")
    droite, prevu = trace(figure, "moindres carrés"), trace(figure, "Prévision")
    assert list(droite.x) == [1, 7]
    assert droite.y[0] == pytest.approx(1545.714286) and droite.y[1] == prevu.y[0]
    assert prevu.y[0] == pytest.approx(2546)
    # Intervalle refait à la main : s = 197,6 ; t(4) = 2,776 ; √(1 + 1/6 + 3,5²/17,5) = 1,366.
    assert prevu.error_y.array[0] == pytest.approx(2.776 * 197.6 * 1.8667**0.5, abs=1)
    assert "entre 1\u202f796\xa0€ et 3\u202f296\xa0€" in figure.titre
    assert (
        "r = 0,87" in figure.texte_alternatif
        and "166,71\xa0x\xa0+\xa01\u202f379" in figure.texte_alternatif
    )


def test_mayer_prevoit_sans_intervalle() -> None:
    y = [1800, 2000, 2320, 2800]  # cas MA01 : 3 055 au rang 5
    figure = nuage_droite(range(1, 5), y, ventes.mayer(y), prevision=5)
    assert figure.titre == "Prévision des ventes au rang 5\xa0: 3\u202f055"
    assert np.isnan(trace(figure, "Prévision").error_y.array[0])
    assert "intervalle" not in figure.texte_alternatif


def test_deux_droites_ont_deux_traits_differents_et_une_legende() -> None:
    figure = nuage_droite(range(1, 7), Y, [ventes.moindres_carres(Y), ventes.mayer(Y)])
    traits = [t.line.dash for t in figure.data if t.mode == "lines"]
    assert len(set(traits)) == 2
    assert "Mayer" in figure.layout.title.subtitle.text
    assert figure.titre == "Ventes\xa0: +167 par rang"
    assert "Ventes, Mayer" in figure.donnees.columns


@pytest.mark.parametrize(
    ("nom", "x", "quand"),
    [
        ("trimestre", 13, "au trimestre 13\xa0: "),
        ("semaine", 7, "à la semaine 7\xa0: "),
        ("année", 2027, "pour l'année 2027\xa0: "),
        ("budget (€)", 2600, "si budget (€) = 2\u202f600\xa0: "),
    ],
)
def test_le_titre_dit_quand_ou_a_quelle_condition(nom: str, x: int, quand: str) -> None:
    figure = nuage_droite(range(x - 6, x), Y, ventes.mayer(Y), prevision=x, nom_x=nom)
    assert figure.titre.startswith(f"Prévision des ventes {quand}")


def test_l_equation_reste_d_un_seul_tenant_dans_la_legende() -> None:
    grandes = [2_982_907.5 + 3_681.2108 * rang + (-1) ** rang for rang in range(1, 13)]
    legende = nuage_droite(range(1, 13), grandes, ventes.moindres_carres(grandes)).layout
    lignes = legende.title.subtitle.text.split("<br>")
    assert [ligne for ligne in lignes if "x\xa0+" in ligne] == [lignes[1]]
    assert lignes[1].startswith("y\xa0=\xa03\u202f681,") and len(lignes[1]) < 44


def test_une_petite_pente_garde_trois_chiffres() -> None:
    y = [0.0042 * budget for budget in (1000, 2000, 3000)]
    texte = nuage_droite(
        [1000, 2000, 3000], y, ventes.moindres_carres(y, [1000, 2000, 3000])
    ).texte_alternatif
    assert "y\xa0=\xa00,00420\xa0x\xa0+\xa00." in texte


def test_sans_droite_on_lit_la_correlation() -> None:
    assert nuage_droite([1, 2, 3], [2, 4, 6]).titre == "Ventes selon rang\xa0: r = 1,00"
    plate = nuage_droite([1, 2, 3], [5, 5, 5])
    assert "r non calculable" in plate.titre


def test_aucun_point_ne_sort_du_cadre() -> None:
    figure = nuage_droite(range(1, 7), Y, ventes.moindres_carres(Y), prevision=12)
    bas, haut = figure.layout.yaxis.range
    prevu = trace(figure, "Prévision")
    marge = prevu.error_y.array[0]
    assert bas <= prevu.y[0] - marge and haut >= prevu.y[0] + marge
    assert figure.layout.xaxis.range[1] > 12


# --- Boîtes à moustaches


def test_la_boite_est_celle_des_indicateurs() -> None:
    boite = boite_a_moustaches(ST01).data[0]
    assert (boite.q1[0], boite.median[0], boite.q3[0]) == (12, 15, 22)
    # EIQ = 10 : les moustaches vont au plus de −3 à 37, donc de 9 à 30.
    assert (boite.lowerfence[0], boite.upperfence[0]) == (9, 30)


def test_une_valeur_a_plus_d_une_fois_et_demie_l_eiq_est_extreme() -> None:
    serie = [*ST01, 40]  # q1 = 12, q3 = 22 : au-delà de 22 + 15 = 37, une valeur est extrême
    figure = boite_a_moustaches(serie)
    assert list(trace(figure, "Extrêmes").x) == [40]
    assert figure.donnees["Extrêmes"].tolist() == [1]
    assert "1\xa0valeur extrême" in figure.texte_alternatif
    sans = boite_a_moustaches(serie, extremes=False)
    assert sans.layout.xaxis.range[1] < 40 and "hors du cadre" in sans.layout.title.subtitle.text


def test_les_boites_vont_de_la_plus_grande_mediane_a_la_plus_petite() -> None:
    figure = boite_a_moustaches([1, 2, 3, 10, 20, 30], list("aaabbb"), nom="Panier", unite="€")
    assert figure.donnees["Groupe"].tolist() == ["b", "a"]
    assert figure.titre == "Panier\xa0: la médiane va de 2\xa0€ (a) à 20\xa0€ (b)"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400))
def test_la_boite_et_ses_extremes_couvrent_toutes_les_valeurs(valeurs: list[float]) -> None:
    figure = boite_a_moustaches(valeurs)
    boite, extremes = figure.data[0], trace(figure, "Extrêmes").x
    assert len(extremes) <= EXTREMES_MAX
    assert min([boite.lowerfence[0], *extremes]) == min(valeurs)
    assert max([boite.upperfence[0], *extremes]) == max(valeurs)


# --- Saisons, courbe en Z


def test_les_saisons_partent_de_zero_et_montrent_la_moyenne() -> None:
    figure = saisons([1, 0.85, 0.95, 1.2])
    assert list(figure.data[0].x) == ["T1", "T2", "T3", "T4"]
    assert list(figure.data[0].y) == [1, 0.85, 0.95, 1.2]
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.shapes[0].y0 == 1
    assert "Saison faible : T2, 15\u202f% de moins" in figure.texte_alternatif


def test_douze_coefficients_sont_des_mois_et_un_index_nomme_est_garde() -> None:
    assert saisons(np.ones(12)).data[0].x[0] == "janv."
    noms = pd.Series([0.5, 1.5], index=["Été", "Hiver"])
    assert "Hiver" in saisons(noms).titre


def test_la_courbe_en_z_trace_les_trois_colonnes_depuis_zero() -> None:
    z = ventes.courbe_z([10] * 12 + [12, 15, 9])
    figure = courbe_z(z)
    assert list(trace(figure, "ventes du mois").y) == [12, 15, 9]
    assert list(trace(figure, "cumul de l'année").y) == [12, 27, 36]
    assert list(trace(figure, "total mobile").y) == [122, 127, 126]
    assert figure.layout.yaxis.range[0] == 0


def test_le_total_mobile_dit_s_il_baisse() -> None:
    z = ventes.courbe_z([10] * 12 + [10, 5, 5])
    assert courbe_z(z).titre.startswith("Le total mobile baisse de 8,3")  # 120 puis 110


# --- Réel et prévu


def test_le_biais_et_la_mape_sont_ceux_du_manuel() -> None:
    figure = GRAPHIQUES["réel"]
    assert "biais −8,33, MAPE 11,7\u202f%" in figure.texte_alternatif
    assert figure.donnees["Écart"].tolist() == [-20, 10, -15]
    assert figure.layout.xaxis.range[0] == 0
    assert list(figure.layout.yaxis.categoryarray) == ["Période 3", "Période 2", "Période 1"]


def test_un_trait_en_tirets_dit_qu_on_a_trop_prevu() -> None:
    trop, assez = (t for t in GRAPHIQUES["réel"].data if t.mode == "lines")
    assert trop.line.dash == "dot" and list(trop.x[:2]) == [120, 100]
    assert assez.line.dash == "solid" and list(assez.x[:2]) == [190, 200]


def test_prevoir_trop_peu_ou_juste_se_dit_autrement() -> None:
    assert "trop peu 2 fois sur 2" in reel_prevu([10, 20], [8, 18]).titre
    assert reel_prevu([10, 20], [12, 18]).titre.startswith("Le biais est nul")


# --- Axe tronqué


def test_les_memes_barres_deux_fois_un_seul_axe_part_de_zero() -> None:
    tronquee, entiere = GRAPHIQUES["tronqué"].data
    assert list(tronquee.y) == list(entiere.y) == [980, 1000, 1020]
    layout = GRAPHIQUES["tronqué"].layout
    assert layout.yaxis.range[0] == 970 and layout.yaxis2.range[0] == 0
    # (1 020 − 970) / (980 − 970) = 5 ; 1 020 / 980 = 1,041.
    assert "4,1\u202f% d'écart en vrai, une barre 5 fois" in GRAPHIQUES["tronqué"].titre


def test_le_contre_exemple_est_annonce_partout() -> None:
    figure = GRAPHIQUES["tronqué"]
    assert figure.titre.startswith("Contre-exemple")
    assert figure.texte_alternatif.startswith("Contre-exemple")
    textes = " ".join(note.text for note in figure.layout.annotations)
    assert "TROMPEUR" in textes and "HONNÊTE" in textes
    assert [barre.marker.pattern.shape for barre in figure.data] == ["/", None]


def test_les_textes_de_couleur_se_lisent() -> None:
    couleurs = {note.font.color for note in GRAPHIQUES["tronqué"].layout.annotations}
    assert all(contraste(c, "#ffffff") >= 3.8 for c in couleurs if c)


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: nuage_droite([1, 2], [1]), ArgumentInvalide, "autant de valeurs"),
        (lambda: nuage_droite([1], [1]), NonCalculable, "au moins 2"),
        (lambda: nuage_droite([], []), NonCalculable, "vide"),
        (lambda: nuage_droite([1, 2], ["a", "b"]), MauvaisType, "des nombres"),
        (lambda: nuage_droite([2, 2], [1, 3]), NonCalculable, "verticale"),
        (lambda: nuage_droite([1, 2], [1, 3], [3]), MauvaisType, "ventes.mayer"),
        (lambda: nuage_droite([1, 2], [1, 3], prevision=3), ArgumentInvalide, "une droite"),
        (
            lambda: nuage_droite(range(6), Y, [ventes.mayer(Y)] * 4),
            ArgumentInvalide,
            "au plus 3",
        ),
        (lambda: boite_a_moustaches([]), NonCalculable, "vide"),
        (lambda: boite_a_moustaches([1, 2], ["a"]), ArgumentInvalide, "un groupe par valeur"),
        (lambda: boite_a_moustaches([1, 2], ["a", None]), ArgumentInvalide, "sans case vide"),
        (lambda: boite_a_moustaches(range(13), range(13)), ArgumentInvalide, "au plus 12"),
        (lambda: boite_a_moustaches(["x"]), MauvaisType, "des nombres"),
        (lambda: saisons([1, 2, 3, 4]), ArgumentInvalide, "somme"),
        (lambda: saisons([1]), NonCalculable, "au moins 2"),
        (lambda: courbe_z(pd.DataFrame({"cumul": [1]})), ArgumentInvalide, "mensuel"),
        (
            lambda: courbe_z(ventes.courbe_z(range(1, 20)).iloc[:0]),
            NonCalculable,
            "aucun mois",
        ),
        (lambda: reel_prevu([1] * 41, [1] * 41), ArgumentInvalide, "au plus 40"),
        (lambda: reel_prevu([0, 1], [1, 1]), NonCalculable, "nulle"),
        (lambda: axe_tronque(VENTES.assign(Ventes=5), "An", "Ventes"), NonCalculable, "égales"),
        (
            lambda: axe_tronque(VENTES.assign(Ventes=[1, 50, 100]), "An", "Ventes"),
            ArgumentInvalide,
            "voisines",
        ),
        (
            lambda: axe_tronque(
                pd.DataFrame({"An": range(7), "Ventes": range(100, 107)}), "An", "Ventes"
            ),
            ArgumentInvalide,
            "au plus 6",
        ),
        (lambda: axe_tronque(VENTES[:0], "An", "Ventes"), NonCalculable, "vide"),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()
