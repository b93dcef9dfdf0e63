"""La réponse modèle de chaque TD cite les nombres de son tirage, celui d'« autodidacte »."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grc_lib._formats import nombre
from grc_lib.classe.preparation.controle import Devoir
from grc_lib.classe.preparation.controle._devoir import nommer
from grc_lib.classe.preparation.execution import Banc

RACINE = Path(__file__).parents[2]


def jouer(td: str, noms: str, *ajouts: str) -> dict[str, Any]:
    """Les variables du TD, joué avec son corrigé ; `ajouts` : des cellules de plus."""
    cellules = Devoir.lire(RACINE, td).notebook.cells
    sources = [cellule.source for cellule in cellules if cellule.cell_type == "code"]
    with Banc(td) as banc:
        lu = banc.executer(
            [*sources, *ajouts], "autodidacte", correction=False, lire=noms.split()
        ).valeurs
    return lu


def modele(td: str, cellule: str) -> str:
    cellules = Devoir.lire(RACINE, td).notebook.cells
    return normal(next(c.source for c in cellules if nommer(c) == cellule))


def normal(texte: str) -> str:
    """Une espace entre les mots, quelle que soit sa largeur."""
    return " ".join(texte.split())


def absents(attendus: Iterable[str], texte: str) -> list[str]:
    return [attendu for attendu in attendus if normal(attendu) not in texte]


def test_s522_1() -> None:
    noms = "moyenne mediane part_sous_moyenne eiq cv tcam_famille indice_chaine points_de_part"
    lu = jouer("S522-1", noms + " heures")
    attendus = [nombre(lu[nom], 0) for nom in ("moyenne", "mediane", "eiq")]
    attendus += [nombre(100 * lu[nom], 0) for nom in ("part_sous_moyenne",)]
    attendus += [nombre(lu["cv"], 2), nombre(100 * lu["tcam_famille"], 1)]
    assert absents(attendus, modele("S522-1", "commentaire")) == []


def test_s522_2() -> None:
    noms = "prevision_carres prevision_mayer prevision_nette intervalle intervalle_loin mayer_net "
    noms += "montant engagement remise confiance r_catalogues r_hausses nom annee_accident"
    lu = jouer("S522-2", noms)
    bas, haut = lu["intervalle"]
    loin_bas, loin_haut = lu["intervalle_loin"]
    apres_panne = lu["prevision_nette"] - lu["montant"]
    attendus = [
        f"{lu['prevision_nette']:.0f} k€ de {lu['nom'].lower()}",
        f"{lu['prevision_carres']:.0f} k€ et Mayer {lu['prevision_mayer']:.0f}",
        f"{lu['prevision_nette']:.0f} et {lu['mayer_net']:.0f}",
        f"de {bas:.0f} à {haut:.0f} k€",
        f"{loin_bas:.0f} à {loin_haut:.0f} k€",
        f"À {100 * lu['confiance']:.0f} %",
        f"L'engagement de {lu['engagement']} k€",
        f"{lu['remise']} k€ de remise",
        f"à {lu['annee_accident']} les {lu['montant']} k€",
        f"{apres_panne:.0f} k€ et paierions {0.3 * (lu['engagement'] - apres_panne):.0f} k€",
        nombre(lu["r_catalogues"], 2),
        nombre(lu["r_hausses"], 2),
    ]
    assert absents(attendus, modele("S522-2", "reponse_directrice")) == []


def test_s522_3() -> None:
    noms = "plan douze_mois objectif objectif_t4 mape biais simple hausse "
    noms += "biais_annonces annonce_t3 annonce_revue rapport pipeline"
    lu = jouer(
        "S522-3",
        noms,
        "simple = ventes.ecarts(caches.to_numpy(), connus[-4:].to_numpy()).mape",
        "plan, douze_mois = [float(p) for p in plan], float(caches.sum())",
        "annonce_revue, rapport = float(annonce_revue), float(rapport)",
    )
    entiers = [*lu["plan"], sum(lu["plan"]), lu["douze_mois"], lu["objectif"]]
    entiers += [lu["objectif_t4"], lu["annonce_t3"], lu["annonce_revue"]]
    entiers += [lu["pipeline"] / 1000, 100 * lu["hausse"]]
    dixiemes = [100 * lu["mape"], lu["biais"], 100 * lu["simple"], -lu["biais_annonces"]]
    attendus = [nombre(n, 0) for n in entiers] + [nombre(n, 1) for n in dixiemes]
    assert absents([*attendus, nombre(lu["rapport"], 2)], modele("S522-3", "note_plan")) == []


def test_s522_4() -> None:
    lu = jouer("S522-4", "part_20 heures equivalent sous_estimes")
    attendus = [nombre(100 * lu["part_20"], 1), nombre(lu["heures"], 0), *lu["sous_estimes"]]
    attendus.append(f"{nombre(lu['equivalent'], 0)} clients égaux")
    assert absents(attendus, modele("S522-4", "reponse_directrice")) == []


def test_s512_3() -> None:
    noms = "taux_banque taux_constructeur taux_prospectus taux a_placer acquis differe_partiel "
    noms += "meme_capital echeancier cout_retenu reste budget_debut budget mois_revente mois"
    lu = jouer("S512-3", noms)
    pret = lu["echeancier"]
    taux = [lu[f"taux_{nom}"] for nom in ("banque", "constructeur", "prospectus")] + [lu["taux"]]
    euros = [lu["a_placer"], lu["acquis"], lu["cout_retenu"], lu["reste"]]
    euros += [lu["differe_partiel"]["annuite"].iloc[0], lu["meme_capital"]["interet"].sum()]
    euros += [pret["annuite"].iloc[0], pret["annuite"].iloc[-1], pret["interet"].sum()]
    attendus = [nombre(100 * t, 2) for t in taux] + [nombre(e, 2) for e in euros]
    attendus += [nombre(lu["budget_debut"], 0), nombre(lu["budget"], 0)]
    attendus += [f"{lu['mois_revente']}e mensualité", f"{lu['mois']} mensualités"]
    assert absents(attendus, modele("S512-3", "reponse_client")) == []


def test_s512_4() -> None:
    noms = "pret assurance mois annees taeg_banque cout_credit taux_bail loyer_lld prix_heure "
    noms += "forfait heures_prevues comparaison apres seuil frais_dossier revente taux_banque "
    lu = jouer("S512-4", noms + "taux_actualisation")
    nettes, imposees = lu["comparaison"]["valeur_nette"], lu["apres"]["valeur_nette"]
    ecart = nettes["LLD"] - nettes["Emprunt"]
    en_plus = lu["annees"] * lu["prix_heure"] * (lu["heures_prevues"] - lu["forfait"])
    revente = ecart * (1 + lu["taux_actualisation"]) ** lu["annees"]
    attendus = [
        (lu["pret"]["annuite"][0] + lu["assurance"], 2),
        (100 * lu["taeg_banque"], 2),
        (100 * lu["taux_banque"], 1),
        (100 * lu["taux_bail"], 2),
        (100 * lu["taux_actualisation"], 1),
        (lu["cout_credit"], 2),
        *((valeur, 0) for valeur in nettes),
        (ecart, 0),
        (10 * round((nettes["Comptant"] - nettes["Emprunt"]) / 10), 0),
        (imposees["LLD"] - imposees["Emprunt"], 0),
        (lu["prix_heure"], 2),
        (lu["seuil"], 0),
        (lu["mois"] * lu["loyer_lld"], 0),
        (en_plus, 0),
        (10 * round(revente / 10), 0),
        *((lu[nom], 0) for nom in ("heures_prevues", "forfait", "frais_dossier", "revente")),
    ]
    ecrits = [nombre(valeur, decimales) for valeur, decimales in attendus]
    assert absents(ecrits, modele("S512-4", "recommandation")) == []


def test_grc_3a_la_reponse_ecrite() -> None:
    noms = "plaintes bons factures verdict trop_facture a_ecrire clients seuil_achats"
    lu = jouer("GRC-3a", noms)
    plaintes = lu["plaintes"].set_index("reference")
    rang = list(plaintes.index).index(lu["a_ecrire"])
    plainte = plaintes.loc[lu["a_ecrire"]]
    bon, facture = (lu[nom].set_index("bon").loc[plainte["bon"]] for nom in ("bons", "factures"))
    assert lu["trop_facture"] == 0 and lu["verdict"][rang] == "non"
    assert lu["clients"].loc[rang, "achats_12_mois"] >= lu["seuil_achats"]
    assert plainte["reception"] == "2026-07-08" and bon["date_bon"].month == 6
    attendus = ["8 juillet", plainte["canal"], plainte["bon"], f"{bon['date_bon'].day} juin"]
    montants = (bon["montant_ht"], bon["frais_livraison"], facture["frais_livraison"])
    attendus += [f"{nombre(montant)} €" for montant in montants]
    assert absents(attendus, modele("GRC-3a", "reponse_ecrite")) == []


def test_grc_3a_le_plan_d_appel() -> None:
    noms = "plaintes bons livraisons limites retard taux_avoir a_appeler clients"
    lu = jouer("GRC-3a", noms)
    plaintes = lu["plaintes"].set_index("reference")
    rang = list(plaintes.index).index(lu["a_appeler"])
    plainte = plaintes.loc[lu["a_appeler"]]
    bon, colis = (lu[nom].set_index("bon").loc[plainte["bon"]] for nom in ("bons", "livraisons"))
    avoir = lu["taux_avoir"] * lu["retard"] * bon["montant_ht"]
    assert lu["retard"] == 5 and colis["report_demande"] != colis["report_demande"]
    assert lu["clients"].loc[rang, "autres_reclamations_12_mois"] == 1
    attendus = [plainte["contact"], plainte["client"], plainte["bon"]]
    attendus += [f"{nombre(avoir)} € HT", f"{nombre(bon['montant_ht'])} € HT"]
    attendus += [f"{nombre(100 * lu['taux_avoir'])} % par jour"]
    attendus += [f"promise le {colis['promise'].day} juin", f"faite le {colis['livree'].day}"]
    attendus += [f"{lu['limites'][rang].day} juillet"]
    assert absents(attendus, modele("GRC-3a", "plan_appel")) == []


def test_grc_3b() -> None:
    noms = "suivis n juin delai variation manquantes hausse effectifs secteurs en_cause objectif "
    noms += "plaintes_secteurs tardives a_rappeler premier cout_mesure seuil_evitees prioritaires "
    noms += "minutes_rappel points_de_trop part_prioritaire"
    lu = jouer(
        "GRC-3b",
        noms,
        "suivis, delai = len(clients), float(bord.loc['cumul', 'delai_reponse'])",
        "variation, hausse = float(variation_delai), float(progression)",
        "effectifs, secteurs = causes['effectif'].to_dict(), taux_secteurs.to_dict()",
        "plaintes_secteurs, tardives = recues.to_dict(), int(tardives)",
    )
    n, effectifs = lu["n"], lu["effectifs"]
    ratios = ["recues/commandes", "a_temps/echues", "satisfaites/traitees", "perdus/reclamants"]
    couples = [ratio.split("/") for ratio in ratios]
    heures = lu["a_rappeler"] * lu["minutes_rappel"] / 60
    attendus = [
        *(f"{nombre(100 * n[haut] / n[bas], 1)} %" for haut, bas in couples),
        *(f"{nombre(100 * taux, 1)} %" for taux in lu["secteurs"].values()),
        f"{n['recues']} réclamations pour {nombre(n['commandes'], 0)} commandes",
        f"{n['a_temps']} des {n['echues']} échues",
        f"Treize des {n['traitees']} traitées",
        f"{n['perdus']} des {n['reclamants']} réclamants",
        f"{lu['suivis']} clients",
        f"{nombre(lu['delai'], 1)} jours",
        nombre(lu["variation"], 1),
        f"tenir {nombre(100 * lu['objectif'], 0)} %, il en manquait {lu['manquantes']}",
        f"({effectifs['facturation']} sur {sum(effectifs.values())})",
        f"le retard la suit ({effectifs['retard']})",
        f"{lu['tardives']} livraisons",
        f"sur {lu['plaintes_secteurs']['secteur Sud-Est']} plaintes",
        f"atteindre {nombre(100 * lu['part_prioritaire'], 0)} %",
        f"{nombre(100 * lu['hausse'], 1)} point",
        f"règle de {nombre(100 * lu['points_de_trop'], 0)}",
        f"{lu['cout_mesure'][lu['premier']]} € par an",
        f"éviter {lu['seuil_evitees']} réclamations sur {effectifs[lu['premier']]}",
        f"{lu['a_rappeler']} clients ({nombre(heures, 1)} heures)",
    ]
    assert absents(attendus, modele("GRC-3b", "plan_action")) == []
    assert n["satisfaites"] == 13 and lu["en_cause"] == "aucun"
    assert lu["premier"] == "facturation" and len(lu["prioritaires"]) == 4


def test_s522_5() -> None:
    noms = "lus taux_de_depart marge_partie part_en_retard hausse_points premier_a_appeler "
    noms += "dix_premiers marge_par_client evolution_restes"
    lu = jouer(
        "S522-5",
        noms,
        "du = balance['total'] - balance['non_echu']\n"
        "lus = dict(retard=du.sum(), total=balance['total'].sum(), hier=releve_2025.to_dict())\n"
        "lus |= dict(en_retard=int((du > 0).sum()), cinq=du.nlargest(5).sum(), premier=du.max())\n"
        "lus |= dict(partis=len(partis), avant=len(noms[2025]), appels=int(appels.sum()))\n"
        "lus |= dict(aux_partis=int(appels[sorted(partis)].sum()))\n"
        "lus |= dict(jamais=int((appels == 0).sum()), statuts=suivi['statut'].to_dict())\n"
        "lus |= dict(marge=marge_par_client * len(noms[2026]))\n",
    )
    lus, hier = lu["lus"], lu["lus"]["hier"]
    poids_en_plus = lu["dix_premiers"] - hier["Poids des dix premiers"]
    departs_en_moins = hier["Taux de départ"] - lu["taux_de_depart"]
    taux = [lu["part_en_retard"], hier["Créances en retard"], lu["taux_de_depart"]]
    taux += [hier["Taux de départ"], lu["dix_premiers"], hier["Poids des dix premiers"]]
    attendus = [
        *(f"{nombre(100 * t, 1)} %" for t in taux),
        f"{nombre(lus['retard'], 0)} € sur {nombre(lus['total'], 0)} €",
        f"{lus['en_retard']} clients",
        f"{nombre(lu['hausse_points'], 1)} points",
        *(nombre(lus[nom], 0) for nom in ("cinq", "premier", "marge")),
        lu["premier_a_appeler"],
        f"{lus['partis']} clients sur {lus['avant']}",
        nombre(lu["marge_partie"], 0),
        f"{lus['aux_partis']} appels",
        f"{nombre(100 * poids_en_plus, 1)} points",
        f"{nombre(100 * departs_en_moins, 1)} point",
        f"de {nombre(hier['Marge par client'], 0)} à {nombre(lu['marge_par_client'], 0)}",
        f"{nombre(lu['evolution_restes'], 0)} €",
        f"{lus['appels']} pour 720",
        f"{lus['jamais']} clients jamais",
    ]
    assert absents(attendus, modele("S522-5", "trois_alertes")) == []
    alertes = {nom for nom, statut in lus["statuts"].items() if statut == "alerte"}
    assert alertes == {"Taux de départ", "Créances en retard", "Poids des dix premiers"}


def test_s822_1() -> None:
    noms = "a_rappeler mesure satisfaits perdus lents heures lasses jours_11"
    lu = jouer("S822-1", noms)
    (perdus, total), lent = lu["perdus"].iloc[0], lu["lents"].iloc[0]
    (_, appels, taux), (_, appels_2, taux_2) = lu["heures"].iloc[0], lu["heures"].iloc[1]
    client, fois, attente = lu["lasses"].iloc[0]
    assert (len(lu["lasses"]), len(lu["a_rappeler"]), int(fois)) == (17, 7, 8)
    attendus = [
        f"{nombre(taux, 1)} appels entrants sur 100",
        f"({nombre(appels, 0)} appels)",
        f"{nombre(taux_2, 1)} ({nombre(appels_2, 0)} appels)",
        f"n° {client:.0f}",
        f"{attente:.0f} secondes",
        f"{perdus:.0f} devis",
        f"{nombre(total, 0)} €",
        f"{lent.iloc[1]} colis de {lent.iloc[0]} en plus de {lu['jours_11']} jours",
        f"{nombre(lu['satisfaits'].iloc[0, 0], 1)} satisfaits sur 100 avis",
        f"{lu['mesure'].iloc[0, 1]} avis",
    ]
    assert absents(attendus, modele("S822-1", "note_comite")) == []


def test_s822_3() -> None:
    noms = "lot_relu en_trop entreprises_relues taille_du_fichier precision rappel fusion trouvees "
    noms += "vraies pertes manquees a_tort gain_max"
    lu = jouer(
        "S822-3",
        noms,
        "lot_relu, entreprises_relues = len(relecture), int(relecture.nunique())",
        "fusion, trouvees, vraies = sures.trouves, len(paires), tout.vrais",
        "pertes = [int(ligne[-1]) for ligne in essayes]",
        "manquees, a_tort = bilan.vrais - bilan.justes, bilan.trouves - bilan.justes",
    )
    taux = lu["en_trop"] / lu["lot_relu"]
    reste = lu["trouvees"] - lu["fusion"]
    assert 520 <= reste / lu["lot_relu"] * lu["taille_du_fichier"] < 530
    assert lu["a_tort"] == 2 and max(lu["pertes"]) == lu["gain_max"] < 0
    attendus = [
        f"{lu['en_trop']} fiches sur {lu['lot_relu']}",
        f"{nombre(100 * taux, 1)} %",
        f"{nombre(lu['taille_du_fichier'], 0)} fiches",
        f"environ {nombre(taux * lu['taille_du_fichier'], 0)}",
        f"{lu['entreprises_relues']} entreprises",
        f"les {lu['vraies']} vrais doublons, mais aussi {lu['trouvees'] - lu['vraies']} paires",
        f"on perd {nombre(-lu['pertes'][0], 0)} €",
        f"manque {lu['manquees']} doublons sur {lu['vraies']}",
        f"rappel {nombre(100 * lu['rappel'], 1)} %",
        f"précision {nombre(100 * lu['precision'], 1)} %",
        f"perd {nombre(-lu['gain_max'], 0)} €",
        f"{lu['fusion']} paires, toutes justes",
        f"les {reste} autres, {2 * reste} minutes",
    ]
    assert absents(attendus, modele("S822-3", "reponse_directrice")) == []


def test_s431_2() -> None:
    noms = "taux ecarts a_appeler fiches_a_revoir part_visite charge equipe sans_personne inscrit "
    noms += "programme preferes attraits atouts a_consolider demandes missions"
    lu = jouer("S431-2", noms)
    charge = lu["charge"].set_index("fonction")
    appels, terrain = charge.loc["télécommerciale"], charge.loc["commercial terrain"].iloc[0]
    petits = int((lu["inscrit"] == "Petit").sum())
    contacts = int(appels["disponibles"] / petits // 0.5)
    choisi = lu["preferes"].loc[lu["a_consolider"], "marge"].idxmax()
    equipe = lu["equipe"]["prenom"] + " " + lu["equipe"]["nom"]
    attendus = [
        *(f"{nombre(100 * taux, 1)} €" for taux in lu["taux"]),
        f"contredisent {len(lu['ecarts'])} fiches sur {len(lu['inscrit'])}",
        f"{terrain['clients']} Préférés chacune, {nombre(100 * terrain['ratio'], 0)} % du temps",
        f"à {nombre(100 * appels['ratio'], 0)} % : elle appelle {appels['clients']} Petits",
        f"{len(lu['sans_personne'])} n'ont personne",
        f"{nombre(100 * lu['part_visite'], 0)} % de la marge d'une de leurs commandes",
        f"avec {contacts} appels par an au lieu de {lu['missions'][3][2]}",
        f"{nombre(appels['disponibles'], 0)} heures suffisent aux {petits}",
        f"({nombre(petits * contacts * 0.5, 0)} heures)",
        f"{lu['programme'][0]} la première",
        f"{choisi} : {nombre(lu['preferes'].loc[choisi, 'marge'], 0)} € de marge",
        f"attraits {lu['attraits'][choisi]:g}, atouts {nombre(lu['atouts'][choisi], 1)}",
        f"*Message à {lu['a_appeler'][0]}*",
        *equipe,
    ]
    assert absents(attendus, modele("S431-2", "reponse_directeur")) == []
    assert [len(lu[nom]) for nom in ("ecarts", "a_appeler", "fiches_a_revoir")] == [7, 1, 5]
    motifs = lu["demandes"].set_index("qui")["motif"][lu["programme"]]
    assert motifs.value_counts().to_dict() == {"Préféré à voir": 4, "réclamation": 3}
