"""What the worker does for mail: carry what waits, read what came back, sweep."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from observatoire.base.models import WorkerLease
from observatoire.mail.actions import gate, returns, sending
from observatoire.mail.adapters import Fate, Outcome, mailbox, transport
from observatoire.mail.models import Gate, Message, Prepared

logger = logging.getLogger(__name__)

REST_SECONDS = 20  # before a relay that does not answer is tried again
PATIENCE = 60  # seconds that a result waits for a database that restarts

_rest = {"until": datetime.min.replace(tzinfo=UTC)}


class Courier:
    """One connection to the relay, and what it carries, one message at a time."""

    def __init__(self, name: str, stopped: Callable[[], bool]) -> None:
        self.name, self.stopped = name, stopped
        self.carried = 0
        self.is_relay_down = False

    def work(self) -> None:
        way = transport()
        try:
            _write_to_disk()
            claimed = sending.claim(courier=self.name)
            while claimed is not None:
                outcome = way.send(claimed.departure)
                claimed = self._settle(claimed, outcome)
        except DatabaseError:
            # Restarting, or a full disk: what waits is a row, and will be taken again.
            logger.warning("La base n’a pas répondu au courrier.", exc_info=True)
        finally:
            way.close()
            connections.close_all()

    def _settle(self, claimed: sending.Claimed, outcome: Outcome) -> sending.Claimed | None:
        """Write the answer, and take the next message in the same commit.

        The relay has answered: the answer is written, were the database a minute late.
        """
        if outcome.fate == Fate.NOT_SENT:
            self.is_relay_down = True
            gate.relay_is_down(outcome.reply)
        else:
            self.carried += 1
        goes_on = not self.is_relay_down and not self.stopped()
        for attempt in range(PATIENCE, -1, -1):
            try:
                return sending.settle_and_claim(
                    courier=self.name, claimed=claimed, outcome=outcome, goes_on=goes_on
                )
            except DatabaseError:
                connections.close_all()
                if not attempt:
                    raise
                time.sleep(1)
        return None


def _write_to_disk() -> None:
    """A claim must survive a power cut too: SQLite waits for the disk, here only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def deliver(stopped: Callable[[], bool] = lambda: False) -> int:
    """Everything that may leave now; how many messages were carried. Done again, harmless."""
    if not gate.is_open():
        return 0
    sending.settle_lost()
    sending.start_due_mailings()
    carried = 0
    if timezone.now() >= _rest["until"] and Message.objects.claimable(timezone.now()).exists():
        gate.turn_token()
        carried = _run(stopped)
    sending.finish_mailings()
    return carried


def _run(stopped: Callable[[], bool]) -> int:
    """As many couriers as connections, under one lease that says that they live."""
    name = f"courriel-{os.getpid()}-{secrets.token_hex(6)}"
    halt, ended = threading.Event(), threading.Event()
    _beat(name)
    heart = threading.Thread(target=_keep_beating, args=[name, halt, ended], daemon=True)
    heart.start()
    crew = [
        Courier(name, lambda: stopped() or halt.is_set()) for _ in range(settings.MAIL_CONNECTIONS)
    ]
    threads = [threading.Thread(target=courier.work, daemon=True) for courier in crew]
    try:
        for thread in threads:
            thread.start()
        _write_ahead(lambda: not any(map(threading.Thread.is_alive, threads)))
        for thread in threads:
            thread.join()
    finally:
        ended.set()
        heart.join()
        WorkerLease.objects.filter(worker_id=name).delete()
    if any(courier.is_relay_down for courier in crew):
        _rest["until"] = timezone.now() + timedelta(seconds=REST_SECONDS)
    elif any(courier.carried for courier in crew):
        gate.relay_is_up()
    return sum(courier.carried for courier in crew)


def _write_ahead(stopped: Callable[[], bool]) -> None:
    """Not written ahead, a message is written by who carries it: a failure here ends no run.

    Ending it would take their lease from couriers that still hold messages.
    """
    try:
        sending.write_ahead(stopped)
    except DatabaseError:
        logger.warning("La base n’a pas gardé les lettres écrites d’avance.", exc_info=True)
        connections.close_all()


def _beat(name: str) -> None:
    WorkerLease.objects.update_or_create(worker_id=name, defaults={"beat_at": timezone.now()})


def _keep_beating(name: str, halt: threading.Event, ended: threading.Event) -> None:
    """Say that the couriers live; stop them when someone closes the gate."""
    try:
        while not ended.wait(settings.LEASE_SECONDS / 6):
            try:
                _beat(name)
                if Gate.current().held:
                    halt.set()
            except DatabaseError:
                connections.close_all()
    finally:
        connections.close_all()


def read_returns() -> int:
    """Fetch and read what came back to the mailbox of returns."""
    return sum(returns.take_return(content=content) for content in mailbox.fetch())


def sweep() -> int:
    """Erase the bytes of what ended long ago; its row and its fate stay."""
    long_ago = timezone.now() - timedelta(days=settings.MAIL_KEPT_DAYS)
    ended = Message.objects.filter(settled_at__lt=long_ago, due=None).exclude(state="incertain")
    gone, _ = Prepared.objects.filter(message__in=ended.values("pk")).delete()
    return gone
