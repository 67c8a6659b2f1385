"""The database fails in mid-run, for good reasons: busy, restarted, or its disk full.

The faults are real: a lock held by another connection, connections ended by the server, a file
that may not grow. Nobody is lost, nobody is written to twice.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.signals import connection_created
from django.test import override_settings

from observatoire.mail import worker
from observatoire.mail.models import Mailing, Message
from tests.observatoire.mail.letters import addresses, confirmed, person, states
from tests.observatoire.mail.relay import relay

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS, CONNECTIONS, FAULTS = 120, 2, 3
LEASE = 0.3
BUSY_SECONDS = 0.4
# Pages left: enough for every result, not for letters written ahead; then for a few results.
ROOM = (12, 5)
LIMIT_SECONDS = 30


@pytest.fixture(autouse=True)
def fixed_clock():
    """The relay is another process and leases expire: here the clock runs."""


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    """A result waits one second for the database, not a minute."""
    monkeypatch.setattr(worker, "PATIENCE", 1)


@pytest.fixture
def busy(monkeypatch):
    """On SQLite, a writer waits a tenth of a second for another, not twenty."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "timeout", 0.1)
        connection.close()


@pytest.fixture
def mailing():
    sender = person("envoi.essai@example.org", "send_mailing")
    return confirmed(addresses(LETTERS), by=sender)


@contextmanager
def sink_with(tmp_path, *, has_proof: bool):
    given = {"MAIL_CONNECTIONS": CONNECTIONS, "LEASE_SECONDS": LEASE, "MAIL_PROOF_SECONDS": LEASE}
    with relay(tmp_path / "puits") as sink:
        log = sink.log if has_proof else ""
        with override_settings(MAIL_RELAY=sink.settings, MAIL_RELAY_LOG=log, **given):
            yield sink


def carry(is_over) -> None:
    """As the worker does: what the database refuses is tried again at the next round."""
    limit = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < limit:
        try:
            worker.deliver()
            if is_over():
                break
        except DatabaseError:
            connections.close_all()
        time.sleep(LEASE / 2)
    connections.close_all()


def nothing_waits() -> bool:
    return not Message.objects.filter(state__in=("pret", "en_cours", "differe")).exists()


def nothing_is_in_doubt() -> bool:
    return nothing_waits() and not Message.objects.in_doubt().exists()


def break_down() -> None:
    """What a restart does to whoever is connected; on SQLite, a writer that does not let go."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=5)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(BUSY_SECONDS)
    other.execute("ROLLBACK")
    other.close()


def run_and_break(sink, is_over) -> None:
    """Carry the mailing; each time that thirty more were received, the database fails."""
    runs = threading.Thread(target=carry, args=[is_over])
    runs.start()
    for fault in range(FAULTS):
        while sink.received().total() < 30 * (fault + 1) - 20 and runs.is_alive():
            time.sleep(0.01)
        break_down()
    runs.join()


@pytest.mark.usefixtures("busy")
class TestRestarted:
    def test_with_evidence_each_mailbox_has_exactly_one(self, tmp_path, mailing):
        with sink_with(tmp_path, has_proof=True) as sink:
            run_and_break(sink, nothing_is_in_doubt)
            assert sink.received() == dict.fromkeys(addresses(LETTERS), 1)
        assert states(mailing) == {"accepte": LETTERS}
        assert Mailing.objects.get(pk=mailing.pk).state == "termine"

    def test_without_it_none_is_doubled_and_the_few_in_doubt_are_named(self, tmp_path, mailing):
        with sink_with(tmp_path, has_proof=False) as sink:
            run_and_break(sink, nothing_waits)
            received = sink.received()
        doubtful = set(Message.objects.in_doubt().values_list("mailbox", flat=True))
        accepted = set(Message.objects.filter(state="accepte").values_list("mailbox", flat=True))
        assert max(received.values()) == 1
        assert accepted | doubtful == set(addresses(LETTERS))
        assert accepted <= set(received)
        assert len(doubtful) <= CONNECTIONS * FAULTS


@pytest.fixture(params=ROOM)
def full_disk(request, mailing):
    """The file of the database may hardly grow; `full_disk()` gives room again."""
    if connection.vendor != "sqlite":
        pytest.skip("le plafond du fichier est propre à SQLite")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0] + request.param

    def cap(sender, connection, **_) -> None:
        connection.connection.execute(f"PRAGMA max_page_count = {pages}")

    connection_created.connect(cap)
    yield lambda: connection_created.disconnect(cap)
    connection_created.disconnect(cap)
    connections.close_all()


class TestFull:
    def test_it_stops_then_goes_on_and_each_mailbox_has_exactly_one(
        self, tmp_path, mailing, full_disk, caplog
    ):
        with sink_with(tmp_path, has_proof=True) as sink:
            connection.close()
            with suppress(DatabaseError):
                worker.deliver()
            assert "database or disk is full" in caplog.text
            full_disk()
            connections.close_all()
            carry(nothing_is_in_doubt)
            assert sink.received() == dict.fromkeys(addresses(LETTERS), 1)
        assert states(mailing) == {"accepte": LETTERS}
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
