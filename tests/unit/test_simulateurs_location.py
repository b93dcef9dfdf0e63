"""Le simulateur de location : calculs à la main, et `numpy` comme second avis."""

import json
from typing import Any

import numpy as np
import pytest

from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.financement import comparer
from grc_lib.simulateurs.calculs.location import Vehicule, simuler_location
from grc_lib.simulateurs.reglages.location import SimulateurLocation, simulateur_location

UTILITAIRE: dict[str, Any] = dict(
    prix=24_000,
    mois=48,
    km=18_000,
    entretien=45,
    decote=0.18,
    decote_km=0.05,
    apport=3_000,
    taux_credit=0.055,
    loyer_loa=335,
    option=8_400,
    lever=True,
    loyer_lld=375,
    km_inclus=15_000,
    prix_km=0.09,
)


def essai(taux: float = 0.05, **changements: Any) -> Any:
    return simuler_location(Vehicule(**{**UTILITAIRE, **changements}), taux=taux)


@pytest.fixture
def simulateur() -> SimulateurLocation:
    return simulateur_location()


# --- Le calcul


def test_sans_actualiser_le_cout_est_une_somme() -> None:
    valeurs = essai(taux=0).tableau["valeur_nette"]
    revente = 24_000 * 0.82**4 - 0.05 * 12_000
    assert valeurs["Comptant"] == pytest.approx(24_000 + 48 * 45 - revente)
    assert valeurs["LLD"] == pytest.approx(48 * 375 + 0.09 * 12_000)
    assert valeurs["LOA"] == pytest.approx(3_000 + 48 * (335 + 45) + 8_400 - revente)


def test_la_valeur_actualisee_est_celle_que_donne_numpy() -> None:
    mois = np.arange(48)
    loyers = 375 * np.sum(1.05 ** -(mois / 12))  # payés d'avance
    fin = 0.09 * 12_000 * 1.05**-4
    assert essai().tableau.loc["LLD", "valeur_nette"] == pytest.approx(loyers + fin)


def test_le_credit_ne_coute_que_ses_interets_si_l_on_n_actualise_pas() -> None:
    mensualite = 21_000 * (0.055 / 12) / (1 - (1 + 0.055 / 12) ** -48)
    ecart = essai(taux=0).tableau["valeur_nette"].loc[["Crédit", "Comptant"]].diff().iloc[1]
    assert -ecart == pytest.approx(48 * mensualite - 21_000, abs=0.5)


def test_le_credit_vaut_le_comptant_si_l_on_actualise_a_son_taux() -> None:
    actuariel = (1 + 0.055 / 12) ** 12 - 1
    valeurs = essai(taux=actuariel).tableau["valeur_nette"]
    assert valeurs["Crédit"] == pytest.approx(valeurs["Comptant"], abs=0.5)


def test_rendre_une_loa_paie_les_kilometres_et_non_l_option() -> None:
    rendue = essai(taux=0, lever=False).tableau.loc["LOA", "valeur_nette"]
    assert rendue == pytest.approx(3_000 + 48 * (335 + 45) + 0.09 * 12_000)


def test_sous_les_kilometres_inclus_rien_ne_change() -> None:
    assert essai(km=10_000).tableau["valeur_nette"].to_dict() == pytest.approx(
        essai(km=15_000).tableau["valeur_nette"].to_dict()
    )


def test_la_revente_n_est_jamais_negative() -> None:
    assert Vehicule(**{**UTILITAIRE, "km": 400_000}).revente == 0


@pytest.mark.parametrize("km", [0, 12_000, 23_000, 40_000])
def test_les_courbes_sont_les_couts_recalcules_un_a_un(km: float) -> None:
    attendues = essai(km=km, decote=0.35).tableau["valeur_nette"]
    lues = essai(decote=0.35).selon_km.loc[km]
    assert lues.to_dict() == pytest.approx(attendues.to_dict())


