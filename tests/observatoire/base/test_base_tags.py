"""Days and hours as French writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from observatoire.base.templatetags.base_tags import day_in_words, hour_in_words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (date(2026, 3, 1), "1er\u00a0mars 2026"),
        (date(2026, 3, 17), "17\u00a0mars 2026"),
        (datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "1er\u00a0mars 2026"),
    ],
)
def test_a_day_is_that_of_paris(moment, words):
    assert day_in_words(moment) == words


def test_a_day_may_name_itself():
    assert day_in_words(date(2026, 3, 17), "jour") == "mardi 17\u00a0mars 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(8, 0, "9\u00a0h"), (8, 30, "9\u00a0h\u00a030"), (23, 5, "0\u00a0h\u00a005")],
)
def test_an_hour_is_that_of_paris(hour, minute, words):
    assert hour_in_words(datetime(2026, 1, 2, hour, minute, tzinfo=UTC)) == words
