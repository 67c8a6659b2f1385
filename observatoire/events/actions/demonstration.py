"""The events of the demonstration: facts, and one that is invented so that visitors may try."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from observatoire.base.actions import forget_searchable
from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import Institution, User
from observatoire.events import search
from observatoire.events.actions.keeping import free_slug
from observatoire.events.actions.satisfaction import followup_of
from observatoire.events.demonstration import content
from observatoire.events.models import (
    Channel,
    Event,
    Intervention,
    Question,
    Registration,
    Session,
    Support,
    ThemeProposal,
)
from observatoire.surveys.actions import discard_surveys

PARIS = ZoneInfo("Europe/Paris")
AHEAD, TOO_NEAR = timedelta(days=24), timedelta(days=10)
HOUR, LENGTH = time(9, 30), timedelta(minutes=100)
VISITORS = 12


@transaction.atomic
def load_demonstration_events(*, by: User | None = None) -> int:
    """Lay down what is missing; the number of events made. What is there is left as it is,
    but for the day of the event that visitors try, which stays to come.
    """
    made = 0
    for text in content()["evenements"]:
        if not Event.objects.filter(title=text["titre"], is_demonstration=True).exists():
            _remember(_past(text))
            made += 1
    for text in content()["evenements"]:
        _leave_for(text)
    for text in content()["themes"]:
        ThemeProposal.objects.get_or_create(
            title=text["titre"],
            year=text["annee"],
            is_demonstration=True,
            defaults={
                "kind": text["sorte"],
                "reason": text["pourquoi"],
                "source": content()["source"],
            },
        )
    made += _to_try(content()["essai"])
    write_audit(by=by, verb="evenements_demonstration", ref=Ref("evenement", "demo"), faits=made)
    return made


@transaction.atomic
def remove_demonstration_events(*, by: User | None = None) -> int:
    """Take them away, with what was registered and asked there; their number."""
    gone = list(Event.objects.filter(is_demonstration=True).order_by("pk"))
    for event in gone:
        forget_searchable(kind="evenement", key=str(event.pk))
        discard_surveys(by=by, ref=Ref("evenement", str(event.pk)))
        event.delete()
    ThemeProposal.objects.filter(is_demonstration=True).delete()
    Generation.advance()
    return len(gone)


def _past(text: dict) -> Event:
    """What is known is written; of the rest, nothing is made up."""
    event = Event(
        slug=free_slug(text["titre"]),
        title=text["titre"],
        kind=text["sorte"],
        stage=text["etape"],
        theme=text["theme"],
        summary=text["resume"],
        around=text.get("vers"),
        when_words=text.get("quand", ""),
        mode=text.get("mode", Event.Mode.REMOTE),
        place_name=text.get("lieu", ""),
        place_address=text.get("adresse", ""),
        reported_registered=text.get("inscrits"),
        reported_present=text.get("presents"),
        reported_about=text.get("environ", False),
        reported_note=text.get("note", ""),
        reported_source=content()["source"],
        replay_address=text.get("replay", ""),
        is_demonstration=True,
    )
    if "debut" in text:
        event.starts_at, event.ends_at = _moment(text["debut"]), _moment(text["fin"])
    if "replay_le" in text:
        event.replay_published_at = datetime.combine(text["replay_le"], time(12), UTC)
    event.save()
    _programme(event, text["seances"])
    for name, kind, invited in text.get("invitations", ()):
        Channel.objects.create(event=event, name=name, kind=kind, invited=invited)
    return event


def _leave_for(text: dict) -> None:
    """A survey that was not sent was to leave with that of another event."""
    known = Event.objects.filter(is_demonstration=True)
    event = known.filter(title=text["titre"]).first()
    to = known.filter(title=text.get("enquete_avec", "")).first()
    if event is None or to is None:
        return
    followup = followup_of(event)
    if followup.joined_to is None and followup.survey_sent_at is None:
        followup.joined_to = to
        followup.save(update_fields=["joined_to"])


def _moment(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)


def _programme(event: Event, rows: list) -> None:
    """A session, and the institutions that speak in it: nobody is named."""
    for order, (kind, title, who, *minutes) in enumerate(rows, start=1):
        session = Session.objects.create(
            event=event,
            order=order,
            kind=kind,
            title=title,
            minutes=minutes[0] if minutes else None,
        )
        for number, name in enumerate(filter(None, map(str.strip, who.split("|"))), start=1):
            known = Institution.objects.filter(acronym=name).first()
            Intervention.objects.create(
                session=session,
                order=number,
                institution=known,
                institution_name="" if known else name,
                status=Intervention.Status.FORESEEN
                if event.kind == Event.Kind.CONFERENCE
                else Intervention.Status.CONFIRMED,
            )


def _to_try(text: dict) -> int:
    """Registrations are open there; put off when its day comes near."""
    event = Event.objects.filter(title=text["titre"], is_demonstration=True).first()
    start = datetime.combine(_tuesday(timezone.localdate() + AHEAD), HOUR, PARIS)
    if event is not None:
        if event.starts_at < timezone.now() + TOO_NEAR:
            event.starts_at, event.ends_at = start, start + LENGTH
            event.sequence += 1
            event.save()
            _remember(event)
        return 0
    event = Event.objects.create(
        slug=free_slug(text["titre"]),
        title=text["titre"],
        stage=Event.Stage.REGISTERING,
        theme=text["theme"],
        summary=text["resume"],
        audience=text["public"],
        starts_at=start,
        ends_at=start + LENGTH,
        places_remote=text["places"],
        room_kind=Event.Room.ADDRESS,
        room_address="https://visio.example.org/essai",
        published_at=timezone.now(),
        is_demonstration=True,
    )
    _programme(event, text["seances"])
    _asked(event, text["questions"], _visitors(event))
    _remember(event)
    return 1


def _tuesday(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


def _visitors(event: Event) -> list[Registration]:
    """Plainly invented; they have been told already: no message leaves for them."""
    now = timezone.now()
    rows = [
        Registration(
            event=event,
            email=f"participant.fictif.{number}@example.org",
            first_name="Participant",
            last_name=f"Fictif {number}",
            institution_name="Structure fictive",
            is_newcomer=number % 3 == 0,
            state=Registration.State.CONFIRMED,
            rank=number,
            sequence=1,
            told_state=Registration.State.CONFIRMED,
            told_sequence=1,
            confirmed_at=now,
            is_demonstration=True,
        )
        for number in range(1, VISITORS + 1)
    ]
    Registration.objects.bulk_create(rows)
    Event.objects.filter(pk=event.pk).update(last_rank=VISITORS)
    return rows


def _asked(event: Event, texts: list, visitors: list[Registration]) -> None:
    for number, (text, state, supports) in enumerate(texts):
        question = Question.objects.create(
            event=event,
            author=visitors[number],
            text=text,
            state=state,
            support_count=supports,
            is_demonstration=True,
        )
        others = [one for one in visitors if one is not visitors[number]][:supports]
        Support.objects.bulk_create(Support(question=question, registration=one) for one in others)


def _remember(event: Event) -> None:
    search.remember(event)
    Generation.advance()
