"""« Déjà là »: whether two references are one study, and what says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from observatoire.library.citations.reference import Reference
from observatoire.library.harvest.address import normal

ENOUGH = 0.72  # of the words, weighed by their rarity of length
_EMPTY = frozenset(
    "a au aux avec ce ces dans de des du elle en et est il l la le les leur leurs n ne ou "
    "par pas plus "
    "pour qu que qui s sa se ses son sont sur un une d c y the of and in to".split()
)


@dataclass(frozen=True)
class Known:
    """A notice, or a finding that waits, as far as a likeness goes."""

    key: str
    title: str
    year: str = ""
    doi: str = ""
    isbn: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Twin:
    """Which one, why in a sentence, and whether it leaves no doubt."""

    key: str
    reason: str
    is_certain: bool


def folded(text: str) -> str:
    """No case, accent nor punctuation: « L’emploi, à Nantes » is « l emploi a nantes »."""
    text = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(
        re.findall(r"[a-z0-9]+", "".join(c for c in text if not unicodedata.combining(c)))
    )


def title_words(title: str) -> frozenset[str]:
    return frozenset(word[:7] for word in folded(title).split() if word not in _EMPTY)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1; a long word shared says more than a short one."""
    if not one or not other:
        return 0.0
    weigh = sum(map(len, one | other))
    return sum(map(len, one & other)) / weigh


class Shelf:
    """What is there already, looked up by each of its marks: one pass, whatever the number."""

    def __init__(self, known: Iterable[Known]):
        self.by_doi: dict[str, str] = {}
        self.by_isbn: dict[str, str] = {}
        self.by_address: dict[str, str] = {}
        self.by_title: dict[str, tuple[str, str]] = {}
        self.holders: dict[str, set[str]] = {}
        self.words: dict[str, tuple[frozenset[str], str]] = {}
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        for table, mark in ((self.by_doi, one.doi.lower()), (self.by_isbn, one.isbn)):
            if mark:
                table.setdefault(mark, one.key)
        for address in one.addresses:
            if key := normal(address):
                self.by_address.setdefault(key, one.key)
        words = title_words(one.title)
        if len(words) >= 3:
            self.by_title.setdefault(folded(one.title), (one.key, one.year))
        self.words[one.key] = (words, one.year)
        for word in words:
            self.holders.setdefault(word, set()).add(one.key)

    def twin(self, reference: Reference) -> Twin | None:
        """The same study, if it is there: by its marks first, by its title then."""
        for table, mark, reason in (
            (self.by_doi, reference.doi.lower(), "Même DOI."),
            (self.by_isbn, reference.isbn, "Même ISBN."),
            (self.by_address, normal(reference.address), "Même adresse."),
        ):
            if mark and mark in table:
                return Twin(table[mark], reason, True)
        return self._by_title(reference)

    def _by_title(self, reference: Reference) -> Twin | None:
        """A title of every year (« État du mal-logement ») is one study a year."""
        words, year = title_words(reference.title), reference.date[:4]
        same = self.by_title.get(folded(reference.title))
        if same and _may_agree(year, same[1]):
            return Twin(same[0], "Même titre.", bool(year) and year == same[1])
        if len(words) < 4:
            return None
        close = {
            key
            for word in sorted(words, key=self._rarity)[:4]
            for key in self.holders.get(word, ())
        }
        best = max(
            ((likeness(words, self.words[key][0]), key) for key in sorted(close)), default=(0.0, "")
        )
        if best[0] < ENOUGH or not _may_agree(year, self.words[best[1]][1]):
            return None
        if _numbers(reference.title) != _numbers_of(self.words[best[1]][0]):
            return None
        return Twin(
            best[1], f"Titre très proche ({best[0]:.0%} des mots).".replace("%", "\u00a0%"), False
        )

    def _rarity(self, word: str) -> int:
        return len(self.holders.get(word, ()))


def _may_agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _numbers(title: str) -> frozenset[str]:
    return _numbers_of(title_words(title))


def _numbers_of(words: frozenset[str]) -> frozenset[str]:
    """« Volet 1 » is not « Volet 2 », nor « en 2021 » « en 2022 »."""
    return frozenset(word for word in words if word.isdigit())
