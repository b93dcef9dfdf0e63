"""Un résultat montre la formule, les nombres, le résultat et la convention."""

from dataclasses import KW_ONLY, FrozenInstanceError, dataclass
from html.parser import HTMLParser

import pytest

from grc_lib._resultats import Etape, Resultat


@dataclass(frozen=True)
class Escompte(Resultat):
    """Escompte <d'essai>.

    La suite ne sert pas de titre.
    """

    escompte: float
    net: float
    _: KW_ONLY
    nominal: float

    def etapes(self):
        yield Etape("Escompte", "nominal × 1 %", f"{self.nominal} × 1 %", "1,00 €")
        yield Etape("Net", "", "", "99,00 €")

    def conventions(self):
        yield "année de 360 jours"


RESULTAT = Escompte(1.0, 99.0, nominal=100.0)


class Lecteur(HTMLParser):
    """Les textes de chaque balise, et la pile des balises ouvertes."""

    def __init__(self):
        super().__init__()
        self.ouvertes, self.textes, self.portees = [], {}, []

    def handle_starttag(self, nom, attributs):
        self.ouvertes.append(nom)
        self.portees += [dict(attributs).get("scope")] if nom == "th" else []

    def handle_endtag(self, nom):
        assert self.ouvertes.pop() == nom

    def handle_data(self, texte):
        self.textes.setdefault(self.ouvertes[-1], []).append(texte)


def test_on_recoit_les_reponses_d_un_coup_sans_les_donnees():
    escompte, net = RESULTAT
    assert (escompte, net) == (1, 99)
    assert len(RESULTAT) == 2
    assert RESULTAT[1] == RESULTAT[-1] == 99


def test_un_resultat_ne_se_modifie_pas():
    with pytest.raises(FrozenInstanceError):
        RESULTAT.net = 3


def test_le_texte_montre_formule_nombres_resultat_et_convention():
    assert str(RESULTAT) == (
        "Escompte <d'essai>\n"
        "  Escompte = nominal × 1 % = 100.0 × 1 % = 1,00 €\n"
        "  Net = 99,00 €\n"
        "  Convention : année de 360 jours"
    )


def test_le_html_est_un_tableau_titre_lu_par_un_lecteur_d_ecran():
    lecteur = Lecteur()
    lecteur.feed(RESULTAT._repr_html_())
    assert lecteur.ouvertes == []
    assert lecteur.textes["caption"] == ["Escompte <d'essai>"]
    colonnes = ["Grandeur", "Formule", "Application", "Résultat"]
    assert lecteur.textes["th"] == [*colonnes, "Escompte", "Net"]
    assert lecteur.portees == ["col"] * 4 + ["row"] * 2
    assert lecteur.textes["strong"] == ["1,00 €", "99,00 €"]
    assert lecteur.textes["p"] == [" année de 360 jours"]
