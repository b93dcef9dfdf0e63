"""Le compte des cas de référence, à la fin de chaque exécution.

Il est ici, et non dans `tests/cas/`, pour que le processus qui affiche le résumé le voie aussi
quand pytest-xdist exécute les tests dans d'autres processus.
"""


def pytest_terminal_summary(terminalreporter):
    verifies, en_attente, faux = (
        len(cas_de_reference(terminalreporter, etat)) for etat in ("passed", "skipped", "failed")
    )
    if verifies + en_attente + faux:
        texte = f"cas de référence : {verifies} cas vérifiés, {en_attente} en attente"
        terminalreporter.write_line(texte + (f", {faux} faux" if faux else ""))


def cas_de_reference(terminalreporter, etat):
    rapports = terminalreporter.stats.get(etat, [])
    return [r for r in rapports if "tests/cas/test_cas.py::" in r.nodeid]
