"""Rules that come back, in the local time of Paris, and the state at an instant.

A span is told in wall-clock minutes of its day; one that ends after midnight goes beyond 1,440.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from observatoire.food_aid.opening.holidays import public_holidays

OPEN, CLOSED, UNKNOWN = "ouvert", "ferme", "inconnu"
PARIS = ZoneInfo("Europe/Paris")
DAY = 1440
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """One opening that comes back.

    `days`: 0 (Monday) to 6. `nth`: which of the month (1 to 5, -1 the last); empty, all of them.
    `every`: weeks between two, counted from the week of `start`. `months`: empty, all of them.
    """

    opens: int
    closes: int
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    nth: tuple[int, ...] = ()
    every: int = 1
    months: tuple[int, ...] = ()
    start: date | None = None
    end: date | None = None

    def falls_on(self, day: date) -> bool:
        if day.weekday() not in self.days or (self.months and day.month not in self.months):
            return False
        if (self.start and day < self.start) or (self.end and day > self.end):
            return False
        if self.nth and not self._is_nth(day):
            return False
        return self.every == 1 or self._is_its_week(day)

    def _is_nth(self, day: date) -> bool:
        left = (monthrange(day.year, day.month)[1] - day.day) // 7
        return (day.day - 1) // 7 + 1 in self.nth or -1 - left in self.nth

    def _is_its_week(self, day: date) -> bool:
        origin = self.start or date(2024, 1, 1)
        monday = origin - timedelta(days=origin.weekday())
        return (day - monday).days // 7 % self.every == 0


@dataclass(frozen=True)
class Shut:
    """Days when a place is closed, both ends included."""

    start: date
    end: date
    reason: str = ""


@dataclass(frozen=True)
class Timetable:
    """All the rules of a place. Without a rule, nothing is known; `holidays` is a state."""

    rules: tuple[Rule, ...] = ()
    holidays: str = UNKNOWN
    shut: tuple[Shut, ...] = ()
    text: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.rules)

    def as_record(self) -> dict:
        """JSON: what is kept in the database."""
        if not self.rules and not self.shut and not self.text:
            return {}
        return {
            "regles": [_rule_record(rule) for rule in self.rules],
            "feries": self.holidays,
            "ferme": [[str(one.start), str(one.end), one.reason] for one in self.shut],
            "texte": self.text,
        }

    @classmethod
    def of_record(cls, record: dict) -> Timetable:
        if not record:
            return cls()
        return cls(
            rules=tuple(_rule_of(one) for one in record.get("regles", ())),
            holidays=record.get("feries", UNKNOWN),
            shut=tuple(
                Shut(date.fromisoformat(start), date.fromisoformat(end), reason)
                for start, end, reason in record.get("ferme", ())
            ),
            text=record.get("texte", ""),
        )


def _rule_record(rule: Rule) -> dict:
    found = {"de": rule.opens, "a": rule.closes, "jours": list(rule.days)}
    if rule.nth:
        found["rang"] = list(rule.nth)
    if rule.every != 1:
        found["semaines"] = rule.every
    if rule.months:
        found["mois"] = list(rule.months)
    if rule.start:
        found["depuis"] = str(rule.start)
    if rule.end:
        found["jusqu"] = str(rule.end)
    return found


def _rule_of(record: dict) -> Rule:
    return Rule(
        opens=record["de"],
        closes=record["a"],
        days=tuple(record.get("jours", range(7))),
        nth=tuple(record.get("rang", ())),
        every=record.get("semaines", 1),
        months=tuple(record.get("mois", ())),
        start=_day(record.get("depuis")),
        end=_day(record.get("jusqu")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, order=True)
class Span:
    """Open (or perhaps open) from a minute of a day to another; the end is not included."""

    opens: int
    closes: int
    is_sure: bool = True


def spans_of_day(timetable: Timetable, day: date) -> list[Span]:
    """The spans that begin on a day, joined where they meet; those that are sure come first.

    On a public holiday of which nothing is said, what would be open is only perhaps open.
    """
    if any(one.start <= day <= one.end for one in timetable.shut):
        return []
    is_holiday = day in public_holidays(day.year)
    if is_holiday and timetable.holidays == CLOSED:
        return []
    sure = not is_holiday or timetable.holidays == OPEN
    found = sorted((r.opens, r.closes) for r in timetable.rules if r.falls_on(day))
    joined: list[list[int]] = []
    for opens, closes in found:
        if joined and opens <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], closes)
        else:
            joined.append([opens, closes])
    return [Span(opens, closes, sure) for opens, closes in joined]


def state_at(timetable: Timetable, instant: datetime) -> str:
    """Open, closed, or unknown, at an instant (with its zone)."""
    local = instant.astimezone(PARIS)
    today, minute = local.date(), local.hour * 60 + local.minute
    if any(one.start <= today <= one.end for one in timetable.shut):
        return CLOSED
    if not timetable.is_known:
        return UNKNOWN
    running = [s for s in spans_of_day(timetable, today) if s.opens <= minute < s.closes]
    late = spans_of_day(timetable, today - ONE_DAY)
    running += [s for s in late if s.opens <= minute + DAY < s.closes]
    if any(span.is_sure for span in running):
        return OPEN
    return UNKNOWN if running else CLOSED


def minutes_open(timetable: Timetable, monday: date) -> int | None:
    """Real minutes surely open in the seven days from a day; None when nothing is known.

    A closure shuts the end of the night before it too, as `state_at` does. The hour that the
    clocks skip counts for nothing, the one that comes twice counts twice.
    """
    if not timetable.is_known:
        return None
    found = []
    for days in range(-1, 7):
        for span in spans_of_day(timetable, monday + timedelta(days=days)):
            if span.is_sure:
                opens, closes = span.opens + days * DAY, span.closes + days * DAY
                found.append((max(opens, 0), min(closes, 7 * DAY)))
    for one in timetable.shut:
        shut = ((one.start - monday).days * DAY, ((one.end - monday).days + 1) * DAY)
        found = [piece for span in found for piece in _without(span, shut)]
    return _length(found, monday)


def _without(span: tuple[int, int], shut: tuple[int, int]) -> list[tuple[int, int]]:
    pieces = ((span[0], min(span[1], shut[0])), (max(span[0], shut[1]), span[1]))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _length(spans: list[tuple[int, int]], monday: date) -> int:
    total, reached = 0, 0
    changes = _changes(monday)
    for left, right in sorted(spans):
        begin = max(left, reached)
        if right > begin:
            total += right - begin
            for start, end, weight in changes:
                total += weight * max(0, min(right, end) - max(begin, start))
            reached = right
    return total


def _changes(monday: date) -> list[tuple[int, int, int]]:
    """The hour from two to three on a Sunday when clocks change: −1 skipped, 1 said twice."""
    found = []
    for days in range(7):
        day = monday + timedelta(days=days)
        before, after = (
            datetime.combine(one, time(), PARIS).utcoffset() for one in (day, day + ONE_DAY)
        )
        if before != after:
            weight = -1 if after > before else 1
            found.append((days * DAY + 120, days * DAY + 180, weight))
    return found
