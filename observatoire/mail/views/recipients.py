"""What a reader's program calls: leaving a list; and what a relay calls: a return."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from observatoire.directory.actions.links import choices_address
from observatoire.mail.actions import learning, returns
from observatoire.mail.models import Recipient

HEAVIEST = 2_000_000


@csrf_exempt
@never_cache
def unsubscribe(request, token):
    """GET shows a button and changes nothing: programs open every link. POST leaves, at once.

    No cookie is asked for (RFC 8058): the token is the whole right, and this is all it can do.
    """
    recipient = Recipient.objects.filter(token=token).first()
    if recipient is None:
        raise Http404
    if request.method == "POST":
        if "List-Unsubscribe" in request.POST:
            learning.leave_list(token=token, how="un clic")
            return HttpResponse("Désabonné.", content_type="text/plain; charset=utf-8")
        if request.POST.get("geste") == "tout":
            learning.leave_everything(token=token)
        elif request.POST.get("geste") == "revenir":
            learning.return_to_list(token=token)
        else:
            learning.leave_list(token=token, how="page")
        return redirect("unsubscribe", token=token)
    context = {
        "recipient": recipient,
        "has_left": recipient.left_at is not None,
        "choices": choices_address(recipient.mailbox),
    }
    return render(request, "mail/unsubscribe.html", context)


@csrf_exempt
@require_POST
def take_return(request):
    """A relay gives a returned message, signed with the secret that it shares with us."""
    if not settings.MAIL_BOUNCES_SECRET:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > HEAVIEST:
        return HttpResponse("Trop lourd.", status=413, content_type="text/plain; charset=utf-8")
    key = settings.MAIL_BOUNCES_SECRET.encode()
    expected = hmac.new(key, request.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Observatoire-Signature", "")):
        return HttpResponse(
            "Signature fausse.", status=401, content_type="text/plain; charset=utf-8"
        )
    had_effect = returns.take_return(content=request.body)
    return HttpResponse("pris" if had_effect else "sans effet", content_type="text/plain")
