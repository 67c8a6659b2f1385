"""/intervenir/: the page of someone invited to speak, opened by a signed link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from observatoire.base.registry import registry
from observatoire.contributions.actions import answer_invitation, lay_slides
from observatoire.contributions.forms.speaking import SlidesForm, SpeakerForm
from observatoire.contributions.models import Attachment, Speaker
from observatoire.contributions.queries.links import speaker_behind
from observatoire.contributions.rules import may_manage_calls
from observatoire.contributions.views.follow import _sent, posted


@posted
@never_cache
def page(request, token):
    """Yes or no, how to be presented, what is needed, what is permitted."""
    found = _found(token)
    form = SpeakerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        comes = form.cleaned_data["comes"] == "oui"
        answer_invitation(speaker=found, comes=comes, fields=form.told(), absences=form.absences())
        messages.success(request, "Merci, c’est noté. Vous pouvez changer d’avis sur cette page.")
        return redirect("speaking", token=token)
    if form.errors:
        found.refresh_from_db()
    context = {
        "speaker": found,
        "form": form,
        "occasion": registry.resolve(found.owner),
        "slides": Attachment.objects.filter(speaker=found),
        "slides_form": SlidesForm(),
        "panels": registry.panels_of("speaker", speaker=found),
        "token": token,
    }
    return render(request, "contributions/speaking.html", context)


@posted
@never_cache
def slides(request, token):
    found = _found(token)
    form = SlidesForm(request.POST, request.FILES)
    if request.method == "POST":
        if form.is_valid():
            lay_slides(speaker=found, file=form.cleaned_data["file"])
            messages.success(request, "Votre support est déposé.")
        else:
            messages.error(request, form.errors["file"][0])
    return redirect("speaking", token=token)


@never_cache
def own_slides(request, token, pk):
    return _sent(Attachment.objects.filter(speaker=_found(token), pk=pk).first())


@never_cache
def slides_of(request, pk):
    """For the coordination; what the public may read is laid on the page of the day."""
    if not may_manage_calls(request.user):
        raise Http404
    return _sent(Attachment.objects.filter(speaker__isnull=False, pk=pk).first())


def _found(token: str) -> Speaker:
    found = speaker_behind(token)
    if found is None:
        raise Http404
    return found
