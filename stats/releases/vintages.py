"""The newest figures of each source, publication by publication: what is worth telling of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from stats.periods import parse_period
from stats.store import COMPUTED, Store


@dataclass(frozen=True)
class Vintage:
    """What one publication brought of one source at its last period.

    `marks`: what must be known of those figures (« provisoire »…); `published_at` is in ISO 8601.
    """

    imported: str
    published_at: str
    source: str
    period: str
    indicators: tuple[str, ...]
    marks: tuple[str, ...]
    figures: int


def vintages(store: Store) -> list[Vintage]:
    """The latest publication first; what the platform computes, and what is invented, aside."""
    table = store.table(revisions="all", only_real=True)
    keys = ["import_id", "origine", "periode", "indicateur", "marques"]
    counted = table.group_by(keys).aggregate([("valeur", "count")])
    rows: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for row in counted.to_pylist():
        if row["origine"] and row["origine"] != COMPUTED and row["valeur_count"]:
            rows[row["import_id"], row["origine"]].append(row)
    days = {one.id: one.published_at for one in store.imports()}
    found = [
        _vintage(identifier, days[identifier], source, its)
        for (identifier, source), its in rows.items()
        if identifier in days
    ]
    return sorted(found, key=lambda one: (one.published_at, one.source), reverse=True)


def _vintage(identifier: str, day: str, source: str, rows: list[dict]) -> Vintage:
    last = max((row["periode"] for row in rows), key=parse_period)
    newest = [row for row in rows if row["periode"] == last]
    marks = {mark for row in newest for mark in (row["marques"] or "").split("|") if mark}
    return Vintage(
        imported=identifier,
        published_at=day,
        source=source,
        period=last,
        indicators=tuple(sorted({row["indicateur"] for row in newest})),
        marks=tuple(sorted(marks)),
        figures=sum(row["valeur_count"] for row in newest),
    )
