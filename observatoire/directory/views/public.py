"""The directory as visitors see it: institutions and functions, never anyone's name or address.

Partners, once signed in, also read who holds which function.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from observatoire.directory.actions.lists import count_opening
from observatoire.directory.forms.public import DirectoryFilter
from observatoire.directory.models import RelayMessage
from observatoire.directory.presenters.institutions import present_institution
from observatoire.directory.queries import institutions as queries
from observatoire.directory.rules import may_see_holders

ON_A_PAGE = 30


def index(request):
    form = DirectoryFilter(request.GET, places=queries.departements())
    asked = form.asked()
    found = queries.listed_institutions(**asked)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "elided": page.paginator.get_elided_page_range(page.number),
        "is_filtered": any(asked.values()),
    }
    return render(request, "directory/index.html", context)


def institution(request, slug):
    found = queries.public_institution(slug)
    if found is None:
        raise Http404
    sees_holders = may_see_holders(request.user)
    context = {
        "shown": present_institution(
            found,
            queries.functions_of(found, only_public=not sees_holders),
            queries.bodies_of(found, only_public=not sees_holders),
            sees_holders=sees_holders,
        ),
        "institution": found,
        "sees_holders": sees_holders,
        "trail": [{"label": "Annuaire", "address": "/annuaire/"}],
    }
    return render(request, "directory/institution.html", context)


def relay(request, token):
    """The link of a relay's message: counted, then on to the page; nothing else is kept."""
    message = get_object_or_404(RelayMessage, token=token)
    if not url_has_allowed_host_and_scheme(message.target, allowed_hosts=None):
        raise Http404
    if request.method == "GET":
        count_opening(message=message)
    answer = redirect(message.target)
    answer["Cache-Control"] = "no-store"
    return answer
