"""Ce que disent les clients : causes de réclamation, recommandation."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib import fidelisation
from grc_lib._formats import nombre
from grc_lib._nombres import liste, seul, taux
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import libelle
from grc_lib.figures.briques.rangees import PALE, PLEIN, barre, exiger_rangees, intituler, lignes_de
from grc_lib.figures.gabarit import BLEU, CLASSES, ENCRE, GRIS
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, pourcent

_AVIS = {"Détracteurs": (0, 6), "Passifs": (7, 8), "Promoteurs": (9, 10)}
_FONDS = {"Détracteurs": CLASSES["B"], "Passifs": CLASSES["C"], "Promoteurs": BLEU}


def pareto(
    causes: pd.DataFrame,
    *,
    seuil: float = 0.80,
    nom: str = "réclamations",
    titre: str | None = None,
) -> Graphique:
    """Le diagramme de Pareto : les causes les plus fréquentes, et leur cumul.

    Barres et cumul se lisent sur le même axe, en part du total.

    Paramètres
    ----------
    causes : résultat de `reclamations.pareto` (effectif, part, cumul), quarante causes au plus.
    seuil : part cumulée à atteindre, décimale.
    nom : ce que l'on compte, au pluriel.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par cause connue, foncée pour celles qui font le seuil ; une courbe, le
    cumul (parts décimales).

    Lève
    ----
    NonCalculable si aucune cause n'est connue ; ArgumentInvalide s'il manque une colonne, ou pour
    un seuil en pourcentage.

    Exemple
    -------
    >>> from grc_lib import reclamations
    >>> motifs = pd.DataFrame({"motif": ["retard"] * 6 + ["qualité"] * 3 + ["facturation"]})
    >>> pareto(reclamations.pareto(motifs, "motif")).titre
    '2\xa0causes sur 3 font 90,0\u202f% des réclamations'

    Source
    ------
    GRC-3, prévenir les causes les plus fréquentes ; diagramme de Pareto.
    """
    exiger_colonnes("causes", causes, "effectif", "part", "cumul")
    but = seul(taux, "seuil", seuil)
    connues = causes[causes["part"].notna()]
    if connues.empty:
        raise NonCalculable("Aucune cause n'est connue : il n'y a rien à tracer.")
    exiger_rangees("causes", len(connues))
    cumul = connues["cumul"].to_numpy(float)
    premieres = min(int((cumul < but - 1e-9).sum()) + 1, len(connues))
    inconnues = int(causes["effectif"].sum() - connues["effectif"].sum())
    phrases = [
        f"{ligne.Index} : {nombre(ligne.effectif)}, {pourcent(ligne.part)}"
        for ligne in lignes_de(connues)
    ]
    suite = f" Sans cause connue : {nombre(inconnues)}." if inconnues else ""
    verbe = "font" if premieres > 1 else "fait"
    figure = Graphique(
        _traces_pareto(connues["part"].to_numpy(float), cumul, premieres, phrases),
        titre=titre
        or f"{compte(premieres, 'causes')} sur {nombre(len(connues))} {verbe} "
        f"{pourcent(cumul[premieres - 1])} des {nom}",
        texte_alternatif=(
            f"Diagramme de Pareto, de la cause la plus fréquente à la moins fréquente. "
            f"{' ; '.join(phrases)}. Les {premieres} premières font "
            f"{pourcent(cumul[premieres - 1])}.{suite}"
        ),
        donnees=_tableau_pareto(causes, nom),
    )
    intituler(figure, phrases)
    figure.add_vline(x=but, line=dict(color=ENCRE, dash="dash", width=1.5))
    hors = f"<br>{compte(inconnues, nom)} sans cause connue" if inconnues else ""
    figure.graduer_en_parts("x")
    figure.update_xaxes(range=[0, 1.02])
    figure.update_xaxes(title_text=f"Part des {nom} (%) ; points : cumul{hors}")
    return figure


def barre_nps(notes: Any, *, groupes: Any = None, titre: str | None = None) -> Graphique:
    """Détracteurs, passifs, promoteurs : leurs parts, et le NPS qu'elles font.

    Paramètres
    ----------
    notes : les réponses de 0 à 10, comme pour `fidelisation.nps`.
    groupes : le groupe de chaque réponse (type de client, année…), pour une barre par groupe.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre de 100 % par groupe, en parts décimales ; le NPS à son intitulé.

    Lève
    ----
    Comme `fidelisation.nps` ; ArgumentInvalide si les groupes ne correspondent pas aux notes.

    Exemple
    -------
    >>> barre_nps([10, 9, 9, 8, 7, 6, 3, 10]).titre
    'NPS de +25 points\xa0: 50,0\u202f% de promoteurs, 25,0\u202f% de détracteurs'

    Source
    ------
    GRC-2, taux net de recommandation (cas FI03).
    """
    series = _groupes(liste("notes", notes), groupes)
    table = pd.DataFrame([_avis(nom, serie) for nom, serie in series.items()])
    phrases = [_phrase_nps(ligne) for ligne in table.to_dict("records")]
    figure = Graphique(
        [_barres_nps(table, avis) for avis in _AVIS],
        titre=titre or _constat_nps(table),
        texte_alternatif=f"Barres de 100 %, trois parts. {' ; '.join(phrases)}.",
        donnees=_tableau_nps(table),
    )
    entetes = [
        f"{ligne['nom']} : NPS {_points(ligne['nps'])}, "
        f"{compte(int(ligne['effectif']), 'réponses')}"
        for ligne in table.to_dict("records")
    ]
    intituler(figure, entetes)
    figure.update_layout(barmode="stack")
    figure.graduer_en_parts("x")
    titre_x = "Part des réponses (%), de gauche à droite :<br>détracteurs, passifs, promoteurs"
    figure.update_xaxes(range=[0, 1], title_text=titre_x)
    figure.layout.height += 18
    return figure


def _traces_pareto(parts: Any, cumul: Any, premieres: int, phrases: list[str]) -> list[Any]:
    rangs = range(len(parts))
    cumules = [f"cumul {pourcent(valeur)}" for valeur in cumul]
    return [
        barre(parts[:premieres], rangs[:premieres], "Part", PLEIN, hovertext=phrases[:premieres]),
        barre(parts[premieres:], rangs[premieres:], "Part", PALE, hovertext=phrases[premieres:]),
        go.Scatter(
            x=cumul,
            y=[-rang for rang in rangs],
            name="Cumul",
            mode="lines+markers",
            line=dict(color=GRIS, width=2, dash="dot"),
            marker=dict(color="white", size=10, line=dict(color=ENCRE, width=2)),
            text=cumules,
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
        ),
    ]


def _tableau_pareto(causes: pd.DataFrame, nom: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            libelle(str(causes.index.name or "cause")): causes.index.astype(str),
            libelle(nom): causes["effectif"].to_numpy(),
            "Part (%)": 100 * causes["part"].to_numpy(float),
            "Cumul (%)": 100 * causes["cumul"].to_numpy(float),
        }
    )


def _groupes(notes: Any, groupes: Any) -> dict[str, Any]:
    if groupes is None:
        return {"Ensemble": notes}
    noms = pd.Series(groupes).astype(str).reset_index(drop=True)
    if len(noms) != len(notes):
        attendu = f"autant de groupes que de notes ({len(notes)})"
        raise ArgumentInvalide("groupes", len(noms), attendu)
    series = {nom: notes[(noms == nom).to_numpy()] for nom in dict.fromkeys(noms)}
    exiger_rangees("groupes", len(series))
    return series


def _avis(nom: str, notes: Any) -> dict[str, Any]:
    ligne: dict[str, Any] = {"nom": nom, "effectif": len(notes), "nps": fidelisation.nps(notes)}
    parts = {
        a: float(((notes >= bas) & (notes <= haut)).mean()) for a, (bas, haut) in _AVIS.items()
    }
    return ligne | parts


def _points(nps: float) -> str:
    signe = "+" if nps > 0 else ""
    return f"{signe}{nombre(nps, 0 if nps % 1 == 0 else 1)}"


def _phrase_nps(ligne: dict[Any, Any]) -> str:
    parts = ", ".join(f"{pourcent(ligne[avis])} de {avis.lower()}" for avis in _AVIS)
    effectif = compte(int(ligne["effectif"]), "réponses")
    return f"{ligne['nom']} : {effectif}, {parts}, NPS {_points(ligne['nps'])}"


def _constat_nps(table: pd.DataFrame) -> str:
    triees = table.sort_values("nps", ascending=False).to_dict("records")
    haut, bas = triees[0], triees[-1]
    if len(table) > 1:
        extremes = f"{_points(haut['nps'])} ({haut['nom']}) à {_points(bas['nps'])} ({bas['nom']})"
        return f"Le NPS va de {extremes}"
    parts = f"{pourcent(haut['Promoteurs'])} de promoteurs, {pourcent(haut['Détracteurs'])}"
    return f"NPS de {_points(haut['nps'])} points : {parts} de détracteurs"


def _barres_nps(table: pd.DataFrame, avis: str) -> go.Bar:
    parts = table[avis].to_numpy(float)
    return barre(
        parts,
        range(len(table)),
        avis,
        dict(color=_FONDS[avis], line=dict(color=GRIS, width=0.5)),
        text=[pourcent(part, 0) if part >= 0.10 else "" for part in parts],
        textposition="inside",
        insidetextanchor="middle",
        textfont=dict(color="white" if avis == "Promoteurs" else ENCRE),
        hovertext=[f"{avis} : {pourcent(part)}" for part in parts],
    )


def _tableau_nps(table: pd.DataFrame) -> pd.DataFrame:
    parts = {f"{avis} (%)": 100 * table[avis] for avis in _AVIS}
    debut = {"Groupe": table["nom"], "Réponses": table["effectif"]}
    return pd.DataFrame({**debut, **parts, "NPS (points)": table["nps"]})
