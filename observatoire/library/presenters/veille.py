"""The queue, the sources and the reports as their screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from observatoire.library.citations.formatted import french_date
from observatoire.library.citations.kept import of_row
from observatoire.library.citations.reference import Reference
from observatoire.library.models import Finding, Theme


@dataclass(frozen=True)
class Line:
    finding: Finding
    reference: Reference
    when: str
    site: str
    themes: tuple[tuple[str, str], ...]
    territories: tuple[tuple[str, str], ...]


def theme_names() -> dict[str, str]:
    return dict(Theme.objects.values_list("slug", "name"))


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
