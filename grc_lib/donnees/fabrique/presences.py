"""Les jours où chacun est sur la route : semaine type, congés, embauche."""

import numpy as np

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers, en_jours, jour_de_semaine
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.secteurs import DIRECTEUR

# Jours de visite d'une semaine, du lundi au vendredi ; le lundi matin, on se réunit.
_SEMAINES = ("01111", "01111", "01111", "01110", "00111", "11100")
_SEMAINES_DIRECTEUR = ("01010", "00110", "01100", "00011")
# Congés, en jours de l'année : trois semaines en août, une au printemps, la fin de l'année.
_AOUT, _PRINTEMPS, _HIVER = (211, 9, 22), (45, 75, 7), (356, 2)


def presences(b: Bloc, convenus: dict[int, Entiers], h: Hasard) -> list[Entiers]:
    """Les jours de visite de chacun (depuis 1970), de son embauche à aujourd'hui.

    `convenus` : par salarié, les jours où un client l'attend, en plus de ceux de sa semaine.
    """
    ouvres = b.calendrier.ouvres
    jours = ouvres.astype(np.int64)
    rang = jour_de_semaine(ouvres)
    semaine = (jours - rang - jours[0] + rang[0]) // 7
    de_l_annee = (ouvres - ouvres.astype("datetime64[Y]")).astype(np.int64)
    hiver = (de_l_annee >= _HIVER[0]) | (de_l_annee < _HIVER[1])
    equipe = b.salaries.set_index("salarie_id").loc[list(convenus)]
    embauches = en_jours(equipe["date_embauche"])
    listes = []
    for fonction, embauche, attendus in zip(
        equipe["fonction"], embauches, convenus.values(), strict=True
    ):
        types = _SEMAINES_DIRECTEUR if fonction == DIRECTEUR else _SEMAINES
        grille = np.array([list(s) for s in types]) == "1"
        present = grille[h.entiers(len(types), int(semaine[-1]) + 1)[semaine], rang]
        present |= np.isin(jours, attendus)
        conges = hiver.copy()
        for debut, latitude, duree in (_AOUT, _PRINTEMPS):
            depart = debut + int(h.entiers(latitude, 1)[0])
            conges |= (de_l_annee >= depart) & (de_l_annee < depart + duree)
        listes.append(jours[present & ~conges & (ouvres >= embauche)])
    return listes
