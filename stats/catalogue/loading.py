"""From the folder of YAML files to the Catalogue; an overlay's file of the same name wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stats.catalogue.calculation import check_calculation
from stats.catalogue.coherence import (
    check_components,
    check_dashboard,
    check_indicator,
    check_name,
)
from stats.catalogue.document import Entry, read_document
from stats.catalogue.fields import Field, read_fields
from stats.catalogue.lecture.schema import check_lecture
from stats.catalogue.model import Catalogue, Dashboard, Indicator, Rule, Source
from stats.catalogue.problems import NB, Faults, Problem, quote
from stats.catalogue.rules import RULE, check_rule
from stats.catalogue.schema import DASHBOARD, INDICATOR, SOURCE
from stats.catalogue.uncertainty import check_interval

KINDS = ("sources", "indicateurs", "tableaux", "controles")


@dataclass(frozen=True)
class Loaded:
    """An object of the model with the document it came from, for the checks between files."""

    value: Indicator | Source | Dashboard | Rule
    document: Entry
    faults: Faults


def read_catalogue(folder: Path, overlay: Path | None) -> tuple[Catalogue, list[Problem]]:
    """What could be read of the catalogue, and everything that is wrong in its YAML files."""
    every: list[Faults] = []
    if not (folder / "indicateurs").is_dir():
        faults = Faults(folder.name)
        faults.add(
            1,
            f"le dossier {quote('indicateurs')} manque{NB}; vérifier le chemin du catalogue.",
        )
        every.append(faults)
    roots = [folder, overlay] if overlay else [folder]
    paths = {kind: _files(roots, kind) for kind in KINDS}
    names = {kind: {path.stem for path in found} for kind, found in paths.items()}
    sources = _read_kind(paths["sources"], SOURCE, Source, every)
    indicators = _read_kind(paths["indicateurs"], INDICATOR, Indicator, every)
    dashboards = _read_kind(paths["tableaux"], DASHBOARD, Dashboard, every)
    rules = _read_kind(paths["controles"], RULE, Rule, every)
    catalogue = Catalogue(
        indicators={code: loaded.value for code, loaded in indicators.items()},
        sources={code: loaded.value for code, loaded in sources.items()},
        dashboards={code: loaded.value for code, loaded in dashboards.items()},
        figures=tuple(sorted((folder / "chiffres").glob("*.csv"))),
        rules={code: loaded.value for code, loaded in rules.items()},
    )
    _check_between(catalogue, names, indicators, dashboards)
    _check_arithmetic(catalogue, names["indicateurs"], indicators, rules)
    additive = {code for code, one in catalogue.indicators.items() if one.additive}
    for loaded in sources.values():
        if "lecture" in loaded.document.value:
            reading = loaded.document.value["lecture"]
            check_lecture(reading, names["indicateurs"], additive, loaded.faults)
    problems = [problem for faults in every for problem in faults.problems]
    return catalogue, sorted(problems, key=lambda problem: (problem.path, problem.line))


def _check_between(
    catalogue: Catalogue,
    names: dict[str, set[str]],
    indicators: dict[str, Loaded],
    dashboards: dict[str, Loaded],
) -> None:
    """`names` holds every file, refused ones too: their fault is said once, in their own file."""
    for loaded in indicators.values():
        check_indicator(loaded.value, loaded.document, names["sources"], loaded.faults)
        check_components(loaded.value, loaded.document, names["indicateurs"], loaded.faults)
        check_interval(
            loaded.value,
            loaded.document,
            names["indicateurs"],
            catalogue.sources,
            loaded.faults,
        )
    for loaded in dashboards.values():
        check_dashboard(
            loaded.value,
            loaded.document,
            catalogue.indicators,
            names["indicateurs"],
            loaded.faults,
        )


def _check_arithmetic(
    catalogue: Catalogue, names: set[str], indicators: dict[str, Loaded], rules: dict[str, Loaded]
) -> None:
    """What is computed from indicators, and what must hold between them."""
    for check, every in ((check_calculation, indicators), (check_rule, rules)):
        for one in every.values():
            check(one.value, one.document, catalogue.indicators, names, one.faults)


def _read_kind(
    paths: list[Path], fields: tuple[Field, ...], model: type, every: list[Faults]
) -> dict[str, Loaded]:
    """One kind of object by its code; its faults are appended to `every`, file by file."""
    found = {}
    for path in paths:
        faults = Faults(shown_path(path))
        every.append(faults)
        document = read_document(path, faults)
        if document is None:
            continue
        before = len(faults.problems)
        values = read_fields(document, fields, faults)
        if len(faults.problems) > before and not _buildable(values, fields):
            continue
        value = model(path=path, **values)
        code = values[fields[0].attribute]
        check_name(code, path.stem, document, faults)
        found[code] = Loaded(value, document, faults)
    return found


def _buildable(values: dict[str, object], fields: tuple[Field, ...]) -> bool:
    """Unknown keys aside, is there enough to build the object and check the rest?"""
    return all(field.attribute in values for field in fields if field.required)


def _files(roots: list[Path], kind: str) -> list[Path]:
    """The YAML files of a kind by name; of two files of one name the last root's wins."""
    by_name = {path.name: path for root in roots for path in (root / kind).glob("*.yaml")}
    return [by_name[name] for name in sorted(by_name)]


def shown_path(path: Path) -> str:
    """« catalogue/indicateurs/TX_X.yaml »: the last three parts, which no machine differs by."""
    return "/".join(path.parts[-3:])
