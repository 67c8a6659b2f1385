"""The engine as the site sees it: one store, one catalogue, one set of territories per process."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from stats.catalogue import Catalogue, CatalogueError, load_catalogue
from stats.store import Store
from stats.territory import Territories, load_territories


@dataclass(frozen=True)
class Engine:
    """What a page reads from; a new one is made when a publication changed the fingerprint.

    `catalogue_fault` says which sheet changed on the site cannot be read: the shipped ones serve.
    """

    store: Store
    catalogue: Catalogue
    territories: Territories
    fingerprint: str
    catalogue_fault: str = ""

    @property
    def region_code(self) -> str:
        return f"R{settings.REGION}"


def engine() -> Engine:
    """The engine of this instant: cheap to ask, kept as long as nothing was published."""
    store = _store(settings.STORE)
    return _engine(settings.STORE, store.fingerprint, _stamp())


def fingerprint() -> str:
    """What a change of a figure, a territory or the catalogue changes: in every page's key."""
    return f"{engine().fingerprint}-{_stamp()}"


@lru_cache(maxsize=2)
def _store(path: Path) -> Store:
    return Store(path)


@lru_cache(maxsize=2)
def _engine(path: Path, store_fingerprint: str, catalogue_stamp: str) -> Engine:
    # First: where there are none yet, each page would read five hundred sheets and keep nothing.
    territories = load_territories(path)
    catalogue, fault = _catalogue()
    return Engine(
        store=_store(path),
        catalogue=catalogue,
        territories=territories,
        fingerprint=store_fingerprint,
        catalogue_fault=fault,
    )


def _catalogue() -> tuple[Catalogue, str]:
    """A sheet broken by hand must not close the site: without it, else as it last was."""
    try:
        found = load_catalogue(settings.CATALOGUE, settings.CATALOGUE_OVERLAY)
    except CatalogueError as error:
        return _without_overlay(error), str(error.problems[0])
    _last_sound[settings.CATALOGUE] = found
    return found, ""


def _without_overlay(error: CatalogueError) -> Catalogue:
    try:
        return load_catalogue(settings.CATALOGUE)
    except CatalogueError:
        if settings.CATALOGUE in _last_sound:
            return _last_sound[settings.CATALOGUE]
        raise error from None


_last_sound: dict[Path, Catalogue] = {}


def _stamp() -> str:
    """Changes with the catalogue: a file added or replaced changes the folder it lies in.

    The site's own files are few and are changed by hand too: each is looked at.
    """
    shipped = [folder for folder in sorted(settings.CATALOGUE.glob("*")) if folder.is_dir()]
    overlay = sorted(settings.CATALOGUE_OVERLAY.glob("*/*.yaml"))
    digest = hashlib.sha256(str(settings.CATALOGUE).encode())
    for path in (*shipped, *overlay):
        with suppress(FileNotFoundError):  # taken away meanwhile: its absence is the change
            found = path.stat()
            digest.update(f"{path} {found.st_mtime_ns} {found.st_ino} {found.st_size}".encode())
    return digest.hexdigest()[:16]
