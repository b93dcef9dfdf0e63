"""Seuil, cascade, bilan, flux, emprunts, offres, amortissements : données, textes, refus."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import amortissements, annuites, bfr, financement, seuil, valeur
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.finance.cascades import bfre_normatif, cascade, compte_exploitation
from grc_lib.figures.finance.emprunts import comparaison_emprunts, plan_emprunt
from grc_lib.figures.finance.equilibre import bilan_fonctionnel, cycle_d_exploitation
from grc_lib.figures.finance.financements import (
    comparaison_offres,
    interets_simples_et_composes,
    plan_amortissement,
)
from grc_lib.figures.finance.flux_financiers import flux_dans_le_temps, valeur_vie
from grc_lib.figures.finance.rentabilite import point_mort, seuil_de_rentabilite
from grc_lib.figures.graphique import Graphique

ANALYSE = seuil.analyser(9150, 1220, charges_variables=4575)
VENTES = [40_000] * 7 + [0] + [50_000] * 4
BILAN = bfr.equilibre(
    ressources_stables=500, emplois_stables=420, actif_exploitation=300, passif_exploitation=190
)
COMPTE = {"ca_brut": 12_000, "rrr": 600, "cout_ventes": 7_400, "visites": 900, "livraison": 350}
BESOINS = bfr.bfre_normatif(
    [("Stocks", 40, 0.60), ("Clients", 30, 1.20), ("Fournisseurs", 50, -0.72)], ca_ht=1_800_000
)
PRET = annuites.tableau_emprunt(20_000, 0.05, 5, mode="amortissement constant")
IN_FINE = annuites.tableau_emprunt(20_000, 0.05, 5, mode="in fine")
OFFRES = {
    "Comptant": financement.comptant(21_000, amortissement=5, revente=(3, 9_500)),
    "Emprunt": financement.emprunt(
        21_000, taux=0.06 / 12, n=36, amortissement=5, revente=(3, 9_500)
    ),
    "LLD": financement.location(loyer=400, n=36),
}
PLANS = {
    "Linéaire": amortissements.lineaire(20_000, 5, "2026-04-01"),
    "Dégressif": amortissements.degressif(20_000, 5, "2026-04-01"),
}
GRAPHIQUES = {
    "seuil": seuil_de_rentabilite(ANALYSE),
    "point mort": point_mort(305_000, VENTES, 2026),
    "cascade": cascade([("Prix", 100.0), ("Remise", -8.0), ("À payer", None)]),
    "compte": compte_exploitation(valeur.compte_exploitation(COMPTE)),
    "bfre": bfre_normatif(BESOINS),
    "bilan": bilan_fonctionnel(BILAN),
    "cycle": cycle_d_exploitation(stockage=30, clients=45, fournisseurs=40),
    "flux": flux_dans_le_temps([-10_000, 4_000, 4_000, 4_000], taux=0.08),
    "valeur vie": valeur_vie(marge=180, retention=0.7, annees=5, cout_acquisition=300),
    "intérêts": interets_simples_et_composes(100_000, 0.10, 6),
    "emprunt": plan_emprunt(PRET),
    "emprunts": comparaison_emprunts({"constant": PRET, "in fine": IN_FINE}),
    "offres": comparaison_offres(financement.comparer(OFFRES, taux=0.05, impot=0.25)),
    "amortissement": plan_amortissement(PLANS),
}
chaque_graphique = pytest.mark.parametrize("graphique", GRAPHIQUES.values(), ids=GRAPHIQUES.keys())


def trace(figure: Graphique, nom: str) -> Any:
    return next(une for une in figure.data if une.name == nom)


# --- Ce que tout graphique promet


@chaque_graphique
def test_chaque_figure_dit_un_constat_chiffre_et_ses_donnees(graphique: Graphique) -> None:
    assert any(signe.isdigit() for signe in graphique.titre)
    assert len(graphique.texte_alternatif) > 80
    assert not graphique.donnees.empty
    assert all(len(ligne) <= 30 for ligne in graphique.layout.title.text.split("<br>"))
    assert "Timestamp" not in graphique.description() and "00:00:00" not in graphique.description()


@chaque_graphique
def test_aucun_texte_sous_14_pixels_et_des_axes_nommes(graphique: Graphique) -> None:
    assert all((note.font.size or 14) >= 14 for note in graphique.layout.annotations)
    valeurs = graphique.layout.xaxis, graphique.layout.yaxis
    assert any(axe.visible is False or axe.title.text for axe in valeurs)


@pytest.mark.parametrize("nom", ["seuil", "flux", "emprunts", "offres", "bilan", "compte"])
def test_le_titre_donne_remplace_le_constat_que_la_description_garde(nom: str) -> None:
    entrees: dict[str, Any] = {
        "seuil": lambda titre: seuil_de_rentabilite(ANALYSE, titre=titre),
        "flux": lambda titre: flux_dans_le_temps([-500, 600], titre=titre),
        "emprunts": lambda titre: comparaison_emprunts({"a": PRET}, titre=titre),
        "offres": lambda titre: comparaison_offres(
            financement.comparer(OFFRES, taux=0.05, impot=0.25), titre=titre
        ),
        "bilan": lambda titre: bilan_fonctionnel(BILAN, titre=titre),
        "compte": lambda titre: compte_exploitation(
            valeur.compte_exploitation(COMPTE), titre=titre
        ),
    }
    figure = entrees[nom]("Mon constat")
    assert figure.titre == "Mon constat"
    assert any(signe.isdigit() for signe in figure.texte_alternatif)


# --- Seuil de rentabilité


def test_les_droites_se_croisent_au_seuil() -> None:
    figure = GRAPHIQUES["seuil"]
    ca, charges = trace(figure, "Chiffre d'affaires"), trace(figure, "Charges totales")
    rang = list(ca.x).index(2440)
    assert ca.y[rang] == charges.y[rang] == pytest.approx(2440)
    assert list(ca.x) == list(ca.y)
    assert charges.y[0] == 1220
    assert set(trace(figure, "Charges fixes").y) == {1220}
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.xaxis.range[0] == 0


def test_le_tableau_du_seuil_donne_les_trois_resultats() -> None:
    assert GRAPHIQUES["seuil"].donnees["Résultat (€)"].tolist() == pytest.approx([-1220, 0, 3355])


def test_une_perte_dit_ce_qu_il_manque_de_ventes() -> None:
    perte = seuil.analyser(1_200_000, 700_000, charges_variables=700_000)
    figure = seuil_de_rentabilite(perte)
    # Taux de MCV : 500 / 1 200 ; seuil : 700 000 × 2,4 = 1 680 000.
    assert "1\u202f680\u202f000\xa0€\xa0: il manque 480\u202f000\xa0€" in figure.titre
    assert "résultat est de −200\u202f000\xa0€" in figure.texte_alternatif


def test_sans_charge_fixe_pas_de_delai() -> None:
    figure = seuil_de_rentabilite(seuil.analyser(1000, 0, charges_variables=300))
    assert figure.titre.startswith("Sans charge fixe")


def test_le_point_mort_suit_la_saison() -> None:
    figure = GRAPHIQUES["point mort"]
    # 7 × 40 000 = 280 000 fin juillet, rien en août : il manque 25 000 sur les 50 000 de septembre.
    assert figure.titre.endswith("atteint le 15\xa0septembre 2026")
    assert trace(figure, "Ventes réelles").y.tolist()[7:10] == [280_000, 280_000, 330_000]
    assert trace(figure, "Si régulières").y[6] == pytest.approx(240_000)
    assert figure.donnees["Ventes cumulées (€)"].iloc[-1] == 480_000


def test_sur_un_telephone_les_mois_restent_droits_et_les_noms_sous_le_titre() -> None:
    figure = GRAPHIQUES["point mort"]
    assert list(figure.layout.xaxis.ticktext) == ["janv.", "avr.", "juil.", "oct."]
    assert figure.layout.xaxis.tickangle == 0 and figure.layout.margin.r < 30
    legende = figure.layout.title.subtitle.text
    assert "ventes réelles" in legende and "si elles étaient régulières" in legende
    assert {note.text for note in figure.layout.annotations} == {
        "<b>seuil : 305\xa0k€</b>",
        "<b>15/09</b>",
    }


def test_un_seuil_hors_d_atteinte_se_dit_sans_erreur() -> None:
    figure = point_mort(605_000, VENTES, 2026)
    assert figure.titre == "Le seuil n'est pas atteint en 2026\xa0: il manque 125\u202f000\xa0€"
    assert figure.layout.yaxis.range[1] >= 605_000


# --- Cascade


def test_chaque_barre_part_de_la_fin_de_la_precedente() -> None:
    barres = GRAPHIQUES["compte"].data[0]
    # 12 000 − 600 = 11 400 ; − 7 400 = 4 000 ; − 900 − 350 = 2 750.
    assert barres.base.tolist() == [0, 12_000, 0, 11_400, 0, 4_000, 3_100, 0]
    assert barres.x.tolist() == [12_000, -600, 11_400, -7_400, 4_000, -900, -350, 2_750]
    assert (
        GRAPHIQUES["compte"].titre
        == "Contribution\xa0: 2\u202f750\xa0€, soit 24,1\u202f% du CA net"
    )


def test_plus_moins_et_totaux_se_distinguent_sans_couleur() -> None:
    marques = GRAPHIQUES["compte"].data[0].marker
    assert list(marques.pattern.shape[:3]) == ["", "/", ""]
    assert len(set(marques.color)) == 3


def test_les_montants_d_une_cascade_tiennent_sous_un_telephone() -> None:
    devis = [("Brut", 4_520.0), ("Remise", -655.4), ("TVA", 752.0), ("Net à payer", None)]
    axe = cascade(devis).layout.xaxis
    ecrits = [texte for texte in axe.ticktext if texte]
    assert ecrits == ["0", "2\u202f000", "4\u202f000", "6\u202f000"]
    assert len(axe.tickvals) == 7  # les autres traits restent, sans leur nombre
    assert sum(8 * len(texte) + 10 for texte in ecrits) < 200


def test_chaque_etape_a_la_place_de_deux_lignes() -> None:
    etapes = [("Salaire", 120.0), ("Frais de structure répartis", 24.0), ("Coût complet", None)]
    for titre in ("Court", "Un constat si long qu'il prend trois ou quatre lignes de titre " * 2):
        figure = cascade(etapes, titre=titre)
        assert (figure.layout.height - figure.layout.margin.t - 50) / len(etapes) >= 40


def test_une_contribution_negative_passe_sous_zero() -> None:
    client = valeur.compte_exploitation(COMPTE | {"visites": 9_000})
    figure = compte_exploitation(client)
    assert figure.layout.xaxis.range[0] < 0
    assert "−5\u202f350" in figure.titre


def test_un_client_sans_vente_n_a_pas_de_taux() -> None:
    client = valeur.compte_exploitation({"ca_brut": 0, "cout_ventes": 0, "visites": 120})
    assert compte_exploitation(client).titre == "Contribution\xa0: −120\xa0€"


def test_dans_un_cout_la_premiere_etape_peut_peser_le_plus() -> None:
    cout = cascade([("Salaire", 120.0), ("Repas", 19.0), ("Visite", None)])
    assert cout.titre.endswith("ce qui pèse le plus\xa0: Salaire, 120\xa0€")
    prix = cascade([("Prix", 120.0), ("Remise", -19.0), ("Net", None)])
    assert prix.titre.endswith("ce qui pèse le plus\xa0: Remise, −19\xa0€")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=15))
def test_le_total_est_la_somme_des_etapes(montants: list[float]) -> None:
    figure = cascade([*((f"Poste {k}", m) for k, m in enumerate(montants)), ("Total", None)])
    assert figure.data[0].x[-1] == pytest.approx(sum(montants), abs=1e-6)
    assert figure.data[0].base[-1] == 0


def test_le_bfre_se_lit_en_jours_puis_en_euros() -> None:
    figure = GRAPHIQUES["bfre"]
    assert figure.data[0].x.tolist() == pytest.approx([24, 36, -36, 24])
    assert (
        figure.titre
        == "Le BFRE normatif\xa0: 24\xa0jours de CA HT, soit 120\u202f000\xa0€ à financer"
    )
    assert bfre_normatif(BESOINS[2:]).titre.endswith("180\u202f000\xa0€ de ressource")


# --- Bilan et cycle


def test_emplois_et_ressources_ont_la_meme_hauteur() -> None:
    for bilan in (BILAN, _bilan(320)):
        figure = bilan_fonctionnel(bilan)
        hauteurs = {"Emplois": 0.0, "Ressources": 0.0}
        for bloc in figure.data:
            hauteurs[bloc.x[0]] += bloc.y[0]
        assert hauteurs["Emplois"] == pytest.approx(hauteurs["Ressources"])


def test_la_tresorerie_change_de_cote_avec_son_signe() -> None:
    assert "Trésorerie (banque)" in GRAPHIQUES["bilan"].donnees["Masse"].tolist()
    positive = bilan_fonctionnel(_bilan(320))
    cotes = positive.donnees.set_index("Masse")["Côté"]
    assert cotes["Trésorerie"] == "Emplois"
    assert positive.titre == "FRNG 180\xa0€ − BFR 110\xa0€ = trésorerie 70\xa0€"


def test_un_bloc_trop_mince_se_nomme_sous_sa_colonne() -> None:
    notes = [note.text for note in GRAPHIQUES["bilan"].layout.annotations]
    assert notes == ["+ Trésorerie<br>(banque)\xa0: 30\xa0€"]


def _bilan(emplois: float) -> bfr.Equilibre:
    return bfr.equilibre(
        ressources_stables=500,
        emplois_stables=emplois,
        actif_exploitation=300,
        passif_exploitation=190,
    )


def test_le_cycle_finance_du_fournisseur_au_client() -> None:
    barres = GRAPHIQUES["cycle"].data[0]
    assert barres.base.tolist() == [0, 30, 0, 40]
    assert barres.x.tolist() == [30, 45, 40, 35]
    avance = cycle_d_exploitation(stockage=10, clients=0, fournisseurs=60)
    assert (avance.data[0].base[-1], avance.data[0].x[-1]) == (10, 50)
    assert avance.titre == "Le cycle laisse 50\xa0jours d'avance, du 10e\xa0jour au\xa060e"
    assert cycle_d_exploitation(stockage=20, clients=20, fournisseurs=40).titre.endswith("le 40e")


# --- Flux


def test_le_cumul_actualise_finit_a_la_van() -> None:
    figure = GRAPHIQUES["flux"]
    assert figure.data[0].y.tolist() == [-10_000, 4_000, 4_000, 4_000]
    # 4 000 × (1 − 1,08⁻³) / 0,08 − 10 000 = 308,39 (calcul à la main)
    assert figure.data[1].y[-1] == pytest.approx(308.39, abs=0.005)
    assert figure.data[1].y[1] == pytest.approx(-10_000 + 4_000 / 1.08)


def test_le_delai_de_recuperation_arrondit_au_mois_suivant() -> None:
    # 250 / 20 = 12,5 : repris pendant le 13e mois.
    figure = flux_dans_le_temps([-250, *[20] * 24], periode="mois")
    assert figure.titre == "La dépense est reprise en 13\xa0mois\xa0; solde\xa0: 230\xa0€"
    assert flux_dans_le_temps([-20, 20], periode="mois").titre.startswith(
        "La dépense est reprise en 1\xa0mois"
    )


@pytest.mark.parametrize(
    ("flux", "debut"),
    [
        ([-100, 40], "La dépense n'est pas reprise"),
        ([100, -120], "Le cumul finit négatif"),
        ([100, -80], "Le cumul n'est jamais négatif"),
        ([-100, 150, -60, 30], "La dépense est reprise en 3\xa0ans"),
    ],
)
def test_le_constat_suit_le_signe_du_cumul(flux: list[float], debut: str) -> None:
    assert flux_dans_le_temps(flux).titre.startswith(debut)


def test_la_valeur_vie_s_accumule_annee_apres_annee() -> None:
    figure = GRAPHIQUES["valeur vie"]
    # 180 × 0,7^t : 180 ; 126 ; 88,20 ; 61,74 ; 43,218. Cas VC02 : 199,158.
    assert figure.data[0].y.tolist() == pytest.approx([-300, 180, 126, 88.2, 61.74, 43.218])
    assert figure.data[1].y[-1] == pytest.approx(199.158)


def test_les_annees_se_comptent_en_ans_et_les_mois_en_mois() -> None:
    une = valeur_vie(marge=180, retention=0.7, annees=1, cout_acquisition=300)
    assert une.titre.startswith("En 1\xa0an, un client")
    assert interets_simples_et_composes(1_000, 0.05, 6).titre.startswith("En 6\xa0ans, ")
    recupere = flux_dans_le_temps([-250] + [20] * 24, periode="mois")
    assert recupere.titre.startswith("La dépense est reprise en 13\xa0mois")
    for figure in (*GRAPHIQUES.values(), une):
        assert "années" not in f"{figure.titre} {figure.texte_alternatif}"


def test_les_interets_composes_depassent_les_simples() -> None:
    figure = GRAPHIQUES["intérêts"]
    assert trace(figure, "Intérêts simples").y[-1] == pytest.approx(160_000)
    assert trace(figure, "Intérêts composés").y[-1] == pytest.approx(177_156.1)


# --- Emprunts


def test_chaque_echeance_empile_capital_et_interets() -> None:
    capital, interets, reste = GRAPHIQUES["emprunt"].data
    assert capital.y.tolist() == [4_000] * 5
    assert interets.y.tolist() == [1_000, 800, 600, 400, 200]
    assert list(reste.x) == [0, 1, 2, 3, 4, 5]
    assert list(reste.y) == [20_000, 16_000, 12_000, 8_000, 4_000, 0]
    assert GRAPHIQUES["emprunt"].layout.barmode == "relative"
    assert GRAPHIQUES["emprunt"].layout.yaxis.range[0] == 0
    assert GRAPHIQUES["emprunt"].titre.startswith("5\xa0échéances\xa0: 3\u202f000\xa0€ d'intérêts")


def test_un_differe_total_augmente_le_capital_du() -> None:
    differe = annuites.tableau_emprunt(20_000, 0.05, 5, differe=2, capitaliser=True)
    figure = plan_emprunt(differe)
    assert figure.data[2].y[2] == pytest.approx(22_050)
    assert figure.layout.yaxis.range[0] < 0 and figure.layout.yaxis2.range[1] >= 22_050


def test_l_emprunt_le_plus_cher_est_nomme() -> None:
    figure = GRAPHIQUES["emprunts"]
    # In fine : 5 × 1 000 ; amortissement constant : 1 000 + 800 + 600 + 400 + 200.
    assert figure.titre == "Intérêts\xa0: de 3\u202f000\xa0€ (constant) à 5\u202f000\xa0€ (in fine)"
    assert trace(figure, "in fine").y.tolist() == [20_000] * 5 + [0]


def test_les_exercices_se_graduent_depuis_le_premier() -> None:
    axe = GRAPHIQUES["amortissement"].layout.xaxis
    assert axe.tick0 == 2025 and axe.dtick == 2 and axe.tickangle == 0


def test_un_emprunt_solde_reste_a_zero_jusqu_au_plus_long() -> None:
    court = annuites.tableau_emprunt(20_000, 0.05, 2)
    figure = comparaison_emprunts({"court": court, "long": PRET})
    assert trace(figure, "court").y.tolist()[2:] == [0, 0, 0, 0]


def test_la_moins_chere_n_est_pas_celle_du_cout_affiche() -> None:
    figure = GRAPHIQUES["offres"]
    assert figure.titre.startswith("«\xa0Emprunt\xa0» est la moins chère\xa0: 10\u202f060")
    assert "Le coût total désignerait « Comptant »" in figure.texte_alternatif
    nette, affiche = figure.data
    assert list(nette.y) == ["Emprunt", "LLD", "Comptant"]
    assert affiche.x.tolist() == pytest.approx([13_498.98, 14_400, 11_500], abs=0.01)


def test_la_valeur_nette_part_de_la_base_et_s_eteint() -> None:
    figure = GRAPHIQUES["amortissement"]
    lineaire, degressif = trace(figure, "Linéaire"), trace(figure, "Dégressif")
    assert list(lineaire.x) == list(range(2025, 2032))
    assert lineaire.y.tolist() == [20_000, 17_000, 13_000, 9_000, 5_000, 1_000, 0]
    # 20 000 × 35 % × 9/12 = 5 250 ; puis 35 % de 14 750 = 5 162,50.
    assert degressif.y.tolist()[:3] == [20_000, 14_750, 9_587.5]
    assert degressif.y[-1] == 0


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: seuil_de_rentabilite(3), MauvaisType, "ce que rend seuil.analyser"),
        (lambda: point_mort(10, [1, 2], 2026), ArgumentInvalide, "douze|12"),
        (lambda: point_mort(10, [], 2026), NonCalculable, "au moins 1"),
        (lambda: cascade([]), NonCalculable, "rien à tracer"),
        (lambda: cascade([("Total", None)]), NonCalculable, "premier montant"),
        (lambda: cascade([("Prix", 3.0)]), ArgumentInvalide, "un total pour finir"),
        (lambda: cascade([("Prix", "3"), ("T", None)]), MauvaisType, "« Prix »"),
        (lambda: cascade([("P", 1.0)] * 20 + [("T", None)]), ArgumentInvalide, "20 étapes"),
        (lambda: compte_exploitation(pd.DataFrame()), MauvaisType, "pour un client"),
        (lambda: bfre_normatif(BESOINS[:0]), NonCalculable, "rien à tracer"),
        (lambda: bfre_normatif(BESOINS[["poste"]]), ArgumentInvalide, "jours_ca"),
        (lambda: bilan_fonctionnel({}), MauvaisType, "bfr.equilibre"),
        (lambda: bilan_fonctionnel(_sans_fonds()), ArgumentInvalide, "ressources stables"),
        (
            lambda: cycle_d_exploitation(stockage=0, clients=0, fournisseurs=0),
            NonCalculable,
            "null",
        ),
        (
            lambda: cycle_d_exploitation(stockage=-1, clients=0, fournisseurs=0),
            ArgumentInvalide,
            "stockage",
        ),
        (lambda: flux_dans_le_temps([]), NonCalculable, "flux"),
        (lambda: flux_dans_le_temps([1.0] * 401), ArgumentInvalide, "400 flux"),
        (lambda: flux_dans_le_temps([-1, 2], taux=8), ArgumentInvalide, "taux"),
        (lambda: valeur_vie(marge=1, retention=70, annees=5), ArgumentInvalide, "retention"),
        (lambda: plan_emprunt(PRET[:0]), NonCalculable, "vide"),
        (lambda: plan_emprunt([1]), MauvaisType, "DataFrame"),
        (lambda: comparaison_emprunts({}), NonCalculable, "« plans » est vide"),
        (lambda: comparaison_emprunts(PRET.to_numpy()), MauvaisType, "dictionnaire"),
        (
            lambda: comparaison_emprunts({str(k): PRET for k in range(9)}),
            ArgumentInvalide,
            "8 noms",
        ),
        (lambda: comparaison_offres(PRET), ArgumentInvalide, "cout_total"),
        (lambda: plan_amortissement({"L": PLANS["Linéaire"][:0]}), NonCalculable, "« L » est vide"),
        (lambda: interets_simples_et_composes(100, 5, 3), ArgumentInvalide, "taux"),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()


def _sans_fonds() -> bfr.Equilibre:
    return bfr.equilibre(
        ressources_stables=-10, emplois_stables=5, actif_exploitation=5, passif_exploitation=0
    )


def test_les_donnees_d_une_figure_ne_changent_pas_celles_de_l_appelant() -> None:
    avant = PRET.copy()
    plan_emprunt(PRET)
    comparaison_emprunts({"a": PRET})
    assert PRET.equals(avant)
    assert np.isfinite(GRAPHIQUES["emprunt"].donnees.to_numpy(float)).all()
