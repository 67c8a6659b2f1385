"""Minutes: read, written by several, circulated, amended, adopted, published."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from observatoire.base import docx
from observatoire.base.pdf import write_pdf
from observatoire.groups.actions import minutes as actions
from observatoire.groups.actions import passages as writing
from observatoire.groups.actions.refusal import Refused
from observatoire.groups.forms.minutes import AmendmentForm, PassageForm, form_for
from observatoire.groups.models import Amendment, Conflict, Minutes, Passage
from observatoire.groups.presenters.minutes import present_minutes, present_writing, printed
from observatoire.groups.rules import may_keep_group, may_read_group
from observatoire.groups.views.access import (
    attempt,
    door,
    kept_meeting,
    own_meeting,
    seen_group,
    trail_to,
)


def read(request, slug, pk):
    """The whole for the group; for all, what was made public, once published."""
    found = _readable(request, slug, pk)
    if found is None:
        return door(request)
    minutes, is_own = found
    group = minutes.meeting.group
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": group,
        "shown": present_minutes(minutes, request.user, is_own=is_own),
        "is_own": is_own,
        "keeps": is_own and may_keep_group(request.user, group),
        "trail": trail_to(group, minutes.meeting if is_own else None),
    }
    return render(request, "groups/minutes.html", context)


def print_out(request, slug, pk):
    """The same, as a tagged PDF."""
    return _printed(request, slug, pk, write_pdf, "application/pdf", "pdf")


def word(request, slug, pk):
    """The same, as a Word document."""
    return _printed(request, slug, pk, docx.write_docx, docx.TYPE, "docx")


def _printed(request, slug, pk, write, kind: str, ending: str):
    found = _readable(request, slug, pk)
    if found is None:
        return door(request)
    minutes, is_own = found
    shown = present_minutes(minutes, request.user, is_own=is_own)
    answer = HttpResponse(write(printed(minutes, shown)), content_type=kind)
    day = f"{timezone.localtime(minutes.meeting.starts_at):%Y-%m-%d}"
    manner = "inline" if ending == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{manner}; filename="compte-rendu-{day}.{ending}"'
    return answer


def _readable(request, slug, pk) -> tuple[Minutes, bool] | None:
    """The minutes and whether they are the reader's group's; None for who may sign in first."""
    group = seen_group(request, slug)
    rows = Minutes.objects.select_related("meeting__group")
    minutes = get_object_or_404(rows, meeting=pk, meeting__group=group)
    is_own = may_read_group(request.user, group)
    if is_own or minutes.state == Minutes.State.PUBLISHED:
        return minutes, is_own
    if request.user.is_authenticated:
        raise Http404
    return None


@require_POST
def begin(request, slug, pk):
    meeting = kept_meeting(request, slug, pk)
    attempt(request, actions.open_minutes, "Le compte rendu est ouvert.", meeting=meeting)
    return redirect("minutes_write", slug, pk)


def write(request, slug, pk):
    minutes = _kept(request, slug, pk)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "shown": present_writing(minutes, form_for()),
        "trail": trail_to(minutes.meeting.group, minutes.meeting),
    }
    return render(request, "groups/write.html", context)


@require_POST
def add(request, slug, pk):
    minutes = _kept(request, slug, pk)
    after = minutes.passages.filter(pk=_identifier(request.POST.get("apres"))).first()
    given = {"minutes": minutes, "text": request.POST.get("text", ""), "after": after}
    attempt(request, writing.add_passages, "C’est écrit.", **given)
    place = f"#passage-{after.pk}" if after else "#ajouter"
    return redirect(f"{minutes.get_absolute_url()}ecrire/{place}")


@require_POST
def save(request, slug, pk, passage):
    """One passage, by the page or by its script, which reads what became of the text."""
    found = _passage(request, slug, pk, passage)
    version, text = request.POST.get("version", ""), request.POST.get("text", "")
    if not version.isdecimal():
        raise Http404
    try:
        done = writing.save_passage(by=request.user, pk=found.pk, version=int(version), text=text)
    except Refused as refusal:
        if _is_script(request):
            return JsonResponse({"refus": str(refusal)}, status=409)
        attempt(request, writing.save_passage, "", pk=found.pk, version=int(version), text=text)
        return redirect(f"{found.minutes.get_absolute_url()}ecrire/#passage-{found.pk}")
    if _is_script(request):
        return JsonResponse(_told(done))
    return redirect(f"{found.minutes.get_absolute_url()}ecrire/#passage-{found.pk}")


def _told(done) -> dict:
    return {
        "version": done.passage.version,
        "texte": done.passage.text,
        "reuni": done.was_merged,
        "conflit": str(done.conflict.pk) if done.conflict else "",
    }


@require_POST
def describe(request, slug, pk, passage):
    found = _passage(request, slug, pk, passage)
    form = PassageForm(request.POST, instance=found)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in PassageForm.Meta.fields}
        attempt(request, writing.describe_passage, "C’est noté.", passage=found, **given)
    return redirect(f"{found.minutes.get_absolute_url()}ecrire/#passage-{found.pk}")


@require_POST
def remove(request, slug, pk, passage):
    """Taken off, or brought back: nothing is deleted."""
    found = _passage(request, slug, pk, passage)
    if request.POST.get("verbe") == "remettre":
        version = request.POST.get("version", "")
        given = {"version": int(version)} if version.isdecimal() else {}
        attempt(request, writing.bring_back, "Le passage est revenu.", passage=found, **given)
    else:
        attempt(request, writing.remove_passage, "Le passage est retiré.", passage=found)
    return redirect(f"{found.minutes.get_absolute_url()}ecrire/#passage-{found.pk}")


def versions(request, slug, pk, passage):
    found = _passage(request, slug, pk, passage)
    context = {
        "passage": found,
        "versions": list(writing.versions_of(found)),
        "trail": trail_to(found.minutes.meeting.group, found.minutes.meeting),
    }
    return render(request, "groups/versions.html", context)


@require_POST
def settle(request, slug, pk, conflict):
    """Two texts of one passage: the one that a person wrote from both."""
    minutes = _kept(request, slug, pk)
    rows = Conflict.objects.select_related("passage")
    found = get_object_or_404(rows, pk=conflict, passage__minutes=minutes, settled_at=None)
    version, text = request.POST.get("version", ""), request.POST.get("text", "")
    if not version.isdecimal():
        raise Http404
    given = {"conflict": found, "version": int(version), "text": text}
    attempt(request, writing.settle_conflict, "Les deux écritures sont réunies.", **given)
    return redirect(f"{minutes.get_absolute_url()}ecrire/#passage-{found.passage_id}")


def amend(request, slug, pk, passage):
    meeting = own_meeting(request, slug, pk)
    rows = Passage.objects.kept().select_related("minutes__meeting__group")
    found = get_object_or_404(rows, pk=passage, minutes__meeting=meeting)
    form = AmendmentForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        done = "L’amendement est transmis à qui tient le compte rendu."
        if attempt(request, actions.amend, done, passage=found, **form.cleaned_data):
            return redirect(found)
    context = {"form": form, "title": "Proposer d’autres mots", "group": meeting.group}
    return render(
        request, "groups/form.html", context | {"trail": trail_to(meeting.group, meeting)}
    )


@require_POST
def answer(request, slug, pk, amendment):
    minutes = _kept(request, slug, pk)
    found = get_object_or_404(Amendment, pk=amendment, passage__minutes=minutes)
    takes = request.POST.get("verbe") == "prendre"
    given = {"amendment": found, "takes": takes, "answer": request.POST.get("reponse", "")}
    done = "L’amendement entre dans le texte." if takes else "L’amendement est refusé."
    attempt(request, actions.answer_amendment, done, **given)
    return redirect(f"{minutes.get_absolute_url()}ecrire/#passage-{found.passage_id}")


@require_POST
def circulate(request, slug, pk):
    minutes = _kept(request, slug, pk)
    done = "Le compte rendu est en relecture\u00a0; le message aux membres attend d’être confirmé."
    attempt(request, actions.circulate, done, minutes=minutes)
    return redirect(minutes)


@require_POST
def adopt(request, slug, pk):
    minutes = _kept(request, slug, pk)
    attempt(request, actions.adopt, "Le compte rendu est adopté.", minutes=minutes)
    return redirect(minutes)


@require_POST
def publish(request, slug, pk):
    minutes = _kept(request, slug, pk)
    attempt(request, actions.publish, "Le compte rendu est publié.", minutes=minutes)
    return redirect(minutes)


def _kept(request, slug, pk) -> Minutes:
    """The minutes of a meeting that the reader's group holds, for those who write them."""
    meeting = kept_meeting(request, slug, pk)
    minutes = getattr(meeting, "minutes", None)
    if minutes is None:
        raise Http404
    minutes.meeting = meeting
    return minutes


def _passage(request, slug, pk, passage) -> Passage:
    minutes = _kept(request, slug, pk)
    found = get_object_or_404(Passage, pk=passage, minutes=minutes)
    found.minutes = minutes
    return found


def _identifier(given: str | None) -> UUID | None:
    try:
        return UUID(given or "")
    except ValueError:
        return None


def _is_script(request) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"
