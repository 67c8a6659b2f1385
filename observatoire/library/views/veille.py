"""/gestion/veille/: what the sources gave, one decision each."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.library.actions import findings as decisions
from observatoire.library.actions.refusal import Refused
from observatoire.library.citations.kept import of_row
from observatoire.library.forms.veille import FindingForm, QueueFilter
from observatoire.library.models import Finding, Notice
from observatoire.library.presenters.veille import labelled, theme_names
from observatoire.library.queries import watching
from observatoire.library.views.screens import attempt, form_screen, page_of, screen

HOME = {"url": "/gestion/veille/", "label": "Veille"}
DONE = {
    "accepter": "Acceptée\u00a0: la notice est faite.",
    "ecarter": "Écartée.",
    "deja": "Rattachée à la notice.",
    "rouvrir": "De nouveau à trier.",
}


def index(request):
    themes = theme_names()
    form = QueueFilter(request.GET or None, themes)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    state = said.get("etat") or Finding.State.WAITING
    found = watching.queue(
        q=said.get("q", ""), source=said.get("source"), theme=said.get("theme", ""), state=state
    )
    shown = page_of(request, found)
    names = themes | dict(watching.region_places())
    rows = [labelled(one, names) for one in shown["page"].object_list]
    is_filtered = any(said.get(name) for name in ("q", "source", "theme"))
    context = {"form": form, "rows": rows, "state": state, "is_filtered": is_filtered}
    context["may_decide"] = state == Finding.State.WAITING
    return screen(request, "veille", "veille", context | shown, HOME)


def correct(request, key):
    finding = get_object_or_404(Finding.objects.select_related("source"), pk=key)
    before = of_row(finding.content)
    proposed = [one for one, _ in finding.territories]
    form = FindingForm(request.POST or None, proposed=proposed, initial=_initial(finding, before))
    if request.method == "POST" and form.is_valid():
        changed = {
            "finding": finding,
            "reference": form.reference(before),
            "themes": [theme.slug for theme in form.cleaned_data["themes"]],
            "territories": form.cleaned_data["territories"],
        }
        if attempt(request, decisions.amend_finding, "Corrigée.", **changed):
            if "accepter" in request.POST:
                attempt(request, decisions.accept_finding, DONE["accepter"], finding=finding)
            return redirect(HOME["url"])
    here = {"url": request.path, "label": "Corriger"}
    lead = f"Trouvée dans «\u00a0{finding.source.name}\u00a0»."
    return form_screen(
        request, "veille", form, HOME, here, title="Corriger", submit="Enregistrer", lead=lead
    )


def _initial(finding: Finding, before) -> dict:
    return {
        "title": before.title,
        "producers": "; ".join(before.producers),
        "authors": "; ".join(before.authors),
        "date": before.date,
        "address": before.address,
        "summary": before.summary,
        "themes": [slug for slug, _ in finding.themes],
        "territories": [key for key, _ in finding.territories],
    }


@require_POST
def decide(request, key):
    finding = get_object_or_404(Finding.objects.select_related("source", "twin"), pk=key)
    word = request.POST.get("decision", "")
    if word == "accepter":
        attempt(request, decisions.accept_finding, DONE[word], finding=finding)
    elif word == "ecarter":
        reason = request.POST.get("raison", "")
        attempt(request, decisions.refuse_finding, DONE[word], finding=finding, reason=reason)
    elif word == "rouvrir":
        attempt(request, decisions.reopen_finding, DONE[word], finding=finding)
    elif word == "deja" and finding.twin:
        attempt(request, decisions.tie_finding, DONE[word], finding=finding, notice=finding.twin)
    else:
        messages.error(request, "Choisir ce qu’il faut en faire.")
    return redirect(HOME["url"])


@require_POST
def decide_many(request):
    """Those that are ticked, all alike; each one that cannot be says why."""
    keys = [key for key in request.POST.getlist("choix") if _is_key(key)]
    chosen = Finding.objects.filter(pk__in=keys[:100]).select_related("source").order_by("pk")
    accept = request.POST.get("decision") == "accepter"
    verb = decisions.accept_finding if accept else decisions.refuse_finding
    done = 0
    for finding in chosen:
        try:
            verb(by=request.user, finding=finding)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{finding.title[:80]}\u00a0: {refusal}")
    word = "acceptée" if accept else "écartée"
    ending = "s" if done > 1 else ""
    if done:
        messages.success(request, f"{done} proposition{ending} {word}{ending}.")
    elif not keys:
        messages.warning(request, "Cocher d’abord des propositions.")
    return redirect(HOME["url"])


def _is_key(text: str) -> bool:
    field = Notice._meta.pk
    try:
        return field.to_python(text) is not None
    except Exception:
        return False
