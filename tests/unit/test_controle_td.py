"""Le contrôle des devoirs : chaque règle laisse passer le TD modèle et voit sa faute."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from typer.testing import CliRunner, Result

from grc_lib import cli
from grc_lib.classe._formules import en_clair
from grc_lib.classe.preparation.controle import Constat, Devoir, controler, devoirs, forme, notation
from grc_lib.classe.preparation.controle.fuites import ecritures, fuite, fuites
from grc_lib.classe.preparation.controle.publication import publication
from grc_lib.classe.preparation.enonce import enonce
from grc_lib.classe.preparation.execution import Banc
from grc_lib.classe.preparation.modele_td import nouveau_td
from grc_lib.erreurs import ArgumentInvalide, NonCalculable, RessourceIndisponible

RACINE = Path(__file__).parents[2]
TD = "S521-2"
Abimer = Callable[[NotebookNode], None]


@pytest.fixture(scope="module")
def cours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un dossier de cours où l'enseignant vient de créer un TD."""
    dossier = tmp_path_factory.mktemp("cours")
    shutil.copy(RACINE / "nbgrader_config.py", dossier)
    (dossier / "course").mkdir()
    shutil.copy(RACINE / "course" / "ACCUEIL.ipynb", dossier / "course")
    nouveau_td(dossier, TD, "Le compte d'exploitation client")
    return dossier


@pytest.fixture(scope="module")
def banc() -> Iterator[Banc]:
    with Banc(TD) as banc:
        yield banc


def cellule(notebook: NotebookNode, nom: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.id == nom)


def remplacer(nom: str, avant: str, apres: str) -> Abimer:
    """Une faute d'auteur : un morceau de texte écrit autrement."""

    def abimer(notebook: NotebookNode) -> None:
        source = cellule(notebook, nom).source
        assert avant in source
        cellule(notebook, nom).source = source.replace(avant, apres)

    return abimer


def regler(nom: str, **reglages: object) -> Abimer:
    """Une faute de métadonnées."""
    return lambda notebook: cellule(notebook, nom).metadata.nbgrader.update(reglages)


def ecrire(nom: str, source: str) -> Abimer:
    return lambda notebook: cellule(notebook, nom).update(source=source)


def ensemble(*fautes: Abimer) -> Abimer:
    def abimer(notebook: NotebookNode) -> None:
        for faute in fautes:
            faute(notebook)

    return abimer


def effacer(nom: str) -> Abimer:
    return lambda notebook: notebook.cells.remove(cellule(notebook, nom))


def abime(cours: Path, abimer: Abimer) -> Devoir:
    devoir = Devoir.lire(cours, TD)
    abimer(devoir.notebook)
    return devoir


def phrases(constats: Iterator[Constat]) -> str:
    constats = list(constats)  # type: ignore[assignment]
    assert all(constat.remede for constat in constats)
    return "\n".join(f"{constat.cellule} : {constat.phrase}" for constat in constats)


# --- Le TD modèle -----------------------------------------------------------------------------


def test_le_td_modele_passe_toutes_les_regles(cours: Path) -> None:
    constats = [c for _, trouves in controler(Devoir.lire(cours, TD), 100) for c in trouves]
    assert [(c.regle, c.a_faire) for c in constats] == [("liens", True)]


def test_le_td_modele_est_au_format_du_depot(cours: Path) -> None:
    fichier = cours / "solutions" / TD / f"{TD}.ipynb"
    assert fichier.read_text("utf-8") == nbformat.writes(nbformat.read(fichier, 4)) + "\n"


def test_un_td_existant_n_est_jamais_ecrase(cours: Path) -> None:
    avant = (cours / "solutions" / TD / f"{TD}.ipynb").read_bytes()
    with pytest.raises(RessourceIndisponible, match="existe déjà"):
        nouveau_td(cours, TD, "Autre")
    assert (cours / "solutions" / TD / f"{TD}.ipynb").read_bytes() == avant


@pytest.mark.parametrize(
    ("td", "titre"), [("../x", "T"), ("s521-2", "T"), ("S521", "T"), ("S521-3", " ")]
)
def test_une_reference_ou_un_titre_mal_ecrits_sont_refuses(
    cours: Path, td: str, titre: str
) -> None:
    with pytest.raises(ArgumentInvalide):
        nouveau_td(cours, td, titre)


