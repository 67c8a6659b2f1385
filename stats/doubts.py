"""What an incoming figure makes one doubt: a jump, a zero, digits exchanged, an absurd value,
another number than the one of another source.

Nothing here is a fault: a law may double a benefit in a month. A person looks, and lets it through
with a word. Each figure is set beside the number just before it in its own series, at the same
rhythm, published or incoming.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from stats.catalogue.model import Catalogue, Indicator, Nature
from stats.observation import Observation
from stats.periods import parse_period
from stats.store import COMPUTED, Store
from stats.store.offline import connect
from stats.store.rivals import rivals
from stats.store.table import observation_table
from stats.territory import Level
from stats.words import format_number, typeset

JUMP = 1.5  # times more, or less, than the number before
CLOSE = 0.05  # how near the number before once the digits are put right
FARTHEST = 3.0  # years between two numbers that are set side by side
LARGE_ENOUGH = 20.0  # under it, counts of people jump by themselves
NOISE = 4.0  # standard deviations of a count
POSITIVE = frozenset({Nature.COUNT, Nature.AMOUNT, Nature.MEDIAN, Nature.QUANTILE})
NEEDED = ("indicateur", "niveau", "territoire", "periode", "valeur", "statut", "edition")


class Kind(StrEnum):
    """What makes one doubt."""

    JUMP = "saut"
    ZERO = "zero_douteux"
    SWAP = "chiffres_inverses"
    RANGE = "hors_bornes"
    RIVAL = "autre_source"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.JUMP: "Sauts",
    Kind.ZERO: "Zéros douteux",
    Kind.SWAP: "Chiffres intervertis ou décalés",
    Kind.RANGE: "Valeurs hors des bornes",
    Kind.RIVAL: "Valeurs qu’une autre source donne autrement",
}


@dataclass(frozen=True)
class Doubt:
    """One figure to look at. `group` is what a person lets through: one kind, one indicator."""

    kind: Kind
    indicator: str
    level: str
    territory: str
    period: str
    found: float
    before: float | None
    sentence: str

    @property
    def group(self) -> str:
        return f"{self.kind}:{self.indicator}"

    def as_json(self) -> dict:
        return {
            "sorte": str(self.kind),
            "groupe": self.group,
            "indicateur": self.indicator,
            "niveau": self.level,
            "territoire": self.territory,
            "periode": self.period,
            "valeur": self.found,
            "precedente": self.before,
            "phrase": self.sentence,
        }


def doubts(
    observations: pa.Table | Iterable[Observation], store: Store, catalogue: Catalogue
) -> list[Doubt]:
    """Every doubt about what is about to be published, by indicator, territory and period."""
    table = observations if _is_ready(observations) else observation_table(observations)
    codes = sorted(
        set(pc.unique(table.column("indicateur")).to_pylist()) & set(catalogue.indicators)
    )
    published = store.recorded(codes, but=(COMPUTED,)) if codes else []
    found = []
    free = {code for one in catalogue.rules.values() if one.bounds for code in one.bounds.aside}
    shares = [code for code in codes if code not in free and _is_share(catalogue.indicators[code])]
    for row in _with_before(table, published, shares):
        indicator = catalogue.indicators.get(row[0])
        if indicator is not None and (doubt := _doubt(indicator, row, row[0] in free)):
            found.append(doubt)
    for row in rivals(table, published):
        found.append(_rival(catalogue.indicators[row[0]], row))
    return found


def gathered(found: Iterable[Doubt], shown: int = 20) -> list[dict]:
    """Doubts as a person lets them through, by kind and indicator: how many, and the first."""
    groups: dict[str, list[Doubt]] = {}
    for doubt in found:
        groups.setdefault(doubt.group, []).append(doubt)
    return [
        {
            "groupe": group,
            "sorte": members[0].kind.label,
            "indicateur": members[0].indicator,
            "nombre": len(members),
            "cas": [one.sentence for one in members[:shown]],
        }
        for group, members in groups.items()
    ]


def _is_ready(observations: object) -> bool:
    return isinstance(observations, pa.Table) and set(NEEDED) <= set(observations.column_names)


def _with_before(table: pa.Table, published: list[pa.Table], shares: list[str]) -> Iterator[tuple]:
    """(indicator, level, territory, period, value, before, its period) of the incoming numbers
    that may raise a doubt: the others are the many, and stay in the table."""
    with connect() as connection:
        parts = []
        for number, one in enumerate((*published, table)):
            connection.register(f"part_{number}", one.select(NEEDED))
            # One text type for all: a table may come with its texts numbered.
            texts = ", ".join(f"{name}::varchar as {name}" for name in NEEDED if name != "valeur")
            parts.append(f"select {texts}, valeur, {one is table} as neuf from part_{number}")
        connection.execute(f"create temp table figure as {' union all '.join(parts)}")
        codes = connection.sql("select distinct periode from figure").fetchall()
        parsed = sorted(parse_period(code) for (code,) in codes)
        ranks = {
            "periode": [one.code for one in parsed],
            "rang": list(range(len(parsed))),
            "rythme": [one.rhythm for one in parsed],
        }
        connection.register("moment", pa.table(ranks))
        yield from connection.sql(
            """
            with one as (
                select f.*, m.rang, m.rythme from figure f join moment m using (periode)
                where f.statut = 'valeur'
                qualify row_number() over (
                    partition by indicateur, niveau, territoire, periode
                    order by neuf desc) = 1
            ), beside as (
                select *, lag(valeur) over w as before, lag(periode) over w as period_before
                from one
                window w as (
                    partition by indicateur, niveau, territoire, rythme order by rang)
            )
            select indicateur, niveau, territoire, periode, valeur, before, period_before
            from beside
            where neuf and (valeur < 0 or (valeur > 100 and indicateur in (select unnest(?)))
                or (before > 0 and (valeur = 0 or valeur > before * ? or valeur * ? < before)))
            order by indicateur, niveau, territoire, rang
            """,
            params=[shares, JUMP, JUMP],
        ).fetchall()


def _doubt(indicator: Indicator, row: tuple, is_free: bool) -> Doubt | None:
    """`is_free`: the catalogue says that this rate may leave the bounds of the others."""
    _, level, territory, period, value, before, when = row
    kind, told = None if is_free else _range(indicator, value), ""
    if kind is None and before is not None and not _apart(indicator, when, period):
        kind, told = _beside(indicator, value, before)
    if kind is None:
        return None
    place = _place(indicator, level, territory, period)
    beside = "" if before is None else f", après {_number(before)} ({when})"
    sentence = typeset(f"{place} : {_number(value)}{beside}. {told or _absurd(indicator)}")
    return Doubt(kind, indicator.code, level, territory, period, value, before, sentence)


def _rival(indicator: Indicator, row: tuple) -> Doubt:
    _, level, territory, period, value, other, citation = row
    sentence = typeset(
        f"{_place(indicator, level, territory, period)} : {_number(value)}, là où "
        f"{_number(other)} est publié d’après « {citation} ». Laquelle des deux montrer ?"
    )
    return Doubt(Kind.RIVAL, indicator.code, level, territory, period, value, other, sentence)


def _place(indicator: Indicator, level: str, territory: str, period: str) -> str:
    return f"{indicator.short_title}, {Level(level).label.lower()} {territory}, {period}"


def _range(indicator: Indicator, value: float) -> Kind | None:
    if indicator.nature in POSITIVE and value < 0:
        return Kind.RANGE
    return Kind.RANGE if _is_share(indicator) and not 0 <= value <= 100 else None


def _is_share(indicator: Indicator) -> bool:
    return indicator.nature is Nature.RATE and indicator.unit == "%"


def _absurd(indicator: Indicator) -> str:
    if indicator.nature is Nature.RATE:
        return "Une part est entre 0 et 100 %."
    return "Cette valeur ne peut pas être négative."


def _beside(indicator: Indicator, value: float, before: float) -> tuple[Kind | None, str]:
    if indicator.nature is Nature.CHANGE or before <= 0:
        return None, ""
    if indicator.nature is Nature.COUNT and max(value, before) < LARGE_ENOUGH:
        return None, ""
    if value == 0:
        return Kind.ZERO, "Un zéro écrit à la place d’une valeur absente ?"
    if value < 0 or not _jumps(indicator, value, before):
        return None, ""
    if slip := _slip(value, before):
        return Kind.SWAP, slip
    ratio = format_number(value / before, 1)
    return Kind.JUMP, f"La valeur est multipliée par {ratio}."


def _jumps(indicator: Indicator, value: float, before: float) -> bool:
    if max(value / before, before / value) <= JUMP:
        return False
    return indicator.nature is not Nature.COUNT or abs(value - before) > NOISE * before**0.5


def _slip(value: float, before: float) -> str:
    """Two neighbouring digits exchanged, or a decimal point moved, that would put it right."""
    for factor in (10, 100, 1000):
        if _is_close(value / factor, before):
            return f"Divisée par {factor}, elle serait proche de la précédente : une unité ?"
        if _is_close(value * factor, before):
            return f"Multipliée par {factor}, elle serait proche de la précédente : une unité ?"
    digits = repr(value).removesuffix(".0")
    for place in range(len(digits) - 1):
        pair = digits[place : place + 2]
        if not pair.isdigit() or pair[0] == pair[1]:
            continue
        other = float(digits[:place] + pair[::-1] + digits[place + 2 :])
        if _is_close(other, before):
            return f"Deux chiffres intervertis ? {_number(other)} serait proche de la précédente."
    return ""


def _is_close(value: float, before: float) -> bool:
    return abs(value - before) <= CLOSE * before


def _apart(indicator: Indicator, before: str, after: str) -> bool:
    """Years, or a declared break, explain a jump."""
    first, last = parse_period(before).end, parse_period(after).end
    return last - first > FARTHEST or any(
        first < parse_period(one.period).end <= last for one in indicator.breaks
    )


def _number(value: float) -> str:
    decimals = next(count for count in range(5) if count == 4 or round(value, count) == value)
    return format_number(value, decimals)
