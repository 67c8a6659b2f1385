"""The notices in the administration: written, read again, published, brought back."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect

from observatoire.base.models import Revision
from observatoire.library.actions import notices as actions
from observatoire.library.actions.files import put_file
from observatoire.library.actions.refusal import Refused
from observatoire.library.forms.notice import NoticeFilter, NoticeForm
from observatoire.library.models import Notice
from observatoire.library.presenters.notice import date_in_words
from observatoire.library.queries import labels
from observatoire.library.queries.labels import source_of
from observatoire.library.queries.listed import listed_notices
from observatoire.library.queries.notices import cited_by, copy_of, revisions_of
from observatoire.library.rules import may_publish
from observatoire.library.tasks import read_notice_file
from observatoire.library.views.screens import attempt, form_screen, page_of, question, screen

TAB = "notices"
STEP = {"url": "/gestion/base-documentaire/", "label": "Notices"}
DONE = {
    Notice.Status.DRAFT: "La notice est redevenue un brouillon\u00a0: personne ne la voit.",
    Notice.Status.REVIEW: "La notice attend d’être relue.",
    Notice.Status.PUBLISHED: "La notice est publiée.",
}


def index(request):
    form = NoticeFilter(request.GET)
    asked = form.asked()
    context = page_of(request, listed_notices(**asked))
    context |= {"form": form, "is_filtered": any(asked.values())}
    return screen(request, "notices", TAB, context)


def detail(request, pk):
    rows = Notice.objects.select_related("group", "created_by", "kept_copy").defer("file_text")
    notice = get_object_or_404(rows.prefetch_related("manifestations"), pk=pk)
    context = {
        "notice": notice,
        "source": source_of(notice),
        "date": date_in_words(notice),
        "places": list(labels.places(notice.territories).values()),
        "cited": cited_by(notice),
        "copy": copy_of(notice),
        "revisions": revisions_of(notice)[:20],
        "may_publish": may_publish(request.user),
        "deposit": getattr(notice, "deposit", None),
    }
    return screen(request, "notice", TAB, context)


def add(request):
    return _edited(request, Notice(), title="Ajouter une notice", submit="Ajouter en brouillon")


def edit(request, pk):
    notice = get_object_or_404(Notice, pk=pk)
    return _edited(request, notice, title="Modifier la notice", submit="Enregistrer")


def _edited(request, notice: Notice, *, title: str, submit: str):
    form = NoticeForm(request.POST or None, request.FILES or None, instance=notice)
    if request.method == "POST" and form.is_valid() and (done := _written(request, form)):
        return redirect("base_documentaire:notice", pk=done.pk)
    above = () if notice._state.adding else (_step(notice),)
    lead = "Seul le titre est demandé pour un brouillon."
    return form_screen(request, TAB, form, *above, title=title, submit=submit, lead=lead)


def _written(request, form) -> Notice | None:
    notice = form.written()
    given = form.cleaned_data["new_file"]
    if given:
        put_file(notice, given)
    try:
        done = actions.save_notice(by=request.user, notice=notice, links=form.links())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if given:
        read_notice_file.enqueue(str(done.pk))
    return done


def status(request, pk, verb):
    """One step of draft → review → published, or back; publishing is for who may."""
    notice = get_object_or_404(Notice, pk=pk)
    wanted = {"relire": "relecture", "publier": "publiee", "retirer": "brouillon"}[verb]
    back = redirect("base_documentaire:notice", pk=pk)
    if request.method != "POST":
        return back
    if not may_publish(request.user) and (wanted == "publiee" or notice.is_published):
        attempt(request, _not_theirs, "")
        return back
    attempt(request, actions.change_status, DONE[wanted], notice=notice, status=wanted)
    return back


def _not_theirs(*, by) -> None:
    raise Refused("Publier, ou retirer ce qui est publié, demande le droit de publier.")


def delete(request, pk):
    notice = get_object_or_404(Notice, pk=pk)
    if request.method == "POST":
        if notice.is_published and not may_publish(request.user):
            attempt(request, _not_theirs, "")
            return redirect("base_documentaire:notice", pk=pk)
        done = "La notice est supprimée\u00a0; sa dernière version est gardée."
        attempt(request, actions.delete_notice, done, notice=notice)
        return redirect("base_documentaire:notices")
    points = ["Son adresse ne répondra plus.", "Son fichier est supprimé avec elle."]
    title = f"Supprimer «\u00a0{notice.title}\u00a0»\u00a0?"
    return question(request, TAB, _step(notice), title=title, points=points, submit="Supprimer")


def restore(request, pk, revision):
    notice = get_object_or_404(Notice, pk=pk)
    found = get_object_or_404(Revision, pk=revision, kind=actions.KIND, key=str(pk))
    if request.method == "POST":
        done = "La version choisie est revenue\u00a0; celle d’avant est gardée aussi."
        attempt(request, actions.restore_notice, done, notice=notice, revision=found)
    return redirect("base_documentaire:notice", pk=pk)


def _step(notice: Notice) -> dict:
    return {"url": f"/gestion/base-documentaire/{notice.pk}/", "label": notice.title[:60]}
