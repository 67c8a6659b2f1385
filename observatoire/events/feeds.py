"""What events give to the rest of the platform, through the registry."""

from __future__ import annotations

from datetime import date

from observatoire.base.registry import EVENT, Card, PersonalData, Ref
from observatoire.events.models import Event
from observatoire.events.queries import events, personal

REGISTRATIONS = PersonalData(
    label="Inscriptions aux événements",
    model="events.Registration",
    fields=("email", "first_name", "last_name"),
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
