"""Beside τ-Argus on the same tables: never more than 5 % more masks."""

import pytest

from stats.secrecy.protection import shield
from tests.stats.secrecy.argus import argus_masks
from tests.stats.secrecy.drawn import flat_table


@pytest.mark.parametrize(
    ("seed", "shape"),
    [(0, (4, 4)), (1, (5, 5)), (2, (6, 5)), (3, (3, 3, 3)), (5, (4, 3, 2)), (6, (10, 6))],
)
def test_no_more_masks_than_tau_argus(seed, shape):
    table, rules = flat_table(seed, shape)
    found, (primary, secondary) = shield(table, rules), argus_masks(table, rules)
    assert found.count("A") == primary
    assert primary + found.count("D") <= 1.05 * (primary + secondary)
