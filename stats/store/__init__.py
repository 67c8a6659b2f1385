"""The store of observations: `Store(path)`, and what a publication would change in it."""

from stats.store.difference import Counts, Difference, Move, difference
from stats.store.manifest import Import, ImportedFile
from stats.store.plan import COMPUTED
from stats.store.snapshot import Provenance
from stats.store.store import Store
from stats.store.table import RefusedError

__all__ = [
    "COMPUTED",
    "Counts",
    "Difference",
    "Import",
    "ImportedFile",
    "Move",
    "Provenance",
    "RefusedError",
    "Store",
    "difference",
]
