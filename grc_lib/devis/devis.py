"""Un devis (S442-3) : ses totaux au centime, ses étapes, son document."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from grc_lib._arguments import lire_date, parmi
from grc_lib._formats import euros
from grc_lib._nombres import entier
from grc_lib._resultats import Etape, Resultat
from grc_lib.devis import _document, _etapes
from grc_lib.devis._calcul import Totaux, au_centime, lire_montant, lire_taux, totaliser
from grc_lib.devis.ligne import Ligne
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


@dataclass(frozen=True)
class Devis(Resultat):
    """Devis.

    L'ordre du calcul : total brut, remises en cascade, net commercial, escompte, net financier,
    port et emballages, base de TVA par taux, TVA, TTC, acompte, reste à payer. Chaque total est
    arrondi au centime (demi vers le haut) et le suivant se calcule sur lui ; la cascade des remises
    s'enchaîne sans arrondi. `print(devis)` montre le calcul, `devis.html()` écrit le document.

    Paramètres
    ----------
    lignes : une liste de `Ligne`.
    remises : taux décimaux des remises en cascade : (0.10, 0.05).
    escompte : taux décimal de l'escompte de règlement.
    port : port et emballages, en euros HT, sans remise ni escompte.
    acompte : somme versée à la commande, en euros TTC, au plus le total TTC.
    arrondi_tva : « base » : la TVA s'arrondit sur le total de chaque base ; « ligne » : sur chaque
        ligne (remises et escompte déduits) et sur le port.
    tva_port : « prorata » : le port, accessoire de la vente, suit le taux des produits, réparti au
        prorata de leurs montants s'il y a plusieurs taux ; « principal » : tout le port au taux du
        plus gros montant (à égalité, le taux le plus élevé).
    numero, emetteur, client, conditions : textes du document.
    date : date d'émission ; validite : durée de l'offre, de 1 à 365 jours.
    condition_escompte : ce qui donne droit à l'escompte (« règlement sous 8 jours »).
    versement : ce qu'est la somme versée à la commande, « acompte » ou « arrhes ».

    Lève
    ----
    NonCalculable sans ligne, ou si toutes sont à 0 € ; ArgumentInvalide pour un taux qui n'est pas
    décimal, un montant négatif, un acompte supérieur au TTC ; MauvaisType pour autre chose que des
    `Ligne`, ou un texte qui n'en est pas un.

    Exemple
    -------
    >>> devis = Devis([Ligne("Cartes", 1, 10000)], remises=(0.10, 0.05), escompte=0.02, port=150)
    >>> devis.net_commercial, devis.net_financier, devis.total_tva, devis.ttc
    (8550.0, 8379.0, 1705.8, 10234.8)

    Source
    ------
    S442, devis complexe (cas DV01 à DV03).
    """

    lignes: Sequence[Ligne]
    _: KW_ONLY
    remises: Sequence[float] = ()
    escompte: float = 0
    port: float = 0
    acompte: float = 0
    arrondi_tva: Literal["base", "ligne"] = "base"
    tva_port: Literal["prorata", "principal"] = "prorata"
    numero: str | None = None
    emetteur: str | None = None
    client: str | None = None
    date: dt.date | str | None = None
    validite: int | None = None
    condition_escompte: str | None = None
    versement: Literal["acompte", "arrhes"] = "acompte"
    conditions: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "lignes", _lignes(self.lignes))
        remises = _suite("remises", self.remises, "une suite de taux, comme (0.10, 0.05)")
        object.__setattr__(self, "remises", remises)
        parmi("arrondi_tva", self.arrondi_tva, ("base", "ligne"))
        parmi("tva_port", self.tva_port, ("prorata", "principal"))
        parmi("versement", self.versement, ("acompte", "arrhes"))
        _controler_mentions(self)
        if self._acompte > self.totaux.ttc:
            attendu = f"un montant au plus égal au TTC ({euros(self.totaux.ttc)})"
            raise ArgumentInvalide("acompte", self.acompte, attendu)

    @cached_property
    def totaux(self) -> Totaux:
        """Tous les totaux, en décimal exact."""
        return totaliser(
            [(lire_taux("tva", ligne.tva), ligne.montant_exact()) for ligne in self.lignes],
            remises=[lire_taux(f"remises, rang {n}", r) for n, r in enumerate(self.remises, 1)],
            escompte=lire_taux("escompte", self.escompte),
            port=_somme("port", self.port),
            port_au_prorata=self.tva_port == "prorata",
            tva_par_ligne=self.arrondi_tva == "ligne",
        )

    @property
    def brut(self) -> float:
        """Le total des lignes en euros HT, leurs remises propres déduites."""
        return float(self.totaux.brut)

    @property
    def net_commercial(self) -> float:
        """Le brut moins les remises en cascade, en euros HT."""
        return float(self.totaux.net_commercial)

    @property
    def net_financier(self) -> float:
        """Le net commercial moins l'escompte, en euros HT."""
        return float(self.totaux.net_financier)

    @property
    def total_ht(self) -> float:
        """Le net financier plus le port et les emballages, en euros HT."""
        return float(self.totaux.total_ht)

    @property
    def base_par_taux(self) -> dict[float, float]:
        """La base HT de chaque taux de TVA, port compris, en euros : {0.2: 8529.0}."""
        return {float(taux): float(base) for taux, base in self.totaux.bases.items()}

    @property
    def tva_par_taux(self) -> dict[float, float]:
        """La TVA de chaque taux, en euros, du plus élevé au plus bas : {0.2: 1705.8}."""
        return {float(taux): float(tva) for taux, tva in self.totaux.tva.items()}

    @property
    def total_tva(self) -> float:
        """La somme des TVA, en euros."""
        return float(self.totaux.total_tva)

    @property
    def ttc(self) -> float:
        """Le total HT plus la TVA, en euros."""
        return float(self.totaux.ttc)

    @property
    def reste_a_payer(self) -> float:
        """Le total TTC moins l'acompte, en euros."""
        return float(self.totaux.ttc - self._acompte)

    @property
    def _acompte(self) -> Decimal:
        return _somme("acompte", self.acompte)

    def __iter__(self) -> Iterator[Ligne]:
        return iter(self.lignes)

    def etapes(self) -> Iterator[Etape]:
        """Le calcul de chaque ligne, puis des totaux, dans l'ordre du manuel."""
        yield from map(_etapes.de_ligne, self.lignes)
        yield from _etapes.du_hors_taxe(self)
        yield from _etapes.des_bases(self)
        yield from _etapes.du_toutes_taxes(self)

    def conventions(self) -> Iterator[str]:
        """L'arrondi de la TVA et le taux du port."""
        return _etapes.conventions(self)

    def html(self) -> str:
        """Le devis en document HTML autonome (A4, imprimable), les textes échappés.

        Les mentions qu'on n'a pas données s'affichent « à compléter ».

        Renvoie
        -------
        Le texte du document, à écrire dans un fichier `.html`.

        Exemple
        -------
        >>> document = Devis([Ligne("Affiches", 100, 1.12)], client="Librairie Passerelle").html()
        >>> "Librairie Passerelle" in document, "134,40\u00a0€" in document
        (True, True)
        """
        return _document.page(self)

    def _repr_html_(self) -> str:
        return _document.fragment(self)


