"""Les destinataires possibles d'une campagne, et à qui elle s'adresse un jour donné."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, Masque, en_jours
from grc_lib.donnees.fabrique.consentements import OPPOSITION
from grc_lib.donnees.fabrique.contacts import DECIDEUR
from grc_lib.donnees.fabrique.coordonnees import PORTABLE
from grc_lib.donnees.fabrique.hasard import Hasard

_SIX_MOIS, _UN_AN, _TROIS_ANS = 182, 365, 1095  # jours
_CORRIGES, _CORRECTION = 20, (90, 300)  # % d'adresses perdues qu'on retrouve ; en jours
_UN_MOT = ["contact_id", "prospect_id", "canal", "date"]
_JAMAIS, _PLUS_TARD = np.datetime64("1900-01-01", "D"), np.datetime64("2100-01-01", "D")


@dataclass
class Destinataires:
    """Les clients du bloc puis ses prospects, un rang chacun."""

    clients: int
    personnes: pd.DataFrame  # client_id ou prospect_id, contact_id du décideur, portable, dates
    commandes: pd.DataFrame  # `client` (rang), date et numéro, dans l'ordre des dates
    dits: pd.DataFrame  # les consentements, et le `rang` de qui s'est prononcé
    retours: dict[str, Dates] = field(default_factory=dict)  # par canal : perdu jusqu'à quand

    def a_fideliser(self, jour: np.datetime64) -> Masque:
        """Les clients qui ont commandé depuis six mois."""
        return self._derniere(jour) > jour - _SIX_MOIS

    def a_reactiver(self, jour: np.datetime64) -> Masque:
        """Les clients qui n'ont pas commandé depuis six mois, mais depuis trois ans."""
        derniere = self._derniere(jour)
        return (derniere <= jour - _SIX_MOIS) & (derniere > jour - _TROIS_ANS)

    def a_conquerir(self, jour: np.datetime64) -> Masque:
        """Les prospects au fichier qui, ce jour-là, n'ont pas encore commandé."""
        qui = self.personnes
        libres: Masque = ((qui["depuis"] < jour) & (qui["converti"] > jour)).to_numpy()
        return libres

    def a_informer(self, jour: np.datetime64) -> Masque:
        """Les clients de l'année et les prospects."""
        return self.a_conquerir(jour) | (self._derniere(jour) > jour - _UN_AN)

    def en(self, etat: str, canal: str, jour: np.datetime64) -> Masque:
        """Ceux dont c'est le dernier mot, ce jour-là, sur ce canal."""
        dits = self.dits[(self.dits["canal"] == canal) & (self.dits["date"] <= jour)]
        derniers = dits.drop_duplicates("rang", keep="last")
        rangs = derniers.loc[(derniers["etat"] == etat) & (derniers["rang"] >= 0), "rang"]
        masque = np.zeros(len(self.personnes), dtype=bool)
        masque[rangs] = True
        return masque

    def acheteurs(self, debut: np.datetime64, fin: np.datetime64) -> Entiers:
        """La première commande de chacun après `debut`, au plus tard à `fin` ; zéro : aucune."""
        premieres = self._entre(debut, fin).drop_duplicates("client")
        numeros = np.zeros(self.clients + 1, dtype=np.int64)
        numeros[premieres["client"]] = premieres["commande_id"]
        return numeros[self.personnes["client"]]

    def refuser(self, rangs: Entiers, canal: str, dates: Dates, preuve: str) -> None:
        """Note l'opposition de ces destinataires."""
        qui = self.personnes.iloc[rangs][["contact_id", "prospect_id"]]
        nouveaux = qui.assign(rang=rangs, canal=canal, etat=OPPOSITION, date=dates, preuve=preuve)
        tous = pd.concat([self.dits, nouveaux], ignore_index=True)
        tous = tous.drop_duplicates(_UN_MOT, keep="last")  # un seul mot par jour et par canal
        self.dits = tous.sort_values("date", kind="stable", ignore_index=True)

    def injoignables(self, canal: str, jour: np.datetime64) -> Masque:
        """Ceux dont un envoi est revenu sur ce canal, et dont on n'a pas retrouvé l'adresse."""
        toujours = np.full(len(self.personnes), _JAMAIS)
        return self.retours.setdefault(canal, toujours) > jour

    def perdre(self, rangs: Entiers, canal: str, jour: np.datetime64, h: Hasard) -> None:
        """Note les retours du jour : quelques adresses seront corrigées dans l'année."""
        n = len(rangs)
        corrige = jour + h.entre(*_CORRECTION, n)
        retrouve = h.entiers(100, n) < _CORRIGES
        self.retours[canal][rangs] = np.where(retrouve, corrige, _PLUS_TARD)

    def _entre(self, apres: np.datetime64, jusqu_a: np.datetime64) -> pd.DataFrame:
        dates = self.commandes["date_commande"]
        return self.commandes[(dates > apres) & (dates <= jusqu_a)]

    def _derniere(self, jour: np.datetime64) -> Dates:
        """La dernière commande de chaque client avant ce jour ; jamais pour un prospect."""
        passees = self._entre(_JAMAIS, jour - 1).drop_duplicates("client", keep="last")
        dates = np.full(len(self.personnes), _JAMAIS)
        dates[passees["client"]] = en_jours(passees["date_commande"])
        return dates


def destinataires(b: Bloc) -> Destinataires:
    """Les destinataires possibles du bloc."""
    clients, prospects, contacts = (b.tables[t] for t in ("clients", "prospects", "contacts"))
    decideurs = contacts[contacts["role_achat"] == DECIDEUR].reset_index(drop=True)
    numero = decideurs["telephone"].fillna(clients["telephone"])
    des_clients = clients[["client_id"]].assign(
        contact_id=decideurs["contact_id"],
        client=np.arange(len(clients)),
        portable=numero.str.startswith(PORTABLE),
        depuis=clients["date_creation"],
        converti=_JAMAIS,
    )
    rangs = pd.Series(np.arange(len(clients)), index=clients["client_id"])
    client = prospects["client_id"].map(rangs).fillna(len(clients)).astype(np.int64)
    premieres = np.append(clients["date_premiere_commande"].to_numpy("datetime64[D]"), _PLUS_TARD)
    des_prospects = prospects[["prospect_id"]].assign(
        client=client, portable=False, depuis=prospects["date_entree"], converti=premieres[client]
    )
    personnes = pd.concat([des_clients, des_prospects], ignore_index=True)
    personnes = personnes.astype({c: "Int64" for c in ("client_id", "contact_id", "prospect_id")})
    dits = b.tables["consentements"].drop(columns="rang")
    return Destinataires(
        len(clients),
        personnes,
        b.tables["commandes"][["client", "date_commande", "commande_id"]],
        dits.assign(rang=_rangs(dits, personnes)),
    )


def _rangs(dits: pd.DataFrame, personnes: pd.DataFrame) -> Entiers:
    """Le rang de qui s'est prononcé ; −1 pour un contact qui n'est pas le décideur."""
    rangs = pd.Series(-1, index=dits.index)
    for cle in ("contact_id", "prospect_id"):
        connus = personnes[cle].dropna()
        numeros = pd.Series(connus.index, index=connus.to_numpy(np.int64))
        dit = dits[cle].dropna().astype(np.int64)
        rangs[dit.index] = dit.map(numeros).fillna(-1).astype(np.int64)
    return np.asarray(rangs, dtype=np.int64)
