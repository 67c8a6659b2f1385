"""The figures that leave the census, computed a second time without cleverness."""

from __future__ import annotations

import random
from datetime import date
from math import asin, cos, radians, sin, sqrt

import pytest

from observatoire.base.models import Generation
from observatoire.food_aid.actions.publishing import publish_indicators
from observatoire.food_aid.models import Place, Service, Source, Structure
from observatoire.food_aid.queries import ground, indicators, need
from observatoire.food_aid.queries.atlas import build
from stats.store import Store

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)


@pytest.fixture
def census(store, source) -> list[Place]:
    """Those that count; beside them, all that must not."""
    chance = random.Random(15)
    towns = [one for one in ground.communes().values() if one.centre]
    holder = Structure.objects.create(name="Porteur")
    supplier = Structure.objects.create(name="Entrepôt", is_supplier=True)
    made = [
        _place(source, holder, n, chance.choice(towns), chance.choice(("colis", "repas")), chance)
        for n in range(40)
    ]
    other = Source.objects.create(slug="annuaire", name="Annuaire")
    town = towns[0]
    _place(source, supplier, 100, town, "colis", chance)
    _place(source, holder, 101, town, "jardin", chance)
    _place(source, holder, 102, town, "colis", chance, is_synthetic=True)
    _place(other, holder, 103, town, "colis", chance, is_food_aid=False)
    _place(source, holder, 104, town, "colis", chance, state=Place.State.ASIDE)
    return made


def _place(source, holder, number, town, kind, chance, **more) -> Place:
    told = {"is_food_aid": True} | more
    made = Place.objects.create(
        source=source,
        structure=holder,
        source_key=str(number),
        slug=f"lieu-{number}",
        name=f"Lieu {number}",
        commune=town.code,
        latitude=town.centre[0] + chance.uniform(-0.02, 0.02),
        longitude=town.centre[1] + chance.uniform(-0.02, 0.02),
        **told,
    )
    Service.objects.create(place=made, kind=kind)
    return made


def away(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on a sphere."""
    up, along = radians(other[0] - one[0]), radians(other[1] - one[1])
    inside = sin(up / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(along / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(inside))


def poor(level: str, code: str) -> float | None:
    rows = Store(need.settings.STORE).observations(
        indicator="NB_PAUVRES", territories=[(level, code)]
    )
    known = sorted((one.period, one.value) for one in rows if one.value is not None)
    return known[-1][1] if known else None


def naive(places: list[Place]) -> dict:
    found, communes = {}, [one for one in ground.communes().values() if one.centre]
    spots = [(one.latitude, one.longitude) for one in places]
    near = {one.code: any(away(one.centre, spot) <= 5 for spot in spots) for one in communes}
    here = {one.code: sum(each.commune == one.code for each in places) for one in communes}
    found |= {("AA_LIEUX", "commune", code): number for code, number in here.items()}
    for level in ("epci", "departement"):
        for code in {getattr(one, level) for one in communes} - {""}:
            inside = [one for one in communes if getattr(one, level) == code]
            number = sum(here[one.code] for one in inside)
            people = sum(one.population for one in inside)
            covered = sum(one.population for one in inside if near[one.code])
            found["AA_LIEUX", level, code] = number
            found["AA_POP_COUV", level, code] = round(100 * covered / people)
            if poor(level, code):
                found["AA_LIEUX_1000P", level, code] = round(1000 * number / poor(level, code), 2)
    return found


def test_the_indicators_equal_a_naive_computation(census):
    rows = need.lines(build(need.wanted_places(synthetic=False)), 5, MONDAY)
    told = {(one[0], one[1], one[2]): one[4] for one in indicators.values(rows, "2026")}
    expected = naive(census)
    assert told == expected
    # No source tells the number of poor people below the region: no rate is made of it here.
    assert {key[0] for key in expected} == {"AA_LIEUX", "AA_POP_COUV"}
    assert sum(value for key, value in told.items() if key[:2] == ("AA_LIEUX", "departement")) == 40


def test_what_is_published_is_what_was_computed(census, store):
    number = publish_indicators(by=None)
    expected = naive(census)
    rows = Store(store).observations(indicator=["AA_LIEUX", "AA_POP_COUV", "AA_LIEUX_1000P"])
    told = {(one.indicator, str(one.level), one.territory): one.value for one in rows}
    assert (number, {key: told.get(key) for key in expected}) == (len(expected), expected)
    assert Generation.current() > 0
