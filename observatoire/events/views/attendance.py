"""Who was there: files taken and undone, the pile to confirm, the signing sheet, arrivals."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.events.actions import attendance as verbs
from observatoire.events.actions.refusal import Refused
from observatoire.events.forms.after import AttendanceForm
from observatoire.events.models import Attendance, AttendanceImport, Event, Registration
from observatoire.events.queries.links import registration_of
from observatoire.events.queries.presence import (
    expected_on_site,
    present_at,
    rows_of,
    to_confirm,
)
from observatoire.events.views.after import event_of, step_after
from observatoire.events.views.screens import ROOT, attempt, event_screen, form_screen, step_of


def index(request, pk):
    event = event_of(pk)
    noted = list(rows_of(event).select_related("registration").order_by("full_name", "id"))
    context = {
        "present": present_at(event, noted=noted),
        "imports": event.attendance_imports.select_related("by").order_by("-at", "id"),
        "pile": to_confirm(event, noted),
        "rows": [one for one in noted if one.certainty != Attendance.Certainty.DOUBT],
        "reports": event.room_reports.order_by("received_at", "id"),
        "on_site": expected_on_site(event) if event.takes_on_site else (),
    }
    return event_screen(request, "attendance", event, "presences", context)


def take(request, pk):
    """Shown first; the same file, confirmed, is taken whole."""
    event = event_of(pk)
    form = AttendanceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            if "prendre" in request.POST:
                taken = verbs.take_attendance(by=request.user, event=event, content=content)
                messages.success(request, f"{taken.people} personnes prises.")
                return redirect("evenements:attendance", event.pk)
            seen = verbs.preview_attendance(event=event, content=content)
            context = {"seen": seen, "form": AttendanceForm()}
            return event_screen(request, "attendance_preview", event, "presences", context)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    above = (ROOT, step_of(event), step_after(event))
    return form_screen(request, form, *above, title="Prendre un fichier", submit="Regarder d’abord")


@require_POST
def take_report(request, pk):
    """What the room sent by itself."""
    event = event_of(pk)
    for report in event.room_reports.order_by("received_at", "id"):
        attempt(request, verbs.take_room_report, "Le relevé de la salle est pris.", report=report)
    return redirect("evenements:attendance", event.pk)


@require_POST
def undo(request, pk):
    taken = get_object_or_404(AttendanceImport.objects.select_related("event"), pk=pk)
    attempt(request, verbs.undo_attendance, "L’import est annulé.", taken=taken)
    return redirect("evenements:attendance", taken.event_id)


@require_POST
def confirm(request, pk):
    row = get_object_or_404(Attendance.objects.select_related("source__event"), pk=pk)
    chosen = request.POST.get("inscription", "")
    rows = row.source.event.registrations.all()
    registration = get_object_or_404(rows, pk=chosen) if chosen in row.candidates else None
    named = {"row": row, "registration": registration}
    attempt(request, verbs.confirm_attendance, "C’est noté.", **named)
    return redirect("evenements:attendance", row.source.event_id)


def sheet(request, pk):
    """To be printed and signed."""
    event = event_of(pk)
    return render(
        request,
        "events/gestion/sheet.html",
        {"event": event, "rows": expected_on_site(event), "blank": range(8)},
    )


@require_POST
def check_in(request, pk):
    found = get_object_or_404(Registration.objects.select_related("event"), pk=pk)
    is_there = "absent" not in request.POST
    named = {"registration": found, "is_there": is_there}
    attempt(request, verbs.check_in, "C’est noté.", **named)
    return redirect("evenements:attendance", found.event_id)


def scan(request, token):
    """The code of a registrant's own page, read at the door by whoever welcomes."""
    found = registration_of(token)
    if found is None:
        messages.error(request, "Ce code n’est celui d’aucune inscription.")
        return redirect("evenements:index")
    if request.method == "POST":
        attempt(request, verbs.check_in, f"{found} est arrivé.", registration=found)
        return redirect("evenements:attendance", found.event_id)
    event: Event = found.event
    return event_screen(request, "scan", event, "presences", {"registration": found})
