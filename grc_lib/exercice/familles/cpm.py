"""CPM et affinité."""

from grc_lib import medias
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S445-1"
_ANNONCES = (
    "Une page de l'hebdomadaire local",
    "Une bannière du site de la ville",
    "Un message de la radio régionale",
)


def cout_pour_mille(tirage: Tirage) -> Probleme:
    """Le CPM d'une insertion, l'audience étant donnée en milliers."""
    milliers = tirage.entier("audience", 40, 320, pas=4)
    prix = milliers * tirage.entier("cpm", 6, 30, pas=1)
    juste = prix / milliers
    return Probleme(
        f"{tirage.choix('annonce', _ANNONCES)} coûte {euros(prix, 0)} et touche {milliers} "
        "milliers de personnes. Quel est son **CPM**, le coût pour mille contacts (en euros) ?",
        Calcul(medias.cpm, prix, milliers * 1000),
        (
            f"audience = {milliers} × 1 000 = {nombre(milliers * 1000)} personnes",
            f"CPM = {nombre(prix)} / {nombre(milliers * 1000)} × 1 000 = {nombre(juste)} €",
        ),
        unite="€",
    )


def cout_pour_mille_utile(tirage: Tirage) -> Probleme:
    """Le CPM utile, qui ne compte que la cible."""
    part = tirage.choix("part", (0.2, 0.25, 0.4, 0.5))
    audience = tirage.entier("audience", 40, 200, pas=4) * 1000
    utile = audience * part
    prix = utile / 1000 * tirage.entier("cpm", 20, 60)
    calcul = Calcul(medias.cpm, prix, utile)
    return Probleme(
        f"{tirage.choix('annonce', _ANNONCES)} coûte {euros(prix, 0)} et touche {nombre(audience)} "
        f"personnes, dont {pourcentage(part, 0)} sont dans la cible. Quel est son **CPM utile** "
        "(en euros) ?",
        calcul,
        (
            f"audience utile = {nombre(audience)} × {pourcentage(part, 0)} = {nombre(utile)}",
            f"CPM utile = {nombre(prix)} / {nombre(utile)} × 1 000 = "
            f"{nombre(prix / utile * 1000)} €",
        ),
        unite="€",
        pieges={
            "C'est le CPM de toute l'audience : le CPM utile ne compte que la cible.": prix
            / audience
            * 1000,
            "Vous avez multiplié le CPM par la part de la cible : moins de contacts utiles, c'est "
            "un contact utile plus cher.": prix / audience * 1000 * part,
            **calcul.pieges(["par_contact"]),
        },
    )


def indice_d_affinite(tirage: Tirage) -> Probleme:
    """L'indice d'affinité d'un support."""
    population = tirage.choix("population", (8, 10, 12, 16, 20, 25, 32, 40))
    ecart = tirage.entier("écart", population // 4, population // 2)
    audience = population + tirage.choix("sens", (-1, 1)) * ecart
    cible = tirage.choix("cible", ("Les 18-30 ans", "Les familles", "Les sportifs réguliers"))
    support = tirage.choix("support", ("d'un magazine", "d'un podcast", "d'une station de radio"))
    juste = audience / population * 100
    return Probleme(
        f"{cible} représentent {population} % de la population et {audience} % de l'audience "
        f"{support}. "
        "Quel est l'**indice d'affinité** du support avec cette cible (à l'unité) ?",
        Calcul(medias.indice_affinite, audience / 100, population / 100),
        (
            "indice = part dans l'audience / part dans la population × 100",
            f"{audience} / {population} × 100 = {nombre(juste, 0)}",
        ),
        pas=1,
    )


# Ce qu'a fait celui qui choisit l'autre support : le petit, ou le grand.
_SUPPORT = (
    "Vous avez suivi la seule part d'artisans : rapportez chaque prix aux artisans touchés.",
    "Vous avez comparé les coûts pour mille personnes : rapportez chaque prix aux seuls artisans.",
)


def meilleur_support(tirage: Tirage) -> Probleme:
    """Le support le plus économique pour la cible : ni toujours le grand, ni toujours l'autre."""
    noms = tirage.choix(
        "supports",
        (
            ("le quotidien", "le magazine"),
            ("le magazine", "le quotidien"),
            ("la radio", "le podcast"),
            ("le podcast", "la radio"),
        ),
    )
    large, cible = tirage.entier("large", 100, 200, pas=10), tirage.entier("petit", 20, 60, pas=10)
    brut = tirage.entier("brut", 8, 16)
    plus = tirage.entier("plus", 4, 10)
    parts = 0.1, tirage.choix("part", (0.12, 0.4, 0.5))
    prix = large * brut, cible * (brut + plus)
    utiles = [n * 1000 * p for n, p in zip((large, cible), parts, strict=True)]
    cpm = [p / u * 1000 for p, u in zip(prix, utiles, strict=True)]
    gagne = cpm.index(min(cpm))
    lignes = [
        f"{nom} : {nombre(p)} / {nombre(u)} × 1 000 = {nombre(c)} €"
        for nom, p, u, c in zip(noms, prix, utiles, cpm, strict=True)
    ]
    offres = [
        f"{nom}, {nombre(1000 * n)} personnes dont {pourcentage(part, 0)} d'artisans, "
        f"{euros(p, 0)} l'insertion"
        for nom, n, part, p in zip(noms, (large, cible), parts, prix, strict=True)
    ]
    sens = tirage.choix("sens", (1, -1))
    return Probleme(
        f"Pour toucher des artisans : {' ; '.join(offres[::sens])}. **Quel support** touche mille "
        "artisans au moindre coût ?",
        noms[gagne],
        (
            "CPM utile = prix / audience utile × 1 000",
            *lignes[::sens],
            f"le moins cher : {noms[gagne]}",
        ),
        choix=tuple(sorted(noms)),
        pieges={_SUPPORT[gagne]: noms[1 - gagne]},
    )


QUESTIONS = (cout_pour_mille, cout_pour_mille_utile, indice_d_affinite, meilleur_support)
