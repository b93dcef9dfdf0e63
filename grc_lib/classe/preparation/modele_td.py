"""Un TD neuf, complet et déjà notable : l'enseignant n'a plus qu'à le réécrire à son sujet."""

import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe._notebooks import code, composer, ecrire, texte
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible

ENTETE = """\
# TD {devoir} · {titre}

Savoir **{savoir}** · 1 h · noté sur **20** · [Accueil](../../course/ACCUEIL.ipynb) · [Leçon \
{devoir}]({lecon})

| Question | Ce qu'on vous demande | Compétence | Notation | Points |
|---|---|---|---|---|
| 1 | Le taux de marge | C1 | automatique | 4 |
| 2 | Le taux de marque, client par client | C1 | automatique, à proportion | 6 |
| 3 | La règle de prix | C2 | automatique, cas par cas | 5 |
| 4 | La réponse à la directrice | C2 | votre enseignant | 5 |

**Vos données sont les vôtres** : elles sont tirées de votre identifiant, votre voisin en a \
d'autres. Après chaque question, une cellule contrôle la *forme* de votre réponse ; la valeur est \
notée ensuite. Une question manquée n'empêche pas de faire les suivantes."""

SITUATION = """\
## La situation

*Imprimerie Clémenceau, lundi 6 juillet 2026.* La directrice commerciale prépare la révision des \
tarifs. Elle vous confie douze clients et un lot de brochures, et vous demande : « Gagnons-nous \
assez sur ces ventes, et quel prix faut-il annoncer ? »

Exécutez la cellule suivante sans la modifier : elle prépare **vos** données. Les colonnes du \
tableau : `type_client`, `ca` et `marge` (euros hors taxes, sur 24 mois ; marge sur coût \
variable)."""

DONNEES = """\
from grc_lib import donnees, prix
from grc_lib.exercice import (
    Calcul,
    Tirage,
    verifier,
    verifier_fonction,
    verifier_forme,
    verifier_tableau,
)

tirage = Tirage("{devoir}")
cout = tirage.entier("cout", 120, 240)
prix_actuel = cout + tirage.entier("marge", 30, 96)
marque_visee = tirage.decimal("marque_visee", 0.25, 0.45, pas=0.01)
effectifs = {{"Mammouth": 2, "Préféré": 4, "Petit": 6}}
ventes = donnees.ventes_par_client(24)
clients = tirage.lignes("clients", ventes, effectifs, par="type_client")
clients = clients[["type_client", "ca", "marge"]]

print(tirage)
print(f"Le lot de brochures coûte {{cout}} € et se vend {{prix_actuel}} €, hors taxes.")
print(f"Le taux de marque visé est de {{100 * marque_visee:.0f}} %.")
display(clients)
### DEBUT TESTS CACHES
_corrige = {{
    "taux_marge": Calcul(prix.taux_marge, cout, prix_actuel),
    "marques": (clients["marge"] / clients["ca"]).to_frame("taux_marque"),
    "prix_a_annoncer": [
        (montant, prix.prix_vente(montant, taux_marque=marque_visee))
        for montant in (40, 87.5, cout, 1_260)
    ],
}}
_pieges = {{
    "marques": {{
        "C'est le taux de marge : divisez par le chiffre d'affaires.": (
            _corrige["marques"] / (1 - _corrige["marques"])
        ),
    }},
}}
_contraintes = {{
    "on gagne sur le lot de brochures": prix_actuel > cout,
    "taux de marge et taux de marque ne se confondent pas": prix.taux_marge(cout, prix_actuel)
    - prix.taux_marque(cout, prix_actuel)
    > 0.01,
    "douze clients, qui ont tous acheté": len(clients) == 12 and bool((clients["ca"] > 0).all()),
}}
### FIN TESTS CACHES"""

