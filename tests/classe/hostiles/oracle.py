"""Cherche la valeur attendue : dans la pile, la mémoire, les arguments, par des objets tricheurs.

nbgrader tel quel : `__eq__` et `__float__` lisent `attendu` dans la pile de `verifier`.
Ici : seules des données arrivent chez le juge ; ce processus ne contient aucun corrigé.
Notes : total=0, chers=0, remise=0
"""

# %% total
enceinte_requise()


def piller():
    cadre = sys._getframe()
    while cadre:
        for nom in ("attendu", "vrai", "_total"):
            if nom in cadre.f_locals and type(cadre.f_locals[nom]) is float:
                print("PRISE dans la pile")
                return cadre.f_locals[nom]
        cadre = cadre.f_back
    return 0.0


class Tricheur(float):
    def __float__(self):
        return piller()

    __sub__ = __rsub__ = lambda s, a: piller() - piller()
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda s, a: piller() or True
    __abs__ = __round__ = __neg__ = __pos__ = lambda s, *a: piller()
    __hash__ = lambda s: 1
    __reduce__ = __reduce_ex__ = lambda s, *a: (piller, ())
    __class__ = property(lambda s: float)
    is_integer = hex = as_integer_ratio = lambda s: piller()


total = Tricheur(1.0)
juste = float(ventes["prix"].sum())
tenter(
    "corrigé en mémoire",
    lambda: [
        o
        for o in gc.get_objects()
        if isinstance(o, dict) and ("_total" in o or "_corrige" in o) and o is not globals()
    ],
)
tenter(
    "corrigé dans mes noms",
    lambda: [n for n in globals() if n in ("_total", "_chers", "_cas", "_essayer")],
)
tenter(
    "tests cachés dans l'historique",
    lambda: [c for c in get_ipython().history_manager.input_hist_raw if "TESTS CACHES" in c],
)


def memoire():
    with open("/proc/self/maps") as cartes, open("/proc/self/mem", "rb", 0) as brute:
        for ligne in cartes:
            if "[heap]" in ligne or " 00:00 0" in ligne:
                debut, fin = (int(x, 16) for x in ligne.split()[0].split("-"))
                if ligne.split()[1][0] != "r" or fin - debut > 200 << 20:
                    continue
                brute.seek(debut)
                try:
                    lu = brute.read(fin - debut)
                except OSError:
                    continue
                if __import__("re").search(rb"remise, _ca[s], points", lu):
                    return True


tenter("tests cachés dans la mémoire", memoire)


# %% chers
class Cadre(pd.DataFrame):
    @property
    def _constructor(self):
        return Cadre

    def __eq__(self, autre):
        return True

    def equals(self, autre):
        return True

    def __getitem__(self, cle):
        piller()
        return super().__getitem__(cle)

    def to_dict(self, *a, **k):
        return {}


chers = Cadre({"article": [Tricheur(2)], "prix": [Tricheur(3)]}, dtype=object)


# %% remise
def remise(prix, taux):
    for cadre in inspect.stack():
        for nom, valeur in cadre.frame.f_locals.items():
            if nom in ("cas", "_cas", "attendus"):
                print("PRISE", nom)
    return Tricheur(piller())
