"""What was said to be wrong."""

from __future__ import annotations

from observatoire.indicators.models import Erratum


def errata_of(key: tuple[str, str, str, str]) -> list[Erratum]:
    """The errata that touch a number, the latest first."""
    return list(Erratum.objects.of_number(*key))


def all_errata(limit: int = 200) -> list[Erratum]:
    return list(Erratum.objects.all()[:limit])
