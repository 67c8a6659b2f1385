"""A second implementation of the engine in plain dicts, slow and obvious: what tests compare with.

It shares nothing with `stats/` but the vocabulary (Observation, statuses, periods).
"""

from __future__ import annotations

from dataclasses import replace

from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Status
from stats.territory.model import Level

ORDER = [str(level) for level in Level]
GRAVITY = [
    Status.VALUE,
    Status.NOT_CONCERNED,
    Status.NOT_ASKED,
    Status.NOT_AVAILABLE,
    Status.NO_ANSWER,
    Status.INCOMPLETE,
    Status.CENSORED,
    Status.SECONDARY_SECRET,
    Status.PRIMARY_SECRET,
]


class NaiveStore:
    """A list of publications; what is read is worked out from the first to the last each time."""

    def __init__(self) -> None:
        self.publications: list[list[Observation]] = []

    def publish(self, observations: list[Observation]) -> None:
        rows, numbered = self.rows(), []
        for key in {one.key for one in observations}:
            given = sorted((o for o in observations if o.key == key), key=lambda o: o.revision)
            stored = {row.revision: row for row in rows.values() if row.key == key}
            numbered += self._numbered(given, stored)
        self.publications.append(numbered)

    def _numbered(self, given: list[Observation], stored: dict) -> list[Observation]:
        """What a publication gives of one key, in its order."""
        if stored and given[0].revision == 0 and _older(given[0], stored[max(stored)]):
            return self._late(given[0], stored)
        found, contradicting = [], []
        for one in given:
            kept = self._kept_revision(one, stored)
            if kept is None or contradicting:
                contradicting.append(one)
            else:
                found.append(replace(one, revision=kept))
        for one in contradicting:
            taken = max([*stored, *(row.revision for row in found)])
            found.append(replace(one, revision=taken + 1))
        return found

    def _late(self, one: Observation, stored: dict) -> list[Observation]:
        """An older edition never becomes current."""
        last = max(stored)
        if _content(stored[last]) == _content(one):
            return [stored[last]]
        same = [
            number
            for number, row in stored.items()
            if (row.edition, _content(row)) == (one.edition, _content(one))
        ]
        if same:
            return [replace(one, revision=max(same))]
        return [replace(one, revision=last + 1), replace(stored[last], revision=last + 2)]

    def undo_last(self) -> None:
        self.publications.pop()

    def rows(self) -> dict[tuple, Observation]:
        found = {}
        for publication in self.publications:
            for one in publication:
                found[(*one.key, one.revision)] = one
        return found

    def all(self) -> list[Observation]:
        return sorted(self.rows().values(), key=_place)

    def current(self) -> list[Observation]:
        best: dict[tuple, Observation] = {}
        for one in self.all():
            if one.key not in best or one.revision > best[one.key].revision:
                best[one.key] = one
        return sorted(best.values(), key=_place)

    def _kept_revision(self, one: Observation, stored: dict) -> int | None:
        """The number it keeps, or None when it contradicts what is stored."""
        if not stored:
            return max(one.revision, 1)
        if one.revision == 0:
            last = max(stored)
            return last if _content(stored[last]) == _content(one) else None
        if one.revision not in stored or _content(stored[one.revision]) == _content(one):
            return one.revision
        return None


def total(statuses_and_values: list[tuple[Status, float | None]]) -> tuple[Status, float | None]:
    """The sum of the members of a group, all of them given."""
    counted = [pair for pair in statuses_and_values if pair[0] is not Status.NOT_CONCERNED]
    if not counted:
        if statuses_and_values:
            return Status.NOT_CONCERNED, None
        return Status.NOT_AVAILABLE, None
    if all(status is Status.VALUE for status, _ in counted):
        return Status.VALUE, sum(value for _, value in counted)
    if len({status for status, _ in counted}) == 1:
        return counted[0][0], None
    return Status.INCOMPLETE, None


def quotient(above: Observation, below: Observation) -> tuple[Status, float | None]:
    """100 × above / below."""
    worst = max(above.status, below.status, key=GRAVITY.index)
    if worst is not Status.VALUE:
        return worst, None
    if below.value == 0:
        return Status.NOT_CONCERNED, None
    return Status.VALUE, 100 * above.value / below.value


def ranks(values: list[float | None], *, lowest_first: bool = False) -> tuple[int | None, ...]:
    """1 + the number of values that do better."""
    known = [value for value in values if value is not None]
    return tuple(
        None
        if value is None
        else 1 + sum((other < value) if lowest_first else (other > value) for other in known)
        for value in values
    )


def position(value: float, others: list[float]) -> float:
    """Share of the others below, an equal counting for a half."""
    return sum(1.0 if other < value else 0.5 if other == value else 0.0 for other in others) / len(
        others
    )


def _content(one: Observation) -> tuple:
    return (one.value, one.status, one.lower, one.upper)


def _older(one: Observation, other: Observation) -> bool:
    """Both are named « … AAAA » in the tests."""
    return int(one.edition[-4:]) < int(other.edition[-4:])


def _place(one: Observation) -> tuple:
    period = parse_period(one.period)
    return (one.indicator, ORDER.index(one.level), one.territory, period, one.revision)


def by_ground(
    figures: list[tuple[str, Status, float | None]],
    communes: dict[str, tuple[int | None, int]],
    former: dict[str, str],
) -> dict[bool, tuple[float, int, int, int]]:
    """Rural (True) and urban: (sum, communes counted, inhabitants covered, inhabitants).

    `communes`: code → (degree, inhabitants); a figure may be under a former code.
    """
    answer = {}
    for is_rural in (True, False):
        added, counted, covered, everyone = 0.0, 0, 0, 0
        for commune, (degree, people) in communes.items():
            if degree is None or (degree >= 5) != is_rural:
                continue
            everyone += people
            own = [one for one in figures if commune == one[0] or former.get(one[0]) == commune]
            told = [
                one for one in own if one[0] == commune or one[1] is not Status.NOT_AVAILABLE
            ] or own
            if told and all(status is Status.VALUE for _, status, _ in told):
                added += sum(value for _, _, value in told)
                counted, covered = counted + 1, covered + people
        answer[is_rural] = (added, counted, covered, everyone)
    return answer
