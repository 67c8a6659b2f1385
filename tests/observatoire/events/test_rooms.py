"""The remote room: any address, or BigBlueButton; for registrants alone, at its hour."""

from __future__ import annotations

import json
from datetime import timedelta

import jwt
import pytest
import requests
import time_machine

from observatoire.events.actions.registering import Asked, register
from observatoire.events.adapters import BigBlueButton, Unreachable
from observatoire.events.models import Intervention, RoomReport
from observatoire.events.queries.links import token_of
from tests.observatoire.directory.signing import texts
from tests.observatoire.events.bbb import SECRET, room  # noqa: F401 a fixture

ADDRESS = "https://visio.example.org/salle-secrete"


def entered(client, event, **more):
    one = register(by=None, event=event, asked=Asked("a@example.org", first_name="Essai"))
    with time_machine.travel(event.starts_at - timedelta(minutes=10), tick=False):
        return one, client.get(f"/evenements/inscription/{token_of(one)}/salle/")


def test_a_registrant_enters_at_its_hour(make_event, client):
    event = make_event(room_kind="adresse", room_address=ADDRESS)
    _, answer = entered(client, event)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)


def test_before_its_hour_the_door_is_closed(make_event, client):
    event = make_event(room_kind="adresse", room_address=ADDRESS)
    one = register(by=None, event=event, asked=Asked("a@example.org"))
    answer = client.get(f"/evenements/inscription/{token_of(one)}/salle/")
    assert answer.status_code == 409
    assert texts(answer, ".obs-lead") == [
        "La salle n’est pas encore ouverte : elle ouvre une demi-heure avant."
    ]


def test_who_waits_does_not_enter(make_event, client):
    event = make_event(room_kind="adresse", room_address=ADDRESS, places_remote=0)
    _, answer = entered(client, event)
    assert answer.status_code == 409


def test_the_address_of_the_room_is_nowhere_public(make_event, client):
    make_event(room_kind="adresse", room_address=ADDRESS)
    pages = ["/evenements/", "/evenements/matinale-1/", "/evenements/matinale-1/calendrier.ics"]
    pages += ["/evenements/agenda.ics", "/evenements/matinale-1/affiche/", "/agenda/"]
    assert [b"salle-secrete" in client.get(one).content for one in pages] == [False] * len(pages)


def test_bigbluebutton_makes_the_room_and_lets_in(make_event, client, room):  # noqa: F811
    event = make_event(room_kind="bbb", title="L’accès & la mobilité")
    one, answer = entered(client, event)
    assert requests.get(answer["Location"], timeout=5).text.count("successfullyJoined") == 1
    made = room.meetings[str(event.pk)]
    assert made["name"] == "L’accès & la mobilité"
    callback = f"http://127.0.0.1:8000/evenements/salle/{event.pk}/presences/"
    assert made["meta_analytics-callback-url"] == callback
    assert [(who["fullName"], who["userID"], who["role"]) for who in room.joined] == [
        ("Essai", str(one.pk), "VIEWER")
    ]


@pytest.mark.parametrize(
    ("agrees", "recorded"), [(True, "true"), (None, "false"), (False, "false")]
)
def test_the_room_records_when_every_speaker_agrees(
    make_event,
    client,
    room,  # noqa: F811
    agrees,
    recorded,
):
    event = make_event(room_kind="bbb")
    session = event.sessions.create(title="Étude")
    for may in (True, agrees):
        Intervention.objects.create(
            session=session, institution_name="Institut", status="confirme", may_record=may
        )
    entered(client, event)
    assert room.meetings[str(event.pk)]["record"] == recorded


def test_a_wrong_secret_is_refused_as_by_bigbluebutton(room, settings):  # noqa: F811
    server = BigBlueButton(settings.BIGBLUEBUTTON["server"], "autre")
    with pytest.raises(Unreachable, match="checksumError"):
        server.create(meeting="a", title="A", callback="", may_record=False)


def test_a_silent_server_is_said_to_be(make_event, client, settings):
    settings.BIGBLUEBUTTON = {"server": "http://127.0.0.1:9", "secret": SECRET}
    _, answer = entered(client, make_event(room_kind="bbb"))
    assert texts(answer, ".obs-lead") == ["La salle ne répond pas. Recommencer dans une minute."]


def test_presences_are_kept_once_when_our_server_signs_them(event, client, room):  # noqa: F811
    address = f"/evenements/salle/{event.pk}/presences/"
    report = json.dumps({"data": {"attendees": [{"ext_user_id": "x", "name": "Fictif"}]}})
    key = SECRET.ljust(64, "-")

    def post(signed_with, where=address):
        token = jwt.encode({"iat": 1}, signed_with, algorithm="HS512")
        return client.post(
            where,
            report,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        ).status_code

    # PyJWT asks for a key as long as its digest: the secret of a room is one.
    from django.conf import settings  # noqa: PLC0415 changed by the fixture

    settings.BIGBLUEBUTTON["secret"] = key
    assert [post(key), post(key), post("autre".ljust(64, "-"))] == [200, 200, 410]
    assert post(key, "/evenements/salle/00000000-0000-0000-0000-000000000000/presences/") == 410
    assert RoomReport.objects.count() == 1
