"""Le démonstrateur RGPD : ses réponses contre un calcul indépendant en pandas, et ses refus."""

import shutil
from datetime import date

import pandas as pd
import pytest

from grc_lib import donnees
from grc_lib.donnees import AUJOURDHUI, rgpd
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible

CANAUX = ("téléphone", "courriel", "sms", "courrier")
CLE = ["contact_id", "prospect_id"]
JOURS = pytest.mark.parametrize("jour", [date(2025, 1, 15), AUJOURDHUI, date(2027, 3, 1)])


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


@pytest.fixture(scope="module")
def copie_neuve(tmp_path_factory):
    fichier = tmp_path_factory.mktemp("rgpd") / "neuve.duckdb"
    donnees.connexion(copie=fichier).close()
    return fichier


@pytest.fixture
def copie(copie_neuve, tmp_path):
    fichier = shutil.copy(copie_neuve, tmp_path / "copie.duckdb")
    with donnees.connexion(copie=fichier) as con:
        yield con


def personnes(tableau):
    """L'ensemble des personnes d'un tableau : ("contact", 12), ("prospect", 7)…"""
    contacts = {("contact", int(n)) for n in tableau["contact_id"].dropna()}
    return contacts | {("prospect", int(n)) for n in tableau["prospect_id"].dropna()}


def dernier_mot(canal, jour):
    dits = donnees.charger("consentements")
    dits = dits[(dits["canal"] == canal) & (dits["date"] <= pd.Timestamp(jour))]
    return dits.sort_values("date").groupby(CLE, dropna=False).last().reset_index()


def perimes(jour):
    """Les personnes à purger, calculées table par table."""
    limite = pd.Timestamp(jour) - pd.DateOffset(years=3)
    prospects, clients = donnees.charger("prospects"), donnees.charger("clients")
    prospects["jour"] = prospects["date_entree"]
    appels, envois = donnees.charger("appels"), donnees.charger("envois")
    dits, devis = donnees.charger("consentements"), donnees.charger("devis")
    envois = envois[envois["repondu"] | (envois["clique"] == True)]  # noqa: E712
    venus = pd.concat(
        [
            prospects[["prospect_id", "jour"]],
            appels[appels["sens"] == "entrant"].rename(columns={"horodatage": "jour"}),
            devis.rename(columns={"date_devis": "jour"}),
            envois.rename(columns={"date_envoi": "jour"}),
            dits[dits["etat"] == "accord"].rename(columns={"date": "jour"}),
        ]
    )
    venus = venus[venus["jour"].dt.normalize() <= pd.Timestamp(jour)]
    dernier = venus.groupby("prospect_id")["jour"].max().dt.normalize()
    ouverture = clients.set_index("client_id")["date_creation"]
    ouverts = prospects.set_index("prospect_id")["client_id"].map(ouverture)
    libres = ouverts[~(ouverts <= pd.Timestamp(jour))].index
    vieux = dernier[dernier <= limite].index.intersection(libres)
    commandes = donnees.charger("commandes")
    commandes = commandes[commandes["date_commande"] <= pd.Timestamp(jour)]
    derniere = commandes.groupby("client_id")["date_commande"].max()
    fermes = clients.loc[~clients["actif"], "client_id"]
    partis = derniere[derniere <= limite].index.intersection(fermes)
    contacts = donnees.charger("contacts")
    contacts = contacts.loc[contacts["client_id"].isin(partis), "contact_id"]
    return {("prospect", int(n)) for n in vieux} | {("contact", int(n)) for n in contacts}


# --- Qui s'oppose, qui l'on peut solliciter ------------------------------------------------------


@JOURS
@pytest.mark.parametrize("canal", CANAUX)
def test_les_opposes_sont_ceux_dont_c_est_le_dernier_mot(base, canal, jour):
    mots = dernier_mot(canal, jour)
    attendus = mots[mots["etat"] == "opposition"]
    trouves = rgpd.opposes(base, canal, date=jour)
    assert personnes(trouves) == personnes(attendus) != set()
    assert len(trouves) == len(attendus)
    assert sorted(trouves["depuis"]) == sorted(attendus["date"])


