"""Run alone, on a file that a stranger made: its words as JSON on stdout, within limits.

`python pdf_text.py < FILE`. It imports nothing of ours: whatever happens here ends here.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys

SECONDS, BYTES = 15, 1_500_000_000
PAGES, CHARACTERS = 300, 600_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def read(content: bytes) -> dict:
    from pypdf import PdfReader  # noqa: PLC0415 within the limits

    reader = PdfReader(io.BytesIO(content))
    about = reader.metadata or {}
    parts, size = [], 0
    for page in reader.pages[:PAGES]:
        text = page.extract_text() or ""
        parts.append(text[: CHARACTERS - size])
        size += len(parts[-1])
        if size >= CHARACTERS:
            break
    return {
        "title": str(about.get("/Title") or "")[:400],
        "author": str(about.get("/Author") or "")[:400],
        "keywords": str(about.get("/Keywords") or "")[:400],
        "created": str(about.get("/CreationDate") or "")[:40],
        "pages": len(reader.pages),
        "text": "\n\f\n".join(parts),
    }


def main() -> int:
    content = sys.stdin.buffer.read()
    logging.disable()
    limit()
    # No trace of a stranger's file is printed: a failure is a number.
    try:
        found = read(content)
    except BaseException:
        return 3
    # A lone surrogate is in no alphabet, and no database keeps a null.
    text = json.dumps(found).encode("utf-8", "replace")
    sys.stdout.buffer.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
