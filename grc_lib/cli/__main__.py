"""`python -m grc_lib.cli` : la commande `grc`, sans dépendre du dossier où elle est installée."""

from grc_lib.cli import app

app()
