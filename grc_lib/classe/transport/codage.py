"""Coder une réponse en JSON, et la refaire de l'autre côté.

Le poste de l'élève écrit (`coder`), celui du juge relit (`decoder`). Ce que relit le juge vient
d'un processus hostile : il n'y choisit ni module, ni attribut, ni classe hors de listes fermées
(`_formes`) ; profondeur, volume et longueur des entiers sont comptés.
"""

import builtins
import inspect
import io
import re
import sys
import types
import warnings
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from grc_lib._formats import nombre
from grc_lib.classe.transport._formes import RECOMPOSITIONS, decomposition
from grc_lib.classe.transport._gardes import BITS_MAX, VOLUME_MAX, TropVolumineux, exiger
from grc_lib.erreurs import ErreurGrc, NonCalculable
from grc_lib.exercice._figures import de_matplotlib
from grc_lib.exercice._lecture import NON_LUE, Autre

PROFONDEUR_MAX = 40
NATURE_MAX = 200
Code = Any
Appeler = Callable[[str, list[Code], dict[str, Code]], Any]


class CodeIllisible(ErreurGrc):
    """Ce qui arrive du poste de l'élève n'est pas ce que `coder` écrit."""


def coder(valeur: Any) -> Code:
    """La structure JSON d'une valeur ; ce qui ne voyage pas y est désigné par une phrase.

    Ne lève rien. Un objet dont la classe, écrite par l'élève, dérive d'un type simple redevient
    de ce type.

    >>> coder([1, (2.5, None)])
    [1, {'t': 'tuple', 'v': [2.5, None]}]
    >>> coder(1j)
    {'t': 'intransportable', 'nature': 'un nombre complexe'}
    """
    try:
        return _Codeur().coder(valeur)
    except TropVolumineux:
        return _intransportable(_taille(valeur))
    except Exception:  # une métaclasse de l'élève empêche jusqu'à nommer l'objet
        return _intransportable("un objet illisible")


def decoder(code: Code, appeler: Appeler | None = None) -> Any:
    """La valeur qu'un code désigne ; une fonction y est un `Mandataire`.

    Ce qui n'a pas voyagé est un `Autre`, que les contrôles nomment dans leurs messages.

    Paramètres
    ----------
    code : ce que `coder` a écrit, relu par `json.loads`.
    appeler : reçoit le nom d'une fonction, ses arguments codés, ceux qui sont nommés, et rend
        `{"resultat": code}` ou `{"erreur": {"type": nom, "message": texte}}`.

    Lève
    ----
    CodeIllisible, et rien d'autre, si le code n'est pas de ceux que `coder` écrit.

    Exemple
    -------
    >>> decoder({"t": "Decimal", "v": ["12.50"]})
    Decimal('12.50')
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _Decodeur(appeler).decoder(code)
    except Exception as erreur:
        raise CodeIllisible("La réponse reçue n'est pas une donnée lisible.") from erreur


class Mandataire:
    """Une fonction de l'élève vue du juge : l'appeler envoie ses arguments et attend la réponse.

    Une erreur de l'élève est relevée sous le même nom : l'exception de Python, ou une neuve.
    """

    def __init__(self, nom: str, signature: Signature | None, appeler: Appeler | None) -> None:
        self.__name__ = self.__qualname__ = nom
        if signature is not None:
            self.__signature__ = signature
        self._appeler = appeler

    def __call__(self, *arguments: Any, **nommes: Any) -> Any:
        if self._appeler is None:
            raise NonCalculable(f"La fonction « {self.__name__} » ne s'appelle pas d'ici.")
        codes = {nom: coder(argument) for nom, argument in nommes.items()}
        reponse = self._appeler(self.__name__, [coder(a) for a in arguments], codes)
        if isinstance(reponse, dict) and "resultat" in reponse:
            return decoder(reponse["resultat"])
        try:
            erreur = _exception(**reponse["erreur"])
        except Exception as defaut:
            raise CodeIllisible("La fonction n'a rendu ni résultat, ni erreur.") from defaut
        raise erreur

    def __deepcopy__(self, _: Any) -> "Mandataire":
        return self


class _Compteur:
    """Le volume qu'il reste, et la profondeur où l'on est."""

    def __init__(self, volume: int) -> None:
        self.reste, self.profondeur = volume, 0

    def payer(self, volume: int) -> None:
        self.reste -= volume
        if self.reste < 0:
            raise TropVolumineux

    def texte(self, texte: str) -> str:
        """Le texte ; une moitié de caractère, qu'aucun fichier n'accepte, y devient un « ? »."""
        self.payer(len(texte))
        return texte if texte.isascii() else texte.encode("utf-8", "replace").decode()

    def tels_quels(self, valeurs: list[Any]) -> bool:
        """Vrai si ce sont des textes ou des nombres que JSON porte : les écrire va vite."""
        genres = set(map(type, valeurs)) - {type(None), bool, float}
        if genres - {str}:
            return False
        textes = "".join(valeur for valeur in valeurs if type(valeur) is str)
        self.payer(16 * len(valeurs) + len(textes))
        return textes.isascii() or textes == textes.encode("utf-8", "replace").decode()


class _Codeur(_Compteur):
    """Décompose une valeur, comme le dit la ligne de `_FORMES` qui porte son type."""

    def __init__(self) -> None:
        super().__init__(VOLUME_MAX)

    def coder(self, valeur: Any) -> Code:
        genre = type(valeur)
        self.payer(16)
        if valeur is None or genre is bool or genre is float:
            return valeur
        if genre is str:
            return self.texte(valeur)
        if genre is int and valeur.bit_length() <= BITS_MAX:
            return valeur
        if self.profondeur >= PROFONDEUR_MAX:
            return _intransportable("une donnée trop imbriquée")
        self.payer(100)  # une liste qui se contient plusieurs fois s'arrête vite
        self.profondeur += 1
        try:
            cle: Any = genre
            nom, decomposer = decomposition(cle)
            parties = decomposer(valeur)
            if nom == "simple":
                return self.coder(parties)
            codes = parties if self.tels_quels(parties) else [self.coder(p) for p in parties]
            return codes if nom == "list" else {"t": nom, "v": codes}
        except (KeyboardInterrupt, TropVolumineux):
            raise
        except BaseException:  # l'élève écrit les méthodes de ses objets
            return _intransportable(_nature(valeur))
        finally:
            self.profondeur -= 1


class _Decodeur(_Compteur):
    """Recompose ce qu'un code désigne ; ses parties sont toujours déjà lues."""

    def __init__(self, appeler: Appeler | None) -> None:
        super().__init__(2 * VOLUME_MAX)
        self.appeler = appeler

    def decoder(self, code: Code) -> Any:
        genre = type(code)
        self.payer(16)
        if code is None or genre is bool or genre is float:
            return code
        if genre is int:
            exiger(code.bit_length() <= BITS_MAX)
            return code
        if genre is str:
            return self.texte(code)
        self.profondeur += 1
        exiger(self.profondeur <= 2 * PROFONDEUR_MAX)
        lu = self._liste(code) if genre is list else self._recomposer(code)
        self.profondeur -= 1
        return lu

    def _liste(self, codes: Code) -> list[Any]:
        exiger(type(codes) is list)
        return list(codes) if self.tels_quels(codes) else [self.decoder(code) for code in codes]

    def _recomposer(self, code: Code) -> Any:
        if code["t"] == "intransportable":
            return Autre(_plier(self.texte(code["nature"])))
        parties = self._liste(code["v"])
        if code["t"] == "fonction":
            nom, parametres = parties
            signature = (
                None if parametres is None else Signature([_parametre(*p) for p in parametres])
            )
            return Mandataire(_plier(nom), signature, self.appeler)
        return RECOMPOSITIONS[code["t"]](*parties)


def _parametre(nom: str, genre: str, *defaut: Any) -> Parameter:
    (valeur,) = defaut or (Parameter.empty,)
    return Parameter(nom, _GENRES[genre], default=valeur)


def _exception(type: Code, message: Code) -> Exception:
    """L'exception ordinaire de Python qui a ce nom, sinon une exception neuve."""
    exiger(re.fullmatch(r"[^\W\d]\w{0,99}", type) is not None)
    texte = _Compteur(VOLUME_MAX).texte(message)[:1000]
    try:
        return _EXCEPTIONS[type](texte)
    except (KeyError, TypeError):  # inconnue, ou qui ne se fait pas d'un seul texte
        return _neuve(type)(texte)


def _neuve(nom: str) -> "type[Exception]":
    return type(nom, (Exception,), {})


def _intransportable(nature: str) -> Code:
    return {"t": "intransportable", "nature": _plier(nature.encode("utf-8", "replace").decode())}


def _nature(valeur: Any) -> str:
    """La phrase qui désigne, dans un message, ce qui ne voyage pas."""
    genre, duckdb = type(valeur), sys.modules.get("duckdb")
    if duckdb is not None and issubclass(genre, duckdb.DuckDBPyConnection):
        return NON_LUE.nom
    if issubclass(genre, type):
        return f"une classe « {valeur.__name__} »"
    if de_matplotlib(valeur):
        return "un graphique de matplotlib"
    phrases = (phrase for base, phrase in _NATURES if issubclass(genre, base))
    return next(phrases, f"un objet « {genre.__name__} »")


def _taille(valeur: Any) -> str:
    """La phrase qui désigne une réponse trop volumineuse."""
    noms = (noms for base, *noms in _TAILLES if issubclass(type(valeur), base))
    debut, unite = next(noms, ("un tableau", "lignes"))
    try:
        return f"{debut} de {nombre(len(valeur))} {unite}" if len(valeur) >= 10_000 else _TROP
    except Exception:
        return _TROP


def _plier(texte: str) -> str:
    """Une seule ligne, courte."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", texte[:NATURE_MAX])


_TROP = "une donnée trop volumineuse"
_GENRES = {str(genre.name): genre for genre in inspect._ParameterKind}
_EXCEPTIONS = {
    nom: classe
    for nom, classe in vars(builtins).items()
    if isinstance(classe, type) and issubclass(classe, Exception)
}
_NATURES = (
    (types.ModuleType, "un module"),
    (types.GeneratorType, "un générateur"),
    (io.IOBase, "un fichier"),
    (int, "un entier de plus de 1 200 chiffres"),
    (complex, "un nombre complexe"),
)
_TAILLES = (
    (str, "un texte", "caractères"),
    (dict, "un dictionnaire", "entrées"),
    ((set, frozenset), "un ensemble", "éléments"),
    ((list, tuple, range), "une liste", "éléments"),
)
