"""Le bilan d'un TD noté : ce que le professeur lit, exporte, et les copies qu'il compare."""

import csv
import hashlib
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from copies import DEVOIR, RACINE, Copie, corriges

from grc_lib.classe.bilan import (
    Classe,
    Eleve,
    Question,
    Resultat,
    corrections_individuelles,
    exporter_moodle,
    exporter_pronote,
    lire_classe,
    rapport,
    reponses_attendues,
    ressemblances,
)
from grc_lib.classe.bilan.modele import SANS_REPONSE
from grc_lib.classe.bilan.page import manque, page
from grc_lib.classe.bilan.ressemblances import RAPPEL
from grc_lib.classe.bilan.suivi import a_voir
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible

HOSTILE = "<script>alert('x')</script>"
Q1 = Question("1", "Le taux", ("C1",), 4, automatique=True)
Q2 = Question("2", "La réponse", ("C2",), 6, automatique=False)


def eleve(nom: str, taux: float, redaction: float | None, **champs: object) -> Eleve:
    """Un élève dont la deuxième question est lue, ou attend le professeur (None)."""
    un = Resultat(Q1, taux, 4, False, "" if taux == 4 else "Vous avez oublié la remise.")
    lue = redaction is not None
    deux = Resultat(Q2, redaction or 0, 6 if lue else 0, not lue, "")
    connu = Eleve(nom, nom=nom, rendue=True, lisible=True, resultats=(un, deux))
    return replace(connu, **champs)


def petite_classe(*eleves: Eleve) -> Classe:
    return Classe("S900-1", "TD S900-1 · Essai", (Q1, Q2), eleves)


@pytest.fixture(scope="session")
def bilan(classe: Path) -> Classe:
    carnet = classe / "gradebook.db"
    avant = hashlib.sha256(carnet.read_bytes()).hexdigest()
    lue = lire_classe(f"sqlite:///{carnet}", DEVOIR, classe / "autograded")
    assert hashlib.sha256(carnet.read_bytes()).hexdigest() == avant, "le carnet a changé"
    return lue


class Lecteur(HTMLParser):
    """Les balises d'une page, et les adresses qu'elle demande."""

    def __init__(self, texte: str) -> None:
        super().__init__()
        self.balises: list[tuple[str, dict[str, str | None]]] = []
        self.feed(texte)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, dict(attrs)))


