"""The outlines as they travel: compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import lru_cache
from pathlib import Path

import brotli

from stats.drawing.outlines import OBJECT


def address_of(path: Path, level: str) -> str:
    """Where a page finds the outlines of a level."""
    return f"/territoires/contours/{level}.json?v={stamp_of(path)}"


def stamp_of(path: Path) -> str:
    """What changes when the territories are built anew."""
    found = path.stat()
    return hashlib.sha256(f"{path} {found.st_mtime_ns} {found.st_size}".encode()).hexdigest()[:16]


def compressed(path: Path, accepted: str) -> tuple[bytes, str]:
    """The file in the best form that the browser accepts, and the name of that form."""
    offered = {part.partition(";")[0].strip() for part in accepted.split(",")}
    encoding = next((name for name in ("br", "gzip") if name in offered), "")
    return _compressed(path, stamp_of(path), encoding), encoding


@lru_cache(maxsize=12)
def _compressed(path: Path, stamp: str, encoding: str) -> bytes:
    content = path.read_bytes()
    match encoding:
        case "br":
            return brotli.compress(content, quality=9)
        case "gzip":
            return gzip.compress(content, compresslevel=9, mtime=0)
    return content


def drawn_codes(path: Path) -> frozenset[str]:
    """The codes that have an outline."""
    return _drawn_codes(path, stamp_of(path))


@lru_cache(maxsize=12)
def _drawn_codes(path: Path, stamp: str) -> frozenset[str]:
    topology = json.loads(path.read_text(encoding="utf-8"))
    return frozenset(one["id"] for one in topology["objects"][OBJECT]["geometries"])
