"""What events give to the rest of the platform, through the registry."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from observatoire.base.registry import EVENT, Card, Panel, PersonalData, Ref, Todo
from observatoire.directory.models import Membership, Person
from observatoire.directory.queries.consent import owner_of
from observatoire.events.actions import attendance
from observatoire.events.models import Conference, Event, Session
from observatoire.events.queries import after, events, personal, presence, waiting
from observatoire.events.queries.links import ATTENDED, signed
from observatoire.events.rules import may_keep_events

REGISTRATIONS = PersonalData(
    label="Inscriptions aux événements",
    model="events.Registration",
    fields=("email", "first_name", "last_name", "institution_name", "meal", "needs"),
    export=personal.export_registrations,
    erase=personal.erase_registrations,
    purpose="Confirmer une inscription, rappeler la date, envoyer le replay et l’enquête.",
    kept="Treize mois après l’événement\u00a0; il n’en reste que des comptes.",
    addresses=personal.held_in_registrations,
    purge=personal.purge_registrations,
)
SPEAKERS = PersonalData(
    label="Intervenants des événements",
    model="events.Intervention",
    fields=("email",),
    export=personal.export_interventions,
    erase=personal.erase_interventions,
    purpose="Annoncer le programme, et garder l’accord de chacun sur son enregistrement.",
    kept="Le nom, autant que le programme publié, sauf demande\u00a0; l’adresse de même.",
)
ROOM_REPORTS = PersonalData(
    label="Relevés de salle",
    model="events.RoomReport",
    fields=("content",),
    export=personal.export_room_reports,
    erase=personal.erase_room_reports,
    purpose="Savoir combien ont suivi un événement à distance.",
    kept="Treize mois après l’événement.",
    purge=personal.purge_room_reports,
)
ATTENDANCES = PersonalData(
    label="Présences aux événements",
    model="events.Attendance",
    fields=("full_name", "email"),
    export=presence.export_attendance,
    erase=attendance.erase_attendance,
    purpose="Savoir combien sont venus, et écrire autrement à qui n’était pas là.",
    kept="Treize mois après l’événement\u00a0; il n’en reste que des comptes.",
    addresses=presence.held_in_attendance,
    purge=attendance.purge_attendance,
)


def cards(*, horizon: date) -> list[Card]:
    return [card_of(event) for event in events.since(horizon)]


def resolve(key: str) -> Card | None:
    found = Event.objects.announced().select_related("group").filter(pk=key).first()
    return card_of(found) if found else None


def card_of(event: Event) -> Card:
    return Card(
        ref=Ref("evenement", str(event.pk)),
        title=event.title,
        address=event.get_absolute_url(),
        kind=EVENT,
        summary=event.summary,
        date=event.starts_at,
        published_at=event.published_at,
        themes=tuple(topic.slug for topic in event.topics.all()),
        group=event.group.slug if event.group else "",
    )


def may_receive(address: str, key: str) -> bool:
    """Who may have what is written about an event: everyone, or the group that it is kept for."""
    event = Event.objects.select_related("group").filter(pk=key).first()
    if event is None:
        return False
    if event.group is None or event.registrations.filter(email=address.lower()).exists():
        return True
    owner = owner_of(address)
    seats = Membership.objects.current().filter(group=event.group)
    return isinstance(owner, Person) and seats.of_person(owner).exists()


def todos(*, person) -> list[Todo]:
    """What each event waits for, for those who keep events; what is to be moderated today."""
    if not may_keep_events(person):
        return []
    owed = [_owed(event, owed) for event, owed in after.what_is_owed(timezone.now())]
    return owed + [
        Todo(
            ref=Ref("evenement", str(one.event.pk)),
            title=one.event.title,
            reason=one.reason,
            address=one.address,
            due=one.due,
            weight=one.weight,
            action=one.action,
        )
        for one in waiting.what_waits(timezone.now())
    ]


def _owed(event: Event, owed: list) -> Todo:
    """What a past event still owes before it can be closed."""
    words = ", ".join(one.label.lower() for one in owed)
    return Todo(
        ref=Ref("evenement", str(event.pk)),
        title=event.title,
        reason=f"À régler avant de clore\u00a0: {words}."
        if owed
        else "Tout est réglé\u00a0: clore.",
        address=f"/gestion/evenements/{event.pk}/apres/",
        weight=6,
        action="Régler" if owed else "Clore",
    )


def conference_cards(*, horizon: date) -> list[Card]:
    """The syntheses of conferences, for the base and the letter."""
    rows = Conference.objects.exclude(synthesis_published_at=None).select_related("event__group")
    rows = rows.filter(synthesis_published_at__date__gte=horizon)
    shown = [one for one in rows.order_by("-synthesis_published_at", "pk") if one.event.is_public]
    return [
        Card(
            ref=Ref("synthese", str(one.pk)),
            title=f"{one.event.title}\u00a0: la synthèse",
            address=f"{one.event.get_absolute_url()}#synthese",
            kind="Synthèse",
            summary=" ".join(one.lines),
            date=one.event.starts_at,
            published_at=one.synthesis_published_at,
        )
        for one in shown
    ]


def resolve_session(key: str) -> Card | None:
    """A session, on the page of its event; on the screen where it is prepared before that."""
    one = Session.objects.select_related("event").filter(pk=key).first()
    if one is None:
        return None
    steering = f"/evenements/conduite/{one.event_id}/#seance-{one.pk}"
    return Card(
        ref=Ref("seance", key),
        title=one.title,
        address=one.event.get_absolute_url() if one.event.is_public else steering,
        kind=one.get_kind_display(),
        visibility="public" if one.event.is_public else "gestion",
    )


def callers() -> list[Card]:
    """What is being prepared, and may ask for ideas."""
    rows = Event.objects.filter(cancelled_at=None).exclude(stage=Event.Stage.CLOSED)
    rows = rows.order_by("starts_at", "title", "pk")
    return [
        Card(
            ref=Ref("evenement", str(one.pk)),
            title=one.title,
            address=one.get_absolute_url(),
            kind=one.get_kind_display(),
        )
        for one in rows
        if not one.is_over
    ]


def speaker_panel(*, speaker) -> Panel | None:
    """On a speaker's page: their certificate, once the day is over."""
    if speaker.owner_kind != "evenement" or not speaker.is_sure:
        return None
    event = Event.objects.filter(pk=speaker.owner_key).first()
    if event is None or not event.is_over:
        return None
    return Panel("events/conference/_speaker_panel.html", {"token": signed(speaker.pk, ATTENDED)})
