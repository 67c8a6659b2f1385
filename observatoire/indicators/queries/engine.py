"""The engine as the site sees it: one store, one catalogue, one set of territories per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from stats.catalogue import Catalogue, load_catalogue
from stats.store import Store
from stats.territory import Territories, load_territories


@dataclass(frozen=True)
class Engine:
    """What a page reads from; a new one is made when a publication changed the fingerprint."""

    store: Store
    catalogue: Catalogue
    territories: Territories
    fingerprint: str

    @property
    def region_code(self) -> str:
        return f"R{settings.REGION}"


def engine() -> Engine:
    """The engine of this instant: cheap to ask, kept as long as nothing was published."""
    store = _store(settings.STORE)
    return _engine(
        settings.STORE,
        store.fingerprint,
        _newest(settings.CATALOGUE, settings.CATALOGUE_OVERLAY),
    )


def fingerprint() -> str:
    """What a change of a figure, a territory or the catalogue changes: in every page's key."""
    now = engine()
    return f"{now.fingerprint}-{_newest(settings.CATALOGUE, settings.CATALOGUE_OVERLAY):x}"


@lru_cache(maxsize=2)
def _store(path: Path) -> Store:
    return Store(path)


@lru_cache(maxsize=2)
def _engine(path: Path, store_fingerprint: str, catalogue_stamp: int) -> Engine:
    return Engine(
        store=_store(path),
        catalogue=load_catalogue(settings.CATALOGUE, settings.CATALOGUE_OVERLAY),
        territories=load_territories(path),
        fingerprint=store_fingerprint,
    )


def _newest(*folders: Path) -> int:
    """The last change of the catalogue's folders: a file added or replaced changes its folder."""
    stamps = [
        entry.stat().st_mtime_ns
        for folder in folders
        if folder.is_dir()
        for entry in (folder, *folder.glob("*"))
        if entry.is_dir()
    ]
    return max(stamps, default=0)
