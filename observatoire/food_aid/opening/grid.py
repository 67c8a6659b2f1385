"""The weekly grid of Soliguide: seven days, spans as whole numbers (930 is half past nine)."""

from __future__ import annotations

from observatoire.food_aid.opening.recurrence import CLOSED, OPEN, UNKNOWN, Rule, Timetable

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOLIDAYS = {"OPEN": OPEN, "CLOSED": CLOSED, "UNKNOWN": UNKNOWN}


def read_grid(grid: dict | None) -> tuple[Timetable, list[str]]:
    """A grid where no day is open says nothing: it is not a place that is always closed."""
    grid = grid or {}
    spans: dict[tuple[int, int], list[int]] = {}
    losses = []
    for number, name in enumerate(DAYS):
        day = grid.get(name) or {}
        for slot in day.get("timeslot") or () if day.get("open") else ():
            opens, closes = _minute(slot.get("start")), _minute(slot.get("end"))
            if opens is None or closes is None:
                losses.append("un créneau dont l’heure n’est pas lisible est laissé")
                continue
            if closes <= opens:
                closes += 1440
            spans.setdefault((opens, closes), []).append(number)
    rules = tuple(
        Rule(opens, closes, tuple(days)) for (opens, closes), days in sorted(spans.items())
    )
    return Timetable(
        rules,
        HOLIDAYS.get(grid.get("closedHolidays") or "UNKNOWN", UNKNOWN),
        text=" ".join(str(grid.get("description") or "").split()),
    ), sorted(set(losses))


def _minute(number) -> int | None:
    try:
        hour, minute = divmod(int(number), 100)
    except (TypeError, ValueError):
        return None
    return hour * 60 + minute if 0 <= hour <= 24 and 0 <= minute < 60 else None


def write_grid(timetable: Timetable) -> tuple[dict, list[str]]:
    """A grid cannot say « the second Thursday »: such a rule goes to the text, and is a loss."""
    week: dict[str, list[dict]] = {name: [] for name in DAYS}
    losses = []
    for rule in timetable.rules:
        if rule.nth or rule.every != 1 or rule.months or rule.start or rule.end:
            losses.append("une règle qui n’est pas de toutes les semaines n’a pas sa place")
            continue
        for day in rule.days:
            slot = {"start": _number(rule.opens), "end": _number(rule.closes % 1440 or 1440)}
            week[DAYS[day]].append(slot)
    back = {ours: theirs for theirs, ours in HOLIDAYS.items()}
    grid: dict = {
        name: {
            "open": bool(slots),
            "timeslot": sorted(slots, key=lambda slot: (slot["start"], slot["end"])),
        }
        for name, slots in week.items()
    }
    grid["closedHolidays"] = back[timetable.holidays]
    grid["description"] = timetable.text
    if timetable.shut:
        losses.append("les fermetures passent dans les fermetures temporaires, une à la fois")
    return grid, sorted(set(losses))


def _number(minute: int) -> int:
    return minute // 60 * 100 + minute % 60
