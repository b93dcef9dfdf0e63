"""Le simulateur de devis : le cas DV01, des marges à la main, puis ses réglages bougés."""

import json

import pytest

from grc_lib import donnees
from grc_lib.devis import Ligne
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.devis import SimulationDevis, simuler_devis
from grc_lib.simulateurs.reglages.devis import COUTS, LIGNES, SimulateurDevis, simulateur_devis

IMPRESSION = [Ligne("Impression", 1, 10_000)]


def dv01(**changements: float) -> SimulationDevis:
    conditions = dict(escompte=0.02, port=150, cout_port=150) | changements
    return simuler_devis(IMPRESSION, [6_000], remises=(0.10, 0.05), **conditions)


@pytest.fixture
def simulateur() -> SimulateurDevis:
    return simulateur_devis()


def titre(simulateur: SimulateurDevis) -> str:
    (figure, _) = simulateur.graphique.outputs
    return str(figure["data"]["text/plain"])


# --- Le calcul


def test_le_devis_du_manuel_se_paie_10_234_80_euros() -> None:
    assert dv01().devis.ttc == 10_234.80


def test_chaque_remise_se_calcule_sur_le_net_qui_la_precede() -> None:
    assert list(dv01().reductions.values()) == [1_000, 450, 171]


def test_la_marge_perd_tout_ce_que_le_client_gagne() -> None:
    essai = dv01()
    assert essai.marge_au_tarif == 4_000
    assert essai.marge == 4_000 - 1_000 - 450 - 171


def test_le_port_paye_plus_cher_que_facture_se_prend_sur_la_marge() -> None:
    assert dv01(cout_port=200).marge == dv01().marge - 50
    assert "(le port y prend 50\xa0€)" in dv01(cout_port=200).phrase()
    assert "(le port y ajoute 150\xa0€)" in dv01(cout_port=0).phrase()


def test_l_acompte_est_une_part_du_ttc() -> None:
    assert dv01(acompte=0.30).devis.acompte == 3_070.44
    assert "dont 7\u202f164,36\xa0€ après l'acompte" in dv01(acompte=0.30).phrase()


def test_la_phrase_rapporte_les_reductions_au_prix_puis_a_la_marge() -> None:
    phrase = dv01().phrase()
    assert "cèdent 16,2\u202f% du prix mais 40,5\u202f% de la marge" in phrase  # 1 621 / 4 000
    assert "il faudrait vendre 68,1\u202f% de plus" in phrase  # 4 000 / 2 379 − 1


def test_l_escompte_est_un_credit_tres_cher() -> None:
    phrase = simuler_devis(IMPRESSION, [6_000], escompte=0.02, jours=20).phrase()
    assert "20\xa0jours plus tôt, au prix d'un crédit à 36,7\u202f% l'an" in phrase  # cas ER01


def test_vendre_a_perte_ne_se_compense_pas() -> None:
    essai = simuler_devis(IMPRESSION, [9_000], remises=(0.10, 0.05))
    assert essai.marge == -450
    assert "aucun volume ne les compense" in essai.phrase()


def test_un_prix_sous_le_cout_se_dit() -> None:
    phrase = simuler_devis(IMPRESSION, [11_000], remises=(0.10,)).phrase()
    assert "qui ne couvrait déjà pas le coût" in phrase


def test_sans_reduction_la_marge_est_entiere() -> None:
    assert "toute la marge est gardée" in simuler_devis(IMPRESSION, [6_000]).phrase()


def test_il_faut_un_cout_par_ligne() -> None:
    with pytest.raises(ArgumentInvalide, match="couts"):
        simuler_devis(IMPRESSION, [1, 2])


def test_les_lignes_de_depart_sont_au_catalogue() -> None:
    with donnees.connexion() as base:
        produits = base.sql(
            "SELECT libelle, prix_tarif, cout_variable, taux_tva FROM produits"
        ).df()
    catalogue = produits.set_index("libelle").astype(float)
    for ligne, cout in zip(LIGNES, COUTS, strict=True):
        lue = catalogue.loc[ligne.designation]
        assert lue.tolist() == pytest.approx([ligne.prix_unitaire, cout, ligne.tva])


# --- Les réglages


def test_au_depart_il_y_a_deux_taux_de_tva(simulateur: SimulateurDevis) -> None:
    assert list(simulateur.simulation().devis.tva_par_taux) == [0.2, 0.055]
    assert "TVA 20" in titre(simulateur)
    assert "TVA 5,5" in titre(simulateur)


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurDevis) -> None:
    reglages = [
        *((quantite, 500) for quantite in simulateur.quantites),
        (simulateur.remises[0], 0.15),
        (simulateur.remises[1], 0.10),
        (simulateur.escompte, 0.03),
        (simulateur.port, 120),
        (simulateur.cout_port, 60),
        (simulateur.acompte, 0.10),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_une_remise_nulle_disparait_du_tableau(simulateur: SimulateurDevis) -> None:
    assert "Remise 2" in simulateur.tableau.value
    simulateur.remises[1].value = 0
    assert "Remise 2" not in simulateur.tableau.value


def test_aux_bornes_tout_se_calcule(simulateur: SimulateurDevis) -> None:
    curseurs = [*simulateur.remises, *simulateur._conditions()]
    for cote in (0, -1):
        for reglage in curseurs:
            reglage.value = reglage.options[cote][1]
        for quantite in simulateur.quantites:
            quantite.value = quantite.min
        assert simulateur.phrase.startswith("Le client doit")


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurDevis) -> None:
    simulateur.escompte.value = 0.01
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.tableau.value) < 100_000
