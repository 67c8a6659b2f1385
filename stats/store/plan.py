"""What a publication would keep, hide and be called, before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from stats.store.manifest import Manifest, Record
from stats.store.table import content_hash

# What the platform computes is worked out anew after each publication: it is no former value of
# what a producer publishes later, and takes no part in the numbering of revisions.
COMPUTED = "calcul_plateforme"


@dataclass(frozen=True)
class Plan:
    """`kept` are the files that stay readable, oldest first; `hidden` the imports replaced.

    `compared` are those of `kept` that revisions are numbered against. When `is_live`, the same
    content of the same source is published already: nothing is to be done.
    """

    identifier: str
    manifest: Manifest
    hidden: tuple[str, ...]
    kept: list[Path]
    compared: list[Path]
    is_live: bool


def plan_publication(record: Record, table: pa.Table, *, source: str, replace: bool) -> Plan:
    """The plan of a canonical table. Who will write must hold `record.alone()` meanwhile."""
    identifier = hashlib.sha256(f"{source}\n{content_hash(table)}".encode()).hexdigest()[:16]
    manifest = record.manifest()
    is_live = identifier in {entry.id for entry in manifest.live}
    if not is_live:
        manifest = manifest.without(identifier)
    hidden = _of_source(record, manifest, source) if replace and not is_live else ()
    kept = [entry.id for entry in manifest.live if entry.id not in hidden]
    computed = _of_source(record, manifest, COMPUTED)
    return Plan(
        identifier,
        manifest,
        hidden,
        kept=[record.observations_path(one) for one in kept],
        compared=[record.observations_path(one) for one in kept if one not in computed],
        is_live=is_live,
    )


def _of_source(record: Record, manifest: Manifest, source: str) -> tuple[str, ...]:
    return tuple(
        entry.id for entry in manifest.live if record.read_import(entry.id).source == source
    )
