"""The public base: its search, and each notice."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import render

from observatoire.library.queries.reading import reader_of

ON_A_PAGE = 20


def index(request):
    found = reader_of(request.user).notices().order_by("-published_on", "title", "id")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "library/index.html", {"page": page})
