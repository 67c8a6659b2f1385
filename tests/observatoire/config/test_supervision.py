"""Whatever ends the demonstration leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# A supervisor of one program, which has a child of its own; each writes its number.
SUPERVISED = """
import os, subprocess, sys, time
from pathlib import Path
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
Path("enfants").write_text(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""
SUPERVISOR = """
import os, sys
from pathlib import Path
from observatoire.config.supervision import Interrupted, Supervisor
supervisor = Supervisor(logs=Path("journaux"), environment=dict(os.environ))
try:
    supervisor.start("programme", [sys.executable, "programme.py"])
    while True:
        supervisor.rest()
except Interrupted:
    pass
finally:
    supervisor.stop()
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "programme.py").write_text(SUPERVISED)
    (tmp_path / "superviseur.py").write_text(SUPERVISOR)
    (tmp_path / "Makefile").write_text(f"demo:\n\t@exec {sys.executable} superviseur.py\n")
    return tmp_path


@pytest.fixture(autouse=True)
def heeds_an_interruption():
    """Started behind `nohup`, a shell's children inherit that SIGINT is ignored: ours must not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def start(folder: Path, command: list[str]) -> tuple[subprocess.Popen, list[int]]:
    started = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    written = folder / "enfants"
    until(lambda: written.exists() and len(written.read_text().split()) == 2)
    return started, [int(number) for number in written.read_text().split()]


def until(condition, seconds=10) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, f"rien n’est venu en {seconds} secondes"
        time.sleep(0.05)


def is_gone(number: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return True


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_ends_its_programs_and_their_children(folder, asked):
    supervisor, children = start(folder, [sys.executable, "superviseur.py"])
    supervisor.send_signal(asked)
    assert supervisor.wait(timeout=10) == 0
    assert [number for number in children if not is_gone(number)] == []


def test_killed_it_takes_its_programs_with_it(folder):
    supervisor, (program, child) = start(folder, [sys.executable, "superviseur.py"])
    supervisor.kill()
    supervisor.wait(timeout=10)
    until(lambda: is_gone(program))
    os.kill(child, signal.SIGKILL)  # a program that ends so badly is the one to end its own


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_make_alone_is_asked_to_stop(folder, asked):
    """`make` passes SIGTERM on, keeps SIGINT to itself, and can say nothing of SIGKILL."""
    make, children = start(folder, ["make", "demo"])
    make.send_signal(asked)
    make.wait(timeout=10)
    until(lambda: all(is_gone(number) for number in children))


def test_a_terminal_interrupts_everybody_at_once(folder):
    make, children = start(folder, ["make", "demo"])
    os.killpg(make.pid, signal.SIGINT)
    make.wait(timeout=10)
    until(lambda: all(is_gone(number) for number in children))
