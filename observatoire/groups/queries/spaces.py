"""Groups and their content, as lists."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q

from observatoire.base.models import Document
from observatoire.directory.models import Group, GroupFiles
from observatoire.groups.models import Meeting, Passage, Theme, ThemeVote


def listed_groups(own: frozenset[str]) -> list[Group]:
    """Groups that a reader sees: the public ones and their own, each with its next meeting."""
    rows = Group.objects.open().filter(Q(is_public=True) | Q(slug__in=own))
    found = list(rows.order_by("kind", "name"))
    coming = Meeting.objects.coming().filter(group__in=found)
    nearest: dict = {}
    for meeting in coming:
        nearest.setdefault(meeting.group_id, meeting)
    for group in found:
        group.next_meeting, group.is_own = nearest.get(group.pk), group.slug in own
    return found


def themes_of(group: Group, person) -> list[Theme]:
    """Proposed and chosen, with their voices (`voices`) and the reader's own (`is_mine`)."""
    states = (Theme.State.PROPOSED, Theme.State.CHOSEN)
    rows = group.themes.filter(state__in=states).select_related("proposed_by", "meeting")
    rows = rows.annotate(voices=Count("votes"))
    if person.is_authenticated:
        mine = ThemeVote.objects.filter(theme=OuterRef("pk"), voter=person)
        rows = rows.annotate(is_mine=Exists(mine))
    return list(rows.order_by("-voices", "-created_at", "pk"))


def passage_within(pk, groups: frozenset[str]) -> Passage | None:
    rows = Passage.objects.kept().select_related("minutes__meeting__group")
    return rows.filter(pk=pk, minutes__meeting__group__slug__in=groups).first()


def documents_of(group: Group, limit: int) -> list:
    """The papers that a group laid down, the latest first."""
    kept = GroupFiles.objects.filter(group=group).select_related("collection").first()
    if kept is None:
        return []
    rows = Document.objects.filter(collection=kept.collection).order_by("-created_at", "pk")
    return list(rows[:limit])
