"""What the screens of the administration share: who comes in, a form, a question, an action."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from observatoire.base.refusal import Refused
from observatoire.base.spreadsheets import write_csv, write_xlsx

ON_A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def only_for(may: Callable) -> Callable:
    """A decorator of views: those whom `may(user)` lets in, and nobody else."""

    def decorated(view):
        @wraps(view)
        def checked(request, *given, **named):
            if not may(request.user):
                raise PermissionDenied
            return view(request, *given, **named)

        return checked

    return decorated


def form_context(form, back: str, *, title: str, submit: str, lead: str = "") -> dict:
    """What `base/gestion/_form.html` takes; `back` is where giving up leads."""
    return {"form": form, "title": title, "lead": lead, "submit": submit, "back": back}


def question_context(back: str, *, title: str, points: list[str], submit: str, form=None) -> dict:
    """What `base/gestion/_question.html` takes: what will happen, yes, or back."""
    return {"title": title, "points": points, "submit": submit, "form": form, "back": back}


def attempt(request, action, done: str, /, **named):
    """One action and what it says; its result (True for none), or None when it was refused."""
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


def page_of(request, found) -> dict:
    """The page of a list that the address asks for (`p`), and the numbers to show under it."""
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"page": page, "elided": page.paginator.get_elided_page_range(page.number)}


def spreadsheet(kind: str, name: str, header: list[str], rows) -> HttpResponse:
    """A file to take away, csv or xlsx; none of its cells is a formula."""
    if kind == "csv":
        answer = HttpResponse(write_csv(header, rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        answer = HttpResponse(write_xlsx(header, rows, title=name), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
