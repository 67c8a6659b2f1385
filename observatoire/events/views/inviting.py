"""Invitations and registrants of an event, in the administration."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from observatoire.base.registry import Ref
from observatoire.base.spreadsheets import write_csv, write_xlsx
from observatoire.directory.actions import write_audit
from observatoire.events import emails
from observatoire.events.actions import inviting
from observatoire.events.actions.registering import cancel
from observatoire.events.forms.gestion import ChannelForm, InvitedForm, RegistrantFilter
from observatoire.events.models import Channel, Event, Registration
from observatoire.events.queries.events import registrants
from observatoire.events.queries.places import by_channel, tallies
from observatoire.events.rules import EXPORT
from observatoire.events.views.screens import attempt, event_screen, page_of, saved

HEADER = ["Rang", "État", "Prénom", "Nom", "Adresse", "Structure", "Hors annuaire"]
HEADER += ["Façon d’y être", "Besoin", "Invitation", "Inscrit le"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def channels(request, pk):
    """The roads to the event, each with its link and its counts; and one more."""
    event = get_object_or_404(Event, pk=pk)
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        done = "L’invitation a son lien."
        if saved(request, form, inviting.open_channel, done, event=event, channel=given):
            return redirect("evenements:channel", given.pk)
    context = {"form": form, "rows": by_channel(event)}
    return event_screen(request, "channels", event, "invitations", context)


def channel(request, pk):
    found = _channel(pk)
    link = inviting.link_of(found)
    context = {
        "channel": found,
        "link": link,
        "text": emails.partner_text(found, link),
        "form": InvitedForm(initial={"number": found.invited}),
    }
    above = {"url": f"{found.event.admin_address}invitations/", "label": "Invitations"}
    return event_screen(request, "channel", found.event, "invitations", context, above)


@require_POST
def prepare(request, pk):
    """The mailing of a list is made, then read again among the mails: there it is confirmed."""
    found = _channel(pk)
    done = "L’envoi est prêt\u00a0: le relire, puis le confirmer."
    mailing = attempt(request, inviting.prepare_invitation, done, channel=found)
    return redirect(mailing) if mailing else redirect("evenements:channel", found.pk)


@require_POST
def declare(request, pk):
    found = _channel(pk)
    form = InvitedForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"]
        done = "Le nombre est noté."
        attempt(request, inviting.declare_invited, done, channel=found, number=number)
    return redirect("evenements:channel", found.pk)


def registered(request, pk):
    event = get_object_or_404(Event, pk=pk)
    form = RegistrantFilter(request.GET, states=Registration.State.choices)
    asked = form.asked()
    context = {
        "form": form,
        "is_filtered": any(asked.values()),
        "tallies": tallies(event),
        "may_export": request.user.has_perm(EXPORT),
    }
    context |= page_of(request, registrants(event, **asked))
    return event_screen(request, "registered", event, "inscrits", context)


@require_POST
def registrant_cancel(request, pk):
    """For who asked by telephone: the seat goes to the next one, as if they had done it."""
    found = get_object_or_404(Registration.objects.select_related("event"), pk=pk)
    attempt(
        request, cancel, "L’inscription est annulée, et dite à la personne.", registration=found
    )
    return redirect("evenements:registered", found.event_id)


def export(request, pk, kind):
    event = get_object_or_404(Event, pk=pk)
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    if kind not in ("csv", "xlsx"):
        raise Http404
    rows = [_cells(one) for one in registrants(event)]
    ref = Ref("evenement", str(event.pk))
    write_audit(by=request.user, verb="exporter_inscrits", ref=ref, lignes=len(rows), format=kind)
    if kind == "csv":
        answer = HttpResponse(write_csv(HEADER, rows), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(write_xlsx(HEADER, rows, title="Inscrits"), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="inscrits.{kind}"'
    return answer


def _cells(one: Registration) -> list:
    return [
        one.rank,
        one.get_state_display(),
        one.first_name,
        one.last_name,
        one.email,
        one.institution_words,
        "oui" if one.is_newcomer else "non",
        one.get_presence_display(),
        one.needs,
        one.channel.name if one.channel else "",
        timezone.localtime(one.created_at).strftime("%d/%m/%Y %H:%M"),
    ]


def _channel(pk) -> Channel:
    return get_object_or_404(Channel.objects.select_related("event", "list", "mailing"), pk=pk)
