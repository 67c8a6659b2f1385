"""What a publication would keep, hide and be called, before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from stats.store.manifest import Manifest, Record
from stats.store.table import content_hash


@dataclass(frozen=True)
class Plan:
    """`kept` are the files that stay readable, oldest first; `hidden` the imports replaced.

    When `is_live`, the same content of the same source is published already: nothing is to be done.
    """

    identifier: str
    manifest: Manifest
    hidden: tuple[str, ...]
    kept: list[Path]
    is_live: bool


def plan_publication(record: Record, table: pa.Table, *, source: str, replace: bool) -> Plan:
    """The plan of a canonical table. Who will write must hold `record.alone()` meanwhile."""
    identifier = hashlib.sha256(f"{source}\n{content_hash(table)}".encode()).hexdigest()[:16]
    manifest = record.manifest()
    if identifier in {entry.id for entry in manifest.live}:
        kept = [record.observations_path(entry.id) for entry in manifest.live]
        return Plan(identifier, manifest, (), kept, is_live=True)
    manifest = manifest.without(identifier)
    hidden = _of_source(record, manifest, source) if replace else ()
    kept = [record.observations_path(entry.id) for entry in manifest.live if entry.id not in hidden]
    return Plan(identifier, manifest, hidden, kept, is_live=False)


def _of_source(record: Record, manifest: Manifest, source: str) -> tuple[str, ...]:
    return tuple(
        entry.id for entry in manifest.live if record.read_import(entry.id).source == source
    )
