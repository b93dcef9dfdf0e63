"""Le devis en HTML : un fragment pour le notebook, une page pour l'imprimante."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grc_lib._arguments import lire_date
from grc_lib._formats import date_longue, euros
from grc_lib.devis import _etapes

if TYPE_CHECKING:
    from grc_lib.devis.devis import Devis

_MODELE = Path(__file__).with_name("devis.html")
_FORTS = ("Total HT", "Total TTC", "Reste à payer")


def page(devis: Devis) -> str:
    """Le document entier, à enregistrer ou à imprimer."""
    return _remplir(devis, page=True)


def fragment(devis: Devis) -> str:
    """Le même, à insérer dans une page : sans en-tête de document ni titre de niveau 1."""
    return _remplir(devis, page=False)


def _remplir(devis: Devis, *, page: bool) -> str:
    from jinja2 import Environment, StrictUndefined

    atelier = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return atelier.from_string(_MODELE.read_text("utf-8")).render(
        devis=devis,
        page=page,
        titre=f"Devis n° {devis.numero}" if devis.numero else "Devis",
        date=date_longue(devis.date) if devis.date else None,
        validite=_validite(devis),
        reglement=list(_reglement(devis)),
        totaux=[*_etapes.du_hors_taxe(devis), *_etapes.du_toutes_taxes(devis)],
        forts=_FORTS,
        conventions=" ; ".join(phrase.rstrip(".") for phrase in _etapes.conventions(devis)),
        remises_de_ligne=any(ligne.remise for ligne in devis.lignes),
        quantite=_etapes.quantite,
        prix=_etapes.prix,
        taux=_etapes.taux,
        euros=euros,
    )


def _validite(devis: Devis) -> str | None:
    if devis.validite is None:
        return None
    duree = f"{devis.validite:.0f} jour{'s' if devis.validite > 1 else ''}"
    if devis.date is None:
        return duree
    fin = lire_date("date", devis.date) + dt.timedelta(days=int(devis.validite))
    return f"{duree}, jusqu'au {date_longue(fin)}"


def _reglement(devis: Devis) -> Iterator[str]:
    if devis.escompte:
        taux, condition = _etapes.taux(devis.escompte), devis.condition_escompte
        yield f"Escompte de {taux} accordé pour {condition or 'paiement anticipé'}."
    else:
        yield "Escompte pour paiement anticipé : néant."
    if devis.acompte:
        somme = f"{euros(devis.acompte)} TTC"
        yield {
            "acompte": f"Acompte de {somme} à la commande, qui engage les deux parties.",
            "arrhes": f"Arrhes de {somme} à la commande : le client qui renonce les perd, "
            "le vendeur qui renonce les rend au double (art. L214-1 du Code de la consommation).",
        }[devis.versement]
    if devis.conditions:
        yield devis.conditions
