"""Le modèle d'achat BG/NBD ajusté sur les 2 357 clients de CDNOW."""

from benchmarks.outils import Mesure, Mesures, duree
from grc_lib import donnees, valeur


def mesures() -> Mesures:
    resume = donnees.charger("cdnow")
    modele = valeur.ajuster_bgnbd(resume)
    temps = duree(lambda: valeur.ajuster_bgnbd(resume), 5)
    parametres = " · ".join(f"{nom} {getattr(modele, nom):.3f}" for nom in ("r", "alpha", "a", "b"))
    but = "< 100 ms ; r 0,243 · α 4,414 · a 0,793 · b 2,426"
    yield Mesure("BG/NBD, CDNOW", f"{1000 * temps:.0f} ms", but, parametres)
