"""What the groups give to the rest of the platform, through the registry."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from observatoire.base.registry import EVENT, Card, Ref, Todo
from observatoire.directory.models import Group, User
from observatoire.directory.queries.rights import groups_of, piloted_by
from observatoire.groups.models import Amendment, Meeting, Minutes, Passage, Theme
from observatoire.groups.queries.meetings import followed
from observatoire.groups.queries.members import audience_of
from observatoire.groups.rules import may_keep_all

DESK_LIMIT = 10
LATE_MINUTES = timedelta(days=10)  # after which minutes that nobody began are asked for


def cards(*, horizon: date) -> list[Card]:
    """Meetings with a day, for their group alone; minutes made public, for all."""
    start = timezone.make_aware(datetime.combine(horizon, time()))
    published = Q(minutes__state=Minutes.State.PUBLISHED, minutes__published_at__gte=start)
    rows = Meeting.objects.dated().exclude(state=Meeting.State.CANCELLED)
    rows = rows.filter(Q(starts_at__gte=start) | published).select_related("group", "minutes")
    found = list(rows.order_by("starts_at", "pk"))
    told = [one.minutes for one in found if _is_told(one, start)]
    return [_card(one) for one in found if one.starts_at >= start] + [
        _minutes_card(one) for one in told
    ]


def _is_told(meeting: Meeting, start: datetime) -> bool:
    """Whether the minutes of a meeting were made public on that day or after it."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is None or minutes.state != Minutes.State.PUBLISHED:
        return False
    return minutes.published_at >= start and meeting.group.is_public


def _card(meeting: Meeting) -> Card:
    return Card(
        ref=Ref("reunion", str(meeting.pk)),
        title=meeting.title or f"Réunion\u00a0: {meeting.group.name}",
        address=meeting.get_absolute_url(),
        kind=EVENT,
        date=meeting.starts_at,
        published_at=meeting.convened_at,
        summary=" · ".join(one for one in (meeting.group.name, meeting.place) if one),
        group=meeting.group.slug,
        visibility="groupe",
    )


def _minutes_card(minutes: Minutes) -> Card:
    meeting = minutes.meeting
    day = timezone.localtime(meeting.starts_at)
    return Card(
        ref=Ref("compte_rendu", str(minutes.pk)),
        title=f"{meeting.group.name}\u00a0: compte rendu du {day:%d/%m/%Y}",
        address=minutes.get_absolute_url(),
        kind="Compte rendu",
        published_at=minutes.published_at,
    )


def resolve_meeting(key: str) -> Card | None:
    found = Meeting.objects.select_related("group").filter(pk=key).first()
    return _card(found) if found else None


def resolve_theme(key: str) -> Card | None:
    """A theme, for its group alone."""
    found = Theme.objects.select_related("group").filter(pk=key).first()
    if found is None:
        return None
    return Card(
        ref=Ref("theme_groupe", key),
        title=found.title,
        address=f"/groupes/{found.group.slug}/#themes",
        kind="Thème de groupe",
        group=found.group.slug,
        visibility="groupe",
    )


def may_give_theme(person) -> bool:
    return any(True for _ in groups_to_give(person, None))


def groups_to_give(person, owner: Ref | None) -> list[tuple[str, str]]:
    """Groups to which this person may give a theme; the one that asked for ideas comes first."""
    known = Group.objects.order_by("name", "id").values_list("slug", "name")
    if not may_keep_all(person):
        known = known.filter(slug__in=piloted_by(person))
    asked = owner.key if owner is not None and owner.kind == "groupe" else None
    return sorted(known, key=lambda one: one[0] != asked)


def callers() -> list[Card]:
    """Any group may ask for ideas."""
    rows = Group.objects.order_by("name", "id").values_list("slug", flat=True)
    return [card for key in rows if (card := resolve_group(key)) is not None]


def resolve_group(key: str) -> Card | None:
    found = Group.objects.filter(slug=key).first()
    if found is None:
        return None
    return Card(
        ref=Ref("groupe", key),
        title=found.name,
        address=f"/groupes/{key}/",
        kind=found.get_kind_display(),
        summary=found.purpose,
        group="" if found.is_public else key,
    )


def may_receive(address: str, key: str) -> bool:
    """Asked again when a message leaves: who left the group receives nothing more of it."""
    group = Group.objects.filter(slug=key, closed_on=None).first()
    if group is None:
        return False
    box = address.lower()
    if any(one.email == box for one in audience_of(group).prepared):
        return True
    known = User.objects.filter(Q(email=box) & Q(is_active=True)).first()
    return known is not None and group.slug in groups_of(known)


def todos(*, person) -> list[Todo]:
    """Of a member, what their institution owes; of a pilot, what the group waits for."""
    own = getattr(person, "person", None)
    found = []
    if own is not None and own.institution_id is not None:
        rows = followed(groups_of(person)).filter(owner=own.institution_id)
        found += [_owed(one) for one in rows[:DESK_LIMIT]]
    led = _led_by(person)
    if led:
        found += [_to_write(one) for one in _without_minutes(led)[:DESK_LIMIT]]
        found += [_to_answer(one) for one in _amendments(led)[:DESK_LIMIT]]
    return found


def _led_by(person) -> frozenset[str]:
    return groups_of(person) if may_keep_all(person) else piloted_by(person)


def _owed(passage: Passage) -> Todo:
    return Todo(
        ref=Ref("passage", str(passage.pk)),
        title=" ".join(passage.text.split())[:120],
        reason=f"{passage.get_kind_display()}\u00a0: {passage.minutes.meeting.group}.",
        address="/groupes/suivi/",
        due=passage.due,
        weight=3,
        action="Dire où elle en est",
    )


def _without_minutes(groups: frozenset[str]):
    # What the demonstration tells of past years asks nothing of anyone.
    rows = Meeting.objects.past().filter(group__slug__in=groups, is_demonstration=False)
    rows = rows.filter(Q(minutes=None) | Q(minutes__state=Minutes.State.WRITING))
    return rows.filter(ends_at__lt=timezone.now() - LATE_MINUTES).select_related("group")


def _to_write(meeting: Meeting) -> Todo:
    day = timezone.localtime(meeting.starts_at)
    return Todo(
        ref=Ref("reunion", str(meeting.pk)),
        title=f"Compte rendu\u00a0: {meeting.group.name}, {day:%d/%m/%Y}",
        reason="La réunion a eu lieu\u00a0; son compte rendu n’est pas encore en relecture.",
        address=f"{meeting.get_absolute_url()}compte-rendu/ecrire/",
        weight=5,
        action="Écrire",
    )


def _amendments(groups: frozenset[str]):
    rows = Amendment.objects.filter(
        state=Amendment.State.ASKED, passage__minutes__meeting__group__slug__in=groups
    )
    return rows.select_related("passage__minutes__meeting__group").order_by("at", "pk")


def _to_answer(amendment: Amendment) -> Todo:
    minutes = amendment.passage.minutes
    return Todo(
        ref=Ref("amendement", str(amendment.pk)),
        title=f"Amendement à {minutes}",
        reason="Une institution présente demande d’autres mots.",
        address=f"{minutes.meeting.get_absolute_url()}compte-rendu/ecrire/",
        due=timezone.localtime(minutes.amend_until).date() if minutes.amend_until else None,
        weight=4,
        action="Répondre",
    )
