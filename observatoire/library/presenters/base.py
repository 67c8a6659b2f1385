"""The words of the search page of the base."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from observatoire.library.models import Notice
from observatoire.library.queries.base import Found
from observatoire.library.search import FACETS, SORTS, Facet, Question

SHOWN = 8  # values of a facet before « Voir plus »
MOST_TAKEN = 2_000  # studies in one exported file
FORMATS = {
    "ris": "RIS (Zotero)",
    "bib": "BibTeX",
    "csv": "Tableau CSV",
    "json": "CSL-JSON",
    "txt": "Références rédigées",
}
PUBLIC_ONLY = {Notice.Visibility.PUBLIC.value}


@dataclass(frozen=True)
class Choice:
    label: str
    number: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class FacetList:
    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Sort:
    label: str
    address: str
    is_current: bool


def facets_of(found: Found, question: Question, labels: dict[str, dict[str, str]]):
    """The facets that leave something to choose, each with its counts."""
    lists = [_facet(one, found, question, labels.get(one.name, {})) for one in FACETS]
    return [one for one in lists if one]


def _facet(facet: Facet, found: Found, question: Question, labels: dict[str, str]):
    counts = dict(found.counted.facets.get(facet.name, {}))
    chosen = question.values(facet.name)
    # What is chosen stays in sight, were it to hold nothing, so that it can be taken away.
    counts |= {value: 0 for value in chosen if value not in counts}
    if not counts or (facet.name == "acces" and set(counts) <= PUBLIC_ONLY):
        return None
    order = _order(facet.name, labels)
    values = sorted(counts, key=lambda value: (value not in chosen, *order(value, counts)))
    choices = [
        Choice(
            labels.get(value, value),
            thousands(counts[value]),
            question.toggled(facet.name, value).address(),
            value in chosen,
        )
        for value in values
    ]
    shown = SHOWN + 1 if len(choices) == SHOWN + 1 else SHOWN
    return FacetList(
        facet.name, facet.label, tuple(choices[:shown]), tuple(choices[shown:]), bool(chosen)
    )


def _order(name: str, labels: dict[str, str]):
    if name == "annee":
        return lambda value, counts: (-int(value) if value.isdigit() else 0,)
    return lambda value, counts: (-counts[value], labels.get(value, value))


def chosen_of(question: Question, labels: dict[str, dict[str, str]]) -> list[Choice]:
    """What narrows the search, each with the address that takes it away."""
    return [
        Choice(
            labels.get(name, {}).get(value, value),
            "",
            question.toggled(name, value).address(),
            True,
        )
        for name, values in question.chosen
        for value in values
    ]


def sorts_of(question: Question) -> list[Sort]:
    kept = [one for one in SORTS if question.words or one != "pertinence"]
    return [
        Sort(SORTS[one], replace(question, sort=one).address(), one == question.order)
        for one in kept
    ]


@dataclass(frozen=True)
class Taking:
    """What can be taken away of a search: its words, then (label, address) of each format."""

    words: str
    formats: tuple[tuple[str, str], ...]


def taking_of(found: Found, question: Question) -> Taking:
    if found.total == 1:
        words = "Emporter cette étude"
    elif found.total <= MOST_TAKEN:
        words = f"Emporter ces {thousands(found.total)} études"
    else:
        words = f"Emporter les {thousands(MOST_TAKEN)} premières études"
    root = "/base-documentaire/export/"
    formats = ((label, question.address(f"{root}{one}/")) for one, label in FORMATS.items())
    return Taking(words, tuple(formats))


def headline(found: Found, question: Question) -> str:
    """« 12 études sur « logement » », in words for none and for one."""
    if not found.total:
        return "Aucune étude ne correspond"
    number = "Une étude" if found.total == 1 else f"{thousands(found.total)} études"
    words = found.read_as or question.words
    return f"{number} pour «\u00a0{words}\u00a0»" if words else number


def page_address(question: Question, number: int) -> str:
    pairs = [*question.pairs(), ("page", str(number))] if number > 1 else question.pairs()
    return f"/base-documentaire/?{urlencode(pairs)}" if pairs else "/base-documentaire/"


def pages_of(found: Found, question: Question) -> dict:
    """The addresses around this page, None at both ends."""
    before = page_address(question, found.number - 1) if found.number > 1 else None
    after = page_address(question, found.number + 1) if found.number < found.pages else None
    return {"number": found.number, "last": found.pages, "before": before, "after": after}


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
