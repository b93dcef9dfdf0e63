// Les graphiques se dessinent quand on s'en approche ; le quiz se corrige ici ; ce qui déborde
// défile au clavier. Aucun module ni aucune requête : la page marche aussi ouverte depuis un fichier.

const RACINE = document.documentElement.dataset.content_root;
const attendus = {};

// Chaque script partagé n'est demandé qu'une fois, par la première page qui en a besoin.
function charger(nom) {
  attendus[nom] ??= new Promise((fini, rate) => {
    const script = Object.assign(document.createElement("script"), { onload: fini, onerror: rate });
    script.src = `${RACINE}_static/${nom}`;
    document.head.append(script);
  });
  return attendus[nom];
}

async function dessiner(cadre) {
  if (cadre.dataset.etat) return;
  cadre.dataset.etat = "en cours";
  const { data, layout, config } = JSON.parse(cadre.querySelector("script").textContent);
  if (!window.Plotly) await charger("plotly.min.js"); // déjà là, tout se dessine sans attendre
  const toile = document.createElement("div");
  cadre.append(toile);
  await Plotly.newPlot(toile, data, layout, { ...config, responsive: true });
  // La figure est déjà décrite par son cadre ; ses boutons ne font que l'enregistrer.
  cadre.querySelector(".grc-alternatif").hidden = true;
  cadre.dataset.etat = "dessiné";
  lireAuClavier(cadre, toile);
}

function lireAuClavier(cadre, toile) {
  const lecture = cadre.nextElementSibling;
  const series = toile._fullData.filter((serie) => serie.visible === true && serie.hoverinfo !== "skip");
  if (!series.length) return;
  let [serie, point] = [0, -1];
  const nombre = () => toile.calcdata[series[serie].index]?.length ?? 0;
  const montrer = () => {
    const courbe = series[serie];
    Plotly.Fx.hover(toile, [{ curveNumber: courbe.index, pointNumber: numero(courbe) }]);
    setTimeout(lire, 100); // plotly attend 50 ms avant de montrer un point
  };
  const lire = () => {
    const textes = [...toile.querySelectorAll(".hoverlayer text")].map(lignes).filter(Boolean);
    lecture.textContent = [...new Set(textes)].join(" · ");
  };
  const numero = (courbe) => {
    const largeur = courbe.z?.[0]?.length;
    return largeur ? [Math.floor(point / largeur), point % largeur] : point;
  };
  const total = () => {
    const z = series[serie].z;
    return z ? z.length * z[0].length : nombre();
  };
  cadre.addEventListener("keydown", (evenement) => {
    const sens = { ArrowRight: 1, ArrowLeft: -1 }[evenement.key];
    const pas = sens * Math.ceil(total() / 50); // une courbe de mille points se lit en cinquante
    const saut = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
    if (evenement.key === "Escape") Plotly.Fx.unhover(toile);
    if (!pas && !saut) return;
    evenement.preventDefault();
    if (saut) serie = (serie + saut + series.length) % series.length;
    point = pas ? (point + pas + total()) % total() : Math.max(0, Math.min(point, total() - 1));
    montrer();
  });
}

function lignes(texte) {
  const morceaux = [...texte.querySelectorAll("tspan.line")].map((ligne) => ligne.textContent);
  return (morceaux.length ? morceaux.join(", ") : texte.textContent).trim();
}

async function preparerQuiz(cadre) {
  const questions = JSON.parse(cadre.querySelector("script").textContent);
  const feuille = document.createElement("link");
  Object.assign(feuille, { rel: "stylesheet", href: `${RACINE}_static/quiz.css` });
  document.head.append(feuille);
  await charger("quiz.js");
  grcQuiz({ model: { get: () => questions }, el: cadre });
}

// Un tableau, du code, une formule plus larges que l'écran défilent dans leur cadre, au doigt et
// au clavier.
const CADRES = "article .output, article pre, article mjx-container, .pst-scrollable-table-container";

function rendreDefilants() {
  for (const cadre of document.querySelectorAll(CADRES)) {
    const [large, haut] = [cadre.scrollWidth - cadre.clientWidth, cadre.scrollHeight - cadre.clientHeight];
    if (Math.max(large, haut) <= 1) continue;
    cadre.tabIndex = 0;
    if (cadre.matches("mjx-container")) continue;
    cadre.setAttribute("role", "region");
    cadre.setAttribute("aria-label", "Contenu à faire défiler");
  }
}

// Avec ou sans accents, les mêmes pages ; « prevision » y surligne « prévision ». Sans serveur, les
// titres sans leurs extraits.
const sansAccents = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "");

function telsQuEcrits(texte, cherches) {
  const mots = new Set(texte.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
  return [...mots].filter((mot) => cherches.some((debut) => sansAccents(mot).startsWith(debut)));
}

if (typeof Search !== "undefined") {
  const { performSearch, makeSearchSummary } = Search;
  Search.performSearch = (mots) => performSearch(sansAccents(mots));
  Search.makeSearchSummary = (page, cherches, ancre) => {
    const mots = telsQuEcrits(Search.htmlToText(page, ancre), [...cherches]);
    const extrait = makeSearchSummary(page, mots, ancre);
    if (extrait) mots.forEach((mot) => _highlightText(extrait, mot, "highlighted"));
    return extrait;
  };
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
} else if (localStorage.sphinx_highlight_terms) {
  const cherches = localStorage.sphinx_highlight_terms.split(" ");
  const mots = telsQuEcrits(document.querySelector("article").textContent, cherches);
  localStorage.sphinx_highlight_terms = mots.join(" ");
}

// Les flèches de la barre de gauche n'ont pas de nom dans le thème.
for (const fleche of document.querySelectorAll(".bd-sidebar-primary summary")) {
  const lien = fleche.closest("li").querySelector("a");
  fleche.setAttribute("aria-label", `Les pages de « ${lien.textContent.trim()} »`);
}

const proches = new IntersectionObserver(
  (vus) => vus.filter((vu) => vu.isIntersecting).forEach((vu) => dessiner(vu.target)),
  { rootMargin: "400px" },
);
const graphiques = document.querySelectorAll(".grc-graphique");
graphiques.forEach((cadre) => proches.observe(cadre));
document.querySelectorAll(".grc-quiz").forEach(preparerQuiz);

// Le papier est clair et n'attend pas : toutes les figures s'y dessinent d'un coup, à sa largeur.
const PAPIER = 640; // pixels : tient entre les marges d'une feuille A4 debout

function imprimer(papier) {
  const { dataset } = document.documentElement;
  if (papier === "ecran" in dataset) return; // deux annonces pour une impression
  if (papier) dataset.ecran = dataset.theme;
  dataset.theme = papier ? "light" : dataset.ecran;
  if (!papier) delete dataset.ecran;
  for (const cadre of graphiques) {
    cadre.style.width = papier ? `${PAPIER}px` : "";
    if (cadre.dataset.etat !== "dessiné") dessiner(cadre);
    else Plotly.relayout(cadre.querySelector(".js-plotly-plot"), { autosize: true });
  }
}

addEventListener("beforeprint", () => imprimer(true));
addEventListener("afterprint", () => imprimer(false));
matchMedia("print").addEventListener("change", ({ matches }) => imprimer(matches));
addEventListener("resize", rendreDefilants);
addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  rendreDefilants();
  // Une fois la page lue, de quoi dessiner sans attendre si l'on imprime.
  if (graphiques.length && !navigator.connection?.saveData)
    setTimeout(charger, 1000, "plotly.min.js");
});