Q1 = """\
## Question 1 — Le taux de marge (4 points)

Quel est le taux de marge du lot de brochures ? Donnez un taux décimal, à trois décimales au moins \
(`0.500` pour 50 %)."""
R1 = """\
taux_marge = ...
### DEBUT SOLUTION
taux_marge = prix.taux_marge(cout, prix_actuel)
### FIN SOLUTION"""
T1 = """\
verifier_forme("taux_marge", taux_marge, type=float, entre=(0, 2))
### DEBUT TESTS CACHES
verifier("taux_marge", taux_marge, _corrige["taux_marge"], pieges=["marque"], points=4)
### FIN TESTS CACHES"""

Q2 = """\
## Question 2 — Le taux de marque, client par client (6 points)

Le tableau `marques` garde la raison sociale en index et a une colonne `taux_marque` : la marge de \
chaque client, rapportée à son chiffre d'affaires (taux décimal)."""
R2 = """\
marques = ...
### DEBUT SOLUTION
marques = clients.assign(taux_marque=clients["marge"] / clients["ca"])[["taux_marque"]]
### FIN SOLUTION"""
T2 = """\
verifier_forme("marques", marques, type="tableau", entre=(12, 12), colonnes=["taux_marque"])
### DEBUT TESTS CACHES
verifier_tableau(
    "marques", marques, _corrige["marques"], points=6, partiel=True, pieges=_pieges["marques"]
)
### FIN TESTS CACHES"""

Q3 = """\
## Question 3 — La règle de prix (5 points)

Complétez la fonction `prix_a_annoncer` : elle reçoit un coût hors taxes, en euros, et renvoie le \
prix de vente hors taxes qui donne **votre** taux de marque visé.

> <details><summary>Indice</summary>Le taux de marque se rapporte au prix de vente : c'est donc \
par ce que le coût représente du prix qu'il faut diviser.</details>"""
R3 = '''\
def prix_a_annoncer(cout):
    """Le prix de vente hors taxes qui donne le taux de marque visé."""
    return ...


### DEBUT SOLUTION
def prix_a_annoncer(cout):
    return cout / (1 - marque_visee)


### FIN SOLUTION'''
T3 = """\
verifier_forme("prix_a_annoncer", prix_a_annoncer, type="fonction")
verifier_forme("prix pour un coût de 100 €", prix_a_annoncer(100), type=float, entre=(100, 300))
### DEBUT TESTS CACHES
verifier_fonction(
    "prix_a_annoncer", prix_a_annoncer, _corrige["prix_a_annoncer"], points=5, partiel=True
)
### FIN TESTS CACHES"""

Q4 = """\
## Question 4 — La réponse à la directrice (5 points)

Répondez à la directrice commerciale en **dix lignes au plus**. Votre enseignant note chaque \
critère sur un point :

1. **Le constat est chiffré** : le taux de marge du lot, les taux de marque des clients.
2. **Le prix est proposé** et comparé au prix actuel.
3. **Les clients les moins rentables sont nommés**, avec une cause possible dite comme telle.
4. **La décision tient compte de la relation** : qui prévenir, quand, avec quels mots.
5. **La limite est dite** : ce que ces chiffres ne montrent pas."""
R4 = """\
### DEBUT SOLUTION

*Exemple de réponse, à adapter aux données de chacun.*

Madame, le lot de brochures n'atteint pas le taux de marque visé : je propose d'annoncer le prix \
de la question 3 aux nouveaux devis, et de prévenir nos clients un mois avant. Les clients dont le \
taux de marque est le plus faible sont nos plus gros acheteurs : leurs remises peuvent \
l'expliquer, je vérifie leurs contrats avant de conclure. Ces marges sont sur coût variable : \
elles ne disent rien des visites ni des délais de paiement que chacun demande.

### FIN SOLUTION"""

FIN = """\
**Avant de rendre** : menu *Noyau › Redémarrer le noyau et exécuter toutes les cellules*, vérifiez \
qu'aucun contrôle ne dit « pas encore répondu », enregistrez, puis `grc rendre {devoir}` dans un \
terminal."""


