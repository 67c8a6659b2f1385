"""The list of imports a store is made of, and the one file whose replacement commits a change."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

FORM = 1


@dataclass(frozen=True)
class ImportedFile:
    """A file an import was read from: enough to recognise it, not its content."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Import:
    """One publication into the store. `replaces` are the imports it hides while it lives."""

    id: str
    source: str
    label: str
    published_at: str
    rows: int
    content: str
    files: tuple[ImportedFile, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What the manifest keeps of an import: its identifier, its content, what it hides."""

    id: str
    content: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The imports not undone, oldest first."""

    entries: tuple[Entry, ...] = ()

    @property
    def live(self) -> tuple[Entry, ...]:
        """Those that no later one hides: what is read."""
        hidden: set[str] = set()
        found = []
        for entry in reversed(self.entries):
            if entry.id not in hidden:
                found.append(entry)
            hidden.update(entry.replaces)
        return tuple(reversed(found))

    def find(self, identifier: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == identifier), None)

    def with_entry(self, entry: Entry) -> Manifest:
        return Manifest((*self.entries, entry))

    def without(self, identifier: str) -> Manifest:
        return Manifest(tuple(entry for entry in self.entries if entry.id != identifier))


class Record:
    """The files of a store: immutable observations and imports, and the manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest_path = path / "magasin.json"
        self.territories_report = path / "territoires" / "rapport.json"

    def observations_path(self, identifier: str) -> Path:
        return self.path / "observations" / f"{identifier}.parquet"

    def manifest(self) -> Manifest:
        if not self.manifest_path.exists():
            return Manifest()
        content = json.loads(self.manifest_path.read_text(encoding="utf-8"))
        return Manifest(
            tuple(
                Entry(row["id"], row["contenu"], tuple(row["remplace"]))
                for row in content["imports"]
            )
        )

    def commit(self, manifest: Manifest) -> None:
        """The commit point: before this rename nothing has changed, after it everything has."""
        rows = [
            {"id": entry.id, "contenu": entry.content, "remplace": list(entry.replaces)}
            for entry in manifest.entries
        ]
        write_whole(self.manifest_path, _json({"forme": FORM, "imports": rows}))

    def write_import(self, imported: Import, parquet: bytes) -> None:
        write_whole(self.observations_path(imported.id), parquet)
        write_whole(self.path / "imports" / f"{imported.id}.json", _json(asdict(imported)))

    def read_import(self, identifier: str) -> Import:
        path = self.path / "imports" / f"{identifier}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["files"] = tuple(ImportedFile(**file) for file in content["files"])
        content["replaces"] = tuple(content["replaces"])
        return Import(**content)

    def imports(self) -> list[Import]:
        """Every import ever written, those undone or replaced since among them."""
        folder = self.path / "imports"
        return [self.read_import(path.stem) for path in sorted(folder.glob("*.json"))]

    def fingerprint(self) -> str:
        """A hash of what can be read: the live imports, in order, and the territories."""
        digest = hashlib.sha256()
        for entry in self.manifest().live:
            digest.update(f"{entry.id} {entry.content}\n".encode())
        if self.territories_report.exists():
            digest.update(self.territories_report.read_bytes())
        return digest.hexdigest()[:20]

    def signature(self) -> tuple:
        """Cheap to read and different as soon as one of the two files is replaced."""
        return (_stat(self.manifest_path), _stat(self.territories_report))

    @contextmanager
    def alone(self, name: str = "") -> Iterator[None]:
        """One writer at a time, among threads and processes; a killed one frees its place."""
        folder = self.path / name
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".verrou").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def write_whole(path: Path, content: bytes) -> None:
    """The file holds all of `content`, or is as before: a kill leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _json(content: dict) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_mtime_ns, found.st_ino, found.st_size)
