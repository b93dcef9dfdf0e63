"""Les réclamations (GRC-3) : matrice des délais, dossier, ratios, tableau de bord, causes."""

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import reclamations
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

sans_hate = settings(max_examples=40, deadline=None)
UN_JOUR = dt.timedelta(days=1)

# Les jours fériés légaux publiés pour 2025 et 2026.
FERIES = {
    dt.date.fromisoformat(jour)
    for jour in (
        *("2025-01-01", "2025-04-21", "2025-05-01", "2025-05-08", "2025-05-29", "2025-06-09"),
        *("2025-07-14", "2025-08-15", "2025-11-01", "2025-11-11", "2025-12-25"),
        *("2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"),
        *("2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"),
    )
}


def ouvrables(debut, fin):
    """Les jours ouvrables après `debut`, jusqu'à `fin` compris."""
    jours = (debut + n * UN_JOUR for n in range(1, (fin - debut).days + 1))
    return sum(jour.isoweekday() < 7 and jour not in FERIES for jour in jours)


# --- ratios


def test_les_trois_ratios_du_module():
    assert reclamations.taux_reclamation(18, 1200) == 0.015
    assert reclamations.taux_perte(3, 15) == 0.2
    assert reclamations.taux_resatisfaction(12, 18) == pytest.approx(2 / 3)


RATIOS = [
    reclamations.taux_reclamation,
    reclamations.taux_perte,
    reclamations.taux_resatisfaction,
]


@pytest.mark.parametrize("ratio", RATIOS)
def test_un_denominateur_nul_n_est_pas_calculable_et_manque_dans_une_colonne(ratio):
    with pytest.raises(NonCalculable):
        ratio(0, 0)
    with pytest.raises(NonCalculable):
        ratio([0, 1], [0, 2])
    mois = pd.Index(["mai", "juin"])
    rendu = ratio(pd.Series([0, 1], mois), pd.Series([0, 4], mois))
    pd.testing.assert_series_equal(rendu, pd.Series([math.nan, 0.25], mois))


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(
    "couple",
    [
        *[(-1, 10), (1, -10), (1.5, 10), (1, 10.5), (1, None), ("1", 10), (True, 10)],
        *[(math.nan, 10), (1, math.inf), ([1, 2], [10]), (np.ones((2, 2)), 4)],
    ],
)
def test_un_effectif_impossible_est_refuse(ratio, couple):
    with pytest.raises(ArgumentInvalide):
        ratio(*couple)


def test_on_ne_perd_pas_plus_de_clients_qu_il_n_y_a_de_reclamants():
    with pytest.raises(ArgumentInvalide, match=r"« perdus ».*au plus"):
        reclamations.taux_perte([1, 4], [15, 3])
    with pytest.raises(ArgumentInvalide, match=r"« satisfaits ».*au plus"):
        reclamations.taux_resatisfaction(19, 18)


def test_une_commande_peut_donner_lieu_a_plusieurs_reclamations():
    assert reclamations.taux_reclamation(3, 2) == 1.5
    assert (reclamations.taux_perte(2, 2), reclamations.taux_resatisfaction(5, 5)) == (1, 1)


# --- délai de réponse


@pytest.mark.parametrize(
    ("urgent", "important", "delai", "jours", "regle"),
    [
        (True, True, "24 heures", 1, "urgent et important"),
        (True, False, "délais demandés", None, "urgent et moins important"),
        (False, True, "délais demandés", None, "non urgent et important"),
        (False, False, "une semaine", 7, "non urgent et moins important"),
    ],
)
def test_la_matrice_du_module(urgent, important, delai, jours, regle):
    rendu = reclamations.delai_reponse(urgent=urgent, important=important)
    assert tuple(rendu) == (delai, jours, regle, None)


