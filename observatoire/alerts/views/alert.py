"""One alert: its page, its document, and each verb that its readers may do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from observatoire.alerts import presenters
from observatoire.alerts.actions import judging
from observatoire.alerts.forms.alerts import ConcludeForm, NoteForm, SortForm, VoiceForm
from observatoire.alerts.models import AlertIndicator
from observatoire.alerts.queries.register import like
from observatoire.alerts.rules import (
    institution_of,
    is_sender,
    may_conclude,
    may_keep_alerts,
    may_read_document,
)
from observatoire.alerts.views.access import (
    TRAIL,
    attempt,
    judged_alert,
    kept_alert,
    read_alert,
)
from observatoire.base.registry import registry

COMING = "reunion"


@login_required
@never_cache
def alert(request, pk):
    found = read_alert(request, pk)
    return render(request, "alerts/alert.html", _shown(request, found, VoiceForm()))


def _shown(request, found, voice_form) -> dict:
    own = institution_of(request.user)
    voices = list(found.voices.select_related("institution").order_by("at", "pk"))
    is_open = found.state not in (found.State.RECEIVED, found.State.CLOSED)
    return {
        "alert": found,
        "road": presenters.road(found),
        "beside": presenters.beside(found),
        "story": presenters.story(found),
        "like": like(found, request.user),
        "voices": voices,
        "own_voice": next((one for one in voices if own and one.institution_id == own.pk), None),
        "voice_form": voice_form,
        "may_voice": is_open and own is not None and own.pk != found.institution_id,
        "keeps": may_keep_alerts(request.user),
        "judges": may_conclude(request.user, found),
        "is_sender": is_sender(request.user, found),
        "reads_document": bool(found.file) and may_read_document(request.user, found),
        "sort_form": SortForm(initial={"group": found.group_id}),
        "note_form": NoteForm(),
        "conclude_form": ConcludeForm(auto_id="conclure-%s"),
        "meetings": _meetings(found),
        "moved": AlertIndicator.Moved.choices,
        "trail": [TRAIL],
    }


def _meetings(found) -> list:
    """Meetings of its group that may be named; as cards, from whoever keeps them."""
    if found.group is None or found.told_at is None:
        return []
    day = found.told_at.date()
    cards = [card for give in registry.cards.values() for card in give(horizon=day)]
    own = [one for one in cards if one.ref.kind == COMING and one.group == found.group.slug]
    return sorted(own, key=lambda one: one.date)


@require_POST
@login_required
def voice(request, pk):
    found = read_alert(request, pk)
    form = VoiceForm(request.POST)
    if not form.is_valid():
        return render(request, "alerts/alert.html", _shown(request, found, form), status=400)
    attempt(request, judging.give_voice, "Merci, c’est noté.", alert=found, **form.cleaned_data)
    return redirect(found)


@require_POST
@login_required
def sort(request, pk):
    found = kept_alert(request, pk)
    form = SortForm(request.POST)
    if form.is_valid():
        group = form.cleaned_data["group"]
        attempt(request, judging.sort, f"Confiée à {group.name}.", alert=found, group=group)
    else:
        messages.error(request, "Choisir un groupe.")
    return redirect(found)


@require_POST
@login_required
def join(request, pk):
    found = kept_alert(request, pk)
    try:
        other = read_alert(request, UUID(request.POST.get("autre", "")))
    except ValueError as error:
        raise Http404 from error
    attempt(request, judging.join, "Les deux alertes sont réunies.", alert=found, other=other)
    return redirect(other)


@require_POST
@login_required
def answer(request, pk):
    found = kept_alert(request, pk)
    text = request.POST.get("note", "")
    attempt(request, judging.answer, "La réponse est envoyée.", alert=found, text=text)
    return redirect(found)


@require_POST
@login_required
def examine(request, pk):
    found = judged_alert(request, pk)
    key = request.POST.get("reunion", "")
    known = {one.ref.key: one.ref for one in _meetings(found)}
    given = {"note": request.POST.get("note", ""), "meeting": known.get(key)}
    attempt(request, judging.examine, "C’est noté.", alert=found, **given)
    return redirect(found)


@require_POST
@login_required
def conclude(request, pk):
    found = judged_alert(request, pk)
    given = {name: request.POST.get(name, "") for name in ("outcome", "note")}
    attempt(request, judging.conclude, "L’alerte est conclue.", alert=found, **given)
    return redirect(found)


@require_POST
@login_required
def reopen(request, pk):
    found = judged_alert(request, pk)
    attempt(request, judging.reopen, "L’alerte est rouverte.", alert=found)
    return redirect(found)


@require_POST
@login_required
def moved(request, pk, indicator):
    found = judged_alert(request, pk)
    link = found.indicators.filter(pk=indicator).first()
    if link is None:
        raise Http404
    given = {"link": link, "moved": request.POST.get("moved", "")}
    attempt(request, judging.say_moved, "C’est noté.", **given)
    return redirect(f"{found.get_absolute_url()}#chiffres")


@login_required
@never_cache
def document(request, pk):
    """Taken away, never opened in a page of ours."""
    found = read_alert(request, pk)
    if not found.file or not may_read_document(request.user, found):
        raise Http404
    with found.file.open("rb") as kept:
        response = HttpResponse(kept.read(), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file_title)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
