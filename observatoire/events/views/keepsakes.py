"""The day in practice, and what is kept of it: rooms, catering, synthesis, photographs."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect

from observatoire.events.actions import welcoming as actions
from observatoire.events.forms.conference import ConferenceForm, PhotographForm
from observatoire.events.models import Conference, Event, Photograph
from observatoire.events.queries.needs import needs_of
from observatoire.events.views.steering import attempt, screen, steered


@steered
def index(request, event: Event):
    known = Conference.objects.filter(event=event).first() or Conference(event=event)
    form = ConferenceForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        attempt(request, actions.save_conference, "C’est enregistré.", conference=given)
        return redirect("steering_day", pk=event.pk)
    context = {
        "form": form,
        "conference": known,
        "photographs": event.photographs.select_related("image"),
        "photograph_form": PhotographForm(),
        "needs": needs_of(event),
    }
    return screen(request, "day", "steering_day", event, context)


@steered
def publish(request, event: Event):
    if request.method == "POST":
        known = get_object_or_404(Conference, event=event)
        done = "La synthèse est publiée\u00a0; la base et la lettre la trouvent."
        attempt(request, actions.publish_synthesis, done, conference=known)
    return redirect("steering_day", pk=event.pk)


@steered
def photograph(request, event: Event):
    form = PhotographForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = {"file": form.cleaned_data["image"], "description": form.cleaned_data["description"]}
        attempt(request, actions.add_photograph, "La photographie est là.", event=event, **told)
    elif request.method == "POST":
        known = Conference.objects.filter(event=event).first() or Conference(event=event)
        context = {
            "form": ConferenceForm(instance=known),
            "conference": known,
            "photographs": event.photographs.select_related("image"),
            "photograph_form": form,
            "needs": needs_of(event),
        }
        return screen(request, "day", "steering_day", event, context)
    return redirect("steering_day", pk=event.pk)


@steered
def remove(request, event: Event, photograph):
    found = get_object_or_404(Photograph, pk=photograph, event=event)
    if request.method == "POST":
        done = "La photographie est retirée."
        attempt(request, actions.remove_photograph, done, photograph=found)
    return redirect("steering_day", pk=event.pk)