def test_le_lien_du_td_mene_a_la_lecon_si_elle_existe(tmp_path: Path) -> None:
    lecon = tmp_path / "course" / "annee2" / "S521_compte" / "S521-2_compte.ipynb"
    lecon.parent.mkdir(parents=True)
    lecon.touch()
    nouveau_td(tmp_path, TD, "Titre")
    entete = Devoir.lire(tmp_path, TD).notebook.cells[0].source
    assert "(../../course/annee2/S521_compte/S521-2_compte.ipynb)" in entete


# --- Les règles qui se lisent -----------------------------------------------------------------

LUES = [
    (forme.identifiants, regler("test_marques", grade_id="test_taux_marge"), "sert deux fois"),
    (forme.identifiants, regler("marques", grade_id="Question 2"), "n'est pas lisible"),
    (forme.identifiants, regler("test_marques", grade_id="test_autre"), "ne suit pas sa réponse"),
    (forme.points, regler("test_marques", points=5), "noté sur 19"),
    (forme.points, regler("test_marques", points=5), "Titre : 6 ; tableau du barème : 6"),
    (forme.points, remplacer("question_1", "(4 points)", "(3 points)"), "Question 1 : Titre : 3"),
    (forme.points, remplacer("entete", "| 4 |\n", "| 3 |\n"), "tableau du barème : 3"),
    (forme.points, remplacer("question_1", "(4 points)", ""), "Titre : rien"),
    (forme.competences, remplacer("entete", "marge | C1 |", "marge | |"), "ne dit pas sa comp"),
    (forme.competences, remplacer("entete", "| 4 | La", "| La"), "Question 4"),
    (forme.ebauches, remplacer("marques", "### FIN", "### FIN SOLUTION\nmarques = 3\n#"), "suit"),
    (forme.ebauches, remplacer("marques", "marques = ...\n", ""), "ne nomme aucune réponse"),
    (forme.ebauches, remplacer("marques", "### DEBUT SOLUTION", ""), "n'est pas délimité"),
    (forme.delimiteurs, remplacer("marques", "### FIN SOLUTION", "### Fin solution"), "mal écrit"),
    (forme.delimiteurs, remplacer("marques", "### DEBUT", "## DÉBUT"), "mal écrit"),
    (forme.delimiteurs, remplacer("marques", "### FIN SOLUTION", ""), "par paire"),
    (forme.delimiteurs, remplacer("test_marques", "DEBUT TESTS CACHES", "DEBUT SOLUTION"), "place"),
    (forme.controles, remplacer("test_marques", "verifier_forme(", "print("), "Aucun contrôle"),
    (forme.controles, remplacer("test_marques", "_corrige[", "corrige["), "ne compare rien"),
    (
        forme.controles,
        remplacer(
            "test_marques", "verifier_tableau(", "_a = _b = 1\n_a\n_b\n_b\nverifier_tableau("
        ),
        "quatre",
    ),
    (
        forme.controles,
        remplacer("test_marques", "verifier_tableau(", "ecart = 1\nverifier_tableau("),
        "écrit dans « ecart »",
    ),
    (forme.donnees, remplacer("donnees", "_pieges = {", "pieges = {"), "écrit dans « pieges »"),
    (forme.controles, remplacer("marques", "marques = ...", "marge = ..."), "n'emploie aucune"),
    (forme.donnees, effacer("donnees"), "manque"),
    (forme.donnees, regler("donnees", points=1), "0 point"),
    (forme.donnees, regler("donnees", locked=False), "verrouillée"),
    (forme.donnees, remplacer("donnees", "_contraintes", "contraintes"), "« _contraintes »"),
    (forme.donnees, remplacer("donnees", "_corrige = {", "corrige = {"), "« _corrige »"),
    (forme.donnees, remplacer("donnees", 'Tirage("', 'print("'), "ne sont pas tirées"),
    (forme.donnees, remplacer("donnees", "display(clients)", "clients"), "est une valeur"),
    (forme.redigees, remplacer("question_4", "1. ", "- "), "Le barème"),
    (forme.liens, remplacer("entete", "ACCUEIL", "ACUEIL"), "n'existe pas"),
    (forme.liens, remplacer("entete", "[Leçon", "[Cours"), "Il manque un lien : Leçon"),
    (forme.notebook_normal, regler("test_marques", locked=False), "verrouillé"),
    (forme.notebook_normal, regler("marques", locked=True), "jamais verrouillée"),
    (forme.notebook_normal, regler("reponse_directrice", grade=False), "pas conforme"),
    (publication, remplacer("marques", "### FIN SOLUTION", ""), "ne peut pas publier"),
    (
        publication,
        remplacer("question_2", "##", "return cout / (1 - marque_visee)\n##"),
        "montre une",
    ),
]


