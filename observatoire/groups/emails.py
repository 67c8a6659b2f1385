"""What the groups write, as letters of mail."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from observatoire.directory.models import Group
from observatoire.groups.models import Meeting, Minutes, Passage
from observatoire.mail.letter import Button, Heading, Item, Letter, Paragraph


def day_of(meeting: Meeting) -> str:
    """« vendredi 23 février 2024 », or that there is no day yet."""
    if meeting.starts_at is None:
        return "date à trouver"
    return date_format(timezone.localtime(meeting.starts_at), "l j F Y")


def hours_of(meeting: Meeting) -> str:
    if meeting.starts_at is None or meeting.is_all_day:
        return ""
    start, end = (timezone.localtime(one) for one in (meeting.starts_at, meeting.ends_at))
    return f"de {start:%-H}\u00a0h\u00a0{start:%M} à {end:%-H}\u00a0h\u00a0{end:%M}"


def convocation(meeting: Meeting) -> Letter:
    items = meeting.items.filter(is_removed=False).order_by("order", "pk")
    where = " · ".join(part for part in (meeting.get_mode_display(), meeting.place) if part)
    when = " ".join(part for part in (day_of(meeting), hours_of(meeting)) if part)
    return Letter(
        subject=f"{meeting.group.name}\u00a0: réunion du {day_of(meeting)}",
        blocks=(
            Paragraph.of(f"Le groupe se réunit {when}, {where}."),
            Heading("Ordre du jour"),
            *(Item(item.title, item.note, mark=item.get_part_display()) for item in items),
            Button("Voir la réunion et l’ajouter à mon agenda", _address(meeting)),
        ),
    )


def circulation(minutes: Minutes) -> Letter:
    meeting = minutes.meeting
    until = date_format(timezone.localtime(minutes.amend_until), "l j F Y")
    return Letter(
        subject=f"Compte rendu à relire\u00a0: {meeting.group.name}, {day_of(meeting)}",
        blocks=(
            Paragraph.of(
                f"Le compte rendu de la réunion du {day_of(meeting)} est prêt à être relu. "
                f"Les institutions présentes peuvent l’amender jusqu’au {until}\u00a0; "
                "il sera ensuite adopté."
            ),
            Button("Relire le compte rendu", _address(minutes)),
        ),
    )


def reminder(group: Group, passages: list[Passage]) -> Letter:
    """What one institution owes to a group."""
    number = len(passages)
    words = "une action attend" if number == 1 else f"{number} actions attendent"
    return Letter(
        subject=f"{group.name}\u00a0: {words} votre institution",
        blocks=(
            *(
                Item(
                    " ".join(one.text.split())[:200],
                    one.state_note,
                    _address(one),
                    mark=f"{one.get_kind_display()}, pour le {one.due:%d/%m/%Y}",
                )
                for one in passages
            ),
            Button("Dire où elles en sont", f"{settings.SITE_ADDRESS}/groupes/suivi/"),
        ),
    )


def _address(shown) -> str:
    return f"{settings.SITE_ADDRESS}{shown.get_absolute_url()}"
