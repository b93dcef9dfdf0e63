"""Le journal des appels : ce qui arrive au plateau, ce qu'il passe, et combien on attend."""

import pytest

from grc_lib import appels, donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure


@pytest.fixture(scope="module")
def base():
    con = donnees.connexion()
    con.execute(
        """
        CREATE VIEW recus AS
        SELECT *, NOT abandonne AND attente_s <= 20 AS dans_le_seuil FROM appels
        WHERE sens = 'entrant';
        CREATE VIEW passes AS SELECT * FROM appels WHERE sens = 'sortant'
        """
    )
    with con:
        yield con


def par_heure(base):
    """Les appels reçus, heure par heure."""
    return base.execute(
        """
        SELECT hour(horodatage) AS heure, count(*)::INT AS presentes,
               sum((NOT abandonne)::INT)::INT AS decroches,
               sum(dans_le_seuil::INT)::INT AS dans_le_seuil,
               quantile_cont(attente_s, 0.98) AS longue_attente
        FROM recus GROUP BY 1 ORDER BY 1
        """
    ).df()


# --- Les faits plantés -------------------------------------------------------------------------


def test_une_heure_de_pointe_le_matin_une_autre_l_apres_midi(base):
    heures = par_heure(base).set_index("heure")["presentes"]
    assert faits.APPELS_ENTRANTS_POINTE.tient(heures.max() / (heures.sum() / 9.5))
    assert heures.idxmax() in (10, 11)
    assert heures[14] > 2 * heures[13] and heures[14] > heures[16] and heures[14] < heures[10]


def test_quatre_a_dix_appels_sur_cent_sont_abandonnes_plus_quand_on_attend(base):
    assert faits.ABANDONS.tient(mesure(base, "SELECT avg(abandonne::INT) FROM recus"))
    heures = par_heure(base).set_index("heure")
    taux = appels.taux_decroche(heures["decroches"], heures["presentes"])
    assert taux[[10, 11]].max() < taux[[8, 12, 13, 17]].min()


def test_quatre_vingts_vingt_n_est_tenu_qu_aux_heures_creuses(base):
    heures = par_heure(base).set_index("heure")
    qualite = appels.qualite_observee(heures["dans_le_seuil"], presentes=heures["presentes"])
    assert qualite[[10, 11, 14, 15]].max() < 0.78
    assert qualite[[8, 12, 17]].min() > 0.78
    assert heures["longue_attente"][[10, 11, 14, 15]].min() > 120


def test_l_attente_mediane_est_de_dix_a_vingt_cinq_secondes(base):
    attente = mesure(base, "SELECT median(attente_s) FROM recus WHERE NOT abandonne")
    assert 10 <= attente <= 25


def test_un_appel_prend_de_quatre_a_six_minutes(base):
    conversation, saisie = base.execute(
        "SELECT avg(duree_s), avg(post_appel_s) FROM recus WHERE NOT abandonne"
    ).fetchone()
    duree = appels.dmt(conversation=conversation, attente=0, post_appel=saisie)
    assert 240 <= duree <= 360


def test_le_lundi_et_les_mois_de_pointe_sont_charges(base):
    jours = dict(
        base.execute("SELECT isodow(horodatage), count(*) FROM recus GROUP BY 1").fetchall()
    )
    assert max(jours, key=jours.get) == 1 and set(jours) == {1, 2, 3, 4, 5}
    mois = dict(
        base.execute(
            """
            SELECT month(horodatage), count(*) / count(DISTINCT horodatage::DATE) FROM recus
            GROUP BY 1
            """
        ).fetchall()
    )
    assert set(sorted(mois, key=mois.get)[-4:]) == set(faits.MOIS_DE_POINTE)


def test_l_effectif_calcule_par_erlang_c_suffirait_avec_une_file_commune(base):
    """La file commune de l'heure de pointe demande moins que le plateau entier."""
    presentes = par_heure(base).set_index("heure")["presentes"]
    jours = mesure(base, "SELECT count(DISTINCT horodatage::DATE) FROM recus")
    duree = mesure(base, "SELECT avg(duree_s + post_appel_s) FROM recus WHERE NOT abandonne")
    besoin = appels.effectif(
        appels=presentes[10] / jours, periode=3600, dmt=duree, qualite=0.80, seuil=20
    )
    plateau = mesure(base, "SELECT count(*) FROM salaries WHERE fonction = 'télécommerciale'")
    assert 3 <= besoin.positions < plateau


