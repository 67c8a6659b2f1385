"""What contributions hold of a person: read, taken away, erased, purged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q

from observatoire.contributions.models import Attachment, Proposal, Speaker

KEPT = timedelta(days=365)
OF_AUTHOR = ("contact_name", "contact_email")
OF_NAMED = ("named_name", "named_email")


def export_proposals(email: str) -> list[dict]:
    rows = Proposal.objects.filter(Q(contact_email=email) | Q(named_email=email))
    return [
        {
            "appel": one.call.title,
            "proposition": one.title,
            "en quelques phrases": one.summary,
            "qui propose" if one.contact_email == email else "personne proposée": (
                one.contact_name if one.contact_email == email else one.named_name
            ),
            "suite": one.get_status_display(),
            "reçue le": one.received_at.isoformat(),
        }
        for one in rows.select_related("call").order_by("received_at", "pk")
    ]


def erase_proposals(email: str) -> int:
    """The idea stays; nobody is behind it any more, and no link opens it."""
    authored = Proposal.objects.filter(contact_email=email)
    Attachment.objects.filter(proposal__in=authored).delete()
    number = authored.update(contact_name="", contact_email="", link_number=F("link_number") + 1)
    return number + Proposal.objects.filter(named_email=email).update(named_name="", named_email="")


def held_in_proposals() -> Iterator[tuple[str, datetime]]:
    rows = Proposal.objects.values_list("contact_email", "named_email", "received_at")
    for author, named, since in rows.order_by("pk").iterator():
        for email in filter(None, (author, named)):
            yield email, since


def purge_proposals(now: datetime) -> int:
    """A year after its call closed and its author was answered."""
    old = Proposal.objects.filter(call__closes_at__lt=now - KEPT)
    old = old.exclude(status=Proposal.Status.RECEIVED)
    named = Q(contact_email="", contact_name="", named_name="", named_email="")
    return old.exclude(named).update(
        contact_name="",
        contact_email="",
        named_name="",
        named_email="",
        link_number=F("link_number") + 1,
    )


def export_speakers(email: str) -> list[dict]:
    return [
        {
            "nom": one.full_name,
            "fonction": one.function,
            "structure": one.organisation,
            "présentation": one.biography,
            "besoins": one.needs,
            "enregistrement": one.get_may_record_display(),
            "diffusion": one.get_may_broadcast_display(),
            "état": one.get_state_display(),
        }
        for one in Speaker.objects.filter(email=email).order_by("created_at", "pk")
    ]


def erase_speakers(email: str) -> int:
    """What they said of themselves and what they laid down; their structure stays in the day."""
    return _forget(Speaker.objects.filter(email=email))


def held_in_speakers() -> Iterator[tuple[str, datetime]]:
    rows = Speaker.objects.exclude(email="").order_by("pk")
    yield from rows.values_list("email", "created_at").iterator()


def purge_speakers(now: datetime) -> int:
    """Address and needs go a year after they were written; name and slides are the day's record."""
    old = Speaker.objects.filter(created_at__lt=now - KEPT).exclude(email="", needs="")
    return old.update(email="", needs="", link_number=F("link_number") + 1)


def _forget(rows) -> int:
    """Row by row: the programme that shows a speaker follows what is saved."""
    found = list(rows.order_by("pk"))
    Attachment.objects.filter(speaker__in=found).delete()
    for one in found:
        for name in FORGOTTEN:
            setattr(one, name, "")
        one.link_number += 1
        one.save(update_fields=[*FORGOTTEN, "link_number"])
    return len(found)


FORGOTTEN = (
    "full_name",
    "email",
    "function",
    "biography",
    "needs",
    "may_record",
    "may_broadcast",
)
