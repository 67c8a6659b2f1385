"""`opening_hours` of OpenStreetMap, which data·inclusion and MedNum use too: read and written.

What is not understood is never guessed: the text is kept, and the loss says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from observatoire.food_aid.opening.recurrence import CLOSED, OPEN, UNKNOWN, Rule, Shut, Timetable

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$")
DAY_PART = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?(?:\[([-\d,]+)\])?$")
DATES = re.compile(r"(\d{4}) (\w{3}) (\d{1,2})(?:\s*-\s*(?:(\d{4}) )?(?:(\w{3}) )?(\d{1,2}))?$")
MONTH_PART = re.compile(r"(\w{3})(?:-(\w{3}))?$")
NOT_UNDERSTOOD = "horaires gardés en texte\u00a0: «\u00a0{}\u00a0» n’est pas compris"


class NotUnderstood(ValueError):
    """A part of the text that we do not read."""


def read_osm(text: str) -> tuple[Timetable, list[str]]:
    """The timetable, and what was lost."""
    text = " ".join((text or "").split())
    if not text:
        return Timetable(), []
    if text == "24/7":
        return Timetable(rules=(Rule(0, 1440),), holidays=OPEN, text=text), []
    rules: list[Rule] = []
    shut: list[Shut] = []
    holidays = UNKNOWN
    try:
        for part in filter(None, (one.strip() for one in text.split(";"))):
            if part.startswith("PH"):
                holidays = _holiday(part)
            elif found := _closure(part):
                shut.append(found)
            else:
                rules = _over(rules, _group(part))
    except NotUnderstood as part:
        return Timetable(text=text), [NOT_UNDERSTOOD.format(part)]
    return Timetable(tuple(rules), holidays, tuple(shut), text), []


def _holiday(part: str) -> str:
    if part in ("PH off", "PH closed"):
        return CLOSED
    if part in ("PH open", "PH on"):
        return OPEN
    raise NotUnderstood(part)


def _closure(part: str) -> Shut | None:
    if not part.endswith((" off", " closed")):
        return None
    found = DATES.match(part.rsplit(" ", 1)[0])
    if found is None:
        return None
    year, month, day, last_year, last_month, last_day = found.groups()
    start = _date(year, month, day, part)
    if last_day is None:
        return Shut(start, start)
    end = _date(last_year or year, last_month or month, last_day, part)
    if end < start:
        raise NotUnderstood(part)
    return Shut(start, end)


def _date(year: str, month: str, day: str, part: str) -> date:
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError as error:
        raise NotUnderstood(part) from error


def _group(part: str) -> tuple[list[Rule], tuple[int, ...], bool]:
    """The rules of one group, the days that it speaks of, whether it has a qualifier of months."""
    words = part.split(" ")
    months = _months(words[0]) if words else None
    if months is not None:
        words = words[1:]
    is_off = bool(words) and words[-1] in ("off", "closed")
    hours: list[str] = []
    if is_off:
        words = words[:-1]
    else:
        text = ""
        while words and re.match(r"[\d:,\-]+$", words[-1]):
            text = words.pop() + text
        hours = text.split(",") if text else []
        if not hours:
            raise NotUnderstood(part)
    days = _days("".join(words), part)
    rules = []
    for numbers, nth in days:
        for one in hours:
            opens, closes = _hours(one, part)
            rules.append(Rule(opens, closes, numbers, nth=nth, months=months or ()))
    spoken = tuple(sorted({day for numbers, nth in days for day in numbers if not nth}))
    if is_off and (months is not None or any(nth for _, nth in days)):
        return _off_months(months or (), spoken, part)
    return rules, spoken, months is not None


def _off_months(months, spoken, part):
    """« Aug off »: the other months are left; told as a rule to be applied to what precedes."""
    if not months or len(spoken) != 7:
        raise NotUnderstood(part)
    left = tuple(month for month in range(1, 13) if month not in months)
    return [Rule(0, 0, (), months=left)], (), True


def _over(before: list[Rule], group) -> list[Rule]:
    """A later group replaces what was said of the same whole days."""
    rules, spoken, by_month = group
    if by_month:
        if len(rules) == 1 and not rules[0].days:  # months taken away from all that precedes
            left = set(rules[0].months)
            return [
                replace(one, months=tuple(sorted(left & set(one.months or range(1, 13)))))
                for one in before
            ]
        return before + rules
    kept = []
    for one in before:
        days = tuple(day for day in one.days if day not in spoken)
        if days:
            kept.append(replace(one, days=days))
    return kept + rules


def _months(word: str) -> tuple[int, ...] | None:
    found = MONTH_PART.match(word)
    if not found or found.group(1) not in MONTHS:
        return None
    first = MONTHS.index(found.group(1)) + 1
    if found.group(2) is None:
        return (first,)
    if found.group(2) not in MONTHS:
        return None
    last = MONTHS.index(found.group(2)) + 1
    if first <= last:
        return tuple(range(first, last + 1))
    return tuple(sorted([*range(first, 13), *range(1, last + 1)]))


def _days(text: str, part: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    if not text:
        return [((0, 1, 2, 3, 4, 5, 6), ())]
    plain: set[int] = set()
    found = []
    for one in re.split(r",(?![^\[]*\])", text):
        if one == "PH":
            raise NotUnderstood(part)
        match = DAY_PART.match(one)
        if match is None:
            raise NotUnderstood(part)
        first, last, ranks = match.groups()
        start = DAYS.index(first)
        end = DAYS.index(last) if last else start
        days = [(start + step) % 7 for step in range((end - start) % 7 + 1)]
        if ranks:
            found.append((tuple(days), _ranks(ranks, part)))
        else:
            plain |= set(days)
    return ([(tuple(sorted(plain)), ())] if plain else []) + found


def _ranks(text: str, part: str) -> tuple[int, ...]:
    ranks: list[int] = []
    for one in text.split(","):
        if re.fullmatch(r"-?[1-5]", one):
            ranks.append(int(one))
        elif found := re.fullmatch(r"([1-5])-([1-5])", one):
            ranks += range(int(found.group(1)), int(found.group(2)) + 1)
        else:
            raise NotUnderstood(part)
    return tuple(ranks)


def _hours(text: str, part: str) -> tuple[int, int]:
    found = HOURS.match(text)
    if found is None:
        raise NotUnderstood(part)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if opens >= 1440 or closes > 1440 or max(from_minute, to_minute) > 59:
        raise NotUnderstood(part)
    return opens, closes if closes > opens else closes + 1440


def write_osm(timetable: Timetable) -> tuple[str, list[str]]:
    """The text, and what it cannot say. A timetable kept as text is given back as it was."""
    if not timetable.rules:
        return timetable.text, []
    losses = []
    parts = []
    for rule in timetable.rules:
        if rule.every != 1:
            losses.append("une semaine sur plusieurs n’a pas d’écriture sûre")
        if rule.start or rule.end:
            losses.append("les dates de validité d’un horaire ne sont pas écrites")
        parts.append(_written(rule))
    if len(parts) > 1 and _would_replace(timetable.rules):
        parts = _one_by_day(timetable.rules, parts)
    parts += [_shut(one) for one in timetable.shut]
    if timetable.holidays != UNKNOWN:
        parts.append("PH off" if timetable.holidays == CLOSED else "PH open")
    return "; ".join(parts), sorted(set(losses))


def _would_replace(rules: tuple[Rule, ...]) -> bool:
    plain = [day for rule in rules if not rule.nth and not rule.months for day in rule.days]
    return len(plain) != len(set(plain))


def _one_by_day(rules: tuple[Rule, ...], parts: list[str]) -> list[str]:
    """A day said twice would be replaced: its hours are written together."""
    hours: dict[int, list[str]] = {}
    for rule in rules:
        if not rule.nth and not rule.months:
            for day in rule.days:
                hours.setdefault(day, []).append(_span(rule))
    written = [f"{DAYS[day]} {','.join(sorted(found))}" for day, found in sorted(hours.items())]
    return written + [
        part for rule, part in zip(rules, parts, strict=True) if rule.nth or rule.months
    ]


def _written(rule: Rule) -> str:
    ranks = f"[{','.join(map(str, rule.nth))}]" if rule.nth else ""
    days = ",".join(f"{DAYS[day]}{ranks}" for day in rule.days)
    if not ranks and rule.days == tuple(range(rule.days[0], rule.days[-1] + 1)):
        days = DAYS[rule.days[0]]
        if len(rule.days) > 1:
            days += f"-{DAYS[rule.days[-1]]}"
    if not rule.months:
        return f"{days} {_span(rule)}"
    return "; ".join(f"{MONTHS[month - 1]} {days} {_span(rule)}" for month in rule.months)


def _span(rule: Rule) -> str:
    closes = rule.closes if rule.closes <= 1440 else rule.closes - 1440
    return f"{rule.opens // 60:02d}:{rule.opens % 60:02d}-{closes // 60:02d}:{closes % 60:02d}"


def _shut(one: Shut) -> str:
    def day(found: date) -> str:
        return f"{found.year} {MONTHS[found.month - 1]} {found.day:02d}"

    return f"{day(one.start)}-{day(one.end)} off"
