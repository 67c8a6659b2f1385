"""What is computed follows what is published; what breaks a rule is not published."""

from __future__ import annotations

import pytest

from observatoire.indicators.actions import imports as actions
from observatoire.indicators.queries.engine import engine
from stats.store import COMPUTED
from tests.observatoire.indicators.deposits import HEADER, parsed, read, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
ROW = '{code},departement,44,{period},{value},"Édition","Source"\n'


def table(period: str, **values: float) -> str:
    rows = [ROW.format(code=code, period=period, value=value) for code, value in values.items()]
    return HEADER + "".join(rows)


def tension() -> list[tuple[float, str]]:
    rows = engine().store.observations(
        indicator="SNE_TENSION", territories=[("departement", "44")], period="2030"
    )
    return [(row.value, row.origin) for row in rows]


def test_published_its_ratio_is_computed_and_undone_no_more(coordinator):
    demands = read(coordinator, table("2031-01-01", SNE_DEM=60_000))
    actions.publish_import(by=coordinator, imported=demands)
    assert tension() == []
    given = read(coordinator, table("2030", SNE_ATTR=8_000))
    actions.publish_import(by=coordinator, imported=given)
    assert tension() == [(7.5, COMPUTED)]
    given.refresh_from_db()
    actions.undo_publication(by=coordinator, imported=given)
    assert tension() == []


def test_the_page_says_that_it_is_computed(client, coordinator):
    for text in (table("2031-01-01", SNE_DEM=60_000), table("2030", SNE_ATTR=8_000)):
        actions.publish_import(by=coordinator, imported=read(coordinator, text))
    page = parsed(client.get("/indicateurs/SNE_TENSION/?territoire=departement:44"))
    assert texts(page, ".obs-figure-large__value") == ["7,5 demandes par attribution"]
    assert texts(page, ".obs-figure-large .obs-quiet")[2] == (
        "Calculé par la plateforme : SNE_DEM au 1er janvier 2031, Édition, révision 1 ; SNE_ATTR "
        "2030, Édition, révision 1."
    )


def test_a_deposit_that_breaks_a_rule_is_refused_with_its_sentence(client, coordinator):
    text = table("2031-12-31", ASE_ACCUEILLIS=3094, ASE_CONFIES=2814, ASE_PLACEMENTS_DIRECTS=281)
    refused = read(coordinator, text)
    assert (refused.state, refused.refused, refused.difference) == ("refuse", 0, {})
    client.force_login(coordinator)
    page = parsed(client.get(refused.get_absolute_url()))
    assert texts(page, "#compte-rendu ~ ul li") == [
        "Bloquant. ASE_ACCUEILLIS, departement 44, 2031-12-31 (édition Édition) : 3 094 au lieu "
        "de 3 095, soit ASE_CONFIES (2 814) + ASE_PLACEMENTS_DIRECTS (281). Les enfants accueillis "
        "sont les enfants confiés à l’aide sociale à l’enfance et les placements directs."
    ]


def test_a_warning_is_told_and_publishes(client, coordinator):
    text = table("2031", DALO_RECOURS=10, DALO_RECOURS_LOG=8, DALO_RECOURS_HEB=1)
    told = read(coordinator, text)
    assert told.state == "lu"
    actions.publish_import(by=coordinator, imported=told)
    client.force_login(coordinator)
    page = parsed(client.get(told.get_absolute_url()))
    assert texts(page, "#compte-rendu ~ ul strong") == ["Avertissement."]
