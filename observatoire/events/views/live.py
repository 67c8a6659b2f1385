"""During the event: one's live page, the screen of a speaker, the one that is projected."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.events.actions import asking, rooms
from observatoire.events.actions.refusal import Refused
from observatoire.events.forms.live import QuestionForm
from observatoire.events.models import Event, Intervention, Question, Registration
from observatoire.events.presenters.live import list_for
from observatoire.events.presenters.programme import lines_of
from observatoire.events.queries import live as queries
from observatoire.events.queries.events import programme_of
from observatoire.events.queries.links import FOLLOWED, REGISTRANT, SCREEN, SPEAKER, key_of, signed
from observatoire.events.queries.rooms import door_of
from observatoire.events.views.registration import opened, private, said


def page(request, token):
    """Programme, room, questions. Everything is here without JavaScript."""
    found = _seated(token)
    event, form = found.event, QuestionForm(request.POST or None, event=found.event)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(registration=found, **form.cleaned_data)
            messages.success(request, "Question reçue\u00a0: un modérateur va la lire.")
            return redirect("live", token=token)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    context = _questions(found) | {
        "event": event,
        "token": token,
        "form": form,
        "lines": lines_of(event, programme_of(event)),
        "door": door_of(event),
    }
    return private(render(request, "events/live/page.html", context))


def questions(request, token):
    """What changes: asked every few seconds by each reader; unchanged, it costs one question.

    The event stands in the link of the page, signed apart: the row of the reader is not read.
    """
    event, reader = _event_of(request), key_of(token, REGISTRANT)
    if event is None or reader is None:
        raise Http404
    version = queries.version_of(event)
    if version is None:
        raise Http404
    tag = f'"{version.live}-{reader.hex[:8]}"'
    if request.headers.get("If-None-Match") == tag:
        return _tagged(HttpResponseNotModified(), tag)
    shown = queries.shown_questions(event, version.live)
    supported = queries.supported_by(reader)
    context = {
        "items": list_for(shown, reader=reader, supported=supported),
        "number": len(shown),
        "unseen": queries.own_unseen(reader),
        "stage": version.stage,
    }
    return _tagged(render(request, "events/live/_questions.html", context), tag)


@require_POST
def support(request, token):
    found = _seated(token)
    question = _asked(request, found.event.questions.all())
    try:
        asking.support(registration=found, question=question)
    except Refused as refusal:
        return said(request, "live", token, wrong=str(refusal))
    return said(request, "live", token)


def speaker(request, token):
    """The questions put to one speaker first, then those put to all."""
    found = _speaker(token)
    context = _for_speaker(found) | {"token": token}
    if request.headers.get("X-Direct"):
        return _fresh(request, found.session.event, "events/live/_speaker.html", context)
    return private(render(request, "events/live/speaker.html", context))


@require_POST
def speaker_answered(request, token):
    found = _speaker(token)
    question = _asked(request, found.session.event.questions.shown())
    asking.mark_answered(by=None, question=question, is_answered="encore" not in request.POST)
    return said(request, "speaker", token)


def speaker_room(request, token):
    found = _speaker(token)
    try:
        return private(redirect(rooms.enter_as_speaker(intervention=found)))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return private(redirect("speaker", token=token))


def projection(request, token):
    """What the room sees on the wall: the most supported questions, large."""
    key = key_of(token, SCREEN)
    event = Event.objects.filter(pk=key, cancelled_at=None).first() if key else None
    if event is None:
        raise Http404
    version = queries.version_of(event.pk)
    shown = [one for one in queries.shown_questions(event.pk, version.live) if not one.is_answered]
    context = {"event": event, "questions": shown[:6], "more": max(len(shown) - 6, 0)}
    if request.headers.get("X-Direct"):
        return _fresh(request, event, "events/live/_projection.html", context)
    return private(render(request, "events/live/projection.html", context))


def _asked(request, rows) -> Question:
    """The question that a form names; absent where the name is no name."""
    try:
        return get_object_or_404(rows, pk=UUID(request.POST.get("question", "")))
    except ValueError as error:
        raise Http404 from error


def _seated(token: str) -> Registration:
    """A confirmed registrant: the live page is theirs."""
    found = opened(token)
    if found.state != Registration.State.CONFIRMED or found.event.is_cancelled:
        raise Http404
    return found


def _speaker(token: str) -> Intervention:
    key = key_of(token, SPEAKER)
    rows = Intervention.objects.select_related("session__event", "institution")
    found = rows.exclude(status=Intervention.Status.DECLINED).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _for_speaker(found: Intervention) -> dict:
    event = found.session.event
    version = queries.version_of(event.pk)
    shown = queries.shown_questions(event.pk, version.live)
    mine = [one for one in shown if one.to_pk == str(found.pk)]
    return {
        "intervention": found,
        "event": event,
        "mine": mine,
        "others": [one for one in shown if not one.to_pk],
        "name": queries.name_of(found),
    }


def _questions(found: Registration) -> dict:
    event = found.event
    shown = queries.shown_questions(event.pk, event.live_version)
    supported = queries.supported_by(found.pk)
    items = list_for(shown, reader=found.pk, supported=supported)
    return {
        "items": items,
        "number": len(shown),
        "unseen": queries.own_unseen(found.pk),
        "stage": event.stage,
        "followed": signed(event.pk, FOLLOWED),
    }


def _event_of(request):
    """The event of a live page, in its signed name."""
    return key_of(request.GET.get("de", ""), FOLLOWED)


def _fresh(request, event: Event, template: str, context: dict) -> HttpResponse:
    """The changing part of a screen, unless it has not changed."""
    tag = f'"{event.live_version}"'
    if request.headers.get("If-None-Match") == tag:
        return _tagged(HttpResponseNotModified(), tag)
    return _tagged(render(request, template, context), tag)


def _tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    return private(answer)