@pytest.mark.parametrize(
    ("urgent", "important", "reception", "souhaitee", "limite"),
    [
        (True, True, "2026-04-30", None, "2026-05-01"),
        (True, False, "2026-04-30", None, "2026-05-07"),  # cas DT08
        (False, True, "2026-04-30", "2026-05-04", "2026-05-04"),
        (False, True, "2026-04-30", "2026-05-20", "2026-05-07"),
        (True, False, "2026-04-30", "2026-04-30", "2026-04-30"),
        (False, False, "2026-06-05", None, "2026-06-11"),
        # Fériés le 8 et le 14 : le cinquième jour ouvrable, le 15, vient après la semaine.
        (False, False, "2026-05-07", None, "2026-05-14"),
    ],
)
def test_la_limite_est_la_premiere_des_deux_dates(urgent, important, reception, souhaitee, limite):
    rendu = reclamations.delai_reponse(
        urgent=urgent, important=important, reception=reception, date_souhaitee=souhaitee
    )
    assert str(rendu.limite) == limite


@given(st.dates(dt.date(2025, 1, 1), dt.date(2026, 11, 30)))
@sans_hate
def test_la_limite_ne_depasse_jamais_cinq_jours_ouvrables(jour):
    limites = {
        case: reclamations.delai_reponse(urgent=case[0], important=case[1], reception=jour).limite
        for case in [(True, True), (True, False), (False, True), (False, False)]
    }
    assert ouvrables(jour, limites[True, False]) == 5
    assert limites[True, False].isoweekday() < 7
    assert limites[True, False] not in FERIES
    assert limites[False, True] == limites[True, False]
    assert limites[False, False] == min(limites[True, False], jour + 7 * UN_JOUR)
    assert limites[True, True] == jour + UN_JOUR


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"urgent": "non"}, "urgent"),
        ({"important": None}, "important"),
        ({"important": 1}, "important"),
        ({"reception": "hier"}, "reception"),
        ({"reception": 20260430}, "reception"),
        ({"date_souhaitee": "2026-05-04"}, "date_souhaitee"),
        ({"date_souhaitee": "2026-05-04", "reception": "2026-05-05"}, "date_souhaitee"),
        (
            {"date_souhaitee": "2026-05-04", "reception": "2026-05-01", "important": False},
            "date_souhaitee",
        ),
    ],
)
def test_une_qualification_impossible_est_refusee(options, argument):
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        reclamations.delai_reponse(**{"urgent": False, "important": True} | options)


def test_le_delai_dit_que_cinq_jours_sont_une_norme_et_non_une_loi():
    rendu = reclamations.delai_reponse(
        urgent=False, important=True, reception="2026-04-30", date_souhaitee="2026-05-20"
    )
    assert "une norme interne de l'entreprise, pas une loi" in str(rendu)
    assert "délais demandés : 20/05/2026 ; 5 jours ouvrables : 07/05/2026 = 07/05/2026" in str(
        rendu
    )
    assert "<th scope='row'" in rendu._repr_html_()
    sans_date = reclamations.delai_reponse(urgent=False, important=False)
    assert "non urgent et moins important = une semaine" in str(sans_date)
    assert "au plus tard" not in str(sans_date)


# --- dossier


def dossier(**options):
    return reclamations.Dossier(
        "R-18", "2026-06-01", **{"urgent": True, "important": True} | options
    )


ETAPES = [
    ("enregistrement", "2026-06-01", "rupture de stock"),
    ("résolution", "2026-06-04", "livraison et avoir"),
    ("clôture", "2026-06-05", ""),
    ("suivi", "2026-06-30", ""),
    ("exploitation", "2026-07-06", "second transporteur"),
]


def mene(jusqu_a):
    suivi = dossier()
    for etape in ETAPES[:jusqu_a]:
        suivi = suivi.avancer(*etape)
    return suivi


def test_un_dossier_traverse_les_six_phases_du_module():
    assert reclamations.PHASES == (
        "recueil",
        "enregistrement",
        "résolution",
        "clôture",
        "suivi",
        "exploitation",
    )
    for rang, phase in enumerate(reclamations.PHASES):
        assert mene(rang).phase == phase
        assert mene(rang).attendue == (*reclamations.PHASES, None)[rang + 1]


