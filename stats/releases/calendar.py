"""When each source is expected next, from what it published last and from its own rhythm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stats.catalogue.model import Source
from stats.periods import Period, day_after, parse_period

RHYTHMS = {"mois": 1, "trimestre": 3, "semestre": 6, "annee": 12}


@dataclass(frozen=True)
class Expected:
    """The next publication of a source. `day` is the expected one; late once `grace` is over."""

    source: str
    title: str
    producer: str
    last: str
    next: str
    day: date
    grace: int

    def days_late(self, today: date) -> int:
        """0 as long as the grace lasts."""
        late = (today - self.day).days
        return late if late > self.grace else 0


def expected(sources: Mapping[str, Source], held: Mapping[str, str]) -> list[Expected]:
    """The next date of every source that declares its rhythm, the nearest first.

    `held`: source → last period that its figures reach.
    """
    found = []
    for code, source in sources.items():
        if source.schedule is None or code not in held:
            continue
        following = period_after(held[code], source.schedule.every)
        end = day_after(following) if following else None
        if end is None:
            continue
        day = date.fromisoformat(end) + timedelta(days=source.schedule.delay)
        found.append(
            Expected(
                code,
                source.title,
                source.producer,
                parse_period(held[code]).label,
                parse_period(following).label,
                day,
                source.schedule.grace,
            )
        )
    return sorted(found, key=lambda one: (one.day, one.source))


def period_after(code: str, every: str) -> str | None:
    """The period of a rhythm that follows the one in which `code` ends; None for a campaign."""
    period = parse_period(code)
    months = _months_done(period)
    if months is None:
        return None
    length = RHYTHMS[every]
    rank = months // length  # how many whole periods are over since year 0
    start = rank * length
    year, first = divmod(start, 12)
    match every:
        case "annee":
            return f"{year:04d}"
        case "semestre":
            return f"{year:04d}-S{first // 6 + 1}"
        case "trimestre":
            return f"{year:04d}-T{first // 3 + 1}"
    return f"{year:04d}-{first + 1:02d}"


def _months_done(period: Period) -> int | None:
    """Months over at the end of a period, since year 0; None when its end is not known."""
    following = day_after(period.code)
    if following is None:
        return None
    day = date.fromisoformat(following)
    return day.year * 12 + day.month - 1
