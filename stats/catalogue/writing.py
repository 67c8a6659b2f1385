"""An indicator's file as a person edits it: its keys, their text, what is wrong key by key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from stats.catalogue.document import Entry, parse_document, plain, read_document
from stats.catalogue.loading import read_catalogue, shown_path
from stats.catalogue.problems import CatalogueError, Faults
from stats.catalogue.schema import INDICATOR

FOLDER = "indicateurs"
ORDER = {field.key: rank for rank, field in enumerate(INDICATOR)}
WIDTH = 100
KEY = re.compile(r"(\w+):")


@dataclass(frozen=True)
class KeyProblem:
    """One fault of an edited file. `key` is empty when it lies elsewhere; French, with remedy."""

    key: str
    sentence: str


def read_keys(path: Path) -> dict[str, object]:
    """The keys of a YAML file as the engine understands them. Raises CatalogueError."""
    faults = Faults(shown_path(path))
    return _sound(read_document(path, faults), faults)


def parse_keys(text: str) -> dict[str, object]:
    """The keys of a YAML text, as `read_keys` gives those of a file."""
    faults = Faults(FOLDER)
    return _sound(parse_document(text, faults), faults)


def _sound(document: Entry | None, faults: Faults) -> dict[str, object]:
    if document is None or faults.problems:
        raise CatalogueError(faults.problems)
    return plain(document)


def written(keys: Mapping[str, object]) -> str:
    """The YAML text of an indicator's keys, in the order of the schema; unknown ones come last."""
    ordered = sorted(keys.items(), key=lambda pair: ORDER.get(pair[0], len(ORDER)))
    return yaml.dump(dict(ordered), Dumper=Writer, allow_unicode=True, sort_keys=False, width=WIDTH)


def check_indicator_text(
    code: str, text: str, folder: Path, overlay: Path | None = None
) -> list[KeyProblem]:
    """What the whole catalogue finds wrong if `text` stood for this indicator; nothing is written.

    A problem of another file (a dashboard that this change would break) has no key.
    """
    with TemporaryDirectory(prefix="catalogue-") as name:
        tried = Path(name) / "catalogue"
        if overlay is not None and overlay.is_dir():
            shutil.copytree(overlay, tried)
        path = tried / FOLDER / f"{code}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        _, problems = read_catalogue(folder, tried)
        ours = shown_path(path)
    return [
        KeyProblem(_key_at(text, problem.line), problem.sentence)
        if problem.path == ours
        else KeyProblem("", str(problem))
        for problem in problems
    ]


class Writer(yaml.SafeDumper):
    """Lists are indented under their key, as in the shipped files; no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _key_at(text: str, line: int) -> str:
    """The key of the first level that a line belongs to."""
    for candidate in reversed(text.splitlines()[:line]):
        if found := KEY.match(candidate):
            return found[1]
    return ""
