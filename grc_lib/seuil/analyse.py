"""Le seuil de rentabilité d'une activité, en chiffre d'affaires et en quantité (S531-4)."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass

from grc_lib._arguments import decimale
from grc_lib._formats import euros, nombre, pourcentage, taux_donne
from grc_lib._nombres import entier_superieur, positif, quotient, seul
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable


@dataclass(frozen=True)
class AnalyseSeuil(Resultat):
    """Seuil de rentabilité.

    Champs : mcv, la marge sur coût variable (€) ; taux_mcv (décimal) ; resultat (€) ; seuil (€ de
    chiffre d'affaires) ; point_mort (jours d'activité) ; marge_securite (€) ; indice_securite et
    indice_prelevement (décimaux) ; levier (nombre). Quand le résultat est nul, lire `levier` (ou
    recevoir les neuf champs d'un coup) lève `NonCalculable` ; les autres champs restent lisibles.
    """

    mcv: float
    taux_mcv: float
    resultat: float
    seuil: float
    point_mort: float
    marge_securite: float
    indice_securite: float
    indice_prelevement: float
    _: KW_ONLY
    ca: float
    charges_fixes: float
    charges_variables: float | None
    jours: float

    @property
    def levier(self) -> float:
        """De combien de pour cent varie le résultat pour 1 % de CA ; négatif en cas de perte."""
        return float(quotient(self.mcv, self.resultat, _SANS_LEVIER))

    def reponses(self) -> tuple[str, ...]:
        """Les huit champs, puis le levier."""
        return (*super().reponses(), "levier")

    def etapes(self) -> Iterator[Etape]:
        """Le tableau différentiel, puis le seuil, les indices et le levier."""
        ca, fixes, mcv = euros(self.ca), euros(self.charges_fixes), euros(self.mcv)
        resultat, seuil, marge = map(euros, (self.resultat, self.seuil, self.marge_securite))
        donne = self.charges_variables is None
        taux = taux_donne(self.taux_mcv) if donne else pourcentage(self.taux_mcv, 4)
        exact = taux
        if donne:
            yield Etape("Marge sur coût variable", "CA × taux de MCV", f"{ca} × {taux}", mcv)
        else:
            calcul, exact = f"{ca} − {euros(self.charges_variables)}", f"({mcv} / {ca})"
            yield Etape("Marge sur coût variable", "CA − charges variables", calcul, mcv)
            yield Etape("Taux de MCV", "MCV / CA", f"{mcv} / {ca}", taux)
        yield Etape("Résultat", "MCV − charges fixes", f"{mcv} − {fixes}", resultat)
        yield Etape("Seuil", "charges fixes / taux de MCV", f"{fixes} / {exact}", seuil)
        calcul, jours = f"{seuil} / {ca} × {nombre(self.jours)}", nombre(self.point_mort, 1)
        yield Etape("Point mort", "seuil / CA × jours", calcul, f"{jours} jours")
        yield Etape("Marge de sécurité", "CA − seuil", f"{ca} − {seuil}", marge)
        indice, part = pourcentage(self.indice_securite), pourcentage(self.indice_prelevement)
        yield Etape("Indice de sécurité", "marge de sécurité / CA", f"{marge} / {ca}", indice)
        yield Etape("Indice de prélèvement", "charges fixes / CA", f"{fixes} / {ca}", part)
        levier = nombre(self.levier, 3) if self.resultat else "non calculable"
        yield Etape("Levier opérationnel", "MCV / résultat", f"{mcv} / {_signe(resultat)}", levier)

    def conventions(self) -> Iterator[str]:
        """Ce que mesure chaque mot, et ce que vaut le point mort quand il y a perte."""
        yield "le seuil est un chiffre d'affaires, le point mort une durée (des manuels inversent)"
        yield f"ventes régulières sur {nombre(self.jours)} jours d'activité"
        if self.resultat < 0:
            yield (
                "le seuil dépasse le chiffre d'affaires : il n'est pas atteint dans la période, et "
                "le point mort suppose que l'activité continue au même rythme"
            )


def analyser(
    ca: float,
    charges_fixes: float,
    *,
    charges_variables: float | None = None,
    taux_mcv: float | None = None,
    jours: float = 360,
) -> AnalyseSeuil:
    """Le seuil de rentabilité d'une activité, et tout ce qui s'en déduit.

    Seuil = charges fixes / taux de MCV ; point mort = seuil / CA × jours.

    Paramètres
    ----------
    ca : chiffre d'affaires hors taxes de la période, en euros, plus grand que zéro.
    charges_fixes : en euros, pour la même période.
    charges_variables : en euros ; ou bien
    taux_mcv : le taux de marge sur coût variable, décimal (0.33 pour 33 %). Donnez l'un des deux.
        Un taux déjà arrondi déplace le seuil : préférez les charges variables.
    jours : les jours d'activité de la période, 360 pour une année commerciale ; 330 si
        l'entreprise ferme un mois.

    Renvoie
    -------
    `AnalyseSeuil` : mcv, taux_mcv, resultat, seuil, point_mort, marge_securite, indice_securite,
    indice_prelevement, levier. En cas de perte, le point mort dépasse `jours` : le seuil n'est pas
    atteint dans la période.

    Lève
    ----
    NonCalculable si le chiffre d'affaires est nul, si la marge sur coût variable est nulle ou
    négative (vendre plus aggrave la perte), ou en lisant `levier` si le résultat est nul.
    ArgumentInvalide pour un montant négatif, un taux donné en pour cent, plus de 366 jours, ou si
    l'on donne à la fois charges_variables et taux_mcv, ou aucun des deux.

    Exemple
    -------
    >>> analyse = analyser(9150, 1220, charges_variables=4575)
    >>> analyse.seuil, analyse.point_mort, analyse.resultat
    (2440.0, 96.0, 3355.0)

    Source
    ------
    S531, seuil de rentabilité (cas SR01 à SR05, SR08, SR10).
    """
    ventes, fixes = seul(positif, "ca", ca), seul(positif, "charges_fixes", charges_fixes)
    if not 0 < (duree := seul(positif, "jours", jours)) <= 366:
        raise ArgumentInvalide("jours", jours, "un nombre de jours d'activité, de 1 à 366")
    if ventes == 0:
        raise NonCalculable(
            "Le chiffre d'affaires est nul : il n'y a ni point mort ni indice de sécurité. "
            "Donnez le chiffre d'affaires prévu."
        )
    variables, taux = _marge(ventes, charges_variables, taux_mcv)
    mcv = ventes * taux if variables is None else ventes - variables
    seuil = fixes / taux
    return AnalyseSeuil(
        mcv,
        taux,
        0.0 if math.isclose(mcv, fixes, rel_tol=1e-12) else mcv - fixes,
        seuil,
        seuil / ventes * duree,
        ventes - seuil,
        (ventes - seuil) / ventes,
        fixes / ventes,
        ca=ventes,
        charges_fixes=fixes,
        charges_variables=variables,
        jours=duree,
    )


def quantite(prix: float, cout_variable: float, charges_fixes: float) -> int:
    """Le nombre d'unités à vendre pour couvrir les charges fixes.

    Quantité = charges fixes / (prix − coût variable unitaire), arrondie à l'unité supérieure.

    Paramètres
    ----------
    prix : prix de vente unitaire hors taxes, en euros.
    cout_variable : coût variable d'une unité, hors taxes, en euros.
    charges_fixes : en euros, pour la période étudiée.

    Renvoie
    -------
    Un nombre entier d'unités (articles, abonnés, visites…).

    Lève
    ----
    NonCalculable si le prix ne dépasse pas le coût variable ; ArgumentInvalide pour un montant
    négatif.

    Exemple
    -------
    >>> quantite(30.50, 15.25, 1220)
    80

    Source
    ------
    S531, seuil en quantité (cas SR05, SR06, SR07).
    """
    vente, cout = seul(positif, "prix", prix), seul(positif, "cout_variable", cout_variable)
    fixes = seul(positif, "charges_fixes", charges_fixes)
    mcv_unitaire = round(vente - cout, 9)  # 100,10 − 100 ferait 0,0999999999999943
    if mcv_unitaire <= 0:
        raise NonCalculable(
            f"Une unité vendue {euros(vente)} coûte {euros(cout)} de charges variables : "
            "aucune quantité ne couvre les charges fixes. Vérifiez le prix et le coût unitaires."
        )
    return entier_superieur(fixes / mcv_unitaire)


_SANS_LEVIER = (
    "Le résultat est nul : l'activité est exactement à son seuil, et le levier (MCV / résultat) "
    "n'a pas de valeur."
)


def _marge(ca: float, variables: float | None, taux: float | None) -> tuple[float | None, float]:
    """Les charges variables (si on les a données) et le taux de marge sur coût variable."""
    if (variables is None) == (taux is None):
        recu = "aucun" if taux is None else "les deux"
        attendu = "l'un des deux, et un seul"
        raise ArgumentInvalide("charges_variables ou taux_mcv", recu, attendu)
    if variables is not None:
        variables = seul(positif, "charges_variables", variables)
        lu = (ca - variables) / ca
    elif (lu := float(decimale("taux_mcv", taux))) > 1:
        raise ArgumentInvalide("taux_mcv", taux, "un taux décimal (0.33 pour 33 %), au plus 1")
    if lu <= 0:
        raise NonCalculable(
            f"La marge sur coût variable est nulle ou négative ({pourcentage(lu)} du chiffre "
            "d'affaires) : il n'y a pas de seuil, vendre plus ne couvre jamais les charges fixes."
        )
    return variables, lu


def _signe(montant: str) -> str:
    """Un montant négatif entre parenthèses, dans un calcul."""
    return f"({montant})" if montant.startswith("\u2212") else montant
