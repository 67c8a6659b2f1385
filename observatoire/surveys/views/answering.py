"""The pages of who answers: by a signed link, without an account."""

from __future__ import annotations

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from observatoire.base.middleware import limited
from observatoire.base.rules import Limit, client_network
from observatoire.surveys import actions
from observatoire.surveys.actions.answering import find_by_code
from observatoire.surveys.presenters import present_faults, present_form
from observatoire.surveys.queries.links import invitation_of_token
from observatoire.surveys.questionnaire import Reading, read_answers

CORRECTIONS = Limit("enquetes.corriger", 60, 3600)
SAVE = "enregistrer"


@never_cache
def answer(request, token):
    invitation = invitation_of_token(token)
    if invitation is None:
        raise Http404
    survey = invitation.survey
    if request.method == "POST" and SAVE in request.POST:
        return _save(request, invitation)
    if request.method == "POST":
        return _submit(request, invitation)
    kept = getattr(invitation, "answer", None)
    if not survey.is_open or (survey.is_anonymous and invitation.has_answered):
        return _closed(request, survey, has_answered=invitation.has_answered)
    reading = Reading(kept.values if kept else invitation.prefill, {})
    return _form(request, survey, reading, kept=kept, previous=invitation.previous)


def _submit(request, invitation):
    survey = invitation.survey
    reading = _read(request, invitation, is_final=True)
    if reading.faults:
        return _form(request, survey, reading, previous=invitation.previous)
    try:
        done = actions.submit(invitation=invitation, values=reading.values)
    except actions.Refused as refusal:
        return _closed(request, survey, refusal=str(refusal), has_answered=True)
    return render(request, "surveys/thanks.html", {"survey": survey, "done": done})


def _read(request, invitation, *, is_final: bool) -> Reading:
    typed = dict(request.POST.lists())
    whole = invitation.survey.version.read()
    return read_answers(whole, typed, is_final=is_final, previous=invitation.previous)


def _save(request, invitation):
    """Without leaving the page where it can be; a script asks for a word, a reader for a page."""
    survey = invitation.survey
    reading = _read(request, invitation, is_final=False)
    try:
        actions.save_draft(invitation=invitation, values=reading.values)
        said = "Réponses enregistrées\u00a0: ce lien y ramène."
    except actions.Refused as refusal:
        said = str(refusal)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"phrase": said})
    kept = Reading(reading.values, {}, reading.alerts)
    return _form(request, survey, kept, said=said, previous=invitation.previous)


@never_cache
@limited((CORRECTIONS, client_network))
def correct(request):
    """By the code shown after an anonymous answer; it is never in an address."""
    code = request.POST.get("code", "").strip()
    if request.method != "POST":
        return render(request, "surveys/code.html", {})
    try:
        found = find_by_code(code)
        if "remettre" not in request.POST:
            return _form(request, found.survey, Reading(found.values, {}), code=code)
        typed = dict(request.POST.lists())
        reading = read_answers(found.survey.version.read(), typed, is_final=True)
        if reading.faults:
            return _form(request, found.survey, reading, code=code)
        survey = actions.correct_anonymous(code=code, values=reading.values)
    except actions.Refused as refusal:
        return render(request, "surveys/code.html", {"refusal": str(refusal)})
    return render(request, "surveys/thanks.html", {"survey": survey, "is_corrected": True})


def _form(request, survey, reading, *, kept=None, said="", code="", previous=None):
    questionnaire = survey.version.read()
    context = {
        "survey": survey,
        "questionnaire": questionnaire,
        "parts": present_form(questionnaire, reading.values, reading.faults, previous or {}),
        "faults": present_faults(questionnaire, reading.faults),
        "alerts": reading.alerts,
        "is_correction": bool(code) or bool(kept and kept.is_final),
        "said": said,
        "code": code,
    }
    return render(request, "surveys/answer.html", context)


def _closed(request, survey, *, has_answered, refusal=""):
    context = {"survey": survey, "has_answered": has_answered, "refusal": refusal}
    return render(request, "surveys/closed.html", context)
