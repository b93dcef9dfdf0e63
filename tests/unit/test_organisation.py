"""L'organisation (S431, S531, S823) : types de clients, affectation, alerte, programme."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import donnees, organisation, tournees
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

peu = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as connexion:
        yield connexion


# --- Classer


def portefeuille(*lignes):
    return pd.DataFrame(lignes, columns=["ca", "commandes", "anciennete"])


@pytest.mark.parametrize(
    ("client", "attendu"),
    [
        ((100_000, 40, 2000), "Mammouth"),
        ((99_999.99, 40, 2000), "Préféré"),
        ((150_000, 40, 30), "Mammouth"),  # un grand compte, même nouveau, va au directeur
        ((12_000, 6, 365), "Nursery"),
        ((12_000, 6, 366), "Préféré"),
        ((200, 1, 0), "Nursery"),
        ((2_000, 2, 900), "Préféré"),
        ((1_999, 1, 900), "Petit"),
        ((8_000, 9, 900), "Petit"),  # 889 € par commande : pas de quoi déplacer un vendeur
        ((0, 0, 900), "Petit"),
        ((-50, 1, 900), "Petit"),
    ],
)
def test_chaque_client_est_du_type_de_la_premiere_regle_qu_il_respecte(client, attendu):
    if client[0] < 0:  # un avoir : aucune règle n'accepte un CA négatif
        with pytest.raises(NonCalculable, match="Aucune règle"):
            organisation.classer(portefeuille(client))
        return
    assert organisation.classer(portefeuille(client)).tolist() == [attendu]


def test_les_regles_retrouvent_presque_toujours_le_type_enregistre(base):
    clients = base.sql("""
        WITH ventes AS (
            SELECT client_id, SUM(montant_ht) AS ca, COUNT(DISTINCT commande_id) AS commandes
            FROM commandes JOIN lignes_commande USING (commande_id)
            WHERE date_commande > DATE '2025-06-30'
            GROUP BY client_id
        )
        SELECT type_client, ca, commandes,
            DATE_DIFF('day', date_premiere_commande, DATE '2026-06-30') AS anciennete
        FROM clients JOIN ventes USING (client_id)
        ORDER BY client_id
    """)
    types = organisation.classer(clients)
    enregistres = clients.df()["type_client"]
    assert list(types.cat.categories) == ["Mammouth", "Nursery", "Préféré", "Petit"]
    assert (types.astype(str) == enregistres).mean() > 0.97
    assert (types == "Mammouth").equals(enregistres == "Mammouth")
    assert (types == "Nursery").equals(enregistres == "Nursery")


def test_on_peut_ecrire_ses_propres_regles_et_nommer_ses_colonnes():
    clients = pd.DataFrame({"ht": [500, 50], "n": [1, 1], "age": [9, 9]}, index=["Alba", "Corde"])
    regles = [("Grand", 100, 0, None, "gros"), ("Nouveau", 0, 0, 0, ""), ("Autre", 0, 0, None, "")]
    types = organisation.classer(clients, ca="ht", commandes="n", anciennete="age", regles=regles)
    assert types.to_dict() == {"Alba": "Grand", "Corde": "Autre"}
    assert list(clients.columns) == ["ht", "n", "age"]


@pytest.mark.parametrize(
    ("clients", "message"),
    [
        (portefeuille(), "aucune ligne"),
        (portefeuille((100, 1, 5)).drop(columns="ca"), "colonnes ca, commandes, anciennete"),
        (portefeuille((None, 1, 5)), "clients, ca"),
        (portefeuille((100, -1, 5)), "clients, commandes"),
        (portefeuille((100, 0, 5)), "au moins une commande"),
        (portefeuille((100, 1, -5)), "clients, anciennete"),
        (portefeuille(("cent", 1, 5)), "clients, ca"),
        (portefeuille((float("inf"), 1, 5)), "clients, ca"),
        ([1, 2], "un tableau"),
        (None, "un tableau"),
    ],
)
def test_un_portefeuille_illisible_est_refuse(clients, message):
    with pytest.raises(ErreurGrc, match=message):
        organisation.classer(clients)


@pytest.mark.parametrize(
    "regles",
    ["Petit", [], [("Petit", 0, 0, None)], [("Petit", -1, 0, None, "")], [(1, 0, 0, None, "")], 3,
     [("Petit", 0, 0, "un an", "")], [("Petit", 5000, 0, None, "")]],
)  # fmt: skip
def test_des_regles_illisibles_ou_incompletes_sont_refusees(regles):
    with pytest.raises(ErreurGrc):
        organisation.classer(portefeuille((100, 1, 400)), regles=regles)


# --- L'alerte de renouvellement


def achats(**clients):
    lignes = [(client, jour) for client, jours in clients.items() for jour in jours]
    return pd.DataFrame(lignes, columns=["client_id", "date_commande"])


def tous_les(jours, combien, fin):
    return [pd.Timestamp(fin) - pd.Timedelta(days=jours * k) for k in range(combien)]


FIN = "2026-06-30"
TEMOINS = achats(
    regulier=tous_les(45, 12, "2026-05-20"),  # 41 jours de silence
    recent=tous_les(45, 12, "2026-06-30"),
    perdu=tous_les(20, 15, "2025-06-01"),
    lent=tous_les(120, 6, "2026-06-01"),
    nouveau=["2026-06-10"],
    capricieux=["2025-06-01", "2025-06-05", "2025-11-20", "2025-12-01", "2026-03-28", "2026-06-20"],
)


def alerter(commandes=TEMOINS, date=FIN, seuil=0, **options):
    return organisation.alerte_renouvellement(commandes, date=date, seuil=seuil, **options)


def test_la_raison_dit_le_rythme_et_le_silence():
    raisons = alerter().set_index("client")["raison"]
    debut = "commande tous les 45 jours environ"
    assert raisons["regulier"] == f"{debut}, la dernière date de 41 jours"
    assert raisons["recent"] == f"{debut}, la dernière date d'aujourd'hui"
    assert raisons["perdu"].endswith("la dernière date de 394 jours ; sans doute perdu")
    assert "(irrégulier)" in raisons["capricieux"]
    assert raisons["nouveau"].startswith("une seule commande, il y a 20 jours : jugé sur")


def test_un_client_regulier_dont_l_heure_vient_passe_avant_les_autres():
    alertes = alerter().set_index("client")
    assert alertes.index[0] == "regulier"
    assert alertes["probabilite"].is_monotonic_decreasing
    assert alertes.loc["regulier", "probabilite"] > 0.85
    assert alertes.loc[["recent", "lent", "perdu"], "probabilite"].max() < 0.1
    assert pd.Timestamp("2026-07-02") <= alertes.loc["regulier", "echeance_probable"]
    assert alertes.loc["regulier", "echeance_probable"] <= pd.Timestamp("2026-07-08")
    assert alertes.loc["regulier", ["intervalle", "recence"]].tolist() == [45, 41]


def test_seuls_les_clients_au_dessus_du_seuil_figurent():
    toutes = alerter()
    seuil = float(toutes["probabilite"][1])
    assert alerter(seuil=seuil)["client"].tolist() == toutes["client"][:2].tolist()
    assert alerter(seuil=1).empty
    assert list(alerter(seuil=1).columns) == list(toutes.columns)


def test_le_futur_ne_change_rien():
    futur = achats(regulier=["2026-07-01"], perdu=["2026-08-15"], inconnu=["2026-07-02"])
    passe_et_futur = pd.concat([TEMOINS, futur], ignore_index=True)
    pd.testing.assert_frame_equal(alerter(passe_et_futur), alerter())


def test_la_commande_du_jour_compte_et_deux_le_meme_jour_en_font_une():
    jour_meme = pd.concat([TEMOINS, achats(regulier=[FIN])], ignore_index=True)
    seule = alerter(jour_meme)
    assert seule.set_index("client").loc["regulier", "recence"] == 0
    pd.testing.assert_frame_equal(alerter(pd.concat([jour_meme, jour_meme])), seule)


def test_l_ordre_des_lignes_et_la_forme_de_la_table_ne_comptent_pas(base):
    melange = TEMOINS.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(alerter(melange), alerter())
    textes = TEMOINS.assign(date_commande=TEMOINS["date_commande"].astype(str))
    pd.testing.assert_frame_equal(alerter(textes), alerter())
    relation = base.sql("SELECT client_id, date_commande FROM commandes WHERE client_id < 40")
    pd.testing.assert_frame_equal(alerter(relation), alerter(relation.df()))
    autres = TEMOINS.rename(columns={"client_id": "qui", "date_commande": "quand"})
    pd.testing.assert_frame_equal(alerter(autres, client="qui", jour="quand"), alerter())


@given(st.integers(1, 200), st.integers(1, 200))
@settings(max_examples=4, deadline=None)
def test_un_horizon_plus_long_donne_une_probabilite_plus_grande(court, en_plus):
    proche = alerter(horizon=court).set_index("client")["probabilite"]
    loin = alerter(horizon=court + en_plus).set_index("client")["probabilite"]
    assert (loin >= proche.reindex(loin.index) - 1e-12).all()
    assert loin.between(0, 1).all()


def test_la_probabilite_est_celle_du_modele_tire_au_sort():
    """Des tirages du rythme, de la régularité et de l'abandon, sans formule de la fonction."""
    alertes = alerter(horizon=20).set_index("client")
    p = alertes.attrs["parametres"]
    hasard = np.random.default_rng(5)
    for client in ("regulier", "lent", "capricieux", "nouveau"):
        jours = pd.to_datetime(TEMOINS[TEMOINS["client_id"] == client]["date_commande"])
        delais = np.log(np.diff(np.sort(jours.to_numpy())) / np.timedelta64(1, "D"))
        n, ecoule = len(delais), (pd.Timestamp(FIN) - jours.max()).days
        moyenne = delais.mean() if n else 0
        poids = p["kappa"] + n
        beta = p["beta"] + ((delais - moyenne) ** 2).sum() / 2
        beta += p["kappa"] * n * (moyenne - p["mu"]) ** 2 / (2 * poids)
        variance = beta / hasard.gamma(p["alpha"] + n / 2, size=400_000)
        centre = (p["kappa"] * p["mu"] + n * moyenne) / poids
        rythme = hasard.normal(centre, np.sqrt(variance / poids))
        delai = np.exp(hasard.normal(rythme, np.sqrt(variance)))
        delai[hasard.random(400_000) < hasard.beta(p["a"], p["b"] + n, size=400_000)] = np.inf
        possibles = delai > ecoule
        attendue = (delai[possibles] <= ecoule + 20).mean()
        assert alertes.loc[client, "probabilite"] == pytest.approx(attendue, abs=0.006)
        mediane = np.median(delai[possibles & np.isfinite(delai)]) - ecoule
        lue = (alertes.loc[client, "echeance_probable"] - pd.Timestamp(FIN)).days
        assert lue == pytest.approx(mediane, abs=1 + mediane / 30)


