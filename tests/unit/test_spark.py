"""Le même tableau sur Spark que dans DuckDB (extra `spark` ; sauté s'il n'est pas installé)."""

import datetime as dt
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from grc_lib import segmentation
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, RessourceIndisponible

HASARD = np.random.default_rng(41)
ACHATS = pd.DataFrame(
    {
        "client_id": HASARD.integers(0, 60, 900),
        "commande_id": np.arange(900) // 3,
        "jour": [dt.date(2024, 1, 1) + dt.timedelta(int(j)) for j in HASARD.integers(0, 900, 900)],
        "ht": [Decimal(int(c)) / 100 for c in HASARD.integers(-500, 90000, 900)],
    }
)
COLONNES = {"client": "client_id", "date": "jour", "montant": "ht"}


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark.sql", reason="extra « spark » absent")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySpark 4.3 n'annonce pas encore pandas 3
        reglages = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "3"}
        session = pyspark.SparkSession.builder.master("local[2]").config(map=reglages).getOrCreate()
        yield session
        session.stop()


def en_spark(session, tableau):
    return session.createDataFrame(list(tableau.itertuples(index=False)), list(tableau.columns))


@pytest.mark.parametrize("commande", [None, "commande_id"])
@pytest.mark.parametrize("score", ["somme", "code"])
def test_la_table_rfm_est_la_meme_sur_spark(spark, commande, score):
    options = COLONNES | {"commande": commande, "score": score}
    ici = segmentation.rfm(ACHATS, **options)
    la_bas = segmentation.rfm(en_spark(spark, ACHATS), moteur=spark, **options)
    pd.testing.assert_frame_equal(la_bas, ici)
    assert la_bas.attrs == ici.attrs


def test_une_table_spark_se_donne_par_son_nom_ou_vient_de_pandas(spark):
    en_spark(spark, ACHATS).createOrReplaceTempView("achats")
    ici = segmentation.rfm(ACHATS, reference="2026-06-30", **COLONNES)
    for donnees in ("achats", ACHATS):
        recu = segmentation.rfm(donnees, reference="2026-06-30", moteur=spark, **COLONNES)
        pd.testing.assert_frame_equal(recu, ici)


@pytest.mark.parametrize("frontiere", ["avant", "apres"])
def test_les_classes_abc_sont_les_memes_sur_spark(spark, frontiere):
    ventes = ACHATS[ACHATS["ht"] > 0].groupby("client_id", as_index=False)["ht"].sum()
    ici = segmentation.abc(ventes, frontiere=frontiere)
    la_bas = segmentation.abc(en_spark(spark, ventes), frontiere=frontiere, moteur=spark)
    pd.testing.assert_frame_equal(la_bas, ici)


def test_les_erreurs_sont_les_memes_sur_spark(spark):
    achats = en_spark(spark, ACHATS.assign(jour="hier"))
    with pytest.raises(ArgumentInvalide, match="« date » : attendu une date AAAA-MM-JJ"):
        segmentation.rfm(achats, moteur=spark, **COLONNES)
    with pytest.raises(ArgumentInvalide, match="« client » : attendu une colonne du tableau"):
        segmentation.rfm(achats, moteur=spark, client="x", date="jour", montant="ht")
    with pytest.raises(MauvaisType, match="« montant »"):
        segmentation.rfm(achats, moteur=spark, client="client_id", date="jour", montant="jour")


def test_ce_qui_n_est_pas_une_table_spark_est_refuse(spark):
    with pytest.raises(MauvaisType, match="une table Spark"):
        segmentation.abc([3, 4], moteur=spark)


def test_sans_spark_le_moteur_est_refuse_en_francais():
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError:
        with pytest.raises(RessourceIndisponible, match=r"grc-cours\[spark\]"):
            segmentation.rfm(ACHATS, moteur=object(), **COLONNES)
    else:
        with pytest.raises(MauvaisType, match="une session Spark"):
            segmentation.rfm(ACHATS, moteur=object(), **COLONNES)
