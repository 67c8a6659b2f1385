"""The questionnaires that can be asked, and those that are being written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from observatoire.surveys.models import Draft, Version


def listed_versions() -> Iterable[Version]:
    return Version.objects.annotate(uses=Count("surveys")).order_by("title", "code", "-number")


def listed_drafts() -> Iterable[Draft]:
    return Draft.objects.select_related("by").order_by("code")


def newest(code: str) -> Version | None:
    """What a feature asks when it names a questionnaire."""
    return Version.objects.filter(code=code).order_by("-number").first()
