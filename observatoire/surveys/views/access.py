"""Who comes in, and what a refused action says."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect

from observatoire.surveys.actions import Refused
from observatoire.surveys.rules import may_run_surveys

DESK = {"url": "/gestion/", "label": "Bureau", "icon": "form"}
ROOT = {"url": "/gestion/enquetes/", "label": "Enquêtes"}
WRITING = {"url": "/gestion/enquetes/questionnaires/", "label": "Questionnaires"}
ON_A_PAGE = 25


def for_keepers(view: Callable) -> Callable:
    @wraps(view)
    def guarded(request, *given, **named):
        if not may_run_surveys(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return guarded


def paged(request, found) -> dict:
    paginator = Paginator(found, ON_A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return {"page": page, "elided": paginator.get_elided_page_range(page.number)}


def do(request, action: Callable, *, done: str, back: str, **arguments):
    """One action; what it says goes above the page that it leads back to."""
    try:
        action(by=request.user, **arguments)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)
