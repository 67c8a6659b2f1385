"""Figures published in the communes of another year, told in those of today.

With Insee’s movements, a figure is carried when the ground is the same, counts of communes that
have merged since are added up, and the rest stays in its own geography, with which nothing is
compared. Without them, only what the vanished codes tell is known, and nothing is guessed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stats.catalogue.model import Indicator
from stats.observation import Observation
from stats.territory.conversion import (
    Converted,
    Given,
    Kind,
    Method,
    Passage,
    Perimeters,
    Value,
    convert,
)

COMMUNE = "commune"
SHOWN = 4  # names of a sum; beyond, they are counted


@dataclass(frozen=True)
class Past:
    """What is known of how the present communes came to be.

    `former` maps a code that no longer exists to its commune, `names` the latter to its name;
    `perimeters` is None without the file of movements.
    """

    vintage: int | None
    former: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    perimeters: Perimeters | None = None


def on_present_ground(
    rows: Collection[Observation], indicator: Indicator, past: Past
) -> list[Observation]:
    """The rows of one indicator, those of communes told in the communes of today.

    A row that keeps an older `vintage` is of another ground, or may be. What is no published
    number any more (a sum, another code) loses its `import_id`.
    """
    if past.perimeters is None:
        still = [_unchanged(row, past) for row in rows]
        return under_present_codes(still, past.former, past.names)
    kept, old = [], defaultdict(dict)
    for row in rows:
        if row.level != COMMUNE or row.vintage is None or past.vintage is None:
            kept.append(row)
        elif row.vintage == past.vintage or row.territory not in past.perimeters.codes:
            kept.append(replace(row, vintage=past.vintage))
        else:
            old[row.period, row.vintage, row.edition][row.territory] = row
    carried = [
        one
        for (_, vintage, _), group in sorted(old.items(), reverse=True)
        for one in _carried(group, vintage, indicator, past)
    ]
    return _once([*under_present_codes(kept, past.former, past.names), *carried])


def _unchanged(row: Observation, past: Past) -> Observation:
    """A commune that no vanished code leads to is taken for the same ground."""
    touched = row.territory in past.former or row.territory in past.former.values()
    if row.level != COMMUNE or row.vintage is None or past.vintage is None or touched:
        return row
    return replace(row, vintage=past.vintage)


def _carried(
    group: Mapping[str, Observation], vintage: int, indicator: Indicator, past: Past
) -> list[Observation]:
    """The communes of one period and one geography, in those of today."""
    kind = Kind.COUNT if indicator.additive else Kind.MEDIAN
    passage = Passage(past.perimeters, vintage, past.vintage)
    given = {code: Given(Value(row.value, row.status)) for code, row in group.items()}
    found = {}
    for one in convert(given, passage, kind):
        if one.method in (Method.EXACT, Method.SUM):
            found[one.code] = _told(one, [group[code] for code in one.origins], past)
        elif one.code in group and one.code not in past.former:
            found[one.code] = group[one.code]
    return list(found.values())


def _told(one: Converted, origins: Sequence[Observation], past: Past) -> Observation:
    first = origins[0]
    here = {"territory": one.code, "label": past.names.get(one.code, first.label)}
    if one.method is Method.EXACT and first.territory == one.code:
        return replace(first, vintage=past.vintage)
    if one.method is Method.EXACT:
        return _renamed(replace(first, vintage=past.vintage), one.code, past.names)
    return replace(
        first,
        **here,
        value=one.value.number,
        status=one.value.status,
        marks=frozenset().union(*(row.marks for row in origins)),
        vintage=past.vintage,
        lower=None,
        upper=None,
        note=_summed(origins),
        import_id="",
    )


def _summed(origins: Sequence[Observation]) -> str:
    if len(origins) > SHOWN:
        return f"Somme de {len(origins)} communes réunies depuis"
    names = [row.label or row.territory for row in origins]
    return f"Somme de {', '.join(names[:-1])} et {names[-1]}, communes réunies depuis"


def _once(rows: Sequence[Observation]) -> list[Observation]:
    """One row a cell: the first, which is of the latest geography."""
    found: dict[tuple, Observation] = {}
    for row in rows:
        found.setdefault(row.key, row)
    return list(found.values())


def under_present_codes(
    rows: Collection[Observation], former: Mapping[str, str], names: Mapping[str, str]
) -> list[Observation]:
    """The rows in their order; one of a former code is told under the present one when nothing
    else is said of that commune at that period, and left out otherwise.

    A merger may move the seat, and with it the code, of a commune whose ground does not change.
    """
    told = Counter(_cell(row, former) for row in rows)
    return [
        row if row.territory not in former else _renamed(row, former[row.territory], names)
        for row in rows
        if row.territory not in former or told[_cell(row, former)] == 1
    ]


def _cell(row: Observation, former: Mapping[str, str]) -> tuple[str, str, str, str]:
    code = former.get(row.territory, row.territory) if row.level == COMMUNE else row.territory
    return (row.indicator, str(row.level), code, row.period)


def _renamed(row: Observation, heir: str, names: Mapping[str, str]) -> Observation:
    said = f"Publié sous le code {row.territory}"
    note = f"{row.note.rstrip('.')}. {said}" if row.note else said
    return replace(row, territory=heir, label=names.get(heir, heir), note=note, import_id="")
