"""Finding anything of the site by its words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from observatoire.base.french import normalise, terms
from observatoire.base.models import SearchEntry, Territory

PER_PAGE = 20
SUGGESTED = 5
# Below this likeness a suggestion reads as a mistake of ours, not as a mistake of theirs.
LIKENESS = 0.7
MOST_WORDS = 8
TERRITORY, INDICATOR = "territoire", "indicateur"
SUGGESTED_LEVELS = ("commune", "epci", "departement")


@dataclass(frozen=True)
class Crossing:
    """An indicator in a territory: what « chomage vendee » asks for."""

    title: str
    place: str
    address: str


@dataclass(frozen=True)
class Found:
    """The answer to a question: one page of entries, and how many there are of each nature.

    `is_partial` when no entry holds all the words: these hold some of them.
    """

    page: Page
    counts: tuple[tuple[str, int], ...]
    suggestions: tuple[Territory, ...]
    crossings: tuple[Crossing, ...] = ()
    is_partial: bool = False

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def find(
    *,
    words: str,
    label: str,
    page: str | None,
    groups: frozenset[str],
    is_partner: bool = False,
) -> Found:
    """Entries that hold the words, of one nature when `label` is given, and the counts of all."""
    readable = SearchEntry.objects.readable_by(groups, is_partner=is_partner)
    entries = readable.matching(words)
    counts = count_labels(entries)
    is_partial = not counts and len(terms(words)) > 1
    if is_partial:
        entries = readable.matching_some(words)
        counts = count_labels(entries)
    kept = entries.filter(label=label) if label else entries
    paginator = Paginator(kept.defer("title_words", "body_words"), PER_PAGE)
    # The counts are known already; the paginator would ask for them again.
    paginator.count = sum(count for name, count in counts if label in ("", name))
    suggestions = () if counts else tuple(near_territories(words))
    return Found(
        paginator.get_page(page),
        counts,
        suggestions,
        crossings=tuple(crossings_of(words, readable)),
        is_partial=is_partial and bool(counts),
    )


def crossings_of(words: str, readable) -> list[Crossing]:
    """Indicators named by some of the words, in the territory that the others name."""
    stems = terms(words)[:MOST_WORDS]
    names = {
        " ".join(stems[start:end]): (start, end)
        for start in range(len(stems))
        for end in range(start + 1, len(stems) + 1)
        if end - start < len(stems)
    }
    places = list(readable.filter(kind=TERRITORY, title_words__in=names))
    if not places:
        return []
    # The longest name, then what weighs most: the département before a commune of its name.
    place = max(places, key=lambda one: (len(one.title_words.split()), one.weight, one.key))
    start, end = names[place.title_words]
    rest = " ".join([*stems[:start], *stems[end:]])
    found = readable.filter(kind=INDICATOR).matching(rest)[:SUGGESTED]
    return [
        Crossing(one.title, place.title, f"{one.address}?{urlencode({'territoire': place.key})}")
        for one in found
    ]


def count_labels(entries) -> tuple[tuple[str, int], ...]:
    """How many entries of each nature, the most numerous first."""
    rows = entries.order_by().values("label").annotate(number=Count("pk")).order_by("label")
    pairs = [(row["label"], row["number"]) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def count_everything(groups: frozenset[str], *, is_partner: bool) -> tuple[tuple[str, int], ...]:
    return count_labels(SearchEntry.objects.readable_by(groups, is_partner=is_partner))


def near_territories(words: str) -> list[Territory]:
    """Present territories of the region whose name or postal code is nearly what was typed."""
    wanted = normalise(words)
    if not wanted:
        return []
    territories = Territory.objects.present().filter(in_region=True, level__in=SUGGESTED_LEVELS)
    if wanted.isdigit():
        return list(
            territories.filter(Q(postal_codes__contains=wanted) | Q(code=wanted))[:SUGGESTED]
        )
    names = dict.fromkeys(territories.values_list("searched_name", flat=True))
    near = get_close_matches(wanted, names, n=SUGGESTED, cutoff=LIKENESS)
    found = territories.filter(searched_name__in=near)
    return sorted(found, key=lambda territory: near.index(territory.searched_name))[:SUGGESTED]
