"""The notices in the administration: every state of them."""

from __future__ import annotations

from django.db.models import Q

from observatoire.base.french import normalise
from observatoire.library.models import Notice


def listed_notices(*, q: str = "", etat: str = "", theme="", origine: str = ""):
    rows = Notice.objects.defer("file_text").prefetch_related("themes", "producers")
    for word in q.split():
        # Titles are as they were written; the search of published notices forgives more.
        found = Q(title__icontains=word) | Q(entry__sorted_title__contains=normalise(word))
        rows = rows.filter(found | Q(producers__name__icontains=word)).distinct()
    rows = rows.filter(status=etat) if etat else rows
    rows = rows.filter(themes=theme) if theme else rows
    rows = rows.filter(origin=origine) if origine else rows
    return rows.order_by("-updated_at", "title", "id")


def waiting_notices():
    """Those that someone has to read again before they are published."""
    return Notice.objects.filter(status=Notice.Status.REVIEW).order_by("updated_at", "id")
