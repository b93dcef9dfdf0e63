-- La base de l'Imprimerie Clémenceau : tables, clés, contrôles et dictionnaire.
-- Les tables sont dans l'ordre de chargement : une table ne cite que celles d'au-dessus.
-- Le commentaire d'une colonne dit entre parenthèses la clé à laquelle elle renvoie. Toutes n'ont
-- pas de REFERENCES : `secteurs.directeur_id` et `salaries.responsable_id` bouclent ; DuckDB refuse
-- de changer une clé étrangère dans une ligne citée ailleurs, or un client change de commercial ou
-- de secteur, et un prospect devient client.

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
    commune        VARCHAR NOT NULL,
    latitude       DECIMAL(8, 5) NOT NULL,
    longitude      DECIMAL(8, 5) NOT NULL,
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
COMMENT ON COLUMN salaries.commune IS 'Ville de rattachement, d''où partent les tournées : la plus peuplée du territoire d''un commercial terrain, du secteur pour les autres.';
COMMENT ON COLUMN salaries.latitude IS 'Latitude de la ville de rattachement (degrés décimaux, WGS 84).';
COMMENT ON COLUMN salaries.longitude IS 'Longitude de la ville de rattachement (degrés décimaux, WGS 84).';

CREATE TABLE quotas (
    quota_id       INTEGER PRIMARY KEY,
    type_client    VARCHAR NOT NULL UNIQUE CHECK (type_client IN ('Préféré', 'Nursery', 'Mammouth', 'Petit')),
    fonction       VARCHAR NOT NULL CHECK (fonction IN ('directeur de clientèle', 'ingénieur commercial', 'télécommerciale', 'commercial terrain')),
    contacts_an    INTEGER NOT NULL CHECK (contacts_an > 0),
    heures_contact DECIMAL(4, 2) NOT NULL CHECK (heures_contact > 0),
    part_temps     DECIMAL(4, 3) NOT NULL CHECK (part_temps > 0 AND part_temps <= 1)
);
COMMENT ON TABLE quotas IS 'Ce que l''entreprise demande à chaque fonction : les contacts dus à un type de client, et le temps qui leur est réservé.';
COMMENT ON COLUMN quotas.quota_id IS 'Numéro du quota (clé primaire).';
COMMENT ON COLUMN quotas.type_client IS 'Type de client concerné.';
COMMENT ON COLUMN quotas.fonction IS 'Fonction du salarié qui suit ce type de client.';
COMMENT ON COLUMN quotas.contacts_an IS 'Visites ou appels dus à chaque client (nombre par an) ; deux visites pour un Préféré.';
COMMENT ON COLUMN quotas.heures_contact IS 'Temps d''un contact, trajet et suivi compris (heures).';
COMMENT ON COLUMN quotas.part_temps IS 'Part du temps de travail réservée à ces clients (taux décimal).';

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
    salarie_id             INTEGER NOT NULL,
    secteur_id             INTEGER NOT NULL,
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
COMMENT ON COLUMN clients.salarie_id IS 'Salarié qui suit le client (salaries.salarie_id) : directeur pour un Mammouth, ingénieur commercial pour une Nursery, commercial terrain du département pour un Préféré, télécommerciale pour un Petit.';
COMMENT ON COLUMN clients.secteur_id IS 'Secteur du client (secteurs.secteur_id).';
COMMENT ON COLUMN clients.plafond_credit IS 'Plafond d''encours accordé (euros TTC).';
COMMENT ON COLUMN clients.delai_reglement IS 'Délai de règlement accordé (jours).';
COMMENT ON COLUMN clients.fin_de_mois IS 'Vrai si le délai court jusqu''à la fin du mois.';
COMMENT ON COLUMN clients.mode_reglement IS 'Mode de règlement : virement, prélèvement, chèque ou effet de commerce.';
COMMENT ON COLUMN clients.actif IS 'Vrai si le compte est ouvert ; un compte ouvert peut ne plus commander.';