def _somme(argument: str, valeur: Any) -> Decimal:
    return au_centime(Fraction(lire_montant(argument, valeur)))


def _suite(argument: str, valeurs: Any, attendu: str) -> tuple[Any, ...]:
    if isinstance(valeurs, str | dict) or not isinstance(valeurs, Iterable):
        raise MauvaisType(argument, valeurs, attendu)
    return tuple(valeurs)


def _lignes(valeurs: Any) -> tuple[Ligne, ...]:
    attendu = "une liste de Ligne(designation, quantite, prix_unitaire)"
    lues = _suite("lignes", valeurs, attendu)
    for rang, ligne in enumerate(lues, 1):
        if not isinstance(ligne, Ligne):
            raise MauvaisType(f"lignes, rang {rang}", ligne, attendu)
    if not lues:
        raise NonCalculable("Le devis n'a aucune ligne : ajoutez au moins un produit.")
    return lues


def _controler_mentions(devis: Devis) -> None:
    for nom in ("numero", "emetteur", "client", "condition_escompte", "conditions"):
        texte = getattr(devis, nom)
        if texte is not None and not isinstance(texte, str):
            raise MauvaisType(nom, texte, "un texte")
    if devis.date is not None:
        lire_date("date", devis.date)
    if devis.validite is not None and entier("validite", devis.validite, minimum=1) > 365:
        raise ArgumentInvalide("validite", devis.validite, "un nombre de jours, au plus 365")
