// Le formulaire d'un quiz : un groupe par question, un bouton, une zone annoncée, un compteur.

const TITRES = { true: "✔ Juste.", false: "✘ Pas encore." };

function creer(balise, proprietes = {}, ...enfants) {
  const element = Object.assign(document.createElement(balise), proprietes);
  element.append(...enfants);
  return element;
}

// Sans cela, JupyterLab prend pour lui les flèches et les lettres tapées sur un bouton radio.
function garderLeClavier(element) {
  element.dataset.lmSuppressShortcuts = "true";
  return element;
}

function creerChoix(nom, multiple) {
  return (texte, rang) => {
    const type = multiple ? "checkbox" : "radio";
    const saisie = garderLeClavier(creer("input", { type, name: nom, value: rang }));
    return creer("label", {}, saisie, creer("span", { textContent: texte }));
  };
}

function creerQuestion(question, rang, noter) {
  const consigne = question.multiple ? " (plusieurs réponses)" : "";
  const nom = `grc-quiz-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const choix = question.choix.map(creerChoix(nom, question.multiple));
  const avis = creer("p", { className: "grc-quiz-avis" });
  avis.setAttribute("role", "status");
  const bouton = garderLeClavier(creer("button", { type: "button", textContent: "Vérifier" }));
  bouton.setAttribute("aria-label", `Vérifier la question ${rang + 1}`);
  bouton.addEventListener("click", () => {
    const coches = choix.filter((label) => label.firstChild.checked);
    const correction = question.corrections[coches.map((label) => label.firstChild.value).join(" ")];
    if (!correction) {
      avis.textContent = "… Choisissez d'abord une réponse.";
      return;
    }
    const titre = creer("strong", { textContent: TITRES[correction.juste] });
    avis.replaceChildren(titre, ` ${correction.phrases.join(" ")}`);
    noter(rang, correction.juste);
  });
  const legende = creer("legend", { textContent: `${rang + 1}. ${question.enonce}${consigne}` });
  return creer("fieldset", {}, legende, ...choix, bouton, avis);
}

function render({ model, el }) {
  const questions = model.get("questions");
  const justes = new Map();
  const compteur = creer("p");
  compteur.setAttribute("role", "status");
  const noter = (rang, juste) => {
    justes.set(rang, juste);
    const total = [...justes.values()].filter(Boolean).length;
    compteur.textContent = `Bonnes réponses : ${total}/${questions.length}`;
  };
  el.classList.add("grc-quiz");
  el.append(...questions.map((question, rang) => creerQuestion(question, rang, noter)), compteur);
  noter(-1, false);
}

export default { render };
