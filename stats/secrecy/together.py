"""Tables published together: what a campaign, a note or a directory calls before it shows counts.

    tables = [Draft(name, table_of_answers(answers, rules, dimensions)), …]
    sheets = publish_together(tables, rules, earlier=[Release.of_record(one) for one in kept])
    kept += [sheet.release.as_record() for sheet in sheets]

`publish_together` protects each table knowing the others and all that came out before, then
attacks the whole set as a reader would, and as a respondent would who knows its own answer. It
returns what may be shown, or raises `LeakError`, which says what would be found and how. Keep the
record of every sheet shown, also of those withdrawn since: somebody has read them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stats.secrecy.audit import Verdict, audit
from stats.secrecy.dimension import Dimension, build_dimension
from stats.secrecy.editions import full_key
from stats.secrecy.primary import PUBLISHED, SECONDARY
from stats.secrecy.protection import Protection, shield
from stats.secrecy.reasons import REASONS
from stats.secrecy.releases import Release
from stats.secrecy.report import sentence
from stats.secrecy.rules import Rules
from stats.secrecy.table import Table, build_table, type_cell
from stats.statuses import Status
from stats.store.table import RefusedError

LISTED = 5


@dataclass(frozen=True)
class Answer:
    """What one respondent said of one place: a code in each dimension, and a count."""

    respondent: str
    place: Mapping[str, str]
    value: float


@dataclass(frozen=True)
class Draft:
    """A table about to be published. The dimensions of the rules that it lacks are at their total:
    this is what ties it to the others."""

    name: str
    table: Table


@dataclass(frozen=True)
class Figure:
    """A cell as it may be shown: `value` is None where `status` is a secret, then `reason` is a
    sentence that says why."""

    place: Mapping[str, str]
    value: float | None
    status: Status
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A table that may be shown; `release` is what must be kept of it."""

    name: str
    protection: Protection
    release: Release

    def figures(self) -> Iterator[Figure]:
        found = self.protection
        for cell, status, value, reason in zip(
            found.cells, found.statuses.tolist(), found.values.tolist(), found.reasons, strict=True
        ):
            place = dict(zip(found.dimensions, cell, strict=True))
            if status == PUBLISHED:
                yield Figure(place, value, Status.VALUE, "")
            else:
                kind = Status.SECONDARY_SECRET if status == SECONDARY else Status.PRIMARY_SECRET
                yield Figure(place, None, kind, REASONS[reason])


class LeakError(RefusedError):
    """Publishing the set would reveal something: `leaks` say what, and between which numbers."""

    def __init__(self, told: str, leaks: Sequence[Verdict] = ()) -> None:
        super().__init__(told)
        self.leaks = tuple(leaks)


def publish_together(
    drafts: Sequence[Draft], rules: Rules, *, earlier: Sequence[Release] = ()
) -> tuple[Sheet, ...]:
    """The sheets of the drafts, in their order: nothing is lost of them that rules protect.

    `rules` declare every dimension of the set; `earlier` is all that was published before of the
    same counts, the newest last. Raises LeakError, and nothing may be shown.
    """
    names = [one.name for one in drafts]
    if len(set(names)) != len(names):
        raise ValueError("two drafts of one name")
    # What one table shows may leave no mask to another, which is then protected first.
    order, refusal = list(drafts), None
    for _ in drafts:
        try:
            sheets = _protected(order, rules, earlier)
            _refuse_leaks(drafts, sheets, rules, earlier)
        except _BlockedError as blocked:
            refusal = blocked.refusal
            order = [blocked.draft, *(one for one in order if one is not blocked.draft)]
        else:
            return tuple(sheets[name] for name in names)
    if refusal:
        raise refusal
    return ()


class _BlockedError(Exception):
    """This draft cannot be published after the others."""

    def __init__(self, draft: Draft, refusal: LeakError) -> None:
        super().__init__()
        self.draft, self.refusal = draft, refusal