def monde(clients, p, graine):
    """Des commandes tirées d'un monde dont on connaît les six paramètres, sur quatre ans."""
    hasard = np.random.default_rng(graine)
    lignes = []
    for client in range(clients):
        variance = p["beta"] / hasard.gamma(p["alpha"])
        rythme = hasard.normal(p["mu"], np.sqrt(variance / p["kappa"]))
        depart, jour = hasard.beta(p["a"], p["b"]), hasard.uniform(0, 700)
        while jour < 1460:
            lignes.append((client, jour))
            if hasard.random() < depart:
                break
            jour += np.exp(hasard.normal(rythme, np.sqrt(variance)))
    table = pd.DataFrame(lignes, columns=["client_id", "jour"])
    jours = pd.to_timedelta(table["jour"].astype(int), unit="D")
    return table.assign(date_commande=pd.Timestamp("2022-01-01") + jours)


def test_l_ajustement_retrouve_les_parametres_d_un_monde_connu():
    vrais = {"mu": 4.0, "kappa": 0.5, "alpha": 3.0, "beta": 0.4, "a": 1.0, "b": 9.0}
    lus = alerter(monde(2500, vrais, 11), "2025-12-30").attrs["parametres"]
    assert lus["mu"] == pytest.approx(vrais["mu"], abs=0.06)
    for nom in ("kappa", "alpha", "beta", "a", "b"):
        assert lus[nom] == pytest.approx(vrais[nom], rel=0.15), nom


