"""The attack written to be obvious: every table of whole numbers that fits is made, one by one."""

from __future__ import annotations

from itertools import product


def possible_values(
    leaves: list, sums: list[tuple[object, list]], shown: dict, most: int
) -> dict[object, set[int]]:
    """What each cell is in the tables that fit; unknown leaves go from 0 to `most`.

    `sums` are (margin, leaves that it is the sum of).
    """
    unknown = [leaf for leaf in leaves if leaf not in shown]
    found: dict[object, set[int]] = {}
    for guess in product(range(most + 1), repeat=len(unknown)):
        values = shown | dict(zip(unknown, guess, strict=True))
        table = {leaf: values[leaf] for leaf in leaves}
        table |= {margin: sum(values[leaf] for leaf in parts) for margin, parts in sums}
        if all(table[cell] == value for cell, value in shown.items()):
            for cell, value in table.items():
                found.setdefault(cell, set()).add(int(value))
    return found
