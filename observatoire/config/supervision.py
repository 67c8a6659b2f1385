"""Starts programs, and leaves none behind: whatever ends us ends them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KIND_SECONDS = 7  # what a program gets to end by itself; ten seconds is the promise for all
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Interrupted(Exception):
    """Somebody asked us to stop."""


class Supervisor:
    """Runs the steps one after the other, then the programs side by side."""

    def __init__(self, *, logs: Path, environment: dict[str, str]) -> None:
        self.logs = logs
        self.environment = environment
        self.running: dict[str, subprocess.Popen] = {}
        self._is_asked = False
        self._parent = Parent()
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in ASKED_TO_STOP:
            signal.signal(number, self._ask)
        die_with_parent()

    def _ask(self, *_) -> None:
        self._is_asked = True

    @property
    def is_asked_to_stop(self) -> bool:
        return self._is_asked or self._parent.was_interrupted_alone()

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def start(self, name: str, command: list[str]) -> subprocess.Popen:
        """A program in a group of its own: we pass on what we are asked, all of it, once."""
        with self.log(name).open("w", encoding="utf-8") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        return self.running[name]

    def run(self, name: str, command: list[str]) -> int:
        """A program whose end is awaited; its exit code. Raises Interrupted."""
        program = self.start(name, command)
        while program.poll() is None:
            self.rest()
        del self.running[name]
        return program.returncode

    def rest(self, seconds: float = 0.1) -> None:
        if self.is_asked_to_stop:
            raise Interrupted
        time.sleep(seconds)

    def fallen(self) -> str | None:
        """The name of a program that ended by itself."""
        ended = (name for name, program in self.running.items() if program.poll() is not None)
        return next(ended, None)

    def stop(self) -> None:
        """End everything: politely, then not."""
        for program in self.running.values():
            _signal_group(program, signal.SIGTERM)
        limit = time.monotonic() + KIND_SECONDS
        for program in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=max(0.0, limit - time.monotonic()))
        for program in self.running.values():
            # Also when the program itself has ended: its own children may not have.
            _signal_group(program, signal.SIGKILL)
            program.wait()


def _signal_group(program: subprocess.Popen, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, number)


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM when our parent dies, however it dies. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


class Parent:
    """The `make` that started us. Interrupted alone, it waits for us and never tells.

    While it waits it is inside its own handler, where the kernel blocks the signal: that mask is
    what we can see. A terminal's Ctrl+C reaches us directly and does not need this.
    """

    def __init__(self) -> None:
        self._status = Path(f"/proc/{os.getppid()}/status")
        self._had_blocked = self._blocks_interrupts()

    def was_interrupted_alone(self) -> bool:
        return not self._had_blocked and self._blocks_interrupts()

    def _blocks_interrupts(self) -> bool:
        try:
            lines = self._status.read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        is_make = fields.get("Name") in {"make", "gmake"}
        blocked = int(fields.get("SigBlk", "0"), 16)
        return is_make and bool(blocked & (1 << (signal.SIGINT - 1)))
