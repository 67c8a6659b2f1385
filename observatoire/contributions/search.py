"""What visitors find of contributions: calls, never what they received."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.base.registry import Ref, SearchDraft
from observatoire.contributions.models import Call


def call_draft(call: Call) -> SearchDraft | None:
    if call.published_at is None:
        return None
    return SearchDraft(
        ref=Ref("appel", str(call.pk)),
        title=call.title,
        address=call.get_absolute_url(),
        kind="Appel à contribution",
        summary=call.introduction,
        body=call.expected,
        date=call.closes_at.date(),
    )


def call_drafts() -> Iterator[SearchDraft]:
    for call in Call.objects.published().order_by("pk"):
        yield call_draft(call)
