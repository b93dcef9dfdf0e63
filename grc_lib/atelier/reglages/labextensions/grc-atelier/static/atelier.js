// Le bouton « Vérifier ma copie » des TD. Écrit tel quel, sans compilation : JupyterLab charge ce
// fichier comme un conteneur de modules (init, puis get), et lui prête ses propres modules.
(() => {
  let modulesPretes;

  const module = async (nom) => {
    const versions = Object.values(modulesPretes[nom]);
    return (await versions[0].get())();
  };

  const element = (balise, texte, ...enfants) => {
    const noeud = document.createElement(balise);
    noeud.textContent = texte;
    noeud.append(...enfants);
    return noeud;
  };

  // La phrase du contrôle, sans la pile d'appels : la dernière ligne de l'erreur.
  const phrase = (erreur) => {
    const lignes = erreur.replace(/\u001b\[[0-9;]*m/g, "").trim().split("\n");
    const derniere = lignes[lignes.length - 1].replace(/^\w*(Error|Exception): /, "");
    return derniere === "You did not provide a response." ? "Vous n'avez pas répondu." : derniere;
  };

  const cellule = (titre, source) =>
    element("details", "", element("summary", titre), element("pre", source));

  const rapport = ({ success, value }) => {
    const corps = element("div", "");
    if (!success) {
      corps.append(element("p", `La vérification n'a pas pu se faire. ${value}`));
    } else if (value.type_changed || value.changed) {
      corps.append(
        element(
          "p",
          "Une cellule de contrôle a été modifiée : annulez ce changement, ou recopiez vos " +
            "réponses dans la version du professeur. Vous pouvez rendre la copie : la cellule " +
            "d'origine sera remise avant la notation.",
        ),
      );
      for (const { source } of value.type_changed || value.changed) {
        corps.append(cellule("La cellule modifiée", source));
      }
    } else if (value.failed) {
      const nombre = value.failed.length;
      const accord = nombre > 1 ? `${nombre} contrôles échouent` : "Un contrôle échoue";
      corps.append(element("p", `${accord}. Corrigez, puis vérifiez à nouveau.`));
      for (const { source, raw_error: erreur } of value.failed) {
        corps.append(element("p", phrase(erreur)), cellule("Voir ce contrôle", source));
      }
    } else {
      corps.append(element("p", "Votre copie passe tous les contrôles visibles."));
    }
    return corps;
  };

  const interroger = async (services, chemin) => {
    const reglages = services.ServerConnection.makeSettings();
    const reponse = await services.ServerConnection.makeRequest(
      `${reglages.baseUrl}grc/verifier`,
      { method: "POST", body: JSON.stringify({ path: chemin }) },
      reglages,
    );
    if (!reponse.ok) {
      return { success: false, value: `Le serveur a répondu ${reponse.status}.` };
    }
    return reponse.json();
  };

  const creerExtension = async () => {
    const { INotebookTracker } = await module("@jupyterlab/notebook");
    const { Dialog, Notification, ToolbarButton, showDialog } = await module("@jupyterlab/apputils");
    const services = await module("@jupyterlab/services");
    const { Widget } = await module("@lumino/widgets");

    const verifier = async (contexte, bouton) => {
      bouton.enabled = false;
      const annonce = Notification.emit("Vérification en cours…", "in-progress");
      let resultat;
      try {
        await contexte.save();
        resultat = await interroger(services, contexte.path);
      } catch (erreur) {
        resultat = { success: false, value: "Le serveur ne répond plus : relancez « grc lab »." };
      }
      Notification.dismiss(annonce);
      bouton.enabled = true;
      await showDialog({
        title: "Vérification de la copie",
        body: new Widget({ node: rapport(resultat) }),
        buttons: [Dialog.okButton({ label: "Fermer" })],
      });
    };

    const ajouterBouton = (panneau) => {
      const contexte = panneau.context;
      if (!contexte.path.startsWith("exercises/")) {
        return;
      }
      const bouton = new ToolbarButton({
        label: "Vérifier ma copie",
        tooltip: "Exécuter tout le TD et lire le résultat de chaque contrôle",
        onClick: () => verifier(contexte, bouton),
      });
      panneau.toolbar.insertAfter("cellType", "grc-verifier", bouton);
    };

    return {
      id: "grc-atelier:verifier",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (application, notebooks) => {
        notebooks.widgetAdded.connect((_, panneau) => ajouterBouton(panneau));
        notebooks.forEach(ajouterBouton);
      },
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["grc-atelier"] = {
    init: (partages) => {
      modulesPretes = partages;
    },
    get: async () => {
      const extension = await creerExtension();
      return () => ({ __esModule: true, default: extension });
    },
  };
})();
