"""Trois captures à ranger en une table (S821), et des fiches relues à la main (S822-3).

Les captures (une page web, un CSV de salon, un registre en JSON) décrivent des prospects du Rhône,
que l'on retrouve en partie d'une capture à l'autre. `python -m grc_lib.donnees.fabrique.captures`
écrit le tout dans `datasets/captures`.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from grc_lib._ressources import racine_cours
from grc_lib.donnees.connexion import charger
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fichiers import chemin

_DEPARTEMENT, _FICHES = "69", 60
_RELUES = 1800  # entreprises dont toutes les fiches ont été relues
_ANNUAIRE, _SALON, _REGISTRE = slice(0, 32), slice(20, 46), slice(10, 60)  # recouvrements voulus
# Tranches d'effectif de la nomenclature publique (code, effectif maximal de la tranche).
_TRANCHES = (("01", 2), ("02", 5), ("03", 9), ("11", 19), ("12", 49), ("21", 99), ("22", 199))
_ENTETES = (
    "Raison sociale;Code postal;Ville;Téléphone;Effectif;Budget imprimés (EUR);"
    "Visite du stand;Accepte d'être recontacté"
)


def ecrire(dossier: Path) -> None:
    """Écrit les trois captures dans un dossier qui existe."""
    h = Hasard(1918, 0, "captures")
    prospects = charger("prospects").query("departement == @_DEPARTEMENT and client_id.isna()")
    fiches = prospects.iloc[h.ordre(len(prospects))[:_FICHES]].reset_index(drop=True)
    (dossier / "annuaire.html").write_bytes(_page(fiches[_ANNUAIRE], h).encode())
    (dossier / "salon.csv").write_bytes(_csv(fiches[_SALON], h).encode("latin-1"))
    (dossier / "registre.json").write_bytes(_registre(fiches[_REGISTRE], h).encode())
    (dossier / "fiches_relues.csv").write_bytes(_relecture().encode())


def _page(fiches: pd.DataFrame, h: Hasard) -> str:
    """La page d'un annuaire en ligne : des fiches incomplètes entre deux publicités."""
    import jinja2

    modele = (Path(__file__).parent / "annuaire.html.j2").read_text(encoding="utf-8")
    for colonne, absents in (("telephone", 15), ("courriel", 45), ("siret", 40)):
        vide = h.entiers(100, len(fiches)) < absents
        fiches = fiches.assign(**{colonne: fiches[colonne].mask(vide, "")})
    environnement = jinja2.Environment(
        autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    texte: str = environnement.from_string(modele).render(fiches=fiches.to_dict("records"))
    return texte + "\n"


def _csv(fiches: pd.DataFrame, h: Hasard) -> str:
    """L'export d'un salon : latin-1, points-virgules, nombres et dates à la française."""
    n = len(fiches)
    budgets, jours, accords = h.entre(8, 480, n) * 50, h.entre(17, 19, n), h.entiers(100, n) < 70
    lignes = [_ENTETES]
    for fiche, budget, jour, accord in zip(
        fiches.itertuples(), budgets, jours, accords, strict=True
    ):
        montant = f"{budget:,}".replace(",", "\N{NO-BREAK SPACE}") + ",00"
        telephone = str(fiche.telephone).replace(" ", ".")
        valeurs = (fiche.raison_sociale, fiche.code_postal, fiche.commune, telephone)
        fin = (fiche.effectif, montant, f"{jour}/03/2026", "oui" if accord else "non")
        lignes.append(";".join(map(str, valeurs + fin)))
    return "\r\n".join(lignes) + "\r\n"


def _registre(fiches: pd.DataFrame, h: Hasard) -> str:
    """La réponse d'une interface de programmation : un établissement sur huit y est fermé."""
    fermes = h.entiers(8, len(fiches)) == 0
    annees, jours = h.entre(1975, 2021, len(fiches)), h.entre(1, 28, len(fiches))
    resultats = [
        _etablissement(fiche, bool(ferme), f"{annee}-09-{jour:02d}")
        for fiche, ferme, annee, jour in zip(
            fiches.to_dict("records"), fermes, annees, jours, strict=True
        )
    ]
    reponse = {"total_results": len(resultats), "page": 1, "per_page": 50, "results": resultats}
    return json.dumps(reponse, ensure_ascii=False, indent=1) + "\n"


def _relecture() -> str:
    """La moitié des entreprises de `prospects_bruts`, tirée au hasard : les fiches de chacune."""
    import duckdb

    fichier = chemin("prospects_bruts").parent / "corrige" / "verite_prospects_bruts.parquet"
    verite = duckdb.read_parquet(str(fichier)).order("brut_id").df()
    entreprises = sorted(verite["prospect_id"].unique())
    tirees = [entreprises[r] for r in Hasard(1918, 0, "relecture").ordre(len(entreprises))]
    numeros = {entreprise: rang for rang, entreprise in enumerate(tirees[:_RELUES], 1)}
    relues = verite[verite["prospect_id"].isin(numeros)]
    lignes = [
        f"{brut};{numeros[entreprise]}"
        for brut, entreprise in zip(relues["brut_id"], relues["prospect_id"], strict=True)
    ]
    return "\n".join(["brut_id;entreprise", *lignes]) + "\n"


def _etablissement(fiche: dict[Any, Any], ferme: bool, creation: str) -> dict[str, Any]:
    tranche = next((code for code, maxi in _TRANCHES if fiche["effectif"] <= maxi), "31")
    return {
        "siren": fiche["siret"][:9],
        "nom_complet": fiche["raison_sociale"].upper(),
        "date_creation": creation,
        "tranche_effectif_salarie": tranche,
        "etat_administratif": "C" if ferme else "A",
        "siege": {
            "siret": fiche["siret"],
            "activite_principale": fiche["naf"],
            "adresse": fiche["adresse"].upper(),
            "code_postal": fiche["code_postal"],
            "libelle_commune": fiche["commune"].upper(),
            "latitude": f"{fiche['latitude']:.5f}",
            "longitude": f"{fiche['longitude']:.5f}",
        },
    }


if __name__ == "__main__":
    ecrire(racine_cours() / "datasets" / "captures")