def calibration(alertes, commandes, date, horizon):
    """Cinq groupes de même effectif : probabilité moyenne et part de ceux qui ont commandé."""
    jours = pd.to_datetime(commandes["date_commande"])
    debut = pd.Timestamp(date)
    suite = commandes[(jours > debut) & (jours <= debut + pd.Timedelta(days=horizon))]
    alertes = alertes.assign(venu=alertes["client"].isin(suite["client_id"]))
    groupes = pd.qcut(alertes["probabilite"].rank(method="first"), 5, labels=False)
    return alertes, alertes.groupby(groupes)[["probabilite", "venu"]].mean()


def test_sur_la_base_l_alerte_predit_le_semestre_suivant(base):
    from sklearn.metrics import roc_auc_score

    commandes = base.sql("SELECT client_id, date_commande FROM commandes").df()
    alertes, groupes = calibration(
        alerter(commandes, "2025-12-31", horizon=181), commandes, "2025-12-31", 181
    )
    assert roc_auc_score(alertes["venu"], alertes["probabilite"]) > 0.93
    assert (groupes["probabilite"] - groupes["venu"]).abs().max() < 0.05


def test_sur_la_base_l_alerte_a_trente_jours_est_juste_en_moyenne_sur_le_semestre(base):
    from sklearn.metrics import roc_auc_score

    commandes = base.sql("SELECT client_id, date_commande FROM commandes").df()
    mois = ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    tous = pd.concat(
        [calibration(alerter(commandes, d), commandes, d, 30)[0] for d in mois], ignore_index=True
    )
    assert roc_auc_score(tous["venu"], tous["probabilite"]) > 0.88
    groupes = tous.groupby(pd.qcut(tous["probabilite"], 5, labels=False))
    ecarts = groupes["probabilite"].mean() - groupes["venu"].mean()
    assert ecarts.abs().max() < 0.05