def nouveau_td(racine: Path, devoir: str, titre: str) -> Path:
    """Écrit un TD modèle dans `solutions/`, sans jamais en remplacer un.

    Paramètres
    ----------
    racine : le dossier du cours.
    devoir : référence de la séance, comme « S521-2 » ou « GRC-1 ».
    titre : le titre du TD.

    Renvoie
    -------
    Le chemin du notebook écrit.

    Lève
    ----
    ArgumentInvalide si la référence est mal écrite ou le titre vide ; RessourceIndisponible si
    le TD existe déjà.
    """
    if not re.fullmatch(r"[A-Z]+\d*-\d+", devoir):
        raise ArgumentInvalide("TD", devoir, "la référence d'une séance, comme « S521-2 »")
    if not titre.strip():
        raise ArgumentInvalide("titre", titre, "le titre du TD")
    fichier = racine / "solutions" / devoir / f"{devoir}.ipynb"
    if fichier.exists():
        raise RessourceIndisponible(f"Le TD {devoir} existe déjà : « {fichier} ».")
    fichier.parent.mkdir(parents=True, exist_ok=True)
    notebook = modele(devoir, titre.strip(), _lecon(racine, devoir))
    fichier.write_text(ecrire(notebook), "utf-8")
    return fichier


def modele(devoir: str, titre: str, lecon: str) -> NotebookNode:
    """Le notebook du TD modèle : une valeur, un tableau, une fonction, une réponse rédigée."""
    mots = {"devoir": devoir, "titre": titre, "lecon": lecon, "savoir": devoir.rpartition("-")[0]}
    cellules = [
        texte(ENTETE.format(**mots), id="entete"),
        texte(SITUATION, id="situation"),
        _controle("donnees", DONNEES.format(**mots), 0),
        texte(Q1, id="question_1"),
        _reponse("taux_marge", R1),
        _controle("test_taux_marge", T1, 4),
        texte(Q2, id="question_2"),
        _reponse("marques", R2),
        _controle("test_marques", T2, 6),
        texte(Q3, id="question_3"),
        _reponse("prix_a_annoncer", R3),
        _controle("test_prix_a_annoncer", T3, 5),
        texte(Q4, id="question_4"),
        _redigee("reponse_directrice", R4, 5),
        texte(FIN.format(**mots), id="avant_de_rendre"),
    ]
    return composer(cellules)


def _lecon(racine: Path, devoir: str) -> str:
    """Le chemin de la leçon, vu du TD ; celui qu'elle devra avoir si elle n'est pas écrite."""
    trouvees = sorted((racine / "course").glob(f"*/*/{devoir}_*.ipynb"))
    if trouvees:
        return f"../../{trouvees[0].relative_to(racine).as_posix()}"
    dossiers = sorted((racine / "course").glob(f"*/{devoir.rpartition('-')[0]}_*"))
    dossier = dossiers[0].relative_to(racine).as_posix() if dossiers else "course/annee1/a_nommer"
    return f"../../{dossier}/{devoir}_a_nommer.ipynb"


def _reponse(nom: str, source: str) -> NotebookNode:
    return code(source, id=nom, metadata=_reperes(nom, solution=True))


def _redigee(nom: str, source: str, points: int) -> NotebookNode:
    reperes = _reperes(nom, solution=True, grade=True, points=points)
    return texte(source, id=nom, metadata=reperes)


def _controle(nom: str, source: str, points: int) -> NotebookNode:
    reperes = _reperes(nom, grade=True, locked=True, points=points)
    return code(source, id=nom, metadata=reperes | {"editable": False})


def _reperes(nom: str, **reperes: Any) -> dict[str, Any]:
    """Les métadonnées que nbgrader lit."""
    vides = {"grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**vides, "grade_id": nom, "schema_version": 3, **reperes}}
