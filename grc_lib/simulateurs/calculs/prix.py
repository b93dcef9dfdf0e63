"""Changer un prix : des ventes contre de la marge, sous une hypothèse d'élasticité."""

from dataclasses import dataclass, replace

from grc_lib import _nombres, prix
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.textes import insecable, pourcent

HYPOTHESE = 0.5  # l'élasticité supposée est discutée à une demi-unité près


@dataclass(frozen=True)
class SimulationPrix:
    """Un changement de prix et ce qu'il fait aux ventes, sous une hypothèse d'élasticité.

    `tarif` et `cout` : prix et coût variable d'une unité (€ HT) ; `quantite` : vendue au tarif ;
    `couts_fixes` (€) ; `elasticite` : négative ; `variation` : du prix, décimale, négative pour une
    remise. La demande est linéaire : la variation des ventes vaut élasticité × variation du prix.
    """

    tarif: float
    cout: float
    quantite: float
    couts_fixes: float
    elasticite: float
    variation: float

    @property
    def prix(self) -> float:
        """Le nouveau prix (€ HT)."""
        return self.tarif * (1 + self.variation)

    @property
    def ventes(self) -> float:
        """Les unités vendues au nouveau prix, jamais négatives."""
        return self.quantite * max(0.0, 1 + self.elasticite * self.variation)

    @property
    def marge(self) -> float:
        """La marge sur coût variable, en tout (€ HT)."""
        return self.ventes * (self.prix - self.cout)

    @property
    def marge_au_tarif(self) -> float:
        """La même, si le prix ne change pas (€ HT)."""
        return self.quantite * (self.tarif - self.cout)

    @property
    def prix_plancher(self) -> float:
        """Le prix en dessous duquel chaque vente perd de l'argent : le coût variable (€ HT)."""
        return self.cout

    @property
    def cout_complet(self) -> float | None:
        """Coût variable et part des coûts fixes d'une unité vendue (€ HT) ; `None` sans vente."""
        return self.cout + self.couts_fixes / self.ventes if self.ventes else None

    @property
    def variation_neutre(self) -> float | None:
        """La variation des ventes qui garde la marge, décimale ; `None` si aucune ne suffit."""
        marque = prix.taux_marque(self.cout, self.tarif)
        if self.variation >= 0:
            return -float(prix.baisse_toleree(taux_marque=marque, hausse=self.variation))
        try:
            return float(prix.volume_a_compenser(taux_marque=marque, remise=-self.variation))
        except NonCalculable:
            return None

    def phrase(self) -> str:
        """Ce que l'on gagne et perd, ce qu'il faudrait vendre, et si l'hypothèse est fausse."""
        if not self.variation:
            return insecable(
                f"Au tarif de {ecrire_prix(self.tarif)} : {nombre(self.quantite, 0)} ventes, "
                f"{euros(self.marge, 0)} de marge. Changez le prix."
            )
        geste = "Remise" if self.variation < 0 else "Hausse"
        annonce = f"{geste} de {pourcentage(abs(self.variation), None)}, à {ecrire_prix(self.prix)}"
        return insecable(
            f"{annonce} : {self._effet()}. {self._condition()}. {self._doute()} {self._planchers()}"
        )

    def _effet(self) -> str:
        ventes, marge = round(self.ventes - self.quantite), round(self.marge - self.marge_au_tarif)
        vendues = f"{nombre(abs(ventes))} ventes de {'plus' if ventes > 0 else 'moins'}"
        if not ventes:
            vendues = "pas une vente de plus" if self.variation < 0 else "pas une vente de moins"
        if not marge:
            return f"{vendues}, et la même marge"
        mais = "mais" if ventes * marge < 0 else "et"
        gagnes = "gagnés" if marge > 0 else "perdus"
        return f"{vendues}, {mais} {euros(abs(marge), 0)} de marge {gagnes}"

    def _condition(self) -> str:
        neutre = self.variation_neutre
        if neutre is None:
            return "La remise absorbe toute la marge : aucun volume ne la compense"
        prevue = pourcent(abs(self.ventes / self.quantite - 1))
        if self.variation < 0:
            il_faut = f"Il faudrait vendre {pourcent(neutre)} de plus pour garder la marge"
        else:
            il_faut = f"Vous pouvez perdre {pourcent(-neutre)} des ventes sans perdre de marge"
        return f"{il_faut} ; l'hypothèse en prévoit {prevue}"

    def _doute(self) -> str:
        """Le résultat si la clientèle est un peu moins, ou un peu plus, sensible au prix."""
        marges = [essai.marge - self.marge_au_tarif for essai in self.hypotheses().values()]
        bas, haut = sorted((round(min(marges)), round(max(marges))))
        bornes = [nombre(e, 1) for e in self.hypotheses()]
        return (
            f"Si l'élasticité va de {bornes[0]} à {bornes[-1]}, l'effet sur la marge va de "
            f"{_signer(bas)} à {_signer(haut)}."
        )

    def hypotheses(self) -> dict[float, "SimulationPrix"]:
        """Le même changement pour une clientèle moins sensible, comme supposé, plus sensible."""
        proches = (self.elasticite + HYPOTHESE, self.elasticite, self.elasticite - HYPOTHESE)
        return {e: replace(self, elasticite=e) for e in (min(0.0, round(p, 9)) for p in proches)}

    def _planchers(self) -> str:
        plancher = f"Prix plancher : {ecrire_prix(self.prix_plancher)}, le coût variable"
        if self.cout_complet is None:
            return f"{plancher}."
        return f"{plancher} ; coût complet à ce volume : {ecrire_prix(self.cout_complet)}."


