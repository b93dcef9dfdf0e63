"""Les doublons d'un fichier (S822-3) : des fiches voisines d'abord, comparées ensuite."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from grc_lib._formats import pourcentage
from grc_lib._nombres import seul, taux
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.qualite._lecture import commune_postale, lire, texte, vide
from grc_lib.qualite.champs import normaliser_raison_sociale, normaliser_telephone, siret_valide

Positions: TypeAlias = "np.ndarray[Any, np.dtype[np.intp]]"

_VOISINS = 50  # chaque fiche est comparée aux suivantes de son bloc, dans l'ordre des noms


def doublons(
    df: pd.DataFrame,
    *,
    identifiant: str | None = None,
    raison_sociale: str = "raison_sociale",
    siret: str = "siret",
    telephone: str = "telephone",
    courriel: str = "courriel",
    code_postal: str = "code_postal",
    commune: str = "commune",
    seuil: float = 0.85,
) -> pd.DataFrame:
    """Les paires de fiches qui décrivent sans doute la même entreprise, et pourquoi.

    On ne compare que des fiches qui ont en commun le SIRET, le téléphone, le courriel, ou le code
    postal (la commune) et le début ou la fin du nom. Score : 1 si le SIRET est le même ; sinon
    1 − doute. Doute = 1 − ressemblance des noms, divisé par 2 pour un même téléphone et pour un
    même courriel, multiplié par 2 pour chacun des deux, ou pour un lieu, qui diffère. Deux SIRET
    justes et différents sont deux établissements : jamais un doublon.

    Paramètres
    ----------
    df : tableau, une fiche par ligne.
    identifiant : la colonne qui désigne une fiche ; par défaut, l'index du tableau.
    raison_sociale, siret, telephone, courriel, code_postal, commune : les noms des colonnes, en
        textes. Seule la raison sociale est indispensable.
    seuil : score à partir duquel une paire est rendue, décimal. Plus bas, on trouve plus de
        doublons (rappel) et plus de fausses alertes (précision).

    Renvoie
    -------
    `DataFrame`, une paire par ligne, du score le plus fort au plus faible : a et b (les fiches,
    a < b), score, motif. L'ordre des lignes de `df` ne change rien. `attrs["comparaisons"]` compte
    les paires comparées.

    Lève
    ----
    ArgumentInvalide pour une colonne absente ou deux fiches de même identifiant ; MauvaisType pour
    une colonne qui n'est pas faite de textes.

    Exemple
    -------
    >>> fichier = pd.DataFrame({
    ...     "raison_sociale": ["Garage Lefèvre", "SARL GARAGE LEFEVRE", "Garage Faure"],
    ...     "telephone": ["01 99 00 12 34", "+33199001234", "01 99 00 56 78"],
    ...     "code_postal": ["75011", "75011", "75011"],
    ... })
    >>> doublons(fichier)
       a  b  score                                       motif
    0  0  1    1.0  noms identiques ; même téléphone ; même lieu

    Source
    ------
    S822, dédoublonnage.
    """
    minimum = seul(taux, "seuil", seuil)
    colonnes = {
        "siret": siret,
        "telephone": telephone,
        "courriel": courriel,
        "code_postal": code_postal,
        "commune": commune,
    }
    fiches = _normaliser(_choisir(df, identifiant, {"raison_sociale": raison_sociale} | colonnes))
    a, b = _voisines(fiches)
    paires = _noter(fiches, a, b)
    paires = paires[paires["score"] >= minimum]
    paires = paires.sort_values(["score", "a", "b"], ascending=[False, True, True])
    rendu = pd.DataFrame(
        {
            "a": fiches.index[paires["a"]],
            "b": fiches.index[paires["b"]],
            "score": paires["score"].to_numpy(),
            "motif": pd.Series([_motif(p) for p in paires.itertuples()], dtype="str"),
        }
    )
    rendu.attrs = {"comparaisons": len(a), "seuil": minimum}
    return rendu


def _choisir(df: Any, identifiant: str | None, colonnes: dict[str, str]) -> pd.DataFrame:
    """Les colonnes lues sous le nom de leur argument, dans l'ordre des identifiants."""
    if not isinstance(df, pd.DataFrame):
        raise MauvaisType("df", df, "un tableau (DataFrame)")
    demandes = colonnes if identifiant is None else colonnes | {"identifiant": identifiant}
    for argument, nom in demandes.items():
        par_defaut = argument == nom and argument != "raison_sociale"
        if nom not in df and not par_defaut:
            attendu = f"une colonne du tableau ({', '.join(map(str, df.columns))})"
            raise ArgumentInvalide(argument, nom, attendu)
        if list(df.columns).count(nom) > 1:
            raise ArgumentInvalide(argument, f"deux colonnes « {nom} »", "une seule colonne")
    index = df.index if identifiant is None else pd.Index(df[identifiant])
    nom_index = "identifiant" if identifiant else "index de df"
    if index.inferred_type.startswith("mixed") or index.hasnans:
        raise MauvaisType(nom_index, index.tolist(), "des repères tous remplis, d'un seul type")
    if not index.is_unique:
        double = index[index.duplicated()][0]
        raise ArgumentInvalide(nom_index, f"{double!r} deux fois", "un repère différent par fiche")
    lues = {a: _textes(a, df[nom]) for a, nom in colonnes.items() if nom in df}
    return pd.DataFrame(lues, columns=list(colonnes), dtype="str").set_index(index).sort_index()


