"""The waves: opened by the coordination, followed institution by institution."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from observatoire.alerts.actions import waves as actions
from observatoire.alerts.forms.alerts import WaveForm
from observatoire.alerts.models import Wave
from observatoire.alerts.rules import may_keep_alerts
from observatoire.alerts.views.access import KEEPERS, TRAIL, attempt

WAVES = {"label": "Vagues", "address": "/alertes/vagues/"}


@login_required
@never_cache
def index(request):
    if not may_keep_alerts(request.user):
        raise PermissionDenied(KEEPERS)
    form = WaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "La vague est prête\u00a0: les messages partent le premier jour."
        if attempt(request, actions.open_wave, done, **form.cleaned_data):
            return redirect("waves")
    rows = Wave.objects.order_by("-opens_on", "pk")
    return render(request, "alerts/waves.html", {"form": form, "waves": rows, "trail": [TRAIL]})


@login_required
@never_cache
def wave(request, pk):
    if not may_keep_alerts(request.user):
        raise PermissionDenied(KEEPERS)
    found = get_object_or_404(Wave, pk=pk)
    replies = list(found.replies.select_related("institution").order_by("institution__name", "pk"))
    context = {
        "wave": found,
        "replies": replies,
        "quiet": sum(one.said_nothing for one in replies),
        "trail": [TRAIL, WAVES],
    }
    return render(request, "alerts/wave.html", context)
