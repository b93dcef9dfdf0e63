"""Les devis : signés d'après les commandes, perdus et en cours d'après ce qu'on annonce."""

import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.devis_annonces import annonces
from grc_lib.donnees.fabrique.devis_perdus import en_cours, perdus
from grc_lib.donnees.fabrique.devis_signes import acceptes, ventes


def ajouter(b: Bloc) -> None:
    """La table `devis` ; `commandes` y gagne son `devis_id`."""
    h, a, demandes = b.hasard("devis"), annonces(b), ventes(b)
    signes = acceptes(demandes, a, b, h)
    tables = signes, perdus(signes, demandes, a, b, h), en_cours(demandes, a, b, h)
    table = pd.concat(tables, ignore_index=True)
    for cle in ("client_id", "prospect_id"):
        table[cle] = table[cle].astype("Int64")
    b.ajouter(
        "devis", table.sort_values("date_devis", kind="stable", ignore_index=True), "devis_id"
    )
    _rattacher(b)


def _rattacher(b: Bloc) -> None:
    """Chaque commande passée sur devis le cite."""
    commandes, table = b.tables["commandes"], b.tables["devis"]
    signes = table[table["etat"] == "accepté"].set_index("commande")["devis_id"]
    commandes["devis_id"] = signes.reindex(commandes.index).astype("Int64")
