"""The public pages: the list, one event, the replays."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from observatoire.directory.models import Group
from observatoire.events.models import Event
from tests.observatoire.directory.signing import texts
from tests.observatoire.events.conftest import STARTS

Stage = Event.Stage


def test_the_list_parts_what_comes_from_what_is_past(make_event, client):
    make_event(title="À venir")
    make_event(title="Passé", starts_at=None, ends_at=None, around="2023-07-01")
    make_event(title="Sans date", starts_at=None, ends_at=None, stage=Stage.ANNOUNCED)
    answer = client.get("/evenements/")
    assert texts(answer, "section[aria-labelledby=a-venir] h3") == ["À venir", "Sans date"]
    assert texts(answer, "section[aria-labelledby=passes] h3") == ["Passé"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    make_event, client, number, django_assert_num_queries
):
    for _ in range(number):
        make_event()
    client.get("/evenements/")
    with django_assert_num_queries(3):
        answer = client.get("/evenements/")
    assert len(texts(answer, "section[aria-labelledby=a-venir] li")) == number


def test_an_event_says_when_and_gives_each_session_its_hour(with_programme, client):
    answer = client.get("/evenements/matinale-1/")
    assert texts(answer, "h1") == ["Matinale 1"]
    assert texts(answer, ".obs-facts dd")[0] == "Mardi 7 avril 2026, 9 h 30 à 11 h 30"
    assert texts(answer, ".obs-programme__hour time") == ["9 h 30", "10 h", "10 h 30"]
    assert texts(answer, ".obs-programme__speakers strong") == ["Institut 1", "Institut 2"]


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.PREPARED])
def test_what_is_not_announced_is_not_there(make_event, client, stage):
    make_event(stage=stage)
    assert client.get("/evenements/matinale-1/").status_code == 404
    assert texts(client.get("/evenements/"), "h3") == []


def test_an_event_of_a_group_is_not_there_for_a_visitor(make_event, client):
    make_event(group=Group.objects.create(slug="autre", name="Autre"))
    assert client.get("/evenements/matinale-1/").status_code == 404
    assert texts(client.get("/evenements/"), "h3") == []


def test_the_agenda_shows_it(make_event, client):
    make_event(title="La mobilité solidaire")
    assert texts(client.get("/agenda/"), ".obs-event a") == ["La mobilité solidaire"]


def test_the_page_of_what_is_to_come_is_never_kept(make_event, client):
    """The page cache must not show yesterday's seats, nor a closed door as open."""
    make_event(places_remote=3)
    make_event(starts_at=STARTS - timedelta(days=90), ends_at=None)
    assert client.get("/evenements/matinale-1/")["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/evenements/matinale-2/").get("Cache-Control", "")


def test_the_feed_is_read_by_a_calendar_and_holds_public_events(make_event, client):
    event = make_event(title="Une date ; deux, « études »")
    make_event(stage=Stage.PREPARED)
    make_event(cancelled_at="2026-03-01T09:00Z")
    calendar = Calendar.from_ical(client.get("/evenements/agenda.ics").content)
    entries = {str(one["summary"]): str(one["status"]) for one in calendar.events}
    assert entries == {"Une date ; deux, « études »": "CONFIRMED", "Matinale 3": "CANCELLED"}
    assert str(calendar["method"]) == "PUBLISH"
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Paris"]
    one = Calendar.from_ical(client.get("/evenements/matinale-1/calendrier.ics").content)
    assert str(one.events[0]["uid"]) == f"{event.pk}@observatoire"


def test_replays_are_those_published(make_event, client):
    make_event(title="Avec", replay_published_at="2026-03-01T09:00Z")
    make_event(title="Sans")
    assert texts(client.get("/matinale/"), "h2 a") == ["Avec"]


def test_the_poster_is_a_file_that_leads_to_the_page(with_programme, client, settings):
    settings.SITE_ADDRESS = "https://pos.example.org"
    answer = client.get(f"/evenements/{with_programme.slug}/affiche.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    (page,) = PdfReader(BytesIO(answer.content)).pages
    links = [one.get_object()["/A"]["/URI"] for one in page["/Annots"]]
    assert links == [f"https://pos.example.org{with_programme.get_absolute_url()}"]
    lines = [line.strip() for line in page.extract_text().splitlines()]
    at = lines.index("Programme")
    expected = ["Première étude", "Institut 1", "Deuxième étude", "Institut 2", "Vos questions"]
    assert lines[at + 1 : at + 6] == expected


def test_the_poster_of_what_is_kept_for_a_group_is_not_there(make_event, client):
    hidden = make_event(stage="idee")
    assert client.get(f"/evenements/{hidden.slug}/affiche.pdf").status_code == 404
