"""What is about to leave, to how many, and what a person decides of it."""

from __future__ import annotations

import csv

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from observatoire.mail.actions import Refused, deciding
from observatoire.mail.forms import ConfirmForm, TestForm, mailing_filter, message_filter
from observatoire.mail.models import Mailing, Message
from observatoire.mail.presenters import present_account, present_history
from observatoire.mail.queries import outbox
from observatoire.mail.rules import may_send
from observatoire.mail.views.access import DESK, ROOT, do, for_readers, for_senders, paged

# What the address says, and what it does.
VERBS = {
    "pause": (deciding.pause_mailing, "L’envoi est en pause\u00a0: plus rien n’en part."),
    "reprendre": (deciding.resume_mailing, "L’envoi reprend."),
    "deprogrammer": (deciding.withdraw_mailing, "L’envoi ne partira pas avant d’être confirmé."),
    "annuler": (deciding.cancel_mailing, "L’envoi est annulé\u00a0: rien de plus n’en partira."),
}


@for_readers
def index(request):
    form = mailing_filter(request.GET)
    asked = form.asked()
    context = {
        "trail": [DESK],
        "form": form,
        "is_filtered": any(asked.values()),
        "facts": outbox.facts(),
        "may_send": may_send(request.user),
    } | paged(request, outbox.listed_mailings(**asked))
    return render(request, "mail/gestion/index.html", context)


@for_readers
def detail(request, pk):
    mailing = get_object_or_404(Mailing.objects.select_related("by"), pk=pk)
    form = message_filter(request.GET)
    asked = form.asked()
    is_filtered = any(asked.values())
    states, reasons = outbox.account_of(mailing)
    context = {
        "trail": [DESK, ROOT],
        "mailing": mailing,
        "account": present_account(mailing, states, reasons),
        "form": form,
        "is_filtered": is_filtered,
        "history": [] if is_filtered else present_history(outbox.history_of(mailing)),
        "may_send": may_send(request.user),
    }
    known = None if is_filtered else sum(states.values())
    context |= paged(request, outbox.recipients(mailing, **asked), count=known)
    return render(request, "mail/gestion/mailing.html", context)


@for_senders
def confirm(request, pk):
    mailing = get_object_or_404(Mailing, pk=pk)
    if mailing.state not in {Mailing.State.DRAFT, Mailing.State.LATE}:
        return redirect(mailing)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.confirm_mailing(by=request.user, mailing=mailing, **form.cleaned_data)
            return redirect(mailing)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    number = mailing.messages.filter(state=Message.State.READY).count()
    context = {"trail": _trail(mailing), "mailing": mailing, "form": form, "number": number}
    return render(request, "mail/gestion/confirm.html", context)


@for_senders
def decide(request, pk, verb):
    mailing = get_object_or_404(Mailing, pk=pk)
    action, done = VERBS[verb]
    if request.method == "POST":
        return do(request, action, done=done, back=mailing.get_absolute_url(), mailing=mailing)
    if verb != "annuler":
        return redirect(mailing)
    waiting = mailing.messages.filter(state__in=("pret", "differe")).count()
    context = {"trail": _trail(mailing), "mailing": mailing, "number": waiting}
    return render(request, "mail/gestion/cancel.html", context)


@for_senders
def test(request, pk):
    mailing = get_object_or_404(Mailing, pk=pk)
    form = TestForm(request.POST or None, initial={"addresses": request.user.email})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["addresses"]
        done = f"L’essai part à {len(given)} adresse{'s' if len(given) > 1 else ''}."
        return do(
            request,
            deciding.send_test,
            done=done,
            back=mailing.get_absolute_url(),
            mailing=mailing,
            addresses=given,
        )
    context = {"trail": _trail(mailing), "mailing": mailing, "form": form}
    return render(request, "mail/gestion/test.html", context)


@for_readers
def export(request, pk):
    """Who was written to and what became of it, in a table that French programs open."""
    mailing = get_object_or_404(Mailing, pk=pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="envoi-{mailing.pk}.csv"'
    table = csv.writer(response, delimiter=";")
    table.writerow(["adresse", "état", "raison", "essais", "réponse", "le"])
    for one in outbox.recipients(mailing).iterator():
        at = timezone.localtime(one.settled_at).strftime("%d/%m/%Y %H:%M") if one.settled_at else ""
        row = [one.address, one.get_state_display(), one.reason, one.attempts, one.reply, at]
        table.writerow([_plain(cell) for cell in row])
    for one in mailing.exclusions.all():
        table.writerow([_plain(one.address), "écarté", one.get_reason_display(), "", "", ""])
    return response


def _plain(cell) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@for_readers
def doubtful(request):
    context = {
        "trail": [DESK, ROOT],
        "may_send": may_send(request.user),
    } | paged(request, outbox.doubtful_messages())
    return render(request, "mail/gestion/doubtful.html", context)


@require_POST
@for_senders
def settle(request):
    chosen = Message.objects.in_doubt().filter(pk__in=request.POST.getlist("message"))
    is_sent = request.POST.get("verdict") == "parti"
    done = "Ces messages sont tenus pour partis." if is_sent else "Ces messages repartent."
    return do(
        request,
        deciding.settle_doubtful,
        done=done,
        back="/gestion/courriels/incertains/",
        messages=list(chosen),
        is_sent=is_sent,
    )


def _trail(mailing: Mailing) -> list[dict]:
    return [DESK, ROOT, {"url": mailing.get_absolute_url(), "label": mailing.title}]