def test_la_prospection_reste_souvent_sans_reponse_et_donne_peu_de_rendez_vous(base):
    sans, rendez_vous = base.execute(
        """
        SELECT avg((resultat = 'sans réponse')::INT), avg((resultat = 'rendez-vous')::INT)
        FROM passes WHERE motif = 'prospection'
        """
    ).fetchone()
    assert 0.35 <= sans <= 0.45 and 0.025 <= rendez_vous <= 0.06


def test_un_prospect_chaud_donne_plus_souvent_rendez_vous(base):
    taux = dict(
        base.execute(
            """
            SELECT chaleur, avg((resultat = 'rendez-vous')::INT)
            FROM passes JOIN prospects USING (prospect_id) GROUP BY 1
            """
        ).fetchall()
    )
    assert taux["chaud"] > 1.5 * taux["tiède"] > 1.5 * taux["froid"]


def test_un_rendez_vous_est_suivi_d_une_visite(base):
    suivis = """
        SELECT avg((EXISTS (
            SELECT 1 FROM visites WHERE (visites.prospect_id = appels.prospect_id
                OR visites.client_id = appels.client_id)
            AND date_visite - horodatage::DATE BETWEEN 3 AND 21))::INT)
        FROM appels WHERE resultat = 'rendez-vous' AND sens = '{}'
    """
    assert faits.RENDEZ_VOUS_TENUS.tient(mesure(base, suivis.format("sortant")))
    assert mesure(base, suivis.format("entrant")) > 0.75


def test_on_ne_prend_rendez_vous_que_chez_qui_l_on_passe(base):
    assert aucun(
        base,
        """
        FROM appels WHERE resultat = 'rendez-vous' AND NOT EXISTS (
            SELECT 1 FROM visites WHERE visites.client_id = appels.client_id
            OR visites.prospect_id = appels.prospect_id)
        """,
    )


def test_on_appelle_autant_chaque_jour_de_la_semaine(base):
    jours = dict(
        base.execute("SELECT isodow(horodatage), count(*) FROM passes GROUP BY 1").fetchall()
    )
    assert max(jours.values()) < 1.25 * min(jours.values())


def test_le_volume_est_celui_d_un_plateau_de_telecommerciales(base):
    recus, passes = base.execute(
        """
        SELECT avg((sens = 'entrant')::INT) * count(*) / max(t.n), avg((sens = 'sortant')::INT)
               * count(*) / max(t.n)
        FROM appels, (SELECT count(*) AS n FROM salaries WHERE fonction = 'télécommerciale') t
        """
    ).fetchone()
    jours = mesure(base, "SELECT count(DISTINCT horodatage::DATE) FROM appels")
    assert 15 <= recus / jours <= 20 and 12 <= passes / jours <= 16
    assert 55_000 <= mesure(base, "SELECT count(*) FROM appels") <= 75_000
    assert 0.06 <= mesure(
        base,
        "SELECT avg((client_id IS NULL AND prospect_id IS NULL)::INT) FROM recus",
    ) <= 0.10  # fmt: skip


# --- L'intégrité -------------------------------------------------------------------------------


def test_on_appelle_les_jours_ouvres_des_douze_mois_aux_heures_d_ouverture(base):
    premier, dernier = base.execute(
        "SELECT min(horodatage), max(horodatage) FROM appels"
    ).fetchone()
    assert premier.date() == faits.DEBUT_12_MOIS and dernier.date() == faits.AUJOURDHUI
    assert aucun(base, "SELECT * FROM appels WHERE isodow(horodatage) > 5")
    assert aucun(base, "SELECT * FROM recus WHERE horodatage::TIME NOT BETWEEN '08:30' AND '18:00'")
    assert aucun(
        base, "SELECT * FROM passes WHERE horodatage::TIME NOT BETWEEN '09:00' AND '18:00'"
    )
    assert aucun(
        base, "SELECT * FROM passes WHERE horodatage::TIME BETWEEN '12:00:00' AND '13:29:59'"
    )
    feries = "'2025-07-14', '2025-08-15', '2025-11-11', '2025-12-25', '2026-01-01', '2026-05-14'"
    assert aucun(base, f"SELECT * FROM appels WHERE horodatage::DATE::VARCHAR IN ({feries})")


