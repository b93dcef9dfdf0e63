"""Des résultats qui enseignent : la formule, les nombres, le résultat, puis la convention."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from html import escape
from typing import Any, NamedTuple


class Etape(NamedTuple):
    """Une ligne du calcul : « escompte = nominal × taux × jours / 360 = 8 240 × … = 158,62 € »."""

    nom: str
    formule: str
    calcul: str
    resultat: str


@dataclass(frozen=True)
class Resultat:
    """Socle des résultats à plusieurs champs.

    Les champs positionnels sont les réponses, dans l'ordre où la fonction les annonce : on les lit
    par leur nom, ou d'un coup comme un n-uplet (`escompte, net, taux = …`). Les champs nommés
    (`kw_only`) gardent les données du calcul, pour que l'affichage le montre en entier.
    """

    def titre(self) -> str:
        """Le nom de ce qui est calculé : la première ligne de la description de la classe."""
        return (self.__doc__ or "").strip().splitlines()[0].rstrip(".")

    def etapes(self) -> Iterator[Etape]:
        """Les lignes du calcul, dans l'ordre où on le fait à la main."""
        raise NotImplementedError

    def conventions(self) -> Iterator[str]:
        """Les conventions employées, une phrase chacune."""
        return iter(())

    def reponses(self) -> tuple[str, ...]:
        """Les noms des réponses, dans leur ordre."""
        return tuple(champ.name for champ in fields(self) if not champ.kw_only)

    def __iter__(self) -> Iterator[Any]:
        return (getattr(self, nom) for nom in self.reponses())

    def __len__(self) -> int:
        return len(self.reponses())

    def __getitem__(self, rang: int) -> Any:
        return getattr(self, self.reponses()[rang])

    def __str__(self) -> str:
        lignes = [self.titre()]
        for etape in self.etapes():
            membres = [etape.nom, etape.formule, etape.calcul, etape.resultat]
            lignes.append("  " + " = ".join(membre for membre in membres if membre))
        lignes += [f"  Convention : {phrase}" for phrase in self.conventions()]
        return "\n".join(lignes)

    def _repr_html_(self) -> str:
        styles = (*[_GAUCHE] * 3, _DROITE)
        titres = zip(_COLONNES, styles, strict=True)
        entetes = "".join(f"<th scope='col' style='{style}'>{nom}</th>" for nom, style in titres)
        lignes = "".join(_ligne_html(etape) for etape in self.etapes())
        phrases = list(self.conventions())
        nom = "Conventions" if len(phrases) > 1 else "Convention"
        notes = f"<p><em>{nom} :</em> {escape(' · '.join(phrases))}</p>" if phrases else ""
        legende = f"<caption style='{_LEGENDE}'>{escape(self.titre())}</caption>"
        return (
            f"<table>{legende}<thead><tr>{entetes}</tr></thead><tbody>{lignes}</tbody></table>"
            f"{notes}"
        )


_COLONNES = ("Grandeur", "Formule", "Application", "Résultat")
_GAUCHE = "text-align: left"
_DROITE = "text-align: right; white-space: nowrap"
_LEGENDE = "text-align: left; font-weight: bold"


def _ligne_html(etape: Etape) -> str:
    nom, formule, calcul, resultat = (escape(membre) for membre in etape)
    return (
        f"<tr><th scope='row' style='{_GAUCHE}'>{nom}</th>"
        f"<td style='{_GAUCHE}'>{formule}</td><td style='{_GAUCHE}'>{calcul}</td>"
        f"<td style='{_DROITE}'><strong>{resultat}</strong></td></tr>"
    )
