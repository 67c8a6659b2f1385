"""An indicator's file: as shipped, as edited on the site, and what was done to it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from observatoire.base.models import Revision
from stats.catalogue import read_keys

KIND = "indicateur"
FOLDER = "indicateurs"


@dataclass(frozen=True)
class Sheet:
    """The keys that are true now. `version` changes with them: who edits says what they saw."""

    code: str
    keys: dict[str, object]
    is_overlay: bool
    is_shipped: bool
    version: str


def overlay_path(code: str) -> Path:
    return settings.CATALOGUE_OVERLAY / FOLDER / f"{code}.yaml"


def shipped_path(code: str) -> Path:
    return settings.CATALOGUE / FOLDER / f"{code}.yaml"


def sheet_of(code: str) -> Sheet:
    """`code` must be one of the catalogue's: it names a file."""
    overlay, shipped = overlay_path(code), shipped_path(code)
    path = overlay if overlay.exists() else shipped
    content = path.read_bytes()
    return Sheet(
        code=code,
        keys=read_keys(path),
        is_overlay=path == overlay,
        is_shipped=shipped.exists(),
        version=hashlib.sha256(content).hexdigest()[:16],
    )


def overlay_text(code: str) -> str | None:
    """The site's own file, None when the shipped one is read."""
    path = overlay_path(code)
    return path.read_text(encoding="utf-8") if path.exists() else None


def edited_codes() -> set[str]:
    """Indicators whose shipped file is not the one that is read."""
    return {path.stem for path in (settings.CATALOGUE_OVERLAY / FOLDER).glob("*.yaml")}


def revisions_of(code: str) -> list[Revision]:
    """The newest first; the last change stands first whatever the clock says."""
    rows = Revision.objects.filter(kind=KIND, key=code).select_related("made_by")
    return list(rows.order_by("-made_at", "-content__rang", "id"))
