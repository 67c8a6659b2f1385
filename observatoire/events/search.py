"""What the search of the site holds of events."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.registry import EVENT, Ref, SearchDraft
from observatoire.events.models import Event, Question


def event_drafts() -> Iterator[SearchDraft]:
    found = Event.objects.announced().select_related("group")
    for event in found.prefetch_related("sessions__interventions__institution").order_by("pk"):
        yield draft_of(event)


def draft_of(event: Event) -> SearchDraft:
    """Its programme is found too; the names of speakers are not: they are on the page."""
    lines = [event.theme, event.get_kind_display()]
    for session in event.sessions.all():
        lines += [session.title, session.summary]
        lines += [one.institution_words for one in session.interventions.all()]
    return SearchDraft(
        ref=Ref("evenement", str(event.pk)),
        title=event.title,
        address=event.get_absolute_url(),
        kind=EVENT,
        summary=event.summary,
        body=" ".join(lines),
        date=event.around,
        group=event.group.slug if event.group else "",
        weight=1.2,
    )


def remember(event: Event) -> None:
    """The entry of an event follows it: written once announced, forgotten before."""
    if event.stage in (Event.Stage.IDEA, Event.Stage.PREPARED):
        forget_searchable(kind="evenement", key=str(event.pk))
    else:
        remember_searchable(draft_of(event))


def question_drafts() -> Iterator[SearchDraft]:
    """Answers published after an event, where the event itself is public."""
    rows = Question.objects.exclude(published_at=None).select_related("event__group")
    for one in rows.order_by("pk"):
        yield draft_of_question(one)


def draft_of_question(one: Question) -> SearchDraft:
    """The question is its title; who asked it is nowhere."""
    event = one.event
    return SearchDraft(
        ref=Ref("question", str(one.pk)),
        title=one.text[:250],
        address=f"{event.get_absolute_url()}#question-{one.pk}",
        kind="Question et réponse",
        summary=one.answer[:300],
        body=f"{one.answer} {event.title}",
        date=event.around,
        group=event.group.slug if event.group else "",
    )


def remember_question(one: Question) -> None:
    if one.event.stage not in (Event.Stage.IDEA, Event.Stage.PREPARED):
        remember_searchable(draft_of_question(one))


def forget_question(one: Question) -> None:
    forget_searchable(kind="question", key=str(one.pk))
