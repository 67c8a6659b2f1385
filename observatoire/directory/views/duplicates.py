"""Rows that look alike: compared, joined by hand, parted again."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from observatoire.directory.actions import merges as actions
from observatoire.directory.models import Merge, Person
from observatoire.directory.presenters.duplicates import compare_rows
from observatoire.directory.queries.duplicates import likenesses
from observatoire.directory.queries.merges import described, recent_merges
from observatoire.directory.views.screens import attempt, page_of, screen

TAB = "doublons"
STEP = {"url": "/gestion/annuaire/doublons/", "label": "Doublons"}


def index(request):
    context = page_of(request, likenesses()) | {"merges": recent_merges()}
    return screen(request, "duplicates", TAB, context)


def compare(request, first, second):
    """Side by side; the one that is kept is chosen, then the two are one."""
    one, other = _pair(first, second)
    if request.method == "POST":
        is_first = request.POST.get("garder") != str(other.pk)
        kept, absorbed = (one, other) if is_first else (other, one)
        done = "Les deux fiches n’en font plus qu’une. La réunion se défait depuis la fiche."
        if attempt(request, actions.merge, done, kept=kept, absorbed=absorbed):
            return redirect(kept)
    sides = described([one, other])
    context = {"first": one, "second": other, "rows": compare_rows(*sides)}
    return screen(request, "compare", TAB, context, STEP)


def distinct(request, first, second):
    one, other = _pair(first, second)
    if request.method == "POST":
        done = "Ces deux fiches ne seront plus rapprochées."
        attempt(request, actions.judge_distinct, done, first=one, second=other)
    return redirect("annuaire:duplicates")


def undo(request, pk):
    done = get_object_or_404(Merge.objects.select_related("kept", "absorbed"), pk=pk)
    if request.method == "POST":
        said = "Les deux fiches sont de nouveau séparées, comme avant."
        attempt(request, actions.undo_merge, said, done=done)
    return redirect(done.kept)


def _pair(first, second) -> tuple[Person, Person]:
    rows = Person.objects.present().select_related("institution", "account")
    found = {person.pk: person for person in rows.filter(pk__in=(first, second)).order_by("pk")}
    if len(found) != 2:
        raise Http404
    return found[first], found[second]
