"""What an event owes once it is over, and what is settled of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from observatoire.events.models import Event, Followup, Question, Registration, Waiver
from observatoire.events.queries.presence import present_at
from observatoire.surveys.models import Survey
from observatoire.surveys.queries.results import Participation, participation_of

PARIS = ZoneInfo("Europe/Paris")
MORNING = time(9)
REMIND_AFTER = timedelta(days=5)
# A survey armed for a day long past was not forgotten by us: a person sends it, or says why not.
TOO_LATE = timedelta(days=30)
Subject = Waiver.Subject


def survey_due_at(event: Event) -> datetime | None:
    """The morning after, at nine in Paris, whatever the clocks do in the night."""
    end = event.ends_at or event.starts_at
    if end is None:
        return None
    day = end.astimezone(PARIS).date() + timedelta(days=1)
    return datetime.combine(day, MORNING, PARIS)


def surveys_due(now: datetime) -> list[Event]:
    """Events over since yesterday at the latest, whose survey has not wholly left."""
    waived = Waiver.objects.filter(subject=Subject.SURVEY).values("event")
    found = Event.objects.filter(
        cancelled_at=None,
        starts_at__lt=now,
        starts_at__gt=now - TOO_LATE,
        stage__in=(Event.Stage.REGISTERING, Event.Stage.LIVE),
    )
    found = found.exclude(pk__in=waived).exclude(followup__survey_sent_at__isnull=False)
    found = found.exclude(followup__joined_to__isnull=False).order_by("starts_at", "pk")
    return [one for one in found if survey_due_at(one) <= now]


def reminders_due(now: datetime) -> list[Followup]:
    rows = Followup.objects.filter(
        survey_sent_at__lte=now - REMIND_AFTER,
        survey_sent_at__gt=now - TOO_LATE,
        survey_reminded_at=None,
        survey__state=Survey.State.OPEN,
    )
    return list(rows.select_related("event", "survey").order_by("survey_sent_at", "pk"))


def joined_to(event: Event) -> list[Followup]:
    rows = event.joined_followups.filter(survey_sent_at=None).select_related("event")
    return list(rows.order_by("event__around", "pk"))


def is_survey_sent(event: Event) -> bool:
    return Followup.objects.filter(event=event, survey_sent_at__isnull=False).exists()


def presence_of(one: Registration) -> bool | None:
    """Whether they were there; None where nobody noted who came."""
    present = present_at(one.event)
    return one.pk in present.registered if present.is_known else None


@dataclass(frozen=True)
class Settlement:
    """One thing owed: `state` is « regle », « dispense » or « du »."""

    subject: str
    label: str
    state: str
    sentence: str

    @property
    def is_settled(self) -> bool:
        return self.state != "du"


def settlements_of(
    event: Event,
    *,
    followup: Followup | None = None,
    participation: Participation | None = None,
) -> list[Settlement]:
    """The four things that an event owes before it is closed, each with where it stands.

    `followup` and `participation`, where the caller read them already.
    """
    waived = {one.subject: one.reason for one in event.waivers.all()}
    if followup is None:
        rows = Followup.objects.filter(event=event).select_related("survey", "joined_to")
        followup = rows.first()
    checks = {
        Subject.SURVEY: _survey(followup, participation),
        Subject.REPLAY: _replay(event),
        Subject.QUESTIONS: _questions(event),
        Subject.BILAN: _bilan(followup),
    }
    return [_settlement(subject, checks[subject], waived) for subject in Subject]


def _settlement(subject, check: tuple[bool, str], waived: dict) -> Settlement:
    is_done, sentence = check
    label = subject.label[:1].upper() + subject.label[1:]
    if is_done:
        return Settlement(subject.value, label, "regle", sentence)
    if subject.value in waived:
        return Settlement(
            subject.value, label, "dispense", f"Dispense\u00a0: {waived[subject.value]}"
        )
    return Settlement(subject.value, label, "du", sentence)


def _survey(followup: Followup | None, known: Participation | None) -> tuple[bool, str]:
    if followup is None or followup.survey is None or not followup.survey_sent_at:
        if followup is not None and followup.joined_to is not None:
            return False, f"Non envoyée, à envoyer avec «\u00a0{followup.joined_to}\u00a0»."
        return False, "Pas encore envoyée."
    answered = (known or participation_of(followup.survey)).answered
    said = f"{answered} réponse{'s' if answered > 1 else ''}"
    if followup.survey.is_open:
        return False, f"Ouverte, {said}\u00a0: la clore, ou attendre sa clôture."
    return True, f"Envoyée et close, {said}."


def _replay(event: Event) -> tuple[bool, str]:
    if event.replay_published_at is None:
        return False, "Pas encore publié."
    if event.replay_sent_at is None:
        return False, "Publié\u00a0: les inscrits vont recevoir son lien."
    return True, "Publié, et envoyé aux inscrits."


def _questions(event: Event) -> tuple[bool, str]:
    pending = Count("pk", filter=Q(state=Question.State.PENDING))
    owed = event.questions.unanswered().filter(answer="").values("pk")
    found = event.questions.aggregate(unread=pending, left=Count("pk", filter=Q(pk__in=owed)))
    if found["unread"]:
        return False, f"{found['unread']} à modérer."
    if found["left"]:
        return False, f"{found['left']} sans réponse."
    return True, "Aucune ne reste sans réponse."


def _bilan(followup: Followup | None) -> tuple[bool, str]:
    if followup is None or followup.bilan_at is None:
        return False, "Pas encore arrêté."
    return True, "Arrêté."


def what_is_owed(now: datetime) -> list[tuple[Event, list[Settlement]]]:
    """Past events that are not closed, with what each one still owes."""
    rows = Event.objects.filter(
        cancelled_at=None,
        starts_at__lt=now,
        stage__in=(Event.Stage.REGISTERING, Event.Stage.LIVE),
        is_demonstration=False,
    ).order_by("starts_at", "pk")
    past = [event for event in rows[:20] if event.is_over]
    return [(one, [s for s in settlements_of(one) if not s.is_settled]) for one in past]


def published_answers(event: Event) -> list[Question]:
    """What was answered in writing and may be read by everyone."""
    if not event.is_over:
        return []
    rows = event.questions.exclude(published_at=None).select_related("addressed_to__session")
    return list(rows.order_by("-support_count", "published_at", "id"))


def settled_bilan(event: Event) -> dict | None:
    """The figures that the page of a closed event shows."""
    if event.stage != Event.Stage.CLOSED:
        return None
    return Followup.objects.filter(event=event).values_list("bilan", flat=True).first()
