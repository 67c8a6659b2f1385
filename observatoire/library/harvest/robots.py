"""What a site asks of programs (RFC 9309): pages they leave alone, time between two questions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

AGENT = "observatoire"
SIZE, LINES, LONGEST_DELAY = 500_000, 5_000, 30.0


@dataclass(frozen=True)
class Rules:
    """`lines` are (beginning of a path, whether it may be read); the longest that fits decides."""

    lines: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, address: str) -> bool:
        parts = urlsplit(address)
        path = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(line), allowed) for line, allowed in self.lines if _fits(line, path)]
        # Of two as long, the one that allows: True comes after False.
        return max(fitting)[1] if fitting else True


def _fits(line: str, path: str) -> bool:
    """`*` is anything, a last `$` the end. Pieces are looked for in turn: no expression to blow."""
    is_whole = line.endswith("$")
    first, *others = line.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in others[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not others:
        return not is_whole or at == len(path)
    last = others[-1]
    return path.endswith(last) and len(path) - len(last) >= at if is_whole else last in path[at:]


def read(data: bytes) -> Rules:
    """The rules for us by name, or for all; what is not understood is left aside."""
    ours, everyone, named = None, Rules(), False
    for agents, lines, delay in _groups(data[:SIZE].decode("utf-8-sig", "replace")):
        if AGENT in agents:
            kept = ours or Rules()
            ours, named = Rules(kept.lines + lines, max(kept.delay, delay)), True
        elif "*" in agents:
            everyone = Rules(everyone.lines + lines, max(everyone.delay, delay))
    return ours if named else everyone


def _groups(text: str):
    """(names, rules, delay) of each group; names in a row share what follows them."""
    agents, lines, delay, is_naming = [], [], 0.0, False
    for raw in text.splitlines()[:LINES]:
        name, _, value = raw.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            if not is_naming and agents:
                yield agents, tuple(lines), delay
                agents, lines, delay = [], [], 0.0
            agents, is_naming = [*agents, value.lower()], True
        elif name in ("allow", "disallow") and agents:
            is_naming = False
            if value:
                lines.append((unquote(value), name == "allow"))
        elif name == "crawl-delay" and agents:
            is_naming = False
            delay = _seconds(value)
    if agents:
        yield agents, tuple(lines), delay


def _seconds(value: str) -> float:
    return min(float(value), LONGEST_DELAY) if value.replace(".", "", 1).isdecimal() else 0.0
