-- La base de l'Imprimerie Clémenceau : tables, clés, contrôles et dictionnaire.
-- Les tables sont dans l'ordre de chargement : une table ne cite que celles d'au-dessus.
-- `secteurs.directeur_id`, `salaries.responsable_id` et `commandes.devis_id` n'ont pas de clé
-- étrangère : les deux premières bouclent (secteur → directeur → secteur), la table des devis
-- n'est pas encore dans la base.

CREATE TABLE secteurs (
    secteur_id   INTEGER PRIMARY KEY,
    nom          VARCHAR NOT NULL UNIQUE,
    region       VARCHAR NOT NULL,
    directeur_id INTEGER NOT NULL
);
COMMENT ON TABLE secteurs IS 'Les cinq secteurs commerciaux, chacun confié à un directeur de clientèle.';
COMMENT ON COLUMN secteurs.secteur_id IS 'Numéro du secteur (clé primaire).';
COMMENT ON COLUMN secteurs.nom IS 'Nom du secteur.';
COMMENT ON COLUMN secteurs.region IS 'Régions administratives que couvre le secteur, séparées par des virgules.';
COMMENT ON COLUMN secteurs.directeur_id IS 'Directeur de clientèle du secteur (salaries.salarie_id).';

CREATE TABLE salaries (
    salarie_id     INTEGER PRIMARY KEY,
    civilite       VARCHAR NOT NULL CHECK (civilite IN ('M.', 'Mme')),
    nom            VARCHAR NOT NULL,
    prenom         VARCHAR NOT NULL,
    fonction       VARCHAR NOT NULL CHECK (fonction IN (
        'directeur de clientèle', 'ingénieur commercial', 'télécommerciale', 'commercial terrain')),
    secteur_id     INTEGER NOT NULL REFERENCES secteurs (secteur_id),
    responsable_id INTEGER,
    date_embauche  DATE NOT NULL,
    cout_annuel    DECIMAL(12, 2) NOT NULL CHECK (cout_annuel > 0),
    heures_hebdo   DECIMAL(4, 1) NOT NULL CHECK (heures_hebdo BETWEEN 1 AND 48),
    CHECK (fonction = 'directeur de clientèle' OR responsable_id IS NOT NULL)
);
COMMENT ON TABLE salaries IS 'La force de vente : directeurs de clientèle, ingénieurs commerciaux, télécommerciales et leurs commerciaux terrain.';
COMMENT ON COLUMN salaries.salarie_id IS 'Numéro du salarié (clé primaire).';
COMMENT ON COLUMN salaries.civilite IS 'M. ou Mme.';
COMMENT ON COLUMN salaries.nom IS 'Nom de famille (personne fictive).';
COMMENT ON COLUMN salaries.prenom IS 'Prénom.';
COMMENT ON COLUMN salaries.fonction IS 'Directeur de clientèle, ingénieur commercial, télécommerciale ou commercial terrain.';
COMMENT ON COLUMN salaries.secteur_id IS 'Secteur de rattachement (secteurs.secteur_id).';
COMMENT ON COLUMN salaries.responsable_id IS 'Responsable hiérarchique (salaries.salarie_id) : la télécommerciale pour ses deux commerciaux terrain, le directeur du secteur pour les autres ; vide pour un directeur.';
COMMENT ON COLUMN salaries.date_embauche IS 'Date d''embauche.';
COMMENT ON COLUMN salaries.cout_annuel IS 'Coût annuel pour l''entreprise, salaire, charges et frais compris (euros).';
COMMENT ON COLUMN salaries.heures_hebdo IS 'Durée hebdomadaire de travail (heures).';

