"""What a choice of ideas holds of each kind, told before choosing: nobody is left out unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One idea, or one speaker, as the gauge counts it."""

    departement: str = ""
    body: str = ""
    nature: str = ""
    is_rural: bool = False


@dataclass(frozen=True)
class Line:
    """One of the four gauges: how many of each, in the order asked, and what is missing."""

    label: str
    counts: tuple[tuple[str, int], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name, count in self.counts if not count)

    @property
    def most(self) -> int:
        return max((count for _, count in self.counts), default=0)


def gauge(parts: Iterable[Part], departements: Sequence[str]) -> list[Line]:
    """Départements of the region, institution or association, study or initiative, rural."""
    rows = list(parts)
    places = Counter(one.departement for one in rows if one.departement)
    regional = sum(1 for one in rows if not one.departement)
    bodies = Counter(one.body for one in rows)
    natures = Counter(one.nature for one in rows)
    rural = sum(one.is_rural for one in rows)
    return [
        Line(
            "Départements",
            (*((name, places[name]) for name in departements), ("Région ou au-delà", regional)),
        ),
        Line(
            "Qui porte",
            (
                ("Institutions", bodies["institution"]),
                ("Associations", bodies["association"]),
                ("Études et recherche", bodies["recherche"]),
            ),
        ),
        Line(
            "De quoi il s’agit",
            (
                ("Études", natures["etude"]),
                ("Initiatives", natures["initiative"]),
                ("Témoignages", natures["temoignage"]),
            ),
        ),
        Line("Fil rouge", (("Milieu rural", rural), ("Autres", len(rows) - rural))),
    ]
