"""Each person's own page, opened by a signed link: what is held, choices, export, erasure.

Reading changes nothing: a mail filter may follow the link. What changes is posted.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from observatoire.base.middleware import mail_form
from observatoire.directory.actions.consent import decide
from observatoire.directory.actions.erasure import erase as erase_subject
from observatoire.directory.actions.links import send_farewell
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.forms.public import AskForm, ChoicesForm
from observatoire.directory.presenters.personal import present_parts, present_standings
from observatoire.directory.queries.consent import standings
from observatoire.directory.queries.links import (
    CHOICES,
    WHOLE,
    Subject,
    name_of_address,
    sign,
    subject_of_token,
)
from observatoire.directory.queries.personal import held_about
from observatoire.directory.tasks import mail_personal_link

HERE = "page personnelle"


@mail_form
@never_cache
def ask(request):
    """The same answer, in the same time, whether the address is known or not."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mail_personal_link.enqueue(name_of_address(form.cleaned_data["email"]))
        return render(request, "directory/personal/asked.html")
    return render(request, "directory/personal/ask.html", {"form": form})


@login_required
@never_cache
def mine(request):
    """Who is signed in needs no message to reach their own page."""
    return redirect("personal", token=sign(f"u:{request.user.pk}", WHOLE))


@never_cache
def page(request, token):
    subject = subject_of_token(token, WHOLE, CHOICES)
    if subject is None:
        return _expired(request)
    is_whole = subject_of_token(token, WHOLE) is not None
    held = standings(subject.owner) if subject.owner else []
    context = {
        "token": token,
        "subject": subject,
        "standings": present_standings(held),
        "is_whole": is_whole,
        "parts": present_parts(held_about(subject)) if is_whole else [],
    }
    return render(request, "directory/personal/page.html", context)


@never_cache
def choose(request, token):
    """Each box says yes or no for one purpose; what did not change writes no line."""
    subject = subject_of_token(token, WHOLE, CHOICES)
    if request.method != "POST":
        return redirect("personal", token=token)
    if subject is None or subject.owner is None:
        return _expired(request)
    form = ChoicesForm(request.POST, standings=standings(subject.owner))
    form.is_valid()
    with transaction.atomic():
        for purpose, may in form.cleaned_data.items():
            decide(
                by=None, owner=subject.owner, purpose=purpose, may=may, source="page personnelle"
            )
    messages.success(request, "Vos choix sont enregistrés. Ils valent dès maintenant.")
    return redirect("personal", token=token)


@never_cache
def export(request, token):
    subject = _whole(token)
    answer = JsonResponse(
        {"adresses": subject.emails, "parties": held_about(subject)},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return answer


@never_cache
def erase(request, token):
    subject = _whole(token)
    refusal = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                erase_subject(by=None, subject=subject, source=HERE)
                send_farewell(emails=subject.emails)
        except Refused as refused:
            refusal = str(refused)
        else:
            logout(request)
            return render(request, "directory/personal/erased.html")
    context = {"token": token, "subject": subject, "refusal": refusal}
    return render(request, "directory/personal/erase.html", context)


def _whole(token: str) -> Subject:
    subject = subject_of_token(token, WHOLE)
    if subject is None:
        raise Http404
    return subject


def _expired(request):
    return render(request, "directory/personal/expired.html", {"form": AskForm()}, status=404)
