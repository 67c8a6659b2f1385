"""Who did what, when: read, filtered, taken away; never written by hand."""

from __future__ import annotations

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.forms.audit import AuditFilter
from observatoire.directory.presenters.audit import HEADER, as_cells, present_lines
from observatoire.directory.queries.audit import words_written
from observatoire.directory.rules import may_read_audit
from observatoire.directory.views.screens import page_of, spreadsheet

TRAIL = [{"url": "/gestion/", "label": "Bureau", "icon": "history"}]


def for_readers(view):
    @wraps(view)
    def checked(request, *given, **named):
        if not may_read_audit(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


@for_readers
def index(request):
    asked = _asked(request)
    shown = page_of(request, asked.found())
    context = {
        "trail": TRAIL,
        "form": asked,
        "is_filtered": asked.is_filtered,
        "lines": present_lines(shown["page"].object_list),
        "query": request.GET.urlencode(),
    }
    return render(request, "directory/gestion/audit.html", context | shown)


@for_readers
def export(request, kind):
    """A file of the whole answer; taking it away is itself written down."""
    found = _asked(request).found()
    name = f"journal-{timezone.localdate():%Y-%m-%d}"
    answer = spreadsheet(kind, name, HEADER, as_cells(found))
    write_audit(by=request.user, verb="exporter_journal", ref=Ref("journal", kind))
    return answer


def _asked(request) -> AuditFilter:
    verbs, kinds = words_written()
    return AuditFilter(request.GET, verbs=verbs, kinds=kinds)
