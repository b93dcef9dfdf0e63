"""Score : précision, rappel, seuil."""

import pandas as pd

from grc_lib import scoring
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S432-3"
_QUI = (
    ("L'Imprimerie Clémenceau", "commandé"),
    ("Une salle de sport", "souscrit un abonnement"),
    ("Un grossiste en quincaillerie", "ouvert un compte"),
)


def precision(tirage: Tirage) -> Probleme:
    """La précision d'un score."""
    cases, enonce, tableau, achat = _matrice(tirage)
    retenus = cases["vp"] + cases["fp"]
    juste = cases["vp"] / retenus
    return Probleme(
        f"{enonce} Quelle est la **précision** du score (en %, au dixième) ?",
        Calcul(scoring.confusion, **cases, champ="precision"),
        (
            f"précision = vrais positifs (retenus qui ont {achat}) / retenus par le score",
            f"{cases['vp']} / ({cases['vp']} + {cases['fp']}) = {pourcentage(juste, 1)}",
        ),
        unite="%",
        pas=0.1,
        donnees=tableau,
    )


def rappel(tirage: Tirage) -> Probleme:
    """Le rappel d'un score."""
    cases, enonce, tableau, achat = _matrice(tirage)
    juste = cases["vp"] / (cases["vp"] + cases["fn"])
    return Probleme(
        f"{enonce} Quel est le **rappel** du score (en %, au dixième) ?",
        Calcul(scoring.confusion, **cases, champ="rappel"),
        (
            f"rappel = vrais positifs (retenus qui ont {achat}) / tous ceux qui ont {achat}",
            f"{cases['vp']} / ({cases['vp']} + {cases['fn']}) = {pourcentage(juste, 1)}",
        ),
        unite="%",
        pas=0.1,
        donnees=tableau,
    )


def gain_d_un_seuil(tirage: Tirage) -> Probleme:
    """Ce que rapporte un seuil, une fois payés les contacts perdus."""
    qui, achat = tirage.choix("qui", _QUI)
    vp = tirage.entier("vp", 30, 60)
    fp = tirage.entier("fp", 60, 200, pas=5)
    gain, cout = tirage.entier("gain", 60, 150, pas=10), tirage.entier("coût", 3, 8)
    juste = vp * gain - fp * cout
    return Probleme(
        f"{qui} contacte les {vp + fp} prospects qui ont au moins 60 points : {vp} ont {achat}. "
        f"Chacun d'eux rapporte {euros(gain, 0)}, contact déduit ; chaque contact perdu coûte "
        f"{euros(cout, 0)}. Quel est le **gain** de ce seuil (en euros) ?",
        juste,
        (
            f"contacts perdus = {vp + fp} − {vp} = {fp}",
            f"gain = {vp} × {gain} − {fp} × {cout} = {nombre(vp * gain)} − {nombre(fp * cout)} = "
            f"{nombre(juste)} €",
        ),
        unite="€",
        pieges={
            "Vous avez oublié ce que coûtent les contacts perdus.": vp * gain,
            "Vous avez compté une seconde fois le coût des contacts réussis : leur gain est donné "
            "contact déduit.": vp * gain - (vp + fp) * cout,
            "Vous avez compté un gain pour chaque contact : seuls les contacts réussis en donnent "
            "un.": (vp + fp) * gain,
        },
    )


def meilleur_seuil(tirage: Tirage) -> Probleme:
    """Le seuil à retenir, selon le prix des erreurs."""
    qui, achat = tirage.choix("qui", _QUI)
    fois = tirage.entier("fois", 1, 3)
    contacts, achats = [40 * fois, 100 * fois, 250 * fois], [12 * fois, 22 * fois, 30 * fois]
    cout = tirage.entier("coût", 4, 10)
    gain = cout * tirage.choix("rapport", (3, 4, 8, 10, 12, 25, 30))
    haut = tirage.choix("haut", (70, 75, 80, 85))
    seuils = [f"{haut - 15 * i} points" for i in range(3)]
    gains = [vp * gain - (n - vp) * cout for n, vp in zip(contacts, achats, strict=True)]
    juste = seuils[gains.index(max(gains))]
    explications = (
        "C'est le seuil le plus précis : il écarte des prospects qui paieraient leur contact.",
        "Comptez le gain de chaque seuil : contacts réussis × gain − contacts perdus × coût.",
        "C'est le seuil qui réussit le plus de contacts : ses contacts perdus en plus coûtent "
        "davantage que ses réussites en plus ne rapportent.",
    )
    return Probleme(
        f"{qui} a testé trois seuils de score. Un prospect qui a {achat} rapporte "
        f"{euros(gain, 0)}, contact déduit ; un contact perdu coûte {euros(cout, 0)}. **Quel "
        "seuil** rapporte le plus ?",
        juste,
        (
            "gain = contacts réussis × gain de chacun − contacts perdus × coût",
            *(
                f"{seuil} : {vp} × {gain} − {n - vp} × {cout} = {nombre(g)} €"
                for seuil, n, vp, g in zip(seuils, contacts, achats, gains, strict=True)
            ),
            f"le plus grand gain : {juste}",
        ),
        choix=tuple(seuils),
        pieges={
            phrase: seuil
            for phrase, seuil in zip(explications, seuils, strict=True)
            if seuil != juste
        },
        donnees=pd.DataFrame({"Seuil": seuils, "Contactés": contacts, f"Ont {achat}": achats}),
    )


def _matrice(tirage: Tirage) -> tuple[dict[str, int], str, pd.DataFrame, str]:
    """Les quatre cases, moins d'oubliés que de retenus à tort, et moins que d'acheteurs."""
    vp = tirage.entier("vp", 30, 80)
    fn = tirage.entier("fn", 8, 25)
    fp = fn + tirage.entier("fp", 5, 60)
    vn = fp + tirage.entier("vn", 150, 400, pas=10)
    qui, achat = tirage.choix("qui", _QUI)
    tableau = pd.DataFrame(
        {
            "Prospects": ["Retenus par le score", "Écartés"],
            f"Ont {achat}": [vp, fn],
            f"N'ont pas {achat}": [fp, vn],
        }
    )
    enonce = (
        f"{qui} a donné un score à {nombre(vp + fp + fn + vn)} prospects ; {vp + fn} ont {achat}."
    )
    return {"vp": vp, "fp": fp, "fn": fn, "vn": vn}, enonce, tableau, achat


QUESTIONS = (precision, rappel, gain_d_un_seuil, meilleur_seuil)
