"""The words of a PDF, read by another program that may be killed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).with_name("pdf_text.py")
SECONDS = 20
MOST_BYTES = 60_000_000
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
# Titles that programs write when nobody did.
NO_TITLE = re.compile(
    r"(?i)^(microsoft (word|powerpoint)|untitled|sans titre|document\d*"
    r"|.*\.(docx?|indd|qxd|pdf|pptx?))\b"
)


@dataclass(frozen=True)
class PdfText:
    title: str = ""
    author: str = ""
    keywords: str = ""
    year: int | None = None
    pages: int = 0
    text: str = ""


def read_pdf(content: bytes) -> PdfText | None:
    """None when the file cannot be read within the limits: damaged, locked, or made to harm."""
    if not content.startswith(b"%PDF-") or len(content) > MOST_BYTES:
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return None
    return _understood(found) if found else None


def _understood(found: dict) -> PdfText:
    text = UNSEEN.sub(" ", found["text"])
    year = re.search(r"D:((?:19|20)\d\d)", found["created"])
    return PdfText(
        title=_title(found["title"], text),
        author=_line(found["author"]),
        keywords=_line(found["keywords"]),
        year=int(year.group(1)) if year else None,
        pages=found["pages"],
        text=text,
    )


def _title(declared: str, text: str) -> str:
    """The one that the file declares, unless a program wrote it; else its first long line."""
    title = _line(declared)
    if len(title) > 8 and not NO_TITLE.match(title):
        return title
    lines = (_line(line) for line in text[:3000].splitlines())
    return next((line for line in lines if len(line) > 20), "")


def _line(text: str) -> str:
    return " ".join(UNSEEN.sub(" ", text).split())[:400]