CREATE TABLE clients (
    client_id              INTEGER PRIMARY KEY,
    raison_sociale         VARCHAR NOT NULL,
    siret                  VARCHAR NOT NULL UNIQUE CHECK (regexp_full_match(siret, '[0-9]{14}')),
    naf                    VARCHAR NOT NULL CHECK (regexp_full_match(naf, '[0-9]{2}\.[0-9]{2}[A-Z]')),
    effectif               INTEGER NOT NULL CHECK (effectif > 0),
    type_client            VARCHAR NOT NULL CHECK (type_client IN ('Préféré', 'Nursery', 'Mammouth', 'Petit')),
    adresse                VARCHAR NOT NULL,
    code_postal            VARCHAR NOT NULL CHECK (regexp_full_match(code_postal, '[0-9]{5}')),
    commune                VARCHAR NOT NULL,
    insee                  VARCHAR NOT NULL CHECK (regexp_full_match(insee, '[0-9][0-9AB][0-9]{3}')),
    departement            VARCHAR NOT NULL CHECK (regexp_full_match(departement, '[0-9][0-9AB]')),
    region                 VARCHAR NOT NULL,
    latitude               DECIMAL(8, 5) NOT NULL CHECK (latitude BETWEEN 41 AND 52),
    longitude              DECIMAL(8, 5) NOT NULL CHECK (longitude BETWEEN -6 AND 10),
    telephone              VARCHAR NOT NULL CHECK (regexp_full_match(telephone, '0[1-6]( [0-9]{2}){4}')),
    courriel               VARCHAR NOT NULL CHECK (regexp_full_match(courriel, '[a-z0-9.-]+@[a-z0-9.-]+')),
    date_creation          DATE NOT NULL,
    date_premiere_commande DATE NOT NULL,
    salarie_id             INTEGER NOT NULL REFERENCES salaries (salarie_id),
    secteur_id             INTEGER NOT NULL REFERENCES secteurs (secteur_id),
    plafond_credit         DECIMAL(12, 2) NOT NULL CHECK (plafond_credit >= 0),
    delai_reglement        INTEGER NOT NULL CHECK (delai_reglement BETWEEN 0 AND 60),
    fin_de_mois            BOOLEAN NOT NULL,
    mode_reglement         VARCHAR NOT NULL CHECK (mode_reglement IN ('virement', 'prélèvement', 'chèque', 'effet de commerce')),
    actif                  BOOLEAN NOT NULL,
    CHECK (date_creation <= date_premiere_commande),
    CHECK (NOT fin_de_mois OR delai_reglement <= 45)
);
COMMENT ON TABLE clients IS 'Les clients de l''imprimerie, un par établissement facturé.';
COMMENT ON COLUMN clients.client_id IS 'Numéro du client (clé primaire).';
COMMENT ON COLUMN clients.raison_sociale IS 'Raison sociale ou enseigne (fictive).';
COMMENT ON COLUMN clients.siret IS 'SIRET, 14 chiffres en texte ; clé de Luhn juste, numéro fictif.';
COMMENT ON COLUMN clients.naf IS 'Code NAF de l''activité (nomenclature NAF rév. 2), en texte.';
COMMENT ON COLUMN clients.effectif IS 'Effectif salarié (personnes).';
COMMENT ON COLUMN clients.type_client IS 'Type enregistré : Préféré, Nursery (première commande depuis moins de 12 mois), Mammouth ou Petit.';
COMMENT ON COLUMN clients.adresse IS 'Numéro et voie.';
COMMENT ON COLUMN clients.code_postal IS 'Code postal, en texte (le zéro de tête compte).';
COMMENT ON COLUMN clients.commune IS 'Commune.';
COMMENT ON COLUMN clients.insee IS 'Code INSEE de la commune, en texte.';
COMMENT ON COLUMN clients.departement IS 'Code du département, en texte (2A et 2B pour la Corse).';
COMMENT ON COLUMN clients.region IS 'Région administrative.';
COMMENT ON COLUMN clients.latitude IS 'Latitude approchée du client (degrés décimaux, WGS 84).';
COMMENT ON COLUMN clients.longitude IS 'Longitude approchée du client (degrés décimaux, WGS 84).';
COMMENT ON COLUMN clients.telephone IS 'Téléphone, dans les tranches réservées à la fiction par l''ARCEP.';
COMMENT ON COLUMN clients.courriel IS 'Courriel, sur un domaine réservé aux exemples.';
COMMENT ON COLUMN clients.date_creation IS 'Date d''ouverture du compte client.';
COMMENT ON COLUMN clients.date_premiere_commande IS 'Date de la première commande connue de la base, dont l''historique commence le 1er janvier 2022 : un compte plus ancien a pu commander avant.';
COMMENT ON COLUMN clients.salarie_id IS 'Salarié qui suit le client (salaries.salarie_id) : directeur pour un Mammouth, ingénieur commercial pour une Nursery, commercial terrain pour un Préféré, télécommerciale pour un Petit.';
COMMENT ON COLUMN clients.secteur_id IS 'Secteur du client (secteurs.secteur_id).';
COMMENT ON COLUMN clients.plafond_credit IS 'Plafond d''encours accordé (euros TTC).';
COMMENT ON COLUMN clients.delai_reglement IS 'Délai de règlement accordé (jours).';
COMMENT ON COLUMN clients.fin_de_mois IS 'Vrai si le délai court jusqu''à la fin du mois.';
COMMENT ON COLUMN clients.mode_reglement IS 'Mode de règlement : virement, prélèvement, chèque ou effet de commerce.';
COMMENT ON COLUMN clients.actif IS 'Vrai si le compte est ouvert ; un compte ouvert peut ne plus commander.';

