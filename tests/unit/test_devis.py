"""Le devis complexe : totaux au centime, TVA à plusieurs taux, document imprimable."""

import dataclasses
import math
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.devis import Devis, Ligne
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=60)
TAUX = [0.20, 0.10, 0.055, 0.021, 0.0]

lignes = st.builds(
    Ligne,
    st.just("article"),
    st.integers(1, 500),
    st.integers(1, 10**6).map(lambda c: c / 100),
    tva=st.sampled_from(TAUX),
    remise=st.sampled_from([0, 0.05, 0.3]),
)
devis_quelconques = st.builds(
    Devis,
    st.lists(lignes, min_size=1, max_size=6),
    remises=st.lists(st.sampled_from([0.02, 0.05, 0.125, 0.3]), max_size=3),
    escompte=st.sampled_from([0, 0.01, 0.025]),
    port=st.integers(0, 30000).map(lambda c: c / 100),
    arrondi_tva=st.sampled_from(["base", "ligne"]),
    tva_port=st.sampled_from(["prorata", "principal"]),
)


def exact(montant):
    return Decimal(str(montant))


def arrondi(montant):
    return montant.quantize(Decimal("0.01"), ROUND_HALF_UP)


def dv01(**options):
    reglages = {"remises": (0.10, 0.05), "escompte": 0.02, "port": 150} | options
    return Devis([Ligne("impression", 1, 10000)], **reglages)


# --- L'ordre du manuel


def test_le_devis_du_manuel_total_par_total():
    devis = dv01(acompte=3000)
    assert (devis.brut, devis.net_commercial, devis.net_financier) == (10000, 8550, 8379)
    assert (devis.total_ht, devis.total_tva, devis.ttc) == (8529, 1705.80, 10234.80)
    assert devis.reste_a_payer == 7234.80
    assert devis.tva_par_taux == {0.20: 1705.80} and devis.base_par_taux == {0.20: 8529.0}


def test_additionner_les_remises_donnerait_un_autre_net():
    assert dv01().net_commercial != 10000 * (1 - 0.15)


def test_ni_la_remise_ni_l_escompte_ne_touchent_le_port():
    assert dv01(port=200).ttc - dv01(port=150).ttc == pytest.approx(50 * 1.2)


def test_sans_remise_ni_escompte_ni_port_tous_les_hors_taxe_sont_le_brut():
    devis = Devis([Ligne("cartes", 3, 89)])
    assert devis.brut == devis.net_commercial == devis.net_financier == devis.total_ht == 267
    assert devis.reste_a_payer == devis.ttc == 320.40


def test_la_remise_de_ligne_se_deduit_avant_le_total_brut():
    devis = Devis([Ligne("papier", 3, 89, remise=0.10), Ligne("pose", 1, 50)], remises=[0.10])
    assert devis.brut == 240.30 + 50
    assert devis.net_commercial == 261.27


def test_chaque_ligne_s_arrondit_au_centime_demi_vers_le_haut():
    assert Ligne("page", 1, 2.675).montant == 2.68
    assert Ligne("page", 3, 0.335).montant == 1.01  # 1,005, que round() rend 1,0
    assert Ligne("page", 333, 0.0345).montant == 11.49


def test_la_cascade_ne_s_arrondit_qu_a_la_fin():
    # 1 234,56 × 0,9 × 0,95 = 1 055,5488 → 1 055,55, et 1 055,54 en arrondissant chaque remise.
    devis = Devis([Ligne("lot", 1, 1234.56)], remises=(0.10, 0.05))
    assert devis.net_commercial == 1055.55


@given(st.lists(st.sampled_from([0.02, 0.05, 0.125, 0.3]), max_size=4), st.randoms())
@sans_hate
def test_l_ordre_des_remises_ne_change_pas_le_net_commercial(remises, hasard):
    ligne = Ligne("lot", 7, 123.45)
    autre = hasard.sample(remises, len(remises))
    assert (
        Devis([ligne], remises=remises).net_commercial
        == Devis([ligne], remises=autre).net_commercial
    )


