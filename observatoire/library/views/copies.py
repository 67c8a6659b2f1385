"""The copy kept of a study's file, in the administration: taken or given up."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.library.actions.copies import drop_copy, keep_copy
from observatoire.library.models import Notice
from observatoire.library.views.screens import attempt


@require_POST
def keep(request, pk):
    """Taken now, by hand: the answer is waited for, within its twenty seconds."""
    notice = get_object_or_404(Notice.objects.select_related("group"), pk=pk)
    if request.POST.get("verbe") == "retirer":
        attempt(request, drop_copy, "La copie est retirée.", notice=notice)
    else:
        agreement = request.POST.get("accord", "")
        done = "La copie est gardée."
        attempt(request, keep_copy, done, notice=notice, agreement=agreement)
    return redirect("base_documentaire:notice", pk=pk)
