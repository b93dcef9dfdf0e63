"""Remplace les contrôles, les intégrées, IPython et la session elle-même.

nbgrader tel quel : un `verifier` qui ne dit rien vaut tous les points.
Ici : les contrôles tournent chez un juge qui n'a reçu que des données.
Notes : total=0, chers=0, remise=0, courbe=0, creee=0
"""

# %% total
enceinte_requise()
import builtins, IPython, atexit
from grc_lib import exercice
from grc_lib.exercice import correction, verification

rien = lambda *a, **k: None
for module in (exercice, correction, verification, sys.modules["__main__"]):
    for nom in (
        "verifier",
        "verifier_forme",
        "verifier_tableau",
        "verifier_fonction",
        "verifier_figure",
        "verifier_sql",
        "rendre",
    ):
        setattr(module, nom, rien)
correction.ReponseFausse.__init__ = rien
builtins.AssertionError = type("A", (Exception,), {})
builtins.abs = rien
builtins.isinstance = lambda *a: True
builtins.float = lambda *a: total
session = IPython.get_ipython()
type(session).showtraceback = type(session)._showtraceback = rien
import ast


class SansAssert(ast.NodeTransformer):
    def visit_Assert(self, n):
        return ast.Pass()

    def visit_Expr(self, n):
        return ast.parse("2").body[0]


session.ast_transformers.append(SansAssert())
session.input_transformers_cleanup.append(lambda lignes: ["2\n"])
vraie = type(session).cellule
type(session).cellule = lambda self, source: [
    {
        "output_type": "execute_result",
        "data": {"text/plain": "2"},
        "metadata": {},
        "execution_count": 1,
    }
]
type(session).run_cell = type(session).run_cell_async = rien
session.do_execute = rien
atexit.register(lambda: os.write(2, b"PRISE"))
from grc_lib.classe import transport


class Egal(float):
    __eq__ = __ge__ = __le__ = __lt__ = lambda *a: True
    __sub__ = __rsub__ = __abs__ = __float__ = lambda *a: 0.0


total = Egal(1)
_total = 1.0
_chers = ventes
_cas = [((1, 1), 1)]

# %% chers
chers = ventes.head(0)


# %% remise
def remise(prix, taux):
    return 1


# %% courbe
courbe = type("C", (), {"__class__": property(lambda s: dict)})()

# %% creee
creee = 1
