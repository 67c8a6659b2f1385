"""What secrecy hid of a deposit, as the administration shows it; and the public example."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice

from stats.catalogue import Catalogue
from stats.catalogue.model import SecrecyRule
from stats.periods import parse_period
from stats.secrecy.reasons import REASONS
from stats.statuses import Status
from stats.territory import Level, Territories
from stats.words import format_number, typeset

LISTED = 200
HIDDEN = (Status.PRIMARY_SECRET, Status.SECONDARY_SECRET)


@dataclass(frozen=True)
class MaskLine:
    """A hidden figure: what it was, what is shown in its place, why."""

    title: str
    place: str
    period: str
    before: str
    kind: str
    reason: str


def present_secrecy(
    told: dict, listing: bytes, catalogue: Catalogue, territories: Territories
) -> dict:
    """The numbers and the first lines of the private file; `listing` is empty once erased."""
    rows = csv.DictReader(io.StringIO(listing.decode("utf-8-sig")), delimiter=";")
    masked = (row for row in rows if row["statut"] in set(HIDDEN) and row["raison"])
    lines = [_line(row, catalogue, territories) for row in islice(masked, LISTED)]
    hidden = told["primaires"] + told["secondaires"]
    return {
        "origin": told["origine"],
        "threshold": format_number(told["seuil"]) if told["seuil"] else "",
        "primary": told["primaires"],
        "secondary": told["secondaires"],
        "attacked": told["attaquees"],
        "optimal": told["optimale"],
        "lines": lines,
        "left": hidden - len(lines),
    }


def _line(row: dict, catalogue: Catalogue, territories: Territories) -> MaskLine:
    indicator = catalogue.indicators.get(row["indicateur"])
    place = territories.get(row["niveau"], row["territoire"])
    status = Status(row["statut"])
    return MaskLine(
        title=indicator.short_title if indicator else row["indicateur"],
        place=f"{place.name} ({Level(row['niveau']).label.lower()})"
        if place
        else f"{row['niveau']} {row['territoire']}",
        period=parse_period(row["periode"]).label,
        before=format_number(float(row["avant"].replace(",", "."))),
        kind="Secret primaire" if status is Status.PRIMARY_SECRET else "Secret secondaire",
        reason=row["raison"][0].upper() + row["raison"][1:],
    )


@dataclass(frozen=True)
class ExampleCell:
    """A cell of the worked example; `kind` is « valeur », « primaire » or « secondaire »."""

    text: str
    kind: str


@dataclass(frozen=True)
class ExampleLine:
    name: str
    cells: tuple[ExampleCell, ...]


EXAMPLE_COLUMNS = ("Moins de 25 ans", "25 ans ou plus", "Ensemble")
# An invented commune by age. That these masks are the engine's own is tested.
EXAMPLE = {
    "Commune A": (3, 41, 44),
    "Commune B": (12, 57, 69),
    "Commune C": (9, 38, 47),
    "Intercommunalité": (24, 136, 160),
}
EXAMPLE_PRIMARY = frozenset({("Commune A", 0)})
EXAMPLE_SECONDARY = frozenset({("Commune A", 1), ("Commune C", 0), ("Commune C", 1)})


def example(*, masks: str) -> list[ExampleLine]:
    """The example with `masks` « rien », « primaire » or « tout »."""
    return [
        ExampleLine(name, tuple(_cell(name, n, value, masks) for n, value in enumerate(values)))
        for name, values in EXAMPLE.items()
    ]


def _cell(name: str, column: int, value: int, masks: str) -> ExampleCell:
    place = (name, column)
    if masks != "rien" and place in EXAMPLE_PRIMARY:
        return ExampleCell("secret", "primaire")
    if masks == "tout" and place in EXAMPLE_SECONDARY:
        return ExampleCell("secret", "secondaire")
    return ExampleCell(format_number(value), "valeur")


def reasons() -> list[str]:
    """The reasons a figure may be hidden for, as sentences."""
    return [text[0].upper() + text[1:] + "." for text in REASONS.values()]


@dataclass(frozen=True)
class DeclaredRule:
    """The rule of a source, as its sheet declares it."""

    title: str
    rule: str
    origin: str


def declared_rules(catalogue: Catalogue) -> list[DeclaredRule]:
    """The sources whose counts the platform masks itself, by title."""
    found = [one for one in catalogue.sources.values() if one.secrecy is not None]
    return [
        DeclaredRule(one.title, _written(one.secrecy), one.secrecy.origin)
        for one in sorted(found, key=lambda one: one.title)
    ]


def _written(rule: SecrecyRule) -> str:
    """« un effectif de moins de 5 ; un contributeur au-delà de 85 % »."""
    said = []
    if rule.threshold:
        said.append(f"un effectif de moins de {format_number(rule.threshold)}")
    if rule.dominance:
        said.append(f"un contributeur au-delà de {format_number(rule.dominance)} %")
    if rule.p:
        said.append(f"règle de {format_number(rule.p)} %")
    if rule.sensitive_zeros:
        said.append("zéro")
    return typeset(" ; ".join(said))