@pytest.mark.parametrize("rang", range(6))
@pytest.mark.parametrize("phase", [*reclamations.PHASES, "litige", None])
def test_on_ne_saute_ni_ne_repete_une_phase(rang, phase):
    suivi = mene(rang)
    if phase is not None and phase == suivi.attendue:
        assert suivi.avancer(phase, "2026-08-01").phase == phase
    else:
        attendue = f"« {suivi.attendue} »" if suivi.attendue else "le dossier est terminé"
        with pytest.raises(ArgumentInvalide, match=f"« phase ».*{attendue}"):
            suivi.avancer(phase, "2026-08-01")


def test_une_phase_ne_precede_pas_celle_d_avant():
    with pytest.raises(ArgumentInvalide, match=r"« date ».*04/06/2026"):
        mene(2).avancer("clôture", "2026-06-03")
    assert mene(2).avancer("clôture", "2026-06-04").phase == "clôture"


def test_avancer_ne_change_pas_le_dossier_d_avant():
    ouvert = dossier()
    ouvert.avancer("enregistrement", "2026-06-02")
    assert ouvert.phase == "recueil"
    with pytest.raises(AttributeError):
        ouvert.reception = dt.date(2026, 6, 2)


def test_le_dossier_mesure_le_temps_de_chaque_phase():
    tableau = mene(5).tableau()
    assert tableau["jours"].tolist() == [0, 0, 3, 1, 25, 6]
    assert tableau.index.tolist() == list(reclamations.PHASES)
    assert tableau.loc["clôture", "date"] == dt.date(2026, 6, 5)
    en_cours = mene(2).tableau()
    assert en_cours["jours"].isna().tolist() == [False] * 3 + [True] * 3
    assert en_cours.loc["résolution", "note"] == "livraison et avoir"


def test_le_retard_compte_apres_la_limite_jusqu_a_la_resolution():
    assert mene(1).limite == dt.date(2026, 6, 2)
    assert [mene(1).retard(f"2026-06-0{jour}") for jour in (1, 2, 3)] == [0, 0, 1]
    assert mene(2).retard() == mene(5).retard() == mene(5).retard("2026-08-01") == 2
    a_temps = dossier(important=False).avancer("enregistrement", "2026-06-01")
    assert a_temps.avancer("résolution", "2026-06-06").retard() == 0  # cinquième jour ouvrable
    assert a_temps.avancer("résolution", "2026-06-08").retard() == 2
    with pytest.raises(NonCalculable, match="n'est pas résolue"):
        mene(1).retard()
    with pytest.raises(ArgumentInvalide, match="« date »"):
        mene(1).retard("2026-05-31")


def test_la_date_que_demande_le_client_compte_dans_la_limite():
    suivi = dossier(important=False, date_souhaitee="2026-06-03")
    assert suivi.limite == dt.date(2026, 6, 3)
    assert suivi == dossier(important=False, date_souhaitee=dt.date(2026, 6, 3))
    assert suivi.delai.regle == "urgent et moins important"
    assert suivi.avancer("enregistrement", "2026-06-02").limite == dt.date(2026, 6, 3)


def test_on_rappelle_quinze_jours_apres_la_resolution():
    assert (mene(1).rappel, mene(1).resolution) == (None, None)
    assert mene(4).resolution == dt.date(2026, 6, 4)
    assert mene(4).rappel == dt.date(2026, 6, 19)