def test_on_ne_demarche_qu_aux_heures_permises(base):
    assert aucun(
        base,
        """
        SELECT * FROM passes WHERE motif = 'prospection'
        AND horodatage::TIME NOT BETWEEN '10:00' AND '12:00'
        AND horodatage::TIME NOT BETWEEN '14:00' AND '18:00'
        """,
    )


def test_le_journal_suit_l_horloge(base):
    assert aucun(
        base,
        """
        SELECT * FROM (SELECT horodatage, lag(horodatage) OVER (ORDER BY appel_id) AS avant
        FROM appels) WHERE horodatage < avant
        """,
    )


def test_personne_n_est_dans_deux_appels_a_la_fois(base):
    assert aucun(
        base,
        """
        WITH occupations AS (
            SELECT salarie_id,
                   horodatage + to_seconds(CASE sens WHEN 'entrant' THEN attente_s ELSE 0 END)
                       AS debut,
                   horodatage + to_seconds(attente_s + duree_s + post_appel_s) AS fin
            FROM appels WHERE NOT abandonne)
        SELECT * FROM (
            SELECT debut, max(fin) OVER (PARTITION BY salarie_id ORDER BY debut, fin
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS occupee
            FROM occupations)
        WHERE debut < occupee
        """,
    )


def test_chaque_commande_telephonee_a_son_appel_et_chaque_appel_sa_commande(base):
    assert aucun(
        base,
        """
        WITH ventes AS (
            SELECT client_id, date_commande AS jour, count(*) AS n FROM commandes
            WHERE canal = 'téléphone' AND date_commande >= DATE '2025-07-01' GROUP BY ALL),
        au_fil AS (
            SELECT client_id, horodatage::DATE AS jour, count(*) AS n FROM appels
            WHERE resultat = 'commande' GROUP BY ALL)
        SELECT * FROM ventes FULL JOIN au_fil USING (client_id, jour)
        WHERE ventes.n IS DISTINCT FROM au_fil.n
        """,
    )
    assert aucun(
        base,
        """
        SELECT * FROM appels WHERE resultat = 'commande'
        AND motif <> CASE sens WHEN 'entrant' THEN 'commande' ELSE 'renouvellement' END
        """,
    )


def test_chaque_reclamation_telephonee_a_son_appel(base):
    assert aucun(
        base,
        """
        WITH plaintes AS (
            SELECT client_id, date_reception AS jour, count(*) AS n FROM reclamations
            WHERE canal = 'téléphone' AND date_reception >= DATE '2025-07-01' GROUP BY ALL),
        au_fil AS (
            SELECT client_id, horodatage::DATE AS jour, count(*) AS n FROM recus
            WHERE motif = 'réclamation' AND NOT abandonne GROUP BY ALL)
        SELECT * FROM plaintes FULL JOIN au_fil USING (client_id, jour)
        WHERE plaintes.n IS DISTINCT FROM au_fil.n
        """,
    )


def test_seules_les_telecommerciales_tiennent_le_telephone(base):
    assert aucun(
        base,
        "SELECT * FROM appels JOIN salaries USING (salarie_id) WHERE fonction <> 'télécommerciale'",
    )


def test_personne_n_attend_plus_de_dix_minutes(base):
    assert mesure(base, "SELECT max(attente_s) FROM appels") <= 600


def test_un_petit_parle_a_sa_telecommerciale_quand_elle_est_la(base):
    """Elle est là si elle a décroché ou appelé ce jour-là."""
    part = mesure(
        base,
        """
        WITH presences AS (SELECT DISTINCT salarie_id, horodatage::DATE AS jour FROM appels)
        SELECT avg((recus.salarie_id = clients.salarie_id)::INT)
        FROM recus JOIN clients USING (client_id)
        JOIN presences ON presences.salarie_id = clients.salarie_id AND jour = horodatage::DATE
        WHERE type_client = 'Petit' AND NOT abandonne
        """,
    )
    assert part == 1


