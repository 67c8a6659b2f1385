"""A reference, whatever it was written in: what a notice can be made of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

TITLE_LENGTH, TEXT_LENGTH, WORD_LENGTH, MANY = 500, 4000, 200, 60

STUDY, ARTICLE, BOOK, CHAPTER, REPORT = "étude", "article", "ouvrage", "chapitre", "rapport"
THESIS, TALK, PAGE, DATA, OTHER = "thèse", "communication", "page", "données", "autre"

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
_ISBN = re.compile(r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx]")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janv janvier january", "feb fev févr fév février february", "mar mars march",
            "apr avr avril april", "may mai", "jun juin june", "jul juil juillet july",
            "aug aout août august", "sep sept septembre september", "oct octobre october",
            "nov novembre november", "dec déc décembre december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """`date` is « 2024 », « 2024-05 » or « 2024-05-31 »; `line` is where it stood in its file."""

    title: str
    kind: str = OTHER
    producers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    address: str = ""
    doi: str = ""
    isbn: str = ""
    language: str = ""
    licence: str = ""
    collection: str = ""
    number: str = ""
    volume: str = ""
    pages: str = ""
    themes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    identifier: str = ""
    line: int = 0


@dataclass(frozen=True)
class Refusal:
    """Why a row was not read, and where it stands."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What a file gave: each row is a reference or a refusal; `remarks` say what was left."""

    references: tuple[Reference, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[Refusal, ...] = ()


class Unreadable(Exception):
    """A whole file that cannot be read; the sentence says what to do."""


def tidy(text: str, length: int = TEXT_LENGTH) -> str:
    """One line, without the characters that hide or turn text, and no longer than `length`."""
    kept = "".join(
        character
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        else " " if character in "\t\n\r\x0b\x0c\x85\u2028\u2029" else ""
        for character in text[: length * 4]
    )  # fmt: skip
    line = re.sub(r"[ \t]+", " ", kept).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def web_address(text: str) -> str:
    """The address when a browser may follow it, nothing otherwise: no script, no local file."""
    address = text.strip()
    if len(address) > 2000 or re.search(r"[\s\x00-\x1f\x7f<>\"\\]", address):
        return ""
    return address if re.match(r"https?://[^/?#]+", address, re.IGNORECASE) else ""


def doi_in(text: str) -> str:
    """The first DOI of a text, in lower case, without the punctuation that follows it."""
    found = DOI.search(text)
    if not found:
        return ""
    doi = found.group().rstrip(".,;:'»”’")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi.lower()


def isbn_in(text: str) -> str:
    """The first ISBN whose check digit is right, in thirteen digits."""
    for found in _ISBN.finditer(text):
        digits = re.sub(r"[\s-]", "", found.group()).upper()
        if len(digits) == 10 and _check_ten(digits):
            return _thirteen("978" + digits[:9])
        if len(digits) == 13 and digits.isdigit() and _thirteen(digits[:12]) == digits:
            return digits
    return ""


def _check_ten(digits: str) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return (
        sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11
        == 0
    )


def _thirteen(twelve: str) -> str:
    total = sum((3 if index % 2 else 1) * int(digit) for index, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def partial_date(text: str) -> str:
    """« 1990/2/27 », « mars 2024 », « 2014-06 », « 31/12/2023 » as ISO 8601, or nothing."""
    text = text.strip().strip("/").lower()
    day_first = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if day_first:
        return _joined(day_first[3], day_first[2], day_first[1])
    found = re.match(r"(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?(?![\d])", text)
    if found and found[2]:
        return _joined(found[1], found[2], found[3])
    year = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text)
    if not year:
        return ""
    words = re.findall(r"[^\W\d_]+", text)
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    day = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text.replace(year[0], " ")) if month else None
    return _joined(year[0], str(month) if month else None, day[1] if day else None)


def _joined(year: str, month: str | None, day: str | None) -> str:
    """As much of a date as is possible: the 45th of a month is a month."""
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, otherwise the Windows of Western Europe."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