@JOURS
@pytest.mark.parametrize("canal", CANAUX)
def test_la_cible_licite_ecarte_opposes_convertis_perimes_et_injoignables(base, canal, jour):
    clients, contacts = donnees.charger("clients"), donnees.charger("contacts")
    prospects = donnees.charger("prospects")
    contacts = contacts.merge(clients, on="client_id", suffixes=("", "_standard"))
    contacts = contacts[contacts["date_creation"] <= pd.Timestamp(jour)]
    ouverture = prospects["client_id"].map(clients.set_index("client_id")["date_creation"])
    converti = ouverture <= pd.Timestamp(jour)
    prospects = prospects[(prospects["date_entree"] <= pd.Timestamp(jour)) & ~converti]
    if canal == "sms":
        numeros = contacts["telephone"].fillna(contacts["telephone_standard"])
        contacts = contacts[numeros.str.startswith("06")]
        prospects = prospects[prospects["telephone"].str.startswith("06")]
    tous = {("contact", n) for n in contacts["contact_id"]}
    tous |= {("prospect", n) for n in prospects["prospect_id"]}
    mots = dernier_mot(canal, jour)
    exclus = personnes(mots[mots["etat"] == "opposition"]) | perimes(jour)
    cible = rgpd.cible_licite(base, canal, date=jour)
    assert personnes(cible) == tous - exclus != set()
    assert len(cible) == len(tous - exclus)
    assert cible["coordonnee"].notna().all()


@JOURS
def test_a_purger_compte_trois_ans_depuis_le_dernier_contact_venu_de_la_personne(base, jour):
    trouves = rgpd.a_purger(base, date=jour)
    assert personnes(trouves) == perimes(jour) and len(trouves) == len(perimes(jour))


def test_a_purger_trouve_des_contacts_et_des_prospects(base):
    assert set(dict(personnes(rgpd.a_purger(base, date="2026-12-31")))) == {"contact", "prospect"}


def _dire(con, prospect, *dits):
    """Remplace ce qu'un prospect a dit sur le courriel."""
    con.execute("DELETE FROM consentements WHERE prospect_id = ?", [prospect])
    for rang, (etat, jour) in enumerate(dits):
        con.execute(
            "INSERT INTO consentements VALUES (?, NULL, ?, 'courriel', ?, ?, 'courriel reçu')",
            [9_000_000 + 10 * prospect + rang, prospect, etat, jour],
        )


@pytest.mark.parametrize(
    "dits, oppose",
    [
        ([], False),
        ([("accord", "2026-02-02")], False),
        ([("opposition", "2026-02-02")], True),
        ([("opposition", "2026-02-02"), ("accord", "2026-03-02")], False),
        ([("accord", "2026-03-02"), ("opposition", "2026-02-02")], False),
        ([("accord", "2026-02-02"), ("opposition", "2026-03-02")], True),
        ([("accord", "2026-02-02"), ("opposition", "2026-02-02")], True),
        ([("opposition", "2026-02-02"), ("accord", "2026-02-02")], True),
        ([("opposition", "2026-06-30")], True),
    ],
)
def test_le_plus_recent_l_emporte_et_le_meme_jour_c_est_l_opposition(copie, dits, oppose):
    prospect = copie.execute(
        "SELECT max(prospect_id) FROM prospects WHERE client_id IS NULL"
    ).fetchone()[0]
    _dire(copie, prospect, *dits)
    assert (("prospect", prospect) in personnes(rgpd.opposes(copie, "courriel"))) is oppose
    assert (("prospect", prospect) in personnes(rgpd.cible_licite(copie, "courriel"))) is not oppose
    # La veille de sa première parole, on pouvait encore lui écrire ; les autres canaux sont libres.
    assert ("prospect", prospect) not in personnes(
        rgpd.opposes(copie, "courriel", date="2026-02-01")
    )
    assert ("prospect", prospect) not in personnes(rgpd.opposes(copie, "courrier"))


