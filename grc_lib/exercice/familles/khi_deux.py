"""Tri croisé et khi-deux."""

import math

import pandas as pd

from grc_lib import segmentation
from grc_lib._formats import nombre
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S432-2"
_SITUATIONS = (
    ("Une salle de sport", ("Étudiants", "Actifs"), ("Matin", "Soir")),
    ("L'Imprimerie Clémenceau", ("Artisans", "Associations"), ("Cartes", "Affiches")),
    ("Un traiteur", ("Particuliers", "Entreprises"), ("Livraison", "Retrait")),
)
_LIES, _RIEN, _CAUSE = (
    "les deux caractères sont liés",
    "rien ne montre que les deux caractères soient liés",
    "l'un des caractères est la cause de l'autre",
)
_QUATRE_CASES = "Vous avez partagé l'effectif total entre les quatre cases : les totaux diffèrent."


def effectif_theorique(tirage: Tirage) -> Probleme:
    """L'effectif attendu d'une case, si les caractères étaient indépendants."""
    tableau, enonce = _tableau(tirage)
    i, j = tirage.entier("ligne", 0, 1), tirage.entier("colonne", 0, 1)
    ligne, colonne = tableau.index[i], tableau.columns[j]
    effectifs = tableau.to_numpy().tolist()
    tl, tc = sum(effectifs[i]), effectifs[0][j] + effectifs[1][j]
    n, observe = sum(map(sum, effectifs)), effectifs[i][j]
    return Probleme(
        f"{enonce} S'il n'y avait aucun lien, quel serait l'**effectif théorique** de la case "
        f"« {ligne}, {colonne} » ?",
        tl * tc / n,
        (
            "effectif théorique = total de la ligne × total de la colonne / effectif total",
            f"{tl} × {tc} / {n} = {nombre(tl * tc / n)}",
        ),
        pieges={
            "C'est l'effectif observé : on cherche celui que donneraient les totaux.": observe,
            "Vous avez partagé la ligne en deux : les colonnes n'ont pas le même total.": tl / 2,
            **({} if n / 4 in (tl / 2, tl * tc / n) else {_QUATRE_CASES: n / 4}),
        },
        donnees=_affichable(tableau),
    )


def khi_deux(tirage: Tirage) -> Probleme:
    """Le khi-deux d'un tableau de deux lignes et deux colonnes."""
    tableau, enonce = _tableau(tirage)
    tri = segmentation.tri_croise(tableau)
    cases = list(zip(tableau.to_numpy().ravel(), tri.theoriques.to_numpy().ravel(), strict=True))
    attendus = " ; ".join(nombre(t) for _, t in cases)
    termes = " + ".join(f"({o} − {nombre(t)})² / {nombre(t)}" for o, t in cases)
    return Probleme(
        f"{enonce} Les effectifs théoriques sont, ligne par ligne : {attendus}. Quel est le "
        "**khi-deux** (au centième) ?",
        Calcul(segmentation.tri_croise, tableau, champ="khi2"),
        (
            "khi-deux = somme des (observé − théorique)² / théorique",
            termes,
            f"{' + '.join(nombre((o - t) ** 2 / t, 4) for o, t in cases)} = {nombre(tri.khi2, 2)}",
        ),
        tolerance=0.02,
        donnees=_affichable(tableau),
    )