class TestLecture:
    def test_chaque_question_a_ses_points_et_sa_competence(self, bilan: Classe) -> None:
        assert [q.numero for q in bilan.questions] == list("12345678")
        assert sum(q.maximum for q in bilan.questions) == 20
        assert [q.competences for q in bilan.questions] == [("C1",)] * 5 + [("C2",)] * 3
        assert [q.automatique for q in bilan.questions] == [True] * 7 + [False]

    @pytest.mark.parametrize(
        ("identifiant", "note", "attente", "vide"),
        [
            ("juste.martin", 19.5, False, False),
            ("moitie.leroy", 5.75, False, False),
            ("vide.moreau", 0, False, True),
            ("syntaxe.petit", 17.5, True, False),  # 14 sur les 16 points déjà notés
        ],
    )
    def test_note_attente_et_copie_vide(
        self, bilan: Classe, identifiant: str, note: float, attente: bool, vide: bool
    ) -> None:
        lu = next(e for e in bilan.eleves if e.identifiant == identifiant)
        assert lu.note == pytest.approx(note)
        assert (bool(lu.en_attente), lu.vide, lu.lisible) == (attente, vide, True)

    def test_la_phrase_du_controle_est_lue_sans_son_titre(self, bilan: Classe) -> None:
        phrases = {
            e.identifiant: {r.question.numero: r.message for r in e.resultats} for e in bilan.eleves
        }
        assert phrases["faux.dupont"]["4"] == "C'est l'indice : il reste à en prendre l'inverse."
        assert phrases["moitie.leroy"]["2"] == (  # note partielle, sans la part qui lui est propre
            "Qui franchit le seuil reste dans la classe : relisez la règle de frontière."
        )
        assert phrases["vide.moreau"]["1"] == SANS_REPONSE
        assert phrases["boucle.roux"]["4"].startswith("« equivalent » n'existe pas")
        assert not any(phrases["juste.martin"].values())

    def test_la_page_d_une_vraie_classe(self, bilan: Classe, tmp_path: Path) -> None:
        rapport(bilan, tmp_path / "bilan.html")
        texte = (tmp_path / "bilan.html").read_text("utf-8")
        assert "10 copies rendues sur 10 élèves" in texte
        assert "C1 — exploiter l&#39;information commerciale" in texte
        assert "faux.dupont" in texte

    def test_une_copie_deposee_mais_pas_notee_est_nommee(
        self, classe: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "autograded").symlink_to(classe / "autograded")
        for etudiant in ("Léo Illisible", "juste.martin", "!!!"):
            (tmp_path / "submitted" / etudiant / DEVOIR).mkdir(parents=True)
        carnet = f"sqlite:///{classe / 'gradebook.db'}"
        bilan = lire_classe(carnet, DEVOIR, tmp_path / "autograded", classe)
        assert {e.identifiant for e in bilan.eleves if e.deposee and not e.rendue} == {
            "leo.illisible",
            "!!!",
        }
        rapport(bilan, tmp_path / "bilan.html")
        assert "mais pas notées" in (tmp_path / "bilan.html").read_text("utf-8")

    def test_sans_carnet_ou_sans_correction_la_phrase_dit_quoi_faire(
        self, classe: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(RessourceIndisponible, match="notez d'abord"):
            lire_classe(f"sqlite:///{tmp_path / 'non.db'}", DEVOIR, classe / "autograded")
        assert not (tmp_path / "non.db").exists()
        carnet = f"sqlite:///{classe / 'gradebook.db'}"
        with pytest.raises(RessourceIndisponible, match="n'existe pas"):
            lire_classe(carnet, "S000-1", classe / "autograded")
        with pytest.raises(RessourceIndisponible, match="ne connaît pas le TD"):
            lire_classe(carnet, "S522-1", classe / "autograded", racine=RACINE)

    def test_un_fichier_qui_n_est_pas_un_carnet(self, classe: Path, tmp_path: Path) -> None:
        (tmp_path / "faux.db").write_text("ceci n'est pas une base de données, loin de là")
        with pytest.raises(RessourceIndisponible, match="ne se lit pas"):
            lire_classe(f"sqlite:///{tmp_path / 'faux.db'}", DEVOIR, classe / "autograded")


class TestSuivi:
    def test_chaque_regle_designe_l_eleve_qu_elle_dit(self) -> None:
        bons = [eleve(f"bon{rang}", 4, 5) for rang in range(8)]
        vus = a_voir(
            petite_classe(
                *bons,
                eleve("vide", 0, 0, vide=True),
                eleve("faible", 1, 1),
                eleve("base", 0, 6),
                eleve("chute", 4, 3, precedentes=(18.0, 19.0)),
                eleve("absent", 0, 0, rendue=False, resultats=()),
            )
        )
        raisons = {vu.eleve.identifiant: vu.raisons for vu in vus}
        assert raisons == {
            "vide": ("copie vide",),
            "faible": ("4 sur 20",),
            "base": ("base manquée : Q1",),
            "chute": ("chute : 18,5 de moyenne avant, 14 ici",),
        }

    def test_une_question_a_lire_n_est_pas_manquee(self) -> None:
        assert not a_voir(petite_classe(*(eleve(f"e{rang}", 4, None) for rang in range(5))))


class TestPage:
    def test_l_erreur_la_plus_frequente_et_combien_l_ont_faite(self) -> None:
        lu = manque(petite_classe(eleve("a", 0, 6), eleve("b", 2, 6), eleve("c", 4, 6)), Q1)
        assert (lu.erreur, lu.faite) == ("Vous avez oublié la remise.", 2)
        assert lu.reussite == pytest.approx(0.5)
        assert lu.entieres == 1

    def test_rien_d_un_eleve_n_entre_sans_echappement(self) -> None:
        attaque = eleve(HOSTILE, 0, None, prenom='"><img src=x onerror=alert(1)>')
        message = replace(attaque.resultats[0], message=HOSTILE)
        attaque = replace(attaque, resultats=(message, attaque.resultats[1]))
        texte = page(petite_classe(attaque, eleve("b", 4, 6)))
        balises = {balise for balise, _ in Lecteur(texte).balises}
        assert not balises & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
        assert HOSTILE not in texte
        assert "&lt;script&gt;" in texte

    def test_la_page_ne_demande_rien_et_n_execute_rien(self) -> None:
        texte = page(petite_classe(eleve("a", 4, 6), eleve("b", 0, 3)))
        for _, attributs in Lecteur(texte).balises:
            adresses = [attributs.get(nom) or "" for nom in ("src", "href", "action")]
            assert all(adresse.startswith("#") for adresse in adresses if adresse)
            assert not any(nom.startswith("on") for nom in attributs)
        assert "url(" not in texte and "@import" not in texte
        assert "default-src 'none'" in texte

    def test_la_page_se_lit_au_lecteur_d_ecran(self) -> None:
        texte = page(petite_classe(eleve("a", 4, 6), eleve("b", 0, 3)))
        balises = Lecteur(texte).balises
        noms = [balise for balise, _ in balises]
        assert all(attributs.get("scope") for balise, attributs in balises if balise == "th")
        assert noms.count("h1") == noms.count("main") == 1
        assert noms.count("figure") == noms.count("figcaption")
        assert ("html", {"lang": "fr"}) in balises
        images = [a for b, a in balises if b == "svg"]
        assert all(a.get("aria-label") or a.get("aria-hidden") == "true" for a in images)
        ancres = {a["href"][1:] for b, a in balises if b == "a" and a.get("href")}
        assert ancres <= {a["id"] for _, a in balises if a.get("id")}

    def test_sans_competence_le_profil_le_dit(self) -> None:
        muette = replace(Q1, competences=())
        seul = replace(eleve("a", 4, 6), resultats=(Resultat(muette, 4, 4, False, ""),))
        texte = page(Classe("S900-1", "Essai", (muette,), (seul,)))
        assert "pas de profil" in texte

    def test_une_classe_sans_copie(self) -> None:
        texte = page(petite_classe(Eleve("absente.eve")))
        assert "Aucune copie n&#39;est notée" in texte or "Aucune copie n'est notée" in texte
        assert "absente.eve" in texte

    def test_une_note_provisoire_est_annoncee(self) -> None:
        assert "Notes provisoires" in page(petite_classe(eleve("a", 4, None)))
        assert "Notes provisoires" not in page(petite_classe(eleve("a", 4, 6)))


class TestExports:
    ELEVES = (
        eleve("Martin", 3, 4.5, prenom="Léa", identifiant="lea.martin", courriel="lea@ecole.fr"),
        eleve("Petit", 4, None, identifiant="tom.petit"),
        eleve("=2+3", 4, 6, prenom="@SUM(A1)", identifiant="+33"),
        Eleve("absent.luc", nom="Absent"),
    )

    def test_moodle_virgules_points_et_tiret(self, tmp_path: Path) -> None:
        sans_note = exporter_moodle(petite_classe(*self.ELEVES), tmp_path / "moodle.csv")
        octets = (tmp_path / "moodle.csv").read_bytes()
        lignes = list(csv.DictReader(octets.decode("utf-8").splitlines()))
        assert lignes[0] == {
            "Identifiant": "lea.martin",
            "Prénom": "Léa",
            "Nom": "Martin",
            "Adresse de courriel": "lea@ecole.fr",
            "TD S900-1": "15.00",
        }
        assert [ligne["TD S900-1"] for ligne in lignes] == ["15.00", "-", "20.00", "-"]
        assert [e.identifiant for e in sans_note] == ["tom.petit", "absent.luc"]

    def test_pronote_points_virgules_et_virgule_decimale(self, tmp_path: Path) -> None:
        exporter_pronote(petite_classe(*self.ELEVES), tmp_path / "pronote.csv")
        octets = (tmp_path / "pronote.csv").read_bytes()
        assert octets.startswith(b"\xef\xbb\xbf")
        texte = octets.decode("utf-8-sig").splitlines()
        lignes = list(csv.DictReader(texte, delimiter=";"))
        assert [ligne["Note"] for ligne in lignes] == ["15,00", "", "20,00", ""]
        assert [ligne["Remarque"] for ligne in lignes] == [
            "",
            "copie à lire",
            "",
            "copie non rendue",
        ]

    @pytest.mark.parametrize("exporter", [exporter_moodle, exporter_pronote])
    def test_aucune_case_n_est_une_formule(self, exporter: object, tmp_path: Path) -> None:
        exporter(petite_classe(*self.ELEVES), tmp_path / "notes.csv")  # type: ignore[operator]
        cases = re.split(r"[,;\r\n]+", (tmp_path / "notes.csv").read_text("utf-8-sig"))
        assert not [case for case in cases if case != "-" and case.startswith(tuple("=+-@"))]

    def test_un_dossier_absent_est_dit_en_francais(self, tmp_path: Path) -> None:
        (tmp_path / "fichier").write_text("")
        with pytest.raises(RessourceIndisponible):
            exporter_moodle(petite_classe(), tmp_path / "fichier" / "moodle.csv")


A_LUI = {
    "classement": "# je trie puis je cumule les ventes\n"
    "trie = portefeuille.sort_values('ca', ascending=False).assign(rang=range(60))\n"
    "trie['cumul'] = trie['ca'].cumsum().shift(fill_value=0) / trie['ca'].sum()\n"
    "trie['classe'] = ['A' if part < seuil_a else 'B' if part < 0.95 else 'C' "
    "for part in trie['cumul']]\n"
    "classement = trie[['classe']]",
    "equivalent": "parts = [vente / portefeuille['ca'].sum() for vente in portefeuille['ca']]\n"
    "equivalent = 1 / sum(part * part for part in parts)",
}
RENOMMEE = {
    "classement": "# classement par ordre decroissant\n"
    "tableau = portefeuille.sort_values('ca', ascending=False).assign(rang=range(60))\n"
    "tableau['cumul'] = tableau['ca'].cumsum().shift(fill_value=0) / tableau['ca'].sum()\n"
    "tableau['classe'] = ['A' if x < seuil_a else 'B' if x < 0.95 else 'C' "
    "for x in tableau['cumul']]\n"
    "classement = tableau[['classe']]",
    "equivalent": "liste = [c / portefeuille['ca'].sum() for c in portefeuille['ca']]\n"
    "# somme des carres\n"
    "equivalent = 1 / sum(p * p for p in liste)",
}
REDACTIONS = [
    "Madame, nos plus gros clients pèsent 71 % des ventes et nous n'avons pas assez d'heures : je "
    "propose de passer les visites des clients moyens au téléphone dès le mois de septembre.",
    "Bonjour, après étude du portefeuille, la moitié du chiffre vient d'une poignée d'acheteurs. "
    "Il faudrait un troisième commercial, sinon Lyon sera délaissé pendant l'hiver.",
]

MOTS = "client vente marge visite heure secteur choix risque lundi appel agenda tournée panier"


@pytest.fixture
def deposer(tmp_path: Path):
    """Écrit une copie notée par élève dans `autograded/`, et rend ce dossier."""

    def ecrire(copies: dict[str, dict[str, str]]) -> Path:
        for nom, donnees in copies.items():
            fichier = tmp_path / "autograded" / nom / DEVOIR / f"{DEVOIR}.ipynb"
            fichier.parent.mkdir(parents=True)
            fichier.write_text(str(Copie(RACINE).repond(**donnees)), "utf-8")
        return tmp_path / "autograded"

    return ecrire


def honnetes(combien: int = 10) -> dict[str, dict[str, str]]:
    """Des copies justes : le corrigé est unique, chacun a ses mots pour la rédaction."""
    mots = re.findall(r"\w+", MOTS)
    hasard = random.Random(1)
    return {
        f"eleve.{rang}": corriges()
        | {"reponse_directrice": " ".join(hasard.choice(mots) for _ in range(120))}
        for rang in range(combien)
    }


class TestRessemblances:
    def test_dix_copies_justes_ne_sont_pas_signalees(self, deposer) -> None:
        assert ressemblances(deposer(honnetes()), DEVOIR, RACINE) == []

    def test_dix_copies_vides_ne_sont_pas_signalees(self, deposer) -> None:
        assert ressemblances(deposer({f"e.{r}": {} for r in range(10)}), DEVOIR, RACINE) == []

    def test_noms_et_commentaires_changes_la_copie_se_voit(self, deposer) -> None:
        copies = honnetes(8)
        copies["eleve.0"] |= A_LUI
        copies["eleve.1"] |= RENOMMEE
        [vue] = ressemblances(deposer(copies), DEVOIR, RACINE)
        assert vue.etudiants == ("eleve.0", "eleve.1")
        assert "instructions de même construction" in vue.phrase

    def test_une_methode_a_soi_seul_n_est_pas_signalee(self, deposer) -> None:
        copies = honnetes(8)
        copies["eleve.0"] |= A_LUI
        assert ressemblances(deposer(copies), DEVOIR, RACINE) == []

    def test_les_memes_phrases_se_voient_malgre_d_autres_nombres(self, deposer) -> None:
        copies = honnetes(8)
        copies["eleve.2"]["reponse_directrice"] = REDACTIONS[0]
        copies["eleve.5"]["reponse_directrice"] = REDACTIONS[0].replace("71 %", "64 %")
        copies["eleve.6"]["reponse_directrice"] = REDACTIONS[1]
        [vue] = ressemblances(deposer(copies), DEVOIR, RACINE)
        assert vue.etudiants == ("eleve.2", "eleve.5")
        assert "une même phrase (« " in vue.phrase

    def test_une_rare_constante_commune_se_voit(self, deposer) -> None:
        copies = honnetes(8)
        copies["eleve.3"]["part_20"] = "part_20 = 0.68412"
        copies["eleve.4"]["part_20"] = "# trouvé à la calculatrice\npart_20 = 0.68412"
        copies["eleve.5"]["part_20"] = "part_20 = 0.71306"
        [vue] = ressemblances(deposer(copies), DEVOIR, RACINE)
        assert vue.etudiants == ("eleve.3", "eleve.4")
        assert "0.68412" in vue.phrase

    def test_la_reponse_d_un_autre_recopiee_se_voit(self, deposer) -> None:
        copies = honnetes(6)
        copies["eleve.1"]["part_20"] = "part_20 = 0.6841"
        attendus = {f"eleve.{r}": {"part_20": 0.5 + r / 9.7} for r in range(6)}
        attendus["eleve.4"]["part_20"] = 0.684123
        [vue] = ressemblances(deposer(copies), DEVOIR, RACINE, attendus)
        assert vue.etudiants == ("eleve.1", "eleve.4")
        assert "eleve.1 écrit « 0.6841 » à part_20, la bonne réponse de eleve.4" in vue.phrase

    def test_les_reponses_attendues_sont_celles_de_chacun(self) -> None:
        attendus = reponses_attendues(RACINE, DEVOIR, ["lea.martin", "tom.bernard"])
        lea, tom = (valeurs["part_20"] for valeurs in attendus.values())
        assert 0 < lea < 1 and 0 < tom < 1 and lea != tom

    def test_sa_propre_reponse_ecrite_en_dur_ne_dit_rien(self, deposer) -> None:
        copies = honnetes(6)
        copies["eleve.1"]["part_20"] = "part_20 = 0.6841"
        attendus = {f"eleve.{r}": {"part_20": 0.684123} for r in range(6)}
        assert ressemblances(deposer(copies), DEVOIR, RACINE, attendus) == []

    def test_une_copie_absurde_n_arrete_rien(self, deposer) -> None:
        copies = honnetes(3)
        copies["eleve.0"]["part_20"] = "+".join(["1"] * 5_000)
        copies["eleve.1"]["part_20"] = "(" * 500 + "x = 'é\x00"
        dossier = deposer(copies)
        (dossier / "eleve.2" / DEVOIR / f"{DEVOIR}.ipynb").write_text("{")
        assert ressemblances(dossier, DEVOIR, RACINE) == []

    def test_le_bilan_rappelle_que_ce_n_est_pas_une_preuve(self, deposer) -> None:
        copies = honnetes(5)
        for nom in ("eleve.0", "eleve.1"):
            copies[nom]["reponse_directrice"] = REDACTIONS[0]
        trouvees = ressemblances(deposer(copies), DEVOIR, RACINE)
        texte = page(petite_classe(eleve("a", 4, 6)), trouvees)
        assert RAPPEL.replace("'", "&#39;") in texte
        assert all("Ce n'est pas une preuve" in vue.phrase for vue in trouvees)


class TestCorriges:
    def test_une_feuille_par_eleve_avec_ses_donnees(self, tmp_path: Path) -> None:
        sortie = tmp_path / "corriges.html"
        corrections_individuelles(RACINE, DEVOIR, ["Léa Martin", "tom.bernard"], sortie)
        texte = sortie.read_text("utf-8")
        feuilles = re.findall(r'(?s)<article id="([^"]+)".*?</article>', texte)
        assert feuilles == ["lea.martin", "tom.bernard"]
        lea, tom = texte.split("<article ")[1:]
        assert "Données de : lea.martin" in lea or "lea.martin" in lea
        reponses = [re.search(r"part_20 = ([\d.]+)", feuille) for feuille in (lea, tom)]
        assert all(reponses) and reponses[0][1] != reponses[1][1]  # type: ignore[index]
        noms = [balise for balise, _ in Lecteur(texte).balises]
        assert noms.count("h1") == noms.count("main") == 1
        assert "script" not in noms

    def test_sans_eleve(self, tmp_path: Path) -> None:
        with pytest.raises(ArgumentInvalide, match="au moins un nom"):
            corrections_individuelles(RACINE, DEVOIR, [], tmp_path / "corriges.html")


def test_les_competences_de_tous_les_td_se_lisent() -> None:
    """Chaque question des TD publiés a sa compétence : le profil n'a pas de trou."""
    from grc_lib.classe.preparation.controle import Devoir
    from grc_lib.classe.preparation.controle.forme import bareme

    for source in sorted((RACINE / "solutions").glob("*/*.ipynb")):
        notebook = nbformat.read(source, as_version=4)
        titres = re.findall(
            r"^## Question (\d+)", "\n".join(c.source for c in notebook.cells), re.M
        )
        lignes = bareme(Devoir.lire(RACINE, source.stem))
        assert all(re.findall(r"\bC\d\b", lignes[n]["Compétence"]) for n in titres), source.stem
