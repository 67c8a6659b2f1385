"""What someone types while others speak: « Action : … », « Décision : … », titles, plain text.

An action says who and when in its own words: « Action : demander les chiffres @ARS avant le
12/03/2026 ». What is not understood stays in the text, where it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from observatoire.base.french import normalise

KINDS = {
    "decision": "decision",
    "action": "action",
    "piste": "piste",
    "piste de donnees": "piste",
    "appel": "appel",
    "appel a contribution": "appel",
    "indicateur": "indicateur",
    "proposition d indicateur": "indicateur",
    "alerte": "alerte",
    "date": "date",
}
MARK = re.compile(r"^\s*[-•*]?\s*\**([A-Za-zÀ-ÿ’' ]{3,26}?)\**\s*[:\u00a0]+\s*(.+)$")
TITLE = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
OWNER = re.compile(r"(?:^|\s)@([\wÀ-ÿ][\wÀ-ÿ’'-]*(?:\s\d{2})?)")
MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
BEFORE = r"(?:avant|pour|d’ici|d'ici|au plus tard)\s+(?:le\s+|au\s+)?"
NUMERIC = re.compile(BEFORE + r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.IGNORECASE)
WORDED = re.compile(BEFORE + r"(\d{1,2})(?:er)?\s+([A-Za-zÀ-ÿ]+)\s+(\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """`kind` as the passages name it; `owner` is the word after @, `due` a day that exists."""

    kind: str
    text: str
    owner: str = ""
    due: date | None = None


def read_lines(text: str) -> list[Line]:
    """The passages of a text, in order; plain lines that follow one another make one."""
    found: list[Line] = []
    plain: list[str] = []

    def close() -> None:
        if written := "\n".join(plain).strip("\n"):
            found.append(Line("texte", written))
        plain.clear()

    for raw in text.replace("\r\n", "\n").split("\n"):
        line = read_line(raw)
        if line is None:
            plain.append(raw)
        else:
            close()
            found.append(line)
    close()
    return found


def read_line(raw: str) -> Line | None:
    """A title or an object; None for plain text."""
    if title := TITLE.match(raw):
        return Line("titre", title.group(1))
    marked = MARK.match(raw)
    kind = KINDS.get(normalise(marked.group(1))) if marked else None
    if kind is None:
        return None
    words = marked.group(2).strip()
    owner = OWNER.search(words)
    return Line(kind, words, owner.group(1) if owner else "", day_in(words))


def day_in(words: str) -> date | None:
    """The day before which a thing is due; None when there is none, or when it does not exist."""
    if given := NUMERIC.search(words):
        day, month, year = (int(part) for part in given.groups())
    elif given := WORDED.search(words):
        name = normalise(given.group(2))
        if name not in MONTHS:
            return None
        day, month, year = int(given.group(1)), MONTHS.index(name) + 1, int(given.group(3))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