@given(
    st.integers(1, 10**8),
    st.lists(st.integers(0, 50), max_size=3),
    st.integers(0, 10),
    st.integers(0, 10**5),
    st.sampled_from(["0.20", "0.10", "0.055"]),
)
@sans_hate
def test_a_un_seul_taux_chaque_total_est_celui_du_calcul_decimal(centimes, remises, e, port, tva):
    brut, port = Decimal(centimes) / 100, Decimal(port) / 100
    net = brut
    for remise in remises:
        net *= 1 - Decimal(remise) / 100
    net = arrondi(net)
    financier = arrondi(net * (1 - Decimal(e) / 100))
    taxe = arrondi((financier + port) * Decimal(tva))
    devis = Devis(
        [Ligne("lot", 1, float(brut), tva=float(tva))],
        remises=[r / 100 for r in remises],
        escompte=e / 100,
        port=float(port),
    )
    attendu = [net, financier, financier + port, taxe, financier + port + taxe]
    obtenu = [devis.net_commercial, devis.net_financier, devis.total_ht, devis.total_tva, devis.ttc]
    assert [exact(o) for o in obtenu] == attendu


# --- La TVA à plusieurs taux


def test_deux_taux_de_tva_calcules_a_la_main():
    devis = Devis([Ligne("livres", 40, 31.90, tva=0.055), Ligne("affiches", 1500, 1.12)])
    assert devis.base_par_taux == {0.20: 1680.0, 0.055: 1276.0}
    assert devis.tva_par_taux == {0.20: 336.0, 0.055: 70.18}
    assert list(devis.tva_par_taux) == [0.20, 0.055]
    assert (devis.total_tva, devis.ttc) == (406.18, 3362.18)


def test_arrondir_par_ligne_ou_par_base_ne_donne_pas_la_meme_tva():
    # 3 × 1,03 € à 5,5 % : 3,09 × 5,5 % = 0,16995 → 0,17 ; 3 × 0,05665 → 3 × 0,06 = 0,18.
    articles = [Ligne(f"livre {n}", 1, 1.03, tva=0.055) for n in range(3)]
    assert Devis(articles).total_tva == 0.17
    assert Devis(articles, arrondi_tva="ligne").total_tva == 0.18


def test_par_ligne_les_remises_et_l_escompte_passent_avant_la_taxe_et_le_port_compte_a_part():
    # Lignes nettes : 0,45 et 0,45 € ; TVA 0,09 chacune ; port 0,03 € : TVA 0,006 → 0,01.
    articles = [Ligne("a", 1, 0.50), Ligne("b", 1, 0.50)]
    devis = Devis(articles, remises=[0.10], port=0.03, arrondi_tva="ligne")
    assert devis.total_tva == 0.19
    assert Devis(articles, remises=[0.10], port=0.03).total_tva == 0.19
    devis = Devis(articles, remises=[0.10], escompte=0.10, port=0.03, arrondi_tva="ligne")
    assert devis.total_tva == 0.17  # 2 × 0,081 → 2 × 0,08, plus 0,01


def test_remises_et_escompte_se_repartissent_entre_les_taux_au_prorata():
    mixte = [Ligne("affiches", 1, 600), Ligne("livres", 1, 400, tva=0.055)]
    devis = Devis(mixte, remises=[0.10], escompte=0.02)
    assert devis.net_financier == 882
    assert devis.base_par_taux == {0.20: 529.20, 0.055: 352.80}


def test_le_port_suit_les_produits_au_prorata_ou_l_objet_principal():
    mixte = [Ligne("affiches", 1, 600), Ligne("livres", 1, 400, tva=0.055)]
    assert Devis(mixte, port=50).base_par_taux == {0.20: 630.0, 0.055: 420.0}
    principal = Devis(mixte, port=50, tva_port="principal")
    assert principal.base_par_taux == {0.20: 650.0, 0.055: 400.0}
    renverse = [Ligne("affiches", 1, 300), Ligne("livres", 1, 400, tva=0.055)]
    livres = Devis(renverse, port=50, tva_port="principal")
    assert livres.base_par_taux == {0.20: 300.0, 0.055: 450.0}
    egaux = [Ligne("livres", 1, 400, tva=0.055), Ligne("affiches", 1, 400)]
    assert Devis(egaux, port=50, tva_port="principal").base_par_taux[0.20] == 450.0


