"""The real catalogue, and the real files where `OBS_SOURCES` says they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from stats.catalogue import load_catalogue

REAL = Path(__file__).parents[3] / "catalogue"


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue(REAL)
