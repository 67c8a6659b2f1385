"""A meeting: its page, its date, who was there; and what those who were not there missed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.base import calendars
from observatoire.groups.actions import meetings as actions
from observatoire.groups.forms.meetings import MeetingForm, PresencesForm, SpanForm
from observatoire.groups.models import DateAnswer, DateOption, Meeting
from observatoire.groups.presenters.meeting import appointment_of, present_meeting, present_missed
from observatoire.groups.queries.members import represented
from observatoire.groups.rules import may_keep_group, may_read_group
from observatoire.groups.views.access import (
    attempt,
    door,
    kept_group,
    kept_meeting,
    own_meeting,
    trail_to,
)


def meeting(request, slug, pk):
    found = own_meeting(request, slug, pk) if request.user.is_authenticated else None
    if found is None:
        return door(request)
    context = {
        "meeting": found,
        "group": found.group,
        "shown": present_meeting(found, request.user),
        "keeps": may_keep_group(request.user, found.group),
        "span": SpanForm(),
        "answers": DateAnswer.Answer.choices,
        "trail": trail_to(found.group),
    }
    return render(request, "groups/meeting.html", context)


def calendar(request, slug, pk):
    """The meeting for a calendar; called off, it takes itself back."""
    found = own_meeting(request, slug, pk)
    if found.starts_at is None:
        raise Http404
    method = calendars.CANCEL if found.state == Meeting.State.CANCELLED else calendars.PUBLISH
    written = calendars.write_calendar([appointment_of(found)], method=method)
    answer = HttpResponse(written, content_type=calendars.TYPE)
    answer["Content-Disposition"] = 'attachment; filename="reunion.ics"'
    return answer


def add(request, slug):
    group = kept_group(request, slug)
    return _edited(request, Meeting(group=group), "Préparer une réunion")


def edit(request, slug, pk):
    return _edited(request, kept_meeting(request, slug, pk), "Modifier la réunion")


def _edited(request, meeting: Meeting, title: str):
    form = MeetingForm(request.POST or None, instance=meeting)
    if request.method == "POST" and form.is_valid():
        given = form.meeting()
        if attempt(request, actions.save_meeting, "La réunion est enregistrée.", meeting=given):
            return redirect(given)
    context = {"form": form, "title": title, "group": meeting.group}
    context["trail"] = trail_to(meeting.group)
    return render(request, "groups/form.html", context)


@require_POST
def offer(request, slug, pk):
    found = kept_meeting(request, slug, pk)
    form = SpanForm(request.POST)
    if form.is_valid() and form.span():
        done = "La date est proposée aux membres."
        attempt(request, actions.offer_dates, done, meeting=found, dates=[form.span()])
        return redirect(f"{found.get_absolute_url()}#dates")
    context = {"form": form, "title": "Proposer une date", "group": found.group}
    return render(request, "groups/form.html", context | {"trail": trail_to(found.group, found)})


@require_POST
def dates(request, slug, pk):
    found = own_meeting(request, slug, pk)
    answers = {key[5:]: value for key, value in request.POST.items() if key.startswith("date-")}
    done = "Vos réponses sont notées\u00a0; elles se changent jusqu’au choix de la date."
    attempt(request, actions.answer_dates, done, meeting=found, answers=answers)
    return redirect(f"{found.get_absolute_url()}#dates")


@require_POST
def choose(request, slug, pk, option):
    found = kept_meeting(request, slug, pk)
    chosen = get_object_or_404(DateOption, pk=option, meeting=found)
    attempt(request, actions.choose_date, "La date est choisie.", option=chosen)
    return redirect(found)


def presences(request, slug, pk):
    found = kept_meeting(request, slug, pk)
    institutions = [one.institution for one in represented(found.group)]
    noted = list(found.presences.select_related("institution"))
    institutions += [one.institution for one in noted if one.institution not in institutions]
    states = {one.institution_id: one.state for one in noted}
    form = PresencesForm(request.POST or None, institutions=institutions, states=states)
    if request.method == "POST" and form.is_valid():
        given = {one: form.cleaned_data[str(one.pk)] for one in institutions}
        if attempt(request, actions.note_presences, "C’est noté.", meeting=found, states=given):
            return redirect(found)
    context = {"form": form, "title": "Qui était là", "group": found.group}
    return render(request, "groups/form.html", context | {"trail": trail_to(found.group, found)})


@require_POST
def convene(request, slug, pk):
    found = kept_meeting(request, slug, pk)
    done = "La convocation est prête\u00a0: elle part une fois confirmée par la coordination."
    attempt(request, actions.convene, done, meeting=found)
    return redirect(found)


def call_off(request, slug, pk):
    found = kept_meeting(request, slug, pk)
    if request.method == "POST":
        attempt(request, actions.call_off, "La réunion est annulée.", meeting=found)
        return redirect(f"/groupes/{found.group.slug}/")
    context = {"meeting": found, "trail": trail_to(found.group, found)}
    return render(request, "groups/call_off.html", context)


def missed(request, slug, pk):
    """For who was not there: what was decided, what is owed, what was laid down."""
    found = own_meeting(request, slug, pk) if request.user.is_authenticated else None
    if found is None:
        return door(request)
    shown = present_missed(found, request.user)
    if shown is None or not may_read_group(request.user, found.group):
        raise Http404
    context = {"meeting": found, "shown": shown, "trail": trail_to(found.group, found)}
    return render(request, "groups/missed.html", context)
