"""What the screens of the letter share: who comes in, one form, one action."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render

from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.models import Issue
from observatoire.newsletter.rules import may_compose

ON_A_PAGE = 25
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "mail"}
ROOT = {"url": "/gestion/lettres/", "label": "Lettres"}
FATE = {"url": "/gestion/lettres/arrivee/", "label": "Où elle arrive"}


def for_composers(view):
    @wraps(view)
    def checked(request, *given, **named):
        if not may_compose(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


def screen(request, template: str, context: dict, *above: dict):
    shown = {"trail": [DESK, *above], "issue": None, "tab": ""} | context
    return render(request, f"newsletter/gestion/{template}.html", shown)


def issue_screen(request, template: str, issue: Issue, tab: str, context: dict):
    step = {"url": issue.admin_address, "label": str(issue)}
    return screen(request, template, {"issue": issue, "tab": tab} | context, ROOT, step)


def form_screen(request, form, *above: dict, title: str, submit: str, lead: str = ""):
    """One form; the last of the trail is where giving up leads."""
    context = {"form": form, "title": title, "lead": lead, "submit": submit}
    return screen(request, "form", context | {"back": above[-1]["url"]}, *above)


def attempt(request, action, done: str, /, **named):
    """One action and what it says; its result, or None when it was refused."""
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result if result is not None else True


def saved(request, form, action, done: str, /, **named):
    """Save what a valid form holds; a refusal is shown above the form. The result, or None."""
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return result


def page_of(request, found) -> dict:
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"page": page, "elided": page.paginator.get_elided_page_range(page.number)}
