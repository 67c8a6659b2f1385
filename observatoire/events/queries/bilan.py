"""The bilan, which makes itself: from who was asked to what they thought of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery

from observatoire.directory.models import Institution
from observatoire.events.models import Event, Question, Registration
from observatoire.events.queries.presence import present_at
from observatoire.surveys.models import Invitation
from observatoire.surveys.queries.results import Participation, results_of

UNKNOWN = "inconnu"


@dataclass(frozen=True)
class Road:
    """One channel: how many were asked, how many registered, how many came."""

    name: str
    invited: int | None
    registered: int
    present: int | None


@dataclass(frozen=True)
class Bilan:
    """None where it is not known. `is_reported`: told by a document, supported by no row."""

    invited: int | None
    registered: int | None
    waiting: int
    present: int | None
    about: bool
    is_reported: bool
    roads: tuple[Road, ...]
    newcomers: int | None
    kinds: tuple[tuple[str, int], ...]
    minutes: float | None
    replay_views: int
    questions: int
    questions_answered: int
    asked: int
    answered: int
    satisfied: float | None
    survey_note: str

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict) -> Bilan:
        roads = tuple(Road(**one) for one in kept["roads"])
        kinds = tuple((label, number) for label, number in kept["kinds"])
        return cls(**kept | {"roads": roads, "kinds": kinds})


def counted(pk) -> Event:
    """The event with its survey, and what is only counted of it, in one question."""
    questions = Question.objects.filter(event=OuterRef("pk")).exclude(state="ecartee")
    asked = Invitation.objects.filter(survey=OuterRef("followup__survey"))
    rows = Event.objects.select_related("group", "followup__survey__version", "followup__joined_to")
    return rows.annotate(
        question_count=_number_of(questions, "event"),
        answered_count=_number_of(questions.filter(is_answered=True), "event"),
        invited_count=_number_of(asked, "survey"),
        reply_count=_number_of(asked.filter(has_answered=True), "survey"),
    ).get(pk=pk)


def _number_of(rows, by: str) -> Subquery:
    found = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Subquery(found, output_field=IntegerField())


def bilan_shown(event: Event) -> Bilan:
    """The one that was settled, else that of now."""
    event = event if hasattr(event, "question_count") else counted(event.pk)
    followup = getattr(event, "followup", None)
    kept = followup.bilan if followup else None
    return Bilan.from_json(kept) if kept else bilan_of(event)


def bilan_of(event: Event) -> Bilan:
    """From the event as `counted` gives it; as it is now, where another one is handed."""
    if not hasattr(event, "question_count"):
        event = counted(event.pk)
    rows = event.registrations.select_related("institution").order_by("rank", "pk")
    confirmed = [one for one in rows if one.state == Registration.State.CONFIRMED]
    waiting = sum(one.state == Registration.State.WAITING for one in rows)
    checked = {one.pk for one in rows if one.checked_in_at}
    present = present_at(event, checked=checked)
    is_reported = not confirmed and event.reported_registered is not None
    came = present.total if present.is_known else None
    roads = _roads(event, confirmed, present)
    known = [road.invited for road in roads if road.invited is not None]
    return Bilan(
        invited=sum(known) if known else None,
        registered=event.reported_registered if is_reported else len(confirmed),
        waiting=waiting,
        present=event.reported_present if is_reported else came,
        about=is_reported and event.reported_about,
        is_reported=is_reported,
        roads=roads,
        newcomers=None if is_reported else sum(one.is_newcomer for one in confirmed),
        kinds=_kinds(confirmed),
        minutes=_middle(present.minutes),
        replay_views=event.replay_views,
        **_questions(event),
        **_survey(event),
    )


def _roads(event: Event, confirmed: list[Registration], present) -> tuple[Road, ...]:
    came = Counter(one.channel_id for one in confirmed if one.pk in present.registered)
    signed = Counter(one.channel_id for one in confirmed)
    found = []
    for channel in [*event.channels.order_by("made_at", "id"), None]:
        key = channel.pk if channel else None
        if channel is None and not signed[None]:
            continue
        found.append(
            Road(
                name=channel.name if channel else "Sans lien d’invitation",
                invited=channel.invited if channel else None,
                registered=signed[key],
                present=came[key] if present.is_known else None,
            )
        )
    return tuple(found)


def _kinds(confirmed: list[Registration]) -> tuple[tuple[str, int], ...]:
    """By type of institution; those that nobody recognised are told apart."""
    labels = dict(Institution.Kind.choices)
    count = Counter(
        labels.get(one.institution.kind, UNKNOWN) if one.institution else "Non reconnue"
        for one in confirmed
    )
    return tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))


def _middle(stays: tuple[float, ...]) -> float | None:
    """How long people stayed, in the middle: half of them, or more, stayed as long."""
    return stays[len(stays) // 2] if stays else None


def _questions(event: Event) -> dict:
    return {
        "questions": event.question_count or 0,
        "questions_answered": event.answered_count or 0,
    }


def _survey(event: Event) -> dict:
    followup = getattr(event, "followup", None)
    nothing = {"asked": 0, "answered": 0, "satisfied": None, "survey_note": "Non envoyée."}
    if followup is None or followup.survey is None:
        return nothing
    if not followup.survey_sent_at:
        joined = followup.joined_to
        words = f"Non envoyée, à envoyer avec «\u00a0{joined}\u00a0»." if joined else "Non envoyée."
        return nothing | {"survey_note": words}
    part = Participation(event.invited_count or 0, event.reply_count or 0)
    found = results_of(followup.survey, participation=part)
    part = found.participation
    satisfied = next((one.satisfied for one in found.tallies if one.code == "globale"), None)
    return {
        "asked": part.invited,
        "answered": part.answered,
        "satisfied": satisfied,
        "survey_note": found.reason,
    }