def simuler_prix(
    tarif: float,
    cout: float,
    quantite: float,
    *,
    elasticite: float,
    variation: float,
    couts_fixes: float = 0,
) -> SimulationPrix:
    """Les ventes et la marge après un changement de prix, si l'élasticité supposée est la bonne.

    Paramètres
    ----------
    tarif, cout : prix de vente et coût variable d'une unité, HT (€) ; le coût est inférieur.
    quantite : ce que l'on vend au tarif, strictement positif.
    elasticite : l'élasticité-prix supposée, négative ou nulle.
    variation : celle du prix, décimale, plus grande que −1 : −0.10 est une remise de 10 %.
    couts_fixes : ceux que le produit doit couvrir (€).

    Renvoie
    -------
    `SimulationPrix` : prix, ventes, marge, prix_plancher, cout_complet, variation_neutre, phrase.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> essai = simuler_prix(100, 70, 1_000, elasticite=-2, variation=-0.10)
    >>> essai.ventes, essai.marge, essai.marge_au_tarif
    (1200.0, 24000.0, 30000.0)
    >>> round(essai.variation_neutre, 4)
    0.5

    Source
    ------
    S443-1, élasticité-prix, prix plancher ; S443-2, volume à compenser (cas PX10).
    """
    vente = _nombres.seul(_nombres.strictement_positif, "tarif", tarif)
    achat = _nombres.seul(_nombres.positif, "cout", cout)
    e = _nombres.seul(_nombres.reel, "elasticite", elasticite)
    ecart = _nombres.seul(_nombres.reel, "variation", variation)
    if achat >= vente:
        raise ArgumentInvalide("cout", cout, f"un coût inférieur au tarif ({euros(vente)})")
    if e > 0:
        raise ArgumentInvalide("elasticite", elasticite, "une élasticité négative ou nulle")
    if not -1 < ecart <= 1:
        raise ArgumentInvalide("variation", variation, "une variation décimale, de −1 exclu à 1")
    fixes = _nombres.seul(_nombres.positif, "couts_fixes", couts_fixes)
    unites = _nombres.seul(_nombres.strictement_positif, "quantite", quantite)
    return SimulationPrix(vente, achat, unites, fixes, e, ecart)


def ecrire_prix(montant: float) -> str:
    """Un prix unitaire : au centime, ou à quatre décimales s'il est inférieur à un euro.

    >>> ecrire_prix(70.2), ecrire_prix(0.297)
    ('70,20\xa0€', '0,2970\xa0€')
    """
    return euros(montant, 4 if 0 < montant < 1 else 2)


def _signer(montant: int) -> str:
    return f"{'+' if montant > 0 else ''}{euros(montant, 0)}"