def test_un_historique_se_relit_et_se_controle():
    relu = dossier(historique=[("recueil", "2026-06-01", ""), *ETAPES[:3]])
    assert relu == mene(3)
    assert hash(relu) == hash(mene(3))
    assert dossier(historique=pd.DataFrame(mene(3).historique)) == mene(3)
    assert dossier(historique=[]) == dossier()


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"historique": [ETAPES[0]]}, "phase"),
        ({"historique": [("recueil", "2026-05-31", "")]}, "date"),
        ({"historique": ["recueil"]}, "historique, ligne 1"),
        ({"historique": 3}, "historique"),
        ({"historique": [("recueil", "2026-06-01", None)]}, "note"),
        ({"urgent": "oui"}, "urgent"),
        ({"date_souhaitee": "2026-06-05"}, "date_souhaitee"),
    ],
)
def test_un_dossier_mal_ouvert_est_refuse(options, argument):
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        dossier(**options)


@pytest.mark.parametrize("reference", ["", None])
def test_un_dossier_a_une_reference(reference):
    with pytest.raises(ArgumentInvalide, match="« reference »"):
        reclamations.Dossier(reference, "2026-06-01", urgent=True, important=True)


def test_le_dossier_se_lit_et_ses_notes_ne_sont_pas_du_html():
    texte = str(mene(2))
    assert texte.startswith("Réclamation R-18 : clôture à faire, réponse avec 2 jours de retard\n")
    assert "résolution : 04/06/2026 : 3 jours : livraison et avoir" in texte
    assert "clôture : à venir" in texte
    assert "terminé" in str(mene(5))
    assert "réponse au plus tard le 02/06/2026" in str(dossier())
    html = dossier().avancer("enregistrement", "2026-06-02", "<b>& co")._repr_html_()
    assert "&lt;b&gt;&amp; co" in html and "<b>" not in html
    assert html.count("scope='row'") == 6 and html.count("scope='col'") == 4
    assert "<caption" in html
    a_temps = dossier(important=False).avancer(*ETAPES[0]).avancer(*ETAPES[1])
    assert "réponse à temps" in str(a_temps)


# --- tableau de bord

COLONNES = {
    "client_id": 1,
    "date_reponse": None,
    "date_cloture": None,
    "recommandee": False,
    "compensation": None,
    "satisfait": None,
    "client_perdu": False,
    "motif": "retard",
}


def recues(*lignes):
    """Des réclamations : (date de réception, ce qui change)."""
    return pd.DataFrame(
        [
            COLONNES | {"reclamation_id": rang, "date_reception": jour} | autres
            for rang, (jour, autres) in enumerate(lignes)
        ]
    )


def commandees(*jours):
    return pd.DataFrame({"commande_id": range(len(jours)), "date_commande": jours})


PRINTEMPS = recues(
    # Cinq jours ouvrables après le 30 avril : 2, 4, 5, 6, 7 mai.
    ("2026-04-30", {"date_reponse": "2026-05-07", "date_cloture": "2026-05-20", "satisfait": True}),
    ("2026-04-30", {"date_reponse": "2026-05-09", "client_id": 2, "compensation": 12.35}),
    # Après le 7 mai : 9, 11, 12, 13, 15 mai.
    ("2026-05-07", {"date_reponse": "2026-05-15", "client_id": 2, "client_perdu": True}),
    ("2026-05-07", {"date_reponse": "2026-05-16", "client_id": 2, "client_perdu": True}),
    ("2026-05-31", {"date_cloture": "2026-06-02", "satisfait": False, "compensation": 0.1}),
    ("2026-01-01", {"client_id": 4, "recommandee": True, "compensation": 0.2}),
    ("2025-12-31", {"client_id": 5, "compensation": 1000}),
    ("2026-06-01", {"client_id": 6, "compensation": 1000}),
)
MAI = commandees("2026-05-01", "2026-05-31", "2026-04-30", "2026-01-01", "2025-12-31", "2026-06-01")


def test_le_tableau_separe_le_mois_le_mois_precedent_et_le_cumul():
    bord = reclamations.tableau_de_bord(PRINTEMPS, MAI, mois="2026-05")
    assert bord.index.tolist() == ["mois", "mois précédent", "cumul"]
    assert bord["recues"].tolist() == [3, 2, 6]
    assert bord["commandes"].tolist() == [2, 1, 4]
    assert bord["taux_reclamation"].tolist() == [1.5, 2, 1.5]
    assert bord["reclamants"].tolist() == [2, 2, 3]
    assert bord["taux_perte"].tolist() == pytest.approx([1 / 2, 0, 1 / 3])
    assert bord["recommandees"].tolist() == [0, 0, 1]
    assert bord["compensations"].tolist() == [0.1, 12.35, 12.65]


