"""`python -m stats convert` and `vintage`: what the two commands take, and what they say."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from stats.catalogue import load_catalogue
from stats.catalogue.lecture import reading_of
from stats.statuses import Status
from stats.territory.conversion.above import gather
from stats.territory.conversion.files import (
    HIDDEN,
    Refused,
    read_given,
    read_perimeters,
    read_weights,
    write_converted,
)
from stats.territory.conversion.finding import find_movements
from stats.territory.conversion.passage import Passage
from stats.territory.conversion.perimeters import Perimeters
from stats.territory.conversion.values import Converted, Kind, Method, convert
from stats.territory.conversion.vintage import guess_vintage, read_codes
from stats.words import typeset

DONE, REFUSED, USAGE = 0, 1, 2
SHOWN = 20


def run_convert(asked: argparse.Namespace) -> int:
    """Exit 0 when the file is converted, also when some rows are impossible; 1 when refused."""
    if bool(asked.niveau) != bool(asked.store):
        say("--niveau et --store vont ensemble : le magasin dit de quoi un territoire est fait.")
        return USAGE
    kind = Kind(asked.nature)
    try:
        perimeters = read_perimeters(asked.mouvements)
        marks = _marks(asked.source, asked.catalogue)
        given = read_given(asked.fichier, kind, marks)
        passage = Passage(perimeters, asked.de, asked.vers)
        weights = read_weights(asked.poids)
        found = convert(given, passage, kind, weights)
        if asked.niveau:
            found = gather(found, given, passage, weights, kind, asked.niveau, asked.store)
    except Refused as refusal:
        for sentence in refusal.sentences:
            say(sentence)
        return REFUSED
    write_converted(found, asked.sortie)
    _tell(found, perimeters, asked)
    return DONE


def run_vintage(asked: argparse.Namespace) -> int:
    """The year of the geography of a file, on stdout in JSON."""
    try:
        codes = read_codes(asked.fichier)
        path = find_movements(asked.mouvements, asked.store, asked.fichier)
        perimeters = read_perimeters(path) if path else None
    except Refused as refusal:
        for sentence in refusal.sentences:
            say(sentence)
        return REFUSED
    found = guess_vintage(codes, perimeters, source=path.name if path else "")
    print(json.dumps(found.as_json(), ensure_ascii=False))
    say(found.sentence)
    return DONE


def say(sentence: str) -> None:
    print(typeset(sentence), file=sys.stderr, flush=True)


def _marks(source: str, catalogue: Path) -> dict[str, Status]:
    """How a source writes what is not a number; `s` and `nd` by default."""
    if not source:
        return HIDDEN
    described = load_catalogue(catalogue).sources.get(source)
    if described is None:
        raise Refused((f"« {source} » n’est pas une source du catalogue.",))
    reading = reading_of(described.reading)
    declared = {} if reading is None else {str(k): Status(v) for k, v in reading.marks.items()}
    return declared or HIDDEN


def _tell(found: list[Converted], perimeters: Perimeters, asked: argparse.Namespace) -> None:
    counts = Counter(str(one.method) for one in found)
    told = ", ".join(f"{counts[str(method)]} {method}" for method in Method if counts[str(method)])
    say(f"{len(found)} lignes écrites dans {asked.sortie} : {told or 'aucune'}.")
    impossible = [one for one in found if one.method is Method.IMPOSSIBLE]
    for one in impossible[:SHOWN]:
        say(f"{one.code} : {one.reason}.")
    if len(impossible) > SHOWN:
        say(f"… et {len(impossible) - SHOWN} autres, dites dans la colonne raison.")
    last = perimeters.last_day()
    if last and max(asked.de, asked.vers) > last.year + 1:
        say(f"Attention : le fichier des mouvements s’arrête en {last.year}.")
