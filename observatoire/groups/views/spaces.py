"""Groups as their members and the public see them, and the board of what was decided."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from observatoire.base.registry import Ref
from observatoire.contributions.queries.ideas import calls_of
from observatoire.directory.models import Group
from observatoire.directory.queries.rights import groups_of
from observatoire.groups.actions import passages as actions
from observatoire.groups.forms.minutes import FollowForm
from observatoire.groups.models import Passage
from observatoire.groups.presenters.board import present_board
from observatoire.groups.presenters.space import present_space
from observatoire.groups.queries import spaces as queries
from observatoire.groups.rules import may_keep_group, may_read_group
from observatoire.groups.views.access import TRAIL, attempt, seen_group


def index(request):
    found = queries.listed_groups(groups_of(request.user))
    return render(request, "groups/index.html", {"groups": found})


def space(request, slug):
    group = seen_group(request, slug)
    is_own = may_read_group(request.user, group)
    context = {
        "group": group,
        "shown": present_space(group, request.user, is_own=is_own),
        "is_own": is_own,
        "calls": calls_of(Ref("groupe", group.slug)) if is_own else [],
        "keeps": is_own and may_keep_group(request.user, group),
        "trail": [TRAIL],
    }
    return render(request, "groups/space.html", context)


@login_required
def board(request):
    """Actions and leads of the reader's groups."""
    own = groups_of(request.user)
    if not own:
        raise Http404
    shown = present_board(request.user, own, request.GET)
    groups = Group.objects.filter(slug__in=own).order_by("kind", "name")
    context = {"shown": shown, "groups": groups, "states": Passage.State.choices, "trail": [TRAIL]}
    return render(request, "groups/board.html", context)


@require_POST
@login_required
def follow(request, passage):
    found = queries.passage_within(passage, groups_of(request.user))
    if found is None:
        raise Http404
    form = FollowForm(request.POST)
    if form.is_valid():
        given = {"state": form.cleaned_data["state"], "note": form.cleaned_data["note"]}
        attempt(request, actions.follow, "C’est noté.", passage=found, **given)
    return redirect(f"/groupes/suivi/#passage-{found.pk}")