CREATE TABLE prospects (
    prospect_id    INTEGER PRIMARY KEY,
    raison_sociale VARCHAR NOT NULL,
    siret          VARCHAR NOT NULL UNIQUE CHECK (regexp_full_match(siret, '[0-9]{14}')),
    naf            VARCHAR NOT NULL CHECK (regexp_full_match(naf, '[0-9]{2}\.[0-9]{2}[A-Z]')),
    effectif       INTEGER NOT NULL CHECK (effectif > 0),
    adresse        VARCHAR NOT NULL,
    code_postal    VARCHAR NOT NULL CHECK (regexp_full_match(code_postal, '[0-9]{5}')),
    commune        VARCHAR NOT NULL,
    insee          VARCHAR NOT NULL CHECK (regexp_full_match(insee, '[0-9][0-9AB][0-9]{3}')),
    departement    VARCHAR NOT NULL CHECK (regexp_full_match(departement, '[0-9][0-9AB]')),
    latitude       DECIMAL(8, 5) NOT NULL CHECK (latitude BETWEEN 41 AND 52),
    longitude      DECIMAL(8, 5) NOT NULL CHECK (longitude BETWEEN -6 AND 10),
    telephone      VARCHAR NOT NULL CHECK (regexp_full_match(telephone, '0[1-6]( [0-9]{2}){4}')),
    courriel       VARCHAR NOT NULL CHECK (regexp_full_match(courriel, '[a-z0-9.-]+@[a-z0-9.-]+')),
    origine        VARCHAR NOT NULL CHECK (origine IN ('fichier acheté', 'salon', 'site web', 'recommandation', 'démarchage')),
    date_entree    DATE NOT NULL,
    chaleur        VARCHAR NOT NULL CHECK (chaleur IN ('froid', 'tiède', 'chaud')),
    secteur_id     INTEGER NOT NULL,
    salarie_id     INTEGER NOT NULL,
    client_id      INTEGER
);
COMMENT ON TABLE prospects IS 'Les entreprises que l''on démarche, fiabilisées : ni doublon, ni faux SIRET ; celles qui ont commandé renvoient à leur compte client.';
COMMENT ON COLUMN prospects.prospect_id IS 'Numéro du prospect (clé primaire).';
COMMENT ON COLUMN prospects.raison_sociale IS 'Raison sociale ou enseigne (fictive).';
COMMENT ON COLUMN prospects.siret IS 'SIRET, 14 chiffres en texte ; clé de Luhn juste, numéro fictif.';
COMMENT ON COLUMN prospects.naf IS 'Code NAF de l''activité (nomenclature NAF rév. 2), en texte.';
COMMENT ON COLUMN prospects.effectif IS 'Effectif salarié (personnes).';
COMMENT ON COLUMN prospects.adresse IS 'Numéro et voie.';
COMMENT ON COLUMN prospects.code_postal IS 'Code postal, en texte (le zéro de tête compte).';
COMMENT ON COLUMN prospects.commune IS 'Commune.';
COMMENT ON COLUMN prospects.insee IS 'Code INSEE de la commune, en texte.';
COMMENT ON COLUMN prospects.departement IS 'Code du département, en texte (2A et 2B pour la Corse).';
COMMENT ON COLUMN prospects.latitude IS 'Latitude approchée (degrés décimaux, WGS 84).';
COMMENT ON COLUMN prospects.longitude IS 'Longitude approchée (degrés décimaux, WGS 84).';
COMMENT ON COLUMN prospects.telephone IS 'Téléphone, dans les tranches réservées à la fiction par l''ARCEP.';
COMMENT ON COLUMN prospects.courriel IS 'Courriel, sur un domaine réservé aux exemples.';
COMMENT ON COLUMN prospects.origine IS 'D''où vient la fiche : fichier acheté, salon, site web, recommandation ou démarchage.';
COMMENT ON COLUMN prospects.date_entree IS 'Date d''entrée dans le fichier ; une fiche sans suite est effacée au bout de trois ans.';
COMMENT ON COLUMN prospects.chaleur IS 'Intérêt montré à l''entrée de la fiche, sans mise à jour depuis : froid, tiède ou chaud.';
COMMENT ON COLUMN prospects.secteur_id IS 'Secteur du prospect (secteurs.secteur_id).';
COMMENT ON COLUMN prospects.salarie_id IS 'Commercial terrain chargé du prospect (salaries.salarie_id).';
COMMENT ON COLUMN prospects.client_id IS 'Compte client, ouvert peu avant la première commande (clients.client_id) ; vide tant que le prospect n''a pas commandé.';

CREATE TABLE contacts (
    contact_id INTEGER PRIMARY KEY,
    client_id  INTEGER NOT NULL REFERENCES clients (client_id),
    civilite   VARCHAR NOT NULL CHECK (civilite IN ('M.', 'Mme')),
    nom        VARCHAR NOT NULL,
    prenom     VARCHAR NOT NULL,
    fonction   VARCHAR NOT NULL,
    role_achat VARCHAR NOT NULL CHECK (role_achat IN ('prescripteur', 'décideur', 'acheteur', 'utilisateur', 'filtre')),
    courriel   VARCHAR NOT NULL CHECK (regexp_full_match(courriel, '[a-z0-9.-]+@[a-z0-9.-]+')),
    telephone  VARCHAR CHECK (regexp_full_match(telephone, '0[1-6]( [0-9]{2}){4}'))
);
COMMENT ON TABLE contacts IS 'Les interlocuteurs chez les clients, et leur rôle dans l''achat ; un décideur et un seul par client.';
COMMENT ON COLUMN contacts.contact_id IS 'Numéro du contact (clé primaire).';
COMMENT ON COLUMN contacts.client_id IS 'Client où travaille le contact (clients.client_id).';
COMMENT ON COLUMN contacts.civilite IS 'M. ou Mme.';
COMMENT ON COLUMN contacts.nom IS 'Nom de famille (personne fictive).';
COMMENT ON COLUMN contacts.prenom IS 'Prénom.';
COMMENT ON COLUMN contacts.fonction IS 'Fonction dans l''entreprise cliente.';
COMMENT ON COLUMN contacts.role_achat IS 'Rôle dans le centre d''achat : prescripteur, décideur, acheteur, utilisateur ou filtre.';
COMMENT ON COLUMN contacts.courriel IS 'Courriel professionnel, sur un domaine réservé aux exemples.';
COMMENT ON COLUMN contacts.telephone IS 'Ligne directe, dans les tranches réservées à la fiction par l''ARCEP ; vide si l''on passe par le standard.';

