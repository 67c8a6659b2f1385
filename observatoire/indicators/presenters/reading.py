"""How the figures of a page are to be read: a sentence that reads one, and the rules obeyed."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.indicators.presenters.facts import direction_told
from observatoire.indicators.presenters.ranking import unranked_reason
from stats.catalogue import Indicator
from stats.catalogue.model import Nature
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.quality import completeness
from stats.statuses import Mark
from stats.territory import Territories, Territory
from stats.words import at, format_number, format_observation, typeset, where

NOT_SUMMED = {
    Nature.MEDIAN: "Ne s’additionne pas et ne se refait pas : la médiane d’un ensemble n’est pas "
    "la moyenne des médianes de ses parties.",
    Nature.QUANTILE: "Ne s’additionne pas et ne se refait pas : le décile d’un ensemble n’est pas "
    "la moyenne des déciles de ses parties.",
}
RECOMPUTED = (
    "Ne s’additionne pas : la valeur d’un ensemble se refait de son numérateur et de son "
    "dénominateur, elle n’est ni la somme ni la moyenne de celles de ses parties."
)
COUNTED = (
    "Un effectif dépend de la population : la carte le montre par des cercles, jamais par une "
    "couleur qui ferait croire à une intensité."
)


def sentence(
    indicator: Indicator, grid: Grid | None, place: Territory, territories: Territories
) -> str:
    """« En 2021, le taux de pauvreté est de 10,5 % en Loire-Atlantique. »; nothing to read, empty.

    Of the chosen territory when it is on the map, else of the first that has a number.
    """
    if grid is None or not grid.known.any():
        return ""
    known = [cell for cell in grid.observations() if cell.known]
    chosen = [cell for cell in known if (str(cell.level), cell.territory) == place.key]
    read = (chosen or known)[0]
    territory = territories.get(read.level, read.territory)
    there = where(territory) if territory else read.label
    verb = "sont" if indicator.plural else "est"
    when = at(parse_period(read.period))
    value = format_observation(indicator, read)
    return f"{when[:1].upper()}{when[1:]}, {indicator.subject} {verb} {_preceded(value)} {there}."


def rules_told(indicator: Indicator, spread: Grid | None, series: list[Observation]) -> list[str]:
    """The rules that this page obeys, each with its reason."""
    return [typeset(one) for one in _rules(indicator, spread, series)]


def _rules(indicator: Indicator, spread: Grid | None, series: list[Observation]) -> Iterator[str]:
    if indicator.direction == 0:
        yield direction_told(indicator)
    if not indicator.additive:
        yield NOT_SUMMED.get(indicator.nature, RECOMPUTED)
    if indicator.nature is Nature.COUNT:
        yield COUNTED
    if spread is not None:
        yield from _rules_of_a_map(spread)
    for one in indicator.breaks:
        label = parse_period(one.period).label
        yield f"Rien n’est comparé de part et d’autre de {label} : {_lower(one.reason)}"
    if any(Mark.PROVISIONAL in one.marks for one in series):
        yield "Un point creux est une valeur provisoire : le producteur peut encore la corriger."
    yield f"Une variation de moins de {_least(indicator)} est dite stable."


def _rules_of_a_map(spread: Grid) -> Iterator[str]:
    (period,) = spread.periods
    counts = completeness(spread, period)
    if reason := unranked_reason(spread):
        yield reason
    if counts.censored:
        yield (
            f"{_territories(counts.censored)} sans valeur, avec une borne seulement : pas de rang "
            "ni de moyenne, puisque la vraie valeur n’est pas connue."
        )
    if counts.secret:
        yield (
            f"{_territories(counts.secret)} sous secret statistique : la valeur n’est nulle part "
            "sur ce site, ni dans les fichiers."
        )


def _least(indicator: Indicator) -> str:
    change = indicator.minimum_change
    decimals = 0 if float(change.value).is_integer() else 1
    number = format_number(change.value, decimals)
    if change.kind == "points":
        return f"{number} {'points' if change.value >= 2 else 'point'}"
    return f"{number} %" if change.kind == "pourcent" else f"{number} {indicator.unit}"


def status_told(indicator: Indicator, grid: Grid) -> str:
    """What a picture that travels says of its numbers: how many, which marks, what is hidden."""
    (period,) = grid.periods
    counts = completeness(grid, period)
    known = [cell for cell in grid.observations() if cell.known]
    marks = {mark for cell in known for mark in cell.marks}
    told = [f"{counts.known} valeur{'s' if counts.known > 1 else ''}"]
    told += [mark.label.lower() for mark in sorted(marks)]
    told += [f"{counts.secret} sous secret"] if counts.secret else []
    told += [f"{counts.censored} avec une borne seulement"] if counts.censored else []
    told += [f"{counts.missing} sans valeur"] if counts.missing else []
    return ", ".join(told)


def _preceded(value: str) -> str:
    """« de 12 % », « d’environ »… : what a value needs after « est »."""
    return value if value.startswith(("près de", "plus de", "moins de")) else f"de {value}"


def _territories(count: int) -> str:
    return f"{format_number(count)} territoire{'s' if count > 1 else ''}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text
