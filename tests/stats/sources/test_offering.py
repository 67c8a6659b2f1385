"""What is missing is named by the file that would bring it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stats.catalogue import load_catalogue
from stats.sources.offering import OfferedFile, files_for

CATALOGUE = load_catalogue(Path(__file__).parents[3] / "catalogue")
FILOSOFI = CATALOGUE.sources["insee_filosofi"].title


@pytest.mark.parametrize(
    ("level", "zone"), [("commune", "COM"), ("epci", "EPCI"), ("departement", "DEP")]
)
def test_the_zone_of_a_name_is_that_of_the_level(level, zone):
    found = files_for(CATALOGUE, ["TX_PAUV60"], level)
    assert [one for one in found if one.source == FILOSOFI] == [
        OfferedFile(f"cc_filosofi_AAAA_{zone}.csv", FILOSOFI)
    ]


@pytest.mark.parametrize(
    ("code", "level", "names"),
    [
        ("CAF_DEP50_EFF", "commune", ["data_CAF_AAAA_IRIS.csv"]),  # added up from parts
        ("CAF_DEP50_EFF", "iris", ["data_CAF_AAAA_IRIS.csv"]),
        ("TX_CHOM", "commune", []),  # nobody publishes it there
    ],
)
def test_files_of_a_level(code, level, names):
    assert [one.name for one in files_for(CATALOGUE, [code], level)] == names