@pytest.mark.parametrize(
    ("commandes", "message"),
    [
        (TEMOINS.iloc[:0], "Aucun client"),
        (achats(a=["2026-01-01"], b=["2026-02-01"]), "n'a recommandé"),
        (achats(a=["2027-01-01", "2027-03-01"]), "n'a recommandé"),
        (TEMOINS.rename(columns={"client_id": "qui"}), "client_id"),
        (TEMOINS.drop(columns="date_commande"), "date_commande"),
        (achats(a=["2026-01-01", "hier"]), "date_commande"),
        (achats(a=["2026-01-01", None]), "date_commande"),
        (TEMOINS.assign(date_commande=45_000), "date_commande"),
        (pd.DataFrame({"client_id": [None, 1], "date_commande": ["2026-01-01"] * 2}), "client_id"),
        ([("a", "2026-01-01")], "commandes"),
    ],
)
def test_des_commandes_illisibles_sont_refusees(commandes, message):
    with pytest.raises(ErreurGrc, match=message):
        alerter(commandes)


@pytest.mark.parametrize(
    "options",
    [{"seuil": 50}, {"seuil": -0.1}, {"seuil": None}, {"seuil": True}, {"horizon": 0},
     {"horizon": 1.5}, {"horizon": "30"}, {"date": "30/06/2026"}, {"date": None}, {"date": 2026}],
)  # fmt: skip
def test_une_option_illisible_est_refusee(options):
    with pytest.raises(ArgumentInvalide, match=f"« {next(iter(options))} »"):
        alerter(**options)


def test_un_historique_minuscule_reste_calculable():
    alertes = alerter(achats(seul=["2026-05-01", "2026-05-31"]))
    assert alertes["probabilite"].between(0, 1).all()
    tres_vieux = alerter(achats(seul=["1926-05-01", "1926-05-31"]))
    assert tres_vieux["probabilite"][0] < 0.2


# --- Affecter

EQUIPE = pd.DataFrame(
    {
        "salarie_id": [1, 2, 3, 4],
        "fonction": ["directeur de clientèle"] * 3 + ["télécommerciale"],
        "secteur_id": [1, 1, 2, 1],
        "heures_hebdo": [10, 10, 5, 35],
    }
)  # quotas : 2, 2, 1 Mammouths (10 h × 44 × 30 % / 60 h = 2,2) ; 128 Petits


def clients_de(*couples):
    return pd.DataFrame(
        [(numero, *couple) for numero, couple in enumerate(couples, 1)],
        columns=["client_id", "type_client", "secteur_id"],
    )


def test_chaque_type_va_au_role_du_cas():
    roles = {mission.type_client: mission.fonction for mission in organisation.MISSIONS}
    assert roles == {
        "Mammouth": "directeur de clientèle",
        "Nursery": "ingénieur commercial",
        "Préféré": "commercial terrain",
        "Petit": "télécommerciale",
    }
    preferes = next(m for m in organisation.MISSIONS if m.type_client == "Préféré")
    assert preferes.contacts == 2  # « environ deux visites par an »


def test_le_secteur_d_abord_puis_le_moins_charge_puis_ailleurs_puis_personne():
    suivi = organisation.affecter(clients_de(*[("Mammouth", 1)] * 6, ("Petit", 2)), EQUIPE)
    assert suivi["salarie_id"].tolist() == [1, 2, 1, 2, 3, pd.NA, 4]
    assert suivi["meme_secteur"].tolist() == [True] * 4 + [False] * 3
    assert suivi["raison"].tolist() == [
        *[""] * 4,
        "hors secteur : le quota du secteur 1 est atteint (directeur de clientèle)",
        "sans personne : tous les quotas sont atteints (directeur de clientèle)",
        "hors secteur : le secteur 2 n'a pas de télécommerciale",
    ]


