"""The letter as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.base import pdf
from observatoire.newsletter.models import Issue, Line


@dataclass(frozen=True)
class ShownPart:
    key: str
    label: str
    lines: list[Line]


def present_parts(parts: list[tuple[str, str, list[Line]]]) -> list[ShownPart]:
    """The parts that say something."""
    return [ShownPart(key, label, lines) for key, label, lines in parts if lines]


def pdf_parts(issue: Issue, parts: list[tuple[str, str, list[Line]]]) -> list:
    found: list = [pdf.Text(issue.period)]
    if issue.erratum:
        found.append(pdf.Text(f"Correction\u00a0: {issue.erratum}"))
    if issue.introduction:
        found.append(pdf.Text(issue.introduction))
    for _, label, lines in parts:
        if lines:
            found.append(pdf.Heading(label))
            found += [pdf.Text(_sentence(line)) for line in lines]
    return found


def _sentence(line: Line) -> str:
    mark = f"{line.mark}. " if line.mark else ""
    source = f" Source\u00a0: {line.source}." if line.source else ""
    end = "" if line.title[-1:] in ".?!…" else "."
    return f"{mark}{line.title}{end} {line.text}{source}".strip()
