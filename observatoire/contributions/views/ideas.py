"""/contribuer/: calls, an idea laid down by anyone, those of others for partners."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from observatoire.base.middleware import limited
from observatoire.base.registry import registry
from observatoire.base.rules import client_network
from observatoire.contributions.actions import propose as lay_down
from observatoire.contributions.actions import support as say_support
from observatoire.contributions.forms.ideas import IdeaForm, IdeasFilter
from observatoire.contributions.models import Call, Support
from observatoire.contributions.queries import ideas as queries
from observatoire.contributions.rules import (
    PROPOSE,
    is_partner,
    may_manage_calls,
    may_read_ideas,
    may_review,
)
from observatoire.directory.actions.refusal import Refused

ON_A_PAGE = 12
TRAIL = {"label": "Contribuer", "address": "/contribuer/"}


@never_cache
def index(request):
    context = queries.calls_by_state(timezone.now()) | {
        "is_partner": is_partner(request.user),
        "may_manage": may_manage_calls(request.user),
        "panels": registry.panels_of("contribuer", request=request),
    }
    return render(request, "contributions/index.html", context)


@never_cache
def call(request, slug):
    """A call; partners also read the ideas it received."""
    found = _published(slug)
    reads = may_read_ideas(request.user, found)
    context = {
        "call": found,
        "trail": [TRAIL],
        "reads": reads,
        "may_review": may_review(request.user, found),
        "expected": found.expected.splitlines(),
        "occasion": registry.resolve(found.owner) if found.owner else None,
    }
    if reads:
        form = IdeasFilter(request.GET, places=queries.departements())
        asked = form.asked()
        page = Paginator(queries.shared_ideas(found, **asked), ON_A_PAGE)
        context |= {
            "form": form,
            "page": page.get_page(request.GET.get("page")),
            "is_filtered": any(asked.values()),
        }
    return render(request, "contributions/call.html", context)


def _owner(request) -> str:
    """Who is signed in is counted by account: an office shares one address."""
    return f"compte {request.user.pk}" if request.user.is_authenticated else client_network(request)


@limited((PROPOSE, _owner))
@never_cache
def propose(request, slug):
    """Anyone lays down an idea; what arrives after the hour is refused, and nothing is lost."""
    arrived_at = timezone.now()
    found = _published(slug)
    form = _form(request, found)
    if request.method == "POST" and form.is_trapped:
        return redirect("contribution_thanks", slug=slug)  # a machine learns nothing
    if request.method == "POST" and form.is_valid():
        try:
            lay_down(
                by=request.user if request.user.is_authenticated else None,
                call=found,
                arrived_at=arrived_at,
                form_key=form.cleaned_data["form_key"],
                fields=form.told(),
                file=form.cleaned_data["file"],
            )
            return redirect("contribution_thanks", slug=slug)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, found, form, is_open=found.takes_at(arrived_at))


def _form(request, found: Call) -> IdeaForm:
    person, first = request.user, {}
    if person.is_authenticated:
        first = {"contact_email": person.email, "contact_name": person.get_full_name()}
    return IdeaForm(
        request.POST or None,
        request.FILES or None,
        initial=first,
        places=queries.departements(),
        is_sharing=found.shares_ideas,
    )


def _shown(request, found: Call, form: IdeaForm, *, is_open: bool):
    context = {
        "call": found,
        "form": form,
        "is_open": is_open,
        "trail": [TRAIL, {"label": found.title, "address": found.get_absolute_url()}],
    }
    status = 200 if is_open else 409 if request.method == "POST" else 410
    return render(request, "contributions/propose.html", context, status=status)


@never_cache
def thanks(request, slug):
    found = _published(slug)
    trail = [TRAIL, {"label": found.title, "address": found.get_absolute_url()}]
    return render(request, "contributions/thanks.html", {"call": found, "trail": trail})


@never_cache
def idea(request, slug, number):
    """One idea, for partners: what it is, who knows it, who would join."""
    found = _readable(request, slug)
    one = get_object_or_404(queries.shared_ideas(found), number=number)
    supports = queries.supports_of(one)
    context = {
        "call": found,
        "idea": one,
        "summary": one.summary.splitlines(),
        "supports": supports,
        "mine": {said.way for said in supports if said.account_id == request.user.pk},
        "ways": Support.Way.choices,
        "trail": [TRAIL, {"label": found.title, "address": found.get_absolute_url()}],
    }
    return render(request, "contributions/idea.html", context)


def support(request, slug, number):
    found = _readable(request, slug)
    one = get_object_or_404(queries.shared_ideas(found), number=number)
    if request.method == "POST":
        wanted = request.POST.get("voulu") == "oui"
        way = request.POST.get("comment", "")
        try:
            say_support(by=request.user, proposal=one, way=way, is_wanted=wanted)
            messages.success(request, "C’est noté." if wanted else "C’est retiré.")
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("contribution_idea", slug=slug, number=number)


def _published(slug: str) -> Call:
    return get_object_or_404(Call.objects.published(), slug=slug)


def _readable(request, slug: str) -> Call:
    found = _published(slug)
    if not found.shares_ideas:
        raise Http404
    if not may_read_ideas(request.user, found):
        raise PermissionDenied
    return found
