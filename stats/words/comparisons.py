"""One territory among others: the range of a map, and the reference that may stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from stats.catalogue.model import Indicator, Nature
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.quality import completeness
from stats.secrecy import require_protected
from stats.statuses import Status
from stats.territory.model import Level, Territory
from stats.words.changes import joinable
from stats.words.numbers import NB_SPACE, format_value, is_symbol
from stats.words.places import where
from stats.words.precision import as_published
from stats.words.times import at, in_sentence
from stats.words.typography import typeset

# A remark that says how near a number is to the truth is written before the number.
NEARLY = "«\u00a0près de\u00a0»"
OTHER_EDITIONS = "les valeurs viennent d’éditions différentes et ne se comparent pas"


class Directory(Protocol):
    """What names territories: `Territories` does."""

    def get(self, level: str, code: str) -> Territory | None: ...


@dataclass(frozen=True)
class Comparator:
    """The reference of a value, or None and the sentence that says why there is none."""

    observation: Observation | None
    text: str = ""


def find_comparator(current: Observation, references: Sequence[Observation]) -> Comparator:
    """The reference of the same indicator, period and edition; the first that fits."""
    same_series = [one for one in references if one.indicator == current.indicator]
    same_period = [one for one in same_series if one.period == current.period]
    when = in_sentence(parse_period(current.period))
    for one in same_period:
        if one.known and (one.edition, one.unit) == (current.edition, current.unit):
            return Comparator(one)
    if any(one.known for one in same_period):
        return Comparator(
            None,
            f"La valeur de comparaison ({when}) vient d’une autre édition{NB_SPACE}: "
            "elle n’est pas comparable.",
        )
    if same_period:
        return Comparator(None, same_period[0].status.explanation)
    return Comparator(
        None, f"Aucune valeur de comparaison n’est publiée pour la même période ({when})."
    )


def describe_range(indicator: Indicator, grid: Grid, territories: Directory) -> str:
    """« Le taux de pauvreté va de 8,9 % en Vendée à 12,9 % en Sarthe » (no full stop).

    `grid` is protected and has one period, else ValueError. Values of several editions are said
    not to be comparable; without any value, the sentence says so.
    """
    require_protected(grid)
    subject = _capital(indicator.subject)
    floored = _floored(indicator, grid)
    if not grid.known.any() and not floored:
        return f"{subject}{NB_SPACE}: aucune valeur publiée"
    (period,) = grid.periods
    if not grid.comparable(period):
        return f"{subject}{NB_SPACE}: {OTHER_EDITIONS}"
    indicator = as_published(indicator, grid.observations())
    if floored:
        return _from_floor(indicator, grid, floored, territories)
    rows = sorted(
        (float(grid.values[n, 0]), n) for n in range(len(grid.territories)) if grid.known[n, 0]
    )
    lowest, highest = rows[0][0], rows[-1][0]
    places = {
        value: _place(grid, [n for found, n in rows if found == value], territories)
        for value in (lowest, highest)
    }
    low, high = (_written(indicator, value) for value in (lowest, highest))
    if len(rows) == 1:
        return f"{subject} {'sont' if indicator.plural else 'est'} de {low} {places[lowest]}"
    if lowest == highest:
        return f"{subject} {'sont' if indicator.plural else 'est'} partout de {low}"
    verb = "vont" if indicator.plural else "va"
    return f"{subject} {verb} de {low} {places[lowest]} à {high} {places[highest]}"


def _floored(indicator: Indicator, grid: Grid) -> list[int]:
    """The rows of which the producer only says « that much or less »."""
    if indicator.floor is None or not grid.periods:
        return []
    (period,) = grid.periods
    cells = [grid.cell(key, period) for key in grid.territories]
    return [row for row, cell in enumerate(cells) if cell and at_floor(indicator, cell)]


def _from_floor(
    indicator: Indicator, grid: Grid, floored: list[int], territories: Directory
) -> str:
    """The lowest is no number: « est de 5 % ou moins dans 28 communes et va jusqu’à 28 %… »."""
    subject = _capital(indicator.subject)
    verb, reach = ("sont", "vont") if indicator.plural else ("est", "va")
    low = f"{subject} {verb} de {floor_text(indicator)} {_place(grid, floored, territories)}"
    if not grid.known.any():
        return low
    highest = max(float(value) for value in grid.values[grid.known])
    rows = [n for n in range(len(grid.territories)) if grid.values[n, 0] == highest]
    there = _place(grid, rows, territories)
    return f"{low} et {reach} jusqu’à {_written(indicator, highest)} {there}"


def at_floor(indicator: Indicator, one: Observation) -> bool:
    """Whether all that is known is that it is at most the floor of its producer."""
    floor = indicator.floor
    return bool(
        floor
        and one.status is Status.CENSORED
        and one.level in floor.levels
        and one.upper == floor.value
    )


def floor_text(indicator: Indicator) -> str:
    """« 5 % ou moins », with no more decimals than the floor has."""
    value = float(indicator.floor.value)
    decimals = 0 if value.is_integer() else indicator.decimals
    return f"{format_value(value, indicator.unit, decimals)} ou moins"


def text_alternative(indicator: Indicator, grid: Grid, territories: Directory) -> str:
    """A picture of one period in words: its range, its date, and what is hidden or missing."""
    sentence = describe_range(indicator, grid, territories)
    if not grid.periods:
        return f"{sentence}."
    (period,) = grid.periods
    counts = completeness(grid, period)
    said = [f"{sentence}, {at(parse_period(period))}."]
    if counts.secret:
        said.append(f"{_territories(counts.secret)} sous secret statistique.")
    if bounded := counts.censored - len(_floored(indicator, grid)):
        said.append(f"{_territories(bounded)} dont seule une borne est publiée.")
    if counts.missing:
        said.append(f"{_territories(counts.missing)} sans valeur publiée.")
    return " ".join(said)


def series_alternative(indicator: Indicator, name: str, series: Sequence[Observation]) -> str:
    """A line in words: its last number, and what may be compared with it: the first and the
    extremes since the last break or change of source."""
    every = [one for one in series if one.known]
    known = _comparable_with_last(indicator, every)
    if not known:
        return f"{_capital(indicator.subject)}, {name}{NB_SPACE}: aucune valeur publiée."
    first, last = known[0], known[-1]
    said = [f"{_capital(indicator.subject)}, {name}{NB_SPACE}: {_dated(indicator, last)}"]
    if len(known) > 1:
        said[0] += f", après {_dated(indicator, first)}"
        lowest = min(known, key=lambda one: one.value)
        highest = max(known, key=lambda one: one.value)
        if lowest.value != highest.value:
            said.append(
                f"Au plus bas{NB_SPACE}: {_dated(indicator, lowest)}{NB_SPACE}; "
                f"au plus haut{NB_SPACE}: {_dated(indicator, highest)}"
            )
    for declared in indicator.breaks:
        if every[0].period != known[0].period and (
            parse_period(every[0].period).end < parse_period(declared.period).end
        ):
            said.append(f"Rupture de série {at(parse_period(declared.period))}")
    return ". ".join(said) + "."


def _comparable_with_last(indicator: Indicator, known: list[Observation]) -> list[Observation]:
    """The end of a series that one line may join."""
    start = len(known) - 1
    while start > 0 and joinable(indicator, known[start - 1], known[start]):
        start -= 1
    return known[max(start, 0) :]


def _dated(indicator: Indicator, one: Observation) -> str:
    return f"{format_observation(indicator, one)} ({parse_period(one.period).label})"


def format_observation(indicator: Indicator, one: Observation) -> str:
    """« 12,9 % », « plus de 126 000 demandes », or the reason: « secret statistique »."""
    indicator = as_published(indicator, [one])
    if one.known:
        nearly = "près de " if NEARLY in typeset(one.note) else ""
        return nearly + format_value(one.value, indicator.unit, indicator.decimals)
    if at_floor(indicator, one):
        return floor_text(indicator)
    if one.status is Status.CENSORED and one.lower is not None:
        return f"plus de {format_value(one.lower, indicator.unit, indicator.decimals)}"
    if one.status is Status.CENSORED and one.upper is not None:
        return f"moins de {format_value(one.upper, indicator.unit, indicator.decimals)}"
    return one.status.label.lower()


def _written(indicator: Indicator, value: float) -> str:
    """A count already named by the subject is not named twice."""
    unit = indicator.unit
    if indicator.nature is Nature.COUNT and not is_symbol(unit):
        unit = ""
    return format_value(value, unit, indicator.decimals)


def _place(grid: Grid, rows: list[int], territories: Directory) -> str:
    """Where a value stands; more than two places are counted rather than named."""
    if len(rows) > 2:
        return f"dans {len(rows)} {Level(grid.territories[rows[0]][0]).plural}"
    found = [territories.get(*grid.territories[row]) for row in rows]
    return " et ".join(
        where(territory) if territory else f"({grid.names[row]})"
        for row, territory in zip(rows, found, strict=True)
    )


def _territories(count: int) -> str:
    return f"{count} territoire{'s' if count > 1 else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