def test_un_type_dont_personne_n_a_le_role_reste_sans_personne():
    suivi = organisation.affecter(clients_de(("Nursery", 1)), EQUIPE)
    assert suivi["salarie_id"].isna().all()
    assert "ingénieur commercial" in suivi["raison"][0]


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=4),
)
@peu
def test_on_ne_peut_placer_ni_plus_de_clients_ni_plus_dans_leur_secteur(secteurs, personnes):
    """L'oracle : l'affectation optimale de scipy, une place par colonne."""
    from scipy.optimize import linear_sum_assignment

    mission = [("Petit", "télécommerciale", 1, 1, 1)]  # une heure par client
    equipe = pd.DataFrame(
        {
            "salarie_id": range(len(personnes)),
            "fonction": "télécommerciale",
            "secteur_id": [secteur for secteur, _ in personnes],
            "heures_hebdo": [quota + 0.5 for _, quota in personnes],
        }
    )
    suivi = organisation.affecter(
        clients_de(*(("Petit", secteur) for secteur in secteurs)), equipe,
        missions=mission, semaines=1,
    )  # fmt: skip
    places = [secteur for secteur, quota in personnes for _ in range(quota)]
    gains = np.array([[100 + (s == p) for p in places] for s in secteurs])
    gain = gains[linear_sum_assignment(gains, maximize=True)].sum()
    assert 100 * suivi["salarie_id"].notna().sum() + suivi["meme_secteur"].sum() == gain
    charge = organisation.charges(suivi, equipe, missions=mission, semaines=1)
    assert not charge["depasse"].any()


def test_les_quotas_de_la_base_ne_sont_jamais_depasses_alors_que_le_suivi_actuel_deborde(base):
    clients, salaries = base.sql("FROM clients"), base.sql("FROM salaries")
    actuelle = organisation.charges(clients, salaries)
    assert actuelle.loc[actuelle["depasse"], "salarie_id"].tolist() == [25]  # 132 Petits
    assert actuelle.set_index("salarie_id").loc[25, "ratio"] == pytest.approx(132 * 6 / 770)
    suivi = organisation.affecter(clients, salaries)
    proposee = organisation.charges(suivi, salaries)
    assert not proposee["depasse"].any()
    assert proposee["clients"].sum() == len(suivi) == 1200
    assert (~suivi["meme_secteur"]).sum() == 4  # le quota de 128 Petits, et 132 à servir
    ecarts = proposee.groupby(["fonction", "secteur_id"])["clients"].agg(
        lambda c: c.max() - c.min()
    )
    assert ecarts.max() <= 1
    pd.testing.assert_frame_equal(organisation.affecter(clients.df(), salaries.df()), suivi)


def test_un_salarie_sans_mission_ou_sans_client_a_une_charge_lisible():
    clients = clients_de(("Petit", 1)).assign(salarie_id=[9])
    equipe = EQUIPE.assign(
        salarie_id=[9, 10, 11, 12], fonction=["stagiaire"] * 3 + ["télécommerciale"]
    )
    charge = organisation.charges(clients, equipe)
    assert charge["clients"].tolist() == [1, 0, 0, 0]
    assert charge["depasse"].tolist() == [True, False, False, False]
    assert charge["ratio"].isna().tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("clients", "salaries", "options", "message"),
    [
        (clients_de(), EQUIPE, {}, "« clients »"),
        (clients_de(("Petit", 1)), EQUIPE.iloc[:0], {}, "« salaries »"),
        (clients_de(("Petit", 1)).drop(columns="type_client"), EQUIPE, {}, "type_client"),
        (clients_de(("Géant", 1)), EQUIPE, {}, "un type qui a une mission"),
        (clients_de(("Petit", None)), EQUIPE, {}, "secteur_id"),
        (clients_de(("Petit", 1)).assign(client_id=[None]), EQUIPE, {}, "client_id"),
        (pd.concat([clients_de(("Petit", 1))] * 2), EQUIPE, {}, "une seule ligne par numéro"),
        (clients_de(("Petit", 1)), pd.concat([EQUIPE, EQUIPE]), {}, "une seule ligne"),
        (clients_de(("Petit", 1)), EQUIPE.assign(heures_hebdo=0), {}, "heures_hebdo"),
        (clients_de(("Petit", 1)), EQUIPE.assign(heures_hebdo="35"), {}, "heures_hebdo"),
        (clients_de(("Petit", 1)), EQUIPE, {"semaines": 0}, "semaines"),
        (clients_de(("Petit", 1)), EQUIPE, {"missions": []}, "missions"),
        (clients_de(("Petit", 1)), EQUIPE, {"missions": [("Petit", "x", 1, 1, 50)]}, "part"),
        (clients_de(("Petit", 1)), EQUIPE, {"missions": [("Petit", "x", 0, 1, 1)]}, "contacts"),
        (
            clients_de(("Petit", 1)),
            EQUIPE,
            {"missions": [("Petit", "x", 1, 1, 1)] * 2},
            "une seule",
        ),
        ("clients", EQUIPE, {}, "un tableau"),
    ],
)
def test_une_equipe_ou_un_portefeuille_illisible_est_refuse(clients, salaries, options, message):
    with pytest.raises(ErreurGrc, match=message):
        organisation.affecter(clients, salaries, **options)


