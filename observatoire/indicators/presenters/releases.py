"""The change log, the calendar and its file, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from observatoire.indicators.models import Erratum, Release
from observatoire.indicators.presenters.number import day_in_words
from stats.catalogue import Catalogue
from stats.observation import Observation
from stats.periods import MONTHS, parse_period
from stats.releases.calendar import Expected
from stats.releases.ics import Entry
from stats.releases.journal import Change
from stats.releases.number import address, correction_in_words
from stats.words import format_number

MOST_NAMED = 6


@dataclass(frozen=True)
class JournalLine:
    """One publication, or one erratum, dated."""

    stamp: datetime
    day: str
    title: str
    text: str
    revised: str
    indicators: tuple[tuple[str, str], ...]
    others: int
    key: str
    kind: str


@dataclass(frozen=True)
class Correction:
    """A figure that its producer revised."""

    title: str
    address: str
    sentence: str


@dataclass(frozen=True)
class CalendarLine:
    """One source, or one batch: what is expected, when, and whether it is late."""

    title: str
    producer: str
    last: str
    next: str
    day: str
    date: date
    late: str
    is_batch: bool = False


def present_journal(
    catalogue: Catalogue, found: Iterable[Change], errata: Iterable[Erratum]
) -> list[JournalLine]:
    lines = [_change(catalogue, one) for one in found] + [
        _erratum(catalogue, one) for one in errata
    ]
    return sorted(lines, key=lambda line: (line.stamp, line.key), reverse=True)


def present_corrections(
    catalogue: Catalogue, found: Iterable[tuple[Observation, Observation]]
) -> list[Correction]:
    known = catalogue.indicators
    return [
        Correction(
            f"{known[after.indicator].short_title}, {after.label or after.territory}, "
            f"{parse_period(after.period).label}",
            address(after.key),
            correction_in_words(known[after.indicator], before, after),
        )
        for before, after in found
        if after.indicator in known
    ]


def present_calendar(
    found: Iterable[Expected], releases: Iterable[Release], today: date
) -> list[CalendarLine]:
    """Batches and sources together, by date."""
    lines = [
        CalendarLine(
            one.title,
            one.producer,
            one.last,
            one.next,
            _day(one.day),
            one.day,
            _late(one.days_late(today)),
        )
        for one in found
    ]
    lines += [
        CalendarLine(
            release.title,
            "Plateforme",
            "",
            release.summary,
            day_in_words(release.due_at.isoformat()),
            release.due_at.date(),
            "",
            is_batch=True,
        )
        for release in releases
    ]
    return sorted(lines, key=lambda line: (line.date, line.title))


def calendar_entries(
    found: Iterable[Expected], releases: Iterable[Release], site: str
) -> list[Entry]:
    link = f"{site}/donnees/calendrier/"
    entries = [
        Entry(
            f"source-{one.source}-{one.day:%Y%m%d}",
            one.day,
            f"{one.title}\u00a0: {one.next} (date prévue)",
            f"{one.producer}. Dernière période publiée\u00a0: {one.last}.",
            link,
        )
        for one in found
    ]
    return entries + [
        Entry(f"parution-{one.pk}", one.due_at, one.title, one.summary, link) for one in releases
    ]


def _change(catalogue: Catalogue, change: Change) -> JournalLine:
    source = catalogue.sources.get(change.imported.source)
    title = source.title if source else "Chiffres publiés, relevés à la main"
    touched = dict(change.revised) | {code: 0 for code, _ in change.brought}
    codes = sorted(touched, key=lambda code: (-touched[code], code))
    known = [code for code in codes if code in catalogue.indicators]
    return JournalLine(
        stamp=datetime.fromisoformat(change.imported.published_at),
        day=day_in_words(change.imported.published_at),
        title=title,
        text=_counted(change.figures, "chiffre publié", "chiffres publiés"),
        revised=_counted(change.revisions, "valeur corrigée", "valeurs corrigées")
        if change.revisions
        else "",
        indicators=tuple(
            (f"/indicateurs/{code}/", catalogue.indicators[code].short_title)
            for code in known[:MOST_NAMED]
        ),
        others=max(0, len(known) - MOST_NAMED),
        key=change.imported.id,
        kind="publication",
    )


def _erratum(catalogue: Catalogue, one: Erratum) -> JournalLine:
    found = catalogue.indicators.get(one.indicator)
    return JournalLine(
        stamp=one.published_at,
        day=day_in_words(one.published_at.isoformat()),
        title=f"Erratum\u00a0: {one.title}",
        text=one.body,
        revised="",
        indicators=((f"/indicateurs/{one.indicator}/", found.short_title),) if found else (),
        others=0,
        key=str(one.pk),
        kind="erratum",
    )


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{format_number(count)}\u00a0{plural if count > 1 else singular}"


def _late(days: int) -> str:
    return f"en retard de {days}\u00a0jours" if days else ""


def _day(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"
