"""Which files would bring the figures that are missing: told from the readings of the sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from stats.catalogue.lecture import Reading, Shape, indicators_read, reading_of
from stats.catalogue.model import Catalogue, Source

PART = re.compile(r"{([^}]*)}")


@dataclass(frozen=True)
class OfferedFile:
    """A name as its producer gives it (« cc_filosofi_AAAA_COM.csv »), and the source's title."""

    name: str
    source: str


def files_for(catalogue: Catalogue, codes: Collection[str], level: str) -> list[OfferedFile]:
    """The files known to hold one of these indicators at a level, by source."""
    found = {}
    for source in sorted(catalogue.sources.values(), key=lambda one: one.title):
        reading = _reading(source)
        for shape in reading.shapes if reading else ():
            if not indicators_read(Reading(shapes=(shape,))) & set(codes):
                continue
            for name in _names(shape, level):
                found[name] = OfferedFile(name, source.title)
    return list(found.values())


def _reading(source: Source) -> Reading | None:
    """Made once for each source as it is loaded: a page asks for all of them."""
    kept = _readings.get(source.code)
    if kept is None or kept[0] is not source.reading:
        kept = _readings[source.code] = (source.reading, reading_of(source.reading))
    return kept[1]


_readings: dict[str, tuple[dict | None, Reading | None]] = {}


def _names(shape: Shape, level: str) -> Iterator[str]:
    """The names of a shape's files that hold the level; none when it does not."""
    rule = shape.territory
    if rule is None:
        return
    whole = shape.gathering.level if shape.gathering else ""
    captured = [zone for zone, found in rule.levels.items() if found == level]
    if level in (rule.level, whole):
        yield from (_readable(name, {}) for name in shape.files)
    for zone in captured:
        yield from (_readable(name, {rule.by: zone}) for name in shape.files)


def _readable(pattern: str, known: dict[str, str]) -> str:
    """« cc_filosofi_{aaaa}_{zone}*.csv » → « cc_filosofi_AAAA_COM.csv »."""
    named = PART.sub(lambda part: known.get(part[1], part[1].upper()), pattern)
    return named.replace("*", "")
