"""What the worker does for mail: carry what waits, read what came back, sweep."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from queue import SimpleQueue

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from observatoire.base.models import WorkerLease
from observatoire.mail.actions import gate, returns, sending
from observatoire.mail.actions.exchanging import Answered, Claimed, exchange
from observatoire.mail.adapters import Fate, mailbox, transport
from observatoire.mail.models import Gate, Message, Prepared

logger = logging.getLogger(__name__)

REST_SECONDS = 20  # before a relay that does not answer is tried again
FIRST = 100  # letters written before the first one leaves
PATIENCE = 60  # seconds that a result waits for a database that restarts

_rest = {"until": datetime.min.replace(tzinfo=UTC)}


class Clerk:
    """Writes for all couriers of a run: one commit for what several were answered and take next.

    While it waits for the disk, others finish: the busier they are, the fewer the commits.
    """

    def __init__(self, name: str, stopped: Callable[[], bool]) -> None:
        self.name, self.stopped = name, stopped
        self.carried = 0
        self.is_relay_down = False
        self._asked: SimpleQueue[Asking | None] = SimpleQueue()
        self._is_over = False

    def next_for(self, answered: Answered | None) -> Claimed | None:
        """What this courier carries next; None, and it goes home."""
        asking = Asking(answered)
        self._asked.put(asking)
        return asking.given.get()

    def go_home(self) -> None:
        """No courier is left."""
        self._asked.put(None)

    def work(self) -> None:
        try:
            while group := self._group():
                self._serve(group)
        finally:
            connections.close_all()

    def _group(self) -> list[Asking]:
        """All that ask at this instant; the first is waited for."""
        group = [self._asked.get()]
        while not self._asked.empty():
            group.append(self._asked.get())
        return [asking for asking in group if asking is not None]

    def _serve(self, group: list[Asking]) -> None:
        claimed: list[Claimed] = []
        staying = [asking for asking in group if self._stays(asking)]
        try:
            answered = [asking.answered for asking in group if asking.answered]
            claimed = [] if self._is_over else self._exchange(answered, len(staying))
        except Exception:
            # Restarting, or a full disk: what waits is a row, and will be taken again. Whatever
            # it is, no courier is left waiting for an answer.
            self._is_over = True
            logger.warning("La base n’a pas répondu au courrier.", exc_info=True)
        leaving = [asking for asking in group if asking not in staying]
        for asking, given in zip_longest(staying + leaving, claimed):
            asking.given.put(given)

    def _stays(self, asking: Asking) -> bool:
        """Whether it may take another; counts what it brings back."""
        if asking.answered is not None:
            if asking.answered.outcome.fate == Fate.NOT_SENT:
                self.is_relay_down = True
                return False
            self.carried += 1
        return not self.stopped()

    def _exchange(self, answered: list[Answered], wanted: int) -> list[Claimed]:
        """A relay has answered: its answer is written, were the database a minute late."""
        for attempt in range(PATIENCE if answered else 0, -1, -1):
            try:
                _write_to_disk()
                for one in answered:
                    if one.outcome.fate == Fate.NOT_SENT:
                        gate.relay_is_down(one.outcome.reply)
                return exchange(courier=self.name, answered=answered, wanted=wanted)
            except DatabaseError:
                connections.close_all()
                if not attempt:
                    raise
                time.sleep(1)
        return []


@dataclass(eq=False)
class Asking:
    """A courier before the clerk: what it brings back, and the hand it holds out."""

    answered: Answered | None
    given: SimpleQueue[Claimed | None] = field(default_factory=SimpleQueue)


def carry(clerk: Clerk) -> None:
    """A courier: one connection to the relay, and one message at a time."""
    way = transport()
    try:
        claimed = clerk.next_for(None)
        while claimed is not None:
            outcome = way.send(claimed.departure)
            claimed = clerk.next_for(Answered(claimed, outcome))
    finally:
        way.close()


def _write_to_disk() -> None:
    """A claim must survive a power cut too: SQLite waits for the disk, here only."""
    if connection.vendor == "sqlite" and connection.connection is None:
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
    heart = _thread(_keep_beating, name, halt, ended)
    try:
        clerk = Clerk(name, lambda: stopped() or halt.is_set())
        _carry_all(clerk)
    finally:
        ended.set()
        heart.join()
        WorkerLease.objects.filter(worker_id=name).delete()
    if clerk.is_relay_down:
        _rest["until"] = timezone.now() + timedelta(seconds=REST_SECONDS)
    elif clerk.carried:
        gate.relay_is_up()
    return clerk.carried


def _carry_all(clerk: Clerk) -> None:
    # A first lot is there when couriers come: they find letters written, not to be written.
    _write_ahead(lambda: False, most=FIRST)
    desk = _thread(clerk.work)
    couriers = [_thread(carry, clerk) for _ in range(settings.MAIL_CONNECTIONS)]
    try:
        _write_ahead(lambda: not any(map(threading.Thread.is_alive, couriers)))
    finally:
        for courier in couriers:
            courier.join()
        clerk.go_home()
        desk.join()


def _thread(do: Callable, *given) -> threading.Thread:
    started = threading.Thread(target=do, args=given, daemon=True)
    started.start()
    return started


def _write_ahead(stopped: Callable[[], bool], most: int | None = None) -> None:
    """Not written ahead, a message is written by who carries it: a failure here ends no run.

    Ending it would take their lease from couriers that still hold messages.
    """
    try:
        sending.write_ahead(stopped, most=most)
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
