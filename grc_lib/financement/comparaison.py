"""Comparer des offres de financement (S512-4) : leur valeur d'aujourd'hui, avant et après impôt."""

import math
from collections.abc import Mapping

import pandas as pd

from grc_lib import _nombres
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.financement.offres import Dates, Offre


def comparer(
    offres: Mapping[str, Offre], *, taux: float, impot: float | None = None, decalage: int = 0
) -> pd.DataFrame:
    """Classe des offres de financement, de la moins chère à la plus chère en euros d'aujourd'hui.

    Valeur nette = Σ décaissements (1 + i)^(−années) − Σ impôt × charges (1 + i)^(−année).
    Comparez des offres qui rendent le même service : même durée, mêmes frais compris, et une valeur
    de revente pour un bien que l'on garde face à un bien que l'on rend.

    Paramètres
    ----------
    offres : un dictionnaire {nom: offre}, chaque offre venant de `comptant`, `emprunt` ou
        `location` (ou `Offre`, pour des flux sur mesure).
    taux : le taux annuel d'actualisation, actuariel, décimal.
    impot : le taux de l'impôt sur les bénéfices, décimal ; `None` pour un particulier, qui ne
        déduit rien. L'entreprise est supposée bénéficiaire : toute charge lui fait gagner de
        l'impôt, et une plus-value de revente lui en fait payer.
    decalage : l'économie d'impôt d'une année est encaissée à la fin de cette année (0) ou autant
        d'années plus tard (1 : quand l'impôt est payé l'année suivante).

    Renvoie
    -------
    `DataFrame`, une offre par ligne, la meilleure d'abord : cout_total (€, non actualisé),
    valeur_actuelle (des décaissements, €), economie_impot (actualisée, €), valeur_nette (la
    différence, €), rang. Les conventions employées sont dans `.attrs`.

    Lève
    ----
    NonCalculable s'il n'y a aucune offre ; ArgumentInvalide s'il manque la durée d'amortissement
    d'un bien acheté quand `impot` est donné, ou si un argument est hors de son domaine.

    Exemple
    -------
    >>> from grc_lib.financement import comptant, emprunt, location
    >>> offres = {
    ...     "Comptant": comptant(21_000, amortissement=5, revente=(3, 9_500)),
    ...     "Emprunt": emprunt(21_000, taux=0.06 / 12, n=36, amortissement=5, revente=(3, 9_500)),
    ...     "LLD": location(loyer=400, n=36),
    ... }
    >>> comparer(offres, taux=0.05, impot=0.25).round(2)
              cout_total  valeur_actuelle  economie_impot  valeur_nette  rang
    offre
    Emprunt     13498.98         13145.07         3084.76      10060.31     1
    LLD         14400.00         13422.97         3267.90      10155.08     2
    Comptant    11500.00         12793.54         2621.86      10171.69     3

    Source
    ------
    S512, comparaison actualisée des modes de financement (cas LO01). Le classement des coûts
    totaux n'est pas celui des valeurs actuelles : un euro payé plus tard vaut moins.
    """
    if not isinstance(offres, Mapping):
        raise MauvaisType("offres", offres, "un dictionnaire {nom: offre}")
    if not offres:
        raise NonCalculable("« offres » est vide : il n'y a rien à comparer.")
    for nom, offre in offres.items():
        _controler(nom, offre, impot)
    i = _nombres.seul(_nombres.taux, "taux", taux)
    t = 0.0 if impot is None else _nombres.seul(_nombres.taux, "impot", impot)
    ans = _nombres.entier("decalage", decalage)
    tableau = pd.DataFrame(
        {
            "cout_total": [math.fsum(m for _, m in o.decaissements) for o in offres.values()],
            "valeur_actuelle": [_actualiser(o.decaissements, i) for o in offres.values()],
            "economie_impot": [t * _actualiser(o.charges or (), i, ans) for o in offres.values()],
        },
        index=pd.Index(list(offres), name="offre"),
    )
    tableau["valeur_nette"] = tableau["valeur_actuelle"] - tableau["economie_impot"]
    tableau["rang"] = tableau["valeur_nette"].rank(method="min").astype(int)
    tableau.attrs = {"taux": i, "impot": impot, "decalage": ans}
    return tableau.sort_values("rang", kind="stable")


def _actualiser(flux: Dates, taux: float, decalage: int = 0) -> float:
    return math.fsum(montant / (1 + taux) ** (annees + decalage) for annees, montant in flux)


def _controler(nom: str, offre: object, impot: float | None) -> None:
    if not isinstance(offre, Offre):
        raise MauvaisType(f"offres, {nom}", offre, "une offre : comptant, emprunt ou location")
    if impot is not None and offre.charges is None:
        attendu = "la durée d'amortissement du bien, `amortissement=`, pour calculer l'impôt"
        raise ArgumentInvalide(f"offres, {nom}", "une offre sans charges déductibles", attendu)
