"""Themes: proposed, voted for, chosen, set aside."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.groups.actions import themes as actions
from observatoire.groups.forms.meetings import ThemeForm
from observatoire.groups.models import Meeting, Theme
from observatoire.groups.rules import may_keep_group
from observatoire.groups.views.access import attempt, own_group


@require_POST
def propose(request, slug):
    group = own_group(request, slug)
    form = ThemeForm(request.POST)
    if form.is_valid():
        given = {"title": form.cleaned_data["title"], "note": form.cleaned_data["note"]}
        attempt(request, actions.propose_theme, "Le thème est proposé.", group=group, **given)
    else:
        messages.error(request, " ".join(form.errors["title"]))
    return redirect(f"/groupes/{group.slug}/#themes")


@require_POST
def change(request, slug, pk):
    """One voice more or less; for those who lead, chosen for a meeting, or set aside."""
    group = own_group(request, slug)
    theme = get_object_or_404(Theme, pk=pk, group=group)
    verb = request.POST.get("verbe", "")
    if verb in ("voix", "sans"):
        actions.vote(by=request.user, theme=theme, wants=verb == "voix")
    elif not may_keep_group(request.user, group):
        raise PermissionDenied
    elif verb == "retenir":
        meeting = _meeting_named(request.POST.get("reunion", ""), group)
        attempt(request, actions.choose_theme, "Le thème est retenu.", theme=theme, meeting=meeting)
    elif verb == "ecarter":
        reason = request.POST.get("raison", "")
        attempt(request, actions.set_aside, "Le thème est écarté.", theme=theme, reason=reason)
    return redirect(f"/groupes/{group.slug}/#themes")


def _meeting_named(key: str, group) -> Meeting:
    known = {str(one.pk): one for one in Meeting.objects.filter(group=group)}
    if key not in known:
        raise Http404
    return known[key]
