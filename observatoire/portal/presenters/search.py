"""The words of the search page."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.portal.queries.search import Found


@dataclass(frozen=True)
class Facet:
    label: str
    value: str
    number: int
    is_current: bool


def facets_of(found: Found, *, label: str) -> list[Facet]:
    """« Tout », then each nature with its number; none when there is nothing to choose."""
    if len(found.counts) < 2 and not label:
        return []
    everything = Facet("Tout", "", found.total, is_current=not label)
    return [everything] + [
        Facet(name, name, number, is_current=name == label) for name, number in found.counts
    ]


def headline(*, words: str, number: int, is_partial: bool = False, is_direct: bool = False) -> str:
    """« 3 résultats pour « logement » », in words for none, for one, and for near ones only;
    `is_direct` when the very figure asked for is shown above the others."""
    if not words:
        return "Rechercher dans la plateforme"
    quoted = f"«\u00a0{words}\u00a0»"
    if is_partial and is_direct:
        return f"Les chiffres que demande {quoted}"
    if is_partial:
        return f"Rien ne contient tous les mots de {quoted}"
    if number == 0:
        return f"Rien ne correspond à {quoted}"
    if number == 1:
        return f"Un résultat pour {quoted}"
    return f"{thousands(number)} résultats pour {quoted}"


def inventory(counts: tuple[tuple[str, int], ...]) -> list[str]:
    """What can be found, nature by nature: « Territoire : 1 228 »."""
    return [f"{label}\u00a0: {thousands(number)}" for label, number in counts]


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
