"""Schedules of Open Referral (HSDS 3): RFC 5545 recurrences, one row each."""

from __future__ import annotations

import re
from datetime import date

from observatoire.food_aid.opening.recurrence import Rule, Timetable

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BYDAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$")


def read_rrules(rows: list[dict]) -> tuple[Timetable, list[str]]:
    rules, losses = [], []
    for row in rows:
        try:
            rules += _rules(row)
        except (KeyError, TypeError, ValueError):
            losses.append("un horaire dont la récurrence n’est pas comprise est laissé")
    return Timetable(tuple(rules)), sorted(set(losses))


def _rules(row: dict) -> list[Rule]:
    opens, closes = _minute(row["opens_at"]), _minute(row["closes_at"])
    closes = closes if closes > opens else closes + 1440
    found: dict[tuple[int, ...], list[int]] = {}
    for one in filter(None, str(row.get("byday") or ",".join(DAYS)).split(",")):
        match = BYDAY.match(one.strip())
        if match is None:
            raise ValueError(one)
        rank = (int(match.group(1)),) if match.group(1) else ()
        found.setdefault(rank, []).append(DAYS.index(match.group(2)))
    if row.get("freq") not in ("WEEKLY", "MONTHLY", "DAILY") or row.get("bymonthday"):
        raise ValueError(row.get("freq"))
    every = int(row.get("interval") or 1)
    if every != 1 and row["freq"] != "WEEKLY":
        raise ValueError(every)
    dates = {"start": _day(row.get("valid_from")), "end": _day(row.get("valid_to"))}
    return [
        Rule(opens, closes, tuple(sorted(days)), nth=rank, every=every, **dates)
        for rank, days in found.items()
    ]


def _minute(text: str) -> int:
    hour, minute = str(text).split(":")[:2]
    found = int(hour) * 60 + int(minute[:2])
    if not 0 <= found <= 1440:
        raise ValueError(text)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def write_rrules(timetable: Timetable) -> tuple[list[dict], list[str]]:
    rows, losses = [], []
    for rule in timetable.rules:
        if rule.months:
            losses.append("un horaire de certains mois seulement est écrit pour toute l’année")
        ranks = rule.nth or (None,)
        rows.append(
            {
                "freq": "MONTHLY" if rule.nth else "WEEKLY",
                "interval": rule.every,
                "byday": ",".join(
                    f"{rank or ''}{DAYS[day]}" for rank in ranks for day in rule.days
                ),
                "opens_at": _time(rule.opens),
                "closes_at": _time(rule.closes % 1440 if rule.closes != 1440 else 1440),
                "valid_from": str(rule.start) if rule.start else None,
                "valid_to": str(rule.end) if rule.end else None,
            }
        )
    if timetable.shut:
        losses.append("les fermetures temporaires ne sont pas écrites")
    return rows, sorted(set(losses))


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
