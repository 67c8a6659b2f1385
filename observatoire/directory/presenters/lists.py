"""A list in words: what it asks for, why some are left out."""

from __future__ import annotations

from collections import Counter

from observatoire.base.models import Territory
from observatoire.directory.models import ContactList, Group, Institution, Topic
from observatoire.directory.queries.lists import Audience


def criteria_in_words(chosen_list: ContactList) -> list[tuple[str, str]]:
    asked = chosen_list.criteria
    kinds = dict(Institution.Kind.choices)
    words = [
        ("Types d’institution", [kinds[one] for one in asked.get("kinds", []) if one in kinds]),
        ("Territoires", [_place(key) for key in asked.get("territories", [])]),
        ("Sujets", _names(Topic.objects.filter(pk__in=asked.get("topics", [])))),
        ("Groupes", _names(Group.objects.filter(pk__in=asked.get("groups", [])))),
        ("Mot de la fonction", [asked["function"]] if asked.get("function") else []),
    ]
    return [(label, ", ".join(values)) for label, values in words if values]


def _names(rows) -> list[str]:
    return list(rows.order_by("name").values_list("name", flat=True))


def _place(key: str) -> str:
    level, _, code = key.partition(":")
    found = Territory.objects.present().filter(level=level, code=code).first()
    return found.name if found else code


def reasons_in_words(reached: Audience) -> list[tuple[str, int]]:
    """Why people are left out, the most frequent first."""
    counts = Counter(one.reason for one in reached.excluded)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
