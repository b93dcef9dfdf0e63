"""Les règles qui se lisent sur la source : identifiants, barème, délimiteurs, cellules."""

import ast
import re
from collections.abc import Iterator

import nbformat

from grc_lib.classe.preparation.controle._devoir import (
    CACHES,
    QUESTION,
    SOLUTION,
    Constat,
    Devoir,
    annonces,
    instructions,
    noeuds,
    nommer,
    region,
    repere,
    visible,
)

LISIBLE = re.compile(r"[a-z][a-z0-9_]*")
DELIMITEUR = re.compile(r"(?i)\b(d[ée]but|fin|begin|end)\b.*\b(solutions?|tests?|hidden)\b")
TOTAL = 20


def identifiants(devoir: Devoir) -> Iterator[Constat]:
    """Chaque identifiant est unique et lisible ; le contrôle `test_x` suit la réponse `x`."""
    vus: set[str] = set()
    connus: list[str] = []
    for cellule in devoir.reperees:
        nom = nommer(cellule)
        if nom in vus:
            remede = "Donnez à chaque cellule un grade_id à elle."
            yield Constat("identifiants", nom, "L'identifiant sert deux fois.", remede)
        vus.add(nom)
        if not LISIBLE.fullmatch(nom):
            remede = "Écrivez-le en minuscules sans accents, comme « taux_marge »."
            yield Constat("identifiants", nom, "L'identifiant n'est pas lisible.", remede)
        if repere(cellule).get("solution"):
            connus = [nom, *annonces(cellule.source)]
        elif repere(cellule).get("points") and not _suit(nom, connus):
            remede = (
                f"Placez-le sous la réponse, et nommez-le « test_{connus[0]} »." if connus else ""
            )
            yield Constat("identifiants", nom, "Le contrôle ne suit pas sa réponse.", remede)


def points(devoir: Devoir) -> Iterator[Constat]:
    """Les points des titres, du tableau du barème et des métadonnées sont les mêmes, sur 20."""
    titres, notes = _annonces_de_points(devoir), _points_par_question(devoir)
    tableau = {numero: ligne.get("Points", "") for numero, ligne in bareme(devoir).items()}
    for numero in sorted({*titres, *notes, *tableau}, key=int):
        lus = [titres.get(numero), _lire_points(tableau.get(numero)), notes.get(numero)]
        if len(set(lus)) > 1:
            dits = ["rien" if p is None else f"{p:g}".replace(".", ",") for p in lus]
            phrase = f"Titre : {dits[0]} ; tableau du barème : {dits[1]} ; cellules : {dits[2]}."
            remede = "Écrivez les mêmes points aux trois endroits."
            yield Constat("points", f"Question {numero}", phrase, remede)
    total = sum(notes.values())
    if total != TOTAL:
        remede = f"Répartissez {TOTAL} points sur les cellules notées."
        phrase = f"Le TD est noté sur {total:g}.".replace(".", ",", 1) if total % 1 else ""
        yield Constat("points", "", phrase or f"Le TD est noté sur {total:g}.", remede)


def competences(devoir: Devoir) -> Iterator[Constat]:
    """Chaque question a sa ligne dans le tableau du barème, et sa compétence C1 ou C2."""
    lignes = bareme(devoir)
    for numero in _annonces_de_points(devoir):
        competence = lignes.get(numero, {}).get("Compétence", "")
        if not re.fullmatch(r"C[12](?: ?(?:,|et) ?C[12])?", competence):
            phrase = "Le tableau du barème ne dit pas sa compétence."
            remede = "Écrivez C1 ou C2 dans la colonne « Compétence »."
            yield Constat("competences", f"Question {numero}", phrase, remede)


def ebauches(devoir: Devoir) -> Iterator[Constat]:
    """Une cellule de réponse a une ébauche, un corrigé, et rien après."""
    for cellule in devoir.reponses:
        if SOLUTION[0] not in cellule.source:
            remede = f"Encadrez-le par « {SOLUTION[0]} » et « {SOLUTION[1]} »."
            yield Constat("ebauches", nommer(cellule), "Le corrigé n'est pas délimité.", remede)
        elif not annonces(cellule.source):
            phrase = "L'ébauche ne nomme aucune réponse."
            remede = "Commencez la cellule par « nom_de_la_reponse = ... »."
            yield Constat("ebauches", nommer(cellule), phrase, remede)
        if cellule.source.partition(SOLUTION[1])[2].strip():
            phrase = "Du texte suit l'ébauche : il écraserait la réponse de l'élève."
            remede = f"Terminez la cellule par « {SOLUTION[1]} »."
            yield Constat("ebauches", nommer(cellule), phrase, remede)


