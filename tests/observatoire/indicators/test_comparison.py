"""Territories side by side: only what compares is put beside; the address is the question."""

from __future__ import annotations

import pytest

from observatoire.indicators.actions import load_territories_into_database
from observatoire.indicators.presenters.indicator import values_of
from observatoire.indicators.queries.figures import protected_grids
from stats.periods import parse_period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
TWO = {"territoire": ["departement:44", "departement:72"]}


def row(response, title):
    return next(row for row in response.context["rows"] if row.title == title)


def test_it_works(client):
    poverty = row(client.get("/comparer/", TWO), "Taux de pauvreté")
    assert (poverty.period, poverty.caution) == ("2021", "")
    assert [cell.text.replace("\u00a0", " ") for cell in poverty.cells] == ["10,5 %", "13,5 %"]


def test_every_cell_is_the_engines(client, now):
    """Of each row, at the date and in the edition that it says: nothing is computed on the way."""
    response = client.get("/comparer/", TWO)
    keys = (("departement", "44"), ("departement", "72"))
    codes = {row.address.split("/")[2]: row for row in response.context["rows"]}
    grids = protected_grids(now, list(codes), keys)
    for code, compared in codes.items():
        indicator, grid = now.catalogue.indicators[code], grids[code]
        dates = {parse_period(period).label: period for period in grid.periods}
        for key, cell in zip(keys, compared.cells, strict=True):
            said = dates.get(compared.period or cell.when)
            expected = values_of(indicator, grid.cell(key, said)) if said else "–"
            assert (code, key, cell.text) == (code, key, expected)
    assert len(codes) > 5


def test_values_of_other_dates_are_dated_and_cautioned(client):
    asked = {"territoire": ["departement:44", "region:R52"]}
    unemployment = row(client.get("/comparer/", asked), "Taux de chômage")
    assert unemployment.caution == "Ne pas comparer\u00a0: aucune date commune."
    assert [cell.when.replace("\u00a0", " ") for cell in unemployment.cells] == [
        "T3 2025",
        "T4 2024",
    ]


def test_indicators_may_be_chosen(client):
    response = client.get("/comparer/", TWO | {"indicateur": ["TX_CHOM", "RIEN"]})
    assert [row.title for row in response.context["rows"]] == ["Taux de chômage"]
    assert [one.title for one in response.context["multiples"]] == ["Taux de chômage"]


def test_a_territory_is_added_by_its_name(client):
    load_territories_into_database()
    response = client.get("/comparer/", TWO | {"ajouter": "mayenne"})
    assert response.url == (
        "/comparer/?territoire=departement%3A44&territoire=departement%3A72"
        "&territoire=departement%3A53"
    )


def test_a_name_that_is_not_found_is_said(client):
    response = client.get("/comparer/", TWO | {"ajouter": "zzz"}, follow=True)
    assert response.context["not_found"] == "zzz"
    assert len(response.context["chosen"]) == 2


def test_six_at_most(client):
    codes = [f"departement:{code}" for code in ("44", "49", "53", "72", "85")]
    asked = {"territoire": [*codes, "region:R52", "france_metro:FM"]}
    response = client.get("/comparer/", asked)
    assert len(response.context["chosen"]) == 6
    assert response.context["can_add"] is False


def test_an_unknown_territory_is_left_out(client):
    response = client.get("/comparer/", {"territoire": ["departement:44", "planete:1", "x"]})
    assert [place.code for place, _ in response.context["chosen"]] == ["44"]
    assert response.context["rows"] == []


def test_who_arrives_without_a_question_is_shown_some(client):
    suggestions = client.get("/comparer/").context["suggestions"]
    assert [label for _, label in suggestions][0] == "Loire-Atlantique et Maine-et-Loire"


@pytest.mark.parametrize("count", [1, 3])
def test_more_territories_ask_no_more_of_the_database(client, django_assert_num_queries, count):
    asked = {"territoire": [f"departement:{code}" for code in ("44", "49", "53")[:count]]}
    with django_assert_num_queries(1):  # the sections of the menu
        client.get("/comparer/", asked)


def test_the_reason_names_who_has_no_figure(client):
    response = client.get("/comparer/", {"territoire": ["departement:44", "france:FR"]})
    cautions = {row.caution.replace("\u00a0", " ") for row in response.context["rows"]}
    assert "Ne pas comparer : pas de valeur pour Loire-Atlantique." in cautions


def test_small_drawings_say_their_geography(client):
    response = client.get("/comparer/", TWO | {"indicateur": "TX_CHOM"})
    (drawn,) = response.context["multiples"]
    assert drawn.ground.replace("\u00a0", " ").startswith(
        "Géographie : départements et régions gardent leurs limites"
    )
