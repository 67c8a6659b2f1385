"""The figures and territories of the indicators' tests, and a census that nobody kept."""

import pytest

from observatoire.food_aid.models import Source
from observatoire.food_aid.queries import atlas
from tests.observatoire.indicators.conftest import published, store

__all__ = ["published", "store"]


@pytest.fixture(autouse=True)
def fresh_atlas():
    """A rolled back test leaves its generation to the next one."""
    atlas._atlas.cache_clear()


@pytest.fixture
def source(db):
    return Source.objects.create(
        slug="essai", name="Essai", licence=Source.Licence.OWN, is_food_aid=True
    )
