"""The counts of a source made fit to be published: nothing of what is hidden reaches the store.

A source whose YAML has a rule under `secret` gives raw counts, which are masked then attacked. The
others come with the secrecy of their producer, which is kept as it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from stats.catalogue.model import Catalogue, SecrecyRule, Source
from stats.observation import Observation
from stats.statuses import Status
from stats.store import ImportedFile, Store
from stats.store.manifest import Import
from stats.store.table import RefusedError, observation_table


@dataclass(frozen=True)
class Mask:
    """A figure that was hidden: what it was, the status it takes, why (a word of `REASONS`)."""

    indicator: str
    level: str
    territory: str
    period: str
    before: float
    status: Status
    reason: str


@dataclass(frozen=True)
class Secured:
    """What may be published. `rule` is None where the producer's own secrecy is kept.

    `attacked` hidden figures were looked for in vain; `optimal` says that no fewer masks do.
    """

    table: pa.Table
    rule: SecrecyRule | None = None
    masks: tuple[Mask, ...] = ()
    attacked: int = 0
    optimal: bool = True

    def count(self, status: Status) -> int:
        return sum(mask.status is status for mask in self.masks)


def secure(
    observations: Iterable[Observation] | pa.Table,
    source: Source | None,
    catalogue: Catalogue,
    territories: object,
    store: Store,
) -> Secured:
    """The figures with what is secret taken out. RefusedError, saying what leaks and how, when
    some of it could still be computed from what is published."""
    table = observation_table(observations)
    if source is None or source.secrecy is None or table.num_rows == 0:
        return Secured(table)
    if not hasattr(territories, "children"):
        raise RefusedError(
            "Le secret demande les territoires : les construire d’abord "
            "(python -m stats territoires)."
        )
    # The solver takes a good part of a second to load: only raw counts need it.
    from stats.secrecy.masking import mask  # noqa: PLC0415

    return mask(table, source, catalogue, territories, store)


def publish_secured(
    store: Store,
    observations: Iterable[Observation] | pa.Table,
    catalogue: Catalogue,
    territories: object,
    *,
    source: str,
    label: str = "",
    files: Sequence[ImportedFile | Path | str] = (),
    replace: bool = False,
) -> Import:
    """`Store.publish`, through secrecy first. RefusedError, nothing changed."""
    secured = secure(observations, catalogue.sources.get(source), catalogue, territories, store)
    return store.publish(secured.table, source=source, label=label, files=files, replace=replace)
