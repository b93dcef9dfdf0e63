"""Ce que coûte un emprunt : une échéance légère se paie en intérêts, une lourde en trésorerie."""

from dataclasses import dataclass

import pandas as pd

from grc_lib import _nombres, annuites
from grc_lib._formats import euros, pourcentage
from grc_lib.annuites.echeancier import Mode
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.textes import compte, insecable


@dataclass(frozen=True, eq=False)
class SimulationEmprunt:
    """Un emprunt remboursé chaque mois, et ce qu'il coûte.

    `tableau` : celui de `annuites.tableau_emprunt` ; capital et frais (€) ; taeg, décimal ;
    `differe` : mois ajoutés sans remboursement de capital.
    """

    tableau: pd.DataFrame
    capital: float
    frais: float
    taeg: float
    differe: int

    @property
    def interets(self) -> float:
        """Les intérêts, du premier au dernier mois (€)."""
        return round(float(self.tableau["interet"].sum()), 2)

    @property
    def cout(self) -> float:
        """Le coût du crédit : intérêts et frais (€)."""
        return self.interets + self.frais

    @property
    def echeance_max(self) -> float:
        """L'échéance la plus lourde (€)."""
        return float(self.tableau["annuite"].max())

    def mois_trop_lourds(self, budget: float) -> int:
        """Le nombre d'échéances qui dépassent un budget mensuel (€)."""
        return int((self.tableau["annuite"] > budget + 0.005).sum())

    def phrase(self, budget: float, reference: "SimulationEmprunt") -> str:
        """Ce que l'on verse, ce que cela coûte, ce que l'on gagne et perd sur la référence."""
        verse = f"Échéances : {self._echeances()}, {self._budget(budget)}"
        frais = f", dont {euros(self.frais, 0)} de frais" if self.frais else ""
        cout = f"Coût du crédit : {euros(self.cout, 0)}{frais}"
        taux = f"TAEG {pourcentage(self.taeg)}"
        return insecable(f"{verse}. {cout} ; {taux}. {self._arbitrage(reference)}")

    def _echeances(self) -> str:
        """« 150 € pendant 12 mois, puis 829 € pendant 60 mois »."""
        versees = self.tableau["annuite"]
        temps = (versees.iloc[: self.differe], versees.iloc[self.differe :])
        return ", puis ".join(_dire_les_versements(montants) for montants in temps if len(montants))

    def _budget(self, budget: float) -> str:
        trop, mois = self.mois_trop_lourds(budget), len(self.tableau)
        if not trop:
            return f"dans le budget de {euros(budget, 0)} par mois"
        combien = "chaque mois" if trop == mois else f"{compte(trop, 'mois')} sur {mois}"
        de_plus = euros(self.echeance_max - budget, 0)
        return f"au-dessus du budget de {euros(budget, 0)} ({combien}, jusqu'à {de_plus} de trop)"

    def _arbitrage(self, reference: "SimulationEmprunt") -> str:
        nom = f"{compte(len(reference.tableau), 'mensualité')} constantes sans différé"
        plus_lourde = round(self.echeance_max - reference.echeance_max)
        plus_cher = round(self.cout - reference.cout)
        if not (plus_lourde or plus_cher):
            return f"C'est la référence : {nom}."
        lourd = f"l'échéance la plus lourde {_varier(plus_lourde, 'baisse', 'monte')}"
        cher = f"le coût {_varier(plus_cher, 'baisse', 'monte')}"
        mais = "mais" if plus_lourde * plus_cher < 0 else "et"
        return f"Contre {nom} : {lourd}, {mais} {cher}."


def simuler_emprunt(
    capital: float,
    taux: float,
    mois: int,
    *,
    mode: Mode = "annuités constantes",
    differe: int = 0,
    capitaliser: bool = False,
    frais: float = 0,
) -> SimulationEmprunt:
    """L'échéancier mensuel d'un emprunt, son coût et son TAEG, frais compris.

    Paramètres
    ----------
    capital : emprunté, en euros.
    taux : annuel nominal, décimal ; le taux du mois est le taux proportionnel, taux / 12.
    mois : le nombre de mensualités qui remboursent le capital.
    mode, capitaliser : comme pour `annuites.tableau_emprunt`.
    differe : les mois ajoutés avant de rembourser du capital.
    frais : de dossier, en euros, retenus sur le capital versé et inférieurs à lui.

    Renvoie
    -------
    `SimulationEmprunt` : tableau, interets, cout, echeance_max, taeg, phrase.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> essai = simuler_emprunt(150_000, 0.03, 108, frais=500)
    >>> essai.echeance_max, round(essai.cout), round(essai.taeg, 4)
    (1586.68, 21846, 0.0312)

    Source
    ------
    S512-3 et S512-4, tableaux d'emprunt et TAEG (cas EM05). Le TAEG est un taux actuariel ; un prêt
    à une entreprise affiche un TEG, proportionnel au taux du mois, un peu plus bas.
    """
    annuel = _nombres.seul(_nombres.taux, "taux", taux)
    preleves = _nombres.seul(_nombres.positif, "frais", frais)
    tableau = annuites.tableau_emprunt(
        capital, annuel / 12, mois, mode=mode, differe=differe, capitaliser=capitaliser
    )
    if preleves >= capital:
        raise ArgumentInvalide("frais", frais, f"des frais inférieurs au capital ({capital:g} €)")
    verses = [(rang / 12, -versement) for rang, versement in enumerate(tableau["annuite"], 1)]
    taeg = annuites.taeg([(0, capital - preleves), *verses])
    return SimulationEmprunt(tableau, float(capital), preleves, taeg, differe)


def _dire_les_versements(montants: "pd.Series[float]") -> str:
    """Une mensualité constante, une dernière échéance à part, ou de la première à la dernière."""
    premier, dernier = euros(montants.iloc[0], 0), euros(montants.iloc[-1], 0)
    if montants.max() - montants.min() < 1:  # le dernier versement rattrape les centimes
        return f"{premier} pendant {compte(len(montants), 'mois')}"
    avant = montants.iloc[:-1]
    if avant.max() - avant.min() < 1:
        return f"{premier} pendant {compte(len(avant), 'mois')}, puis {dernier} le dernier mois"
    return f"de {premier} à {dernier} en {compte(len(montants), 'mois')}"


def _varier(montant: int, moins: str, plus: str) -> str:
    if not montant:
        return "ne change pas"
    return f"{plus if montant > 0 else moins} de {euros(abs(montant), 0)}"
