"""The doors of a group: what is not for a reader is not there; what they may not do is refused."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from observatoire.directory.models import Group
from observatoire.groups.actions import Refused
from observatoire.groups.models import Meeting
from observatoire.groups.rules import may_keep_group, may_read_group, may_see_group

TRAIL = {"label": "Groupes", "address": "/groupes/"}


def seen_group(request, slug) -> Group:
    """A group whose page is there for this reader."""
    group = get_object_or_404(Group, slug=slug)
    if not may_see_group(request.user, group):
        raise Http404
    return group


def own_group(request, slug) -> Group:
    """A group of the reader's; for the others what is inside is not there."""
    group = get_object_or_404(Group, slug=slug)
    if not may_read_group(request.user, group):
        raise Http404
    return group


def kept_group(request, slug) -> Group:
    """A group that the reader leads."""
    group = own_group(request, slug)
    if not may_keep_group(request.user, group):
        raise PermissionDenied("Les pilotes du groupe et la coordination peuvent le faire.")
    return group


def own_meeting(request, slug, pk) -> Meeting:
    """A meeting of one of the reader's groups, its group read with it."""
    rows = Meeting.objects.select_related("minutes", "group")
    meeting = get_object_or_404(rows, pk=pk, group__slug=slug)
    if not may_read_group(request.user, meeting.group):
        raise Http404
    return meeting


def kept_meeting(request, slug, pk) -> Meeting:
    meeting = own_meeting(request, slug, pk)
    if not may_keep_group(request.user, meeting.group):
        raise PermissionDenied("Les pilotes du groupe et la coordination peuvent le faire.")
    return meeting


def door(request):
    """Where a visitor proves who they are, before coming back here."""
    return redirect_to_login(request.get_full_path())


def attempt(request, action, done: str, **given) -> bool:
    """Do it and say so; or say, in the action's own words, why it was refused."""
    try:
        action(by=request.user, **given)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def trail_to(group: Group, meeting: Meeting | None = None) -> list[dict]:
    steps = [TRAIL, {"label": group.name, "address": f"/groupes/{group.slug}/"}]
    if meeting is not None:
        steps.append({"label": str(meeting), "address": meeting.get_absolute_url()})
    return steps
