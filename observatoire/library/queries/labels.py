"""The words of what an index keeps as keys: themes, producers, places."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from observatoire.base.models import Territory
from observatoire.directory.models import Group
from observatoire.library.models import Notice, Producer, Theme

FRANCE = "france:FR"
LEVELS = ("commune", "epci", "departement", "region", "france")
# A study may be about a region that is not ours, of which the platform has no row.
REGIONS = {
    "R01": "Guadeloupe",
    "R02": "Martinique",
    "R03": "Guyane",
    "R04": "La Réunion",
    "R06": "Mayotte",
    "R11": "Île-de-France",
    "R24": "Centre-Val de Loire",
    "R27": "Bourgogne-Franche-Comté",
    "R28": "Normandie",
    "R32": "Hauts-de-France",
    "R44": "Grand Est",
    "R52": "Pays de la Loire",
    "R53": "Bretagne",
    "R75": "Nouvelle-Aquitaine",
    "R76": "Occitanie",
    "R84": "Auvergne-Rhône-Alpes",
    "R93": "Provence-Alpes-Côte d’Azur",
    "R94": "Corse",
}


def themes() -> list[Theme]:
    return list(Theme.objects.all())


def producers(slugs: Iterable[str]) -> dict[str, str]:
    rows = Producer.objects.filter(slug__in=list(slugs)).order_by("slug")
    return dict(rows.values_list("slug", "name"))


def places(keys: Iterable[str]) -> dict[str, str]:
    """The name of each « niveau:code »; those that nobody knows are shown by their code."""
    wanted = set(keys)
    names = {key: key.partition(":")[2] for key in wanted}
    names |= {
        key: REGIONS[code] for key in wanted if (code := key.removeprefix("region:")) in REGIONS
    }
    if FRANCE in wanted:
        names[FRANCE] = "France"
    unknown = [key.partition(":")[::2] for key in wanted if names[key] in key]
    if unknown:
        asked = Q()
        for level, code in unknown:
            asked |= Q(level=level, code=code)
        rows = Territory.objects.present().filter(asked).order_by("level", "code")
        found = rows.values_list("level", "code", "name")
        names |= {f"{level}:{code}": name for level, code, name in found}
    return names


def known_place(key: str) -> bool:
    level, _, code = key.partition(":")
    if key == FRANCE or (level == "region" and code in REGIONS):
        return True
    return Territory.objects.present().filter(level=level, code=code).exists()


def groups() -> list[Group]:
    return list(Group.objects.open().order_by("name"))


def kinds() -> dict[str, str]:
    return dict(Notice.Kind.choices)


def accesses() -> dict[str, str]:
    return dict(Notice.Visibility.choices)


def source_of(notice: Notice) -> str:
    """« Insee, DREAL · Insee Analyses n° 139 »."""
    names = ", ".join(one.name for one in notice.producers.all())
    issue = notice.collection
    if notice.number:
        issue = f"{issue} n°\u00a0{notice.number}".strip()
    return " · ".join(part for part in (names, issue) if part)
