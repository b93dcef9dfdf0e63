"""Ce qu'une décision (prix, embauche) change au seuil, à sa date et au résultat."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grc_lib import seuil as sujet
from grc_lib._formats import date_longue, euros, nombre
from grc_lib._nombres import entier, liste, positif, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.textes import compte, insecable, pourcent
from grc_lib.seuil import AnalyseSeuil


@dataclass(frozen=True)
class Activite:
    """Une année d'activité : prix et coût variable d'une unité (€ HT), charges fixes (€ par an),
    quantités vendues, parts des ventes de chaque mois (douze, de somme 1) et année civile.

    >>> Activite(100, 60, 30_000, 1_000).resultat
    10000.0
    """

    prix: float
    cout_variable: float
    charges_fixes: float
    quantites: float
    saison: Sequence[float] = (1 / 12,) * 12
    annee: int = 2026

    def __post_init__(self) -> None:
        for nom in ("prix", "quantites"):
            seul(strictement_positif, nom, getattr(self, nom))
        for nom in ("cout_variable", "charges_fixes"):
            seul(positif, nom, getattr(self, nom))
        parts = positif("saison", liste("saison", self.saison))
        if len(parts) != 12 or abs(parts.sum() - 1) > 1e-6:
            raise ArgumentInvalide(
                "saison", self.saison, "douze parts, de janvier à décembre, de somme 1"
            )
        entier("annee", self.annee, 1900, 2200)

    @property
    def marge_unitaire(self) -> float:
        """La marge sur coût variable d'une unité (€)."""
        return self.prix - self.cout_variable

    @property
    def ca(self) -> float:
        """Le chiffre d'affaires (€ HT)."""
        return self.prix * self.quantites

    @property
    def resultat(self) -> float:
        """La marge sur coût variable moins les charges fixes (€)."""
        return float(self.marge_unitaire * self.quantites - self.charges_fixes)

    @property
    def ca_mensuels(self) -> list[float]:
        """Le chiffre d'affaires de chaque mois (€ HT)."""
        return [float(part) * self.ca for part in self.saison]

    @property
    def analyse(self) -> AnalyseSeuil | None:
        """Le seuil de rentabilité ; rien si chaque vente coûte plus qu'elle ne rapporte."""
        if self.marge_unitaire <= 0:
            return None
        variables = self.cout_variable * self.quantites
        return sujet.analyser(self.ca, self.charges_fixes, charges_variables=variables)

    @property
    def date_du_seuil(self) -> dt.date | None:
        """Le jour où les ventes de l'année couvrent les charges ; rien si ce jour ne vient pas."""
        if self.analyse is None or self.resultat < 0:
            return None
        return sujet.date_point_mort(min(self.analyse.seuil, self.ca), self.ca_mensuels, self.annee)


