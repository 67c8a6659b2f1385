"""Subscribe, choose themes, leave; the answer of a witness. To open a link changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from observatoire.base.middleware import mail_form
from observatoire.mail.actions import Refused as NotSent
from observatoire.newsletter.actions import subscribing, witnessing
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.forms.public import SubscribeForm, ThemesForm
from observatoire.newsletter.models import Issue, Sighting, Subscriber, Witness


@never_cache
@mail_form
def ask(request):
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            subscribing.ask(**form.cleaned_data)
            return render(request, "newsletter/subscription/asked.html")
        except NotSent as refusal:
            form.add_error("email", str(refusal))
    return render(request, "newsletter/subscription/ask.html", {"form": form})


@never_cache
def own(request, token):
    """By the link of a message: confirm, choose, leave."""
    subscriber = get_object_or_404(Subscriber, token=token)
    if request.method != "POST":
        form = ThemesForm(initial={"themes": subscriber.themes})
        context = {"subscriber": subscriber, "form": form}
        return render(request, "newsletter/subscription/own.html", context)
    if request.POST.get("geste") == "quitter":
        subscribing.leave(subscriber=subscriber)
        return render(request, "newsletter/subscription/left.html")
    form = ThemesForm(request.POST)
    if form.is_valid():
        subscribing.choose(subscriber=subscriber, themes=form.cleaned_data["themes"])
    if request.POST.get("geste") == "confirmer":
        subscribing.confirm(subscriber=subscriber)
    messages.success(request, "C’est noté.")
    return redirect("letters_own", token)


@never_cache
def witness(request, token, number):
    """Where a witness found a letter: three buttons."""
    found = get_object_or_404(Witness.objects.select_related("institution"), token=token)
    issue = get_object_or_404(Issue.objects.published(), number=number)
    if request.method == "POST":
        try:
            witnessing.see(witness=found, issue=issue, place=request.POST.get("place", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("letters_witness", token, number)
    said = Sighting.objects.filter(witness=found, issue=issue).first()
    places = Sighting.Place.choices
    context = {"witness": found, "issue": issue, "said": said, "places": places}
    return render(request, "newsletter/subscription/witness.html", context)