def test_a_un_seul_taux_les_deux_regles_de_port_se_rejoignent():
    assert dv01().ttc == dv01(tva_port="principal").ttc == dv01(arrondi_tva="ligne").ttc


@given(devis_quelconques)
@sans_hate
def test_aucun_centime_ne_se_perd(devis):
    assert sum(map(exact, devis.tva_par_taux.values())) == exact(devis.total_tva)
    assert sum(map(exact, devis.base_par_taux.values())) == exact(devis.total_ht)
    assert exact(devis.net_financier) + arrondi(exact(devis.port)) == exact(devis.total_ht)
    assert exact(devis.total_ht) + exact(devis.total_tva) == exact(devis.ttc)
    assert sum(exact(ligne.montant) for ligne in devis.lignes) == exact(devis.brut)


@given(devis_quelconques)
@sans_hate
def test_les_totaux_restent_a_un_centime_pres_du_calcul_en_flottants(devis):
    facteur = math.prod(1 - r for r in devis.remises) * (1 - devis.escompte)
    assert devis.net_financier == pytest.approx(devis.brut * facteur, abs=0.0101)
    for taux, base in devis.base_par_taux.items():
        lignes_au_taux = sum(ligne.montant for ligne in devis if ligne.tva == taux)
        part = lignes_au_taux / devis.brut
        if devis.tva_port == "prorata":
            assert base == pytest.approx(devis.total_ht * part, abs=0.0101)
        if devis.arrondi_tva == "base":
            assert devis.tva_par_taux[taux] == pytest.approx(base * taux, abs=0.0051)


def test_une_remise_totale_ne_laisse_que_le_port():
    devis = dv01(remises=[1], port=10)
    assert (devis.net_commercial, devis.total_ht, devis.total_tva) == (0, 10, 2)


# --- L'acompte


def test_l_acompte_peut_tout_payer_mais_pas_davantage():
    assert dv01(acompte=10234.80).reste_a_payer == 0
    with pytest.raises(ArgumentInvalide, match="au plus égal au TTC"):
        dv01(acompte=10234.81)


def test_l_acompte_est_lu_au_centime():
    assert dv01(acompte=0.3 * 10234.80).reste_a_payer == 7164.36


# --- Mauvaises entrées


@pytest.mark.parametrize(
    "mauvais", [-1, math.nan, math.inf, None, "0.1", True, 20, [0.1]], ids=repr
)
@pytest.mark.parametrize(
    "creer",
    [
        lambda x: Ligne("a", 1, 10, tva=x),
        lambda x: Ligne("a", 1, 10, remise=x),
        lambda x: dv01(escompte=x),
        lambda x: dv01(remises=(0.1, x)),
    ],
)
def test_un_taux_qui_n_est_pas_decimal_est_refuse(creer, mauvais):
    with pytest.raises(ErreurGrc, match="attendu un"):
        creer(mauvais)


@pytest.mark.parametrize("mauvais", [-1, math.nan, math.inf, None, "10", True, 1e12, [1]], ids=repr)
@pytest.mark.parametrize(
    "creer",
    [
        lambda x: Ligne("a", x, 10),
        lambda x: Ligne("a", 1, x),
        lambda x: dv01(port=x),
        lambda x: dv01(acompte=x),
    ],
)
def test_un_montant_impossible_est_refuse(creer, mauvais):
    with pytest.raises(ErreurGrc, match="attendu un"):
        creer(mauvais)


