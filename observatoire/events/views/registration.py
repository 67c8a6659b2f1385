"""To register, then one's own page: change, cancel, the room, news of the next ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from observatoire.base.calendars import TYPE
from observatoire.base.middleware import limited
from observatoire.base.rules import Limit, client_network
from observatoire.events.actions import news
from observatoire.events.actions.inviting import count_opening
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.registering import cancel, change, register, why_closed
from observatoire.events.forms.registration import ChangeForm, RegistrationForm
from observatoire.events.models import Channel, Registration
from observatoire.events.queries import calendar
from observatoire.events.queries.links import registration_of
from observatoire.events.queries.places import places_left
from observatoire.events.queries.rooms import door_of
from observatoire.events.views.public import TRAIL, seen_event

# A whole office may register from behind one address.
REGISTRATIONS = Limit("inscriptions", 60, 3600)
CHOSEN = ("first_name", "last_name", "institution_name", "presence", "meal", "needs")


@limited((REGISTRATIONS, client_network))
def ask(request, slug):
    event = seen_event(request, slug)
    form = RegistrationForm(request.POST or None, event=event)
    closed = why_closed(event)
    if request.method == "POST" and not closed and form.is_valid():
        try:
            register(by=None, event=event, asked=form.asked(channel=request.POST.get("par", "")))
            return redirect("registration_asked", slug=slug)
        except Refused as refusal:
            closed = str(refusal)
    context = {
        "event": event,
        "form": form,
        "closed": closed,
        "left": places_left(event),
        "channel": (request.POST or request.GET).get("par", ""),
        "trail": [*TRAIL, {"label": event.title, "address": event.get_absolute_url()}],
    }
    return render(request, "events/registration/ask.html", context)


def asked(request, slug):
    """The same page whether there was a seat, a line, or a registration already."""
    event = seen_event(request, slug)
    return render(request, "events/registration/asked.html", {"event": event, "trail": TRAIL})


def invited(request, token):
    """The link of an invitation: counted, then on to the form, which remembers the road."""
    channel = Channel.objects.select_related("event").filter(token=token).first()
    if channel is None:
        raise Http404
    if request.method == "GET":
        count_opening(channel=channel)
    answer = redirect(f"{channel.event.get_absolute_url()}?par={token}")
    answer["Cache-Control"] = "no-store"
    return answer


def own(request, token):
    """The page of one registration, behind its signed link."""
    found = opened(token)
    context = {
        "registration": found,
        "event": found.event,
        "token": token,
        "door": door_of(found.event),
        "closed": why_closed(found.event),
    }
    return private(render(request, "events/registration/own.html", context))


def edit(request, token):
    found = opened(token)
    first = {name: getattr(found, name) for name in CHOSEN}
    form = ChangeForm(request.POST or None, event=found.event, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change(by=None, registration=found, asked=form.asked())
            messages.success(request, "Votre inscription est à jour.")
            return redirect("registration", token=token)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"registration": found, "event": found.event, "token": token, "form": form}
    return private(render(request, "events/registration/edit.html", context))


def give_up(request, token):
    found = opened(token)
    if request.method == "POST":
        cancel(by=None, registration=found)
        messages.success(request, "Votre inscription est annulée, et votre place rendue.")
        return redirect("registration", token=token)
    context = {"registration": found, "event": found.event, "token": token}
    return private(render(request, "events/registration/cancel.html", context))


@require_POST
def confirm_news(request, token):
    news.confirm_news(registration=opened(token))
    messages.success(request, "C’est noté\u00a0: nous vous préviendrons des prochains événements.")
    return redirect("registration", token=token)


def calendar_file(request, token):
    """Their own copy, as joined to the confirmation."""
    found = opened(token)
    if found.event.starts_at is None:
        raise Http404
    gone = found.event.is_cancelled or found.state == Registration.State.CANCELLED
    content = calendar.own_file(found, is_cancelled=gone)
    disposition = {"Content-Disposition": 'attachment; filename="invitation.ics"'}
    return private(HttpResponse(content, content_type=TYPE, headers=disposition))


def opened(token: str) -> Registration:
    found = registration_of(token)
    if found is None:
        raise Http404
    return found


def private(answer):
    """Never kept, by us or by anything in between."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def said(request, name: str, *where, done: str = "", wrong: str = ""):
    """Back to the screen with a word; or, to its script, the word alone."""
    if request.headers.get("X-Direct"):
        return private(HttpResponse(wrong, status=409 if wrong else 200, content_type="text/plain"))
    if done or wrong:
        messages.add_message(request, messages.ERROR if wrong else messages.SUCCESS, wrong or done)
    return private(redirect(name, *where))
