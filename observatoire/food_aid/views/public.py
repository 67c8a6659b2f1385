"""The map and the list of food aid, and the page of a place."""

from __future__ import annotations

from django.shortcuts import render


def index(request):
    return render(request, "food_aid/index.html", {"places": []})