def test_le_delai_se_compte_en_jours_ouvrables_feries_compris():
    bord = reclamations.tableau_de_bord(PRINTEMPS, MAI, mois="2026-05")
    assert bord["delai_reponse"].tolist() == pytest.approx([8.5, 8, 8.25])
    assert bord["delai_traitement"].tolist() == pytest.approx([2, 20, 11])
    # Le 9 mai et le 16 mai sont le sixième jour ouvrable ; le 31 mai attend encore le 2 juin,
    # dernière date connue ; le 1er janvier n'a jamais eu de réponse.
    assert bord["echues"].tolist() == [2, 2, 5]
    assert bord["part_dans_delai"].tolist() == pytest.approx([1 / 2, 1 / 2, 2 / 5])
    assert bord.attrs["date"] == "2026-06-02"


@pytest.mark.parametrize(("date", "echues"), [("2026-06-05", 2), ("2026-06-06", 3)])
def test_une_reclamation_sans_reponse_est_en_retard_le_lendemain_de_sa_limite(date, echues):
    bord = reclamations.tableau_de_bord(PRINTEMPS, MAI, mois="2026-05", date=date)
    assert bord.loc["mois", "echues"] == echues
    assert bord.loc["mois", "part_dans_delai"] == pytest.approx(1 / echues)


def test_un_avis_qu_on_n_a_pas_demande_compte_parmi_les_traitees():
    closes = [
        ("2026-06-01", {"date_cloture": "2026-06-03", "satisfait": avis})
        for avis in (True, True, False, None)
    ]
    ouverte = ("2026-06-01", {"satisfait": True})
    bord = reclamations.tableau_de_bord(recues(*closes, ouverte), MAI, mois="2026-06")
    assert bord.loc["mois", "traitees"] == 4
    assert bord.loc["mois", "taux_resatisfaction"] == 0.5


def test_en_janvier_le_mois_precedent_est_decembre_et_n_entre_pas_dans_le_cumul():
    bord = reclamations.tableau_de_bord(PRINTEMPS, MAI, mois="2026-01")
    assert bord["recues"].tolist() == [1, 1, 1]
    assert bord["compensations"].tolist() == [0.2, 1000, 0.2]


def test_un_taux_sans_denominateur_est_manquant():
    taux = ["taux_reclamation", "part_dans_delai", "taux_resatisfaction", "taux_perte"]
    vide = reclamations.tableau_de_bord(PRINTEMPS.iloc[:0], MAI.iloc[:0], mois="2026-05")
    assert vide[[*taux, "delai_reponse", "delai_traitement"]].isna().all(axis=None)
    assert (vide[["recues", "commandes", "compensations"]] == 0).all(axis=None)
    plein = reclamations.tableau_de_bord(PRINTEMPS, MAI, mois="2026-05")
    assert list(vide) == list(plein)
    assert (vide.dtypes == plein.dtypes).all()


jours_recus = st.dates(dt.date(2025, 11, 1), dt.date(2026, 7, 31))
delais = st.none() | st.integers(0, 15)
avis = st.sampled_from([True, False, None])


