"""What every test gets: the guards of tests/guards.py, and two databases."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from tests.guards import refuse_var, shuffle_unordered

sys.addaudithook(refuse_var)

NOW = datetime(2026, 3, 17, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
COMMITTING_FIXTURES = {"transactional_db", "django_db_reset_sequences", "live_server"}
DATABASE_FIXTURES = {"db", *COMMITTING_FIXTURES}


def pytest_addoption(parser):
    parser.addoption(
        "--postgresql",
        action="store_true",
        help="ne garde que les tests qui touchent la base ; lancé par tests/postgresql.py",
    )


def pytest_collection_modifyitems(config, items):
    # The longest first: one core prepares the site while the other draws the country.
    items.sort(key=_comes_later)
    for item in items:
        if _commits(item):
            kept = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(kept, append=False)
    if config.getoption("--postgresql"):
        _keep_what_touches_the_database(config, items)


def _comes_later(item) -> int:
    order = ["journeys", "territory"]
    return next((rank for rank, name in enumerate(order) if name in item.path.parts), len(order))


def _keep_what_touches_the_database(config, items) -> None:
    """On PostgreSQL, only what the database can change: the browser does not know which it is."""
    kept = [item for item in items if _touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    if not os.environ.get("OBS_TEST_DATABASE_URL"):
        absent = pytest.mark.skip(reason="PostgreSQL introuvable sur cette machine")
        for item in items:
            item.add_marker(absent)


class ByFile(LoadScopeScheduling):
    """A file's tests share their heavy fixture; all journeys share one site and one browser."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::", 1)[0]
        return "tests/journeys" if path.startswith("tests/journeys/") else path


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


def _touches_the_database(item) -> bool:
    if "journeys" in item.path.parts:
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & DATABASE_FIXTURES)


def _commits(item) -> bool:
    """Whether a test really writes, and is undone by emptying every table."""
    marker = item.get_closest_marker("django_db")
    asked = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(asked & COMMITTING_FIXTURES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Tables emptied after a test lost what migrations had put in them: the next test needs it."""
    result = yield
    if nextitem is not None and _commits(item):  # after the last one there is no database left
        from django.db import connection  # noqa: PLC0415 tests of the engine have no Django

        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result


@pytest.fixture(autouse=True)
def fixed_clock():
    """It is Tuesday 17 March 2026, nine in the morning in Paris, and stays so."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def shuffled_querysets(request, monkeypatch):
    """A list whose order nobody asked for comes in another one than last time."""
    if not _touches_the_database(request.node):
        return
    from django.db.models.query import QuerySet  # noqa: PLC0415 tests of the engine have no Django

    fetch = QuerySet._fetch_all

    def fetch_shuffled(self):
        is_fresh = self._result_cache is None
        fetch(self)
        if is_fresh:
            shuffle_unordered(self)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_shuffled)


@pytest.fixture
def client():
    """A browser: `force_login` passes over the whole sign-in, the second factor included."""
    from django.test import Client  # noqa: PLC0415 tests of the engine have no Django

    from observatoire.directory.rules import note_second_factor  # noqa: PLC0415 same reason

    class Browser(Client):
        def force_login(self, user, backend=None):
            super().force_login(user, backend)
            session = self.session
            note_second_factor(SimpleNamespace(session=session), user)
            session.save()

    return Browser()


@pytest.fixture(autouse=True)
def empty_cache(request):
    """What one test keeps in the cache does not reach the next."""
    yield
    if _touches_the_database(request.node):
        from django.core.cache import cache  # noqa: PLC0415 tests of the engine have no Django

        cache.clear()
