"""What the day must provide for: counts and words, never who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from observatoire.base.registry import Ref
from observatoire.contributions.models import Speaker
from observatoire.events.models import Conference, Event, Registration


@dataclass(frozen=True)
class Needs:
    """Of those who come on site: how many, what they eat, what they need; speakers beside."""

    expected: int
    meals: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, int], ...]
    speakers: tuple[tuple[str, int], ...]


def serves_meal(event: Event) -> bool:
    if event.kind != Event.Kind.CONFERENCE or not event.takes_on_site:
        return False
    return Conference.objects.filter(event=event, serves_meal=True).exists()


def needs_of(event: Event) -> Needs:
    rows = event.registrations.confirmed().filter(presence=Event.Mode.ON_SITE, purged_at=None)
    told = list(rows.order_by("rank").values_list("meal", "needs"))
    eaten = Counter(meal for meal, _ in told)
    speaking = Speaker.objects.of(Ref("evenement", str(event.pk))).exclude(
        state=Speaker.State.DECLINED
    )
    return Needs(
        expected=len(told),
        meals=tuple((meal.label, eaten[meal.value]) for meal in Registration.Meal),
        words=_counted(words for _, words in told),
        speakers=_counted(speaking.order_by("pk").values_list("needs", flat=True)),
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The same need in other capitals is one need, in the words of who said it first."""
    first: dict[str, str] = {}
    number: Counter[str] = Counter()
    for text in filter(None, (" ".join(one.split()) for one in words)):
        first.setdefault(text.casefold(), text)
        number[text.casefold()] += 1
    found = [(first[key], count) for key, count in number.items()]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0].casefold())))
