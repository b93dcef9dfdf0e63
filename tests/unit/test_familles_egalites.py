"""Les solutions affichées : les nombres écrits mènent à ceux qui suivent."""

import datetime as dt
import math
import re
from itertools import pairwise

import pytest

from grc_lib.exercice.familles import echeances, famille

FAMILLES = (
    "abc",
    "acquisition",
    "affacturage",
    "amortissement",
    "annuites",
    "attrition",
    "bfr",
    "charge",
    "clv",
    "concentration",
    "couts",
    "cpm",
    "delais",
    "devis",
    "echantillon",
    "echeances",
    "elasticite",
    "encours",
    "entonnoir",
    "erlang",
    "escompte",
)
TIRAGES = 60
# Un taux réel se lit sur un escompte arrondi au centime : il est juste à un centième près.
ARRONDIES = {("escompte", "taux_reel")}
UNITES = (
    r"k€|€|\b(h|heures?|jours?|mois|ans?|ventes|personnes|minutes par jour|par (client|vente))\b"
)


@pytest.mark.parametrize("nom, question", [(n, q) for n in FAMILLES for q in famille(n).questions])
def test_les_egalites_affichees_sont_vraies(nom, question):
    for essai in range(TIRAGES):
        for ligne in famille(nom).poser(question, essai, "lea.martin").solution:
            for calcul, resultat in egalites(ligne):
                permis = precision(resultat) * (2.5 if (nom, question) in ARRONDIES else 0.5001)
                assert abs(valeur(calcul) - valeur(resultat)) <= permis + 1e-9, ligne


def test_une_fausse_egalite_se_voit():
    ((calcul, resultat),) = egalites("part = 1 200,50 € × 12 % / 3² = 16,01 €")
    assert valeur(calcul) == pytest.approx(16.00667)
    assert precision(resultat) == 0.01
    assert [e for e in egalites("mars : 31 − 10 = 21 jours") if valeur(e[0]) == 21]


@pytest.mark.parametrize("facture, delai", [("2026-03-01", 30), ("2026-03-31", 30)])
def test_un_delai_qui_reste_dans_le_mois_ou_part_du_dernier_jour(facture, delai):
    *lignes, _ = echeances._ajouter(dt.date.fromisoformat(facture), delai)
    attendues = {"2026-03-01": ["mars : 31 − 1 = 30 jours"], "2026-03-31": ["avril : 30 jours"]}
    assert lignes == attendues[facture]


def test_le_tableau_d_erlang_ne_montre_jamais_80_pour_cent_a_qui_ne_les_tient_pas():
    for essai in range(200):
        probleme = famille("erlang").poser("agents_a_planifier", essai, "zoe")
        trop_peu = str(probleme.donnees.iloc[1, 1])
        assert trop_peu.startswith("la file") or valeur(trop_peu) < 0.8


def egalites(ligne):
    """Les couples (calcul, résultat) d'une ligne qui ne contiennent que des nombres."""
    for morceau in re.split(r" ; | : |, (?=arrondi|soit|donc)| et (?=\d)", ligne):
        membres = morceau.split(" = ")
        for calcul, resultat in pairwise(membres):
            lus = valeur(calcul), valeur(resultat)
            if None not in lus and not re.search(r"[×/+²]", resultat):
                yield calcul, resultat


def valeur(texte):
    """La valeur d'une expression écrite en français, ou None si elle contient des mots."""
    nu = re.sub(rf"(?<=\d) ?({UNITES})", "", re.sub(r"\s", " ", texte))
    for ecrit, lu in {"−": "-", "×": "*", "²": "**2", "puissance": "**", ",": "."}.items():
        nu = nu.replace(ecrit, lu)
    nu = re.sub(r"(?<=\d) (?=\d{3})", "", nu)
    nu = re.sub(r"([\d.]+) ?%", r"(\1/100)", nu).replace("√", "math.sqrt")
    if not re.fullmatch(r"[\d.+\-*/() ]*(math\.sqrt)?[\d.+\-*/() ]+", nu) or not nu.strip():
        return None
    return float(eval(nu, {"math": math}))


def precision(resultat):
    """Le dernier rang écrit : 0,01 pour « 16,01 € », 0,001 pour « 12,5 % »."""
    chiffres = re.search(r"\d(?:,(\d+))?\D*$", re.sub(r"\s", "", resultat))
    return 10 ** -len(chiffres.group(1) or "") / (100 if "%" in resultat else 1)
