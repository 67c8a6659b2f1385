"""What a reader may see: the one rule, asked by every page, feed, file and alert."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.directory.queries.rights import groups_of, is_partner
from observatoire.library.models import Notice


@dataclass(frozen=True)
class Reader:
    """Everyone reads what is public; partners what is theirs, members what their groups keep."""

    is_partner: bool = False
    groups: frozenset[str] = frozenset()

    def notices(self):
        return Notice.objects.readable(is_partner=self.is_partner, groups=self.groups)


EVERYONE = Reader()


def reader_of(person) -> Reader:
    """What an account may read; a visitor, or a closed account, is everyone."""
    if person is None or not person.is_authenticated or not person.is_active:
        return EVERYONE
    if "known_reader" not in vars(person):
        person.known_reader = Reader(is_partner(person), groups_of(person))
    return person.known_reader