def test_un_salarie_inconnu_est_refuse():
    with pytest.raises(ArgumentInvalide, match=r"salarie_id.*reçu 99"):
        organisation.charges(clients_de(("Petit", 1)).assign(salarie_id=99), EQUIPE)
    with pytest.raises(ArgumentInvalide, match="salarie_id"):
        organisation.charges(clients_de(("Petit", 1)), EQUIPE)


# --- Le programme de la semaine

DEPOT = (45.78, 3.09)
PARIS = (48.85, 2.35)
AGENDAS = pd.DataFrame(
    [(8, "2026-07-06", "08:30", "17:00"), (8, "2026-07-07", "13:00", "17:30"),
     (9, "2026-07-06", "09:00", "12:00")],
    columns=["salarie_id", "jour", "debut", "fin"],
)  # fmt: skip


def autour(n, graine, ecart=0.15):
    points = np.random.default_rng(graine).normal(DEPOT, ecart, (n, 2))
    return {"latitude": points[:, 0], "longitude": points[:, 1]}


def clients_places(n=12, graine=1, **colonnes):
    defaut = {"type_client": "Préféré", "salarie_id": 8, "derniere_visite": "2025-09-01"}
    return pd.DataFrame({"client_id": range(1, n + 1), **autour(n, graine), **defaut, **colonnes})


def prospects_places(n=10, graine=2, **colonnes):
    return pd.DataFrame(
        {"prospect_id": range(101, 101 + n), **autour(n, graine), "salarie_id": 8, **colonnes}
    )


def reclamations(*clients, **colonnes):
    return pd.DataFrame({"client_id": list(clients), **colonnes})


RIEN = pd.DataFrame()


def programmer(plaintes=RIEN, clients=RIEN, prospects=RIEN, agendas=AGENDAS, **options):
    options = {"depots": DEPOT} | options
    return organisation.programme_semaine(plaintes, clients, prospects, agendas, **options)


def minutes(heure):
    return int(heure[:2]) * 60 + int(heure[3:])


def test_reclamations_puis_preferes_puis_prospection():
    semaine = programmer(reclamations(3, 5), clients_places(), prospects_places())
    faites = semaine[semaine["jour"].notna()]
    lundi = faites[faites["jour"] == "2026-07-06"]
    assert set(lundi["objet"]) == {"réclamation", "Préféré"}
    assert set(lundi.loc[lundi["objet"] == "réclamation", "client_id"]) == {3, 5}
    restes = semaine[semaine["jour"].isna()]
    assert set(restes["objet"]) == {"Préféré", "prospection"}
    assert (restes["raison"] == "ne tient pas dans les créneaux de la semaine").all()
    assert not (faites["objet"] == "prospection").any()  # un Préféré attend encore


def test_un_prospect_facile_ne_prend_jamais_la_place_d_une_reclamation_lointaine():
    loin = clients_places(1, latitude=46.5, longitude=3.3)  # 81 km : plus de quatre heures
    pres = prospects_places(8, latitude=DEPOT[0], longitude=DEPOT[1])
    agenda = AGENDAS.iloc[:1].assign(fin="14:30")
    semaine = programmer(reclamations(1), loin, pres, agenda)
    assert semaine.loc[semaine["client_id"] == 1, "jour"].notna().all()
    assert 0 < semaine["jour"].notna().sum() < 4


