"""The moderator's screen: what waits, what is shown, what was said."""

from __future__ import annotations

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from observatoire.events.actions import asking
from observatoire.events.actions.refusal import Refused
from observatoire.events.forms.live import MergeForm, RewriteForm
from observatoire.events.models import Event, Question
from observatoire.events.queries import live as queries
from observatoire.events.queries.links import token_of
from observatoire.events.rules import may_moderate
from observatoire.events.views.registration import private, said

SIMPLE = {
    "passer": (asking.let_through, "La question est visible."),
    "ecarter": (asking.refuse, "La question est écartée."),
    "repondue": (asking.mark_answered, "Marquée comme répondue."),
}


def for_moderators(view):
    """The view, with its event, for those who moderate it."""

    @login_required
    @wraps(view)
    def checked(request, pk, *given, **named):
        event = get_object_or_404(Event, pk=pk)
        if not may_moderate(request.user, event):
            raise PermissionDenied
        return view(request, event, *given, **named)

    return checked


@for_moderators
def screen(request, event):
    """The whole screen; or, asked by its script, what changes in it."""
    tag = f'"{event.desk_version}.{event.live_version}"'
    asked = bool(request.headers.get("X-Direct"))
    if asked and request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        template = "events/live/_moderation.html" if asked else "events/live/moderation.html"
        answer = render(request, template, _context(event))
    answer["ETag"] = tag
    return private(answer)


@require_POST
@for_moderators
def decide(request, event, question, verb):
    """One verb on one question, then back to the screen."""
    found = get_object_or_404(event.questions, pk=question)
    try:
        return said(request, "moderation", event.pk, done=_done(request, found, verb))
    except Refused as refusal:
        return said(request, "moderation", event.pk, wrong=str(refusal))


def _done(request, question: Question, verb: str) -> str:
    """Do what was asked; the sentence that says it is done."""
    if verb in SIMPLE:
        action, done = SIMPLE[verb]
        action(by=request.user, question=question)
        return done
    if verb == "encore":
        asking.mark_answered(by=request.user, question=question, is_answered=False)
        return "La question attend de nouveau une réponse."
    if verb == "reunir":
        form = MergeForm(request.POST, question=question)
        if not form.is_valid():
            raise Refused("Choisir la question à laquelle la réunir.")
        asking.merge(by=request.user, question=question, into=form.cleaned_data["into"])
        return "Les deux questions n’en font qu’une."
    form = RewriteForm(request.POST, event=question.event)
    if verb != "recrire" or not form.is_valid():
        raise Refused("Rien n’a été changé\u00a0: écrire la question.")
    asking.rewrite(by=request.user, question=question, **form.cleaned_data)
    return "La question est corrigée."


def _context(event: Event) -> dict:
    return {
        "event": event,
        "pending": queries.pending_questions(event),
        "shown": queries.shown_questions(event.pk, event.live_version),
        "speakers": queries.speakers_of(event),
        "screen_token": token_of(event),
    }
