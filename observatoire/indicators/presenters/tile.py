"""From a protected grid to the tile of a dashboard: value, comparison, change, strip, spark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from observatoire.indicators.presenters.standing import (
    number_address,
    standing_words,
    trend_words,
)
from observatoire.indicators.presenters.tags import Tag, remark_of, tags_of
from stats.catalogue import Indicator
from stats.catalogue.model import Cycle
from stats.drawing.sparkline import sparkline
from stats.drawing.strip import strip
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Status
from stats.territory import Level, Territory
from stats.words import (
    Change,
    as_published,
    find_comparator,
    format_number,
    in_sentence,
    last_change,
)
from stats.words.comparisons import format_observation
from stats.words.numbers import agree

type_key = tuple[str, str]
# « plus de 126 000 » is a bound: no change can be counted from it.
BOUND = Change("incomparable", "")


@dataclass(frozen=True)
class Strip:
    """The dots of the départements, and their two ends in words."""

    svg: str
    words: str


@dataclass(frozen=True)
class Tile:
    """What the template of a tile shows; every text is ready."""

    title: str
    address: str
    value: str
    unit: str
    period: str
    remark: str
    comparison: str
    change: str
    arrow: str
    tone: str
    strip: Strip | None
    spark: str
    tags: tuple[Tag, ...]
    is_small: bool
    trend: str
    number: str


@dataclass(frozen=True)
class QuietTile:
    """An indicator without a figure: what is being done to have one."""

    title: str
    address: str
    state: str
    lines: tuple[str, ...]


def latest_of(grid: Grid, key: type_key) -> Observation | None:
    """The last number of a territory, or bound of a number; else the last thing said of it."""
    told = told_series(grid, key)
    shown = [one for one in told if is_shown(one)]
    return (shown or told or [None])[-1]


def is_shown(one: Observation) -> bool:
    """Whether there is something to write large: a number, or « plus de 126 000 »."""
    return one.known or (one.status is Status.CENSORED and (one.lower, one.upper) != (None, None))


def written(indicator: Indicator, one: Observation) -> tuple[str, str]:
    """The number and its unit, apart, as published: « 12,9 » and « % »; « plus de 126 000 »."""
    number = format_observation(replace(indicator, unit=""), one)
    bound = one.value if one.known else one.lower if one.lower is not None else one.upper
    return number, agree(indicator.unit, bound)


def told_series(grid: Grid, key: type_key) -> list[Observation]:
    """What the store says of a territory, without the cells that are only empty."""
    if key not in grid.territories:
        return []
    return [one for one in grid.series(key) if one.known or one.source]


def present_tile(
    indicator: Indicator,
    grid: Grid,
    *,
    key: type_key,
    reference: Territory,
    peers: tuple[type_key, ...],
) -> Tile:
    """The tile of a territory that has a number; `peers` are the dots of the strip."""
    latest = latest_of(grid, key)
    series = grid.series(key)
    change = last_change(indicator, series) if latest.known else BOUND
    value, unit = written(indicator, latest)
    return Tile(
        title=indicator.short_title,
        address=f"/indicateurs/{indicator.code}/",
        value=value,
        unit=unit,
        period=parse_period(latest.period).label,
        remark=remark_of(latest),
        comparison=_comparison(indicator, grid, latest, key, reference),
        change=change_in_words(change),
        arrow=change.arrow,
        tone=change.tone,
        strip=strip_among(indicator, grid, latest, peers),
        spark=spark_of(indicator, series, width=240),
        tags=tags_of(latest),
        is_small=not indicator.key,
        trend=trend_words(indicator, series, always=False),
        number=number_address(latest),
    )


def present_quiet_tile(
    indicator: Indicator, grid: Grid, key: type_key, levels: Sequence[str]
) -> QuietTile:
    """`levels` are those at which the indicator is published for some territory.

    Why there is no number here: secret, published elsewhere only, being collected, a lead."""
    latest = latest_of(grid, key)
    elsewhere = [Level(level).plural for level in levels if level != key[0]]
    state, lines = "En attente de chiffres", []
    if latest is not None:
        state, lines = latest.status.label, [parse_period(latest.period).label]
    elif key[0] in levels:
        state, lines = "Pas de chiffre ici", ["D’autres territoires du même niveau en ont un."]
    elif elsewhere:
        state, lines = (
            "Pas de chiffre à ce niveau",
            [f"Publié pour\u00a0: {', '.join(elsewhere)}"],
        )
    elif indicator.cycle is Cycle.IN_COLLECTION and indicator.collection:
        state = "En cours de collecte"
        lines = [f"Par\u00a0: {indicator.collection.by}"]
        if indicator.collection.since:
            lines.append(f"Depuis\u00a0: {_moment(indicator.collection.since)}")
        lines.append(f"Attendu\u00a0: {_moment(indicator.collection.expected) or 'date à fixer'}")
    elif indicator.cycle is Cycle.PROPOSED:
        state = "Proposé"
        lines = [f"Piste suivie par\u00a0: {indicator.lead}"] if indicator.lead else []
    else:
        lines = [f"Producteur\u00a0: {indicator.producer}"]
    return QuietTile(indicator.short_title, f"/indicateurs/{indicator.code}/", state, tuple(lines))


def change_in_words(change: Change) -> str:
    """« en baisse, −0,2 point depuis 2019 », « stable depuis 2019 », « rupture de série »."""
    if change is BOUND:
        return "borne publiée\u00a0: aucune comparaison"
    if not change.since:
        return "pas de valeur antérieure comparable"
    when = in_sentence(parse_period(change.since))
    match change.kind:
        case "hausse" | "baisse":
            return f"en {change.kind}, {change.short} depuis {when}"
        case "stable":
            return f"stable depuis {when}"
        case "rupture":
            return f"rupture de série depuis {when}"
    return f"non comparable avec {when}"


def _moment(text: str) -> str:
    """« 2023-11 » → « novembre 2023 »; words stay words."""
    try:
        return parse_period(text).label
    except ValueError:
        return text


def _comparison(
    indicator: Indicator,
    grid: Grid,
    latest: Observation,
    key: type_key,
    reference: Territory,
) -> str:
    """The reference at the same period and edition, or the sentence that says why not."""
    if reference.key == key:
        return ""
    told = told_series(grid, reference.key)
    found = find_comparator(latest, told)
    if found.observation is None:
        same = any(one.period == latest.period for one in told)
        return found.text if same else f"{reference.name}\u00a0: pas de valeur à la même date"
    value = format_observation(indicator, found.observation)
    standing = standing_words(indicator, latest, found.observation)
    return f"{found.observation.label}\u00a0: {value}{standing}"


def strip_among(
    indicator: Indicator, grid: Grid, latest: Observation, peers: tuple[type_key, ...]
) -> Strip | None:
    """The peers as dots, at the same period and edition; the territory strong, or as a tick when
    it is not one of them. None below three dots, and for counts: where more people live, more
    are counted."""
    if indicator.additive or not latest.known:
        return None
    same = {
        peer
        for peer in peers
        if peer in grid.territories
        and (cell := grid.cell(peer, latest.period)).known
        and cell.edition == latest.edition
    }
    if len(same) < 3:
        return None
    shown = grid.only(lambda key: key in same).at(latest.period)
    key = (str(latest.level), latest.territory)
    is_peer = key in same
    svg = strip(
        shown,
        key if is_peer else None,
        reference=None if is_peer else latest.value,
        width=240,
    )
    cells = sorted(shown.observations(), key=lambda cell: cell.value)
    decimals = as_published(indicator, cells).decimals
    ends = [f"{cell.label} {format_number(cell.value, decimals)}" for cell in (cells[0], cells[-1])]
    return Strip(svg, " – ".join(ends))


def spark_of(indicator: Indicator, series: list[Observation], width: int = 120) -> str:
    """Three numbers at least: with two, the words say all."""
    enough = sum(one.known for one in series) > 2
    return sparkline(indicator, series, width=width) if enough else ""
