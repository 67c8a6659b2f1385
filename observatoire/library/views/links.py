"""/gestion/veille/liens/: addresses that no longer answer, to mend."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.library.actions import links as verbs
from observatoire.library.forms.veille import LinkFilter, MendForm
from observatoire.library.models import Link
from observatoire.library.queries import watching
from observatoire.library.views.screens import attempt, page_of, screen

LIST = {"url": "/gestion/veille/liens/", "label": "Liens"}


def index(request):
    form = LinkFilter(request.GET or None)
    state = form.cleaned_data["etat"] if form.is_bound and form.is_valid() else ""
    shown = page_of(request, watching.links(state)) | {"form": form, "state": state}
    return screen(request, "links", "liens", shown, LIST)


def one(request, key):
    link = get_object_or_404(Link.objects.select_related("notice"), pk=key)
    form = MendForm(request.POST or None, initial={"address": link.moved or link.address})
    if request.method == "POST" and form.is_valid():
        mended = {"link": link, "address": form.cleaned_data["address"]}
        if attempt(request, verbs.mend_link, "L’adresse est réparée.", **mended):
            return redirect(LIST["url"])
    here = {"url": request.path, "label": "Réparer"}
    return screen(request, "link", "liens", {"link": link, "form": form}, LIST, here)


@require_POST
def leave(request, key):
    link = get_object_or_404(Link, pk=key)
    attempt(request, verbs.leave_link, "Laissée telle quelle.", link=link)
    return redirect(LIST["url"])
