"""Which ideas seem to tell of one initiative: by their rare words, not by those all share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from observatoire.base.french import terms

ALIKE = 0.42  # of 1: measured on ideas worded differently about one initiative (tests)
TITLE_COUNTS = 2


@dataclass(frozen=True)
class Told:
    """An idea as words: what it is called, what it says, who carries it."""

    key: str
    title: str
    summary: str
    organisation: str = ""


def likenesses(ideas: Sequence[Told], *, at_least: float = ALIKE) -> list[tuple[str, str, float]]:
    """Pairs of ideas that look alike, the closest first."""
    vectors = _vectors(ideas)
    found = [
        (first.key, second.key, round(_cosine(vectors[first.key], vectors[second.key]), 3))
        for number, first in enumerate(ideas)
        for second in ideas[number + 1 :]
    ]
    return sorted((one for one in found if one[2] >= at_least), key=lambda one: -one[2])


def clusters(ideas: Sequence[Told], *, at_least: float = ALIKE) -> list[list[str]]:
    """Groups of ideas each like one other of its group at least; the largest first."""
    leads = {one.key: one.key for one in ideas}

    def lead(key: str) -> str:
        while leads[key] != key:
            key = leads[key]
        return key

    for first, second, _ in likenesses(ideas, at_least=at_least):
        leads[lead(second)] = lead(first)
    groups: dict[str, list[str]] = {}
    for one in ideas:
        groups.setdefault(lead(one.key), []).append(one.key)
    return sorted((group for group in groups.values() if len(group) > 1), key=len, reverse=True)


def _vectors(ideas: Iterable[Told]) -> dict[str, dict[str, float]]:
    counted = {one.key: _counts(one) for one in ideas}
    seen_in = Counter(word for counts in counted.values() for word in counts)
    number = len(counted)
    vectors = {}
    for key, counts in counted.items():
        weighed = {
            word: (1 + math.log(count)) * math.log(1 + number / seen_in[word])
            for word, count in counts.items()
        }
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        vectors[key] = {word: value / length for word, value in weighed.items()}
    return vectors


def _counts(idea: Told) -> Counter[str]:
    counts = Counter(terms(idea.summary))
    for part in (idea.title, idea.organisation):
        for word in terms(part):
            counts[word] += TITLE_COUNTS
    return counts


def _cosine(first: dict[str, float], second: dict[str, float]) -> float:
    if len(second) < len(first):
        first, second = second, first
    return sum(value * second.get(word, 0.0) for word, value in first.items())
