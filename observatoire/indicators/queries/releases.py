"""What was published, what is about to be, what is late."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from observatoire.indicators.models import Import, Release, ReleaseItem
from observatoire.indicators.queries.engine import Engine
from stats.observation import Observation
from stats.releases.calendar import Expected, expected
from stats.releases.journal import Change, corrections, journal, last_periods
from stats.releases.vintages import Vintage, vintages
from stats.secrecy import protect_rows
from stats.store import Store


def changes(engine: Engine) -> list[Change]:
    """Every publication, the latest first; counted once for each state of the store."""
    return _journal(engine.store, engine.fingerprint)


def fresh(engine: Engine) -> list[Vintage]:
    """The last period that each source brought, the latest publication of each source."""
    latest: dict[str, Vintage] = {}
    for one in _vintages(engine.store, engine.fingerprint):
        latest.setdefault(one.source, one)
    return list(latest.values())


def corrected(engine: Engine) -> list[tuple[Observation, Observation]]:
    """(before, after) of the figures that their producers revised, protected."""
    return _corrections(engine.store, engine.fingerprint)


def expectations(engine: Engine) -> list[Expected]:
    """The next date of each source that declares its rhythm."""
    return expected(engine.catalogue.sources, _last(engine.store, engine.fingerprint))


def coming_releases(now: datetime) -> list[Release]:
    """Those that the calendar announces."""
    found = Release.objects.filter(state=Release.State.PREPARED, is_announced=True, due_at__gte=now)
    return list(found.order_by("due_at", "id"))


def past_releases(limit: int = 50) -> list[Release]:
    found = Release.objects.filter(state=Release.State.RELEASED)
    return list(found.order_by("-released_at", "id")[:limit])


def waiting_imports() -> list[Import]:
    """Deposits that are read, and that no hour holds yet."""
    held = ReleaseItem.objects.filter(release__state=Release.State.PREPARED).values("imported")
    found = Import.objects.filter(state=Import.State.READ).exclude(pk__in=held)
    return list(found.order_by("-deposited_at", "id"))


def embargo_of(imported: Import) -> Release | None:
    """The hour that a deposit waits for."""
    return (
        Release.objects.filter(state=Release.State.PREPARED, items__imported=imported)
        .order_by("due_at")
        .first()
    )


@lru_cache(maxsize=2)
def _journal(store: Store, fingerprint: str) -> list[Change]:
    return journal(store)


@lru_cache(maxsize=2)
def _vintages(store: Store, fingerprint: str) -> list[Vintage]:
    return vintages(store)


@lru_cache(maxsize=2)
def _corrections(store: Store, fingerprint: str) -> list[tuple[Observation, Observation]]:
    return [tuple(protect_rows(pair)) for pair in corrections(store)]


@lru_cache(maxsize=2)
def _last(store: Store, fingerprint: str) -> dict[str, str]:
    return last_periods(store)
