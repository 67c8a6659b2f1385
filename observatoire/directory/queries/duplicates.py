"""Rows that may be one person: case, accents, order of names, variants of an address.

Nothing is joined here: pairs are proposed with their reasons, and someone decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from observatoire.base.french import normalise
from observatoire.directory.models import Distinct, Person

SAME_NAME = "même nom"
TURNED_NAME = "nom et prénom inversés"
NEAR_NAME = "noms presque identiques"
ADDRESS_VARIANT = "adresses presque identiques"
SAME_PHONE = "même téléphone"
# How much each reason says; what is proposed weighs at least THRESHOLD.
WEIGHTS = {SAME_NAME: 5, TURNED_NAME: 4, NEAR_NAME: 3, ADDRESS_VARIANT: 4, SAME_PHONE: 2}
THRESHOLD = 3
NEAR = 0.88
LARGEST_BLOCK = 60  # what is shared by more says nothing: a switchboard, « contact@ »


@dataclass(frozen=True)
class Likeness:
    """Two people and why they may be one."""

    first: Person
    second: Person
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(WEIGHTS[reason] for reason in self.reasons)


def name_key(first_name: str, last_name: str) -> tuple[str, str]:
    """A name without case, accents, hyphens nor spaces."""
    return normalise(first_name).replace(" ", ""), normalise(last_name).replace(" ", "")


def address_key(email: str) -> str:
    """What stays of an address however it is written: « j-p.durand+pos@x » → « jpdurand »."""
    local = email.partition("@")[0].partition("+")[0]
    return normalise(local).replace(" ", "")


def turned_address_key(email: str) -> str:
    """The same whatever the order of its parts: « durand.jeanne » and « jeanne.durand »."""
    local = email.partition("@")[0].partition("+")[0]
    return "".join(sorted(normalise(local).split()))


def phone_key(phone: str) -> str:
    """The nine figures that count: « +33 2 40… » and « 02 40… » are one number."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-9:] if len(digits) >= 9 else ""


def are_near(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second).ratio() >= NEAR


def reasons_between(one: Person, other: Person, emails: dict) -> tuple[str, ...]:
    """Why two rows may be one person; `emails`: person's key → addresses."""
    mine, theirs = (name_key(who.first_name, who.last_name) for who in (one, other))
    found = []
    if mine == theirs:
        found.append(SAME_NAME)
    elif mine == theirs[::-1]:
        found.append(TURNED_NAME)
    elif are_near("".join(mine), "".join(theirs)) and not _differ_by_number(mine, theirs):
        found.append(NEAR_NAME)
    if _share(emails.get(one.pk, ()), emails.get(other.pk, ())):
        found.append(ADDRESS_VARIANT)
    if phone_key(one.phone) and phone_key(one.phone) == phone_key(other.phone):
        found.append(SAME_PHONE)
    return tuple(found)


def _differ_by_number(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """« Agent 12 » and « Agent 13 » are two."""
    digits = ["".join(sign for sign in "".join(name) if sign.isdigit()) for name in (mine, theirs)]
    return digits[0] != digits[1]


def _share(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    keys = [
        {key(email) for email in emails for key in (address_key, turned_address_key)}
        for emails in (mine, theirs)
    ]
    return bool({key for key in keys[0] if len(key) > 3} & keys[1])


def likenesses(limit: int = 200) -> list[Likeness]:
    """The pairs to look at, the most alike first; those judged distinct are not proposed again."""
    people = list(Person.objects.present().select_related("institution").order_by("pk"))
    emails = _emails_of()
    judged = {frozenset(pair) for pair in _judged()}
    found = []
    for one, other in _neighbours(people, emails):
        if frozenset((one.pk, other.pk)) in judged:
            continue
        likeness = Likeness(one, other, reasons_between(one, other, emails))
        if likeness.weight >= THRESHOLD:
            found.append(likeness)
    found.sort(key=lambda one: (-one.weight, str(one.first), str(one.first.pk), str(one.second.pk)))
    return found[:limit]


def _neighbours(people: list[Person], emails: dict):
    """Pairs that share something, each once: comparing everyone with everyone would be long."""
    blocks = defaultdict(set)
    for number, person in enumerate(people):
        for key in _keys(person, emails.get(person.pk, ())):
            blocks[key].add(number)
    pairs = {
        pair
        for numbers in blocks.values()
        if len(numbers) <= LARGEST_BLOCK
        for pair in combinations(sorted(numbers), 2)
    }
    for first, second in sorted(pairs):
        yield people[first], people[second]


def _keys(person: Person, emails: Iterable[str]):
    first, last = name_key(person.first_name, person.last_name)
    for name in {first, last} - {""}:
        yield "name", name
        yield "start", name[:4]
        yield "end", name[-4:]
    for email in emails:
        yield "address", address_key(email)
        yield "turned", turned_address_key(email)
    if phone := phone_key(person.phone):
        yield "phone", phone


def _emails_of() -> dict:
    found = defaultdict(list)
    rows = Person.objects.present().filter(addresses__isnull=False).order_by("pk")
    for pk, email in rows.values_list("pk", "addresses__email"):
        found[pk].append(email)
    return found


def _judged():
    return Distinct.objects.order_by("pk").values_list("first_id", "second_id")
