"""What was read, against the rules of the catalogue and what is published already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa

from stats.catalogue.model import Catalogue
from stats.doubts import doubts
from stats.integrity import Nested, check_incoming
from stats.observation import Observation
from stats.sources.report import Report
from stats.store import Store


def checked(
    report: Report,
    observations: pa.Table | Iterable[Observation],
    store: Store,
    catalogue: Catalogue,
    territories: Nested | None = None,
    *,
    replaces: bool = False,
) -> Report:
    """The report with the rules that these observations do not keep, and what makes one doubt of
    them: a blocking rule and it is no longer `sound`.

    A report that is not sound is given back as it is.
    """
    if not report.sound:
        return report
    breaches = check_incoming(
        store, observations, catalogue, territories, replaced=report.source if replaces else ""
    )
    found = doubts(observations, store, catalogue)
    return replace(report, breaches=tuple(breaches), doubts=tuple(found))
