"""The bilan: a page, a PDF, a table; settled once by a person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from observatoire.base.pdf import write_pdf
from observatoire.base.spreadsheets import write_csv, write_xlsx
from observatoire.events.actions import closing
from observatoire.events.models import Event
from observatoire.events.presenters.bilan import document_of, lines_of, present_bilan
from observatoire.events.queries.bilan import bilan_shown, counted
from observatoire.events.views.after import event_of
from observatoire.events.views.screens import attempt, event_screen

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _counted(pk) -> Event:
    try:
        return counted(pk)
    except Event.DoesNotExist as absent:
        raise Http404 from absent


def page(request, pk):
    event = _counted(pk)
    shown = present_bilan(bilan_shown(event))
    followup = getattr(event, "followup", None)
    context = {"shown": shown, "bilan": shown.bilan, "followup": followup}
    return event_screen(request, "bilan", event, "bilan", context)


@require_POST
def settle(request, pk):
    event = event_of(pk)
    done = "Le bilan est arrêté\u00a0: ses chiffres ne bougent plus."
    attempt(request, closing.settle_bilan, done, event=event)
    return redirect("evenements:bilan", event.pk)


def export(request, pk, form):
    if form not in TYPES:
        raise Http404
    event = _counted(pk)
    shown = present_bilan(bilan_shown(event))
    header, rows = lines_of(event, shown)
    if form == "pdf":
        content = write_pdf(document_of(event, shown))
    elif form == "xlsx":
        content = write_xlsx(header, rows, title="Bilan")
    else:
        content = write_csv(header, rows)
    name = f'attachment; filename="bilan-{event.slug}.{form}"'
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": name})
