"""Finding anything of the site by its words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from observatoire.base.french import normalise
from observatoire.base.models import SearchEntry, Territory

PER_PAGE = 20
SUGGESTED = 5
# Below this likeness a suggestion reads as a mistake of ours, not as a mistake of theirs.
LIKENESS = 0.7
SUGGESTED_LEVELS = ("commune", "epci", "departement")


@dataclass(frozen=True)
class Found:
    """The answer to a question: one page of entries, and how many there are of each nature."""

    page: Page
    counts: tuple[tuple[str, int], ...]
    suggestions: tuple[Territory, ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def find(*, words: str, label: str, page: str | None, groups: frozenset[str]) -> Found:
    """Entries that hold the words, of one nature when `label` is given, and the counts of all."""
    entries = SearchEntry.objects.readable_by(groups).matching(words)
    counts = count_labels(entries)
    kept = entries.filter(label=label) if label else entries
    paginator = Paginator(kept.defer("title_words", "body_words"), PER_PAGE)
    # The counts are known already; the paginator would ask for them again.
    paginator.count = sum(count for name, count in counts if label in ("", name))
    suggestions = () if counts else tuple(near_territories(words))
    return Found(paginator.get_page(page), counts, suggestions)


def count_labels(entries) -> tuple[tuple[str, int], ...]:
    """How many entries of each nature, the most numerous first."""
    rows = entries.order_by().values("label").annotate(number=Count("pk")).order_by("label")
    pairs = [(row["label"], row["number"]) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def count_everything(groups: frozenset[str]) -> tuple[tuple[str, int], ...]:
    return count_labels(SearchEntry.objects.readable_by(groups))


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
