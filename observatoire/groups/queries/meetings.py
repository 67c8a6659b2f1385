"""Meetings of a group, and what each of them needs to be shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q

from observatoire.directory.models import Group
from observatoire.groups.models import DateAnswer, DateOption, Meeting, Minutes, Passage


def meetings_of(group: Group) -> list[Meeting]:
    """All that were not called off, the latest first, those without a date before them."""
    rows = group.meetings.exclude(state=Meeting.State.CANCELLED).select_related("minutes", "group")
    return sorted(rows, key=lambda one: (one.starts_at is None, one.starts_at or one.created_at))[
        ::-1
    ]


def previous_of(meeting: Meeting) -> Meeting | None:
    """The meeting held before this one."""
    rows = meeting.group.meetings.past().exclude(pk=meeting.pk).select_related("minutes")
    if meeting.starts_at is not None:
        rows = rows.filter(starts_at__lt=meeting.starts_at)
    return rows.first()


def options_of(meeting: Meeting) -> list[DateOption]:
    """Dates offered, with the voices for each under `yes`, `if_needed` and `no`."""
    answer = DateAnswer.Answer
    rows = meeting.options.annotate(
        yes=Count("answers", filter=Q(answers__answer=answer.YES)),
        if_needed=Count("answers", filter=Q(answers__answer=answer.IF_NEEDED)),
        no=Count("answers", filter=Q(answers__answer=answer.NO)),
    )
    return list(rows.order_by("starts_at", "pk"))


def answers_of(meeting: Meeting, person) -> dict:
    rows = DateAnswer.objects.filter(option__meeting=meeting, voter=person).order_by("pk")
    return dict(rows.values_list("option", "answer"))


def public_minutes(group: Group) -> list[Minutes]:
    found = Minutes.objects.filter(meeting__group=group, state=Minutes.State.PUBLISHED)
    return list(found.select_related("meeting__group").order_by("-meeting__starts_at", "pk"))


def passages_of(minutes: Minutes, *, only_public: bool) -> list[Passage]:
    rows = minutes.passages.kept().select_related("owner", "function")
    if only_public:
        rows = rows.filter(visibility=Passage.Visibility.PUBLIC)
    return list(rows.order_by("order", "pk"))


def followed(groups: Iterable[str]):
    """Actions and leads of these groups that wait to be done, the most pressing first."""
    rows = Passage.objects.to_follow().filter(minutes__meeting__group__slug__in=list(groups))
    rows = rows.select_related("owner", "minutes__meeting__group")
    return rows.order_by(F("due").asc(nulls_last=True), "changed_at", "pk")


def settled(groups: Iterable[str]):
    """Those that are done, or given up, the latest first."""
    rows = Passage.objects.kept().filter(
        kind__in=(Passage.Kind.ACTION, Passage.Kind.LEAD),
        minutes__meeting__group__slug__in=list(groups),
    )
    rows = rows.exclude(state__in=Passage.OPEN).select_related("owner", "minutes__meeting__group")
    return rows.order_by("-state_changed_at", "pk")
