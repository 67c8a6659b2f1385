"""The way into the remote room, and what the room sends back."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from observatoire.events.actions import rooms
from observatoire.events.actions.refusal import Refused
from observatoire.events.adapters import configured
from observatoire.events.views.registration import opened, private

LARGEST = 5_000_000  # three hundred and fifty people, two hours
GONE = 410  # BigBlueButton stops asking; any other refusal, it tries again


def enter(request, token):
    """Out to the room, for a confirmed registrant, at its hour."""
    found = opened(token)
    try:
        return private(redirect(rooms.enter(registration=found)))
    except Refused as refusal:
        context = {"event": found.event, "sentence": str(refusal), "token": token}
        return private(render(request, "events/registration/room.html", context, status=409))


@csrf_exempt
@require_POST
def presences(request, pk):
    """Who was there, signed by our server alone."""
    server = configured()
    if server is None or not server.is_from_room(request.headers.get("Authorization", "")):
        return HttpResponse("Signature refusée.", status=GONE, content_type="text/plain")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse("Trop long.", status=GONE, content_type="text/plain")
    try:
        content = json.loads(request.body)
    except ValueError:
        return HttpResponse("Illisible.", status=GONE, content_type="text/plain")
    known = isinstance(content, dict) and rooms.keep_report(key=pk, content=content)
    return HttpResponse("Reçu." if known else "Inconnu.", status=200 if known else GONE)
