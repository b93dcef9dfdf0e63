"""Les dessins du bilan : des SVG sans script, aux couleurs de la page."""

from collections.abc import Sequence

from markupsafe import Markup

from grc_lib._formats import nombre

PAS = 2  # points par bâton
LARGEUR, HAUTEUR, GAUCHE, BAS = 400, 200, 26, 36


def effectifs(notes: Sequence[float]) -> list[int]:
    """Combien de notes par tranche de deux points ; 20 va avec la dernière.

    >>> effectifs([0, 7.5, 8, 20])
    [1, 0, 0, 1, 1, 0, 0, 0, 0, 1]
    """
    rangs = [min(int(note // PAS), 20 // PAS - 1) for note in notes]
    return [rangs.count(rang) for rang in range(20 // PAS)]


def histogramme(notes: Sequence[float], mediane: float) -> Markup:
    """La distribution des notes sur 20 ; son texte équivalent est dans la légende de la figure."""
    combien = effectifs(notes)
    pas, haut = (LARGEUR - GAUCHE - 14) / len(combien), 36
    unite = (HAUTEUR - haut - BAS) / max(combien)
    sol = HAUTEUR - BAS
    textes = []  # par-dessus le trait de la médiane
    traits = [f'<line class="axe" x1="{GAUCHE}" x2="{LARGEUR - 14}" y1="{sol}" y2="{sol}"/>']
    for rang, combien_ici in enumerate(combien):
        x, y = GAUCHE + rang * pas, sol - combien_ici * unite
        textes.append(f'<text x="{x:.1f}" y="{sol + 16}">{rang * PAS}</text>')
        if combien_ici:
            traits.append(
                f'<rect class="baton" x="{x + 2:.1f}" y="{y:.1f}" width="{pas - 4:.1f}" '
                f'height="{sol - y:.1f}"/>'
            )
            textes.append(f'<text x="{x + pas / 2:.1f}" y="{y - 4:.1f}">{combien_ici}</text>')
    fin, ici = LARGEUR - 14, GAUCHE + mediane / PAS * pas
    traits += [
        f'<text x="{fin}" y="{sol + 16}">20</text>',
        f'<text x="{(GAUCHE + fin) / 2:.0f}" y="{HAUTEUR - 4}">note sur 20</text>',
        f'<line class="mediane" x1="{ici:.1f}" x2="{ici:.1f}" y1="13" y2="{sol}"/>',
        f'<text class="mediane" x="{min(max(ici, 70), LARGEUR - 70):.1f}" y="8">'
        f"médiane {nombre(mediane, 1)}</text>",
        *textes,
    ]
    return Markup(
        f'<svg class="histogramme" viewBox="0 -4 {LARGEUR} {HAUTEUR + 4}" role="img" '
        f'aria-label="Distribution des notes">{"".join(traits)}</svg>'
    )


def barre(part: float) -> Markup:
    """Une part de réussite en image ; le nombre, à côté, porte le sens."""
    large = round(100 * min(max(part, 0), 1), 1)
    return Markup(
        '<svg class="barre" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="fond" width="100" height="10"/>'
        f'<rect class="plein" width="{large}" height="10"/></svg>'
    )
