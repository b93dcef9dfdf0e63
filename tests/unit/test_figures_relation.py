"""La relation client : Pareto, délais, NPS, plateau d'appels, test A/B."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grc_lib import appels, reclamations
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.relation.engagements import delais
from grc_lib.figures.relation.essais import comparaison_intervalles
from grc_lib.figures.relation.plateau import courbe_effectif
from grc_lib.figures.relation.satisfaction import barre_nps, pareto
from grc_lib.figures.relation.tranches import charge_par_tranche

MOTIFS = ["retard"] * 6 + ["qualité"] * 3 + ["facturation"] + [None] * 2
CAUSES = reclamations.pareto(pd.DataFrame({"motif": MOTIFS}), "motif")
PROMESSE = dict(periode=1800, dmt=180, qualite=0.8, seuil=20)
CRENEAU = appels.effectif(appels=100, **PROMESSE)
APPELS = pd.Series({"09:00": 40, "09:30": 100, "10:00": 0})
BESOIN = appels.effectif(appels=APPELS, **PROMESSE)
ENQUETE = [9] * 1125 + [7] * 875 + [0] * 500  # cas FI03
AB = {"A": (40, 1000), "B": (62, 1000)}

GRAPHIQUES = {
    "pareto": pareto(CAUSES),
    "delais": delais([0, 1, 2, 2, 3, 5, 5, 6, 9], 5),
    "nps": barre_nps(ENQUETE),
    "effectif": courbe_effectif(CRENEAU),
    "tranches": charge_par_tranche(BESOIN, presents=[10, 10, 2]),
    "ab": comparaison_intervalles(AB),
}
chaque_graphique = pytest.mark.parametrize("graphique", GRAPHIQUES.values(), ids=GRAPHIQUES.keys())


# --- Pareto


def test_les_causes_sont_dans_l_ordre_et_leur_cumul_sur_le_meme_axe() -> None:
    premieres, autres, cumul = GRAPHIQUES["pareto"].data
    assert list(premieres.x) == [0.6, 0.3] and list(autres.x) == [0.1]
    assert list(cumul.x) == pytest.approx([0.6, 0.9, 1.0])
    assert list(premieres.y) == [0, -1] and list(autres.y) == [-2]
    assert GRAPHIQUES["pareto"].layout.xaxis.range[0] == 0
    assert GRAPHIQUES["pareto"].titre == "2\xa0causes sur 3 font 90,0\u202f% des réclamations"


def test_les_causes_inconnues_sont_dites_et_hors_du_total() -> None:
    figure = GRAPHIQUES["pareto"]
    assert "Sans cause connue : 2" in figure.texte_alternatif
    assert "2\xa0réclamations sans cause connue" in figure.layout.xaxis.title.text
    assert figure.donnees["Réclamations"].tolist() == [6, 3, 1, 2]


def test_une_seule_cause_peut_suffire() -> None:
    assert pareto(CAUSES, seuil=0.6).titre.startswith("1\xa0cause sur 3 fait 60,0\u202f%")


# --- Délais


def test_un_delai_egal_a_l_engagement_le_tient() -> None:
    figure = delais([1, 2, 2, 3, 5, 5, 6, 9], 5)
    tenus, depasses = figure.data
    assert sum(tenus.y) == 6 and sum(depasses.y) == 2
    assert figure.titre.startswith("75,0\u202f% des délais tiennent la promesse (5\xa0jours)")
    assert depasses.marker.pattern.shape == "/"
    assert figure.layout.shapes[0].x0 == 5 and figure.layout.yaxis.range[0] == 0


def test_chaque_jour_entier_a_sa_barre_zero_compris() -> None:
    figure = GRAPHIQUES["delais"]
    assert figure.donnees["Délai (jours)"].tolist()[:4] == ["0", "1", "2", "3"]
    assert figure.donnees["Effectif"].tolist() == [1, 1, 2, 1, 0, 2, 1, 0, 0, 1]


def test_une_promesse_d_un_jour_au_singulier_et_une_avance_negative() -> None:
    assert "(1\xa0jour)" in delais([0, 1, 2], 1).titre
    assert "(20\xa0s)" in delais([0, 10, 30], 20, unite="s").titre
    avance = delais([-3, -1, 0, 2], 0)
    assert sum(avance.data[0].y) == 3 and sum(avance.data[1].y) == 1


def test_des_delais_tous_tenus() -> None:
    assert delais([3.5], 5).titre == "Tous les délais tiennent la promesse (5\xa0jours), sur 1"


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=80), st.integers(1, 300))
def test_aucun_delai_ne_se_perd(durees: list[int], engagement: int) -> None:
    figure = delais(durees, engagement)
    tenus, depasses = figure.data
    assert sum(tenus.y) == sum(d <= engagement for d in durees)
    dehors = len(durees) - sum(tenus.y) - sum(depasses.y)
    assert (dehors > 0) == ("plus loin" in figure.layout.xaxis.title.text)
    assert max(tenus.x) + tenus.width / 2 == pytest.approx(engagement)  # la frontière est un bord


# --- NPS


def test_le_nps_publie_vaut_25_points() -> None:
    figure = GRAPHIQUES["nps"]
    assert [trace.name for trace in figure.data] == ["Détracteurs", "Passifs", "Promoteurs"]
    assert [trace.x[0] for trace in figure.data] == pytest.approx([0.2, 0.35, 0.45])
    assert figure.titre.startswith("NPS de +25 points\xa0: 45,0\u202f% de promoteurs")
    assert figure.layout.barmode == "stack" and figure.layout.xaxis.range == (0, 1)


def test_les_bornes_du_nps_sont_celles_de_la_definition() -> None:
    parts = [trace.x[0] for trace in barre_nps([6, 7, 8, 9]).data]
    assert parts == pytest.approx([0.25, 0.5, 0.25])


def test_un_groupe_par_barre() -> None:
    figure = barre_nps([10, 10, 0, 7], groupes=["Petit", "Petit", "Préféré", "Préféré"])
    assert figure.titre == "Le NPS va de +100 (Petit) à \u221250 (Préféré)"
    assert figure.donnees["NPS (points)"].tolist() == [100, -50]


# --- Plateau


def test_la_courbe_passe_par_les_valeurs_publiees_d_erlang_c() -> None:
    figure = GRAPHIQUES["effectif"]
    lues = dict(zip(figure.data[0].x, figure.data[0].y, strict=True))
    assert lues[14] == pytest.approx(0.88835, abs=1e-5)  # cas ER10
    assert min(lues) == 11  # dix erlangs : à dix agents, la file est instable
    assert figure.titre.startswith("Avec 14\xa0agents, 88,8\u202f%")
    assert figure.layout.shapes[0].y0 == 0.8 and figure.layout.yaxis.range[0] == 0
    table = figure.donnees.set_index("Agents")
    assert table.loc[14, "Attente moyenne (s)"] == pytest.approx(7.8, abs=0.05)


def test_quand_un_agent_de_moins_ferait_exploser_la_file() -> None:
    creneau = appels.effectif(appels=2, **PROMESSE)
    assert creneau.positions in (1, 2)
    facile = appels.effectif(appels=1, **{**PROMESSE, "qualite": 0.5})
    assert "grandirait sans fin" in courbe_effectif(facile).titre


def test_les_tranches_ou_il_manque_des_agents_sont_hachurees() -> None:
    tenues, manques, presents = GRAPHIQUES["tranches"].data
    assert list(manques.x) == [1] and list(manques.y) == [14]  # cas ER12
    assert list(tenues.y) == [7, 0]
    assert list(presents.y) == [10, 10, 2, 2] and presents.line.shape == "hv"
    assert GRAPHIQUES["tranches"].titre.endswith("à 09:30, il en faut 14 pour 10 présents")
    assert GRAPHIQUES["tranches"].donnees["Manquants"].tolist() == [0, 4, 0]
    assert GRAPHIQUES["tranches"].layout.yaxis.range[0] == 0


def test_sans_les_presents_on_lit_la_pointe() -> None:
    figure = charge_par_tranche(BESOIN)
    assert figure.titre == "Il faut de 0 à 14 agents selon l'heure\xa0; la pointe est à 09:30"
    assert len(figure.data) == 2 and "Présents" not in figure.donnees
    assert charge_par_tranche(BESOIN, presents=[20] * 3).titre.startswith("Les présents suffisent")


# --- Test A/B


def test_l_intervalle_est_celui_de_la_formule() -> None:
    point = GRAPHIQUES["ab"].data[0]
    marge = 1.96 * np.sqrt(0.04 * 0.96 / 1000)
    assert point.x[0] == 0.04
    assert point.error_x.array[0] == pytest.approx(marge)
    assert point.error_x.arrayminus[0] == pytest.approx(marge)
    assert GRAPHIQUES["ab"].layout.xaxis.range[0] == 0


def test_le_test_de_l_ecart_conclut_non_le_recouvrement() -> None:
    figure = GRAPHIQUES["ab"]
    haut_a, bas_b = figure.donnees.iloc[0, 5], figure.donnees.iloc[1, 4]
    assert haut_a > bas_b  # les intervalles se touchent, et pourtant…
    assert "plus que le hasard n'en ferait (p = 0,025)" in figure.titre
    assert "significatif" in figure.texte_alternatif
    egal = comparaison_intervalles({"A": (40, 1000), "B": (45, 1000)})
    assert "le hasard peut suffire" in egal.titre
    assert "zéro y est" in egal.texte_alternatif


def test_plusieurs_groupes_sans_test() -> None:
    figure = comparaison_intervalles({"x": (5, 20), "y": (10, 20), "z": (12, 20)})
    assert figure.titre == "Le taux de réponse va de 25,0\u202f% (x) à 60,0\u202f% (z)"
    seul = comparaison_intervalles({"x": (42, 100)}, mesure="commande")
    assert seul.titre.startswith("Le taux de commande est sans doute entre 32,3\u202f%")


# --- Ce que tout graphique promet


@chaque_graphique
def test_un_constat_chiffre_une_description_et_des_donnees(graphique: Graphique) -> None:
    assert any(signe.isdigit() for signe in graphique.titre)
    assert len(graphique.texte_alternatif) > 80
    assert not graphique.donnees.empty


@chaque_graphique
def test_lisible_sur_un_telephone(graphique: Graphique) -> None:
    assert all(len(ligne) <= 30 for ligne in graphique.layout.title.text.split("<br>"))
    assert all((note.font.size or 14) >= 14 for note in graphique.layout.annotations)
    for axe in (graphique.layout.xaxis, graphique.layout.yaxis):
        assert axe.visible is False or axe.title.text


def test_le_titre_se_remplace() -> None:
    figures = [
        pareto(CAUSES, titre="t"), delais([1], 5, titre="t"), barre_nps([9], titre="t"),
        courbe_effectif(CRENEAU, titre="t"), charge_par_tranche(BESOIN, titre="t"),
        comparaison_intervalles(AB, titre="t"),
    ]  # fmt: skip
    assert {figure.titre for figure in figures} == {"t"}


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: pareto(CAUSES[:0]), NonCalculable, "Aucune cause"),
        (lambda: pareto(CAUSES, seuil=80), ArgumentInvalide, "taux décimal"),
        (lambda: pareto(CAUSES.drop(columns="cumul")), ArgumentInvalide, "« cumul »"),
        (lambda: delais([], 5), NonCalculable, "vide"),
        (lambda: delais(["a"], 5), MauvaisType, "des nombres"),
        (lambda: delais([1, None], 5), ArgumentInvalide, "manquante"),
        (lambda: delais([1], "5"), MauvaisType, "un nombre"),
        (lambda: barre_nps([]), ErreurGrc, "notes"),
        (lambda: barre_nps([11]), ArgumentInvalide, "0 à 10"),
        (lambda: barre_nps([9, 8], groupes=["a"]), ArgumentInvalide, "autant de groupes"),
        (lambda: courbe_effectif(14), MauvaisType, "appels.effectif"),  # type: ignore[arg-type]
        (lambda: courbe_effectif(BESOIN), ArgumentInvalide, "un seul créneau"),
        (
            lambda: courbe_effectif(appels.effectif(appels=0, **PROMESSE)),
            NonCalculable,
            "Aucun appel",
        ),
        (lambda: charge_par_tranche(CRENEAU), MauvaisType, "une colonne"),
        (lambda: charge_par_tranche(BESOIN, presents=[1]), ArgumentInvalide, "3 nombres"),
        (lambda: comparaison_intervalles([(1, 2)]), MauvaisType, "dictionnaire"),  # type: ignore[arg-type]
        (lambda: comparaison_intervalles({"A": 3}), MauvaisType, "succès, effectif"),  # type: ignore[dict-item]
        (lambda: comparaison_intervalles({"A": (3, 2)}), ArgumentInvalide, "au plus l'effectif"),
        (lambda: comparaison_intervalles({"A": (0, 20)}), NonCalculable, "unanimes"),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()
