"""Organiser et prospecter : entonnoir, affaires, charge, Gantt, PERT, tournée, frise, tuiles."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grc_lib import appels, organisation, prospection, tournees
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.activite.capacites import charge_capacite
from grc_lib.figures.activite.frises import frise
from grc_lib.figures.activite.itineraires import _ecarter, tournee
from grc_lib.figures.activite.plannings import gantt
from grc_lib.figures.activite.projets import pert
from grc_lib.figures.activite.prospects import entonnoir, pipeline_pondere
from grc_lib.figures.activite.tableau_de_bord import tuiles
from grc_lib.figures.briques.etages import dessiner
from grc_lib.figures.briques.trajets import lire_trajets
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.relation.scripts_appel import parcours_appel
from grc_lib.prospection.ordonnancement import ordonnancer

# Le chantier de Hillier et Lieberman (Introduction to Operations Research) : marges publiées.
CHANTIER = [
    ("A", 2, ""), ("B", 4, "A"), ("C", 10, "B"), ("D", 6, "C"), ("E", 4, "C"), ("F", 5, "E"),
    ("G", 7, "D"), ("H", 9, "EG"), ("I", 7, "C"), ("J", 8, "FI"), ("K", 4, "J"), ("L", 5, "J"),
    ("M", 2, "H"), ("N", 6, "KL"),
]  # fmt: skip
PROJET = ordonnancer([(nom, duree, list(avant)) for nom, duree, avant in CHANTIER])
ETAPES = prospection.couts_par_etape(
    4000, [("contacts", 2000), ("rendez-vous", 80), ("ventes", 20)]
)
AFFAIRES = pd.DataFrame(
    {
        "etape": ["offre A", "offre B", "contact"],
        "montant": [50_000, 30_000, 20_000],
        "probabilite": [0.8, 0.5, 0.1],
        "relance": ["2026-06-15", None, None],
    }
)
SUIVI = prospection.suivi(AFFAIRES, date="2026-06-30")
EQUIPE = pd.DataFrame(
    {"nom": ["Diaz", "Roux"], "heures": [288.0, 120], "disponibles": [257.4, 257.4]}
)
ACTIONS = pd.DataFrame(
    {
        "tache": ["Ciblage", "Envoi", "Bilan"],
        "debut": ["2026-06-01", "2026-06-15", "2026-07-01"],
        "fin": ["2026-06-12", "2026-06-26", "2026-07-03"],
        "avancement": [1, 0.5, 0],
        "responsable": ["Diaz", "Roux", None],
    }
)
HISTOIRE = pd.DataFrame(
    {
        "date": [2018, 1978, 1993],
        "evenement": ["RGPD", "Loi Informatique et libertés", "One to one"],
    }
)
SCRIPT = appels.Script(
    {
        "1": {"texte": "Est-elle disponible ?", "reponses": {"oui": "2", "non": "3"}},
        "2": {"texte": "Mardi vous convient-il ?", "reponses": {"oui": "4", "redites": "1"}},
        "3": {"texte": "Je rappellerai.", "fin": "à rappeler"},
        "4": {"texte": "À mardi.", "fin": "rendez-vous pris"},
    }
)
VILLES = {"Riom": (45.894, 3.113), "Thiers": (45.857, 3.548), "Issoire": (45.544, 3.249)}
MOIS = pd.DataFrame(
    {"ventes": [80_000.0, 92_000], "DSO": [60.0, 63], "taux": [0.40, 0.40], "NPS": [None, 25.0]},
    index=["mai", "juin"],
)
SEMAINE = tournees.planifier((45.780, 3.087), VILLES, duree_visite=60, journee=240)


def bord(releves: Any = MOIS, **options: Any) -> Graphique:
    unites = {"ventes": "€", "DSO": "jours", "taux": "%"}
    return tuiles(releves, **{"unites": unites, "a_la_baisse": ["DSO"], **options})


GRAPHIQUES = {
    "entonnoir": entonnoir(ETAPES),
    "pipeline": pipeline_pondere(SUIVI),
    "charge": charge_capacite(EQUIPE, "nom"),
    "gantt": gantt(ACTIONS, date="2026-06-30"),
    "frise": frise(HISTOIRE),
    "pert": pert(PROJET, unite="semaines"),
    "script": parcours_appel(SCRIPT, ["oui", "oui"]),
    "circuit": tournee(tournees.circuit(VILLES)),
    "semaine": tournee(SEMAINE),
    "tuiles": bord(),
}
chaque_graphique = pytest.mark.parametrize("graphique", GRAPHIQUES.values(), ids=GRAPHIQUES.keys())


def textes(figure: Graphique) -> list[str]:
    return [str(note.text).replace("<br>", " ") for note in figure.layout.annotations]


# --- Ordonnancement


def test_le_chantier_publie_dure_44_semaines_et_a_les_marges_du_livre() -> None:
    assert PROJET.attrs["duree"] == 44
    assert PROJET["marge"].tolist() == [0, 0, 0, 4, 0, 0, 4, 4, 2, 0, 1, 0, 4, 0]
    assert "".join(PROJET.index[PROJET["critique"]]) == "ABCEFJLN"
    assert PROJET.loc["H", ["debut_tot", "debut_tard"]].tolist() == [29, 33]


def test_la_marge_libre_ne_gene_personne() -> None:
    # D (4 de marge) précède G seul, qui ne peut attendre : aucune marge libre ; M finit seul.
    assert PROJET.loc[["D", "G", "I", "K", "M"], "marge_libre"].tolist() == [0, 0, 2, 1, 4]


@given(st.data())
def test_la_duree_est_celle_du_plus_long_chemin(data: st.DataObject) -> None:
    durees = data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=7))
    avant = [data.draw(st.sets(st.integers(0, i - 1))) if i else set() for i in range(len(durees))]
    taches = [(str(i), d, [str(p) for p in avant[i]]) for i, d in enumerate(durees)]

    def chemins(i: int) -> list[int]:
        return [durees[i] + reste for p in avant[i] for reste in chemins(p)] or [durees[i]]

    table = ordonnancer(taches)
    assert table.attrs["duree"] == max(max(chemins(i)) for i in range(len(durees)))
    assert (table["marge"] >= table["marge_libre"]).all() and (table["marge_libre"] >= 0).all()
    assert table["critique"].any()


# --- PERT et script


def test_le_chemin_critique_est_en_trait_epais() -> None:
    epais = [note for note in GRAPHIQUES["pert"].layout.annotations if note.borderwidth == 3]
    assert sorted(note.text[3] for note in epais) == list("ABCEFJLN")
    fleches = [
        n for n in GRAPHIQUES["pert"].layout.annotations if n.showarrow and n.arrowwidth == 3
    ]
    assert len(fleches) == 7  # A-B-C-E-F-J-L-N
    assert "dure 44\xa0semaines" in GRAPHIQUES["pert"].titre
    assert "8\xa0tâches sur 14" in GRAPHIQUES["pert"].titre


def test_un_raccourci_entre_deux_taches_critiques_n_est_pas_critique() -> None:
    figure = pert(ordonnancer([("a", 1, []), ("b", 2, ["a"]), ("c", 1, ["a", "b"])]))
    fleches = [note.arrowwidth for note in figure.layout.annotations if note.showarrow]
    assert sorted(fleches) == [1.2, 3, 3]  # a → c ne retarde rien


def test_chaque_case_dit_la_duree_et_les_deux_debuts() -> None:
    assert "H (9) 29 | 33" in textes(GRAPHIQUES["pert"])
    assert "H : 9 semaines, début au plus tôt 29, au plus tard 33, non critique" in (
        GRAPHIQUES["pert"].texte_alternatif
    )


@given(st.data())
def test_un_sommet_est_plus_bas_que_ceux_qui_y_menent(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 9))
    suites = {
        str(i): [str(j) for j in data.draw(st.sets(st.integers(i + 1, n)))] if i < n else []
        for i in range(n + 1)
    }
    dessin = dessiner(suites)
    assert all(dessin.places[a][1] > dessin.places[b][1] for a, b in dessin.traits)
    assert len(set(dessin.places.values())) == len(suites)
    assert all(0 < x < 1 for x, _ in dessin.places.values())
    assert set(dessin.traits) == {(a, b) for a in suites for b in suites[a]}


def test_l_appel_joue_se_lit_dans_le_titre_le_texte_et_le_tableau() -> None:
    figure = GRAPHIQUES["script"]
    assert figure.titre == "Fiches 1 → 2 → 4\xa0: rendez-vous pris"
    assert "« Est-elle disponible ? » ; réponse « oui »" in figure.texte_alternatif
    assert figure.donnees["Fiche"].tolist() == ["1", "2", "4"]
    assert list(figure.donnees.columns) == ["Fiche", "Texte", "Réponse", "Issue"]
    assert sum(note.borderwidth == 3 for note in figure.layout.annotations) == 3
    assert {"<b>oui</b>", "non", "redites"} <= set(textes(figure))


def test_une_fiche_absente_se_voit() -> None:
    brouillon = appels.Script({"1": {"texte": "Bonjour.", "reponses": {"oui": "9"}}})
    assert "<b>9</b> fiche absente" in textes(parcours_appel(brouillon))


# --- Entonnoir, affaires, charge


def test_l_entonnoir_dit_chaque_passage_et_son_cout() -> None:
    figure = GRAPHIQUES["entonnoir"]
    assert list(figure.data[0].x) == [2000, 80, 20]
    assert figure.layout.xaxis.range == (0, 2000)
    assert figure.titre == "De 2\u202f000 contacts à 20 ventes\xa0: 1,0\u202f% vont au bout"
    assert "ventes : 20, soit 25,0\u202f% des rendez-vous, à 200,00\xa0€ l'unité" in (
        figure.texte_alternatif
    )
    assert figure.donnees["Coût unitaire (€)"].tolist() == [2, 50, 200]


def test_l_entonnoir_inverse_se_trace_sans_cout() -> None:
    but = prospection.entonnoir(20, taux_conclusion=0.25, taux_rendez_vous=0.04)
    figure = entonnoir(but)
    assert list(figure.data[0].x) == [2000, 80, 20]
    assert "Coût unitaire (€)" not in figure.donnees


def test_les_affaires_ponderees_font_57_000_euros() -> None:
    figure = GRAPHIQUES["pipeline"]
    total, pondere = figure.data
    assert sum(total.x) == 100_000 and sum(pondere.x) == 57_000  # cas AG01
    assert figure.titre.endswith("on peut en attendre 57\xa0k€")
    assert "1\xa0affaire, 1 à relancer" in figure.texte_alternatif
    assert figure.layout.xaxis.range[0] == 0


def test_qui_depasse_sa_capacite_est_hachure() -> None:
    tenue, trop = GRAPHIQUES["charge"].data
    assert list(trop.x) == [288] and list(trop.y) == [0] and list(tenue.x) == [120]
    assert trop.marker.pattern.shape == "/"
    assert [trait.x0 for trait in GRAPHIQUES["charge"].layout.shapes] == [257.4, 257.4]
    assert GRAPHIQUES["charge"].layout.xaxis.range[0] == 0
    assert "Diaz, à 111,9\u202f%" in GRAPHIQUES["charge"].titre
    assert GRAPHIQUES["charge"].donnees["Charge / capacité (%)"].tolist() == pytest.approx(
        [28800 / 257.4, 12000 / 257.4]
    )


def test_une_charge_egale_a_la_capacite_tient() -> None:
    figure = charge_capacite(EQUIPE.assign(heures=257.4), "nom")
    assert figure.titre.startswith("Charge tenable partout") and not len(figure.data[1].x)
    assert charge_capacite(EQUIPE.assign(disponibles=0.0), "nom").donnees.isna().to_numpy().any()


def test_la_charge_se_lit_dans_ce_que_rend_organisation() -> None:
    clients = pd.DataFrame({"client_id": range(50), "type_client": "Préféré", "salarie_id": 8})
    salaries = pd.DataFrame(
        {"salarie_id": [8], "fonction": "commercial terrain", "secteur_id": 1, "heures_hebdo": 39}
    )
    figure = charge_capacite(organisation.charges(clients, salaries), "salarie_id")
    assert list(figure.data[1].x) == [300]


# --- Gantt et frise


def test_une_barre_de_gantt_va_du_debut_a_la_fin_comprise() -> None:
    pale, retard, fait = GRAPHIQUES["gantt"].data
    jour = 86_400_000
    assert list(retard.x) == [12 * jour] and list(retard.base) == [dt.date(2026, 6, 15)]
    assert list(pale.x) == [12 * jour, 3 * jour]
    assert list(fait.x) == [12 * jour, 6 * jour, 0]


def test_le_retard_se_juge_au_jour_du_suivi() -> None:
    assert GRAPHIQUES["gantt"].titre == "1\xa0tâche en retard sur 3 au 30\xa0juin 2026\xa0: Envoi"
    assert "Envoi : 15/06 – 26/06/2026, Roux, fait à 50\u202f%, en retard" in (
        GRAPHIQUES["gantt"].texte_alternatif
    )
    assert gantt(ACTIONS, date="2026-06-26").titre.startswith("Aucune tâche en retard")
    sans = gantt(ACTIONS[["tache", "debut", "fin"]])
    assert sans.titre == "3\xa0tâches, du 1er\xa0juin 2026 au 3\xa0juillet 2026"
    assert not len(sans.data[1].x)


@pytest.mark.parametrize("jours", [0, 60, 400, 9000])
def test_l_axe_du_temps_a_de_une_a_cinq_graduations(jours: int) -> None:
    fin = dt.date(2026, 3, 2) + dt.timedelta(jours)
    tache = pd.DataFrame({"tache": ["Radio"], "debut": ["2026-03-02"], "fin": [fin]})
    reperes = gantt(tache).layout.xaxis.ticktext
    assert 1 <= len(reperes) <= 5


def test_la_frise_est_proportionnelle_au_temps_et_rangee() -> None:
    points = GRAPHIQUES["frise"].data[-1]
    assert list(points.text) == ["Loi Informatique et libertés", "One to one", "RGPD"]
    y = np.asarray(points.y)
    assert (y[0] - y[1]) / (y[0] - y[2]) == pytest.approx(15 / 40, abs=1e-3)
    assert GRAPHIQUES["frise"].titre == "3\xa0événements de 1978 à 2018"
    assert GRAPHIQUES["frise"].donnees["Date"].tolist() == ["1978", "1993", "2018"]


def test_les_noms_d_une_frise_ne_se_couvrent_pas() -> None:
    serre = pd.DataFrame(
        {"date": [2000, 2000, 2001, 2026], "evenement": ["a", "b " * 60, "c", "d"]}
    )
    notes = frise(serre).layout.annotations
    milieux = [-note.y + note.ay for note in notes]
    hauteurs = [20 * (1 + note.text.count("<br>")) for note in notes]
    for i in range(1, len(notes)):
        assert milieux[i] - milieux[i - 1] >= (hauteurs[i] + hauteurs[i - 1]) / 2


def test_ce_qui_dure_a_un_trait_epais() -> None:
    annee = pd.DataFrame(
        {
            "date": ["2025-09-01", "2025-10-01"],
            "fin": ["2025-09-30", None],
            "evenement": ["S41", "S431"],
        }
    )
    epais = [trace for trace in frise(annee).data if trace.line.width == 12]
    assert len(epais) == 1
    assert frise(annee).donnees["Date"].tolist() == [
        "1er\xa0septembre 2025 – 30\xa0septembre 2025",
        "1er\xa0octobre 2025",
    ]


# --- Tournée


def test_les_arrets_sont_numerotes_dans_l_ordre_de_visite() -> None:
    figure = GRAPHIQUES["circuit"]
    arrets = next(t for t in figure.data if t.name == "Circuit" and t.mode == "markers+text")
    assert list(arrets.text) == ["1", "2"] and list(arrets.hovertext) == ["Thiers", "Issoire"]
    assert figure.titre.endswith("Thiers → Issoire, 41,8\xa0km")
    assert "Riom → Thiers → Issoire → Riom" in figure.texte_alternatif
    assert figure.donnees["Trajet (km)"].sum() == pytest.approx(116.1, abs=0.05)


def test_le_circuit_revient_au_depart_et_le_nord_est_en_haut() -> None:
    trait = next(t for t in GRAPHIQUES["circuit"].data if t.name == "Circuit" and t.mode == "lines")
    assert (trait.x[0], trait.y[0]) == (trait.x[-1], trait.y[-1])
    bas, haut = GRAPHIQUES["circuit"].layout.yaxis.range
    assert bas > haut and trait.y[2] > trait.y[0]  # Issoire est au sud de Riom


def test_chaque_journee_a_sa_couleur_sa_forme_et_son_trait() -> None:
    jours = SEMAINE["jour"].nunique()
    assert jours >= 2
    arrets = [
        t for t in GRAPHIQUES["semaine"].data if t.name.startswith("Jour") and t.marker.symbol
    ]
    assert len({(t.marker.symbol, t.marker.line.color) for t in arrets}) == jours
    kilometres = SEMAINE["trajet_km"].sum() + SEMAINE["retour_km"].sum()
    assert f"{kilometres:.1f}".replace(".", ",") in GRAPHIQUES["semaine"].titre


@given(st.integers(2, 25))
def test_deux_numeros_ne_se_couvrent_presque_jamais(effectif: int) -> None:
    points = [(45.76 + 0.001 * (i % 5), 4.83 + 0.001 * (i // 5)) for i in range(effectif)]
    boucles = lire_trajets(tournees.plus_proche_voisin(points)).boucles
    ((x, y),) = _ecarter(boucles)
    assert (x[0], y[0]) == (boucles[0].x[0], boucles[0].y[0])  # le départ ne bouge pas
    ecarts = np.hypot(x[:, None] - x, y[:, None] - y) + 1e9 * np.eye(effectif)
    assert ecarts.min() > 0.5 * 30 * 1.24 * 6 / 320


def test_un_circuit_dans_le_plan_n_a_pas_de_fond() -> None:
    figure = tournee(tournees.circuit([(0, 0), (10, 10), (0, 10)], distance="plane"))
    assert "Départements" not in [trace.name for trace in figure.data]


# --- Tuiles


def test_chaque_tuile_dit_la_valeur_et_l_evolution() -> None:
    figure = bord()
    assert {"<b>92\xa0k€</b>", "▲ +15,0\u202f%", "<b>63\xa0jours</b>"} <= set(textes(figure))
    assert "<b>▲ +5,0\u202f% à surveiller</b>" in textes(figure)
    assert "= 0,0 points" in textes(figure)
    assert figure.titre == "1\xa0indicateur sur 4 progresse, 1 à surveiller"
    assert figure.donnees["À surveiller"].tolist() == ["non", "oui", "non", "non"]
    assert figure.donnees["Évolution"].iloc[3] == "—"


def test_un_delai_qui_baisse_progresse_et_un_taux_varie_en_points() -> None:
    releves = pd.DataFrame({"DSO": [63.0, 60], "taux": [0.40, 0.385]})
    figure = bord(releves, unites={"taux": "%"})
    assert "▼ \u22124,8\u202f%" in textes(figure)
    assert "<b>▼ \u22121,5 points à surveiller</b>" in textes(figure)


def test_la_petite_courbe_suit_toutes_les_periodes_sans_sortir_de_sa_tuile() -> None:
    courbe = bord().data[0]
    assert len(courbe.x) == 2 and courbe.y[1] > courbe.y[0]
    assert all(-1 < y < 0 for y in courbe.y) and all(0 < x < 1 for x in courbe.x)


def test_une_base_negative_ne_donne_pas_de_pourcentage() -> None:
    releves = pd.DataFrame({"resultat": [-500.0, 300]})
    assert "▲ +800\xa0€" in textes(tuiles(releves, unites={"resultat": "€"}))


@pytest.mark.parametrize(
    ("effectif", "bords"), [(1, [1.98]), (2, [0.98, 1.98]), (3, [0.98, 1.98, 1.98])]
)
def test_une_derniere_tuile_seule_prend_toute_la_largeur(effectif: int, bords: list[float]) -> None:
    releves = pd.DataFrame([[1.0] * effectif, [2.0] * effectif])
    figure = tuiles(releves.rename(columns=str))
    assert [cadre.x1 for cadre in figure.layout.shapes] == pytest.approx(bords)
    points = [trace.x[-1] for trace in figure.data if trace.mode == "markers"]
    assert points == pytest.approx([bord - 0.08 for bord in bords])


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
        assert axe.visible is False or axe.title.text or axe.type == "date"


def test_le_titre_se_remplace() -> None:
    figures = [
        entonnoir(ETAPES, titre="t"), pipeline_pondere(SUIVI, titre="t"),
        frise(HISTOIRE, titre="t"),
        charge_capacite(EQUIPE, "nom", titre="t"), gantt(ACTIONS, titre="t"),
        pert(PROJET, titre="t"), parcours_appel(SCRIPT, titre="t"), bord(titre="t"),
        tournee(SEMAINE, titre="t"),
    ]  # fmt: skip
    assert {figure.titre for figure in figures} == {"t"}


# --- Refus


@pytest.mark.parametrize(
    ("appel", "erreur", "message"),
    [
        (lambda: ordonnancer([]), NonCalculable, "aucune tâche"),
        (lambda: ordonnancer([("a", 1, ["b"])]), ArgumentInvalide, "prédécesseur connu"),
        (lambda: ordonnancer([("a", 1, ["b"]), ("b", 1, ["a"])]), ArgumentInvalide, "en rond"),
        (lambda: ordonnancer([("a", 1, []), ("a", 2, [])]), ArgumentInvalide, "nom différent"),
        (lambda: ordonnancer([("a", -1, [])]), ArgumentInvalide, "positif"),
        (lambda: ordonnancer([("a", 1, "b")]), MauvaisType, "une liste de prédécesseurs"),
        (lambda: pert(PROJET[:0]), NonCalculable, "aucune tâche"),
        (lambda: pert(PROJET.drop(columns="marge")), ArgumentInvalide, "« marge »"),
        (
            lambda: pert(ordonnancer([(str(i), 1, []) for i in range(41)])),
            ArgumentInvalide,
            "au plus 40",
        ),
        (lambda: parcours_appel({"1": {}}), MauvaisType, "un script"),  # type: ignore[arg-type]
        (lambda: parcours_appel(SCRIPT, ["peut-être"]), ArgumentInvalide, "« oui » ou « non »"),
        (lambda: entonnoir(ETAPES[:0]), NonCalculable, "Personne n'entre"),
        (lambda: entonnoir([("a", 3)]), MauvaisType, "DataFrame"),
        (lambda: pipeline_pondere(SUIVI[:0]), NonCalculable, "aucune affaire"),
        (lambda: charge_capacite(EQUIPE, "prenom"), ArgumentInvalide, "« prenom »"),
        (lambda: charge_capacite(EQUIPE.assign(heures=-1.0), "nom"), ArgumentInvalide, "positifs"),
        (lambda: charge_capacite(EQUIPE[:0], "nom"), NonCalculable, "vide"),
        (lambda: charge_capacite(EQUIPE.assign(heures="x"), "nom"), MauvaisType, "des nombres"),
        (
            lambda: charge_capacite(pd.concat([EQUIPE] * 21), "nom"),
            ArgumentInvalide,
            "au plus 40 lignes",
        ),
        (lambda: gantt(ACTIONS[:0]), NonCalculable, "aucune tâche"),
        (lambda: gantt(ACTIONS.assign(fin="2026-01-01")), ArgumentInvalide, "Ciblage"),
        (lambda: gantt(ACTIONS.assign(debut="juin")), ArgumentInvalide, "AAAA-MM-JJ"),
        (lambda: gantt(ACTIONS.assign(avancement=50)), ArgumentInvalide, "taux décimal"),
        (lambda: frise(HISTOIRE[:0]), NonCalculable, "aucun événement"),
        (lambda: frise(HISTOIRE.assign(date="hier")), ArgumentInvalide, "AAAA-MM-JJ"),
        (lambda: frise(HISTOIRE.assign(fin=1900)), ArgumentInvalide, "après"),
        (lambda: tournee([1, 2]), MauvaisType, "un circuit"),
        (
            lambda: tournee(tournees.circuit(np.zeros((2, 2)).tolist(), distance=[[0, 1], [1, 0]])),
            NonCalculable,
            "coordonnées",
        ),
        (lambda: tournee(SEMAINE.assign(jour=pd.NA)), NonCalculable, "aucune visite"),
        (
            lambda: tournee(tournees.circuit({"a": (40.7, -74.0), "b": (45, 3)})),
            ArgumentInvalide,
            "France métropolitaine",
        ),
        (lambda: bord(MOIS[:0]), NonCalculable, "aucun indicateur"),
        (lambda: bord(a_la_baisse=["BFR"]), ArgumentInvalide, "parmi ventes, DSO"),
        (lambda: bord(a_la_baisse="DSO"), MauvaisType, "une liste"),
        (lambda: bord(MOIS.assign(NPS=None)), NonCalculable, "« NPS » n'a aucune valeur"),
        (lambda: bord(MOIS.assign(NPS="bon")), MauvaisType, "des nombres"),
        (
            lambda: tuiles(pd.DataFrame([range(13)])),
            ArgumentInvalide,
            "au plus 12 indicateurs",
        ),
    ],
)
def test_une_entree_fausse_est_refusee_en_francais(
    appel: Any, erreur: type[Exception], message: str
) -> None:
    with pytest.raises(erreur, match=message):
        appel()