def v_de_cramer(tirage: Tirage) -> Probleme:
    """Le V de Cramér, du khi-deux et de l'effectif."""
    n = tirage.entier("n", 120, 600, pas=20)
    lignes, colonnes = tirage.choix("forme", ((2, 3), (3, 3), (3, 4), (2, 4)))
    petit = min(lignes, colonnes) - 1
    v2 = tirage.entier("v", 12, 60) ** 2 / 10_000
    khi2 = round(n * petit * v2, 2)
    juste = math.sqrt(khi2 / (n * petit))
    return Probleme(
        f"{tirage.choix('qui', [s[0] for s in _SITUATIONS])} croise deux caractères de {n} clients "
        f"dans un tableau de {lignes} lignes et {colonnes} colonnes : le khi-deux vaut "
        f"{nombre(khi2)}. Quel est le **V de Cramér** (au centième) ?",
        juste,
        (
            f"le plus petit de (lignes − 1) et (colonnes − 1) : {petit}",
            f"V = √({nombre(khi2)} / ({n} × {petit})) = √{nombre(khi2 / (n * petit), 4)} = "
            f"{nombre(juste, 2)}",
        ),
        pieges={
            "Il reste à prendre la racine carrée.": khi2 / (n * petit),
            "Vous avez compté les lignes ou les colonnes sans retirer un.": math.sqrt(
                khi2 / (n * (petit + 1))
            ),
            "Vous avez oublié de diviser par l'effectif.": math.sqrt(khi2 / petit),
        },
    )


def conclusion(tirage: Tirage) -> Probleme:
    """Ce que l'on conclut d'un khi-deux."""
    n = tirage.entier("n", 150, 800, pas=10)
    ddl, critique = tirage.choix("ddl", ((1, 3.84), (2, 5.99), (4, 9.49)))
    ecart = tirage.entier("écart", 50, 250) / 100
    khi2 = critique + tirage.choix("sens", (-1, 1)) * ecart
    juste = _LIES if khi2 > critique else _RIEN
    sens = "dépasse" if khi2 > critique else "ne dépasse pas"
    return Probleme(
        f"{tirage.choix('qui', [s[0] for s in _SITUATIONS])} croise deux caractères de {n} clients "
        f"tirés au hasard. Le khi-deux vaut {nombre(khi2, 2)} ; au seuil de 5 %, la table donne "
        f"{nombre(critique)} pour {ddl} degré{'s' if ddl > 1 else ''} de liberté. Que **conclure** "
        "?",
        juste,
        (
            f"le khi-deux calculé ({nombre(khi2, 2)}) {sens} la valeur de la table "
            f"({nombre(critique)})",
            f"au risque de 5 % : {juste}",
        ),
        choix=(_LIES, _RIEN, _CAUSE),
        pieges={
            "Un khi-deux peut montrer un lien, jamais une cause.": _CAUSE,
            "Le khi-deux ne dépasse pas la valeur de la table : le hasard suffit à expliquer un "
            "tel écart."
            if juste == _RIEN
            else "Le khi-deux dépasse la valeur de la table : le hasard l'expliquerait mal.": (
                _LIES if juste == _RIEN else _RIEN
            ),
        },
    )


def _tableau(tirage: Tirage) -> tuple[pd.DataFrame, str]:
    """Un tableau de 2 sur 2, aux effectifs théoriques entiers et dont les écarts sont nets."""
    qui, lignes, colonnes = tirage.choix("situation", _SITUATIONS)
    gauche = 2 * tirage.entier("gauche", 14, 30)
    droite = gauche + 2 * tirage.entier("de plus", 6, 30)
    fois = tirage.choix("fois", (2, 3))  # la seconde ligne pèse autant, ou le double
    theoriques = [[gauche, droite], [(fois - 1) * gauche, (fois - 1) * droite]]
    ecart = tirage.choix("sens", (-1, 1)) * tirage.entier("écart", gauche // 4, gauche // 2)
    (a, b), (c, d) = theoriques
    observes = [[a + ecart, b - ecart], [c - ecart, d + ecart]]
    tableau = pd.DataFrame(observes, index=list(lignes), columns=list(colonnes))
    return tableau, f"{qui} croise le profil et la préférence de {a + b + c + d} clients."


def _affichable(tableau: pd.DataFrame) -> pd.DataFrame:
    return tableau.rename_axis("Clients").reset_index()


QUESTIONS = (effectif_theorique, khi_deux, v_de_cramer, conclusion)
