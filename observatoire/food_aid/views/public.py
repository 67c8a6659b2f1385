"""The map and the list of food aid, the page of a place, what is said of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from observatoire.base.middleware import mail_form
from observatoire.food_aid.actions import remarks as actions
from observatoire.food_aid.forms.remarks import RemarkForm
from observatoire.food_aid.presenters import listing
from observatoire.food_aid.presenters.map import draw
from observatoire.food_aid.presenters.place import freshness, shown, where
from observatoire.food_aid.queries import places
from observatoire.food_aid.queries.asking import Question, answer
from observatoire.food_aid.queries.atlas import atlas
from observatoire.food_aid.rules import sees_partner_places

ON_A_PAGE = 20


@never_cache
def index(request):
    """What is open changes with the minute: this page is not kept."""
    now, question = timezone.now(), Question.of(request.GET)
    census = atlas(partners=sees_partner_places(request.user))
    found = answer(question, census, now)
    page = Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    keys = [census.keys[row] for row in found.rows[:400]]
    context = {
        "question": question,
        "choices": listing.choices(question),
        "chips": listing.chips(question),
        "headline": listing.headline(question, found),
        "found": found,
        "rows": listing.rows(places.by_keys([census.keys[n] for n in page]), census, found, now),
        "page": page,
        "query": question.address(),
        "drawing": draw(census, found.rows, found.states, places.rounds(keys)),
        "is_demonstration": listing.has_synthetic(),
    }
    return render(request, "food_aid/index.html", context)


@never_cache
def points(request):
    """Places for a browser that measures distances itself: it never says where it is."""
    question = Question.of(request.GET)
    census = atlas(partners=sees_partner_places(request.user))
    return JsonResponse(listing.points(census, answer(question, census, timezone.now())))


def _found(request, slug):
    found = places.one_place(slug, partners=sees_partner_places(request.user))
    if found is None:
        raise Http404
    return found


@never_cache
def place(request, slug):
    return _place_page(request, _found(request, slug), RemarkForm())


def _place_page(request, found, form, status=200):
    now = timezone.now()
    context = {
        "place": found,
        "services": [shown(found, one, now) for one in found.services.all()],
        "where": where(found),
        "freshness": freshness(found, timezone.localdate()),
        "stops": listing.stops(found),
        "form": form,
    }
    return render(request, "food_aid/place.html", context, status=status)


@mail_form
@require_POST
def remark(request, slug):
    found = _found(request, slug)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _place_page(request, found, form, status=200)
    told = {key: form.cleaned_data[key] for key in ("kind", "text", "email")}
    if not form.cleaned_data["site"]:
        actions.leave_remark(place=found, **told)
    messages.success(request, "Merci\u00a0: votre remarque sera relue avant d’être appliquée.")
    return redirect(found.get_absolute_url())


@never_cache
def confirm(request, key):
    """The link sent to a structure: what is shown of it, right or to be changed, no account."""
    found = actions.place_of(key)
    if found is None:
        raise Http404
    if request.method == "POST":
        is_right = request.POST.get("reponse") == "juste"
        told = request.POST.get("texte", "").strip()[:2000]
        if not is_right and not told:
            messages.error(request, "Écrire ce qu’il faut corriger.")
            return redirect(request.path)
        actions.confirm_by_link(place=found, is_right=is_right, text=told)
        return render(request, "food_aid/confirmed.html", {"place": found, "is_right": is_right})
    now = timezone.now()
    services = [shown(found, one, now) for one in found.services.all()]
    context = {"place": found, "services": services, "where": where(found)}
    return render(request, "food_aid/confirm.html", context)
