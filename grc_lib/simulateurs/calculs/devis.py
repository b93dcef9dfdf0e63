"""Ce que chaque réduction d'un devis prend à la marge du vendeur."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grc_lib import _nombres, interets, prix
from grc_lib._formats import euros, pourcentage
from grc_lib.devis import Devis, Ligne
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.textes import compte, insecable, pourcent


@dataclass(frozen=True)
class SimulationDevis:
    """Un devis, ce qu'il coûte au vendeur, et ce qu'il lui reste.

    `devis` : un `grc_lib.devis.Devis` ; `cout` : le coût variable des produits (€ HT) ;
    `cout_port` : ce que le transporteur facture au vendeur (€ HT) ; `jours` : ceux que le client
    gagne à ne pas prendre l'escompte.
    """

    devis: Devis
    cout: float
    cout_port: float
    jours: int

    @property
    def reductions(self) -> dict[str, float]:
        """Ce que retire chaque remise, puis l'escompte (€ HT), dans l'ordre du calcul."""
        return dict(self._reductions())

    @property
    def marge_au_tarif(self) -> float:
        """La marge sur les produits sans aucune réduction (€ HT)."""
        return self.devis.brut - self.cout

    @property
    def marge_produits(self) -> float:
        """La marge sur les produits, remises et escompte déduits (€ HT)."""
        return self.devis.net_financier - self.cout

    @property
    def marge(self) -> float:
        """La marge, port compris : facturé au client moins payé au transporteur (€ HT)."""
        return self.marge_produits + self.devis.port - self.cout_port

    def phrase(self) -> str:
        """Ce que paie le client, ce que garde le vendeur, et ce que coûtent les réductions."""
        client = f"Le client doit {euros(self.devis.ttc)} TTC"
        if self.devis.acompte:
            client += f", dont {euros(self.devis.reste_a_payer)} après l'acompte"
        taux = pourcent(self.marge / self.devis.total_ht)
        garde = f"Il vous reste {euros(self.marge, 0)} de marge, {taux} du total HT"
        port = self.devis.port - self.cout_port
        if port:
            garde += f" (le port y {'ajoute' if port > 0 else 'prend'} {euros(abs(port), 0)})"
        return insecable(f"{client}. {garde}. {self._arbitrage()}")

    def _reductions(self) -> Iterator[tuple[str, float]]:
        totaux = self.devis.totaux
        avant = totaux.brut
        for rang, (taux, net) in enumerate(zip(self.devis.remises, totaux.nets, strict=True), 1):
            if taux:
                yield f"Remise {rang} : {pourcentage(taux, None)}", float(avant - net)
            avant = net
        if self.devis.escompte:
            nom = f"Escompte : {pourcentage(self.devis.escompte, None)}"
            yield nom, float(totaux.net_commercial - totaux.net_financier)

    def _arbitrage(self) -> str:
        if not self.reductions:
            return "Aucune réduction : toute la marge est gardée, si le client signe."
        cede = sum(self.reductions.values())
        part = pourcent(cede / self.devis.brut)
        if self.marge_au_tarif <= 0:
            return f"Les réductions cèdent {part} d'un prix qui ne couvrait déjà pas le coût."
        perdu = pourcent(cede / self.marge_au_tarif)
        phrase = f"Les réductions cèdent {part} du prix mais {perdu} de la marge : {self._volume()}"
        return f"{phrase}.{self._prix_de_l_escompte()}"

    def _volume(self) -> str:
        marque = self.marge_au_tarif / self.devis.brut
        remise = 1 - self.devis.net_financier / self.devis.brut
        try:
            hausse = prix.volume_a_compenser(taux_marque=marque, remise=remise)
        except NonCalculable:
            return "vous vendez à perte, aucun volume ne les compense"
        return f"pour la retrouver, il faudrait vendre {pourcent(hausse)} de plus"

    def _prix_de_l_escompte(self) -> str:
        if not self.devis.escompte:
            return ""
        taux = interets.taux_escompte_reglement(self.devis.escompte, self.jours)
        return (
            f" L'escompte fait encaisser {compte(self.jours, 'jour')} plus tôt, au prix d'un "
            f"crédit à {pourcent(taux)} l'an."
        )


def simuler_devis(
    lignes: Sequence[Ligne],
    couts: Sequence[float],
    *,
    remises: Sequence[float] = (),
    escompte: float = 0,
    port: float = 0,
    cout_port: float = 0,
    acompte: float = 0,
    jours: int = 30,
) -> SimulationDevis:
    """Un devis vu par le client et par le vendeur.

    Paramètres
    ----------
    lignes : des `devis.Ligne`.
    couts : le coût variable d'un exemplaire de chaque ligne, en euros HT.
    remises, escompte, port : comme pour `devis.Devis`.
    cout_port : ce que le transport coûte au vendeur, en euros HT.
    acompte : part du TTC versée à la commande, décimale, arrondie au centime.
    jours : ce que l'escompte fait gagner au vendeur, en jours ; plus grand que zéro.

    Renvoie
    -------
    `SimulationDevis` : devis, reductions, marge_au_tarif, marge, phrase.

    Lève
    ----
    ArgumentInvalide s'il n'y a pas un coût par ligne ; pour le reste, comme `devis.Devis`.

    Exemple
    -------
    >>> essai = simuler_devis(
    ...     [Ligne("Cartes", 1, 10_000)], [6_000], remises=(0.10, 0.05), escompte=0.02, port=150)
    >>> essai.reductions
    {'Remise 1 : 10\u202f%': 1000.0, 'Remise 2 : 5\u202f%': 450.0, 'Escompte : 2\u202f%': 171.0}
    >>> essai.marge_au_tarif, essai.marge, essai.devis.ttc
    (4000.0, 2529.0, 10234.8)

    Source
    ------
    S442-3, devis complexe (cas DV01) ; S443-2, volume à compenser ; S512-1, escompte de règlement.
    """
    if len(couts) != len(lignes):
        raise ArgumentInvalide("couts", f"{len(couts)} coûts", f"un coût par ligne ({len(lignes)})")
    lus = [_nombres.seul(_nombres.positif, "couts", cout) for cout in couts]
    cout = sum(ligne.quantite * unite for ligne, unite in zip(lignes, lus, strict=True))
    devis = Devis(lignes, remises=remises, escompte=escompte, port=port)
    verse = round(_nombres.seul(_nombres.taux, "acompte", acompte) * devis.ttc, 2)
    devis = replace(devis, acompte=verse)
    paye = _nombres.seul(_nombres.positif, "cout_port", cout_port)
    return SimulationDevis(devis, cout, paye, _nombres.entier("jours", jours, minimum=1))
