"""How many seats are left, by way of being there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from observatoire.events.models import Event, Registration


@dataclass(frozen=True)
class Places:
    label: str
    total: int
    taken: int

    @property
    def left(self) -> int:
        return max(self.total - self.taken, 0)


def places_left(event: Event) -> list[Places]:
    """For each way that has a limit; nothing where as many may come as wish."""
    limited = [way for way in event.presences() if event.places(way) is not None]
    if not limited:
        return []
    rows = event.registrations.confirmed().order_by("presence")
    taken = dict(rows.values_list("presence").annotate(number=Count("pk")))
    return [Places(way.label, event.places(way), taken.get(way.value, 0)) for way in limited]


def tallies(event: Event) -> dict[str, int]:
    """Confirmed, waiting, cancelled; and, of the confirmed, how many the directory ignored."""
    rows = event.registrations.order_by("state")
    by_state = dict(rows.values_list("state").annotate(number=Count("pk")))
    newcomers = event.registrations.confirmed().filter(is_newcomer=True).count()
    return {state: by_state.get(state, 0) for state in Registration.State.values} | {
        "newcomers": newcomers
    }


def by_channel(event: Event) -> list[dict]:
    """From where the registrants come: each invitation, then those who followed none."""
    active = event.registrations.exclude(state=Registration.State.CANCELLED)
    counts = dict(active.order_by("channel").values_list("channel").annotate(number=Count("pk")))
    rows = [{"channel": one, "registered": counts.get(one.pk, 0)} for one in event.channels.all()]
    return [*rows, {"channel": None, "registered": counts.get(None, 0)}]