def test_chaque_visite_tient_dans_son_creneau_et_n_a_lieu_qu_une_fois():
    clients, prospects = clients_places(), prospects_places(salarie_id=[8, 9] * 5)
    semaine = programmer(reclamations(3), clients, prospects)
    assert len(semaine) == 22
    assert not semaine[["client_id", "prospect_id"]].duplicated().any()
    faites = semaine[semaine["jour"].notna()]
    creneaux = {(s, pd.Timestamp(j)): (d, f) for s, j, d, f in AGENDAS.itertuples(index=False)}
    for cle, tournee in faites.groupby(["salarie_id", "jour"]):
        debut, fin = map(minutes, creneaux[cle])
        heures = [
            (minutes(h), minutes(f)) for h, f in zip(tournee["heure"], tournee["fin"], strict=True)
        ]
        assert tournee["ordre"].tolist() == list(range(1, len(tournee) + 1))
        assert heures == sorted(heures) and heures[0][0] >= debut
        assert heures[-1][1] + tournee["retour_km"].iloc[-1] / 50 * 60 <= fin + 1
        duree = {"réclamation": 60, "Préféré": 60, "prospection": 45}
        assert [f - h for h, f in heures] == [duree[o] for o in tournee["objet"]]
        assert all(h2 >= f1 for (_, f1), (h2, _) in itertools.pairwise(heures))
    assert faites["jour"].is_monotonic_increasing
    assert semaine["jour"].isna().is_monotonic_increasing


def test_les_kilometres_sont_ceux_de_la_route():
    clients = clients_places(1)
    semaine = programmer(RIEN, clients)
    point = (clients["latitude"][0], clients["longitude"][0])
    assert semaine["trajet_km"][0] == pytest.approx(1.3 * tournees.distance(DEPOT, point))
    assert semaine.attrs["kilometres"] == pytest.approx(2 * semaine["trajet_km"][0])
    assert any("50 km/h" in phrase for phrase in semaine.attrs["hypotheses"])


@pytest.mark.parametrize(
    ("derniere", "due"),
    [("2026-01-04", True), ("2026-01-05", False), (None, True), ("2026-07-20", False)],
)
def test_un_prefere_est_en_retard_apres_une_demi_annee(derniere, due):
    """Les agendas commencent le 6 juillet : 183 jours après le 4 janvier, 182 après le 5."""
    semaine = programmer(RIEN, clients_places(1, derniere_visite=[derniere]))
    assert (len(semaine) == 1) is due
    if due:
        raison = "dernière visite il y a 183 jours" if derniere else "jamais visité"
        assert semaine["raison"].tolist() == [raison]


def test_les_autres_types_ne_sont_visites_que_s_ils_reclament():
    clients = clients_places(3, type_client=["Petit", "Mammouth", "Nursery"])
    semaine = programmer(reclamations(1, 1, urgent=[False, True]), clients)
    assert semaine["client_id"].tolist() == [1]
    assert semaine["raison"].tolist() == ["2 réclamations, dont une urgente"]


def test_une_reclamation_close_ou_un_prospect_converti_n_est_pas_visite():
    plaintes = reclamations(1, 2, date_cloture=["2026-06-01", None])
    clients = clients_places(2, type_client="Petit")
    semaine = programmer(plaintes, clients, prospects_places(2, client_id=[None, 7.0]))
    assert semaine["client_id"].dropna().tolist() == [2]
    assert semaine["prospect_id"].dropna().tolist() == [101]


def test_l_urgence_et_la_chaleur_departagent():
    un = AGENDAS.iloc[:1].assign(fin="09:45")  # une seule visite tient
    ici = {"latitude": DEPOT[0], "longitude": DEPOT[1]}
    clients = clients_places(3, type_client="Petit", **ici)
    semaine = programmer(reclamations(1, 2, 3, urgent=[False, False, True]), clients, agendas=un)
    assert semaine["client_id"].tolist() == [3, 1, 2]
    prospects = prospects_places(3, chaleur=["froid", "tiède", "chaud"], **ici)
    semaine = programmer(prospects=prospects, agendas=un)
    assert semaine["prospect_id"].tolist() == [103, 102, 101]
    assert semaine["raison"][0] == "prospect chaud"
    assert semaine["jour"].notna().tolist() == [True, False, False]


def test_qui_n_a_pas_de_creneau_passe_la_main_pour_une_reclamation_seulement():
    clients = clients_places(2, salarie_id=[77, 77], type_client=["Petit", "Préféré"])
    departs = {8: DEPOT, 9: (clients["latitude"][0], clients["longitude"][0])}
    semaine = programmer(reclamations(1), clients, depots=departs)
    assert semaine["salarie_id"].tolist() == [9, 77]
    assert semaine["raison"][1] == "suivi par le salarié 77, qui n'a aucun créneau"
    libre = programmer(RIEN, RIEN, prospects_places(1, salarie_id=[None]), depots=DEPOT)
    assert libre["jour"].notna().all()


