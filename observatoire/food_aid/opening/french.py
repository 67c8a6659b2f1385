"""A timetable in French, as a page and a leaflet say it."""

from __future__ import annotations

from observatoire.food_aid.opening.recurrence import CLOSED, OPEN, Rule, Timetable

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième", -1: "dernier"}
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def in_words(timetable: Timetable) -> list[str]:
    """One sentence a line, days in their order; empty when nothing is known."""
    lines: dict[str, list[str]] = {}
    for rule in sorted(timetable.rules, key=lambda one: (bool(one.nth), one.days, one.opens)):
        lines.setdefault(_when(rule), []).append(
            f"de {hour(rule.opens)} à {hour(rule.closes % 1440 or 1440)}"
        )
    found = [f"{when}, {' et '.join(spans)}" for when, spans in lines.items()]
    found = [line[0].upper() + line[1:] for line in found]
    if timetable.rules:
        if timetable.holidays == CLOSED:
            found.append("Fermé les jours fériés")
        elif timetable.holidays == OPEN:
            found.append("Ouvert les jours fériés")
    for one in timetable.shut:
        reason = f" ({one.reason})" if one.reason else ""
        found.append(f"Fermé du {one.start:%d/%m/%Y} au {one.end:%d/%m/%Y}{reason}")
    return found


def hour(minute: int) -> str:
    """« 9 h », « 14 h 30 »."""
    return f"{minute // 60}\u00a0h" + (f"\u00a0{minute % 60:02d}" if minute % 60 else "")


def _when(rule: Rule) -> str:
    days = tuple(sorted(rule.days))
    if rule.nth:
        ranks = _list([RANKS.get(rank, f"{rank}e") for rank in rule.nth])
        found = f"le {ranks} {_list([DAYS[day] for day in days])} du mois"
    elif len(days) == 7:
        found = "tous les jours"
    elif len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        found = f"du {DAYS[days[0]]} au {DAYS[days[-1]]}"
    else:
        found = f"le {_list([DAYS[day] for day in days])}"
    if rule.every != 1:
        found += f", une semaine sur {rule.every}"
    if rule.months:
        left = sorted(set(range(1, 13)) - set(rule.months))
        if len(left) <= 3:
            found += f", sauf en {_list([MONTHS[month - 1] for month in left])}"
        else:
            found += f", en {_list([MONTHS[month - 1] for month in rule.months])}"
    if rule.start:
        found += f", à partir du {rule.start:%d/%m/%Y}"
    if rule.end:
        found += f", jusqu’au {rule.end:%d/%m/%Y}"
    return found


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"
