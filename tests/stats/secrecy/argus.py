"""The same table under τ-Argus (pytauargus, optimal suppression): another hand, other code."""

from __future__ import annotations

import contextlib
import tempfile

from pytauargus import protect

from stats.secrecy.rules import Rules
from stats.secrecy.table import Table

PRIMARY, SECONDARY = "U", "M"


def argus_masks(table: Table, rules: Rules) -> tuple[int, int]:
    """(primary, secondary) cells hidden. Flat dimensions and a threshold on the count only; it
    never hides a zero, which we may."""
    names = list(table.names)
    rows: dict[str, list] = {name: [] for name in (*names, "v")}
    for key, value in zip(table.keys(), table.value.ravel().tolist(), strict=True):
        if any(code in one.parents for code, one in zip(key, table.dimensions, strict=True)):
            continue
        for name, code in zip(names, key, strict=True):
            rows[name] += [code] * int(value)
        rows["v"] += [1.0] * int(value)
    # It leaves files of its own where it runs.
    with tempfile.TemporaryDirectory(prefix="argus-") as folder, contextlib.chdir(folder):
        found = protect(
            rows,
            names,
            response="v",
            safety_rules=f"FREQ({int(rules.threshold)},{int(rules.margin)})",
            suppress="OPT(1)",
            workdir=folder,
        )
        statuses = found.tables[0].status()
    return statuses.count(PRIMARY), statuses.count(SECONDARY)
