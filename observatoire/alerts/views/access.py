"""The doors of an alert: what is not for a reader is not there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from observatoire.alerts.actions import Refused
from observatoire.alerts.models import Alert
from observatoire.alerts.rules import may_conclude, may_keep_alerts, may_read_alert

TRAIL = {"label": "Alertes sociales", "address": "/alertes/"}
KEEPERS = "La coordination peut le faire."
PILOTS = "Les pilotes du groupe et la coordination peuvent le faire."


def read_alert(request, pk) -> Alert:
    rows = Alert.objects.select_related("territory", "institution", "group", "wave", "same_as")
    alert = get_object_or_404(rows, pk=pk)
    if not may_read_alert(request.user, alert):
        raise Http404
    return alert


def kept_alert(request, pk) -> Alert:
    alert = read_alert(request, pk)
    if not may_keep_alerts(request.user):
        raise PermissionDenied(KEEPERS)
    return alert


def judged_alert(request, pk) -> Alert:
    alert = read_alert(request, pk)
    if not may_conclude(request.user, alert):
        raise PermissionDenied(PILOTS)
    return alert


def attempt(request, action, done: str, **given) -> bool:
    """Do it and say so; or say, in the action's own words, why it was refused."""
    try:
        action(by=request.user, **given)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
