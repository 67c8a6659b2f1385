"""Every page of figures walked; every number compared with the store, written a second way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from observatoire.indicators.queries import places
from observatoire.indicators.queries.places import homonyms
from stats.periods import parse_period
from stats.statuses import Mark
from stats.territory import Level
from tests.observatoire.indicators.test_pages import tiles_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
ROUNDED = {Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def written(row, decimals: int) -> str:
    """The number of a row as a French reader writes it, from its decimal writing."""
    decimals = 0 if row.marks & ROUNDED else decimals
    exact = Decimal(repr(row.value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}".replace(",", " ").replace(".", ",")
    sign = "−" if exact < 0 else ""
    return f"{'près de ' if '« près de »' in plain(row.note) else ''}{sign}{text}"


def numbers_of_the_table(context) -> dict:
    table = context["table"]
    return {
        (name, level, column): plain(cell.text)
        for name, level, cells in table["lines"]
        for column, cell in zip(table["columns"], cells, strict=True)
    }


def test_every_number_of_every_indicator_is_the_stores(client, now):
    told, differing, lists, walked = places.told_keys(now), [], [], 0
    for code, described in now.catalogue.indicators.items():
        context = client.get(f"/indicateurs/{code}/").context
        shown, left_out = numbers_of_the_table(context), context["table"]["left_out"]
        rows = [
            row
            for row in now.store.observations(indicator=code)
            if row.known and (str(row.level), row.territory) in told
        ]
        for row in rows:
            if Level(row.level).plural in left_out:
                continue
            name = homonyms(now).get((str(row.level), row.territory), row.label)
            key = (name, Level(row.level).label, parse_period(row.period).label)
            walked += 1
            if shown.get(key) != written(row, described.decimals):
                differing.append((code, key, shown.get(key), row.value))
        if context["ranking"]:
            lists += _differing_lines(context, described, rows)
    assert (differing, lists) == ([], [])
    assert walked > 1500


def _differing_lines(context, described, rows) -> list:
    """Lines of the ranked list that do not begin with the number of the store."""
    values = {
        f"/territoires/{row.level}/{row.territory}/": written(row, described.decimals)
        for row in rows
        if (row.level, row.period) == (context["level"], context["period"])
    }
    listed = {
        one.address: plain(one.value)
        for one in context["ranking"].lines
        if one.value[:1].isdigit() or one.address in values
    }
    return [
        (described.code, address, listed.get(address), value)
        for address, value in values.items()
        if not listed.get(address, "").startswith(value)
    ]


@pytest.mark.parametrize("place", ["region:R52", "departement:44", "departement:85"])
def test_every_tile_is_the_last_number_of_the_store(client, now, place):
    level, code = place.split(":")
    tiles = tiles_of(client.get(f"/tableaux-de-bord/pauvrete/?territoire={place}"))
    board = now.catalogue.dashboards["pauvrete"]
    compared = 0
    for indicator in (one for section in board.sections for one in section.codes):
        described = now.catalogue.indicators[indicator]
        rows = now.store.observations(indicator=indicator, territories=[(level, code)])
        known = [row for row in rows if row.known or row.lower or row.upper]
        if not known:
            continue
        latest = max(known, key=lambda row: parse_period(row.period))
        if latest.known:
            texts = [plain(text) for text in tiles[described.short_title]]
            compared += 1
            assert texts[0] == written(latest, described.decimals)
            assert plain(parse_period(latest.period).label) in texts[1:3]
    assert compared >= 8
