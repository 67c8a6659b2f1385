"""Events in the administration: the list, one of them, its stages, its programme."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.events.actions import keeping
from observatoire.events.actions.telling import inform_speaker
from observatoire.events.forms.gestion import (
    EventFilter,
    EventForm,
    InterventionForm,
    ReasonForm,
    SessionForm,
)
from observatoire.events.models import Event, Intervention, Session
from observatoire.events.presenters.programme import lines_of
from observatoire.events.queries import events as queries
from observatoire.events.queries.links import token_of
from observatoire.events.queries.places import places_left, tallies
from observatoire.events.queries.stages import missing_for, next_stage, steps_of
from observatoire.events.views.screens import (
    ROOT,
    attempt,
    back_to,
    event_screen,
    form_screen,
    page_of,
    question,
    saved,
    screen,
    step_of,
)

MOVES = {"monter": True, "descendre": False}


def index(request):
    form = EventFilter(request.GET)
    asked = form.asked()
    context = {"form": form, "is_filtered": any(asked.values()), "tab": "evenements"}
    return screen(request, "index", context | page_of(request, queries.kept(**asked)))


def detail(request, pk):
    event = _event(pk)
    to = next_stage(event)
    sessions = queries.programme_of(event)
    context = {
        "steps": steps_of(event),
        "next": Event.Stage(to) if to else None,
        "missing": missing_for(event, to) if to else [],
        "lines": lines_of(event, sessions),
        "tallies": tallies(event),
        "places": places_left(event),
        "screen_token": token_of(event),
        "speakers": [(one, token_of(one)) for line in sessions for one in line.speaking],
    }
    return event_screen(request, "event", event, "resume", context)


def add(request):
    return _edited(request, Event(), ROOT, title="Nouvel événement", submit="Créer")


def edit(request, pk):
    event = _event(pk)
    title = f"Modifier «\u00a0{event}\u00a0»"
    return _edited(request, event, ROOT, step_of(event), title=title, submit="Enregistrer")


def _edited(request, event: Event, *above, title: str, submit: str):
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        given, found = form.save(commit=False), form.cleaned_data
        more = {"topics": found["topics"], "moderators": found["moderators"]}
        if saved(request, form, keeping.save_event, "C’est enregistré.", event=given, **more):
            return back_to(given)
    return form_screen(request, form, *above, title=title, submit=submit)


@require_POST
def advance(request, pk):
    event = _event(pk)
    to = request.POST.get("to", "")
    attempt(request, keeping.advance, "L’étape est passée.", event=event, to=to)
    return back_to(event)


@require_POST
def step_back(request, pk):
    event = _event(pk)
    attempt(request, keeping.step_back, "L’événement est revenu à l’étape d’avant.", event=event)
    return back_to(event)


def call_off(request, pk):
    event = _event(pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(request, keeping.call_off, "L’événement est annulé.", event=event, reason=reason)
        return back_to(event)
    points = [
        "La page le dit, avec la raison.",
        "Chaque inscrit reçoit un message, et son agenda oublie l’événement.",
        "On ne revient pas en arrière\u00a0: reporter, c’est plutôt changer la date.",
    ]
    title = f"Annuler «\u00a0{event}\u00a0»\u00a0?"
    above = (ROOT, step_of(event))
    return question(request, *above, title=title, points=points, submit="Annuler", form=form)


def delete(request, pk):
    event = _event(pk)
    if request.method == "POST":
        done = attempt(request, keeping.delete_event, "L’événement est supprimé.", event=event)
        return redirect("evenements:index") if done else back_to(event)
    points = ["Son programme disparaît avec lui.", "Rien n’a été annoncé\u00a0: personne n’attend."]
    title = f"Supprimer «\u00a0{event}\u00a0»\u00a0?"
    return question(request, ROOT, step_of(event), title=title, points=points, submit="Supprimer")


def session_add(request, pk):
    session = Session(event=_event(pk))
    return _session(request, session, title="Nouvelle séance", submit="Ajouter")


def session_edit(request, pk):
    session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
    return _session(
        request, session, title=f"Modifier «\u00a0{session}\u00a0»", submit="Enregistrer"
    )


def _session(request, session: Session, *, title: str, submit: str):
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        if saved(request, form, keeping.save_session, "Le programme est à jour.", session=given):
            return back_to(session.event)
    return form_screen(request, form, ROOT, step_of(session.event), title=title, submit=submit)


@require_POST
def session_verb(request, pk, verb):
    session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
    done = "Le programme est à jour."
    if verb in MOVES:
        attempt(request, keeping.move_session, done, session=session, up=MOVES[verb])
    elif verb == "supprimer":
        attempt(request, keeping.delete_session, "La séance est retirée.", session=session)
    else:
        raise Http404
    return back_to(session.event)


def speaker_add(request, pk):
    session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
    found = Intervention(session=session, order=session.interventions.count() + 1)
    return _speaker(request, found, title=f"Qui intervient\u00a0: {session}", submit="Ajouter")


def speaker_edit(request, pk):
    rows = Intervention.objects.select_related("session__event")
    found = get_object_or_404(rows, pk=pk)
    return _speaker(request, found, title=f"Modifier {found}", submit="Enregistrer")


def _speaker(request, found: Intervention, *, title: str, submit: str):
    form = InterventionForm(request.POST or None, instance=found)
    event = found.session.event
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        done = "Le programme est à jour."
        if saved(request, form, keeping.save_intervention, done, intervention=given):
            return back_to(event)
    return form_screen(request, form, ROOT, step_of(event), title=title, submit=submit)


@require_POST
def speaker_delete(request, pk):
    found = get_object_or_404(Intervention.objects.select_related("session__event"), pk=pk)
    attempt(request, keeping.delete_intervention, "L’intervenant est retiré.", intervention=found)
    return back_to(found.session.event)


@require_POST
def speaker_send(request, pk):
    found = get_object_or_404(Intervention.objects.select_related("session__event"), pk=pk)
    attempt(request, inform_speaker, "Le lien lui est envoyé.", intervention=found)
    return back_to(found.session.event)


def _event(pk) -> Event:
    return get_object_or_404(Event.objects.select_related("group"), pk=pk)
