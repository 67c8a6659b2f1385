"""The notices in the administration."""

from __future__ import annotations

from observatoire.library.models import Notice
from observatoire.library.views.screens import page_of, screen


def index(request):
    return screen(request, "notices", "notices", page_of(request, Notice.objects.all()))