@pytest.mark.parametrize(("regle", "abimer", "phrase"), LUES)
def test_une_regle_voit_la_faute_de_l_auteur(
    cours: Path, regle: Callable[[Devoir], Iterator[Constat]], abimer: Abimer, phrase: str
) -> None:
    sain = [c for c in regle(Devoir.lire(cours, TD)) if not c.a_faire]
    assert sain == []
    assert phrase in phrases(regle(abime(cours, abimer)))


def test_un_item_commun_a_tous_se_declare(cours: Path, banc: Banc) -> None:
    commun = abime(cours, MEMES_PRIX)
    cellule(commun.notebook, "test_taux_marge").metadata["grc"] = {"commun": True}
    assert list(notation.en_dur(commun, banc)) == []


def test_une_sortie_enregistree_est_vue(cours: Path) -> None:
    def abimer(notebook: NotebookNode) -> None:
        sortie = nbformat.v4.new_output("stream", text="29,4 %")
        cellule(notebook, "marques").outputs = [sortie]

    assert "Des sorties" in phrases(forme.notebook_normal(abime(cours, abimer)))


def test_un_indice_replie_peut_donner_une_ligne_du_corrige(cours: Path) -> None:
    indice = "<details><summary>Indice</summary>return cout / (1 - marque_visee)</details>\n##"
    devoir = abime(cours, remplacer("question_2", "##", indice))
    assert list(publication(devoir)) == []


def test_une_version_publiee_perimee_est_vue(cours: Path) -> None:
    fichier = cours / "exercises" / TD / f"{TD}.ipynb"
    fichier.parent.mkdir(parents=True)
    devoir = Devoir.lire(cours, TD)
    fichier.write_text(nbformat.writes(devoir.publie) + "\n", "utf-8")
    assert list(publication(devoir)) == []
    devoir = abime(cours, remplacer("question_1", "brochures", "dépliants"))
    assert "n'est pas à jour" in phrases(publication(devoir))
    shutil.rmtree(fichier.parent)


def test_la_version_publiee_ne_contient_rien_de_cache(cours: Path) -> None:
    texte = nbformat.writes(Devoir.lire(cours, TD).publie)
    assert "à la place des points de suspension" in texte
    for secret in ("_corrige", "_contraintes", "SOLUTION", "CACHES", "1 - marque_visee"):
        assert secret not in texte


# --- Les règles qui exécutent le TD -----------------------------------------------------------

ATTENDU = '_corrige["taux_marge"]'
APPEL = f'verifier("taux_marge", taux_marge, {ATTENDU},'
ARRETE = "_a = 1 / taux_marge\n" + APPEL
DIT = f"print({ATTENDU}.valeur)\n" + APPEL
POUR_CENT = f"from grc_lib._formats import pourcentage\nprint(pourcentage({ATTENDU}.valeur, 1))\n"
JUSTE = "prix.taux_marge(cout, prix_actuel)"
MEMES_PRIX = ensemble(
    remplacer("donnees", '"cout", 120, 240', '"cout", 120, 120'),
    remplacer("donnees", '"marge", 30, 96', '"marge", 30, 30'),
)
UN_SEUL_CAS = ensemble(
    remplacer("donnees", "0.25, 0.45, pas", "0.25, 0.25, pas"),
    remplacer("donnees", "(40, 87.5, cout, 1_260)", "(100,)"),
)

