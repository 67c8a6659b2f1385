"""What is known of the deposits, and of the sources one may deposit for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db.models import Prefetch, Q

from observatoire.directory.models import AuditLine
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.queries.engine import engine
from stats.catalogue import Catalogue, Source
from stats.catalogue.lecture import reading_of
from stats.sources import readable
from stats.sources.recognition import sources_of

DEFAULT_SOURCE = "long"


@dataclass(frozen=True)
class SourceChoice:
    """A source whose files the engine reads; `files` are the names it expects."""

    code: str
    title: str
    address: str
    rhythm: str
    files: tuple[str, ...]


def readable_sources(catalogue: Catalogue) -> list[SourceChoice]:
    """The long table first, then by title: those that the engine reads from files."""
    codes = [code for code in readable(catalogue) if code in catalogue.sources]
    found = [catalogue.sources[code] for code in codes]
    found.sort(key=lambda one: (one.code != DEFAULT_SOURCE, one.title))
    return [
        SourceChoice(one.code, one.title, one.address, one.rhythm, _expected(one)) for one in found
    ]


def known_source(name: str) -> str:
    """The one source whose files bear such a name; empty when none does, or several."""
    found = sources_of(Path(name), engine().catalogue)
    return found[0] if len(found) == 1 else ""


def _expected(source: Source) -> tuple[str, ...]:
    """The names of files that the shapes of a source recognise."""
    reading = reading_of(source.reading)
    names = [name for shape in reading.shapes for name in shape.files] if reading else []
    return tuple(dict.fromkeys(names))


def listed_imports(person, **asked: str):
    """The deposits a person may see, the newest first, with what a line shows."""
    given = Prefetch("files", ImportFile.objects.given(), to_attr="given")
    found = Import.objects.visible_to(person).matching(**asked)
    found = found.select_related("by").prefetch_related(given).defer("report", "difference")
    return found.order_by("-deposited_at", "id")


def deposited_sources(person) -> list[tuple[str, str]]:
    """(code, title) of the sources that have a deposit, for the filter."""
    rows = Import.objects.visible_to(person).order_by("source_title", "source")
    return list(dict(rows.values_list("source", "source_title").distinct()).items())


def history_of(imported: Import) -> list[AuditLine]:
    """Who did what to a deposit, oldest first."""
    lines = AuditLine.objects.filter(kind="import", key=str(imported.pk))
    return list(lines.select_related("by").order_by("at", "id"))


def imports_to_handle(person, limit: int) -> list[Import]:
    """Read and not published, and this person's refused ones: the oldest first."""
    read, refused = Q(state=Import.State.READ), Q(state=Import.State.REFUSED, by=person)
    found = Import.objects.visible_to(person).filter(read | refused)
    found = found.select_related("by").defer("report", "difference")
    return list(found.order_by("read_at", "id")[:limit])
