"""What the groups want found: groups known to the public, public minutes, and their own papers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from observatoire.base.registry import Ref, SearchDraft
from observatoire.directory.models import Group
from observatoire.groups.models import Minutes, Passage

KEPT = (Minutes.State.ADOPTED, Minutes.State.PUBLISHED)


def drafts() -> Iterator[SearchDraft]:
    for group in Group.objects.open().order_by("pk"):
        yield SearchDraft(
            ref=Ref("groupe", group.slug),
            title=group.name,
            address=f"/groupes/{group.slug}/",
            kind=group.get_kind_display(),
            summary=group.purpose,
            group="" if group.is_public else group.slug,
        )
    rows = Minutes.objects.filter(state__in=KEPT).select_related("meeting__group")
    for minutes in rows.order_by("pk"):
        yield from _of_minutes(minutes)


def _of_minutes(minutes: Minutes) -> Iterator[SearchDraft]:
    """Two entries: what all may read, and the whole for the group."""
    meeting, public = minutes.meeting, Passage.Visibility.PUBLIC
    passages = list(minutes.passages.kept().order_by("order", "pk"))
    shown = [one.text for one in passages if one.visibility == public]
    if minutes.state == Minutes.State.PUBLISHED and shown and meeting.group.is_public:
        yield _draft(minutes, "compte_rendu", "\n".join(shown), group="")
    hidden = [one.text for one in passages if one.visibility != public]
    if hidden or minutes.state != Minutes.State.PUBLISHED:
        whole = "\n".join(one.text for one in passages)
        yield _draft(minutes, "compte_rendu_membres", whole, group=meeting.group.slug)


def _draft(minutes: Minutes, kind: str, body: str, *, group: str) -> SearchDraft:
    meeting = minutes.meeting
    day = timezone.localtime(meeting.starts_at).date() if meeting.starts_at else None
    return SearchDraft(
        ref=Ref(kind, str(minutes.pk)),
        title=f"Compte rendu\u00a0: {meeting.group.name}" + (f", {day:%d/%m/%Y}" if day else ""),
        address=minutes.get_absolute_url(),
        kind="Compte rendu",
        summary=" ".join(body.split())[:300],
        body=body,
        date=day,
        group=group,
    )