@given(
    st.lists(
        st.tuples(
            jours_recus,
            st.integers(1, 4),
            delais,
            delais,
            avis,
            avis,
            st.none() | st.integers(0, 99_999),
        ),
        max_size=15,
    ),
    st.lists(jours_recus, max_size=8),
    st.integers(1, 7),
)
@settings(max_examples=20, deadline=None)
def test_le_tableau_est_celui_que_l_on_compte_a_la_main(lues, passees, mois):
    date = dt.date(2026, 8, 31)
    lignes = [
        (
            recue,
            {
                "client_id": client,
                "date_reponse": None if n is None else recue + n * UN_JOUR,
                "date_cloture": None if m is None else recue + m * UN_JOUR,
                "satisfait": content,
                "client_perdu": perdu,
                "compensation": None if geste is None else geste / 100,
            },
        )
        for recue, client, n, m, content, perdu, geste in lues
    ]
    table = recues(*lignes) if lignes else PRINTEMPS.iloc[:0]
    bord = reclamations.tableau_de_bord(
        table, commandees(*passees), mois=f"2026-{mois:02}", date=date
    )
    dedans = {
        "mois": lambda j: (j.year, j.month) == (2026, mois),
        "mois précédent": lambda j: (
            (j.year, j.month) == ((2026, mois - 1) if mois > 1 else (2025, 12))
        ),
        "cumul": lambda j: j.year == 2026 and j.month <= mois,
    }
    for periode, y_est in dedans.items():
        ici = [ligne for ligne in lues if y_est(ligne[0])]
        reponses = [(r, r + n * UN_JOUR) for r, _, n, *_ in ici if n is not None]
        a_temps = sum(ouvrables(r, fin - UN_JOUR) < 5 for r, fin in reponses)
        sans = sum(n is None and ouvrables(r, date - UN_JOUR) >= 5 for r, _, n, *_ in ici)
        closes = [ligne for ligne in ici if ligne[3] is not None]
        clients, perdus = {x[1] for x in ici}, {x[1] for x in ici if x[5]}
        attendus = {
            "recues": len(ici),
            "commandes": sum(map(y_est, passees)),
            "taux_reclamation": part(len(ici), sum(map(y_est, passees))),
            "delai_reponse": part(sum((f - r).days for r, f in reponses), len(reponses)),
            "echues": len(reponses) + sans,
            "part_dans_delai": part(a_temps, len(reponses) + sans),
            "traitees": len(closes),
            "taux_resatisfaction": part(sum(x[4] is True for x in closes), len(closes)),
            "reclamants": len(clients),
            "taux_perte": part(len(perdus), len(clients)),
            "compensations": float(sum(Decimal(x[6] or 0) for x in ici) / 100),
        }
        obtenus = bord.loc[periode, list(attendus)].tolist()
        assert obtenus == pytest.approx(list(attendus.values()), nan_ok=True)


def part(numerateur, denominateur):
    return float(Fraction(numerateur, denominateur)) if denominateur else math.nan


def test_les_compensations_se_somment_au_centime():
    dix = recues(*[("2026-06-01", {"compensation": 0.1})] * 3)
    bord = reclamations.tableau_de_bord(dix, MAI, mois="2026-06")
    assert bord.loc["mois", "compensations"] == 0.3


def test_le_tableau_se_lit_aussi_dans_la_base_et_ne_la_change_pas():
    base = duckdb.connect()
    base.register("lues", PRINTEMPS)
    base.register("passees", MAI)
    base.execute("CREATE TABLE reclamations AS SELECT * FROM lues")
    base.execute("CREATE TABLE commandes AS SELECT * FROM passees")
    base.execute("ALTER TABLE reclamations ALTER date_reception TYPE TIMESTAMP")
    tables = base.table("reclamations"), base.table("commandes")
    avant = PRINTEMPS.copy(deep=True)
    attendu = reclamations.tableau_de_bord(PRINTEMPS, MAI, mois="2026-05")
    for mois in ("2026-05-18", dt.datetime(2026, 5, 31, 18)):
        recu = reclamations.tableau_de_bord(*tables, mois=mois)
        pd.testing.assert_frame_equal(recu, attendu)
        assert recu.attrs["mois"] == "2026-05"
    pd.testing.assert_frame_equal(PRINTEMPS, avant)


