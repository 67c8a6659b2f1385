"""What columns are called, in French and in English, by BigBlueButton, Teams, Zoom and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from observatoire.base.french import normalise

ALIASES = {
    "name": (
        "name, full name, display name, participant, user name, attendee, "
        "name original name, nom, nom complet, nom prenom, nom et prenom, prenom nom, "
        "prenom et nom, nom affiche, nom d utilisateur, nom nom original, nom nom d origine, "
        "nom d origine, "
        "nom du participant, participant e, utilisateur"
    ),
    "first": "first name, prenom, given name",
    "last": "last name, surname, family name, nom de famille",
    "email": (
        "email, e mail, mail, user email, email address, e mail address, adresse e mail, "
        "adresse email, adresse mail, adresse de messagerie, adresse electronique, courriel, "
        "e mail de l utilisateur, adresse e mail de l utilisateur, messagerie"
    ),
    "login": "participant id upn, upn, id du participant upn, id de participant upn",
    "join": (
        "join, join time, first join, joined, heure d arrivee, arrivee, rejoint, "
        "heure de connexion, connexion, premiere connexion, premiere participation, entree, "
        "heure d entree, debut, heure de debut, heure a laquelle l utilisateur a rejoint"
    ),
    "leave": (
        "left, leave time, last leave, leave, heure de depart, depart, deconnexion, "
        "heure de deconnexion, derniere deconnexion, dernier depart, sortie, heure de sortie, "
        "fin, heure de fin"
    ),
    "duration": (
        "duration, duration minutes, total duration minutes, total duration, "
        "in meeting duration, time in session minutes, time in meeting, attendance duration, "
        "duree, duree minutes, duree en minutes, duree totale minutes, duree totale, "
        "duree de la reunion, duree en reunion, duree de participation, duree de presence, "
        "duree dans la reunion, duree secondes, duree en secondes, duration seconds, "
        "temps de presence, minutes, online time, temps en ligne"
    ),
}
NAMES = {alias.strip(): column for column, text in ALIASES.items() for alias in text.split(",")}


@dataclass(frozen=True)
class Columns:
    """Where each thing stands; -1 where it does not."""

    where: dict[str, int]
    unit: int  # seconds in one unit of a bare duration

    def of(self, row: Sequence[str], column: str) -> str:
        place = self.where.get(column, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    @property
    def is_enough(self) -> bool:
        """Someone is told apart, and this is no other table (that of the polls)."""
        names = self.where.keys() & {"name", "first", "last", "email"}
        return bool(names) and (self.where.keys() & {"join", "duration"} != set() or len(names) > 1)

    @property
    def has_names(self) -> bool:
        """The table of the meeting has the address of who called it, and no name."""
        return self.where.keys() & {"name", "first", "last"} != set()


def find_columns(header: Sequence[str]) -> Columns:
    """« Nom » beside « Prénom » is a last name; alone, it is the whole name."""
    where: dict[str, int] = {}
    unit = 60
    for place, cell in enumerate(header):
        words = normalise(cell)
        column = NAMES.get(words)
        if column and column not in where:
            where[column] = place
            if column == "duration" and "second" in words:
                unit = 1
    if "first" in where and "name" in where and "last" not in where:
        where["last"] = where.pop("name")
    return Columns(where, unit)
