"""The store of observations: `Store(path)`."""

from stats.store.manifest import Import, ImportedFile
from stats.store.snapshot import Provenance
from stats.store.store import Store
from stats.store.table import RefusedError

__all__ = ["Import", "ImportedFile", "Provenance", "RefusedError", "Store"]
