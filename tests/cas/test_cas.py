"""Les cas de référence du cours : chaque appel de `cas.json` est évalué et comparé."""

import ast
import importlib
import json
import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from grc_lib.erreurs import NonCalculable

CAS = json.loads((Path(__file__).parent / "cas.json").read_text("utf-8"))


def numerotes():
    """ES01-1, ES01-2… : un même cas peut poser plusieurs questions."""
    vus = Counter()
    for cas in CAS:
        vus[cas["id"]] += 1
        yield pytest.param(cas, id=f"{cas['id']}-{vus[cas['id']]}")


@pytest.mark.parametrize("cas", list(numerotes()))
def test_cas(cas):
    noms = {"math": math, "pd": pd} | modules(cas["appel"])
    if cas["attendu"] == "NonCalculable":
        with pytest.raises(NonCalculable):
            eval(cas["appel"], noms)
    else:
        comparer(eval(cas["appel"], noms), cas["attendu"], cas["tolerance"])


def comparer(obtenu, attendu, tolerance):
    if isinstance(attendu, list):
        assert len(obtenu) == len(attendu)
        for un_obtenu, un_attendu in zip(obtenu, attendu, strict=True):
            comparer(un_obtenu, un_attendu, tolerance)
    elif tolerance is None or isinstance(attendu, str):
        assert obtenu == attendu
    else:
        assert obtenu == pytest.approx(attendu, rel=0, abs=tolerance)


def modules(appel):
    """Les modules de `grc_lib` que l'appel emploie ; il attend si un nom n'existe pas encore."""
    employes = {}
    for nom, attribut in acces(appel):
        employes[nom] = charger(nom)
        if not hasattr(employes[nom], attribut):
            pytest.skip(f"en attente de grc_lib.{nom}.{attribut}")
    return employes


def acces(appel):
    """Les couples (module, fonction) lus dans l'appel, sans math, pd ni ses propres variables."""
    noeuds = list(ast.walk(ast.parse(appel, mode="eval")))
    crees = {n.id for n in noeuds if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for noeud in noeuds:
        if isinstance(noeud, ast.Attribute) and isinstance(noeud.value, ast.Name):
            nom = noeud.value.id
            if nom not in {"math", "pd"} | crees:
                yield nom, noeud.attr


def charger(nom):
    complet = f"grc_lib.{nom}"
    try:
        return importlib.import_module(complet)
    except ModuleNotFoundError as erreur:
        if erreur.name != complet:
            raise
        pytest.skip(f"en attente de {complet}")
