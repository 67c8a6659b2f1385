"""The source `chiffres`: the published figures written in the catalogue itself."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from stats.catalogue import CatalogueError, figure_rows
from stats.catalogue.model import Catalogue
from stats.observation import Observation
from stats.sources.report import Refusal, Report, Unmatched
from stats.statuses import Status

FOLDER = "catalogue/chiffres"
UPPER = re.compile(r"moins de|au plus|jusqu’à", re.IGNORECASE)


def read_figures(
    catalogue: Catalogue, territories: Container[tuple[str, str]] | None
) -> tuple[list[Observation], Report]:
    """All of `catalogue/chiffres`. What the catalogue's own check refuses is refused here."""
    files = tuple(path.name for path in catalogue.figures)
    report = Report(source="chiffres", files=files, rows=0, accepted=0)
    try:
        rows = list(figure_rows(catalogue))
    except CatalogueError as error:
        refused = tuple(
            Refusal(problem.path, problem.line, "", problem.sentence, "")
            for problem in error.problems
        )
        return [], replace(report, rows=len(refused), refused=refused)
    observations, unmatched = [], []
    for row in rows:
        if territories is None or (row["niveau"], row["territoire"]) in territories:
            observations.append(_observation(row))
        else:
            unmatched.append(Unmatched(FOLDER, 0, row["niveau"], row["territoire"]))
    return observations, replace(
        report, rows=len(rows), accepted=len(observations), unmatched=tuple(unmatched)
    )


def _observation(row: dict) -> Observation:
    status = Status(row["statut"])
    bound = row["valeur"] if status is Status.CENSORED else None
    below = bound is not None and UPPER.search(row["note"]) is not None
    return Observation(
        indicator=row["indicateur"],
        level=row["niveau"],
        territory=row["territoire"],
        period=row["periode"],
        value=row["valeur"] if status is Status.VALUE else None,
        status=status,
        marks=row["marques"],
        unit=row["unite"],
        source=row["source"],
        origin=row["origine"],
        edition=row["edition"],
        vintage=row["millesime"],
        revision=row["revision"],
        note=row["note"],
        lower=None if below else bound,
        upper=bound if below else None,
    )
