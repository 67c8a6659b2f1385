"""Who comes in, and what a refused action says."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect

from observatoire.mail.actions import Refused
from observatoire.mail.rules import may_read_mail, may_send

DESK = {"url": "/gestion/", "label": "Bureau", "icon": "mail"}
ROOT = {"url": "/gestion/courriels/", "label": "Courriels"}
ON_A_PAGE = 25


def for_readers(view: Callable) -> Callable:
    return _for(may_read_mail, view)


def for_senders(view: Callable) -> Callable:
    return _for(may_send, view)


def _for(rule: Callable, view: Callable) -> Callable:
    @wraps(view)
    def guarded(request, *given, **named):
        if not rule(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return guarded


def paged(request, found, *, count: int | None = None) -> dict:
    """One page of a list; `count`, where it is known, is not asked again."""
    paginator = Paginator(found, ON_A_PAGE)
    if count is not None:
        paginator.count = count
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