# --- Accès et effacement -------------------------------------------------------------------------


def _prospect(con, converti):
    """Un prospect cité par le plus de tables possible."""
    return con.execute(
        f"""
        SELECT prospect_id FROM prospects
        JOIN visites USING (prospect_id) JOIN devis USING (prospect_id)
        LEFT JOIN envois USING (prospect_id)
        JOIN consentements USING (prospect_id)
        WHERE (prospects.client_id IS NOT NULL) = {converti}
        GROUP BY prospect_id ORDER BY count(envoi_id) DESC, prospect_id LIMIT 1
        """
    ).fetchone()[0]


@pytest.mark.parametrize("converti", [True, False])
def test_le_droit_d_acces_rend_chaque_ligne_qui_cite_le_prospect(base, converti):
    prospect = _prospect(base, converti)
    dossier = rgpd.droit_acces(base, prospect=prospect)
    for table in ("prospects", "consentements", "devis", "visites", "appels", "envois"):
        tableau = donnees.charger(table)
        attendues = tableau[tableau["prospect_id"] == prospect]
        assert len(dossier.get(table, [])) == len(attendues), table
    fiche = dossier["prospects"].iloc[0]
    assert ("clients" in dossier) is converti
    if converti:
        assert dossier["clients"]["client_id"].tolist() == [fiche["client_id"]]
    bruts = donnees.charger("prospects_bruts")
    siret = bruts["siret"].str.replace(r"\D", "", regex=True) == fiche["siret"]
    courriel = bruts["courriel"].str.strip().str.lower() == fiche["courriel"]
    assert len(dossier.get("prospects_bruts", [])) == (siret | courriel).sum()


def test_le_droit_d_acces_d_un_contact_dit_ses_envois_s_il_est_le_decideur(base):
    envois = donnees.charger("envois")
    contacts = donnees.charger("contacts")
    servis = contacts[contacts["client_id"].isin(envois["client_id"])]
    for decideur in (True, False):
        contact = servis[(servis["role_achat"] == "décideur") == decideur].iloc[0]
        dossier = rgpd.droit_acces(base, contact=contact["contact_id"])
        attendus = (envois["client_id"] == contact["client_id"]).sum() if decideur else 0
        assert len(dossier.get("envois", [])) == attendus
        assert dossier["contacts"]["nom"].tolist() == [contact["nom"]]
        assert dossier["clients"]["client_id"].tolist() == [contact["client_id"]]


def comptes(con):
    return {
        t: con.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in donnees.schema.TABLES
    }


@pytest.mark.parametrize("converti", [True, False])
def test_effacer_un_prospect_garde_factures_et_commandes(copie, converti):
    prospect = _prospect(copie, converti)
    avant, dossier = comptes(copie), rgpd.droit_acces(copie, prospect=prospect)
    efface = rgpd.effacer(copie, prospect=prospect)
    apres, reste = comptes(copie), rgpd.droit_acces(copie, prospect=prospect)
    touchees = {"consentements", "prospects_bruts", "visites", "envois", "devis"}
    for table in set(avant) - touchees:
        assert apres[table] == avant[table], table
    for table in touchees - {"consentements"}:
        assert avant[table] - apres[table] == efface.get(table, 0), table
    assert efface["consentements"] == len(dossier["consentements"])
    assert not {"visites", "envois", "appels", "prospects_bruts"} & set(reste)
    assert ("devis" in reste) is converti  # celui que suit une commande
    ecrit = " ".join(str(valeur) for table in reste.values() for valeur in table.to_numpy().flat)
    if not converti:
        for colonne in ("raison_sociale", "adresse", "telephone", "courriel"):
            assert dossier["prospects"][colonne].iloc[0] not in ecrit
    for canal in CANAUX:
        assert ("prospect", prospect) in personnes(rgpd.opposes(copie, canal))
        assert ("prospect", prospect) not in personnes(rgpd.cible_licite(copie, canal))


