"""Once the event is over: what is owed, the survey, the replay, the answers, the closing."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.events.actions import answers, closing, satisfaction
from observatoire.events.actions import replay as replays
from observatoire.events.forms.after import AnswerForm, JoinForm, ReplayForm, WaiverForm
from observatoire.events.models import Event, Followup, Question
from observatoire.events.queries.after import settlements_of, survey_due_at
from observatoire.events.views.screens import (
    ROOT,
    attempt,
    event_screen,
    form_screen,
    saved,
    step_of,
)
from observatoire.surveys.queries.results import participation_of

REPLAY_VERBS = {
    "publier": (replays.publish_replay, "Le replay est publié\u00a0: les inscrits l’apprennent."),
    "retirer": (replays.withdraw_replay, "Le replay n’est plus montré."),
}
ANSWER_VERBS = {
    "publier": (answers.publish_answer, "La réponse est sur la page de l’événement."),
    "retirer": (answers.unpublish_answer, "La réponse n’est plus publiée."),
}


def detail(request, pk):
    event = event_of(pk)
    followup = _followup(event)
    part = participation_of(followup.survey)
    settled = settlements_of(event, followup=followup, participation=part)
    context = {
        "followup": followup,
        "settlements": settled,
        "may_close": all(one.is_settled for one in settled) and event.is_over,
        "participation": part,
        "due": survey_due_at(event),
        "waiver_form": WaiverForm(),
        "join_form": JoinForm(event=event, initial={"to": followup.joined_to_id}),
    }
    return event_screen(request, "after", event, "apres", context)


@require_POST
def close(request, pk):
    event = event_of(pk)
    attempt(request, closing.close_event, "L’événement est clos.", event=event)
    return back(event)


def waive(request, pk):
    event = event_of(pk)
    form = WaiverForm(request.POST or None, initial={"subject": request.GET.get("objet")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(request, form, closing.waive, "C’est noté, avec la raison.", event=event, **given):
            return back(event)
    above = (ROOT, step_of(event), step_after(event))
    return form_screen(request, form, *above, title="Abandonner, et dire pourquoi", submit="Noter")


@require_POST
def take_back(request, pk, subject):
    event = event_of(pk)
    done = "C’est de nouveau à faire."
    attempt(request, closing.take_back_waiver, done, event=event, subject=subject)
    return back(event)


@require_POST
def send_survey(request, pk):
    event = event_of(pk)
    attempt(request, satisfaction.send_now, "L’enquête part.", event=event)
    return back(event)


@require_POST
def close_survey(request, pk):
    event = event_of(pk)
    done = "L’enquête est close\u00a0: ses résultats se lisent."
    attempt(request, satisfaction.close_survey, done, event=event)
    return back(event)


@require_POST
def join_survey(request, pk):
    event = event_of(pk)
    form = JoinForm(request.POST, event=event)
    if form.is_valid():
        to = form.cleaned_data["to"]
        done = (
            f"L’enquête partira avec celle de «\u00a0{to}\u00a0»." if to else "Elle partira seule."
        )
        attempt(request, satisfaction.join_survey, done, event=event, to=to)
    return back(event)


def replay(request, pk):
    event = event_of(pk)
    _followup(event)
    form = ReplayForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        given.replay_chapters = form.cleaned_data["chapters"]
        reason = form.cleaned_data["captions_reason"]
        more = {"event": given, "captions_reason": reason}
        if saved(request, form, replays.save_replay, "Le replay est enregistré.", **more):
            return redirect("evenements:replay", event.pk)
    seen = event_of(pk) if request.method == "POST" else event
    context = {"form": form, "missing": replays.missing_for_replay(seen)}
    return event_screen(request, "replay", event, "replay", context)


@require_POST
def replay_verb(request, pk, verb):
    if verb not in REPLAY_VERBS:
        raise Http404
    event = event_of(pk)
    action, done = REPLAY_VERBS[verb]
    attempt(request, action, done, event=event)
    return redirect("evenements:replay", event.pk)


def questions(request, pk):
    event = event_of(pk)
    rows = event.questions.filter(state=Question.State.SHOWN).select_related("owner")
    rows = rows.order_by("is_answered", "-support_count", "asked_at", "id")
    return event_screen(request, "questions", event, "reponses", {"questions": rows})


def answer(request, pk):
    found = _question(pk)
    form = AnswerForm(request.POST or None, initial={"owner": found.owner, "answer": found.answer})
    if request.method == "POST" and form.is_valid():
        answers.give_owner(by=request.user, question=found, owner=form.cleaned_data["owner"])
        text, done = form.cleaned_data["answer"], "C’est enregistré."
        named = {"question": found, "answer": text}
        if text:
            attempt(request, answers.write_answer, done, **named)
        return redirect("evenements:questions", found.event_id)
    above = (ROOT, step_of(found.event), step_after(found.event))
    return form_screen(
        request, form, *above, title="Répondre par écrit", submit="Enregistrer", lead=found.text
    )


@require_POST
def answer_verb(request, pk, verb):
    if verb not in ANSWER_VERBS:
        raise Http404
    found = _question(pk)
    action, done = ANSWER_VERBS[verb]
    attempt(request, action, done, question=found)
    return redirect("evenements:questions", found.event_id)


def event_of(pk) -> Event:
    rows = Event.objects.select_related("group", "followup__survey", "followup__joined_to")
    return get_object_or_404(rows, pk=pk)


def _followup(event: Event) -> Followup:
    """Read with the event, or made now."""
    known = getattr(event, "followup", None)
    return known if known and known.survey_id else satisfaction.followup_of(event)


def step_after(event: Event) -> dict:
    return {"url": f"{event.admin_address}apres/", "label": "Après"}


def back(event: Event):
    return redirect("evenements:after", event.pk)


def _question(pk) -> Question:
    return get_object_or_404(Question.objects.select_related("event__group"), pk=pk)
