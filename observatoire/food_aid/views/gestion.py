"""/gestion/aide-alimentaire/: files, doubles, remarks, indicators."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from observatoire.food_aid.actions import doubles as pairing
from observatoire.food_aid.actions import intake as verbs
from observatoire.food_aid.actions.publishing import publish_indicators
from observatoire.food_aid.actions.refusal import Refused
from observatoire.food_aid.actions.remarks import answer_remark
from observatoire.food_aid.forms.remarks import FileForm
from observatoire.food_aid.models import Double, Intake, Place, Remark, Source
from observatoire.food_aid.rules import may_keep

HOME = {"url": "/gestion/aide-alimentaire/", "label": "Aide alimentaire"}
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "doc-full-inverse"}


def keepers(view):
    """The view, for those who keep the census; for nobody else."""

    @wraps(view)
    def checked(request, *given, **named):
        if not may_keep(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


def _screen(request, template: str, context: dict, *above: dict):
    shown = {"trail": [DESK, HOME, *above] if above else [DESK]} | context
    return render(request, f"food_aid/gestion/{template}.html", shown)


def _attempt(request, action, done: str, **named):
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    if done:
        messages.success(request, done)
    return result if result is not None else True


@keepers
def index(request):
    remarks = Remark.objects.filter(state=Remark.State.WAITING).select_related("place")
    context = {
        "intakes": Intake.objects.select_related("source")[:20],
        "remarks": remarks[:50],
        "doubts": Double.objects.filter(state=Double.State.DOUBT).count(),
        "places": Place.objects.kept().count(),
        "asked": Place.objects.filter(state=Place.State.ASKED).count(),
        "aside": Place.objects.filter(state=Place.State.ASIDE).count(),
    }
    return _screen(request, "index", context)


@keepers
def deposit(request):
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        source = given["source"] or _new_source(given)
        told = {"source": source, "name": given["file"].name, "data": given["file"].read()}
        made = _attempt(request, verbs.open_intake, "", **told)
        if made:
            return redirect("aide_alimentaire:intake", made.pk)
    here = {"url": request.path, "label": "Déposer"}
    return _screen(request, "deposit", {"form": form}, here)


def _new_source(given: dict) -> Source:
    made, _ = Source.objects.get_or_create(
        slug=slugify(given["name"])[:60],
        defaults={key: given[key] for key in ("name", "licence", "is_food_aid")},
    )
    return made


@keepers
def intake(request, key):
    found = get_object_or_404(Intake.objects.select_related("source"), pk=key)
    here = {"url": request.path, "label": found.name}
    return _screen(request, "intake", {"intake": found, "sample": found.drafts[:20]}, here)


@keepers
@require_POST
def confirm(request, key):
    found = get_object_or_404(Intake, pk=key)
    _attempt(request, verbs.confirm_intake, "Les lieux sont importés.", intake=found)
    return redirect("aide_alimentaire:intake", key)


@keepers
@require_POST
def undo(request, key):
    found = get_object_or_404(Intake, pk=key)
    done = _attempt(request, verbs.undo_intake, "", intake=found)
    if done:
        kept = f" {done[1]} modifiés depuis sont gardés." if done[1] else ""
        messages.success(request, f"L’import est annulé.{kept}")
    return redirect("aide_alimentaire:intake", key)


@keepers
def doubles(request):
    if request.method == "POST":
        made = _attempt(request, pairing.find_doubles, "La recherche est faite.")
        if made:
            return redirect("aide_alimentaire:doubles")
    rows = Double.objects.exclude(state=Double.State.APART).select_related("left", "right")
    page = Paginator(rows, 25).get_page(request.GET.get("p"))
    return _screen(request, "doubles", {"page": page}, {"url": request.path, "label": "Doublons"})


@keepers
@require_POST
def settle(request, key):
    verbs_of = {
        "reunir": (pairing.join, "Les deux lieux n’en font qu’un."),
        "separer": (pairing.tell_apart, "Ce sont deux lieux."),
        "defaire": (pairing.take_back, "La réunion est défaite."),
    }
    if request.POST.get("verbe") not in verbs_of:
        raise Http404
    action, done = verbs_of[request.POST["verbe"]]
    _attempt(request, action, done, double=get_object_or_404(Double, pk=key))
    return redirect("aide_alimentaire:doubles")


@keepers
@require_POST
def answer(request, key):
    found = get_object_or_404(Remark, pk=key)
    is_right = request.POST.get("reponse") == "retenir"
    _attempt(request, answer_remark, "C’est noté.", remark=found, is_right=is_right)
    return redirect("aide_alimentaire:index")


@keepers
@require_POST
def publish(request):
    made = _attempt(request, publish_indicators, "")
    if made:
        messages.success(request, f"{made} chiffres sont publiés.")
    return redirect("aide_alimentaire:index")
