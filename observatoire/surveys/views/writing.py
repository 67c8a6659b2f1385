"""/gestion/enquetes/questionnaires/: what can be asked, and writing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.surveys.actions import Refused
from observatoire.surveys.actions import writing as verbs
from observatoire.surveys.forms import (
    QuestionForm,
    SectionForm,
    StartForm,
    TextForm,
    code_from,
    typed,
)
from observatoire.surveys.models import Draft, Version
from observatoire.surveys.presenters import present_form
from observatoire.surveys.queries.writing import listed_drafts, listed_versions
from observatoire.surveys.questionnaire import Faulty, Section
from observatoire.surveys.views.access import DESK, ROOT, WRITING, for_keepers

MOVES = {"monter": -1, "descendre": 1, "retirer": 0}


@for_keepers
def index(request):
    context = {"trail": [DESK, ROOT], "versions": listed_versions(), "drafts": listed_drafts()}
    return render(request, "surveys/gestion/versions.html", context)


@for_keepers
def add(request):
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = code_from(form.cleaned_data["title"], set())
        try:
            return redirect(verbs.start_draft(by=request.user, code=code, **form.cleaned_data))
        except Refused as refusal:
            form.add_error("title", str(refusal))
    return _screen(request, "Nouveau questionnaire", form, "Commencer", [WRITING])


@for_keepers
def version(request, pk):
    found = get_object_or_404(Version, pk=pk)
    whole = found.read()
    context = {
        "trail": [DESK, ROOT, WRITING],
        "version": found,
        "whole": whole,
        "parts": present_form(whole, {}, {}),
    }
    return render(request, "surveys/gestion/version.html", context)


@require_POST
@for_keepers
def take(request, pk):
    found = get_object_or_404(Version, pk=pk)
    return redirect(verbs.take_version(by=request.user, version=found))


@for_keepers
def draft(request, pk):
    found = get_object_or_404(Draft, pk=pk)
    context = {
        "trail": [DESK, ROOT, WRITING],
        "draft": found,
        "whole": found.read(),
        "form": SectionForm(),
    }
    return render(request, "surveys/gestion/draft.html", context)


@for_keepers
def section(request, pk):
    found = get_object_or_404(Draft, pk=pk)
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        whole = found.read()
        sections = [*whole.sections, Section(form.cleaned_data["title"], ())]
        return _change(request, found, sections, whole)
    return _screen(request, "Nouvelle partie", form, "Ajouter la partie", _trail(found))


@for_keepers
def text(request, pk):
    found = get_object_or_404(Draft, pk=pk)
    form = TextForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(verbs.write_text(by=request.user, draft=found, **form.cleaned_data))
        except Refused as refusal:
            form.add_error("text", str(refusal))
        except Faulty as faulty:
            for one in faulty.problems:
                form.add_error("text", f"Ligne {one.line}\u00a0: {one.sentence}")
    return _screen(request, "Texte du questionnaire", form, "Garder ce texte", _trail(found))


@for_keepers
def question(request, pk, code=""):
    found = get_object_or_404(Draft, pk=pk)
    whole = found.read()
    old, at, before = _seen(whole, code)
    form = QuestionForm(
        request.POST or None,
        initial=typed(old, at) if old else {"section": len(whole.sections) - 1, "high": 5},
        sections=[one.title for one in whole.sections],
        before=before,
    )
    if request.method == "POST" and form.is_valid():
        name = code or code_from(form.cleaned_data["label"], {one.code for one in before})
        asked = form.question(name, old=old)
        at = form.cleaned_data["section"]
        return _change(
            request, found, verbs.place(list(whole.sections), asked, at=at, old=code), whole
        )
    title = "Modifier la question" if old else "Nouvelle question"
    return _screen(request, title, form, "Garder la question", _trail(found))


@require_POST
@for_keepers
def arrange(request, pk, code, verb):
    found = get_object_or_404(Draft, pk=pk)
    if verb not in MOVES:
        raise Http404
    whole = found.read()
    return _change(request, found, verbs.moved(list(whole.sections), code, MOVES[verb]), whole)


@require_POST
@for_keepers
def publish(request, pk):
    found = get_object_or_404(Draft, pk=pk)
    try:
        return redirect(verbs.publish_draft(by=request.user, draft=found))
    except Refused as refusal:
        messages.error(request, str(refusal))
    except Faulty as faulty:
        messages.error(request, faulty.problems[0].sentence)
    return redirect(found)


@require_POST
@for_keepers
def delete(request, pk):
    verbs.delete_draft(by=request.user, draft=get_object_or_404(Draft, pk=pk))
    messages.success(request, "Le brouillon est supprimé.")
    return redirect(WRITING["url"])


def _seen(whole, code):
    """The question of that code, its part, and the questions before it: 404 where it is not."""
    before = []
    for at, one in enumerate(whole.sections):
        for asked in one.questions:
            if asked.code == code:
                return asked, at, before
            before.append(asked)
    if code:
        raise Http404
    return None, 0, before


def _change(request, found, sections, whole):
    try:
        verbs.change_sections(by=request.user, draft=found, sections=sections, whole=whole)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def _screen(request, title, form, word, trail):
    context = {"trail": [DESK, ROOT, *trail], "title": title, "form": form, "word": word}
    return render(request, "surveys/gestion/form.html", context)


def _trail(found):
    return [WRITING, {"url": found.get_absolute_url(), "label": found.read().title}]
