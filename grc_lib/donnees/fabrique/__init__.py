"""La fabrique de la base : un module par sujet, et les sujets dans l'ordre où ils s'enchaînent.

Chaque sujet a une fonction `ajouter(b)` : elle lit dans le bloc les tables des sujets précédents
et y ajoute les siennes.
"""

SUJETS = (
    "prospects",
    "devis",
    "livraisons",
    "factures",
    "reglements",
    "reclamations",
    "contacts",
    "consentements",
    "visites",
    "agendas",
    "appels",
    "envois",
    "enquetes",
    "fidelite",
    "comptes_clients",
    "prospects_bruts",
)
