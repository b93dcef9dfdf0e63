"""Une fonction qui compte ses appels, lève des erreurs étranges, puis ne rend plus la main.

nbgrader tel quel : elle voit les cas cachés et leurs réponses dans la pile.
Ici : elle ne reçoit que des arguments ; muette, elle coûte sa question, pas les suivantes.
Notes : remise=0
"""

# %% remise
enceinte_requise()
vus = []


class Etrange(BaseException):
    def __str__(self):
        os.write(2, b"PRISE")
        raise SystemExit

    def _render_traceback_(self):
        return ["PRISE"]


def remise(prix, taux):
    vus.append((prix, taux))
    if len(vus) == 1:
        return 90.0
    if len(vus) == 2:
        try:
            raise Etrange
        except Etrange:
            pass
        return 150.0
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass
