"""Secrecy measured: a thousand tables attacked, τ-Argus beside, the communes of a region.

Called by `make bench`, on the territories of the demonstration.
"""

from __future__ import annotations

import time
from pathlib import Path

from stats.secrecy.audit import audit
from stats.secrecy.protection import shield
from stats.territory import load_territories
from tests.stats.secrecy.argus import argus_masks
from tests.stats.secrecy.drawn import (
    LARGE,
    SHAPES,
    caf_like_table,
    drawn_table,
    flat_table,
    release_of,
)

TABLES = 1000
BESIDE = ((4, 4), (5, 5), (6, 5), (3, 3, 3), (8, 6), (4, 3, 2), (10, 6), (12, 8), (20, 10))
TARGETS = {"secret_communes": 60, "secret_mille_tables": 0}


def measures(store: Path, region: str) -> dict[str, dict]:
    return beside_argus() | communes(store, region) | thousand()


def beside_argus() -> dict[str, dict]:
    """The same tables: seconds, then cells hidden in all."""
    ours, peer = [0.0, 0], [0.0, 0]
    for seed, shape in enumerate(BESIDE * 2):
        table, rules = flat_table(seed, shape)
        start = time.perf_counter()
        found = shield(table, rules)
        between = time.perf_counter()
        masks = argus_masks(table, rules)
        ours[0] += between - start
        peer[0] += time.perf_counter() - between
        ours[1] += found.count("A") + found.count("D")
        peer[1] += sum(masks)
    return {
        "protect/pytauargus": _beside(ours[0], peer[0], "s"),
        "protect_cellules/pytauargus": _beside(ours[1], peer[1], "cellules"),
    }


def communes(store: Path, region: str) -> dict[str, dict]:
    """A table like those of the Caf: communes × four kinds, protected then attacked."""
    table, rules = caf_like_table(load_territories(store), region)
    start = time.perf_counter()
    found = shield(table, rules)
    seconds = time.perf_counter() - start
    attacked = audit([release_of(found)], rules, table)
    assert not attacked.leaks, attacked.leaks[:3]
    return {"secret_communes": _alone(round(seconds, 2), "s", table.value.size)}


def thousand() -> dict[str, dict]:
    """How many of a thousand tables, to four dimensions, leak: none."""
    leaking = 0
    for seed in range(TABLES):
        shapes = LARGE if seed % 10 == 0 else SHAPES
        table, rules = drawn_table(seed, shapes, limite="2")
        first = release_of(shield(table, rules))
        releases = [first]
        if seed % 5 == 0:
            releases.append(release_of(shield(table, rules, [first]), "suite"))
        judged, blind = audit(releases, rules, table), audit(releases, rules)
        leaking += bool(judged.leaks or blind.leaks)
    return {"secret_mille_tables": _alone(leaking, "fuites", TABLES)}


def _alone(ours: float, unit: str, n: int) -> dict:
    return {"ours": ours, "peer": None, "ratio": None, "unit": unit, "n": n}


def _beside(ours: float, peer: float, unit: str) -> dict:
    return {
        "ours": round(ours, 3),
        "peer": round(peer, 3),
        "ratio": round(peer / ours, 3),
        "unit": unit,
        "n": 2 * len(BESIDE),
    }
