"""Les pannes du disque : une phrase pour chacune, le fichier qu'elle nomme, et ce qui passe."""

import errno
from pathlib import Path

import duckdb
import pytest

from grc_lib._disque import pannes_en_francais
from grc_lib.erreurs import RessourceIndisponible

CIBLE = Path("cours") / "base"


@pytest.mark.parametrize(
    ("numero", "remede"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EACCES, "pas le droit"),
        (errno.ENOTDIR, "renommez-le"),
        (errno.ENOENT, "son dossier n'existe pas"),
        (errno.ENAMETOOLONG, "trop long"),
        (errno.ELOOP, "tourne en rond"),
        (errno.EIO, "vérifiez que ce dossier existe"),
    ],
)
def test_chaque_panne_dit_quoi_faire(numero, remede):
    with pytest.raises(RessourceIndisponible, match=remede), pannes_en_francais(CIBLE):
        raise OSError(numero, "panne")


@pytest.mark.parametrize(
    ("nom", "lieu"),
    [
        (None, CIBLE),
        ("cours/TD/S1.ipynb", Path("cours/TD/S1.ipynb")),
        ("cours/TD/.grc-a1b2.tmp", Path("cours/TD")),
        ("cours/.base~a1b2c3d4/neuve", CIBLE),
    ],
)
def test_un_fichier_provisoire_n_est_jamais_nomme(nom, lieu):
    with pytest.raises(RessourceIndisponible) as panne, pannes_en_francais(CIBLE):
        raise OSError(errno.ENOSPC, "plein", nom)
    assert f"« {lieu} »" in str(panne.value)


def test_duckdb_se_plaint_du_disque_comme_le_systeme():
    with pytest.raises(RessourceIndisponible, match="plein"), pannes_en_francais(CIBLE):
        raise duckdb.IOException("Could not write: No space left on device")


@pytest.mark.parametrize("erreur", [duckdb.ParserException("SELEC"), ValueError("refus")])
def test_ce_qui_n_est_pas_une_panne_passe(erreur):
    with pytest.raises(type(erreur)), pannes_en_francais(CIBLE):
        raise erreur
