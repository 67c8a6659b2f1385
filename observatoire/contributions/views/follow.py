"""/contribuer/suivi/: an author's own page, opened by a signed link. Reading changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from observatoire.base.middleware import limited
from observatoire.base.rules import client_network
from observatoire.contributions.actions import revise, say_back, take_back
from observatoire.contributions.forms.ideas import IdeaForm, WordForm
from observatoire.contributions.models import Attachment, Proposal
from observatoire.contributions.presenters.reading import present_public_suites
from observatoire.contributions.queries import ideas as queries
from observatoire.contributions.queries.links import proposal_behind
from observatoire.contributions.rules import FOLLOW, may_review
from observatoire.directory.actions.refusal import Refused

posted = limited((FOLLOW, client_network))


@posted
@never_cache
def page(request, token):
    """What became of it; while the call is open, the form to change it."""
    arrived_at = timezone.now()
    found = _found(token)
    form = _form(request, found) if _may_change(found, arrived_at) else None
    if request.method == "POST":
        if form is None:
            messages.error(request, "L’appel est clos\u00a0: rien n’a été changé.")
            return redirect("contribution_follow", token=token)
        if form.is_valid():
            return _changed(request, token, found, form, arrived_at)
        found.refresh_from_db()
    context = {
        "idea": found,
        "call": found.call,
        "form": form,
        "token": token,
        "words": found.words.filter(is_inner=False),
        "word_form": WordForm(),
        "became": present_public_suites(found.outcomes.all()),
        "attachment": Attachment.objects.filter(proposal=found).first(),
    }
    return render(request, "contributions/follow.html", context)


def _form(request, found: Proposal) -> IdeaForm:
    return IdeaForm(
        request.POST or None,
        request.FILES or None,
        instance=found,
        places=queries.departements(),
        is_sharing=found.call.shares_ideas,
    )


def _changed(request, token, found: Proposal, form: IdeaForm, arrived_at):
    try:
        revise(
            proposal=found,
            arrived_at=arrived_at,
            fields=form.told(),
            file=form.cleaned_data["file"],
        )
        messages.success(request, "Votre proposition est changée.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("contribution_follow", token=token)


@posted
@never_cache
def say(request, token):
    found = _found(token)
    form = WordForm(request.POST)
    if request.method == "POST" and form.is_valid():
        say_back(proposal=found, text=form.cleaned_data["text"])
        messages.success(request, "Votre message est envoyé.")
    return redirect("contribution_follow", token=token)


@posted
@never_cache
def withdraw(request, token):
    """Asked first, done when posted."""
    found = _found(token)
    if request.method != "POST":
        context = {"idea": found, "call": found.call, "token": token}
        return render(request, "contributions/withdraw.html", context)
    try:
        take_back(proposal=found, arrived_at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contribution_follow", token=token)
    return render(request, "contributions/withdrawn.html", {"call": found.call})


@never_cache
def own_file(request, token):
    return _sent(Attachment.objects.filter(proposal=_found(token)).first())


@never_cache
def file(request, pk):
    """A file laid down: for who reviews its call."""
    found = Attachment.objects.filter(pk=pk, proposal__isnull=False)
    found = found.select_related("proposal__call").first()
    if found is None or not may_review(request.user, found.proposal.call):
        raise Http404
    return _sent(found)


def _sent(found: Attachment | None) -> HttpResponse:
    """Taken away, never opened in a page of ours."""
    if found is None:
        raise Http404
    with found.file.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, found.title)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _found(token: str) -> Proposal:
    found = proposal_behind(token)
    if found is None:
        raise Http404
    return found


def _may_change(found: Proposal, moment) -> bool:
    is_standing = found.status != Proposal.Status.WITHDRAWN
    return is_standing and not found.is_answered and found.call.takes_at(moment)
