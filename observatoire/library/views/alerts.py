"""/base-documentaire/alertes/: the searches one keeps, and how often one is told."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from observatoire.base.middleware import mail_form
from observatoire.library.actions import alerts as actions
from observatoire.library.actions.refusal import Refused
from observatoire.library.forms.deposit import AlertForm
from observatoire.library.models import SavedSearch
from observatoire.library.presenters.alerts import name_of, rhythms
from observatoire.library.queries import alerts as queries
from observatoire.library.search import Question


@never_cache
def index(request):
    mine = queries.searches_of(request.user) if request.user.is_authenticated else []
    return render(request, "library/alerts/index.html", {"searches": mine})


@never_cache
@mail_form
def add(request):
    """Keep a search: at once for an account, after a link for an address."""
    question, is_known = Question.of(request.GET), request.user.is_authenticated
    form = AlertForm(
        request.POST or None,
        is_known=is_known,
        rhythms=rhythms(with_never=is_known),
        initial={"name": name_of(question), "rhythm": SavedSearch.Rhythm.WEEKLY},
    )
    if request.method == "POST" and form.is_valid() and _kept(request, form, question):
        if is_known:
            return redirect("library_alerts")
        return render(request, "library/alerts/asked.html")
    context = {"form": form, "question": question, "address": question.address()}
    return render(request, "library/alerts/add.html", context)


def _kept(request, form, question: Question) -> bool:
    given = form.cleaned_data
    try:
        actions.save_search(
            by=request.user if request.user.is_authenticated else None,
            email=given.get("email", ""),
            name=given["name"],
            question=question.written(),
            rhythm=given["rhythm"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@never_cache
def one(request, token):
    """By the link of a message: a program that follows links changes nothing, a person posts."""
    search = get_object_or_404(SavedSearch, token=token)
    if request.method == "POST":
        return _done(request, search)
    context = {"search": search, "rhythms": rhythms(with_never=search.owner_id is not None)}
    return render(request, "library/alerts/one.html", context)


def _done(request, search: SavedSearch):
    verb, rhythm = request.POST.get("verbe"), request.POST.get("rythme", "")
    if verb == "arreter":
        actions.forget_search(search=search)
        return render(request, "library/alerts/stopped.html", {"name": search.name})
    if verb == "confirmer":
        actions.confirm_search(search=search)
    elif rhythm in SavedSearch.Rhythm.values:
        actions.change_rhythm(search=search, rhythm=rhythm)
    return redirect(request.path)
