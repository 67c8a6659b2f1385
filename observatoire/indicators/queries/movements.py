"""What the figures say of one place, in a sentence, for whoever asks through the registry."""

from __future__ import annotations

from django.conf import settings

from observatoire.base.registry import Movement, Ref, Saying
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import engine
from stats.catalogue import Indicator, check_indicator_text
from stats.observation import Observation
from stats.periods import parse_period
from stats.secrecy import protect_rows
from stats.territory import TerritoryError
from stats.words import format_observation, last_change, where

RISE, FALL = "hausse", "baisse"
LEAST_PERCENT = 2
TIMES = 3  # how many times the least change that counts: beyond it, one asks


def saying(code: str, level: str, territory: str) -> Saying | None:
    """The last true figure and its change; nothing where none is published."""
    try:
        now = engine()
    except TerritoryError:
        return None
    key = (level, territory) if level else places.region_key(now)
    indicator = now.catalogue.indicators.get(code)
    if indicator is None:
        return None
    asked = {"indicator": code, "territories": [key], "only_real": True}
    series = [one for one in protect_rows(now.store.observations(**asked)) if one.known]
    if not series:
        return None
    last = max(series, key=lambda one: parse_period(one.period))
    return Saying(
        sentence=_sentence(indicator, series, last),
        period=last.period,
        address=f"/indicateurs/{code}/?territoire={key[0]}:{key[1]}",
    )


def latest() -> list[Movement]:
    """Key indicators of the region whose last change is large, the largest first."""
    try:
        now = engine()
    except TerritoryError:
        return []
    key = places.region_key(now)
    codes = [one.code for one in now.catalogue.indicators.values() if one.key]
    asked = {"indicator": codes, "territories": [key], "only_real": True}
    by_code: dict[str, list[Observation]] = {}
    for one in protect_rows(now.store.observations(**asked)):
        if one.known:
            by_code.setdefault(one.indicator, []).append(one)
    found = []
    for code, series in sorted(by_code.items()):
        indicator = now.catalogue.indicators[code]
        last = max(series, key=lambda one: parse_period(one.period))
        change = last_change(indicator, series)
        if change.kind in (RISE, FALL) and _is_large(indicator, series, change.since, last):
            found.append(
                Movement(
                    ref=Ref("indicateur", code),
                    territory=":".join(key),
                    period=last.period,
                    sentence=_capital(f"{where(now.territories.get(*key))}, {change.text}."),
                    address=f"/indicateurs/{code}/",
                )
            )
    return found


def faults_of(code: str, text: str) -> list[str]:
    """What the engine finds wrong in the file of an indicator that does not exist yet."""
    found = check_indicator_text(code, text, settings.CATALOGUE, settings.CATALOGUE_OVERLAY)
    return [one.sentence for one in found]


def _sentence(indicator: Indicator, series: list[Observation], last: Observation) -> str:
    change = last_change(indicator, series)
    value = format_observation(indicator, last)
    dated = f"{value} ({parse_period(last.period).label})"
    return f"{dated}\u00a0: {change.text}." if change.since else f"{dated}."


def _is_large(indicator, series: list[Observation], since: str, last: Observation) -> bool:
    before = next((one for one in series if one.period == since), None)
    if before is None or not before.value:
        return False
    moved, least = abs(last.value - before.value), indicator.minimum_change
    if least.kind == "pourcent":
        moved = moved / abs(before.value) * 100
    return moved >= TIMES * max(least.value, LEAST_PERCENT if least.kind == "pourcent" else 0)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
