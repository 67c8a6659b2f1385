"""A doubt is let through by who publishes, with a word."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from observatoire.indicators.actions.imports import Refused
from observatoire.indicators.actions.waivers import waive_doubt
from observatoire.indicators.models import Import
from observatoire.indicators.rules import may_publish


@require_POST
def waive(request, pk):
    imported = Import.objects.visible_to(request.user).filter(pk=pk).first()
    if imported is None:
        raise Http404
    if not may_publish(request.user):
        raise PermissionDenied
    doubt, word = request.POST.get("doute", ""), request.POST.get("mot", "")
    try:
        waive_doubt(by=request.user, imported=imported, doubt=doubt, word=word)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Le doute est levé\u00a0; la raison est gardée.")
    return redirect(imported)
