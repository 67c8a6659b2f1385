"""Which theme has had nothing for a while in which département: the rhythm of the base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from observatoire.base.models import Territory
from observatoire.library.models import Notice, Theme

MONTHS = 6


@dataclass(frozen=True)
class Cell:
    """The last study of a theme there, and how many months ago; None when there never was one."""

    last: date | None
    months: int | None
    is_dry: bool


@dataclass(frozen=True)
class Row:
    theme: Theme
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Rhythm:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def dry(self) -> int:
        return sum(cell.is_dry for row in self.rows for cell in row.cells)


def rhythm(months: int = MONTHS) -> Rhythm:
    """Three questions, whatever the number of notices."""
    departments = [
        (row.code, row.name)
        for row in Territory.objects.filter(in_region=True, level="departement")
        .present()
        .order_by("code")
    ]
    last: dict[tuple[int, str], date] = {}
    codes = {code for code, _ in departments}
    rows = Notice.objects.published().exclude(published_on=None).order_by()
    for theme, territories, day in rows.values_list("themes", "territories", "published_on"):
        for place in places(territories, codes):
            key = (theme, place)
            last[key] = max(day, last.get(key, day))
    columns = [*departments, ("", "Toute la région")]
    made = tuple(
        Row(theme, tuple(_cell(last.get((theme.pk, code)), months) for code, _ in columns))
        for theme in Theme.objects.all()
    )
    return Rhythm(tuple(name for _, name in columns), made)


def places(territories: list[str], codes: set[str]) -> set[str]:
    """The départements of a notice, by their code; « » is the whole région."""
    found = set()
    for key in territories:
        level, _, code = key.partition(":")
        if level == "region":
            found.add("")
        elif level == "departement" and code in codes:
            found.add(code)
        elif level in ("commune", "iris", "epci_dep", "qpv"):
            found |= {part for part in codes if code.startswith(part) or code.endswith(f"-{part}")}
    return found


def _cell(day: date | None, months: int) -> Cell:
    if day is None:
        return Cell(None, None, True)
    today = timezone.localdate()
    since = max(0, (today.year - day.year) * 12 + today.month - day.month)
    return Cell(day, since, since >= months)
