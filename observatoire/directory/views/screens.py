"""What the screens of the directory share: who comes in, one form, one question, one action."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from observatoire.base.spreadsheets import write_csv, write_xlsx
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.rules import may_manage_people

ON_A_PAGE = 25
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "group"}
ROOT = {"url": "/gestion/annuaire/", "label": "Annuaire"}
TABS = (
    ("Personnes", "annuaire:people", "personnes"),
    ("Institutions", "annuaire:institutions", "institutions"),
    ("Groupes", "annuaire:groups", "groupes"),
    ("Listes", "annuaire:lists", "listes"),
    ("Successions", "annuaire:successions", "successions"),
    ("Imports", "annuaire:imports", "imports"),
    ("Doublons", "annuaire:duplicates", "doublons"),
    ("Données personnelles", "annuaire:privacy", "donnees"),
)


def for_keepers(view):
    """The view, for those who keep the directory; for nobody else."""

    @wraps(view)
    def checked(request, *given, **named):
        if not may_manage_people(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


def screen(request, template: str, tab: str, context: dict, *above: dict):
    """A screen of the directory, under its tabs."""
    trail = [DESK, ROOT, *above] if above or tab != "personnes" else [DESK]
    shown = {"trail": trail, "tabs": TABS, "tab": tab} | context
    return render(request, f"directory/gestion/{template}.html", shown)


def form_screen(request, tab: str, form, *above: dict, title: str, submit: str, lead: str = ""):
    """One form; `above` is the trail, whose last address is where giving up leads."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "back": above[-1]["url"] if above else ROOT["url"],
    }
    return screen(request, "form", tab, context, *above)


def question(request, tab: str, *above: dict, title: str, points: list[str], submit: str):
    """« Voulez-vous vraiment… »: what will happen, yes, or back."""
    context = {"title": title, "points": points, "submit": submit, "back": above[-1]["url"]}
    return screen(request, "question", tab, context, *above)


def attempt(request, action, done: str, /, **named):
    """One action and what it says; its result, or None when it was refused."""
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    if done:
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


def only_posted(request, back: str):
    """Where a GET on an action leads: back to its object; None when it is posted."""
    return None if request.method == "POST" else redirect(back)


def page_of(request, found) -> dict:
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"page": page, "elided": page.paginator.get_elided_page_range(page.number)}


def spreadsheet(kind: str, name: str, header: list[str], rows) -> HttpResponse:
    """A file to take away; none of its cells is a formula."""
    if kind == "csv":
        answer = HttpResponse(write_csv(header, rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        answer = HttpResponse(
            write_xlsx(header, rows, title=name),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
