"""Patterns of names and headers: `TP60{aa}`, `T{t}_{aaaa}`, `cc_filosofi_{aaaa}_{zone}*`.

`*` stands for any text, `?` for any sign; `{aaaa}`, `{aa}`, `{t}`, `{s}`, `{mm}`, `{jj}` and
`{mois}` for parts of a date; any other `{word}` for a text without space. What is captured fills
templates: `{aaaa}-T{t}`, `{aaaa-3}`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

PARTS = {
    "aaaa": r"(?:19|20)\d\d",
    "aa": r"\d\d",
    "t": r"[1-4]",
    "s": r"[12]",
    "mm": r"0[1-9]|1[0-2]",
    "jj": r"0[1-9]|[12]\d|3[01]",
    "mois": r"[a-zéûôà]{3,9}\.?",
}
WORD = r"[^\s_.]+"
PIECE = re.compile(r"\{(\w+)\}|(\*)|(\?)")
NAME = re.compile(r"\{(\w+?)([+-]\d+)?\}")
LATEST_SHORT_YEAR = 69  # `70` is 1970, `69` is 2069
MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout aou",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True)
class Pattern:
    """A text in which some parts vary. Case, apostrophes and runs of spaces do not count."""

    text: str

    @property
    def names(self) -> frozenset[str]:
        """What it captures, `aaaa` being deduced from `aa` and `mm` from `mois`."""
        found = names_in(self.text)
        deduced = {"aa": "aaaa", "mois": "mm"}
        return frozenset(found | {deduced[name] for name in found if name in deduced})

    @property
    def plain(self) -> bool:
        return not PIECE.search(self.text)

    def match(self, text: str) -> dict[str, str] | None:
        """What the varying parts hold; None when the text is not of this pattern."""
        found = _compiled(self.text).fullmatch(flat(text))
        if not found:
            return None
        return _deduced({name: value for name, value in found.groupdict().items() if value})


def fill(template: str, captured: Mapping[str, str]) -> str:
    """`{aaaa}-T{t}` with what was captured; `{aaaa-3}` is three years before. KeyError."""
    return NAME.sub(
        lambda found: (
            str(int(captured[found[1]]) + int(found[2])) if found[2] else captured[found[1]]
        ),
        template,
    )


def names_in(template: str) -> frozenset[str]:
    return frozenset(name for name, _ in NAME.findall(template))


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """Without line breaks, double spaces, curly apostrophes: as a person compares two headers."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("\u00a0", " ")).strip()


@lru_cache(maxsize=1024)
def _compiled(text: str) -> re.Pattern[str]:
    pattern, end, seen = "", 0, set()
    wanted = flat(text)
    for piece in PIECE.finditer(wanted):
        pattern += re.escape(wanted[end : piece.start()])
        end = piece.end()
        name = piece[1]
        if name is None:
            pattern += ".*" if piece[2] else "."
        elif name in seen:
            pattern += f"(?P={name})"
        else:
            seen.add(name)
            pattern += f"(?P<{name}>{PARTS.get(name, WORD)})"
    return re.compile(pattern + re.escape(wanted[end:]), re.IGNORECASE | re.DOTALL)


def _deduced(found: dict[str, str]) -> dict[str, str] | None:
    if "aa" in found:
        century = "20" if int(found["aa"]) <= LATEST_SHORT_YEAR else "19"
        found.setdefault("aaaa", century + found["aa"])
    if "mois" in found:
        month = _month(found["mois"])
        if month is None:
            return None
        found["mm"] = f"{month:02d}"
    return found


def _month(word: str) -> int | None:
    """The month of a name, whole or short, with or without its accents."""
    bare = unicodedata.normalize("NFD", word.lower().rstrip("."))
    return MONTH_NUMBERS.get(bare.encode("ascii", "ignore").decode())