CREATE TABLE produits (
    produit_id     INTEGER PRIMARY KEY,
    libelle        VARCHAR NOT NULL UNIQUE,
    famille        VARCHAR NOT NULL,
    prix_tarif     DECIMAL(12, 4) NOT NULL CHECK (prix_tarif > 0),
    cout_variable  DECIMAL(12, 4) NOT NULL CHECK (cout_variable > 0),
    quantite_min   INTEGER NOT NULL CHECK (quantite_min > 0),
    date_lancement DATE NOT NULL,
    date_fin       DATE,
    taux_tva       DECIMAL(4, 3) NOT NULL CHECK (taux_tva BETWEEN 0 AND 1),
    CHECK (date_fin IS NULL OR date_fin > date_lancement),
    CHECK (cout_variable < prix_tarif)
);
COMMENT ON TABLE produits IS 'Le catalogue : produits d''imprimerie personnalisés, vendus à l''exemplaire.';
COMMENT ON COLUMN produits.produit_id IS 'Numéro du produit (clé primaire).';
COMMENT ON COLUMN produits.libelle IS 'Désignation commerciale.';
COMMENT ON COLUMN produits.famille IS 'Famille de produits.';
COMMENT ON COLUMN produits.prix_tarif IS 'Prix unitaire au tarif 2026, avant remise (euros HT par exemplaire, quatre décimales).';
COMMENT ON COLUMN produits.cout_variable IS 'Coût variable unitaire aux conditions de 2026 (euros HT par exemplaire, quatre décimales).';
COMMENT ON COLUMN produits.quantite_min IS 'Plus petite quantité vendue (exemplaires).';
COMMENT ON COLUMN produits.date_lancement IS 'Date d''entrée au catalogue.';
COMMENT ON COLUMN produits.date_fin IS 'Dernier jour de vente ; vide si le produit est encore au catalogue.';
COMMENT ON COLUMN produits.taux_tva IS 'Taux de TVA (0,200 ; 0,055 pour le livre).';

CREATE TABLE commandes (
    commande_id           INTEGER PRIMARY KEY,
    client_id             INTEGER NOT NULL REFERENCES clients (client_id),
    devis_id              INTEGER,
    date_commande         DATE NOT NULL CHECK (date_commande <= DATE '2026-06-30'),
    canal                 VARCHAR NOT NULL CHECK (canal IN ('visite', 'téléphone', 'courriel', 'web')),
    date_livraison_promise DATE NOT NULL,
    frais_port            DECIMAL(12, 2) NOT NULL CHECK (frais_port >= 0),
    remise                DECIMAL(5, 4) NOT NULL CHECK (remise >= 0 AND remise < 1),
    CHECK (date_livraison_promise > date_commande)
);
COMMENT ON TABLE commandes IS 'Les commandes reçues depuis le 1er janvier 2022.';
COMMENT ON COLUMN commandes.commande_id IS 'Numéro de la commande (clé primaire), dans l''ordre des dates.';
COMMENT ON COLUMN commandes.client_id IS 'Client qui commande (clients.client_id).';
COMMENT ON COLUMN commandes.devis_id IS 'Devis à l''origine de la commande ; vide pour une commande directe.';
COMMENT ON COLUMN commandes.date_commande IS 'Date de réception de la commande (jour ouvré).';
COMMENT ON COLUMN commandes.canal IS 'Canal de la commande : visite, téléphone, courriel ou web.';
COMMENT ON COLUMN commandes.date_livraison_promise IS 'Date de livraison promise au client (jour ouvré).';
COMMENT ON COLUMN commandes.frais_port IS 'Frais de port facturés en plus des lignes (euros HT).';
COMMENT ON COLUMN commandes.remise IS 'Remise accordée sur l''ensemble de la commande (taux décimal) ; elle est déjà comprise dans la remise de chaque ligne.';

CREATE TABLE lignes_commande (
    ligne_id      INTEGER PRIMARY KEY,
    commande_id   INTEGER NOT NULL REFERENCES commandes (commande_id),
    produit_id    INTEGER NOT NULL REFERENCES produits (produit_id),
    quantite      INTEGER NOT NULL CHECK (quantite > 0),
    prix_unitaire DECIMAL(12, 4) NOT NULL CHECK (prix_unitaire > 0),
    remise        DECIMAL(5, 4) NOT NULL CHECK (remise >= 0 AND remise < 1),
    montant_ht    DECIMAL(12, 2) NOT NULL,
    cout_variable DECIMAL(12, 2) NOT NULL CHECK (cout_variable > 0),
    UNIQUE (commande_id, produit_id),
    CHECK (montant_ht = round(quantite * prix_unitaire * (1 - remise), 2))
);
COMMENT ON TABLE lignes_commande IS 'Les lignes des commandes : leur somme de montant_ht est le chiffre d''affaires.';
COMMENT ON COLUMN lignes_commande.ligne_id IS 'Numéro de la ligne (clé primaire).';
COMMENT ON COLUMN lignes_commande.commande_id IS 'Commande de la ligne (commandes.commande_id).';
COMMENT ON COLUMN lignes_commande.produit_id IS 'Produit commandé (produits.produit_id).';
COMMENT ON COLUMN lignes_commande.quantite IS 'Quantité commandée (exemplaires).';
COMMENT ON COLUMN lignes_commande.prix_unitaire IS 'Prix unitaire du jour, négociation du client comprise, avant remise (euros HT par exemplaire, quatre décimales).';
COMMENT ON COLUMN lignes_commande.remise IS 'Remise totale de la ligne (taux décimal) : remise de quantité puis remise de la commande, en cascade.';
COMMENT ON COLUMN lignes_commande.montant_ht IS 'Montant net de la ligne (euros HT) : quantite × prix_unitaire × (1 − remise), au centime.';
COMMENT ON COLUMN lignes_commande.cout_variable IS 'Coût variable total de la ligne (euros HT) : la marge de la ligne est montant_ht − cout_variable.';
