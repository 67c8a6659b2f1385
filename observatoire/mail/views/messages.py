"""One message, as its reader will see it; codes and notices; domains; addresses; the gate."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from observatoire.mail.actions import gate, learning
from observatoire.mail.forms import AddressFilter, SuppressForm, message_filter
from observatoire.mail.models import DomainAlarm, Gate, Message, Suppression
from observatoire.mail.presenters import present_message
from observatoire.mail.queries import outbox
from observatoire.mail.queries.content import content_of
from observatoire.mail.rules import may_send
from observatoire.mail.views.access import DESK, ROOT, do, for_readers, for_senders, paged

FORMS = ("html", "telephone", "texte", "source")
# A letter is shown, not run: its styles, the pictures of our own site, nothing else.
FRAME = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
FRAME += "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
ADDRESSES, DOMAINS = "/gestion/courriels/adresses/", "/gestion/courriels/domaines/"


@for_readers
def index(request):
    form = message_filter(request.GET)
    asked = form.asked()
    context = {"trail": [DESK, ROOT], "form": form, "is_filtered": any(asked.values())}
    context |= paged(request, outbox.lone_messages(**asked))
    return render(request, "mail/gestion/messages.html", context)


@for_readers
def detail(request, pk):
    message = _readable(pk)
    form = request.GET.get("forme", "html")
    content = content_of(message) if _is_open(message) else None
    context = {
        "trail": _trail(message),
        "message": message,
        "shown": present_message(content) if content else None,
        "form": form if form in FORMS else "html",
        "is_secret": not _is_open(message),
    }
    return render(request, "mail/gestion/message.html", context)


@xframe_options_sameorigin
@for_readers
def page(request, pk):
    """The page of a message alone, for the frame that shows it: no script runs in it."""
    message = _readable(pk)
    content = content_of(message) if _is_open(message) else None
    if content is None:
        raise Http404
    response = HttpResponse(present_message(content).html)
    response["Content-Security-Policy"] = FRAME
    return response


def _readable(pk) -> Message:
    return get_object_or_404(Message.objects.select_related("mailing"), pk=pk)


def _is_open(message: Message) -> bool:
    """A code is its owner's alone, except where nobody receives it: in the demonstration."""
    return message.kind != Message.Kind.CODE or settings.DEMONSTRATION


def _trail(message: Message) -> list[dict]:
    if message.mailing is None:
        return [DESK, ROOT, {"url": "/gestion/courriels/messages/", "label": "Messages"}]
    of = message.mailing
    return [DESK, ROOT, {"url": of.get_absolute_url(), "label": of.title}]


@for_readers
def domains(request):
    words = request.GET.get("q", "")[:100]
    context = {
        "trail": [DESK, ROOT],
        "alarms": outbox.open_alarms(),
        "domains": outbox.domains(words=words),
        "words": words,
        "may_send": may_send(request.user),
    }
    return render(request, "mail/gestion/domains.html", context)


@require_POST
@for_senders
def close_alarm(request, pk):
    alarm = get_object_or_404(DomainAlarm, pk=pk)
    done = "L’alarme est close\u00a0: un nouveau refus en ouvrira une autre."
    return do(request, learning.close_alarm, done=done, back=DOMAINS, alarm=alarm)


@for_readers
def addresses(request):
    form, adding = AddressFilter(request.GET), SuppressForm(request.POST or None)
    if request.method == "POST" and may_send(request.user) and adding.is_valid():
        done = "L’adresse est écartée\u00a0: plus aucune lettre ne lui part."
        box = adding.cleaned_data["address"]
        return do(request, learning.suppress_by_hand, done=done, back=ADDRESSES, mailbox=box)
    asked = form.asked()
    found = Suppression.objects.matching(words=asked["words"], reason=asked["state"])
    context = {
        "trail": [DESK, ROOT],
        "form": form,
        "adding": adding,
        "is_filtered": any(asked.values()),
        "may_send": may_send(request.user),
    } | paged(request, found.active().order_by("-at", "mailbox", "id"))
    return render(request, "mail/gestion/addresses.html", context)


@require_POST
@for_senders
def lift(request, pk):
    found = get_object_or_404(Suppression, pk=pk)
    done = "L’adresse est rétablie\u00a0: les lettres lui partent de nouveau."
    return do(request, learning.lift_suppression, done=done, back=ADDRESSES, suppression=found)


@for_senders
def the_gate(request):
    """Hold everything, or let go after a look at what waits."""
    back = ROOT["url"]
    if request.method == "POST" and request.POST.get("geste") == "liberer":
        return do(request, gate.release, done="Le courrier part de nouveau.", back=back)
    if request.method == "POST":
        return do(request, gate.hold, done="Plus rien ne part, codes compris.", back=back)
    context = {
        "trail": [DESK, ROOT],
        "gate": Gate.current(),
        "waiting": Message.objects.exclude(due=None).count(),
        "doubtful": Message.objects.in_doubt().count(),
    }
    return render(request, "mail/gestion/gate.html", context)
