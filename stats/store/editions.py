"""Which of two editions was published first, from what their names say."""

from __future__ import annotations

import re
import unicodedata

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
QUARTER = re.compile(r"\bT([1-4])\b")
MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)


def edition_date(edition: str) -> tuple[int, int] | None:
    """The latest year an edition names, and the month, 0 when it does not say; None: no year.

    « T3 2025 » is (2025, 9), « séries 1996-2020 » is (2020, 0).
    """
    years = [int(year) for year in YEAR.findall(edition)]
    if not years:
        return None
    if quarter := QUARTER.search(edition):
        return max(years), int(quarter[1]) * 3
    bare = unicodedata.normalize("NFD", edition.lower()).encode("ascii", "ignore").decode()
    named = [number for number, month in enumerate(MONTHS, start=1) if month in bare.split()]
    return max(years), max(named, default=0)