@dataclass(frozen=True)
class SimulationSeuil:
    """L'activité au départ et l'activité décidée."""

    depart: Activite
    essai: Activite

    @property
    def ecart(self) -> float:
        """Le résultat gagné (négatif : perdu), en euros."""
        return self.essai.resultat - self.depart.resultat

    @property
    def quantite_equivalente(self) -> int | None:
        """Les unités à vendre pour garder le résultat de départ ; rien si aucune n'y suffit."""
        if self.essai.marge_unitaire <= 0:
            return None
        a_couvrir = max(0.0, self.essai.charges_fixes + self.depart.resultat)
        return sujet.quantite(self.essai.prix, self.essai.cout_variable, a_couvrir)

    def phrase(self, nom: str = "commande") -> str:
        """Ce que la décision fait gagner et perdre, le seuil, sa date, la quantité à viser."""
        essai = self.essai
        if essai.analyse is None:
            return insecable(
                f"Une {nom} vendue {euros(essai.prix)} coûte {euros(essai.cout_variable)} de "
                "charges variables : plus vous vendez, plus vous perdez. Aucune quantité ne couvre "
                "les charges fixes."
            )
        phrases = (
            self._resultat(),
            self._echange(nom),
            _seuil(essai.analyse, essai.date_du_seuil),
            self._cible(nom),
        )
        return insecable(" ".join(filter(None, phrases)))

    def _resultat(self) -> str:
        nature = "bénéfice" if self.essai.resultat >= 0 else "perte"
        texte = f"{euros(abs(self.essai.resultat), 0)} de {nature}"
        if round(self.ecart) == 0:
            return f"{texte}, comme au départ."
        ecart = f"{euros(abs(self.ecart), 0)} de {_sens(self.ecart)}"
        return f"{texte} : le résultat fait {ecart} qu'au départ."

    def _echange(self, nom: str) -> str:
        """« Vous gagnez … ; vous perdez … », dans l'ordre : quantités, marge, charges fixes."""
        unites = round(self.essai.quantites - self.depart.quantites)
        marge = round(self.essai.marge_unitaire - self.depart.marge_unitaire, 2)
        fixes = round(self.depart.charges_fixes - self.essai.charges_fixes)
        effets = {
            f"{compte(abs(unites), nom)} de {_sens(unites)}": unites,
            f"{euros(abs(marge))} de marge de {_sens(marge)} sur chacune": marge,
            f"{euros(abs(fixes), 0)} de charges fixes de {_sens(-fixes)}": fixes,
        }
        gagne = [texte for texte, valeur in effets.items() if valeur > 0]
        perd = [texte for texte, valeur in effets.items() if valeur < 0]
        parts = [
            f"{verbe} {' et '.join(textes)}"
            for verbe, textes in (("en mieux :", gagne), ("en moins bien :", perd))
            if textes
        ]
        return f"{' ; '.join(parts).capitalize()}." if parts else ""

    def _cible(self, nom: str) -> str:
        cible = self.quantite_equivalente
        if self.essai == self.depart or cible is None:
            return ""
        ecart = cible / self.depart.quantites - 1
        return (
            f"Pour retrouver le résultat de départ, il faut {compte(cible, nom)}, "
            f"{pourcent(abs(ecart))} de {_sens(ecart)} qu'au départ ; vous en prévoyez "
            f"{nombre(self.essai.quantites, 0)}."
        )


def simuler_seuil(
    depart: Activite,
    *,
    prix: float = 0,
    cout_variable: float = 0,
    charges_fixes: float = 0,
    reaction: float = 2,
    embauches: int = 0,
    cout_embauche: float = 0,
    apport: float = 0,
) -> SimulationSeuil:
    """Change le prix, les coûts ou l'équipe, et compare l'activité à celle du départ.

    Quantités = départ × (1 − réaction × variation du prix) + embauches × apport. La réaction et
    l'apport sont des hypothèses : ce sont elles qu'il faut discuter.

    Paramètres
    ----------
    depart : l'activité avant la décision.
    prix, cout_variable, charges_fixes : variations décimales (−0.05 : 5 % de moins).
    reaction : de combien de pour cent les quantités baissent quand le prix monte de 1 %.
    embauches, cout_embauche, apport : commerciaux recrutés, coût annuel de chacun (€), unités que
        chacun vend de plus par an.

    Renvoie
    -------
    `SimulationSeuil` : depart, essai, ecart, quantite_equivalente, phrase.

    Lève
    ----
    ArgumentInvalide pour un coût, une réaction ou un apport négatifs, ou si les quantités tombent
    à zéro.

    Exemple
    -------
    >>> essai = simuler_seuil(Activite(100, 60, 30_000, 1_000), prix=-0.10, reaction=2)
    >>> round(essai.essai.quantites), round(essai.ecart), essai.quantite_equivalente
    (1200, -4000, 1334)

    Source
    ------
    S531-4, seuil de rentabilité (cas SR01 à SR10).
    """
    hypotheses = {"reaction": reaction, "embauches": embauches, "apport": apport}
    for nom, recu in (hypotheses | {"cout_embauche": cout_embauche}).items():
        seul(positif, nom, recu)
    essai = replace(
        depart,
        prix=depart.prix * (1 + prix),
        cout_variable=depart.cout_variable * (1 + cout_variable),
        charges_fixes=depart.charges_fixes * (1 + charges_fixes) + embauches * cout_embauche,
        quantites=depart.quantites * (1 - reaction * prix) + embauches * apport,
    )
    return SimulationSeuil(depart, essai)


def _sens(ecart: float) -> str:
    return "plus" if ecart > 0 else "moins"


def _seuil(analyse: AnalyseSeuil, jour: dt.date | None) -> str:
    seuil, marge = euros(analyse.seuil, 0), pourcent(abs(analyse.indice_securite))
    if jour is None:
        return f"Le seuil, {seuil}, n'est pas atteint : il manque {marge} de ventes."
    return (
        f"Le seuil, {seuil}, est atteint le {date_longue(jour)} ; une baisse des ventes de {marge} "
        "suffit à effacer le bénéfice."
    )