def test_une_reclamation_trop_loin_de_son_commercial_va_a_un_collegue_qui_peut_y_aller():
    clients = clients_places(2, salarie_id=8, latitude=48.85, longitude=2.35)
    agendas = AGENDAS.iloc[[0, 2]]
    semaine = programmer(reclamations(1), clients, agendas=agendas, depots={8: DEPOT, 9: PARIS})
    assert semaine["salarie_id"].tolist() == [9, 8]  # un Préféré, lui, garde son commercial
    assert semaine["raison"][0] == "1 réclamation ; trop loin pour le salarié 8"
    assert semaine["raison"][1].startswith("trop loin : ")
    personne = programmer(reclamations(1), clients.head(1), agendas=agendas)
    assert personne["salarie_id"].tolist() == [8]
    assert personne["raison"][0].startswith("trop loin : ")


def test_trop_loin_pour_toute_la_semaine():
    semaine = programmer(RIEN, clients_places(1, latitude=48.85, longitude=2.35))
    assert semaine["raison"][0].startswith("trop loin : ")
    assert semaine["raison"][0].endswith("510 min au plus")


def test_sans_depart_donne_chacun_part_du_milieu_de_ses_clients():
    clients = clients_places(2, latitude=[45.0, 46.0], longitude=[3.0, 3.0])
    semaine = programmer(reclamations(1), clients, depots=None)
    milieu = 1.3 * tournees.distance((45.5, 3.0), (45.0, 3.0))
    assert semaine["trajet_km"].dropna().tolist()[0] == pytest.approx(milieu)


def test_le_programme_se_repete_et_ne_modifie_pas_ses_tables(base):
    tables = reclamations(3), clients_places(), prospects_places(), AGENDAS
    copies = [table.copy() for table in tables]
    premier = programmer(*tables)
    pd.testing.assert_frame_equal(programmer(*tables), premier)
    for table, copie in zip(tables, copies, strict=True):
        pd.testing.assert_frame_equal(table, copie)
    relations = [base.from_df(table) for table in tables]
    pd.testing.assert_frame_equal(programmer(*relations), premier, check_dtype=False)


def test_rien_a_faire_donne_un_programme_vide():
    semaine = programmer()
    assert semaine.empty and "raison" in semaine.columns


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"agendas": RIEN}, "agendas"),
        ({"agendas": AGENDAS.drop(columns="debut")}, "debut"),
        ({"agendas": AGENDAS.assign(debut="18:00")}, "un début avant la fin"),
        ({"agendas": AGENDAS.assign(debut="8 h 30")}, "agendas, debut"),
        ({"agendas": AGENDAS.assign(debut=8)}, "agendas, debut"),
        ({"agendas": AGENDAS.assign(jour="06/07/2026")}, "agendas, jour"),
        ({"agendas": AGENDAS.assign(salarie_id=None)}, "agendas, salarie_id"),
        ({"agendas": AGENDAS.assign(salarie_id=8, jour="2026-07-06")}, "ne se chevauchent pas"),
        ({"plaintes": reclamations(99), "clients": clients_places(2)}, "un client de « clients »"),
        ({"plaintes": pd.DataFrame({"client": [1]})}, "client_id"),
        ({"clients": clients_places(2).drop(columns="derniere_visite")}, "derniere_visite"),
        ({"clients": clients_places(2, derniere_visite="hier")}, "derniere_visite"),
        ({"clients": clients_places(2, latitude=[45.0, None])}, "latitude"),
        ({"clients": clients_places(2, latitude=[45.0, 145.0])}, "latitude"),
        ({"clients": clients_places(2, client_id=[1, 1])}, "une seule ligne"),
        ({"prospects": prospects_places(2, chaleur="brûlant")}, "chaleur"),
        ({"prospects": prospects_places(2, longitude="3")}, "prospects"),
        ({"prospects": [1, 2]}, "un tableau"),
        ({"depots": {8: DEPOT}}, "un départ pour chaque salarié"),
        ({"depots": (145, 3)}, "depots"),
        ({"depots": "Clermont"}, "depots"),
        ({"durees": {"réclamation": 60}}, "durees"),
        ({"durees": {"réclamation": -1, "Préféré": 60, "prospection": 45}}, "durees, réclamation"),
        ({"vitesse": 0}, "vitesse"),
        ({"visites_an": 0}, "visites_an"),
    ],
)
def test_une_table_ou_une_option_illisible_est_refusee(tables, message):
    with pytest.raises(ErreurGrc, match=message):
        programmer(**tables)


def test_une_erreur_de_forme_est_un_mauvais_type():
    with pytest.raises(MauvaisType):
        programmer(clients="clients")