def delimiteurs(devoir: Devoir) -> Iterator[Constat]:
    """Les délimiteurs sont écrits à la lettre, par paires, dans la bonne sorte de cellule."""
    for cellule in devoir.notebook.cells:
        lignes = [ligne for ligne in cellule.source.splitlines() if ligne.strip().startswith("#")]
        trouves = [ligne.strip() for ligne in lignes if DELIMITEUR.search(ligne)]
        permis = SOLUTION if repere(cellule).get("solution") else CACHES
        faux = [ligne for ligne in trouves if ligne not in permis]
        if faux:
            phrase = f"« {faux[0]} » est mal écrit, ou n'a pas sa place dans cette cellule."
            remede = f"Cette cellule n'admet que « {permis[0]} » et « {permis[1]} »."
            yield Constat("delimiteurs", nommer(cellule), phrase, remede)
        elif trouves not in ([], list(permis)):
            phrase, remede = "Les délimiteurs ne vont pas par paire.", "Un début, puis une fin."
            yield Constat("delimiteurs", nommer(cellule), phrase, remede)


def controles(devoir: Devoir) -> Iterator[Constat]:
    """Chaque contrôle montre d'abord la forme attendue, puis juge en une à quatre instructions."""
    for item in devoir.items:
        cache = region(item.test.source, CACHES)
        if "verifier_forme(" not in visible(item.test.source):
            remede = "Commencez la cellule par verifier_forme(…)."
            yield Constat("controles", item.nom, "Aucun contrôle visible.", remede)
        if not re.search(r"\bverifier(_\w+)?\(", cache) or "_corrige[" not in cache:
            phrase = "Le test caché ne compare rien au corrigé."
            remede = 'Employez verifier(…) et _corrige["…"] entre les délimiteurs.'
            yield Constat("controles", item.nom, phrase, remede)
        if not item.noms:
            phrase = "Le contrôle n'emploie aucune réponse de la cellule qui précède."
            remede = "Employez-y le nom que donne l'ébauche."
            yield Constat("controles", item.nom, phrase, remede)
        if pris := sorted(_noms_pris(cache)):
            phrase = f"Le test caché écrit dans « {pris[0]} », qui peut être à l'élève."
            yield Constat("controles", item.nom, phrase, "Ses noms commencent tous par « _ ».")
        if len(instructions(cache)) > 4:
            remede = "Calculez la bonne réponse et les pièges dans la cellule « donnees »."
            yield Constat("controles", item.nom, "Le test caché dépasse quatre lignes.", remede)


def donnees(devoir: Devoir) -> Iterator[Constat]:
    """La cellule `donnees` tire les données, les montre, et cache corrigé et contraintes."""
    cellule, remede = devoir.donnees, "Reprenez la cellule « donnees » de « grc nouveau-td »."
    if cellule is None:
        yield Constat("donnees", "", "La cellule « donnees » manque.", remede)
        return
    reglages = repere(cellule)
    if not (reglages.get("locked") and reglages.get("grade") and reglages.get("points") == 0):
        phrase = "La cellule doit être verrouillée et notée sur 0 point."
        yield Constat("donnees", "donnees", phrase, remede)
    cache = region(cellule.source, CACHES)
    noms = [n for n in noeuds(cache) if isinstance(n, ast.Name)]
    definis = {nom.id for nom in noms if isinstance(nom.ctx, ast.Store)}
    if pris := sorted(_noms_pris(cache)):
        phrase = f"Le corrigé écrit dans « {pris[0]} », qui peut être à l'élève."
        yield Constat("donnees", "donnees", phrase, "Ses noms commencent tous par « _ ».")
    for nom in ("_corrige", "_contraintes"):
        if nom not in definis:
            yield Constat("donnees", "donnees", f"« {nom} » n'est pas défini.", remede)
    if "Tirage(" not in visible(cellule.source):
        phrase = "Les données ne sont pas tirées de l'identifiant de l'étudiant."
        yield Constat("donnees", "donnees", phrase, remede)
    for texte in (visible(cellule.source), cellule.source):
        if _finit_par_une_valeur(texte):
            phrase = "La dernière ligne est une valeur : nbgrader la lirait comme une note."
            yield Constat("donnees", "donnees", phrase, "Montrez-la par print ou display.")
            return


def redigees(devoir: Devoir) -> Iterator[Constat]:
    """Une réponse rédigée a son barème, critère par critère, dans l'énoncé."""
    enonce = ""
    for cellule in devoir.notebook.cells:
        if cellule.cell_type != "markdown":
            continue
        if not repere(cellule).get("grade"):
            enonce = cellule.source if QUESTION.search(cellule.source) else enonce + cellule.source
        elif not re.search(r"^1\. .+\n(.*\n)*?2\. ", enonce, re.M):
            phrase = "Le barème de la réponse rédigée n'est pas dans l'énoncé."
            remede = "Donnez les critères, numérotés, avec leurs points."
            yield Constat("redigees", nommer(cellule), phrase, remede)


