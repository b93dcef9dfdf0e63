"""Tableaux et figures piégés : sous-classes, dtype objet, attributs, conversions qui agissent.

nbgrader tel quel : `__array__`, `equals` ou `to_plotly_json` s'exécutent pendant le contrôle.
Ici : leur code tourne chez l'élève ; au juge n'arrivent que des valeurs.
Notes : total=0, chers=0, courbe=0, creee=0
"""

# %% total
enceinte_requise()
import numpy as np


class Tableau(np.ndarray):
    __array_priority__ = 1e9

    def __array_finalize__(self, o):
        pass

    def __array_ufunc__(self, *a, **k):
        return True

    def tolist(self):
        return [
            float(ventes["prix"].sum()),
            print("PRISE tolist chez le juge") if "_total" in globals() else 0,
        ]


total = np.array([1.0]).view(Tableau)


# %% chers
class Piege:
    def __eq__(self, a):
        return True

    __hash__ = lambda s: 0
    __str__ = __repr__ = lambda s: "A"
    __class__ = property(lambda s: str)

    def __reduce__(self):
        return (os.system, ("echo PRISE >&2",))


chers = pd.DataFrame({"article": [Piege()] * 3, "prix": pd.Series([Piege()] * 3, dtype=object)})
chers.attrs = {"x": Piege(), "requete": "SELECT 1"}

# %% courbe
import plotly.graph_objects as go


class Figure(go.Figure):
    def to_plotly_json(self):
        return {"data": [{"type": "bar", "x": Piege()}], "layout": {"__class__": "x"}}

    @property
    def data(self):
        return [
            type(
                "T",
                (),
                {
                    "to_plotly_json": lambda s: {
                        "type": "bar",
                        "__reduce__": 1,
                        "x": ["A"],
                        "y": [1e308],
                    }
                },
            )()
        ]


courbe = Figure()

# %% creee
creee = pd.DataFrame({"essai": ["la bonne saisie"], "resultat": ["acceptée"]})
creee.attrs["requete"] = Piege()
