"""L'entonnoir de prospection (S823-1, S823-4) : des contacts aux ventes, et ce que cela coûte."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import pandas as pd

from grc_lib._formats import euros, nombre, pourcentage, taux_donne
from grc_lib._nombres import (
    entier,
    entier_superieur,
    lignes,
    positif,
    quotient,
    seul,
    strictement_positif,
    taux,
)
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable


@dataclass(frozen=True)
class Entonnoir(Resultat):
    """Entonnoir de prospection.

    Champs : rendez_vous et contacts, en nombres entiers ; puis les données du calcul.
    """

    rendez_vous: int
    contacts: int
    _: KW_ONLY
    ventes: int
    taux_conclusion: float
    taux_rendez_vous: float

    def etapes(self) -> Iterator[Etape]:
        """Des ventes aux rendez-vous, puis des rendez-vous aux contacts."""
        ventes, rdv = nombre(self.ventes), nombre(self.rendez_vous)
        calcul = f"{ventes} / {taux_donne(self.taux_conclusion)}"
        yield Etape("Rendez-vous", "ventes / taux de conclusion", calcul, rdv)
        calcul = f"{rdv} / {taux_donne(self.taux_rendez_vous)}"
        yield Etape("Contacts", "rendez-vous / taux de rendez-vous", calcul, nombre(self.contacts))

    def conventions(self) -> Iterator[str]:
        """Les dénominateurs et l'arrondi."""
        yield "taux de conclusion = ventes / rendez-vous"
        yield "taux de rendez-vous = rendez-vous / contacts"
        yield "à chaque étape, arrondi à l'entier supérieur"


def entonnoir(ventes: int, *, taux_conclusion: float, taux_rendez_vous: float) -> Entonnoir:
    """Les rendez-vous et les contacts nécessaires pour atteindre un objectif de ventes.

    Rendez-vous = ventes / taux de conclusion ; contacts = rendez-vous / taux de rendez-vous,
    chacun arrondi à l'entier supérieur.

    Paramètres
    ----------
    ventes : l'objectif, nombre entier.
    taux_conclusion : ventes / rendez-vous, décimal (0.25 : une vente pour quatre rendez-vous).
    taux_rendez_vous : rendez-vous / contacts, décimal.

    Renvoie
    -------
    `Entonnoir` (rendez_vous, contacts).

    Lève
    ----
    NonCalculable si un taux est nul ; ArgumentInvalide pour un taux en pourcentage ou un objectif
    négatif ou non entier.

    Exemple
    -------
    >>> but = entonnoir(20, taux_conclusion=0.25, taux_rendez_vous=0.04)
    >>> but.rendez_vous, but.contacts
    (80, 2000)

    Source
    ------
    S823, entonnoir inverse (cas FV04, FV05).
    """
    objectif = entier("ventes", ventes)
    conclusion = seul(taux, "taux_conclusion", taux_conclusion)
    rendez_vous = seul(taux, "taux_rendez_vous", taux_rendez_vous)
    raison = "Un taux nul ne mène à aucune vente, quel que soit le nombre de contacts."
    rdv = entier_superieur(quotient(objectif, conclusion, raison))
    contacts = entier_superieur(quotient(rdv, rendez_vous, raison))
    return Entonnoir(
        rdv, contacts, ventes=objectif, taux_conclusion=conclusion, taux_rendez_vous=rendez_vous
    )