def notebook_normal(devoir: Devoir) -> Iterator[Constat]:
    """Le notebook suit les schémas de Jupyter et de nbgrader ; ses contrôles sont verrouillés."""
    from nbgrader.nbgraderformat import MetadataValidator, ValidationError

    try:
        nbformat.validate(devoir.notebook)
        MetadataValidator().validate_nb(devoir.notebook)
    except (nbformat.ValidationError, ValidationError, KeyError) as erreur:
        phrase = f"Le notebook n'est pas conforme : {str(erreur).splitlines()[0]}."
        remede = "Refaites la cellule dans JupyterLab (panneau « Create Assignment »)."
        yield Constat("notebook", "", phrase, remede)
    if any(cellule.get("outputs") for cellule in devoir.notebook.cells):
        yield Constat("notebook", "", "Des sorties sont enregistrées.", "nox -s normaliser")
    for cellule in devoir.reperees:
        reglages = repere(cellule)
        if bool(reglages.get("locked")) == bool(reglages.get("solution")):
            phrase = "Une réponse n'est jamais verrouillée, un contrôle l'est toujours."
            remede = "Corrigez « locked » dans les métadonnées de la cellule."
            yield Constat("notebook", nommer(cellule), phrase, remede)


def liens(devoir: Devoir) -> Iterator[Constat]:
    """L'en-tête mène à l'accueil et à la leçon."""
    entete = devoir.notebook.cells[0].source if devoir.notebook.cells else ""
    for texte in ("Accueil", "Leçon"):
        lien = re.search(rf"\[{texte}[^\]]*\]\(([^)]+)\)", entete)
        if lien is None:
            remede = f"Ajoutez « [{texte}](…) » à la première cellule."
            yield Constat("liens", "", f"Il manque un lien : {texte}.", remede)
        elif not (devoir.dossier / lien[1]).is_file():
            phrase = f"« {lien[1]} » n'existe pas."
            a_ecrire = texte == "Leçon"
            remede = "Écrivez la leçon, ou corrigez le lien." if a_ecrire else "Corrigez le lien."
            yield Constat("liens", "", phrase, remede, a_faire=a_ecrire)


def bareme(devoir: Devoir) -> dict[str, dict[str, str]]:
    """Les lignes du tableau du barème, par numéro de question."""
    lignes = [
        [case.strip() for case in ligne.strip().strip("|").split("|")]
        for cellule in devoir.notebook.cells[:1]
        for ligne in cellule.source.splitlines()
        if ligne.startswith("|")
    ]
    titres = lignes[0] if lignes else []
    return {
        ligne[0]: dict(zip(titres, ligne, strict=False)) for ligne in lignes if ligne[0].isdigit()
    }


def _suit(nom: str, connus: list[str]) -> bool:
    return any(re.fullmatch(rf"test_{re.escape(connu)}(_\w+)?", nom) for connu in connus)


def _annonces_de_points(devoir: Devoir) -> dict[str, float]:
    return {
        numero: _lire_points(valeur) or 0
        for cellule in devoir.notebook.cells
        if cellule.cell_type == "markdown"
        for numero, valeur in QUESTION.findall(cellule.source)
    }


def _points_par_question(devoir: Devoir) -> dict[str, float]:
    notes: dict[str, float] = {}
    numero = "0"
    for cellule in devoir.notebook.cells:
        if titre := QUESTION.search(cellule.source):
            numero = titre[1]
        if valeur := repere(cellule).get("points"):
            notes[numero] = notes.get(numero, 0) + float(valeur)
    return notes


def _lire_points(texte: str | None) -> float | None:
    """Les points d'une case : « 4 », « 2,5 », ou « automatique : 2 » pour la somme dite."""
    trouve = re.fullmatch(r"\d+(?:,\d+)?", texte or "")
    return float(trouve[0].replace(",", ".")) if trouve else None


def _noms_pris(source: str) -> set[str]:
    """Les noms publics qu'une région cachée définit au niveau de la cellule."""
    pris: set[str] = set()
    for instruction in instructions(source):
        if isinstance(instruction, ast.FunctionDef | ast.ClassDef):
            pris.add(instruction.name)
        elif isinstance(instruction, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For):
            ecrits = [n for n in ast.walk(instruction) if isinstance(n, ast.Name)]
            pris |= {n.id for n in ecrits if isinstance(n.ctx, ast.Store)} - _muets(instruction)
        elif isinstance(instruction, ast.Import | ast.ImportFrom):
            pris |= {(alias.asname or alias.name).partition(".")[0] for alias in instruction.names}
    return {nom for nom in pris if not nom.startswith("_")}


def _muets(instruction: ast.stmt) -> set[str]:
    """Les variables d'une compréhension ou d'un lambda : elles ne sortent pas de l'expression."""
    return {
        n.id
        for boucle in ast.walk(instruction)
        if isinstance(boucle, ast.comprehension)
        for n in ast.walk(boucle.target)
        if isinstance(n, ast.Name)
    }


def _finit_par_une_valeur(source: str) -> bool:
    derniere = instructions(source)[-1:]
    if not derniere or not isinstance(derniere[0], ast.Expr):
        return False
    appel = derniere[0].value
    nom = appel.func.id if isinstance(appel, ast.Call) and isinstance(appel.func, ast.Name) else ""
    return nom not in ("print", "display")
