"""The meetings of the demonstration: laid down once, and taken away in one go."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation, Revision
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import Group, Institution, User
from observatoire.groups.actions.agenda import write_agenda
from observatoire.groups.demonstration import meeting_texts, thread_texts, typeset
from observatoire.groups.models import (
    AgendaItem,
    Meeting,
    Minutes,
    Passage,
    Presence,
    Theme,
    Thread,
)
from observatoire.groups.queries.members import institution_called
from observatoire.groups.writing import read_lines

ALL_DAY = (time(9), time(17))  # an hour that nobody wrote: it is not shown


@transaction.atomic
def load_demonstration_meetings(*, by: User | None = None) -> int:
    """Meetings of the groups that the demonstration laid down; how many were made."""
    groups = {one.name: one for one in Group.objects.filter(is_demonstration=True)}
    if not groups or Meeting.objects.exists():
        return 0
    for text in thread_texts():
        group = groups[text["instance"]]
        Thread.objects.create(
            group=group, title=text["titre"], note=text["note"], is_demonstration=True
        )
    texts = meeting_texts()
    made = [_meeting(text, groups[text["instance"]]) for text in texts]
    for meeting, text in zip(made, texts, strict=True):
        if "compte_rendu" in text:
            _minutes(meeting, text)
    for meeting, text in zip(made, texts, strict=True):
        if text["etat"] == "preparee":
            write_agenda(by=None, meeting=meeting)
    ref = Ref("reunion", "demo")
    write_audit(by=by, verb="reunions_demonstration", ref=ref, reunions=len(made))
    return len(made)


@transaction.atomic
def remove_demonstration_meetings(*, by: User | None = None) -> int:
    rows = Meeting.objects.filter(is_demonstration=True)
    passages = Passage.objects.filter(minutes__meeting__in=rows).order_by("pk")
    keys = [str(pk) for pk in passages.values_list("pk", flat=True)]
    Revision.objects.filter(kind="passage", key__in=keys).delete()
    number = rows.count()
    Thread.objects.filter(is_demonstration=True).delete()
    Theme.objects.filter(is_demonstration=True).delete()
    rows.delete()
    Generation.advance()
    return number


def _meeting(text: dict, group: Group) -> Meeting:
    start, end = _span(text)
    meeting = Meeting.objects.create(
        group=group,
        title=text.get("titre", ""),
        state=text["etat"],
        starts_at=start,
        ends_at=end,
        is_all_day="de" not in text,
        mode=Meeting.Mode.ON_SITE if "titre" in text else Meeting.Mode.REMOTE,
        is_demonstration=True,
    )
    for order, title in enumerate(text.get("points", ())):
        AgendaItem.objects.create(meeting=meeting, order=order, title=title)
    if "theme" in text:
        Theme.objects.create(
            group=group,
            title=text["theme"],
            meeting=meeting,
            state=Theme.State.CHOSEN,
            is_demonstration=True,
        )
    return meeting


def _span(text: dict) -> tuple[datetime | None, datetime | None]:
    if "le" not in text:
        return None, None
    day = date.fromisoformat(str(text["le"]))
    zone = timezone.get_current_timezone()
    hours = ALL_DAY
    if "de" in text:
        hours = (time.fromisoformat(text["de"]), time.fromisoformat(text["a"]))
    return tuple(datetime.combine(day, hour).replace(tzinfo=zone) for hour in hours)


def _minutes(meeting: Meeting, text: dict) -> None:
    """Written as they were made public: adopted, and every passage for all to read."""
    adopted = datetime.combine(date.fromisoformat(str(text["adopte"])), time(9)).replace(
        tzinfo=timezone.get_current_timezone()
    )
    minutes = Minutes.objects.create(
        meeting=meeting,
        state=Minutes.State.PUBLISHED,
        adopted_at=adopted,
        published_at=adopted,
        origin="D’après le compte rendu public du comité, en nos mots",
    )
    for order, entry in enumerate(text["compte_rendu"]):
        [(kind, words)] = entry.items()
        line = next(iter(read_lines(f"{kind.capitalize()}\u00a0: x {words}")), None)
        passage = Passage.objects.create(
            minutes=minutes,
            order=order,
            kind=kind,
            text=typeset(words.partition(" @")[0]),
            owner=institution_called(line.owner) if line else None,
            visibility=Passage.Visibility.PUBLIC,
        )
        content = {"version": 1, "text": passage.text}
        Revision.objects.create(kind="passage", key=str(passage.pk), content=content)
    _presences(meeting, text)


def _presences(meeting: Meeting, text: dict) -> None:
    states = (
        ("presents", Presence.State.PRESENT),
        ("excuses", Presence.State.EXCUSED),
        ("animation", Presence.State.ANIMATION),
    )
    for word, state in states:
        for domain in text.get(word, ()):
            here = Institution.objects.filter(domains__name=f"{domain}.example.org").first()
            if here is not None:
                Presence.objects.create(meeting=meeting, institution=here, state=state)
