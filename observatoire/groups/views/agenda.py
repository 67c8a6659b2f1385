"""The agenda: lines proposed with their reason, one's own, their order."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.groups.actions import agenda as actions
from observatoire.groups.forms.meetings import ItemForm
from observatoire.groups.models import AgendaItem
from observatoire.groups.presenters.meeting import present_meeting
from observatoire.groups.views.access import attempt, kept_meeting, trail_to


def edit(request, slug, pk):
    meeting = kept_meeting(request, slug, pk)
    form = ItemForm(request.POST or None, instance=AgendaItem(meeting=meeting))
    if request.method == "POST" and form.is_valid():
        item = form.save(commit=False)
        if attempt(request, actions.save_item, "Le point est ajouté.", item=item):
            return redirect("agenda", meeting.group.slug, meeting.pk)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "form": form,
        "shown": present_meeting(meeting, request.user),
        "trail": trail_to(meeting.group, meeting),
    }
    return render(request, "groups/agenda.html", context)


@require_POST
def renew(request, slug, pk):
    meeting = kept_meeting(request, slug, pk)
    attempt(request, actions.write_agenda, "L’ordre du jour est à jour.", meeting=meeting)
    return redirect("agenda", meeting.group.slug, meeting.pk)


@require_POST
def change(request, slug, pk, item):
    """One line up, down, off, back, or in other words."""
    meeting = kept_meeting(request, slug, pk)
    found = get_object_or_404(AgendaItem, pk=item, meeting=meeting)
    verb = request.POST.get("verbe", "")
    if verb in ("monter", "descendre"):
        actions.move_item(by=request.user, item=found, up=verb == "monter")
    elif verb in ("retirer", "remettre"):
        done = "Le point est retiré." if verb == "retirer" else "Le point est remis."
        attempt(request, actions.take_off, done, item=found, back=verb == "remettre")
    elif verb == "ecrire":
        form = ItemForm(request.POST, instance=found)
        if form.is_valid():
            given = form.save(commit=False)
            attempt(request, actions.save_item, "Le point est modifié.", item=given)
    return redirect(f"{meeting.get_absolute_url()}ordre-du-jour/#point-{found.pk}")