@pytest.mark.parametrize(
    ("creer", "erreur", "mot"),
    [
        (lambda: Devis([]), NonCalculable, "aucune ligne"),
        (lambda: Devis([Ligne("offert", 1, 0)]), NonCalculable, "rien à totaliser"),
        (lambda: Devis([("a", 1, 10)]), MauvaisType, "lignes, rang 1"),
        (lambda: Devis(Ligne("a", 1, 10)), MauvaisType, "une liste de Ligne"),
        (lambda: Devis("abc"), MauvaisType, "une liste de Ligne"),
        (lambda: Devis(None), MauvaisType, "une liste de Ligne"),
        (lambda: dv01(remises=0.10), MauvaisType, "une suite de taux"),
        (lambda: dv01(remises=10), MauvaisType, "une suite de taux"),
        (lambda: Ligne("a", 0, 10), ArgumentInvalide, "plus grande que 0"),
        (lambda: Ligne("  ", 1, 10), ArgumentInvalide, "désignation"),
        (lambda: Ligne(12, 1, 10), MauvaisType, "désignation"),
        (lambda: Ligne("a", 1e9, 1e9), ArgumentInvalide, "mille milliards"),
        (lambda: dv01(arrondi_tva="total"), ArgumentInvalide, "base"),
        (lambda: dv01(tva_port=0.20), ArgumentInvalide, "prorata"),
        (lambda: dv01(versement="caution"), ArgumentInvalide, "arrhes"),
        (lambda: dv01(date="30/06/2026"), ArgumentInvalide, "AAAA-MM-JJ"),
        (lambda: dv01(validite=0), ArgumentInvalide, "au moins 1"),
        (lambda: dv01(validite=1000), ArgumentInvalide, "au plus 365"),
        (lambda: dv01(client=12), MauvaisType, "un texte"),
    ],
)
def test_un_devis_mal_rempli_est_refuse(creer, erreur, mot):
    with pytest.raises(erreur, match=mot):
        creer()


def test_les_listes_recues_sont_copiees_et_le_devis_ne_change_plus():
    recues, remises = [Ligne("a", 1, 10)], [0.10]
    devis = Devis(recues, remises=remises)
    recues.append(Ligne("b", 1, 10))
    remises.append(0.5)
    assert list(devis) == [Ligne("a", 1, 10)] and devis.net_commercial == 9
    with pytest.raises(dataclasses.FrozenInstanceError):
        devis.port = 10
    assert dataclasses.replace(devis, port=10).total_ht == 19


def test_les_nombres_de_numpy_se_lisent_comme_les_autres():
    devis = Devis([Ligne("a", np.int64(3), np.float64(0.335))], remises=np.array([0.0]))
    assert devis.brut == 1.01


# --- L'affichage du calcul


def test_print_montre_le_calcul_du_manuel():
    affichage = str(dv01(acompte=1000))
    for morceau in (
        "10\u202f000,00\xa0€ × (1 − 10\u202f%) × (1 − 5\u202f%) = 8\u202f550,00\xa0€",
        "8\u202f550,00\xa0€ × (1 − 2\u202f%) = 8\u202f379,00\xa0€",
        "Remise 5\u202f% = −450,00\xa0€",
        "8\u202f529,00\xa0€ × 20\u202f% = 1\u202f705,80\xa0€",
        "Reste à payer = TTC − acompte = 10\u202f234,80\xa0€ − 1\u202f000,00\xa0€",
        "TVA arrondie sur le total de chaque base",
    ):
        assert morceau in affichage


def test_print_explique_la_base_de_chaque_taux():
    mixte = [Ligne("affiches", 1, 600), Ligne("livres", 1, 400, tva=0.055)]
    prorata = str(Devis(mixte, port=50))
    assert "1\u202f050,00\xa0€ × 600,00\xa0€ / 1\u202f000,00\xa0€ = 630,00\xa0€" in prorata
    principal = str(Devis(mixte, port=50, tva_port="principal"))
    assert "/ 1\u202f000,00\xa0€ + 50,00\xa0€ = 650,00\xa0€" in principal
    assert "au taux du plus gros montant" in principal and "Base à" not in str(dv01())


def test_les_decimales_d_un_petit_prix_unitaire_se_voient():
    affichage = str(Devis([Ligne("pages", 7.125, 0.0345)]))
    assert "7,125 × 0,0345\xa0€" in affichage


# --- Le document

VIDES = {"meta", "br", "link", "img", "input"}


class Lecteur(HTMLParser):
    """Les balises d'un document, et le contrôle qu'elles se ferment dans l'ordre."""

    def __init__(self, document):
        super().__init__()
        self.ouvertes, self.balises, self.textes = [], [], []
        self.feed(document)
        assert self.ouvertes == []

    def handle_starttag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))
        if tag not in VIDES:
            self.ouvertes.append(tag)

    def handle_endtag(self, tag):
        assert self.ouvertes.pop() == tag

    def handle_data(self, data):
        self.textes.append(data)

    def noms(self):
        return [nom for nom, _ in self.balises]


