"""/gestion/veille/sources/ and /gestion/veille/rythme/."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.library.actions import watching as verbs
from observatoire.library.forms.veille import SourceForm
from observatoire.library.models import WatchedSource
from observatoire.library.queries import watching
from observatoire.library.queries.rhythm import MONTHS, rhythm
from observatoire.library.views.screens import attempt, form_screen, page_of, question, screen
from observatoire.library.views.veille import HOME

LIST = {"url": "/gestion/veille/sources/", "label": "Sources suivies"}


def index(request):
    shown = page_of(request, watching.sources())
    rows = [(one, *watching.health(one)) for one in shown["page"].object_list]
    return screen(request, "sources", "veille", {"rows": rows} | shown, HOME, LIST)


def write(request, key=None):
    source = get_object_or_404(WatchedSource, pk=key) if key else WatchedSource()
    form = SourceForm(request.POST or None, instance=source)
    if request.method == "POST" and form.is_valid():
        if attempt(request, verbs.save_source, "La source est enregistrée.", source=form.instance):
            return redirect(LIST["url"])
    title = f"Modifier «\u00a0{source.name}\u00a0»" if key else "Suivre une source"
    here = {"url": request.path, "label": "Modifier" if key else "Ajouter"}
    return form_screen(request, "veille", form, HOME, LIST, here, title=title, submit="Enregistrer")


@require_POST
def test(request, key):
    """Asked now, by hand: the answer is waited for, within its twenty seconds."""
    source = get_object_or_404(WatchedSource, pk=key)
    queued = verbs.try_source(by=request.user, source=source)
    if source.error:
        messages.error(request, f"{source.name}\u00a0: {source.error}")
    elif queued:
        ending = "s" if queued > 1 else ""
        messages.success(request, f"{source.name}\u00a0: {queued} proposition{ending} à trier.")
    else:
        messages.info(request, f"{source.name}\u00a0: rien de nouveau.")
    return redirect(LIST["url"])


def delete(request, key):
    source = get_object_or_404(WatchedSource, pk=key)
    if request.method == "POST":
        attempt(request, verbs.delete_source, "La source n’est plus suivie.", source=source)
        return redirect(LIST["url"])
    points = [
        "Elle ne sera plus interrogée.",
        "Ce qu’elle a donné et qui attend une décision disparaît avec elle.",
        "Les notices déjà faites restent.",
    ]
    title = f"Ne plus suivre «\u00a0{source.name}\u00a0»\u00a0?"
    here = {"url": request.path, "label": "Supprimer"}
    return question(
        request, "veille", HOME, LIST, here, title=title, points=points, submit="Ne plus suivre"
    )


def rhythms(request):
    here = {"url": request.path, "label": "Rythme"}
    context = {"rhythm": rhythm(), "months": MONTHS}
    return screen(request, "rhythm", "veille", context, HOME, here)