EXECUTEES = [
    (notation.copie_vide, ecrire("test_taux_marge", "assert taux_marge"), "reçoit 4 sur 4"),
    (notation.copie_vide, remplacer("taux_marge", "= ...", f"= {JUSTE}"), "reçoit 4 sur 4"),
    (notation.copie_corrigee, remplacer("taux_marge", "(cout, prix", "(2 * cout, prix"), "0 sur 4"),
    (notation.copie_corrigee, remplacer("marques", 'clients["ca"]', 'clients["CA"]'), "KeyError"),
    (
        notation.copie_corrigee,
        remplacer("donnees", "_corrige = {", "_corrige = {1: 1 / 0,"),
        "0 sur",
    ),
    (notation.noyau_propre, remplacer("test_marques", '_corrige["marques"], p', "_k, p"), "lea"),
    (notation.en_dur, MEMES_PRIX, "vaut tous les points, 5 fois sur 5"),
    (notation.en_dur, UN_SEUL_CAS, "vaut tous les points, 5 fois sur 5"),
    (fuites, remplacer("test_taux_marge", APPEL, DIT), "donne la réponse"),
    (fuites, remplacer("test_taux_marge", APPEL, POUR_CENT + APPEL), "donne la réponse"),
    (fuites, remplacer("test_taux_marge", APPEL, ARRETE), "arrête le test (ZeroDivisionError)"),
    (
        fuites,
        remplacer(
            "donnees",
            "        \"C'est le taux de marge",
            "        f\"{(clients['marge'] / clients['ca']).iloc[0]:.3f}",
        ),
        "donne la réponse",
    ),
    (fuites, remplacer("test_taux_marge", APPEL, "print('_corrige')\n" + APPEL), "du code caché"),
    (
        notation.contraintes,
        remplacer("donnees", "prix_actuel > cout", "prix_actuel > 1.3 * cout"),
        "on gagne sur le lot de brochures : faux",
    ),
    (
        notation.contraintes,
        remplacer("donnees", "_contraintes = {", "_contraintes = 3\n_ = {"),
        "dict",
    ),
    (notation.contraintes, remplacer("donnees", "tirage =", "1 / 0\ntirage ="), "ZeroDivision"),
]


@pytest.mark.parametrize(("regle", "abimer", "phrase"), EXECUTEES)
def test_executer_le_td_revele_la_faute(
    cours: Path,
    banc: Banc,
    regle: Callable[[Devoir, Banc], Iterator[Constat]],
    abimer: Abimer,
    phrase: str,
) -> None:
    assert phrase in phrases(regle(abime(cours, abimer), banc))


# --- L'exécution ------------------------------------------------------------------------------


def test_rien_ne_passe_d_une_copie_a_la_suivante(banc: Banc) -> None:
    banc.executer(["secret = 3"], "lea.martin")
    sorties = banc.executer(["secret"], "tom.bernard").sorties
    assert "« secret » n'existe pas" in sorties[0][0]["evalue"]


def test_une_requete_range_sa_reponse_dans_sa_copie(banc: Banc) -> None:
    for seuil in (3, 5):
        sources = ["%load_ext grc_lib", f"seuil = {seuil}", "%%sql lue\nSELECT $seuil AS n"]
        copie = banc.executer([*sources, "n = int(lue.n[0])"], "lea.martin", lire=["n"])
        assert copie.valeurs == {"n": seuil}


def test_l_identite_est_celle_de_la_copie_et_l_essai_est_transmis(banc: Banc) -> None:
    source = (
        "import os\nfrom grc_lib.exercice import etudiant_courant\n"
        "qui = etudiant_courant()\nessai = os.environ.get('GRC_ESSAI')"
    )
    imposee = banc.executer([source], "Léa Martin", lire=["qui", "essai"]).valeurs
    libre = banc.executer(
        [source], "Léa Martin", correction=False, essai=4, lire=["qui", "essai"]
    ).valeurs
    assert imposee == {"qui": "lea.martin", "essai": None}
    assert libre == {"qui": "lea.martin", "essai": "4"}


def test_un_avertissement_se_voit_dans_chaque_copie(banc: Banc) -> None:
    source = (
        "import json, warnings\n"
        "deja_dits = json.__dict__.setdefault('__warningregistry__', {})\n"
        "warnings.warn_explicit('attention', UserWarning, 'json.py', 1, registry=deja_dits)"
    )
    for etudiant in ("a", "b"):
        assert banc.executer([source], etudiant).sorties[0][0]["name"] == "stderr"


def test_une_boucle_sans_fin_est_arretee_et_le_banc_repart() -> None:
    with Banc(TD, delai=8) as banc:
        with pytest.raises(NonCalculable, match="boucle sans fin"):
            banc.executer(["while True: pass"], "lea.martin")
        with pytest.raises(NonCalculable, match="arrête Python"):
            banc.executer(["import os; os._exit(3)"], "lea.martin")
        assert banc.executer(["x = 2"], "lea.martin", lire=["x"]).valeurs == {"x": 2}


