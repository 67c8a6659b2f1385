"""A year of alerts: what came, what proved right, how long before the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from observatoire.alerts.models import Alert, AlertIndicator
from observatoire.alerts.rules import FEWEST
from observatoire.alerts.vocabulary import vocabulary
from observatoire.directory.queries.rights import groups_of

OTHERS = "Autres"


@dataclass(frozen=True)
class Count:
    label: str
    number: int


@dataclass(frozen=True)
class Public:
    """What the public reads: counts of three or more, and nothing that a subtraction gives."""

    total: int | None
    difficulties: tuple[Count, ...]
    publics: tuple[Count, ...]


def years() -> list[int]:
    """Those that have an alert, the latest first; this one always."""
    found = Alert.objects.told().order_by("-received_at").dates("received_at", "year", "DESC")
    return sorted({one.year for one in found} | {timezone.localdate().year}, reverse=True)


def told_in(year: int):
    """Those of groups that nobody outside knows are in no count."""
    rows = Alert.objects.told().filter(received_at__year=year)
    return rows.filter(Q(group=None) | Q(group__is_public=True))


def public_counts(year: int) -> Public:
    rows = list(told_in(year).order_by("pk").values_list("difficulty", "public"))
    words = vocabulary()
    return Public(
        total=len(rows) if len(rows) >= FEWEST else None,
        difficulties=gathered(Counter(row[0] for row in rows), words.difficulties),
        publics=gathered(Counter(row[1] for row in rows), words.publics),
    )


def gathered(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Count, ...]:
    """The largest first; what is too small goes together, with the smallest shown if need be.

    Every number is at least `FEWEST`, and their sum is the whole: no subtraction gives a smaller.
    """
    shown = {key: number for key, number in counts.items() if number >= FEWEST}
    rest = sum(number for number in counts.values() if number < FEWEST)
    while 0 < rest < FEWEST and shown:
        smallest = min(shown, key=lambda key: (shown[key], key))
        rest += shown.pop(smallest)
    if 0 < rest < FEWEST:
        return ()
    ordered = sorted(shown.items(), key=lambda row: (-row[1], labels.get(row[0], row[0])))
    found = [Count(labels.get(key, key), number) for key, number in ordered]
    return tuple([*found, Count(OTHERS, rest)] if rest else found)


def proved(year: int, person) -> list[AlertIndicator]:
    """Figures that moved as an alert of that year had said, the earliest warning first."""
    rows = AlertIndicator.objects.filter(
        moved=AlertIndicator.Moved.YES,
        alert__received_at__year=year,
        alert__outcome=Alert.Outcome.CONFIRMED,
        alert__same_as=None,
    )
    seen = Q(alert__group=None) | Q(alert__group__is_public=True)
    rows = rows.filter(seen | Q(alert__group__slug__in=groups_of(person)))
    return list(rows.select_related("alert__territory").order_by("alert__received_at", "pk"))


def outcomes(year: int, person) -> list[tuple[str, int]]:
    """Each state and each conclusion, with how many alerts of the year are there."""
    seen = Q(group=None) | Q(group__is_public=True) | Q(group__slug__in=groups_of(person))
    rows = Alert.objects.told().filter(seen, received_at__year=year)
    found = Counter(
        (one.outcome or one.state) for one in rows.only("outcome", "state").order_by("pk")
    )
    labels = [
        *((state.value, state.label) for state in Alert.State if state != Alert.State.CLOSED),
        *((one.value, one.label) for one in Alert.Outcome),
    ]
    return [(label, found[value]) for value, label in labels if value != Alert.State.RECEIVED]


def answer_days(year: int) -> list[int]:
    """How many days each answered alert of a year waited, in order."""
    rows = Alert.objects.filter(received_at__year=year).exclude(answered_at=None)
    pairs = rows.order_by("pk").values_list("received_at", "answered_at")
    return sorted((answered - received).days for received, answered in pairs)