COMPLET = {
    "numero": "2026-0412",
    "emetteur": "Imprimerie Clémenceau\n12 rue du Port, Nantes",
    "client": "Librairie Passerelle",
    "date": "2026-06-30",
    "validite": 30,
    "condition_escompte": "règlement sous 8 jours",
    "conditions": "Solde à 30 jours.",
    "acompte": 3000,
}


def test_le_document_est_complet_accessible_et_sans_ressource_exterieure():
    document = dv01(**COMPLET).html()
    lecteur = Lecteur(document)
    assert document.lstrip().startswith("<!DOCTYPE html>")
    assert dict(lecteur.balises)["html"] == {"lang": "fr"}
    assert lecteur.noms().count("h1") == 1
    assert lecteur.noms().count("caption") == lecteur.noms().count("table") == 2
    assert all(a.get("scope") in {"col", "row"} for nom, a in lecteur.balises if nom == "th")
    assert not {"script", "link", "img", "iframe"} & set(lecteur.noms())
    assert "http" not in document and "url(" not in document
    assert "size: A4" in document


def test_le_document_porte_les_mentions_et_les_totaux():
    texte = "".join(Lecteur(dv01(**COMPLET).html()).textes)
    for mention in (
        "Devis n° 2026-0412",
        "Imprimerie Clémenceau\n12 rue du Port, Nantes",
        "Librairie Passerelle",
        "30\xa0juin 2026",
        "30 jours, jusqu'au 30\xa0juillet 2026",
        "Escompte de 2\u202f% accordé pour règlement sous 8 jours.",
        "Acompte de 3\u202f000,00\xa0€ TTC",
        "Solde à 30 jours.",
        "Net commercial HT",
        "TVA 20\u202f% sur 8\u202f529,00\xa0€",
        "10\u202f234,80\xa0€",
        "7\u202f234,80\xa0€",
        "Bon pour accord",
        "TVA arrondie sur le total de chaque base",
    ):
        assert mention in texte
    assert "à compléter" not in texte


def test_les_mentions_absentes_sont_a_completer_et_l_escompte_est_neant():
    texte = "".join(Lecteur(Devis([Ligne("a", 1, 10)]).html()).textes)
    assert texte.count("à compléter") == 4
    assert "Escompte pour paiement anticipé : néant." in texte
    assert "Remise" not in texte and "Acompte" not in texte


def test_la_validite_sans_date_ne_donne_que_la_duree():
    texte = "".join(Lecteur(dv01(validite=1.0).html()).textes)
    assert "1 jour" in texte and "1 jours" not in texte and "jusqu'au" not in texte


def test_des_arrhes_disent_ce_qu_on_risque_a_renoncer():
    texte = "".join(Lecteur(dv01(acompte=100, versement="arrhes").html()).textes)
    assert "Arrhes à la commande" in texte and "L214-1" in texte and "Acompte" not in texte


def test_la_colonne_des_remises_n_apparait_que_s_il_y_en_a():
    avec = Devis([Ligne("a", 1, 10, remise=0.05), Ligne("b", 1, 10)]).html()
    assert 'data-titre="Remise"' in avec and "5\u202f%" in avec
    assert 'data-titre="Remise"' not in dv01().html()


@given(st.text(st.sampled_from("<>&\"'{}é \n/abscript"), min_size=1).filter(str.strip))
@settings(deadline=None, max_examples=25)
def test_tout_texte_recu_est_echappe(texte):
    textes = {c: texte for c in ("numero", "emetteur", "client", "conditions")}
    devis = Devis([Ligne(texte, 1, 10)], escompte=0.02, condition_escompte=texte, **textes)
    temoin = dataclasses.replace(
        devis, lignes=[Ligne("a", 1, 10)], condition_escompte="a", **dict.fromkeys(textes, "a")
    )
    assert Lecteur(devis.html()).noms() == Lecteur(temoin.html()).noms()


def test_dans_le_notebook_le_devis_est_un_fragment_sans_titre_de_page():
    fragment = dv01(**COMPLET)._repr_html_()
    lecteur = Lecteur(fragment)
    assert not {"html", "head", "body", "h1", "main"} & set(lecteur.noms())
    assert dict(lecteur.balises)["article"]["lang"] == "fr"
    assert "body {" not in fragment and "10\u202f234,80\xa0€" in fragment