def couts_par_etape(depense: float, etapes: Any) -> pd.DataFrame:
    """Ce que coûte une personne à chaque étape, et le taux qui mène d'une étape à l'autre.

    Coût unitaire = dépense / effectif de l'étape ; taux = effectif / effectif de l'étape
    précédente ; taux cumulé = effectif / effectif de la première étape.

    Paramètres
    ----------
    depense : le coût total de l'opération, en euros.
    etapes : liste de (nom, effectif), de la plus large à la plus étroite.

    Renvoie
    -------
    `DataFrame`, une étape par ligne (en index) : effectif, taux, taux_cumule (décimaux) et
    cout_unitaire (€), manquants quand leur dénominateur est nul.

    Lève
    ----
    NonCalculable s'il n'y a aucune étape ; ArgumentInvalide pour un effectif négatif, non entier
    ou plus grand que celui de l'étape précédente.

    Exemple
    -------
    >>> couts_par_etape(4000, [("contacts", 2000), ("rendez-vous", 80), ("ventes", 20)])
                 effectif   taux  taux_cumule  cout_unitaire
    etape
    contacts         2000    NaN         1.00            2.0
    rendez-vous        80   0.04         0.04           50.0
    ventes             20   0.25         0.01          200.0

    Source
    ------
    S823, coût par contact, par rendez-vous, par commande (cas FV05).
    """
    total = seul(positif, "depense", depense)
    lues = lignes("etapes", etapes, "nom", "effectif")
    if not lues:
        raise NonCalculable("Il n'y a aucune étape : donnez par exemple contacts, puis ventes.")
    noms = [str(nom) for nom, _ in lues]
    effectifs = pd.Series(
        [entier(f"etapes, ligne {i}", e) for i, (_, e) in enumerate(lues, 1)],
        index=pd.Index(noms, name="etape"),
    )
    if (fautives := effectifs.diff() > 0).any():
        recu = f"« {fautives.idxmax()} » : {effectifs[fautives].iloc[0]}"
        raise ArgumentInvalide(
            "etapes", recu, "un effectif au plus égal à celui de l'étape d'avant"
        )
    base = effectifs.where(effectifs > 0)
    return pd.DataFrame(
        {
            "effectif": effectifs,
            "taux": effectifs / base.shift(),
            "taux_cumule": effectifs / base.iloc[0],
            "cout_unitaire": total / base,
        }
    )


@dataclass(frozen=True)
class PointDeRetour(Resultat):
    """Point de retour d'une opération.

    Champs : commandes, le nombre entier de commandes qui rembourse l'opération ; taux, la part
    (décimale) des contacts qui doivent commander ; puis les données du calcul.
    """

    commandes: int
    taux: float
    _: KW_ONLY
    cout: float
    marge: float
    contacts: int

    def etapes(self) -> Iterator[Etape]:
        """Le seuil en commandes, puis en part des contacts."""
        calcul = f"{euros(self.cout)} / {euros(self.marge)}"
        yield Etape("Commandes", "coût / marge par commande", calcul, nombre(self.commandes))
        calcul = f"{euros(self.cout)} / {euros(self.marge)} / {nombre(self.contacts)}"
        formule = "coût / marge par commande / contacts"
        yield Etape("Taux de retour", formule, calcul, pourcentage(self.taux))

    def conventions(self) -> Iterator[str]:
        """Ce que compte la marge, et l'arrondi."""
        yield "marge sur coût variable, hors coût de l'opération ; commandes arrondies au supérieur"


def point_de_retour(cout: float, marge: float, contacts: int) -> PointDeRetour:
    """Combien de commandes une opération doit rapporter pour être remboursée.

    Commandes = coût / marge par commande, à l'entier supérieur ; taux = coût / marge / contacts.

    Paramètres
    ----------
    cout : celui de l'opération, en euros.
    marge : la marge que laisse une commande, en euros.
    contacts : le nombre d'envois, d'appels ou de visites.

    Renvoie
    -------
    `PointDeRetour` (commandes, taux). Un taux supérieur à 1 dit que l'opération ne peut pas être
    remboursée par une commande par contact.

    Lève
    ----
    ArgumentInvalide si la marge n'est pas plus grande que zéro, ou s'il n'y a aucun contact.

    Exemple
    -------
    >>> retour = point_de_retour(3500, 140, 5000)
    >>> retour.commandes, retour.taux
    (25, 0.005)

    Source
    ------
    S823, point de retour du mailing.
    """
    frais, apport = seul(positif, "cout", cout), seul(strictement_positif, "marge", marge)
    effectif = entier("contacts", contacts, minimum=1)
    commandes = entier_superieur(frais / apport)
    taux_retour = frais / apport / effectif
    return PointDeRetour(commandes, taux_retour, cout=frais, marge=apport, contacts=effectif)
