"""Speakers of a conference: thought of, invited, sure; and what is still awaited from them."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from observatoire.base.registry import Ref
from observatoire.contributions import actions
from observatoire.contributions.models import Attachment, Speaker
from observatoire.events.actions.programme import give_voice
from observatoire.events.actions.welcoming import publish_slides
from observatoire.events.forms.conference import GuestForm
from observatoire.events.models import Event, Session
from observatoire.events.queries import conference as queries
from observatoire.events.views.steering import attempt, screen, steered


@steered
def index(request, event: Event):
    form = GuestForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        session = told.pop("session")
        owner = Ref("evenement", str(event.pk))
        done = "Noté comme pressenti."
        made = attempt(request, actions.think_of, done, owner=owner, **told)
        if made and session:
            give_voice(by=request.user, session=session, speaker=made)
        return redirect("steering_guests", pk=event.pk)
    guests = queries.guests_of(event)
    context = {
        "form": form,
        "guests": guests,
        "sessions": event.sessions.order_by("order", "id"),
        "awaited": sum(bool({"sa réponse", "son support"} & set(one.awaited)) for one in guests),
    }
    return screen(request, "guests", "steering_guests", event, context)


@steered
def do(request, event: Event, speaker, verb):
    rows = Speaker.objects.filter(owner_kind="evenement", owner_key=str(event.pk))
    found = get_object_or_404(rows, pk=speaker)
    if verb not in {"inviter", "confirmer"}:
        raise Http404
    if request.method == "POST" and verb == "inviter":
        done = "L’invitation est partie\u00a0; son lien n’ouvre que cette page."
        attempt(request, actions.invite, done, speaker=found, occasion=event.title)
    elif request.method == "POST":
        done = "Confirmé. Ses accords restent à demander."
        attempt(request, actions.confirm_for, done, speaker=found)
    return redirect("steering_guests", pk=event.pk)


@steered
def remind(request, event: Event):
    """Who did not answer, and who sent no slides."""
    if request.method == "POST":
        late = queries.late_with_slides(event)
        done = "Les relances sont parties." if late else "Personne n’est à relancer."
        attempt(request, actions.remind, done, speakers=late, occasion=event.title)
    return redirect("steering_guests", pk=event.pk)


@steered
def publish(request, event: Event, attachment):
    """A speaker's slides, laid on the page of the day under a session."""
    rows = Attachment.objects.select_related("speaker").filter(
        speaker__owner_kind="evenement", speaker__owner_key=str(event.pk)
    )
    found = get_object_or_404(rows, pk=attachment)
    if request.method == "POST":
        session = get_object_or_404(Session, pk=request.POST.get("seance"), event=event)
        done = "Le support est sur la page de la journée."
        attempt(request, publish_slides, done, session=session, attachment=found)
    return redirect("steering_guests", pk=event.pk)