CREATE TABLE consentements (
    consentement_id INTEGER PRIMARY KEY,
    contact_id      INTEGER REFERENCES contacts (contact_id),
    prospect_id     INTEGER REFERENCES prospects (prospect_id),
    canal           VARCHAR NOT NULL CHECK (canal IN ('téléphone', 'courriel', 'sms', 'courrier')),
    etat            VARCHAR NOT NULL CHECK (etat IN ('accord', 'opposition')),
    date            DATE NOT NULL CHECK (date <= DATE '2026-06-30'),
    preuve          VARCHAR NOT NULL,
    CHECK ((contact_id IS NULL) <> (prospect_id IS NULL))
);
COMMENT ON TABLE consentements IS 'Ce que chaque personne a accepté ou refusé, canal par canal ; le plus récent l''emporte.';
COMMENT ON COLUMN consentements.consentement_id IS 'Numéro de l''enregistrement (clé primaire).';
COMMENT ON COLUMN consentements.contact_id IS 'Contact d''un client (contacts.contact_id) ; vide si c''est un prospect.';
COMMENT ON COLUMN consentements.prospect_id IS 'Prospect (prospects.prospect_id) ; vide si c''est un contact.';
COMMENT ON COLUMN consentements.canal IS 'Canal concerné : téléphone, courriel, sms ou courrier.';
COMMENT ON COLUMN consentements.etat IS 'Accord ou opposition.';
COMMENT ON COLUMN consentements.date IS 'Date à laquelle la personne s''est prononcée.';
COMMENT ON COLUMN consentements.preuve IS 'Ce qui le prouve : formulaire du site, fiche signée, bon de commande signé, demande de devis, courriel reçu, courrier reçu, appel noté, lien de désabonnement ou STOP par sms.';

CREATE TABLE devis (
    devis_id             INTEGER PRIMARY KEY,
    client_id            INTEGER REFERENCES clients (client_id),
    prospect_id          INTEGER REFERENCES prospects (prospect_id),
    salarie_id           INTEGER NOT NULL REFERENCES salaries (salarie_id),
    date_devis           DATE NOT NULL CHECK (date_devis <= DATE '2026-06-30'),
    montant_ht           DECIMAL(12, 2) NOT NULL CHECK (montant_ht > 0),
    probabilite_annoncee DECIMAL(3, 2) NOT NULL CHECK (probabilite_annoncee BETWEEN 0 AND 1),
    etat                 VARCHAR NOT NULL CHECK (etat IN ('en cours', 'accepté', 'refusé', 'expiré')),
    date_decision        DATE,
    CHECK ((client_id IS NULL) <> (prospect_id IS NULL)),
    CHECK ((etat = 'en cours') = (date_decision IS NULL)),
    CHECK (date_decision >= date_devis)
);
COMMENT ON TABLE devis IS 'Les devis remis, aux clients comme aux prospects, avec la chance de succès qu''annonce le commercial.';
COMMENT ON COLUMN devis.devis_id IS 'Numéro du devis (clé primaire).';
COMMENT ON COLUMN devis.client_id IS 'Client concerné (clients.client_id) ; vide si c''est un prospect.';
COMMENT ON COLUMN devis.prospect_id IS 'Prospect concerné (prospects.prospect_id) ; vide si c''est un client.';
COMMENT ON COLUMN devis.salarie_id IS 'Salarié qui a remis le devis (salaries.salarie_id).';
COMMENT ON COLUMN devis.date_devis IS 'Date du devis (jour ouvré).';
COMMENT ON COLUMN devis.montant_ht IS 'Montant proposé (euros HT, hors port) ; celui de la commande s''il est accepté.';
COMMENT ON COLUMN devis.probabilite_annoncee IS 'Probabilité de signature annoncée par le commercial le jour du devis (taux décimal).';
COMMENT ON COLUMN devis.etat IS 'En cours, accepté, refusé ou expiré.';
COMMENT ON COLUMN devis.date_decision IS 'Date de la décision du client, ou de l''expiration ; vide si le devis est en cours.';

