"""Two rows side by side: what each holds, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.directory.queries.merges import Side


@dataclass(frozen=True)
class Row:
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def compare_rows(first: Side, second: Side) -> list[Row]:
    pairs = zip(_values(first), _values(second), strict=True)
    return [Row(label, mine, theirs) for (label, mine), (_, theirs) in pairs if mine or theirs]


def _values(side: Side) -> list[tuple[str, str]]:
    person = side.person
    return [
        ("Prénom", person.first_name),
        ("Nom", person.last_name),
        ("Adresses", ", ".join(side.emails)),
        ("Téléphone", person.phone),
        ("Institution", person.institution.name if person.institution else ""),
        ("Fonctions", ", ".join(side.functions)),
        ("Groupes", ", ".join(side.groups)),
        ("Listes", ", ".join(side.lists)),
        ("Compte", "oui" if person.account else ""),
        ("Origine", person.get_source_display()),
    ]
