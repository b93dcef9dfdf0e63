"""Démarre JupyterLab : `python -m grc_lib.atelier.serveur` (ce que lance `grc lab`)."""

import logging
import os
import sys

from grc_lib.atelier._demarrage import alleger_jupyter


def demarrer() -> None:
    """Lance JupyterLab avec les options de la ligne de commande, jusqu'à sa fermeture.

    JupyterLab rend la main quand tout est rangé, noyaux compris. Un fil d'exécution resté au milieu
    d'une requête empêcherait alors Python de finir : on sort sans l'attendre.
    """
    alleger_jupyter()
    from jupyterlab.labapp import main

    try:
        main()
        code = 0
    except SystemExit as fin:
        if isinstance(fin.code, str):
            print(fin.code, file=sys.stderr)
        code = fin.code if isinstance(fin.code, int) else int(fin.code is not None)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    demarrer()