def test_le_balayage_des_taux_donne_les_valeurs_de_comparer() -> None:
    offres = Vehicule(**UTILITAIRE).offres()
    attendues = comparer(offres, taux=0.0975)["valeur_nette"].to_dict()
    assert essai().selon_taux.loc[0.0975].to_dict() == pytest.approx(attendues)


# --- Les bascules


def test_la_phrase_dit_quand_l_ordre_s_inverse() -> None:
    phrase = essai().phrase()
    assert phrase.startswith("La moins chère\xa0: LLD, 17\u202f274\xa0€ d'aujourd'hui")
    assert "monte à 20\u202f000 km par an (Comptant)" in phrase
    assert "descend à 4,50\u202f% (Comptant)" in phrase


def test_avant_la_bascule_l_ordre_est_le_meme_apres_il_a_change() -> None:
    assert essai(km=19_000).meilleure == "LLD"
    assert essai(km=20_000).meilleure == "Comptant"
    assert essai(taux=0.0475).meilleure == "LLD"
    assert essai(taux=0.045).meilleure == "Comptant"


def test_une_offre_imbattable_n_a_pas_de_bascule() -> None:
    assert "ne changent l'ordre" in essai(loyer_lld=100, prix_km=0).phrase()


@pytest.mark.parametrize(
    ("changements", "contrepartie"),
    [
        (dict(loyer_lld=1_000), "24\u202f000\xa0€ sortent de la caisse le premier jour"),
        (dict(), "rien à revendre à la fin"),
        (dict(loyer_loa=100, lever=False), "chaque kilomètre de trop se paie"),
        (dict(loyer_loa=100), "la revente est à votre risque"),
        (dict(loyer_lld=1_000, taux_credit=0), "vous devez 483\xa0€ par mois"),  # 437,50 + 45
    ],
)
def test_la_phrase_dit_la_contrepartie(changements: dict[str, Any], contrepartie: str) -> None:
    assert contrepartie in essai(**changements).phrase()


def test_un_apport_superieur_au_prix_est_refuse() -> None:
    with pytest.raises(ArgumentInvalide, match="apport"):
        essai(apport=24_000)


# --- Les réglages


def test_chaque_reglage_change_la_phrase_ou_le_tableau(simulateur: SimulateurLocation) -> None:
    reglages = [
        (simulateur.prix, 30_000),
        (simulateur.km, 30_000),
        (simulateur.entretien, 60),
        (simulateur.decote, 0.25),
        (simulateur.taux, 0.08),
        (simulateur.mois, "60"),
        (simulateur.apport, 5_000),
        (simulateur.taux_credit, 0.03),
        (simulateur.loyer_lld, 400),
        (simulateur.loyer_loa, 300),
        (simulateur.option, 9_000),
        (simulateur.fin, "rendre"),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase, simulateur.tableau.value
        reglage.value = valeur
        assert (simulateur.phrase, simulateur.tableau.value) != avant, reglage.description


def test_changer_de_duree_apporte_le_devis_de_cette_duree(simulateur: SimulateurLocation) -> None:
    simulateur.mois.value = "36"
    lus = [r.value for r in (simulateur.loyer_loa, simulateur.option, simulateur.loyer_lld)]
    assert lus == [365, 11_000, 405]
    assert simulateur.simulation().vehicule.loyer_lld == 405
    assert "36\xa0mois" in simulateur.phrase


def test_aux_bornes_tout_se_calcule(simulateur: SimulateurLocation) -> None:
    curseurs = [r for r in simulateur._reglages() if hasattr(r, "continuous_update")]
    assert len(curseurs) == 10
    for cote in (0, -1):
        for reglage in curseurs:
            reglage.value = reglage.options[cote][1]
        assert simulateur.phrase.startswith("La moins chère")


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurLocation) -> None:
    simulateur.km.value = 30_000
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.tableau.value) < 100_000


def test_une_duree_sans_devis_est_refusee_en_francais() -> None:
    with pytest.raises(NonCalculable, match="Aucun devis pour 24"):
        simulateur_location(mois=24)