def test_un_appel_abandonne_est_souvent_rappele_dans_l_heure(base):
    part = mesure(
        base,
        """
        SELECT avg((EXISTS (
            SELECT 1 FROM recus AS r WHERE r.client_id = a.client_id
            AND r.horodatage > a.horodatage
            AND r.horodatage <= a.horodatage + INTERVAL 1 HOUR + to_seconds(a.attente_s)))::INT)
        FROM recus AS a WHERE abandonne AND client_id IS NOT NULL
        """,
    )
    assert 0.35 <= part <= 0.60


def test_un_appel_sans_reponse_n_a_pas_de_conversation(base):
    assert aucun(base, "SELECT * FROM appels WHERE resultat = 'sans réponse' AND duree_s > 0")
    assert aucun(base, "SELECT * FROM appels WHERE (resultat = 'abandon') <> abandonne")
    assert aucun(base, "SELECT * FROM appels WHERE abandonne AND post_appel_s > 0")
    assert aucun(base, "SELECT * FROM recus WHERE resultat IN ('sans réponse', 'refus')")


def test_on_ne_prospecte_que_qui_est_au_fichier_et_ne_s_y_est_pas_oppose(base):
    assert aucun(
        base, "SELECT * FROM passes WHERE (motif = 'prospection') <> (prospect_id IS NOT NULL)"
    )
    assert aucun(
        base,
        """
        SELECT * FROM appels JOIN prospects USING (prospect_id)
        LEFT JOIN clients ON clients.client_id = prospects.client_id
        WHERE horodatage::DATE < date_entree OR horodatage::DATE >= date_premiere_commande
        """,
    )
    assert aucun(
        base,
        """
        SELECT * FROM passes JOIN consentements USING (prospect_id)
        WHERE canal = 'téléphone' AND etat = 'opposition'
        AND (horodatage::DATE > date OR horodatage::DATE = date AND resultat <> 'refus')
        """,
    )


def test_un_refus_note_au_telephone_a_son_appel(base):
    notes = """
        FROM consentements AS dits LEFT JOIN contacts USING (contact_id)
        LEFT JOIN prospects USING (prospect_id)
        WHERE dits.canal = 'téléphone' AND etat = 'opposition' AND preuve = 'appel noté'
        AND date >= DATE '2025-07-01'
    """
    assert mesure(base, f"SELECT count(*) {notes}") > 10
    assert aucun(
        base,
        f"""
        SELECT * {notes} AND NOT EXISTS (
            SELECT 1 FROM passes WHERE resultat = 'refus' AND horodatage::DATE = date
            AND (passes.prospect_id = dits.prospect_id
                 OR passes.client_id = coalesce(contacts.client_id, prospects.client_id)))
        """,
    )


def test_un_refus_ou_un_rendez_vous_met_fin_a_la_prospection(base):
    assert aucun(
        base,
        """
        SELECT * FROM passes AS a JOIN passes AS b USING (prospect_id)
        WHERE a.resultat IN ('refus', 'rendez-vous') AND b.horodatage > a.horodatage
        """,
    )


def test_on_ne_relance_que_les_factures_echues_et_impayees(base):
    assert aucun(
        base,
        """
        SELECT * FROM passes WHERE motif = 'relance' AND NOT EXISTS (
            SELECT 1 FROM factures WHERE factures.client_id = passes.client_id
            AND echeance < horodatage::DATE
            AND montant_ttc > (SELECT coalesce(sum(montant), 0) FROM reglements
                WHERE reglements.facture_id = factures.facture_id
                AND date_reglement <= horodatage::DATE))
        """,
    )


def test_aucun_appel_a_un_client_avant_sa_premiere_commande(base):
    """Sauf celui où un contact du compte à peine ouvert refuse qu'on l'appelle."""
    assert aucun(
        base,
        """
        SELECT * FROM appels JOIN clients USING (client_id)
        WHERE horodatage::DATE < date_premiere_commande AND resultat <> 'refus'
        """,
    )


def test_le_journal_pese_moins_de_onze_cents_kilooctets():
    assert donnees.chemin("appels").stat().st_size <= 1_100_000
