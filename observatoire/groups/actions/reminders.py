"""An action that comes due, or is late, is told once a week to who owes it; never an empty one."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.groups import emails
from observatoire.groups.models import Passage
from observatoire.groups.queries.members import mailboxes_of
from observatoire.mail.actions import post_letter

AHEAD, AGAIN = timedelta(days=7), timedelta(days=7)


def remind() -> int:
    """One letter an institution and a group, with all that it owes; how many left."""
    by_owner: dict[tuple, list[Passage]] = {}
    for passage in due_passages():
        key = (passage.minutes.meeting.group, passage.owner)
        by_owner.setdefault(key, []).append(passage)
    return sum(
        _remind(group, owner, passages)
        for (group, owner), passages in sorted(by_owner.items(), key=lambda row: str(row[0]))
    )


def due_passages() -> list[Passage]:
    """With an owner and a day, due within a week, and not told this week."""
    now = timezone.now()
    rows = Passage.objects.to_follow().filter(due__lte=timezone.localdate() + AHEAD)
    rows = rows.exclude(owner=None).exclude(reminded_at__gt=now - AGAIN)
    return list(rows.select_related("owner", "minutes__meeting__group").order_by("due", "pk"))


@transaction.atomic
def _remind(group, owner, passages: list[Passage]) -> int:
    boxes = mailboxes_of(group, owner)
    taken = Passage.objects.filter(pk__in=[one.pk for one in passages])
    taken.update(reminded_at=timezone.now())
    for box in boxes:
        post_letter(to=box, letter=emails.reminder(group, passages))
    return len(boxes)
