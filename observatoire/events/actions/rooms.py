"""The remote room: opened for who is registered, and what it sends back once it is over."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

from django.conf import settings

from observatoire.events.actions.refusal import Refused
from observatoire.events.adapters import Unreachable, configured
from observatoire.events.adapters.bigbluebutton import MODERATOR, VIEWER
from observatoire.events.models import Event, Intervention, Registration, RoomReport
from observatoire.events.queries.rooms import door_of

CLOSED = "La salle n’est pas encore ouverte\u00a0: elle ouvre une demi-heure avant."
NOT_SEATED = "La salle est ouverte aux personnes dont l’inscription est confirmée."


def enter(*, registration: Registration) -> str:
    """The address where a registrant goes in. Raises Refused: not seated, too early, no answer."""
    if registration.state != Registration.State.CONFIRMED:
        raise Refused(NOT_SEATED)
    if not door_of(registration.event).is_open:
        raise Refused(CLOSED)
    name = str(registration)
    return _address(registration.event, name=name, key=str(registration.pk), role=VIEWER)


def enter_as_speaker(*, intervention: Intervention) -> str:
    """A speaker comes in early, with a microphone."""
    event = intervention.session.event
    name = intervention.speaker_name or intervention.institution_words
    return _address(event, name=name, key=str(intervention.pk), role=MODERATOR)


def _address(event: Event, *, name: str, key: str, role: str) -> str:
    if event.room_kind == Event.Room.ADDRESS and event.room_address:
        return event.room_address
    server = configured()
    if event.room_kind != Event.Room.BIGBLUEBUTTON or server is None:
        raise Refused("La salle n’est pas encore donnée\u00a0: elle le sera ici.")
    speakers = Intervention.objects.filter(session__event=event, status="confirme")
    try:
        server.create(
            meeting=str(event.pk),
            title=event.title,
            callback=f"{settings.SITE_ADDRESS}/evenements/salle/{event.pk}/presences/",
            may_record=speakers.exists() and not speakers.exclude(may_record=True).exists(),
        )
    except Unreachable as error:
        raise Refused(f"{error} Recommencer dans une minute.") from error
    return server.join(meeting=str(event.pk), name=name, key=key, role=role)


def keep_report(*, key: UUID, content: dict) -> bool:
    """Keep who was there; whether the event is known. A report sent twice is kept once."""
    event = Event.objects.filter(pk=key).first()
    if event is None:
        return False
    written = json.dumps(content, sort_keys=True).encode()
    digest = hashlib.sha256(written).hexdigest()
    RoomReport.objects.get_or_create(event=event, digest=digest, defaults={"content": content})
    return True
