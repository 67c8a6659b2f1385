"""One number, with every value it had."""

from __future__ import annotations

from functools import lru_cache

from observatoire.indicators.queries.engine import Engine
from stats.releases.number import Number, number_of
from stats.secrecy import protect_rows
from stats.store import Store
from stats.store.manifest import Import

type_key = tuple[str, str, str, str]


def find_number(engine: Engine, key: type_key) -> Number | None:
    """The number of (indicator, level, code, period), protected; None when nothing is published."""
    indicator, level, code, period = key
    rows = engine.store.observations(
        indicator=indicator, territories=[(level, code)], period=period, revisions="all"
    )
    return number_of(protect_rows(rows), imports_by_id(engine))


def imports_by_id(engine: Engine) -> dict[str, Import]:
    return _imports(engine.store, engine.fingerprint)


@lru_cache(maxsize=2)
def _imports(store: Store, fingerprint: str) -> dict[str, Import]:
    """Read once for each state of the store: it is a file for each import."""
    return {one.id: one for one in store.imports()}
