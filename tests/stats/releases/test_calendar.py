"""When a source is expected, and the file that an agenda subscribes to."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.catalogue.model import Schedule, Source
from stats.periods import parse_period
from stats.releases.calendar import expected, period_after
from stats.releases.ics import LONGEST_LINE, Entry, write_calendar


def source(**changes) -> Source:
    described = {
        "code": "s",
        "title": "Chômage",
        "producer": "Insee",
        "licence": "",
        "address": "",
        "rhythm": "",
    }
    return Source(**(described | changes))


@pytest.mark.parametrize(
    ("code", "every", "following"),
    [
        ("2025-T3", "trimestre", "2025-T4"),
        ("2025-T4", "trimestre", "2026-T1"),
        ("2025-12", "mois", "2026-01"),
        ("2025-S2", "semestre", "2026-S1"),
        ("2021", "annee", "2022"),
        ("2021-12-31", "annee", "2022"),
        ("2025-09", "trimestre", "2025-T4"),
        ("2025-08", "trimestre", "2025-T3"),
        ("2022-2023", "annee", None),
    ],
)
def test_the_period_that_follows(code, every, following):
    assert period_after(code, every) == following


@given(st.integers(2000, 2100), st.sampled_from(("mois", "trimestre", "semestre", "annee")))
def test_what_follows_ends_later(year, every):
    code = f"{year}"
    for _ in range(5):
        following = period_after(code, every)
        assert parse_period(following).end > parse_period(code).end
        code = following


def test_the_date_and_the_lateness():
    (one,) = expected({"s": source(schedule=Schedule("trimestre", 80, 20))}, {"s": "2025-T3"})
    assert (one.day, one.next) == (date(2026, 3, 22), "T4\u00a02025")
    assert one.days_late(date(2026, 4, 11)) == 0
    assert one.days_late(date(2026, 4, 12)) == 21


def test_a_source_without_rhythm_or_figure_is_not_announced():
    assert expected({"s": source()}, {"s": "2025"}) == []
    assert expected({"s": source(schedule=Schedule("annee", 10))}, {}) == []


def test_a_calendar_is_folded_and_escaped():
    entry = Entry("a", date(2026, 3, 22), "Chômage ; taux, région", "é" * 90, "https://e.example/")
    hour = Entry("b", datetime(2026, 3, 22, 8, 30, tzinfo=UTC), "Heure")
    now = datetime(2026, 3, 17, 8, tzinfo=UTC)
    written = write_calendar([entry, hour], name="Plateforme", host="example.org", now=now)
    lines = written.split(b"\r\n")
    assert all(len(line) <= LONGEST_LINE for line in lines)
    whole = written.replace(b"\r\n ", b"").decode().split("\r\n")
    assert whole[6:16] == [
        "BEGIN:VEVENT",
        "UID:a@example.org",
        "DTSTAMP:20260317T080000Z",
        "DTSTART;VALUE=DATE:20260322",
        "DTEND;VALUE=DATE:20260323",
        "SUMMARY:Chômage \\; taux\\, région",
        f"DESCRIPTION:{'é' * 90}",
        "URL:https://e.example/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    assert "DTSTART:20260322T083000Z" in whole
