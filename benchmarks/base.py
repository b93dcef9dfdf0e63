"""La base de l'Imprimerie Clémenceau : l'ouvrir, l'interroger, la fabriquer, même en grand."""

import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.outils import Mesure, Mesures, duree
from grc_lib import donnees

_CLIENTS_EN_GRAND = 200_000  # dix millions de lignes de commande
_OUVRIR = "from grc_lib import donnees; donnees.connexion().close()"
_FABRIQUER = "from grc_lib import donnees; donnees.generer({dossier!r}, clients={clients})"


def mesures() -> Mesures:
    vide = duree(lambda: _python("pass"), 10)
    ouverture = duree(lambda: _python(_OUVRIR), 10)
    detail = f"processus neuf : {1000 * ouverture:.0f} ms, dont {1000 * vide:.0f} pour Python nu"
    valeur = f"{1000 * (ouverture - vide):.0f} ms"
    yield Mesure("Première connexion, imports compris", valeur, "≤ 150 ms", detail)
    yield from _tableaux_de_bord()
    with tempfile.TemporaryDirectory() as dossier:
        yield _fabrique("Base livrée", Path(dossier, "livree"), 1_200, "≤ 60 s")
        yield _fabrique(
            "Base en grand", Path(dossier, "grande"), _CLIENTS_EN_GRAND, "≤ 10 min, 2 Go"
        )


def _python(programme: str) -> None:
    subprocess.run([sys.executable, "-c", programme], check=True)


def _fabrique(nom: str, dossier: Path, clients: int, but: str) -> Mesure:
    debut = time.perf_counter()
    _python(_FABRIQUER.format(dossier=str(dossier), clients=clients))
    secondes = time.perf_counter() - debut
    memoire = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2  # Gio
    taille = sum(f.stat().st_size for f in dossier.rglob("*.parquet")) / 1e6
    lignes = duckdb.read_parquet(f"{dossier}/lignes_commande.parquet").shape[0]
    detail = f"{clients} clients, {lignes} lignes, {taille:.1f} Mo, mémoire {memoire:.2f} Gio"
    return Mesure(nom, f"{secondes:.1f} s", but, detail)


def _tableaux_de_bord() -> Mesures:
    """Chaque requête à chaud, comme au second affichage d'un tableau de bord."""
    with donnees.connexion() as base:
        for nom, requete in _REQUETES.items():
            lire = partial(_lire, base, requete)
            yield Mesure(nom, f"{1000 * duree(lire, 5):.0f} ms", "≤ 100 ms", f"{lire()} lignes")


def _lire(base: duckdb.DuckDBPyConnection, requete: str) -> int:
    return len(base.execute(requete).fetchall())


_REQUETES = {
    "CA et marge par type, 12 mois": """
        SELECT type_client, sum(montant_ht), sum(montant_ht - l.cout_variable)
        FROM lignes_commande AS l JOIN commandes USING (commande_id) JOIN clients USING (client_id)
        WHERE date_commande >= DATE '2025-07-01' GROUP BY ALL""",
    "CA mensuel par secteur": """
        SELECT s.nom, date_trunc('month', date_commande), sum(montant_ht)
        FROM lignes_commande JOIN commandes USING (commande_id) JOIN clients USING (client_id)
        JOIN secteurs AS s USING (secteur_id) GROUP BY ALL""",
    "Dix meilleurs clients par secteur": """
        WITH ventes AS (
            SELECT secteur_id, raison_sociale, sum(montant_ht) AS ca
            FROM lignes_commande JOIN commandes USING (commande_id) JOIN clients USING (client_id)
            GROUP BY ALL)
        FROM ventes QUALIFY row_number() OVER (PARTITION BY secteur_id ORDER BY ca DESC) <= 10""",
    "Encours et retard par client": """
        SELECT client_id, sum(montant_ttc - coalesce(recu, 0)),
               max(DATE '2026-06-30' - echeance)
        FROM factures LEFT JOIN (
            SELECT facture_id, sum(montant) AS recu FROM reglements GROUP BY ALL) USING (facture_id)
        WHERE montant_ttc > coalesce(recu, 0) GROUP BY ALL""",
    "DSO mois par mois": """
        WITH mouvements AS (
            SELECT last_day(date_facture) AS mois, montant_ttc AS ttc, 0 AS recu FROM factures
            UNION ALL SELECT last_day(date_reglement), 0, montant FROM reglements),
        mensuel AS (SELECT mois, sum(ttc) AS ttc, sum(recu) AS recu FROM mouvements GROUP BY ALL)
        SELECT mois, sum(ttc - recu) OVER (ORDER BY mois) * 360
            / sum(ttc) OVER (ORDER BY mois ROWS 11 PRECEDING) FROM mensuel""",
    "Retards de livraison par transporteur": """
        SELECT transporteur, date_trunc('month', date_livraison),
               avg((date_livraison > date_livraison_promise)::INT)
        FROM livraisons JOIN commandes USING (commande_id) GROUP BY ALL""",
    "Réclamations par motif et par mois": """
        SELECT motif, date_trunc('month', date_reception), count(*), sum(compensation)
        FROM reclamations GROUP BY ALL""",
    "Plateau téléphonique par heure": """
        SELECT hour(horodatage), count(*), avg(attente_s), avg(abandonne::INT),
               avg(duree_s + post_appel_s) FILTER (NOT abandonne)
        FROM appels WHERE sens = 'entrant' GROUP BY ALL""",
    "Pipeline par commercial": """
        SELECT s.nom, d.etat, count(*), sum(montant_ht), sum(montant_ht * probabilite_annoncee)
        FROM devis AS d JOIN salaries AS s USING (salarie_id) GROUP BY ALL""",
    "Préférés à visiter": """
        SELECT client_id, max(date_visite) FROM clients LEFT JOIN visites USING (client_id)
        WHERE type_client = 'Préféré' AND actif GROUP BY ALL
        HAVING coalesce(max(date_visite), DATE '2022-01-01') < DATE '2025-12-31'""",
}
