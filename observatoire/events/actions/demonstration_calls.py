"""The calls of the demonstration: two facts, and one that is invented so that visitors may try."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Territory
from observatoire.base.registry import Ref
from observatoire.contributions.actions import publish_call, save_call, think_of
from observatoire.contributions.models import Call, Proposal, Speaker
from observatoire.directory.models import User
from observatoire.events.actions.demonstration import PARIS
from observatoire.events.actions.keeping import free_slug
from observatoire.events.actions.programme import give_voice
from observatoire.events.models import Conference, Event, Registration, Session

TEXTS = Path(__file__).parents[1] / "demonstration" / "appels.yaml"
AHEAD, TOO_NEAR = timedelta(days=60), timedelta(days=21)
REVIEWERS = ("coordination@example.org", "edition@example.org", "partenaire@example.org")
VISITORS = 10


@transaction.atomic
def load_demonstration_calls() -> int:
    """Lay down what is missing; the number of calls made. Nothing is sent to anybody."""
    texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    made = sum(_fact(text) for text in texts["faits"])
    return made + _to_try(texts["essai"])


@transaction.atomic
def remove_demonstration_calls() -> int:
    """With what they received; their number."""
    gone = Call.objects.filter(is_demonstration=True)
    number = gone.count()
    for call in gone.order_by("pk"):
        call.published_at = None
        save_call(by=None, call=call)  # search forgets it
    gone.delete()
    days = Event.objects.filter(is_demonstration=True).values_list("pk", flat=True)
    keys = [str(key) for key in days.order_by("pk")]
    Speaker.objects.filter(owner_kind="evenement", owner_key__in=keys).delete()
    return number


def _fact(text: dict) -> int:
    if Call.objects.filter(title=text["titre"], is_demonstration=True).exists():
        return 0
    owner = None
    if "evenement" in text:
        rows = Event.objects.filter(kind=text["evenement"], is_demonstration=True)
        event = rows.filter(starts_at__year=2024).first()
        owner = Ref("evenement", str(event.pk)) if event else None
    opens, closes = (
        datetime.strptime(text[name], "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)
        for name in ("ouvre", "ferme")
    )
    _published(_call(text, text["pour"], opens, closes), owner)
    return 1


def _to_try(text: dict) -> int:
    event = _conference(text)
    now = timezone.now()
    call = Call.objects.filter(title=text["titre"], is_demonstration=True).first()
    if call is not None:
        if call.closes_at < now + TOO_NEAR:
            call.closes_at = event.starts_at - TOO_NEAR
            save_call(by=None, call=call)
        return 0
    closes = event.starts_at - TOO_NEAR
    call = _call(text, Call.Purpose.CONFERENCE, now - timedelta(days=1), closes)
    call = _published(call, Ref("evenement", str(event.pk)))
    call.reviewers.set(User.objects.filter(email__in=REVIEWERS))
    places = {one.code: one for one in Territory.objects.present().filter(level="departement")}
    for number, (title, nature, body, who, place, rural) in enumerate(text["idees"], start=1):
        Proposal.objects.create(
            call=call,
            number=number,
            title=title,
            summary=f"{title}\u00a0: une proposition inventée, pour montrer une relecture.",
            nature=nature,
            body=body,
            organisation=who,
            territory=places.get(place),
            is_rural=rural,
            contact_name="Personne fictive",
            contact_email=f"auteur.fictif.{number}@example.org",
        )
    return 1


def _call(text: dict, purpose: str, opens: datetime, closes: datetime) -> Call:
    return Call(
        title=text["titre"],
        purpose=purpose,
        introduction=text["introduction"].replace(" :", "\u00a0:").replace(" ;", "\u00a0;"),
        expected=text["attendu"].replace(" ;", "\u00a0;"),
        opens_at=opens,
        closes_at=closes,
        is_demonstration=True,
    )


def _published(call: Call, owner: Ref | None) -> Call:
    return publish_call(by=None, call=save_call(by=None, call=call, owner=owner))


def _conference(text: dict) -> Event:
    """The day to try; put off when it comes near."""
    day = timezone.localdate() + AHEAD
    start = datetime.combine(day, time(9), PARIS)
    length = timedelta(hours=3, minutes=30)
    event = Event.objects.filter(title=text["conference"], is_demonstration=True).first()
    if event is not None:
        if event.starts_at < timezone.now() + TOO_NEAR * 2:
            event.starts_at, event.ends_at = start, start + length
            event.save()
        return event
    event = Event.objects.create(
        slug=free_slug(text["conference"]),
        title=text["conference"],
        kind=Event.Kind.CONFERENCE,
        stage=Event.Stage.ANNOUNCED,
        summary=text["resume"].replace(" :", "\u00a0:"),
        mode=Event.Mode.ON_SITE,
        place_name="Lieu fictif",
        places_on_site=200,
        starts_at=start,
        ends_at=start + length,
        published_at=timezone.now(),
        is_demonstration=True,
    )
    Conference.objects.create(event=event, rooms=text["salles"])
    _programme(event, text["seances"])
    _visitors(event)
    return event


def _programme(event: Event, rows: list) -> None:
    owner = Ref("evenement", str(event.pk))
    for order, (kind, title, minutes, who) in enumerate(rows):
        session = Session.objects.create(
            event=event, order=order, kind=kind, title=title, minutes=minutes
        )
        if who:
            fields = {"full_name": f"Intervenant fictif {order}", "organisation": who}
            guest = think_of(
                by=None, owner=owner, email=f"intervenant.fictif.{order}@example.org", **fields
            )
            give_voice(by=None, session=session, speaker=guest)


def _visitors(event: Event) -> None:
    """Plainly invented; they have been told already: no message leaves for them."""
    Registration.objects.bulk_create(
        Registration(
            event=event,
            email=f"present.fictif.{number}@example.org",
            first_name="Présent",
            last_name=f"Fictif {number}",
            institution_name="Structure fictive",
            presence=Event.Mode.ON_SITE,
            state=Registration.State.CONFIRMED,
            rank=number,
            sequence=1,
            told_state=Registration.State.CONFIRMED,
            told_sequence=1,
            confirmed_at=timezone.now(),
            is_demonstration=True,
        )
        for number in range(1, VISITORS + 1)
    )
    Event.objects.filter(pk=event.pk).update(last_rank=VISITORS)