def _protected(
    drafts: Sequence[Draft], rules: Rules, earlier: Sequence[Release]
) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    for draft in drafts:
        known = [*earlier, *(sheet.release for sheet in sheets.values())]
        try:
            found = shield(draft.table, rules, known)
        except RefusedError as refused:
            told = LeakError(f"« {draft.name} » : {refused}")
            raise _BlockedError(draft, told) from refused
        sheets[draft.name] = Sheet(draft.name, found, _release(draft.name, found, rules))
    return sheets


def _release(name: str, found: Protection, rules: Rules) -> Release:
    """What the sheet says, each cell under its full name."""
    shown, hidden = {}, {}
    for cell, status, value in zip(
        found.cells, found.statuses.tolist(), found.values.tolist(), strict=True
    ):
        key = full_key(cell, found.dimensions, rules)
        if status == PUBLISHED:
            shown[key] = value
        else:
            hidden[key] = status
    return Release(name, found.dimensions, shown, hidden)


def _refuse_leaks(
    drafts: Sequence[Draft], sheets: Mapping[str, Sheet], rules: Rules, earlier: Sequence[Release]
) -> None:
    """All the sheets attacked together, once for what each of them must hide."""
    # The sheets come first: of a corrected figure, they are what is true now.
    told = [*(sheet.release for sheet in sheets.values()), *reversed(earlier)]
    for draft in drafts:
        found = audit(told, rules, draft.table)
        if not found.leaks:
            continue
        more = f" (et {len(found.leaks) - LISTED} autres)" if len(found.leaks) > LISTED else ""
        said = " ".join(sentence(one) for one in found.leaks[:LISTED])
        refusal = LeakError(
            f"Publier ces tables ensemble révélerait des valeurs cachées. {said}{more} "
            "Retirer un détail, ou une marge.",
            found.leaks,
        )
        raise _BlockedError(draft, refusal)


def table_of_answers(answers: Iterable[Answer], rules: Rules, names: Sequence[str]) -> Table:
    """The answers crossed by some dimensions, margins included. RefusedError.

    A respondent of several cells is one contributor of their margin, not several: each margin is
    counted from the answers. One that answered zero contributes nothing, so that a value is never
    taken for that of several when a single one makes it.
    """
    answers = list(answers)
    dimensions = [_dimension(name, rules, answers) for name in names]
    above = [_ancestors(one) for one in dimensions]
    said: dict[type_cell, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for answer in answers:
        if answer.value < 0:
            raise RefusedError(f"{answer.respondent} : une réponse négative ne se publie pas.")
        cells: list[type_cell] = [()]
        for name, codes in zip(names, above, strict=True):
            cells = [(*cell, code) for cell in cells for code in codes[answer.place[name]]]
        for cell in cells:
            said[cell][answer.respondent] += answer.value
    return build_table({cell: _measured(parts) for cell, parts in said.items()}, rules, names)


def _dimension(name: str, rules: Rules, answers: Sequence[Answer]) -> Dimension:
    shape = rules.dimensions[name]
    seen = dict.fromkeys(answer.place[name] for answer in answers)
    return build_dimension(name, shape.total, shape.hierarchies, seen)


def _ancestors(dimension: Dimension) -> dict[str, tuple[str, ...]]:
    """Each code, with all that it is a part of."""
    found: dict[str, dict[str, None]] = {code: {code: None} for code in dimension.codes}
    for parent, children in reversed(dimension.upward):
        for child in children:
            found[child] |= found[parent]
    return {code: tuple(above) for code, above in found.items()}


def _measured(parts: Mapping[str, float]) -> dict[str, float]:
    values = sorted((value for value in parts.values() if value > 0), reverse=True)
    first, second, *_ = (*values, 0.0, 0.0)
    return {
        "effectif": float(sum(values)),
        "contributeurs": float(len(values)),
        "maximum": float(first),
        "deuxieme": float(second),
    }
