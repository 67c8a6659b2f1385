"""The tree as the laws of the house see it: what is kept, not what lies around."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_BREAK = "\u00a0"
THIN = "\u202f"


@cache
def tree() -> tuple[Path, ...]:
    """Every file of the project that is kept, or would be, by the next commit."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in said.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def files(*folders: str, ends: str) -> list[Path]:
    roots = [ROOT / folder for folder in folders]
    return [
        path
        for path in tree()
        if path.name.endswith(ends) and any(path.is_relative_to(root) for root in roots)
    ]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
