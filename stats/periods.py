"""Periods as the contract writes them: year, half-year, quarter, month, day, campaign.

A period is matched exactly, never by overlap: `2025` and `2025-12-31` are two periods. What this
module adds is order (to draw a line), the French label, and « the one before » of the same rhythm.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
PATTERNS = {
    "annee": re.compile(r"(\d{4})$"),
    "semestre": re.compile(r"(\d{4})-S([12])$"),
    "trimestre": re.compile(r"(\d{4})-T([1-4])$"),
    "mois": re.compile(r"(\d{4})-(0[1-9]|1[0-2])$"),
    "jour": re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
    "campagne": re.compile(r"(\d{4})-(\d{4})$"),
}
NB_SPACE = "\u00a0"


@dataclass(frozen=True, order=True)
class Period:
    """One period. Sorting by `end` (year, in fractions) puts any rhythms in the order of time."""

    end: float
    code: str
    rhythm: str
    year: int

    @property
    def label(self) -> str:
        """« T3 2025 », « 31 décembre 2019 », « septembre 2024 », « campagne 2022-2023 »."""
        numbers = [int(n) for n in re.findall(r"\d+", self.code)]
        match self.rhythm:
            case "semestre":
                return f"{'1er' if numbers[1] == 1 else '2e'} semestre{NB_SPACE}{self.year}"
            case "trimestre":
                return f"T{numbers[1]}{NB_SPACE}{self.year}"
            case "mois":
                return f"{MONTHS[numbers[1] - 1]}{NB_SPACE}{self.year}"
            case "jour":
                day = "1er" if numbers[2] == 1 else str(numbers[2])
                return f"{day}{NB_SPACE}{MONTHS[numbers[1] - 1]}{NB_SPACE}{self.year}"
            case "campagne":
                return f"campagne{NB_SPACE}{self.code}"
        return self.code


def parse_period(code: str) -> Period:
    """The Period of a code. Raises ValueError with a sentence when the code is not one of ours."""
    for rhythm, pattern in PATTERNS.items():
        if not (found := pattern.match(code)):
            continue
        numbers = [int(n) for n in found.groups()]
        year = numbers[0]
        match rhythm:
            case "annee":
                end = year + 1.0
            case "semestre":
                end = year + numbers[1] / 2
            case "trimestre":
                end = year + numbers[1] / 4
            case "mois":
                end = year + numbers[1] / 12
            case "jour":
                end = year + (numbers[1] - 1) / 12 + numbers[2] / 372
            case _:
                if numbers[1] != year + 1:
                    break
                year, end = numbers[1], numbers[1] + 0.5
        return Period(end=end, code=code, rhythm=rhythm, year=year)
    raise ValueError(
        f"« {code} » n’est pas une période : écrire 2025, 2025-S1, 2025-T3, 2025-09, 2025-12-31 "
        "ou 2022-2023."
    )


def day_after(code: str) -> str | None:
    """The day that follows the last of a period: « 2019-12-31 » and « 2019 » give « 2020-01-01 ».

    None for a campaign, whose last day is not said. Raises ValueError as `parse_period`.
    """
    period = parse_period(code)
    numbers = [int(n) for n in re.findall(r"\d+", code)]
    match period.rhythm:
        case "annee":
            month = 12
        case "semestre":
            month = numbers[1] * 6
        case "trimestre":
            month = numbers[1] * 3
        case "mois":
            month = numbers[1]
        case "jour":
            month = numbers[1]
            if numbers[2] < calendar.monthrange(period.year, month)[1]:
                return f"{period.year:04d}-{month:02d}-{numbers[2] + 1:02d}"
        case _:
            return None
    year, month = (period.year + 1, 1) if month == 12 else (period.year, month + 1)
    return f"{year:04d}-{month:02d}-01"


def period_before(code: str) -> str:
    """The one before, of the same rhythm; of a day, the same day a year before.

    Raises ValueError as `parse_period`.
    """
    period = parse_period(code)
    numbers = [int(n) for n in re.findall(r"\d+", code)]
    year = numbers[0] - 1
    match period.rhythm:
        case "semestre" | "trimestre" as rhythm:
            letter, last = ("S", 2) if rhythm == "semestre" else ("T", 4)
            rank = numbers[1] - 1
            return f"{numbers[0]}-{letter}{rank}" if rank else f"{year}-{letter}{last}"
        case "mois":
            return f"{numbers[0]}-{numbers[1] - 1:02d}" if numbers[1] > 1 else f"{year}-12"
        case "jour":
            last = calendar.monthrange(year, numbers[1])[1]
            return f"{year}-{numbers[1]:02d}-{min(numbers[2], last):02d}"
        case "campagne":
            return f"{year}-{numbers[0]}"
    return str(year)
