"""The score of a local SpamAssassin, without network, where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from email import message_from_bytes

PATIENCE = 60
SCORE = re.compile(r"score=(-?\d+(?:\.\d+)?)")
TESTS = re.compile(r"tests=([^\s=]*(?:\s*,?\s*[A-Z0-9_]+)*)")
PLACES = ("spamassassin", "/usr/bin/spamassassin")


@dataclass(frozen=True)
class Score:
    number: float
    rules: tuple[str, ...]


def is_present() -> bool:
    return _program() is not None


def _program() -> str | None:
    return next(filter(None, map(shutil.which, PLACES)), None)


def score(content: bytes) -> Score | None:
    """None where there is no filter, or where it does not answer in time."""
    program = _program()
    if program is None:
        return None
    asked = [program, "-L", "--cf=use_bayes 0", "--cf=report_safe 0"]
    asked += ["--cf=use_auto_welcomelist 0", "--cf=use_auto_whitelist 0"]
    try:
        done = subprocess.run(asked, input=content, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return None
    status = message_from_bytes(done.stdout).get("X-Spam-Status", "")
    found = SCORE.search(status)
    if found is None:
        return None
    tests = TESTS.search(status.replace("\n", " "))
    names = re.findall(r"[A-Z][A-Z0-9_]+", tests[1]) if tests else []
    return Score(float(found[1]), tuple(names))