def _textes(argument: str, colonne: "pd.Series[Any]") -> list[str | None]:
    attendu = "une colonne de textes"
    return [None if vide(v) else texte(argument, v, attendu) for v in colonne.array]


def _normaliser(brutes: pd.DataFrame) -> pd.DataFrame:
    """Chaque champ sous une forme qui se compare ; un SIRET ou un téléphone faux manque."""
    noms = normaliser_raison_sociale(brutes["raison_sociale"])
    justes = siret_valide(brutes["siret"]).fillna(False)
    return pd.DataFrame(
        {
            "nom": noms,
            "mots": lire("raison_sociale", noms, _mots_tries, "str", "un texte"),
            "siret": brutes["siret"].where(justes).str.replace(r"[ .]", "", regex=True),
            "telephone": normaliser_telephone(brutes["telephone"], forme="internationale"),
            "courriel": brutes["courriel"].str.lower(),
            "code_postal": brutes["code_postal"].str.replace(" ", ""),
            "commune": lire("commune", brutes["commune"], _sans_cedex, "str", "un texte"),
        }
    )


def _mots_tries(nom: str) -> str:
    return " ".join(sorted(nom.split()))


def _sans_cedex(commune: str) -> str | None:
    return commune_postale(commune).split(" CEDEX")[0] or None


def _voisines(fiches: pd.DataFrame) -> tuple[Positions, Positions]:
    """Les paires à comparer : les fiches d'un même bloc, proches dans l'ordre des noms.

    Sans blocs, dix mille fiches feraient cinquante millions de paires.
    """
    debut, fin, premier_mot = fiches["nom"].str[:3], fiches["nom"].str[-3:], fiches["mots"].str[:3]
    lieu, ville = fiches["code_postal"], fiches["commune"]
    cles = [fiches["siret"], fiches["telephone"], fiches["courriel"]]
    cles += [lieu + debut, lieu + fin, lieu + premier_mot, ville + debut]
    rang_nom = pd.factorize(fiches["nom"], sort=True)[0]
    paires = [np.empty((0, 2), dtype=np.intp)]
    for cle in cles:
        blocs = pd.factorize(cle)[0]
        ordre = np.lexsort((rang_nom, blocs))
        ordre = ordre[blocs[ordre] >= 0]
        for ecart in range(1, _VOISINS + 1):
            premieres, suivantes = ordre[:-ecart], ordre[ecart:]
            ensemble = blocs[premieres] == blocs[suivantes]
            if not ensemble.any():
                break
            paires.append(np.column_stack([premieres[ensemble], suivantes[ensemble]]))
    uniques = np.unique(np.sort(np.concatenate(paires), axis=1), axis=0)
    return uniques[:, 0], uniques[:, 1]


def _noter(fiches: pd.DataFrame, a: Positions, b: Positions) -> pd.DataFrame:
    """Ce que chaque paire a en commun (1), de différent (-1) ou d'inconnu (0), et son score."""
    accords = {nom: _accord(fiches[nom], a, b) for nom in fiches.columns[2:]}
    codes, villes = accords.pop("code_postal"), accords.pop("commune")
    accords["lieu"] = np.where(codes == 1, codes, np.where(villes == 0, codes, villes))
    # « Faure Automobiles » ressemble à « Automobiles Faure », « Jacquet » à « acquet ».
    ressemblance = np.maximum(_pareils(fiches["nom"], a, b), _pareils(fiches["mots"], a, b))
    memes = (accords["telephone"] == 1).astype(int) + (accords["courriel"] == 1)
    autres = sum((accords[nom] == -1).astype(int) for nom in ("telephone", "courriel", "lieu"))
    score = np.clip(1 - (1 - ressemblance) * 2.0 ** (autres - memes), 0, 1)
    score = np.where(accords["siret"] == 1, 1, np.where(accords["siret"] == -1, -1, score))
    paires = {"a": a, "b": b, "score": score.round(4), "ressemblance": ressemblance}
    return pd.DataFrame(paires | accords)


def _accord(colonne: "pd.Series[str]", a: Positions, b: Positions) -> Positions:
    valeurs = pd.factorize(colonne)[0]
    connues = (valeurs[a] >= 0) & (valeurs[b] >= 0)
    return np.where(connues, np.where(valeurs[a] == valeurs[b], 1, -1), 0)


def _pareils(noms: "pd.Series[str]", a: Positions, b: Positions) -> "np.ndarray[Any, Any]":
    """De 0 à 1 : la part des lettres communes, dans l'ordre ; 0 si un nom manque."""
    from rapidfuzz import fuzz, process

    textes, manquants = noms.fillna("").tolist(), noms.isna().to_numpy()
    gauche, droite = [textes[i] for i in a], [textes[j] for j in b]
    pareils = process.cpdist(gauche, droite, scorer=fuzz.ratio, dtype=np.float64) / 100
    return np.where(manquants[a] | manquants[b], 0, pareils)


def _motif(paire: Any) -> str:
    if paire.siret == 1:
        return "même SIRET"
    identiques = paire.ressemblance == 1
    semblables = f"noms semblables à {pourcentage(paire.ressemblance, 0)}"
    dits = ["noms identiques" if identiques else semblables]
    for nom in ("telephone", "courriel", "lieu"):
        accord = getattr(paire, nom)
        if accord:
            dits.append(f"même {_MOTIFS[nom]}" if accord == 1 else f"{_MOTIFS[nom]} différent")
    return " ; ".join(dits)


_MOTIFS = {"telephone": "téléphone", "courriel": "courriel", "lieu": "lieu"}
