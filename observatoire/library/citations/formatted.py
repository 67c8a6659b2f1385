"""A reference as it is quoted in French."""

from __future__ import annotations

from observatoire.library.citations.reference import Reference

NBSP = "\u00a0"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def french_date(date: str) -> str:
    """« 2024-05-01 » is « 1er mai 2024 », with spaces that do not break."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    if len(rest) == 1:
        return f"{month}{NBSP}{year}"
    day = "1er" if rest[1] == "01" else str(int(rest[1]))
    return f"{day}{NBSP}{month}{NBSP}{year}"


def citation(reference: Reference) -> str:
    """« Auteurs, « Titre », collection, n° 12, producteur, mai 2024, p. 1-8. Adresse. »"""
    who = _people(reference.authors)
    named = [] if who == _people(reference.producers) else [_people(reference.producers)]
    title = f"«{NBSP}{reference.title}{NBSP}»"
    number = (
        f"n°{NBSP}{reference.number}"
        if reference.number and not _says_number(reference.number)
        else reference.number
    )
    volume = f"vol.{NBSP}{reference.volume}" if reference.volume else ""
    pages = f"p.{NBSP}{reference.pages}" if reference.pages else ""
    when = french_date(reference.date)
    parts = [who, title, reference.collection, volume, number, *named, when, pages]
    end = f"doi:{reference.doi}" if reference.doi else reference.address
    return ", ".join(part for part in parts if part) + "." + (f" {end}" if end else "")


def _says_number(number: str) -> bool:
    return number.lower().startswith(("n°", "no ", "numéro"))


def _people(names: tuple[str, ...]) -> str:
    """Three at most; beyond, the first « et al. »."""
    if len(names) > 3:
        return f"{names[0]} et{NBSP}al."
    return ", ".join(names[:-1]) + (" et " if len(names) > 1 else "") + names[-1] if names else ""
