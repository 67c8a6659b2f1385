"""Runs the sink in its own process, and couriers that are killed; counts what was received."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from observatoire.mail import worker
from observatoire.mail.models import Message

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 20


@dataclass(frozen=True)
class Relay:
    folder: Path
    port: int

    @property
    def settings(self) -> dict:
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "aucun",
            "user": "",
            "password": "",
        }

    @property
    def log(self) -> str:
        return str(self.folder / "journal")

    def received(self) -> Counter:
        """How many times each mailbox was written to."""
        lines = (self.folder / "recu").read_text(encoding="utf-8").splitlines()
        return Counter(line.split()[0] for line in lines)

    def messages(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]


@contextmanager
def relay(folder: Path, *options: str) -> Iterator[Relay]:
    folder.mkdir(parents=True, exist_ok=True)
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.observatoire.mail.sink", str(folder), *options], cwd=ROOT
    )
    try:
        limit = time.monotonic() + START_SECONDS
        while not (folder / "port").exists():
            assert running.poll() is None and time.monotonic() < limit, "le puits ne part pas"
            time.sleep(0.02)
        yield Relay(folder, int((folder / "port").read_text(encoding="ascii")))
    finally:
        running.kill()
        running.wait()


def in_a_process(do) -> int:
    """Fork, do it, and end without a word; the number of the process."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        do()
        os._exit(0)
    except BaseException:
        import traceback  # noqa: PLC0415 only in a child that fails

        traceback.print_exc()
    os._exit(1)


def killed_at_random(do, *, times: int, chance: random.Random, within: float) -> int:
    """Run `do` in a process and kill -9 it at a random moment, so many times; then let it end.

    How many were really killed at work.
    """
    killed = 0
    for _ in range(times):
        child = in_a_process(do)
        time.sleep(chance.uniform(0.05, within))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    return killed


def to_the_end(do) -> None:
    _, status = os.waitpid(in_a_process(do), 0)
    assert status == 0, "le courrier s’est arrêté sur une erreur"


def deliver_all() -> None:
    """What the worker does, until nothing is left that may leave by itself."""
    time.sleep(settings.LEASE_SECONDS)  # the lease of the dead
    for _ in range(400):
        worker.deliver()
        still = Message.objects.filter(state__in=("pret", "en_cours", "differe"))
        may_be_proved = settings.MAIL_RELAY_LOG and Message.objects.in_doubt().exists()
        if not still.exists() and not may_be_proved:
            return
        time.sleep(0.05)