def test_effacer_un_etablissement_garde_les_fiches_de_l_autre(copie):
    """Même entreprise, même courriel : le SIRET d'une fiche brute dit à qui elle est."""
    prospect, siret = copie.execute(
        """
        SELECT a.prospect_id, b.siret FROM prospects AS a JOIN prospects AS b
        ON a.courriel = b.courriel AND a.prospect_id <> b.prospect_id
        WHERE b.siret IN (SELECT regexp_replace(siret, '[^0-9]', '', 'g') FROM prospects_bruts)
        LIMIT 1
        """
    ).fetchone()
    de_l_autre = f"FROM prospects_bruts WHERE regexp_replace(siret, '[^0-9]', '', 'g') = '{siret}'"
    avant = copie.execute(de_l_autre).fetchall()
    rgpd.effacer(copie, prospect=prospect)
    assert copie.execute(de_l_autre).fetchall() == avant != []


def test_effacer_un_contact_n_efface_que_lui(copie):
    contact = copie.execute("SELECT min(contact_id) FROM consentements").fetchone()[0]
    avant, dossier = comptes(copie), rgpd.droit_acces(copie, contact=contact)
    efface = rgpd.effacer(copie, contact=contact)
    apres = comptes(copie)
    assert efface["contacts"] == 1
    dits = len(dossier["consentements"])
    assert efface["consentements"] == dits
    assert apres == avant | {"consentements": avant["consentements"] - dits + 4}
    assert copie.execute(
        "SELECT nom, prenom, courriel, telephone FROM contacts WHERE contact_id = ?", [contact]
    ).fetchone() == ("(effacé)", "(effacé)", "efface@example.org", None)
    autres = "SELECT count(*) FROM contacts WHERE nom = '(effacé)'"
    assert copie.execute(autres).fetchone() == (1,)
    for canal in CANAUX:
        assert ("contact", contact) not in personnes(rgpd.cible_licite(copie, canal))


def test_effacer_deux_fois_ne_change_plus_rien(copie):
    rgpd.effacer(copie, contact=1)
    avant = comptes(copie)
    rgpd.effacer(copie, contact=1)
    assert comptes(copie) == avant


def test_effacer_fait_tout_ou_rien(copie):
    copie.execute("DROP TABLE prospects_bruts")
    avant = copie.execute("FROM consentements ORDER BY ALL").fetchall()
    with pytest.raises(Exception, match="prospects_bruts"):
        rgpd.effacer(copie, prospect=1)
    assert copie.execute("FROM consentements ORDER BY ALL").fetchall() == avant


# --- Les refus -----------------------------------------------------------------------------------


def test_effacer_refuse_la_base_en_lecture_seule(base):
    with pytest.raises(RessourceIndisponible, match=r"connexion\(copie=True\)"):
        rgpd.effacer(base, contact=1)


@pytest.mark.parametrize("fonction", [rgpd.droit_acces, rgpd.effacer])
@pytest.mark.parametrize(
    "qui", [{"contact": 999_999}, {"prospect": 999_999}, {}, {"contact": 1, "prospect": 1}]
)
def test_une_personne_inconnue_ou_mal_designee_est_une_erreur(copie, fonction, qui):
    with pytest.raises(ArgumentInvalide, match=r"attendu (un|le numéro)"):
        fonction(copie, **qui)


@pytest.mark.parametrize("fonction", [rgpd.opposes, rgpd.cible_licite])
def test_un_canal_ou_une_date_illisible_est_une_erreur(base, fonction):
    with pytest.raises(ArgumentInvalide, match="« sms »"):
        fonction(base, "fax")
    with pytest.raises(ArgumentInvalide, match="AAAA-MM-JJ"):
        fonction(base, "sms", date="30 juin")
