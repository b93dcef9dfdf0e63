"""Le modèle de l'alerte : des délais log-normaux, et à chaque commande un risque d'abandon."""

from typing import NamedTuple, TypeAlias

import numpy as np

from grc_lib.erreurs import NonCalculable

Vecteur: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"

_NOMS = ("mu", "kappa", "alpha", "beta", "a", "b")
# Rythme : e^−1 à e^10 jours ; les autres, positifs, de e^−5 à e^5.
_BORNES = [(-1.0, 10.0)] + [(-5.0, 5.0)] * 5
_DEPART = np.log([1, 2, 0.5, 0.5, 5])


class Renouvellement(NamedTuple):
    """Le délai suivant de chaque client : une loi de Student sur son logarithme, et l'abandon."""

    libertes: Vecteur
    centre: Vecteur
    echelle: Vecteur
    suites: Vecteur  # b + nombre de réachats
    ecoule: Vecteur  # jours depuis la dernière commande
    parametres: dict[str, float]

    def survie(self, jours: Vecteur) -> Vecteur:
        """La probabilité que le délai dépasse ce nombre de jours."""
        from scipy.special import stdtr

        ecart = (np.log(np.maximum(jours, 0.5)) - self.centre) / self.echelle
        resultat: Vecteur = stdtr(self.libertes, -ecart)
        return resultat

    def probabilite(self, horizon: int) -> Vecteur:
        """La probabilité d'une commande dans l'horizon : encore client, et le délai y tombe."""
        reste = self.survie(self.ecoule)
        attendu = self.suites * (reste - self.survie(self.ecoule + horizon))
        return attendu / (self.parametres["a"] + self.suites * reste)

    def probabilite_actif(self) -> Vecteur:
        """La probabilité d'être encore client après ce silence."""
        reste = self.suites * self.survie(self.ecoule)
        return reste / (self.parametres["a"] + reste)

    def dispersion(self) -> Vecteur:
        """L'écart-type des logarithmes des délais : 0,1 pour un client réglé comme une horloge."""
        return self.echelle

    def attente_mediane(self) -> Vecteur:
        """Les jours qui restent à attendre, une fois sur deux, si le client est encore là."""
        from scipy.special import stdtrit

        quantile = -stdtrit(self.libertes, self.survie(self.ecoule) / 2)
        with np.errstate(over="ignore"):
            return np.exp(self.centre + self.echelle * quantile) - self.ecoule


def ajuster(
    reachats: Vecteur, rythme: Vecteur, dispersion: Vecteur, ecoule: Vecteur
) -> Renouvellement:
    """Les six paramètres communs les plus vraisemblables, puis la loi de chaque client.

    `rythme` et `dispersion` : moyenne et variance des logarithmes des intervalles du client.
    """
    from scipy.optimize import minimize

    donnees = reachats, rythme, dispersion, ecoule
    mu = np.average(rythme, weights=reachats)

    def oppose(essai: Vecteur) -> float:
        return -_vraisemblance(essai, *donnees)

    depart: Vecteur = np.concatenate(([mu], _DEPART))
    trouve = minimize(oppose, depart, method="L-BFGS-B", bounds=_BORNES)
    if not np.isfinite(trouve.fun):
        raise NonCalculable("L'historique des commandes ne permet pas d'estimer un rythme d'achat.")
    return _lois(trouve.x, *donnees)


def _lois(
    essai: Vecteur, reachats: Vecteur, rythme: Vecteur, dispersion: Vecteur, ecoule: Vecteur
) -> Renouvellement:
    """La loi du prochain délai, le rythme de chacun tiré vers `mu` (normale-gamma inverse)."""
    mu, (kappa, alpha, beta, a, b) = essai[0], np.exp(essai[1:])
    certitude = kappa + reachats
    forme = alpha + reachats / 2
    recul = kappa * reachats * (rythme - mu) ** 2 / certitude
    variance = (beta + (reachats * dispersion + recul) / 2) / forme
    return Renouvellement(
        libertes=2 * forme,
        centre=(kappa * mu + reachats * rythme) / certitude,
        echelle=np.sqrt(variance * (certitude + 1) / certitude),
        suites=b + reachats,
        ecoule=ecoule,
        parametres=dict(zip(_NOMS, map(float, (mu, kappa, alpha, beta, a, b)), strict=True)),
    )


def _vraisemblance(
    essai: Vecteur, reachats: Vecteur, rythme: Vecteur, dispersion: Vecteur, ecoule: Vecteur
) -> float:
    """La log-vraisemblance moyenne : les délais observés, les retours, puis le silence actuel."""
    from scipy.special import gammaln

    lois = _lois(essai, reachats, rythme, dispersion, ecoule)
    kappa, alpha, beta, a, b = (lois.parametres[nom] for nom in _NOMS[1:])
    certitude, forme = kappa + reachats, alpha + reachats / 2
    somme = lois.echelle**2 * certitude / (certitude + 1) * forme
    delais = (
        gammaln(forme)
        - gammaln(alpha)
        + alpha * np.log(beta)
        - forme * np.log(somme)
        + np.log(kappa / certitude) / 2
    )
    retours = gammaln(lois.suites) - gammaln(b) - gammaln(a + lois.suites) + gammaln(a + b)
    silence = np.log((a + lois.suites * lois.survie(ecoule)) / (a + lois.suites))
    return float(np.mean(delais + retours + silence))