# --- Les écritures d'une réponse --------------------------------------------------------------


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (0.31234, "Il fallait 31,2 %."),
        (0.31234, "Attendu 0.312."),
        (1234.5, "C'est 1 234,5 €."),
        (1234.5, "C'est 1234,50 €."),
        (1234.5, "C'est 1\u202f234,50 €."),
        (12, "Trouvez 12 clients."),
        (["Auto-école Chartier"], "Il manque Auto-école Chartier."),
    ],
)
def test_une_reponse_ecrite_dans_un_message_est_reconnue(valeur: object, texte: str) -> None:
    assert fuite(texte, ecritures(valeur))


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (2, "✘ À revoir — taux (2 points) : relisez l'énoncé."),
        (0.312, "Un taux décimal est attendu (divisez par cent)."),
        (66, "Lignes justes : 66 %."),
        (0.3, "Question 3"),
        (True, "True ou False est attendu"),
    ],
)
def test_un_message_honnete_n_est_pas_une_fuite(valeur: object, texte: str) -> None:
    assert not fuite(texte, ecritures(valeur))


# --- L'énoncé et la ligne de commande ---------------------------------------------------------


def test_la_page_d_un_etudiant_est_autonome_et_accessible(cours: Path) -> None:
    page = enonce(cours, TD, "Léa Martin").page()
    assert '<html lang="fr">' in page
    assert "énoncé et corrigé de lea.martin" in page
    assert "<h1>" in page and '<th scope="col">raison_sociale</th>' in page
    assert "<script" not in page and "http" not in page and "$" not in page
    assert page.count("Corrigé</h3>") == 3
    assert "CACHES" not in page and "verifier" not in page
    assert "Bonne forme" not in page and "Juste" not in page


def test_chaque_etudiant_lit_ses_donnees(cours: Path) -> None:
    lea, tom = (enonce(cours, TD, nom).texte() for nom in ("Léa Martin", "Tom Bernard"))
    lot = r"Le lot de brochures coûte \d+ € et se vend \d+ €"
    assert re.findall(lot, lea) != re.findall(lot, tom)
    cout, prix = map(int, re.findall(r"coûte (\d+) € et se vend (\d+) €", lea)[0])
    assert f"taux_marge = {(prix - cout) / cout}" in lea


def test_une_formule_se_lit_sans_script() -> None:
    formule = r"Prix $\text{PV} = \dfrac{PA}{1 - t_{marque}}$, soit $t \times 100\,\%$"
    assert en_clair(formule) == "Prix PV = PA / (1 − t_marque), soit t × 100 %"


@pytest.fixture
def grc(cours: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(cours)
    return lambda *arguments: CliRunner().invoke(cli.app, list(arguments), prog_name="grc")


def test_controler_un_td_sain_puis_abime(grc: Callable[..., Result], cours: Path) -> None:
    sain = grc("controler", TD, "--tirages", "5")
    assert sain.exit_code == 0, sain.output
    assert "[À FAIRE]" in sain.output and "[ÉCHEC]" not in sain.output
    fichier = cours / "solutions" / TD / f"{TD}.ipynb"
    avant = fichier.read_text("utf-8")
    fichier.write_text(avant.replace("(4 points)", "(3 points)"), "utf-8")
    abime = grc("controler", "--tirages", "5")
    fichier.write_text(avant, "utf-8")
    assert abime.exit_code == 1
    assert "[ÉCHEC]   Points annoncés" in abime.output
    assert "→ Écrivez les mêmes points aux trois endroits." in abime.output


def test_les_commandes_de_l_enseignant(grc: Callable[..., Result], tmp_path: Path) -> None:
    assert "Le TD S999-1 n'existe pas" in grc("controler", "S999-1").output
    assert "existe déjà" in grc("nouveau-td", TD, "--titre", "x").output
    page = tmp_path / "lea.html"
    assert (
        f"Page écrite : {page}"
        in grc("enonce", TD, "--etudiant", "Léa", "--page", str(page)).output
    )
    assert "énoncé et corrigé de lea" in page.read_text("utf-8")
    assert "Le taux de marque visé" in grc("enonce", TD, "--etudiant", "Léa").output


def test_un_td_illisible_ou_absent_se_dit_en_francais(cours: Path, tmp_path: Path) -> None:
    with pytest.raises(RessourceIndisponible, match="Aucun TD"):
        devoirs(tmp_path)
    fichier = tmp_path / "solutions" / "S1-1" / "S1-1.ipynb"
    fichier.parent.mkdir(parents=True)
    fichier.write_text("pas un notebook")
    with pytest.raises(RessourceIndisponible, match="illisible"):
        Devoir.lire(tmp_path, "S1-1")
    assert devoirs(cours) == [TD]
