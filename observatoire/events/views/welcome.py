"""The door of the day: who arrives, with or without network; badges, sheet, certificates."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from observatoire.contributions.models import Speaker
from observatoire.events.actions.welcoming import note_arrivals
from observatoire.events.models import Event, Registration
from observatoire.events.presenters.certificate import Certificate, certificate_pdf
from observatoire.events.presenters.squares import square
from observatoire.events.queries.links import ATTENDED, key_of
from observatoire.events.views.steering import attempt, screen, steered


def _expected(event: Event):
    rows = event.registrations.confirmed().filter(presence=Event.Mode.ON_SITE, purged_at=None)
    return rows.select_related("institution").order_by("last_name", "first_name", "rank")


@steered
def door(request, event: Event):
    """Everyone expected, in one page: it goes on working once the network has dropped."""
    rows = list(_expected(event))
    context = {
        "rows": rows,
        "arrived": sum(one.checked_in_at is not None for one in rows),
        "asked": request.GET.get("billet", ""),
        "needs": [one for one in rows if one.needs],
    }
    return screen(request, "door", "steering_door", event, context)


@steered
def tick(request, event: Event):
    """One arrival, without script."""
    if request.method == "POST":
        try:
            key = UUID(request.POST.get("inscription", ""))
        except ValueError as error:
            raise Http404 from error
        is_there = request.POST.get("present") == "oui"
        at = timezone.now() if is_there else None
        done = "Arrivée notée." if is_there else "Arrivée annulée."
        attempt(request, note_arrivals, done, event=event, arrivals=[(key, at)])
    return redirect("steering_door", pk=event.pk)


@steered
def sync(request, event: Event):
    """Arrivals kept by a telephone while it had no network; said twice, they count once."""
    if request.method != "POST":
        return redirect("steering_door", pk=event.pk)
    try:
        told = json.loads(request.body)["arrivees"]
        arrivals = [(UUID(one["id"]), _moment(one["a"])) for one in told]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"erreur": "Arrivées illisibles."}, status=400)
    known = note_arrivals(by=request.user, event=event, arrivals=arrivals)
    rows = _expected(event).exclude(checked_in_at=None)
    there = [str(key) for key in rows.values_list("pk", flat=True)]
    return JsonResponse({"notees": sorted(map(str, known)), "presents": sorted(there)})


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else timezone.make_aware(at)


@steered
def badges(request, event: Event):
    """To be printed: a name, a structure, a square that the door reads."""
    here = settings.SITE_ADDRESS + reverse("steering_door", kwargs={"pk": event.pk})
    rows = [(one, square(f"{here}?billet={one.pk}")) for one in _expected(event)]
    return screen(request, "badges", "steering_door", event, {"rows": rows})


@steered
def sheet(request, event: Event):
    return screen(request, "sheet", "steering_door", event, {"rows": _expected(event)})


@never_cache
def certificate(request, token):
    """By a signed link: that someone was there, or spoke; never before the day is over."""
    key = key_of(token, ATTENDED)
    found = _attended(key) or _spoke(key) if key else None
    if found is None:
        raise Http404
    answer = HttpResponse(certificate_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="attestation.pdf"'
    return answer


def _attended(key) -> Certificate | None:
    rows = Registration.objects.select_related("event", "institution")
    one = rows.filter(pk=key, purged_at=None).exclude(checked_in_at=None).first()
    if one is None or not one.event.is_over:
        return None
    return _certificate(one.event, str(one), one.institution_words, "a participé à")


def _spoke(key) -> Certificate | None:
    one = Speaker.objects.filter(pk=key, state=Speaker.State.CONFIRMED).first()
    event = Event.objects.filter(pk=one.owner_key).first() if one else None
    if event is None or one.owner_kind != "evenement" or not event.is_over or not one.full_name:
        return None
    return _certificate(event, one.full_name, one.organisation, "est intervenu(e) lors de")


def _certificate(event: Event, name: str, structure: str, did: str) -> Certificate:
    return Certificate(
        name=name,
        structure=structure,
        did=did,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place_name,
    )


@steered
def certificates(request, event: Event):
    """The links to send, or to open at the door: one by person who was there, and by speaker."""
    if not event.is_over:
        raise Http404
    speakers = Speaker.objects.filter(
        owner_kind="evenement", owner_key=str(event.pk), state=Speaker.State.CONFIRMED
    ).exclude(full_name="")
    here = list(_expected(event).exclude(checked_in_at=None))
    context = {"here": here, "speakers": speakers.order_by("full_name", "id")}
    return screen(request, "certificates", "steering_door", event, context)


@steered
def one_certificate(request, event: Event, person):
    found = _attended(person) or _spoke(person)
    if (
        found is None
        or not event.registrations.filter(pk=person).exists()
        and not (Speaker.objects.filter(pk=person, owner_key=str(event.pk)).exists())
    ):
        raise Http404
    answer = HttpResponse(certificate_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="attestation.pdf"'
    return answer
