"""A letter is seen as its readers will, checked, tried, made public, corrected."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from observatoire.mail.forms import TestForm
from observatoire.mail.letter import fill_html, fill_text
from observatoire.mail.views.messages import FRAME
from observatoire.newsletter import emails
from observatoire.newsletter.actions import checking, composing, publishing, trying, witnessing
from observatoire.newsletter.forms.gestion import CorrectionForm
from observatoire.newsletter.models import Issue
from observatoire.newsletter.queries.issues import readers_of, visits_of
from observatoire.newsletter.rules import may_approve
from observatoire.newsletter.views.screens import ROOT, attempt, form_screen, issue_screen, saved

FORMS = ("html", "telephone", "sombre", "texte")
# What the address says, and what it does.
VERBS = {
    "approuver": (composing.approve, "La lettre est approuvée."),
    "publier": (publishing.publish, "La lettre est publique, et son envoi prêt à confirmer."),
    "retirer": (publishing.withdraw, "La lettre n’est plus publique\u00a0: elle se récrit."),
    "renvoyer": (publishing.send_again, "L’envoi est prêt\u00a0: le relire, puis le confirmer."),
    "temoins": (witnessing.ask_now, "Les témoins sont interrogés."),
}


def preview(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    form = request.GET.get("forme", "html")
    text = fill_text(emails.drawn(issue).text, {}, unsubscribe="")
    context = {"form": form if form in FORMS else "html", "text": text}
    return issue_screen(request, "preview", issue, "apercu", context)


@xframe_options_sameorigin
def page(request, pk):
    """The page of the mail alone, for the frame that shows it: no script runs in it."""
    issue = get_object_or_404(Issue, pk=pk)
    response = HttpResponse(fill_html(emails.drawn(issue).html, {}, unsubscribe="#"))
    response["Content-Security-Policy"] = FRAME
    return response


def check(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    with_filter = request.GET.get("filtre") == "oui"
    found = checking.check_issue(issue, with_filter=with_filter)
    domains = checking.check_domains() if request.GET.get("domaines") == "oui" else []
    context = {"checks": found, "domains": domains, "with_filter": with_filter}
    return issue_screen(request, "check", issue, "controle", context)


def test(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    form = TestForm(request.POST or None, initial={"addresses": request.user.email})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["addresses"]
        done = "L’essai est parti."
        if saved(request, form, trying.send_test, done, issue=issue, addresses=given):
            return redirect("lettres:preview", pk)
    above = {"url": issue.admin_address, "label": str(issue)}
    return form_screen(request, form, ROOT, above, title="Essayer la lettre", submit="Envoyer")


def detail(request, pk):
    """Whom it goes to, who is left out and why, what became of it."""
    issue = get_object_or_404(Issue.objects.select_related("mailing", "list"), pk=pk)
    context = {
        "readers": None if issue.is_public else readers_of(issue),
        "mailings": publishing.told_of(issue),
        "visits": visits_of(issue) if issue.is_public else [],
        "may_approve": may_approve(request.user),
    }
    return issue_screen(request, "sending", issue, "envoi", context)


def correct(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    form = CorrectionForm(request.POST or None, initial={"text": issue.erratum})
    if request.method == "POST" and form.is_valid():
        done = "La correction est sur la version en ligne."
        saved(request, form, publishing.correct, done, issue=issue, **form.cleaned_data)
        if form.is_valid():
            return redirect("lettres:sending", pk)
    above = {"url": issue.admin_address, "label": str(issue)}
    lead = "La version en ligne le dira en tête. Un envoi de correction se confirme à part."
    named = {"title": "Corriger la lettre", "submit": "Corriger", "lead": lead}
    return form_screen(request, form, ROOT, above, **named)


@require_POST
def do(request, pk, verb):
    issue = get_object_or_404(Issue.objects.select_related("mailing"), pk=pk)
    if verb not in VERBS:
        raise Http404
    action, done = VERBS[verb]
    attempt(request, action, done, issue=issue)
    return redirect(issue.admin_address if verb == "approuver" else f"{issue.admin_address}envoi/")
