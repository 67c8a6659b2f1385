"""A letter is composed: what is proposed, what is kept, in which order, in which words."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.newsletter.actions import composing
from observatoire.newsletter.forms.gestion import IssueForm, LineForm
from observatoire.newsletter.models import Issue, Line
from observatoire.newsletter.presenters import ShownPart
from observatoire.newsletter.queries import issues
from observatoire.newsletter.rules import may_approve
from observatoire.newsletter.views.screens import (
    ROOT,
    attempt,
    form_screen,
    issue_screen,
    page_of,
    saved,
    screen,
)


def index(request):
    words = request.GET.get("q", "").strip()[:100]
    context = {"q": words, "tab": "lettres"} | page_of(request, issues.listed_issues(words=words))
    return screen(request, "index", context)


def add(request):
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "La lettre est commencée\u00a0: voici tout ce qui est nouveau."
        given = form.save(commit=False)
        if saved(request, form, composing.open_issue, done, issue=given):
            return redirect(given.admin_address)
    lead = "Tout ce qui s’est passé depuis la précédente sera proposé, avec sa raison."
    return form_screen(request, form, ROOT, title="Nouvelle lettre", submit="Commencer", lead=lead)


def detail(request, pk):
    issue = get_object_or_404(Issue.objects.select_related("approved_by", "mailing"), pk=pk)
    context = {
        "parts": [ShownPart(*one) for one in issues.lines_of(issue)],
        "left_out": issues.left_out_of(issue),
        "remarks": issue.remarks.select_related("by"),
        "may_approve": may_approve(request.user),
    }
    return issue_screen(request, "issue", issue, "composer", context)


def edit(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    form = IssueForm(request.POST or None, instance=issue)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        if saved(request, form, composing.save_issue, "C’est enregistré.", issue=given):
            return redirect(issue.admin_address)
    above = {"url": issue.admin_address, "label": f"Lettre n°\u00a0{issue.number}"}
    title = "Titre, objet, destinataires"
    return form_screen(request, form, ROOT, above, title=title, submit="Enregistrer")


@require_POST
def propose(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    attempt(request, composing.propose, "Les nouveautés sont relevées.", issue=issue)
    return redirect(issue.admin_address)


def add_line(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    line = Line(issue=issue, part=request.GET.get("partie", Line.Part.NEWS))
    return _line_form(request, line, "Écrire une ligne")


def edit_line(request, pk):
    line = get_object_or_404(Line.objects.select_related("issue"), pk=pk)
    return _line_form(request, line, "Récrire la ligne")


def _line_form(request, line: Line, title: str):
    form = LineForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        if saved(request, form, composing.save_line, "La ligne est enregistrée.", line=given):
            return redirect(line.issue.admin_address)
    above = {"url": line.issue.admin_address, "label": str(line.issue)}
    return form_screen(request, form, ROOT, above, title=title, submit="Enregistrer")


@require_POST
def decide_line(request, pk, verb):
    """Up, down, left out with a reason, taken back: where it stood is where one comes back."""
    line = get_object_or_404(Line.objects.select_related("issue"), pk=pk)
    if verb in ("monter", "descendre"):
        attempt(request, composing.move, "L’ordre est changé.", line=line, up=verb == "monter")
    elif verb == "ecarter":
        why = request.POST.get("why", "")
        attempt(request, composing.leave_out, "La ligne est écartée.", line=line, why=why)
    elif verb == "reprendre":
        attempt(request, composing.keep, "La ligne est dans la lettre.", line=line)
    else:
        raise Http404
    return redirect(f"{line.issue.admin_address}#ligne-{line.pk}")


@require_POST
def say(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    text = request.POST.get("text", "")
    attempt(request, composing.say, "La remarque est notée.", issue=issue, text=text)
    return redirect(f"{issue.admin_address}#remarques")


@require_POST
def delete(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    if attempt(request, composing.delete_issue, "La lettre est supprimée.", issue=issue):
        return redirect("lettres:index")
    return redirect(issue.admin_address)
