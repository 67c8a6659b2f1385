"""The page of one number: what it is, what it was, how it may be used, how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from observatoire.indicators.presenters.api import observation_record
from observatoire.indicators.presenters.tags import Tag, remark_of, tags_of
from stats.catalogue import Indicator, Source
from stats.comparison.guards import what_is_allowed
from stats.comparison.intervals import Interval, interval_of
from stats.comparison.rounding import bounds
from stats.observation import Observation
from stats.periods import MONTHS, parse_period
from stats.releases.number import Number, Revision, address, correction_in_words
from stats.territory import Level, Territory
from stats.words import as_published, at, format_observation, format_value, in_sentence, where

PARIS = ZoneInfo("Europe/Paris")
OPERATIONS = {"somme": "L’additionner", "moyenne": "En faire la moyenne", "rang": "Le classer"}


@dataclass(frozen=True)
class Line:
    """A revision as a line of the history."""

    number: int
    value: str
    edition: str
    source: str
    published: str
    tags: tuple[Tag, ...]
    address: str
    is_current: bool
    is_shown: bool


def present_number(
    indicator: Indicator,
    number: Number,
    shown: Revision,
    place: Territory | None,
    source: Source | None,
) -> dict:
    row = shown.row
    value = format_observation(indicator, row)
    name = place.name if place else row.label or row.territory
    when = in_sentence(parse_period(row.period))
    return {
        "value": f"{value[:1].upper()}{value[1:]}",
        "what": f"{indicator.title}, {name}, {when}",
        "place_name": name,
        "period": parse_period(row.period).label,
        "tags": tags_of(row),
        "remark": remark_of(row, in_full=True),
        "is_current": shown.is_current,
        "revision": shown.number,
        "current_address": address(number.key),
        "fixed_address": address(number.key, shown.number),
        "facts": _facts(indicator, shown, source),
        "lines": [_line(indicator, one, number, shown) for one in number.revisions],
        "corrections": [
            correction_in_words(indicator, old.row, new.row) for old, new in number.corrections
        ],
        "allowed": _allowed(indicator, row),
    }


def number_record(indicator: Indicator, number: Number, shown: Revision, site: str) -> dict:
    """The same for a machine, at the same address."""
    return observation_record(shown.row) | {
        "edition": shown.row.edition,
        "note": shown.row.note,
        "publie_le": shown.published_at,
        "courante": shown.is_current,
        "adresse": site + address(number.key),
        "adresse_de_la_revision": site + address(number.key, shown.number),
        "revisions": [
            {
                "revision": one.number,
                "valeur": one.row.value,
                "statut": str(one.row.status),
                "edition": one.row.edition,
                "publie_le": one.published_at,
                "adresse": site + address(number.key, one.number),
            }
            for one in number.revisions
        ],
        "corrections": [
            correction_in_words(indicator, old.row, new.row) for old, new in number.corrections
        ],
    }


def citation(
    indicator: Indicator, shown: Revision, name: str, link: str, platform: str, source: str
) -> str:
    """Producer first: the platform relays."""
    row = shown.row
    value = format_observation(indicator, row)
    edition = f", édition {row.edition}" if row.edition else ""
    when = parse_period(row.period).label
    return (
        f"{source}{edition}\u00a0: «\u00a0{indicator.title}\u00a0», {name}, {when}\u00a0: {value} "
        f"(révision {shown.number}). {platform}, {link}"
    )


def title_of(indicator: Indicator, place: Territory | None, row: Observation) -> str:
    """« Le taux de chômage en Vendée, au T4 2024 »."""
    subject = f"{indicator.subject[:1].upper()}{indicator.subject[1:]}"
    spot = where(place) if place else f"({row.label or row.territory})"
    return f"{subject} {spot}, {at(parse_period(row.period))}"


def day_in_words(stamp: str) -> str:
    """« 23 novembre 2026 » of an ISO hour in UTC, in Paris; empty when unknown."""
    if not stamp:
        return ""
    day = datetime.fromisoformat(stamp).astimezone(PARIS)
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"


def _facts(indicator: Indicator, shown: Revision, source: Source | None) -> list[tuple[str, str]]:
    row = shown.row
    facts = [
        ("Source", row.source),
        ("Producteur", source.producer if source else indicator.producer),
        ("Licence", source.licence if source else ""),
        ("Édition", row.edition),
        ("Géographie", f"au 1er janvier\u00a0{row.vintage}" if row.vintage else ""),
        ("Niveau", Level(row.level).label),
        ("Unité", indicator.unit),
        ("Intervalle", _interval(indicator, row)),
        ("Arrondi", _rounding(indicator, row)),
        ("Entré sur la plateforme", day_in_words(shown.published_at)),
    ]
    return [(term, text) for term, text in facts if text]


def _interval(indicator: Indicator, row: Observation) -> str:
    found = interval_of(indicator, row)
    if not isinstance(found, Interval):
        return found.reason if row.known else ""
    low, high = (format_value(edge, "", indicator.decimals) for edge in (found.low, found.high))
    return f"de {low} à {high}, à 95\u00a0% ({found.method})"


def _rounding(indicator: Indicator, row: Observation) -> str:
    if not row.known or bounds(row) == (row.value, row.value):
        return ""
    described = as_published(indicator, [row])
    low, high = (format_value(edge, "", described.decimals) for edge in bounds(row))
    return f"la vraie valeur est entre {low} et {high}"


def _line(indicator: Indicator, one: Revision, number: Number, shown: Revision) -> Line:
    value = format_observation(indicator, one.row)
    return Line(
        number=one.number,
        value=f"{value[:1].upper()}{value[1:]}",
        edition=one.row.edition,
        source=one.row.source,
        published=day_in_words(one.published_at),
        tags=tags_of(one.row),
        address=address(number.key, one.number),
        is_current=one.is_current,
        is_shown=one.number == shown.number,
    )


def _allowed(indicator: Indicator, row: Observation) -> list[tuple[str, str, bool]]:
    """What may be done with it: (operation, yes or the reason why not, allowed)."""
    return [
        (OPERATIONS[str(operation)], reason or "Oui.", not reason)
        for operation, reason in what_is_allowed(indicator, [row])
    ]