CREATE TABLE commandes (
    commande_id           INTEGER PRIMARY KEY,
    client_id             INTEGER NOT NULL REFERENCES clients (client_id),
    devis_id              INTEGER UNIQUE REFERENCES devis (devis_id),
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
COMMENT ON COLUMN commandes.devis_id IS 'Devis accepté à l''origine de la commande (devis.devis_id) ; vide pour une commande directe.';
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

CREATE TABLE livraisons (
    livraison_id    INTEGER PRIMARY KEY,
    commande_id     INTEGER NOT NULL UNIQUE REFERENCES commandes (commande_id),
    transporteur    VARCHAR NOT NULL,
    date_expedition DATE NOT NULL CHECK (date_expedition <= DATE '2026-06-30'),
    date_livraison  DATE CHECK (date_livraison <= DATE '2026-06-30'),
    conforme        BOOLEAN,
    cout_transport  DECIMAL(12, 2) NOT NULL CHECK (cout_transport > 0),
    CHECK (date_livraison >= date_expedition),
    CHECK ((date_livraison IS NULL) = (conforme IS NULL))
);
COMMENT ON TABLE livraisons IS 'Une livraison par commande partie de l''atelier.';
COMMENT ON COLUMN livraisons.livraison_id IS 'Numéro de la livraison (clé primaire).';
COMMENT ON COLUMN livraisons.commande_id IS 'Commande livrée (commandes.commande_id).';
COMMENT ON COLUMN livraisons.transporteur IS 'Transporteur (fictif).';
COMMENT ON COLUMN livraisons.date_expedition IS 'Date de départ de l''atelier (jour ouvré).';
COMMENT ON COLUMN livraisons.date_livraison IS 'Date de remise au client (jour ouvré) ; vide si le colis est en route. Une livraison est en retard si elle suit commandes.date_livraison_promise.';
COMMENT ON COLUMN livraisons.conforme IS 'Vrai si la marchandise livrée était celle de la commande, en bon état ; vide si le colis est en route.';
COMMENT ON COLUMN livraisons.cout_transport IS 'Ce que le transporteur facture à l''imprimerie (euros HT) ; à comparer à commandes.frais_port.';

CREATE TABLE factures (
    facture_id   INTEGER PRIMARY KEY,
    commande_id  INTEGER NOT NULL UNIQUE REFERENCES commandes (commande_id),
    client_id    INTEGER NOT NULL REFERENCES clients (client_id),
    date_facture DATE NOT NULL CHECK (date_facture <= DATE '2026-06-30'),
    echeance     DATE NOT NULL,
    montant_ht   DECIMAL(12, 2) NOT NULL CHECK (montant_ht > 0),
    montant_tva  DECIMAL(12, 2) NOT NULL CHECK (montant_tva >= 0),
    montant_ttc  DECIMAL(12, 2) NOT NULL,
    CHECK (montant_ttc = montant_ht + montant_tva),
    CHECK (echeance >= date_facture)
);
COMMENT ON TABLE factures IS 'Une facture par commande expédiée.';
COMMENT ON COLUMN factures.facture_id IS 'Numéro de la facture (clé primaire).';
COMMENT ON COLUMN factures.commande_id IS 'Commande facturée (commandes.commande_id).';
COMMENT ON COLUMN factures.client_id IS 'Client facturé (clients.client_id).';
COMMENT ON COLUMN factures.date_facture IS 'Date de la facture (jour ouvré) : celle de l''expédition.';
COMMENT ON COLUMN factures.echeance IS 'Date à laquelle la facture doit être payée : date de facture plus clients.delai_reglement, puis fin de ce mois-là si clients.fin_de_mois (« 45 jours fin de mois » a une autre lecture : fin du mois, puis 45 jours).';
COMMENT ON COLUMN factures.montant_ht IS 'Total hors taxes : lignes de la commande et frais de port (euros HT).';
COMMENT ON COLUMN factures.montant_tva IS 'TVA, calculée et arrondie au centime par taux sur la base hors taxes, le port au taux normal (euros).';
COMMENT ON COLUMN factures.montant_ttc IS 'Total à payer (euros TTC).';

CREATE TABLE reglements (
    reglement_id   INTEGER PRIMARY KEY,
    facture_id     INTEGER NOT NULL REFERENCES factures (facture_id),
    date_reglement DATE NOT NULL CHECK (date_reglement <= DATE '2026-06-30'),
    montant        DECIMAL(12, 2) NOT NULL CHECK (montant > 0),
    mode           VARCHAR NOT NULL CHECK (mode IN ('virement', 'prélèvement', 'chèque', 'effet de commerce'))
);
COMMENT ON TABLE reglements IS 'Les paiements reçus ; une facture peut l''être en deux fois, pas encore ou jamais.';
COMMENT ON COLUMN reglements.reglement_id IS 'Numéro du règlement (clé primaire).';
COMMENT ON COLUMN reglements.facture_id IS 'Facture réglée (factures.facture_id).';
COMMENT ON COLUMN reglements.date_reglement IS 'Date du paiement (jour ouvré).';
COMMENT ON COLUMN reglements.montant IS 'Montant reçu (euros TTC).';
COMMENT ON COLUMN reglements.mode IS 'Mode de ce règlement : celui du client, mais un prélèvement ou un effet revenu impayé se règle ensuite par virement.';

CREATE TABLE reclamations (
    reclamation_id INTEGER PRIMARY KEY,
    client_id      INTEGER NOT NULL REFERENCES clients (client_id),
    commande_id    INTEGER REFERENCES commandes (commande_id),
    date_reception DATE NOT NULL CHECK (date_reception <= DATE '2026-06-30'),
    canal          VARCHAR NOT NULL CHECK (canal IN ('téléphone', 'courriel', 'courrier', 'visite', 'web')),
    provenance     VARCHAR NOT NULL CHECK (provenance IN ('client', 'commercial terrain', 'télécommerciale', 'transporteur', 'comptabilité')),
    motif          VARCHAR NOT NULL CHECK (motif IN ('retard', 'facturation', 'qualité', 'conformité', 'service')),
    urgent         BOOLEAN NOT NULL,
    important      BOOLEAN NOT NULL,
    recommandee    BOOLEAN NOT NULL,
    date_reponse   DATE CHECK (date_reponse <= DATE '2026-06-30'),
    date_cloture   DATE CHECK (date_cloture <= DATE '2026-06-30'),
    issue          VARCHAR CHECK (issue IN ('remise', 'avoir', 'réimpression', 'nouvelle livraison', 'explication', 'rejet')),
    compensation   DECIMAL(12, 2) NOT NULL CHECK (compensation >= 0),
    satisfait      BOOLEAN,
    client_perdu   BOOLEAN NOT NULL,
    CHECK (date_reponse >= date_reception),
    CHECK (date_cloture >= date_reponse),
    CHECK ((date_cloture IS NULL) = (issue IS NULL))
);
COMMENT ON TABLE reclamations IS 'Les réclamations reçues des clients et ce qu''on en a fait.';
COMMENT ON COLUMN reclamations.reclamation_id IS 'Numéro de la réclamation (clé primaire).';
COMMENT ON COLUMN reclamations.client_id IS 'Client qui réclame (clients.client_id).';
COMMENT ON COLUMN reclamations.commande_id IS 'Commande en cause (commandes.commande_id) ; vide si la réclamation n''en vise aucune.';
COMMENT ON COLUMN reclamations.date_reception IS 'Date de réception (jour ouvré).';
COMMENT ON COLUMN reclamations.canal IS 'Comment elle est arrivée : téléphone, courriel, courrier, visite ou web.';
COMMENT ON COLUMN reclamations.provenance IS 'Qui l''a transmise : le client lui-même, un commercial terrain, une télécommerciale, le transporteur ou la comptabilité.';
COMMENT ON COLUMN reclamations.motif IS 'Motif : retard, facturation, qualité, conformité ou service.';
COMMENT ON COLUMN reclamations.urgent IS 'Vrai si le client ne peut pas attendre.';
COMMENT ON COLUMN reclamations.important IS 'Vrai si l''enjeu est grand pour le client ou pour l''imprimerie.';
COMMENT ON COLUMN reclamations.recommandee IS 'Vrai si elle est arrivée par lettre recommandée.';
COMMENT ON COLUMN reclamations.date_reponse IS 'Date de la première réponse ; vide si le client attend encore.';
COMMENT ON COLUMN reclamations.date_cloture IS 'Date de clôture ; vide si la réclamation est ouverte.';
COMMENT ON COLUMN reclamations.issue IS 'Ce qui l''a close : remise, avoir, réimpression, nouvelle livraison, explication ou rejet ; vide si elle est ouverte.';
COMMENT ON COLUMN reclamations.compensation IS 'Coût du geste commercial (euros HT) ; zéro s''il n''y en a pas. Un avoir ou une remise se rembourse à part : ni la facture ni ses règlements n''en sont diminués.';
COMMENT ON COLUMN reclamations.satisfait IS 'Vrai si le client s''est dit satisfait de la réponse, faux sinon ; vide si on ne le lui a pas demandé.';
COMMENT ON COLUMN reclamations.client_perdu IS 'Vrai si le client n''a plus jamais commandé après cette réclamation et que son compte est fermé ou dort depuis six mois.';

CREATE TABLE visites (
    visite_id    INTEGER PRIMARY KEY,
    salarie_id   INTEGER NOT NULL REFERENCES salaries (salarie_id),
    client_id    INTEGER REFERENCES clients (client_id),
    prospect_id  INTEGER REFERENCES prospects (prospect_id),
    date_visite  DATE NOT NULL CHECK (date_visite <= DATE '2026-06-30'),
    objet        VARCHAR NOT NULL CHECK (objet IN ('réclamation', 'suivi', 'prospection', 'négociation')),
    duree_min    INTEGER NOT NULL CHECK (duree_min BETWEEN 5 AND 480),
    trajet_km    DECIMAL(5, 1) NOT NULL CHECK (trajet_km >= 0),
    compte_rendu VARCHAR NOT NULL,
    CHECK ((client_id IS NULL) <> (prospect_id IS NULL))
);
COMMENT ON TABLE visites IS 'Les visites des commerciaux, chez les clients depuis 2022, chez les prospects encore au fichier : celles d''un prospect effacé au bout de trois ans ont disparu avec sa fiche.';
COMMENT ON COLUMN visites.visite_id IS 'Numéro de la visite (clé primaire).';
COMMENT ON COLUMN visites.salarie_id IS 'Salarié qui visite (salaries.salarie_id).';
COMMENT ON COLUMN visites.client_id IS 'Client concerné (clients.client_id) ; vide si c''est un prospect.';
COMMENT ON COLUMN visites.prospect_id IS 'Prospect concerné (prospects.prospect_id) ; vide si c''est un client.';
COMMENT ON COLUMN visites.date_visite IS 'Date de la visite (jour ouvré).';
COMMENT ON COLUMN visites.objet IS 'Objet : réclamation, suivi, prospection ou négociation.';
COMMENT ON COLUMN visites.duree_min IS 'Temps passé sur place (minutes).';
COMMENT ON COLUMN visites.trajet_km IS 'Route jusqu''à la visite (kilomètres), depuis la visite d''avant ou, le matin, depuis la ville de rattachement du salarié ; la dernière visite du jour comprend aussi le retour. S''il dort sur place, le retour est compté le dernier jour de la tournée.';
COMMENT ON COLUMN visites.compte_rendu IS 'Ce que le commercial en a noté.';

CREATE TABLE agendas (
    agenda_id  INTEGER PRIMARY KEY,
    salarie_id INTEGER NOT NULL REFERENCES salaries (salarie_id),
    jour       DATE NOT NULL,
    debut      VARCHAR NOT NULL CHECK (regexp_full_match(debut, '[0-2][0-9]:[0-5][0-9]')),
    fin        VARCHAR NOT NULL CHECK (regexp_full_match(fin, '[0-2][0-9]:[0-5][0-9]')),
    CHECK (debut < fin)
);
COMMENT ON TABLE agendas IS 'Les créneaux que les commerciaux ont libres pour des visites, dans les semaines qui viennent.';
COMMENT ON COLUMN agendas.agenda_id IS 'Numéro du créneau (clé primaire).';
COMMENT ON COLUMN agendas.salarie_id IS 'Salarié (salaries.salarie_id).';
COMMENT ON COLUMN agendas.jour IS 'Jour du créneau (jour ouvré).';
COMMENT ON COLUMN agendas.debut IS 'Heure de départ (« 08:30 »).';
COMMENT ON COLUMN agendas.fin IS 'Heure de retour (« 17:00 »).';

CREATE TABLE appels (
    appel_id     INTEGER PRIMARY KEY,
    salarie_id   INTEGER REFERENCES salaries (salarie_id),
    client_id    INTEGER REFERENCES clients (client_id),
    prospect_id  INTEGER REFERENCES prospects (prospect_id),
    horodatage   TIMESTAMP NOT NULL CHECK (horodatage < TIMESTAMP '2026-07-01'),
    sens         VARCHAR NOT NULL CHECK (sens IN ('entrant', 'sortant')),
    attente_s    INTEGER NOT NULL CHECK (attente_s >= 0),
    duree_s      INTEGER NOT NULL CHECK (duree_s >= 0),
    post_appel_s INTEGER NOT NULL CHECK (post_appel_s >= 0),
    abandonne    BOOLEAN NOT NULL,
    motif        VARCHAR NOT NULL CHECK (motif IN ('commande', 'réclamation', 'renseignement', 'suivi', 'renouvellement', 'prospection', 'relance')),
    resultat     VARCHAR NOT NULL CHECK (resultat IN ('commande', 'rendez-vous', 'traité', 'à rappeler', 'sans réponse', 'refus', 'abandon')),
    CHECK (client_id IS NULL OR prospect_id IS NULL),
    CHECK (NOT abandonne OR (sens = 'entrant' AND duree_s = 0 AND salarie_id IS NULL)),
    CHECK (abandonne OR salarie_id IS NOT NULL)
);
COMMENT ON TABLE appels IS 'Le journal téléphonique des douze derniers mois ; les appels plus anciens sont effacés.';
COMMENT ON COLUMN appels.appel_id IS 'Numéro de l''appel (clé primaire).';
COMMENT ON COLUMN appels.salarie_id IS 'Télécommerciale qui a pris ou passé l''appel (salaries.salarie_id) ; vide si l''appelant a raccroché avant.';
COMMENT ON COLUMN appels.client_id IS 'Client au bout du fil (clients.client_id) ; vide si c''est un prospect ou un inconnu.';
COMMENT ON COLUMN appels.prospect_id IS 'Prospect au bout du fil (prospects.prospect_id) ; vide si c''est un client ou un inconnu.';
COMMENT ON COLUMN appels.horodatage IS 'Date et heure de l''appel (heure de Paris).';
COMMENT ON COLUMN appels.sens IS 'Entrant ou sortant.';
COMMENT ON COLUMN appels.attente_s IS 'Appel entrant : attente avant le décroché ou l''abandon ; appel sortant : durée de la sonnerie (secondes).';
COMMENT ON COLUMN appels.duree_s IS 'Durée de la conversation (secondes) ; zéro si personne n''a répondu.';
COMMENT ON COLUMN appels.post_appel_s IS 'Travail après l''appel : saisie, relance (secondes).';
COMMENT ON COLUMN appels.abandonne IS 'Vrai si l''appelant a raccroché avant le décroché.';
COMMENT ON COLUMN appels.motif IS 'Motif : commande, réclamation, renseignement, suivi, renouvellement (le client va manquer), prospection ou relance (d''un impayé).';
COMMENT ON COLUMN appels.resultat IS 'Issue de l''appel : commande, rendez-vous, traité, à rappeler, sans réponse, refus ou abandon.';

CREATE TABLE campagnes (
    campagne_id INTEGER PRIMARY KEY,
    nom         VARCHAR NOT NULL UNIQUE,
    canal       VARCHAR NOT NULL CHECK (canal IN ('courrier', 'courriel', 'sms')),
    objectif    VARCHAR NOT NULL CHECK (objectif IN ('fidéliser', 'réactiver', 'conquérir', 'informer')),
    date_debut  DATE NOT NULL,
    date_fin    DATE NOT NULL,
    budget      DECIMAL(12, 2) NOT NULL CHECK (budget > 0),
    CHECK (date_fin >= date_debut)
);
COMMENT ON TABLE campagnes IS 'Les opérations de communication directe.';
COMMENT ON COLUMN campagnes.campagne_id IS 'Numéro de la campagne (clé primaire).';
COMMENT ON COLUMN campagnes.nom IS 'Nom de la campagne.';
COMMENT ON COLUMN campagnes.canal IS 'Canal : courrier, courriel ou sms.';
COMMENT ON COLUMN campagnes.objectif IS 'Objectif : fidéliser, réactiver, conquérir ou informer.';
COMMENT ON COLUMN campagnes.date_debut IS 'Jour de l''envoi.';
COMMENT ON COLUMN campagnes.date_fin IS 'Fin de la période d''observation des retours.';
COMMENT ON COLUMN campagnes.budget IS 'Dépense totale : création, fichier, impression, envoi (euros HT) ; hors temps passé.';

CREATE TABLE envois (
    envoi_id    INTEGER PRIMARY KEY,
    campagne_id INTEGER NOT NULL REFERENCES campagnes (campagne_id),
    client_id   INTEGER REFERENCES clients (client_id),
    prospect_id INTEGER REFERENCES prospects (prospect_id),
    variante    VARCHAR NOT NULL CHECK (variante IN ('A', 'B')),
    date_envoi  DATE NOT NULL CHECK (date_envoi <= DATE '2026-06-30'),
    npai        BOOLEAN NOT NULL,
    ouvert      BOOLEAN,
    clique      BOOLEAN,
    repondu     BOOLEAN NOT NULL,
    commande_id INTEGER REFERENCES commandes (commande_id),
    desabonne   BOOLEAN NOT NULL,
    CHECK ((client_id IS NULL) <> (prospect_id IS NULL)),
    CHECK (NOT npai OR NOT repondu),
    CHECK (commande_id IS NULL OR repondu)
);
COMMENT ON TABLE envois IS 'Un envoi par destinataire et par campagne, avec ce qui s''ensuit ; chez un client, il s''adresse au décideur.';
COMMENT ON COLUMN envois.envoi_id IS 'Numéro de l''envoi (clé primaire).';
COMMENT ON COLUMN envois.campagne_id IS 'Campagne (campagnes.campagne_id).';
COMMENT ON COLUMN envois.client_id IS 'Client concerné (clients.client_id) ; vide si c''est un prospect.';
COMMENT ON COLUMN envois.prospect_id IS 'Prospect concerné (prospects.prospect_id) ; vide si c''est un client.';
COMMENT ON COLUMN envois.variante IS 'Version reçue, A ou B, tirée au hasard ; A quand la campagne n''en a qu''une.';
COMMENT ON COLUMN envois.date_envoi IS 'Date d''envoi (jour ouvré).';
COMMENT ON COLUMN envois.npai IS 'Vrai si l''envoi est revenu : n''habite pas à l''adresse indiquée, ou adresse électronique refusée.';
COMMENT ON COLUMN envois.ouvert IS 'Vrai si le courriel a été ouvert ; vide pour un courrier ou un sms.';
COMMENT ON COLUMN envois.clique IS 'Vrai si un lien du courriel a été suivi ; vide pour un courrier ou un sms.';
COMMENT ON COLUMN envois.repondu IS 'Vrai si le destinataire a répondu : coupon, appel ou formulaire.';
COMMENT ON COLUMN envois.commande_id IS 'Première commande d''un destinataire qui a répondu, passée après date_envoi et au plus tard à campagnes.date_fin (commandes.commande_id) ; celle de son compte client pour un prospect ; vide sinon.';
COMMENT ON COLUMN envois.desabonne IS 'Vrai si le destinataire a demandé à ne plus rien recevoir par ce canal.';

CREATE TABLE enquetes (
    enquete_id   INTEGER PRIMARY KEY,
    client_id    INTEGER NOT NULL REFERENCES clients (client_id),
    date_enquete DATE NOT NULL CHECK (date_enquete <= DATE '2026-06-30'),
    note_nps     INTEGER NOT NULL CHECK (note_nps BETWEEN 0 AND 10),
    satisfaction INTEGER NOT NULL CHECK (satisfaction BETWEEN 1 AND 4),
    verbatim     VARCHAR
);
COMMENT ON TABLE enquetes IS 'Les réponses aux enquêtes de satisfaction.';
COMMENT ON COLUMN enquetes.enquete_id IS 'Numéro de la réponse (clé primaire).';
COMMENT ON COLUMN enquetes.client_id IS 'Client qui répond (clients.client_id).';
COMMENT ON COLUMN enquetes.date_enquete IS 'Date de la réponse.';
COMMENT ON COLUMN enquetes.note_nps IS 'Réponse à « Recommanderiez-vous l''imprimerie ? », de 0 à 10.';
COMMENT ON COLUMN enquetes.satisfaction IS 'De 1 (pas du tout satisfait) à 4 (très satisfait).';
COMMENT ON COLUMN enquetes.verbatim IS 'Commentaire libre ; vide le plus souvent.';

CREATE TABLE carte_fidelite (
    carte_id        INTEGER PRIMARY KEY,
    client_id       INTEGER NOT NULL UNIQUE REFERENCES clients (client_id),
    date_adhesion   DATE NOT NULL CHECK (date_adhesion BETWEEN DATE '2024-03-01' AND DATE '2026-06-30'),
    points_acquis   INTEGER NOT NULL CHECK (points_acquis >= 0),
    points_utilises INTEGER NOT NULL CHECK (points_utilises >= 0),
    CHECK (points_utilises <= points_acquis)
);
COMMENT ON TABLE carte_fidelite IS 'Les adhérents au programme de fidélité, lancé en mars 2024.';
COMMENT ON COLUMN carte_fidelite.carte_id IS 'Numéro de la carte (clé primaire).';
COMMENT ON COLUMN carte_fidelite.client_id IS 'Client adhérent (clients.client_id).';
COMMENT ON COLUMN carte_fidelite.date_adhesion IS 'Date d''adhésion.';
COMMENT ON COLUMN carte_fidelite.points_acquis IS 'Points acquis depuis l''adhésion : un point par dizaine d''euros HT commandée.';
COMMENT ON COLUMN carte_fidelite.points_utilises IS 'Points échangés contre une remise.';

CREATE TABLE stocks_mensuels (
    mois     DATE NOT NULL CHECK (mois = last_day(mois)),
    famille  VARCHAR NOT NULL,
    stock_ht DECIMAL(12, 2) NOT NULL CHECK (stock_ht >= 0),
    PRIMARY KEY (mois, famille)
);
COMMENT ON TABLE stocks_mensuels IS 'La valeur du stock en fin de mois, par famille de produits : papier, encours et imprimés à l''avance.';
COMMENT ON COLUMN stocks_mensuels.mois IS 'Dernier jour du mois.';
COMMENT ON COLUMN stocks_mensuels.famille IS 'Famille de produits (produits.famille).';
COMMENT ON COLUMN stocks_mensuels.stock_ht IS 'Valeur du stock ce jour-là, au coût (euros HT).';

CREATE TABLE comptes_annuels (
    exercice INTEGER NOT NULL,
    document VARCHAR NOT NULL CHECK (document IN ('actif', 'passif', 'produits', 'charges')),
    poste    VARCHAR NOT NULL,
    montant  DECIMAL(12, 2) NOT NULL,
    PRIMARY KEY (exercice, poste)
);
COMMENT ON TABLE comptes_annuels IS 'Le bilan au 31 décembre et le compte de résultat de l''imprimerie, exercice par exercice.';
COMMENT ON COLUMN comptes_annuels.exercice IS 'Année de l''exercice, du 1er janvier au 31 décembre.';
COMMENT ON COLUMN comptes_annuels.document IS 'Où figure le poste : actif, passif, produits ou charges.';
COMMENT ON COLUMN comptes_annuels.poste IS 'Poste du bilan ou du compte de résultat.';
COMMENT ON COLUMN comptes_annuels.montant IS 'Montant net (euros) ; les créances et dettes commerciales sont TTC, le compte de résultat HT.';

CREATE TABLE comptes_clients (
    client_id INTEGER NOT NULL REFERENCES clients (client_id),
    exercice  INTEGER NOT NULL,
    poste     VARCHAR NOT NULL,
    montant   DECIMAL(14, 2) NOT NULL,
    PRIMARY KEY (client_id, exercice, poste)
);
COMMENT ON TABLE comptes_clients IS 'Les comptes publiés des Mammouths et des plus gros Préférés, poste par poste, pour juger leur solvabilité ; ni banque, ni assureur, ni collectivité, dont les comptes se lisent autrement.';
COMMENT ON COLUMN comptes_clients.client_id IS 'Client (clients.client_id).';
COMMENT ON COLUMN comptes_clients.exercice IS 'Année de l''exercice, clos le 31 décembre.';
COMMENT ON COLUMN comptes_clients.poste IS 'Poste du bilan, total (actif circulant, réalisable et disponible…) ou solde de gestion.';
COMMENT ON COLUMN comptes_clients.montant IS 'Montant net (euros, arrondis au millier).';

CREATE TABLE prospects_bruts (
    brut_id        INTEGER PRIMARY KEY,
    source         VARCHAR NOT NULL,
    raison_sociale VARCHAR,
    siret          VARCHAR,
    naf            VARCHAR,
    effectif       VARCHAR,
    adresse        VARCHAR,
    code_postal    VARCHAR,
    commune        VARCHAR,
    telephone      VARCHAR,
    courriel       VARCHAR,
    date_saisie    VARCHAR
);
COMMENT ON TABLE prospects_bruts IS 'Les fiches de prospects telles que saisies, importées ou achetées : doublons, fautes et formats mêlés. Tout y est du texte.';
COMMENT ON COLUMN prospects_bruts.brut_id IS 'Numéro de la fiche brute (clé primaire).';
COMMENT ON COLUMN prospects_bruts.source IS 'D''où vient la fiche.';
COMMENT ON COLUMN prospects_bruts.raison_sociale IS 'Raison sociale, telle que saisie.';
COMMENT ON COLUMN prospects_bruts.siret IS 'SIRET, tel que saisi : parfois faux, incomplet ou espacé.';
COMMENT ON COLUMN prospects_bruts.naf IS 'Code NAF, tel que saisi.';
COMMENT ON COLUMN prospects_bruts.effectif IS 'Effectif ou tranche d''effectif, tel que saisi.';
COMMENT ON COLUMN prospects_bruts.adresse IS 'Numéro et voie, tels que saisis.';
COMMENT ON COLUMN prospects_bruts.code_postal IS 'Code postal, tel que saisi : il a pu perdre son zéro.';
COMMENT ON COLUMN prospects_bruts.commune IS 'Commune, telle que saisie.';
COMMENT ON COLUMN prospects_bruts.telephone IS 'Téléphone, tel que saisi.';
COMMENT ON COLUMN prospects_bruts.courriel IS 'Courriel, tel que saisi.';
COMMENT ON COLUMN prospects_bruts.date_saisie IS 'Date de saisie, dans le format de sa source.';
