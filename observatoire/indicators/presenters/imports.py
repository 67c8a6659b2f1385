"""A deposit as its page tells it: how far it went, what it holds, what it would change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from observatoire.directory.models import AuditLine
from observatoire.indicators.models import Import
from stats.catalogue import Catalogue
from stats.periods import parse_period
from stats.statuses import Status
from stats.store import Counts, Difference, Move
from stats.territory import Level, Territories
from stats.words import format_number, format_value, typeset

VERBS = {
    "deposer": "a déposé les fichiers",
    "lire": "a lu les fichiers",
    "refuser": "n’a pas pu lire les fichiers",
    "relire": "a demandé une nouvelle lecture",
    "publier": "a publié",
    "annuler": "a annulé la publication",
    "abandonner": "a abandonné le dépôt",
}
MACHINE = "La plateforme"
NAMES_SHOWN = 6
KINDS = (
    ("new", "nouveau", "nouveaux"),
    ("changed", "modifié", "modifiés"),
    ("gone", "disparaît", "disparaissent"),
    ("same", "inchangé", "inchangés"),
)


@dataclass(frozen=True)
class Tally:
    """One of the numbers at the top: « 1 235 lignes acceptées »."""

    kind: str
    number: str
    words: str


@dataclass(frozen=True)
class LevelLine:
    level: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorLines:
    title: str
    address: str
    lines: tuple[LevelLine, ...]


@dataclass(frozen=True)
class Change:
    """A figure before and after, and how much that is."""

    title: str
    place: str
    period: str
    before: str
    after: str
    relative: str


@dataclass(frozen=True)
class TableRead:
    """A table among the files: which shape read it, and what came out."""

    place: str
    shape: str
    indicators: str
    levels: str
    periods: str
    figures: str
    unread: str


@dataclass(frozen=True)
class Event:
    at: object
    who: str
    what: str


def present_difference(found: Difference, catalogue: Catalogue, territories: Territories) -> dict:
    return {
        "is_live": found.is_live,
        "changes_nothing": found.changes_nothing,
        "tallies": [
            Tally(kind, format_number(found.total(kind)), one if found.total(kind) < 2 else many)
            for kind, one, many in KINDS
        ],
        "indicators": present_counts(found.counts, catalogue),
        "moves": [_change(move, catalogue, territories) for move in found.moves],
        "changed": found.total("changed"),
        "gone": found.total("gone"),
    }


def present_counts(counts: Sequence[Counts], catalogue: Catalogue) -> list[IndicatorLines]:
    """By indicator, in the order of titles, then by level, the smallest first."""
    known = catalogue.indicators

    def order(one: Counts) -> tuple:
        title = known[one.indicator].title if one.indicator in known else one.indicator
        return (title, one.indicator, list(Level).index(Level(one.level)))

    ordered = sorted(counts, key=order)
    return [
        IndicatorLines(
            known[code].title if code in known else code,
            f"/indicateurs/{code}/" if code in known else "",
            tuple(_level_line(one) for one in lines),
        )
        for code, lines in groupby(ordered, key=lambda one: one.indicator)
    ]


def _level_line(one: Counts) -> LevelLine:
    numbers = (getattr(one, kind) for kind, *_ in KINDS)
    label = Level(one.level).plural
    return LevelLine(
        label[0].upper() + label[1:],
        tuple(format_number(number) if number else "–" for number in numbers),
    )


def _change(move: Move, catalogue: Catalogue, territories: Territories) -> Change:
    indicator = catalogue.indicators.get(move.indicator)
    unit = indicator.unit if indicator else ""
    place = territories.get(move.level, move.territory)
    values = (move.before, move.before_status), (move.after, move.after_status)
    before, after = (_written(value, status, unit, values) for value, status in values)
    return Change(
        title=indicator.short_title if indicator else move.indicator,
        place=place.name if place else f"{move.level} {move.territory}",
        period=parse_period(move.period).label,
        before=before,
        after=after,
        relative=relative_in_words(move),
    )


def _written(value: float | None, status: str, unit: str, values) -> str:
    """As many decimals as tell the two apart, four at most; a word where there is no number."""
    if value is None:
        return Status(status).label
    given = [number for number, _ in values if number is not None]
    decimals = max(_decimals(number) for number in given)
    return format_value(value, unit, decimals)


def _decimals(number: float) -> int:
    return next((places for places in range(4) if round(number, places) == number), 4)


def relative_in_words(move: Move) -> str:
    """« +100 % », « −3,2 % », « depuis zéro »; nothing when one of the two is no number."""
    if move.relative is None:
        return ""
    if math.isinf(move.relative):
        return "depuis zéro"
    signed = 100 * (move.after - move.before) / abs(move.before)
    return f"{format_number(signed, 0 if abs(signed) >= 10 else 1, signed=True)}\u00a0%"


def present_report(imported: Import) -> dict:
    """The three numbers of the dry run, and the first lines of what was left out."""
    tallies = [
        Tally("accepted", format_number(imported.accepted), _agree(imported.accepted, "acceptée")),
        Tally("refused", format_number(imported.refused), _agree(imported.refused, "refusée")),
        Tally("unmatched", format_number(imported.unmatched), "sans territoire connu"),
    ]
    report = imported.report
    refused, unmatched = report.get("refusees", []), report.get("non_rattachees", [])
    return {
        "lines": format_number(imported.rows),
        "tallies": tallies,
        "refused": refused,
        "breaches": report.get("controles", []),
        "refused_left": format_number(imported.refused - len(refused))
        if imported.refused > len(refused)
        else "",
        "unmatched": [one | {"niveau": _level(one["niveau"])} for one in unmatched],
        "unmatched_left": report.get("territoires_inconnus", 0) - len(unmatched),
        "without": format_number(left) if (left := report.get("sans_donnee", 0)) else "",
        "tables": [_table_read(one) for one in report.get("tableaux", [])],
        "aside": report.get("tableaux_non_lus", []),
    }


def _table_read(one: dict) -> TableRead:
    periods = sorted(one["periodes"])
    return TableRead(
        place=one["tableau"],
        shape=one["forme"],
        indicators=shortened(one["indicateurs"]),
        levels=", ".join(_level(code) for code in one["niveaux"]),
        periods=" – ".join(dict.fromkeys([periods[0], periods[-1]])) if periods else "",
        figures=format_number(one["observations"]),
        unread=shortened(one["colonnes_non_lues"]),
    )


def shortened(names: Sequence[str]) -> str:
    """The first names, and how many others."""
    left = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" et {left} de plus" if left > 0 else "")


def _level(code: str) -> str:
    return Level(code).label if code in set(Level) else code


def _agree(number: int, word: str) -> str:
    plural = number > 1
    return f"ligne{'s' if plural else ''} {word}{'s' if plural else ''}"


def present_history(lines: Sequence[AuditLine]) -> list[Event]:
    return [
        Event(line.at, str(line.by) if line.by else MACHINE, VERBS.get(line.verb, line.verb))
        for line in lines
    ]


def promise_of(imported: Import, found: Difference) -> str:
    """What publishing will do, in one sentence: the confirmation restates it."""
    new, changed, gone = (found.total(kind) for kind in ("new", "changed", "gone"))
    parts = [
        _counted(new, "chiffre nouveau", "chiffres nouveaux"),
        _counted(changed, "chiffre modifié", "chiffres modifiés"),
    ]
    if imported.replaces:
        parts.append(
            _counted(gone, "chiffre qui n’est plus montré", "chiffres qui ne sont plus montrés")
        )
    return typeset(f"{', '.join(parts[:-1])} et {parts[-1]}.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{format_number(number) if number else 'aucun'} {many if number > 1 else one}"
