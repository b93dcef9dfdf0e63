"""Le journal de JupyterLab tel que l'élève le lit : l'essentiel, en français."""

import logging

TRADUCTIONS = {
    "To access the server, open this file in a browser:": "Pour ouvrir le cours, ce fichier :",
    "Or copy and paste one of these URLs:": "ou l'une de ces adresses, dans votre navigateur :",
    "To access the server, copy and paste one of these URLs:": (
        "Pour ouvrir le cours, l'une de ces adresses dans votre navigateur :"
    ),
    "Running as root is not recommended. Use --allow-root to bypass.": (
        "Vous êtes administrateur (root), ce qui est déconseillé : ajoutez --allow-root pour "
        "ouvrir le cours quand même."
    ),
    "received signal": "Demande d'arrêt reçue, signal",
    ", stopping": "…",
    "Shutting down...": "JupyterLab se ferme.",
}


class EnFrancais(logging.Filter):
    """Traduit les phrases que JupyterLab montre à l'ouverture et à la fermeture.

    Exemple
    -------
    >>> ligne = logging.makeLogRecord({"msg": "Shutting down..."})
    >>> EnFrancais().filter(ligne)
    True
    >>> ligne.getMessage()
    'JupyterLab se ferme.'
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for anglais, francais in TRADUCTIONS.items():
            message = message.replace(anglais, francais)
        record.msg, record.args = message, None
        return True


class SansAnnonce(logging.Filter):
    """Garde hors du fichier journal ce qui n'est que pour l'écran : l'adresse et son jeton."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno < logging.CRITICAL
