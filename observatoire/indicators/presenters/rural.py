"""Country and town on a page: the two sums, how much of the inhabitants they cover, or why not."""

from __future__ import annotations

from dataclasses import dataclass

from stats.catalogue import Indicator
from stats.comparison.guards import Refusal
from stats.periods import parse_period
from stats.rural import NO_GRID, Ground, Reading, Side
from stats.words import format_number, format_value, typeset

LABELS = {Ground.RURAL: "Communes rurales", Ground.URBAN: "Communes urbaines"}
GIVE_IT = " Elle se dépose à côté du fichier des communes, à l’installation."


@dataclass(frozen=True)
class GroundLine:
    """One ground: its sum, its limits if any, its communes, the share of inhabitants covered."""

    label: str
    value: str
    limits: str
    communes: str
    share: str


def present_rural(indicator: Indicator, found: Reading | Refusal, place: str) -> dict:
    """`reason` alone when nothing could be read."""
    if isinstance(found, Refusal):
        more = GIVE_IT if found.reason == NO_GRID else ""
        return {"reason": typeset(found.reason + more), "place": place}
    return {
        "place": place,
        "period": parse_period(found.period).label,
        "lines": [_line(indicator, side) for side in found.sides],
        "ungraded": found.ungraded,
        "reason": "",
    }


def method(year: int | None) -> str:
    """How rural is told from urban, and of what year."""
    dated = f" de {year}" if year else ""
    return typeset(
        f"Grille communale de densité de l’Insee{dated} : rural, degrés 5, 6 et 7. Seuls les "
        "chiffres communaux publiés sont additionnés ; la part couverte dit combien d’habitants "
        "vivent dans ces communes."
    )


def present_people(found: dict[Ground, tuple[int, int]]) -> list[tuple[str, str]]:
    """« Communes rurales: 180 communes, 412 000 habitants, 31 % »."""
    everyone = sum(people for _, people in found.values())
    return [
        (
            LABELS[ground],
            f"{_communes(communes)}, {format_number(people)} habitants"
            + (f" ({format_number(100 * people / everyone)}\u00a0%)" if everyone else ""),
        )
        for ground, (communes, people) in found.items()
    ]


def rural_record(indicator: Indicator, found: Reading) -> dict:
    """The same for a machine."""
    return {
        "indicateur": indicator.code,
        "periode": found.period,
        "unite": indicator.unit,
        "communes_sans_degre": found.ungraded,
        "resultats": [_record(side) for side in found.sides],
    }


def _record(side: Side) -> dict:
    bounds = {"borne_basse": side.total.low, "borne_haute": side.total.high}
    return {
        "sol": str(side.ground),
        "valeur": side.total.value if side.counted else None,
        **(bounds if side.counted and side.total.is_rounded else {}),
        "communes": side.communes,
        "communes_comptees": side.counted,
        "communes_sous_secret": side.secret,
        "habitants": side.people,
        "habitants_couverts": side.covered,
        "part_couverte": side.share,
    }


def _line(indicator: Indicator, side: Side) -> GroundLine:
    found = side.total
    limits = ""
    if side.counted and found.is_rounded:
        low, high = (format_number(edge, indicator.decimals) for edge in (found.low, found.high))
        limits = f"entre {low} et {high}, chiffres arrondis"
    return GroundLine(
        label=LABELS[side.ground],
        value=format_value(found.value, indicator.unit, indicator.decimals)
        if side.counted
        else "aucun chiffre publié",
        limits=limits,
        communes=f"{_communes(side.counted)} sur {format_number(side.communes)}{_secret(side)}",
        share="" if side.share is None else f"{format_number(side.share)}\u00a0%",
    )


def _communes(count: int) -> str:
    return f"{format_number(count)} commune{'s' if count > 1 else ''}"


def _secret(side: Side) -> str:
    return f" ({format_number(side.secret)} sous secret)" if side.secret else ""
