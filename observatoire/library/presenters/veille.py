"""The queue, the sources and the reports as their screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from observatoire.library.citations.formatted import french_date
from observatoire.library.citations.kept import of_row
from observatoire.library.citations.reference import Reference
from observatoire.library.models import Finding, Theme
from observatoire.library.queries.watching import region_places


@dataclass(frozen=True)
class Line:
    finding: Finding
    reference: Reference
    when: str
    site: str
    themes: tuple[tuple[str, str], ...]
    territories: tuple[tuple[str, str], ...]


def names_of_keys(findings) -> dict[str, str]:
    """The names of the themes and of the places that the findings propose."""
    if not findings:
        return {}
    return dict(Theme.objects.values_list("slug", "name")) | dict(region_places())


def labelled(finding: Finding, names: dict[str, str]) -> Line:
    reference = of_row(finding.content)
    return Line(
        finding,
        reference,
        french_date(finding.date) if finding.date else "",
        (urlsplit(reference.address).hostname or "").removeprefix("www."),
        tuple((names.get(key, key), why) for key, why in finding.themes),
        tuple((_place(key, why, names), why) for key, why in finding.territories),
    )


def _place(key: str, why: str, names: dict[str, str]) -> str:
    """A communauté is not among the names: the reason quotes it."""
    if key in names:
        return names[key]
    quoted = why.partition("«\u00a0")[2].partition("\u00a0»")[0]
    return quoted or key
