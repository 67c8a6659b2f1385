"""Metropolitan France as a whole."""

import pytest

from tests.stats.territory.conftest import build
from tests.stats.territory.drawn import arc_uses, compressed_size, document

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    return build(tmp_path_factory.mktemp("magasin"))


def ids(path) -> list[str]:
    return [shape["id"] for shape in document(path)["objects"]["territoires"]["geometries"]]


def test_the_map_of_the_communes_is_light_and_complete(nation):
    path = nation.territories.contour_path("commune", "france")
    assert compressed_size(path) <= 2_500_000
    drawn, uses = ids(path), arc_uses(path)
    assert (len(drawn), len(set(drawn)), max(uses.values())) == (34_742, 34_742, 2)


def test_departements_and_regions_are_drawn_too(nation):
    sizes = {
        level: len(ids(nation.territories.contour_path(level, "france")))
        for level in ("departement", "region")
    }
    assert sizes == {"departement": 96, "region": 13}


def test_what_cannot_be_rebuilt_is_named(nation):
    france = nation.report["france"]
    assert [lost["code"] for lost in france["non_resolus"]] == ["15031", "15035", "15047", "15171"]
    assert [done["code"] for done in france["reconstruits"]] == ["12218", "14581", "49126", "69114"]
    assert france["enclaves_etrangeres"] == ["Llívia (Espagne)"]
    weak = [hole["code"] for hole in france["trous_attribues"] if hole["faible"]]
    assert weak == ["26195", "08439", "71462", "72155", "42321", "02490", "16023", "25558", "50099"]
