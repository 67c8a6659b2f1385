"""Figures published under the code of a commune that has another one today.

A merger may move the seat, and with it the code, of a commune whose ground does not change: its
figure is the same, under another name. Where several communes became one, their rates cannot be
added up here: nothing is guessed, and the figure stays under its former code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from stats.observation import Observation

COMMUNE = "commune"


def under_present_codes(
    rows: Collection[Observation], former: Mapping[str, str], names: Mapping[str, str]
) -> list[Observation]:
    """The rows in their order; one of a former code is told under the present one when nothing
    else is said of that commune at that period, and left out otherwise.

    `former` maps a code that no longer exists to its commune, `names` the latter to its name.
    """
    told = Counter(_cell(row, former) for row in rows)
    return [
        row if row.territory not in former else _renamed(row, former, names)
        for row in rows
        if row.territory not in former or told[_cell(row, former)] == 1
    ]


def _cell(row: Observation, former: Mapping[str, str]) -> tuple[str, str, str, str]:
    code = former.get(row.territory, row.territory) if row.level == COMMUNE else row.territory
    return (row.indicator, str(row.level), code, row.period)


def _renamed(row: Observation, former: Mapping[str, str], names: Mapping[str, str]) -> Observation:
    heir = former[row.territory]
    said = f"Publié sous le code {row.territory}"
    note = f"{row.note.rstrip('.')}. {said}" if row.note else said
    return replace(row, territory=heir, label=names.get(heir, heir), note=note)