@pytest.mark.parametrize(
    ("changement", "argument"),
    [
        ({"reclamation_id": 1}, "reclamation_id"),
        ({"reclamation_id": None}, "reclamation_id"),
        ({"client_id": None}, "client_id"),
        ({"date_reception": None}, "date_reception"),
        ({"date_reception": "un jour"}, "date_reception"),
        ({"date_reponse": "bientôt"}, "date_reponse"),
        ({"date_reponse": "2025-06-01"}, "date_reponse"),
        ({"date_cloture": "bientôt"}, "date_cloture"),
        ({"date_cloture": "2025-06-01"}, "date_cloture"),
        ({"recommandee": 2}, "recommandee"),
        ({"compensation": -1}, "compensation"),
        ({"compensation": math.inf}, "compensation"),
        ({"compensation": "12,50 €"}, "compensation"),
        ({"satisfait": "plutôt"}, "satisfait"),
        ({"client_perdu": "peut-être"}, "client_perdu"),
    ],
)
def test_une_reclamation_mal_saisie_est_signalee(changement, argument):
    fausses = PRINTEMPS.assign(**changement)
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        reclamations.tableau_de_bord(fausses, MAI, mois="2026-05")
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        reclamations.clients_mecontents(fausses)


@pytest.mark.parametrize(
    ("commandes", "argument"),
    [
        (MAI.assign(commande_id=1), "commande_id"),
        (MAI.assign(date_commande=None), "date_commande"),
        (MAI.drop(columns="date_commande"), "date_commande"),
        (None, "commandes"),
    ],
)
def test_une_commande_mal_lue_est_signalee(commandes, argument):
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        reclamations.tableau_de_bord(PRINTEMPS, commandes, mois="2026-05")


@pytest.mark.parametrize(
    "mois", ["juin", "2026-13", "2026-6", 6, None, True, "0001-01", "9999-12", pd.NaT]
)
def test_un_mois_illisible_est_refuse(mois):
    with pytest.raises(ArgumentInvalide, match="« mois »"):
        reclamations.tableau_de_bord(PRINTEMPS, MAI, mois=mois)
    with pytest.raises(ArgumentInvalide, match="« mois »"):
        reclamations.repartition(PRINTEMPS, "motif", mois=mois)


# --- clients mécontents


def test_le_fichier_des_mecontents_garde_les_attentes_et_les_insatisfactions():
    close = {"date_cloture": "2026-06-10"}
    lues = recues(
        ("2026-06-01", close | {"client_id": 1, "satisfait": True, "client_perdu": True}),
        ("2026-06-01", close | {"client_id": 2, "satisfait": False, "compensation": 40}),
        ("2026-06-02", close | {"client_id": 3, "satisfait": None, "client_perdu": True}),
        ("2026-06-03", {"client_id": 4}),
        ("2026-06-02", close | {"client_id": 4, "satisfait": False}),
        ("2026-06-01", close | {"client_id": 4, "satisfait": True}),
    )
    fichier = reclamations.clients_mecontents(lues)
    assert fichier.index.tolist() == [4, 3, 2]
    assert fichier["reclamations"].tolist() == [3, 1, 1]
    assert fichier["ouvertes"].tolist() == [1, 0, 0]
    assert fichier["insatisfaites"].tolist() == [1, 1, 1]
    assert fichier["compensations"].tolist() == [0, 0, 40]
    assert fichier["perdu"].tolist() == [False, True, False]
    assert fichier.loc[4, "derniere"] == pd.Timestamp("2026-06-03")
    assert reclamations.clients_mecontents(lues.iloc[:1]).empty


# --- causes


def test_le_pareto_range_les_causes_et_met_a_part_les_cases_vides():
    motifs = ["service", "retard", None, "Équipe", "retard", " ", "retard ", "qualité", "qualité"]
    tri = reclamations.pareto(pd.DataFrame({"motif": motifs}), "motif")
    assert tri.index.tolist() == ["retard", "qualité", "Équipe", "service", "(non renseigné)"]
    assert tri.index.name == "motif"
    assert tri["effectif"].tolist() == [3, 2, 1, 1, 2]
    assert tri["part"].tolist()[:4] == pytest.approx([3 / 7, 2 / 7, 1 / 7, 1 / 7])
    assert tri["cumul"].tolist()[:4] == pytest.approx([3 / 7, 5 / 7, 6 / 7, 1])
    assert tri.loc["(non renseigné)", ["part", "cumul"]].isna().all()


