"""ABC et RFM sur dix millions de lignes de commande, contre un simple parcours du fichier."""

import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.outils import Mesure, Mesures, durees, ecrire_durees
from grc_lib import segmentation

LIGNES = 10_000_000
CLIENTS = 200_000  # cinquante lignes par client, comme dans la base du cours
PEU = 20_000  # un portefeuille dix fois plus petit, qui commande dix fois plus souvent
COLONNES = {"client": "client_id", "date": "jour", "montant": "ht", "commande": "commande_id"}


def mesures() -> Mesures:
    with tempfile.TemporaryDirectory() as dossier:
        for clients in (PEU, CLIENTS):
            fichier = str(Path(dossier) / f"{clients}.parquet")
            duckdb.execute(_GENERATION.format(lignes=LIGNES, clients=clients, fichier=fichier))
            yield from _abc(fichier, f"ABC, {clients} clients")
        yield from _rfm(fichier, f"RFM, commandes distinctes, {clients} clients")


def _abc(fichier: str, nom: str) -> Mesures:
    import polars as pl

    base = duckdb.connect()
    ventes = f"SELECT client_id, SUM(ht) AS ca FROM '{fichier}' GROUP BY client_id"

    def avec_pandas() -> pd.DataFrame:
        lignes = pd.read_parquet(fichier, columns=["client_id", "ht_flottant"])
        return _classer_pandas(lignes.groupby("client_id")["ht_flottant"].sum())

    def avec_polars() -> pl.DataFrame:
        ca = pl.scan_parquet(fichier).group_by("client_id").agg(pl.col("ht").sum())
        cumul = (pl.col("ht").cum_sum() / pl.col("ht").sum()).cast(pl.Float64)
        trie = ca.sort(["ht", "client_id"], descending=[True, False]).with_columns(cumul=cumul)
        avant = pl.col("cumul").shift(1).fill_null(0.0)
        classe = pl.when(avant < 0.8).then(pl.lit("A")).when(avant < 0.95).then(pl.lit("B"))
        return trie.with_columns(classe=classe.otherwise(pl.lit("C"))).collect()

    actions = {
        "parcours": lambda: base.execute(
            f"SELECT MAX(client_id), SUM(ht) FROM '{fichier}'"
        ).fetchall(),
        "grc_lib": lambda: segmentation.abc(base.sql(ventes)),
        "Polars": avec_polars,
        "pandas": avec_pandas,
    }
    yield from _rapports(nom, actions, "≤ 2,5")
    premiers = segmentation.abc(base.sql(ventes))
    identiques = all(segmentation.abc(base.sql(ventes)).equals(premiers) for _ in range(3))
    yield Mesure(f"{nom} : mêmes tableaux d'un passage à l'autre", str(identiques), "True")


def _rfm(fichier: str, nom: str) -> Mesures:
    import polars as pl

    base = duckdb.connect()

    def avec_pandas() -> pd.DataFrame:
        colonnes = ["client_id", "commande_id", "instant", "ht_flottant"]
        lignes = pd.read_parquet(fichier, columns=colonnes)
        commandes = lignes.groupby(["client_id", "commande_id"], as_index=False).agg(
            jour=("instant", "max"), ht=("ht_flottant", "sum")
        )
        clients = commandes.groupby("client_id").agg(
            recence=("jour", "max"), frequence=("ht", "size"), montant=("ht", "sum")
        )
        return clients.rank(method="min", pct=True)

    def avec_polars() -> pl.DataFrame:
        commandes = (
            pl.scan_parquet(fichier)
            .group_by("client_id", "commande_id")
            .agg(pl.col("jour").max(), pl.col("ht").sum())
        )
        clients = commandes.group_by("client_id").agg(
            pl.col("jour").max(), pl.len().alias("frequence"), pl.col("ht").sum()
        )
        return clients.with_columns(
            pl.all().exclude("client_id").rank("min").name.suffix("_n")
        ).collect()

    colonnes = "MAX(client_id), MAX(commande_id), MAX(jour), SUM(ht)"
    actions = {
        "parcours": lambda: base.execute(f"SELECT {colonnes} FROM '{fichier}'").fetchall(),
        "grc_lib": lambda: segmentation.rfm(base.sql(f"FROM '{fichier}'"), **COLONNES),
        "Polars": avec_polars,
        "pandas": avec_pandas,
    }
    yield from _rapports(nom, actions, "≤ 6")
    premiers = segmentation.rfm(base.sql(f"FROM '{fichier}'"), **COLONNES)
    memes = (segmentation.rfm(base.sql(f"FROM '{fichier}'"), **COLONNES) for _ in range(3))
    identiques = str(all(table.equals(premiers) for table in memes))
    yield Mesure(f"{nom} : mêmes tableaux d'un passage à l'autre", identiques, "True")


def _rapports(nom: str, actions: dict, but: str) -> Mesures:  # type: ignore[type-arg]
    cpu = durees(actions, 2, time.process_time)
    mur = durees(actions, 2)
    detail = f"processeur : {ecrire_durees(cpu)}"
    yield Mesure(
        f"{nom} / parcours du fichier (processeur)", cpu["grc_lib"] / cpu["parcours"], but, detail
    )
    detail = f"mur : {ecrire_durees(mur)}"
    yield Mesure(f"{nom} : pandas / grc_lib", mur["pandas"] / mur["grc_lib"], "≥ 2", detail)
    yield Mesure(f"{nom} : grc_lib / Polars", mur["grc_lib"] / mur["Polars"], "≤ 1,15")


def _classer_pandas(ca: "pd.Series[float]") -> pd.DataFrame:
    trie = ca.sort_values(ascending=False).to_frame("ca")
    cumul = trie["ca"].cumsum() / trie["ca"].sum()
    avant = cumul.shift(fill_value=0.0)
    trie["classe"] = pd.cut(avant, [-1, 0.8, 0.95, 2], labels=["A", "B", "C"], right=False)
    return trie


_GENERATION = """
COPY (
    SELECT
        i AS ligne_id,
        i // 4 AS commande_id,
        CAST(POWER(HASH(i // 4) % 1000000 / 1e6, 2) * {clients} AS INTEGER) AS client_id,
        DATE '2022-01-01' + CAST(HASH(i // 4 + 7) % 1640 AS INTEGER) AS jour,
        CAST(5 + HASH(i + 3) % 100000 / 100 AS DECIMAL(12, 2)) AS ht,
        CAST(ht AS DOUBLE) AS ht_flottant, -- pour pandas, qui lit mal les décimaux…
        CAST(jour AS TIMESTAMP) AS instant -- … et les dates sans heure
    FROM range({lignes}) AS lignes(i)
) TO '{fichier}'
"""