@given(st.lists(st.sampled_from(["a", "b", "c", "d", None]), max_size=25), st.randoms())
@sans_hate
def test_le_pareto_ignore_l_ordre_des_lignes_et_finit_a_cent_pour_cent(motifs, hasard):
    tri = reclamations.pareto(pd.DataFrame({"motif": pd.Series(motifs, dtype=object)}), "motif")
    assert tri["effectif"].sum() == len(motifs)
    connues = tri.drop(index="(non renseigné)", errors="ignore")
    assert connues["effectif"].is_monotonic_decreasing
    assert connues["cumul"].tolist() == pytest.approx(connues["part"].cumsum().tolist())
    assert connues["cumul"].iloc[-1:].tolist() == [1] * bool(len(connues))
    melanges = hasard.sample(motifs, len(motifs))
    melange = pd.DataFrame({"motif": pd.Series(melanges, dtype=object)})
    pd.testing.assert_frame_equal(reclamations.pareto(melange, "motif"), tri)


def test_le_pareto_lit_un_secteur_en_nombre_dans_une_relation():
    relation = duckdb.connect().sql("SELECT UNNEST([3, 12, 12, NULL]) AS secteur_id")
    tri = reclamations.pareto(relation, "secteur_id")
    assert tri["effectif"].to_dict() == {"12": 2, "3": 1, "(non renseigné)": 1}


def test_la_repartition_donne_le_mois_et_le_cumul_de_chaque_cause():
    lues = recues(
        ("2026-06-01", {"motif": "qualité"}),
        ("2026-06-30", {"motif": "retard"}),
        ("2026-01-01", {"motif": "retard"}),
        ("2026-05-31", {"motif": "service"}),
        ("2025-12-31", {"motif": "facturation"}),
        ("2026-07-01", {"motif": "conformité"}),
        ("2026-06-15", {"motif": None}),
        ("2026-06-15", {"motif": None}),
        ("2026-06-15", {"motif": ""}),
    )
    juin = reclamations.repartition(lues, "motif", mois="2026-06")
    assert juin.index.tolist() == ["retard", "qualité", "service", "(non renseigné)"]
    assert juin["mois"].tolist() == [1, 1, 0, 3]
    assert juin["mois_precedent"].tolist() == [0, 0, 1, 0]
    assert juin["cumul"].tolist() == [2, 1, 1, 3]
    janvier = reclamations.repartition(lues, "motif", mois="2026-01")
    assert janvier.loc["facturation"].tolist() == [0, 1, 0]
    bord = reclamations.tableau_de_bord(lues, MAI, mois="2026-06")
    assert juin.sum().tolist() == bord.loc[["mois", "mois précédent", "cumul"], "recues"].tolist()


@pytest.mark.parametrize("par", ["cause", None, 3, ["motif"]])
def test_une_colonne_absente_est_nommee(par):
    with pytest.raises(ArgumentInvalide, match="« par »"):
        reclamations.pareto(PRINTEMPS, par)
    with pytest.raises(ArgumentInvalide, match="« par »"):
        reclamations.repartition(PRINTEMPS, par, mois="2026-06")


def test_une_repartition_sans_date_est_refusee():
    for fausses in (PRINTEMPS.assign(date_reception="?"), PRINTEMPS[["motif"]]):
        with pytest.raises(ArgumentInvalide, match="« date_reception »"):
            reclamations.repartition(fausses, "motif", mois="2026-06")
    with pytest.raises(MauvaisType, match="« reclamations »"):
        reclamations.pareto(["retard"], "motif")
