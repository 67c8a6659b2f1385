"""What mail holds of a person."""

from __future__ import annotations

from django.db import transaction

from observatoire.mail.envelope import Impossible, read_address
from observatoire.mail.models import Exclusion, Incident, Message, Prepared, Recipient


def export_mailbox(email: str) -> list[dict]:
    """The messages written to an address, and the lists it is on, as a person may read them."""
    mailbox = _mailbox(email)
    lists = [
        {
            "liste": one.list_label,
            "désabonné le": one.left_at.isoformat() if one.left_at else "",
        }
        for one in Recipient.objects.filter(mailbox=mailbox)
    ]
    messages = [
        {
            "objet": one.subject,
            "écrit le": one.created_at.isoformat(),
            "état": one.get_state_display(),
        }
        for one in Message.objects.filter(mailbox=mailbox).order_by("created_at", "id")
    ]
    return lists + messages


@transaction.atomic
def erase_mailbox(email: str) -> int:
    """Erase an address, its words and what was written to it; the number of rows touched.

    The rows of what left stay, without a name: candidates = messages + exclusions. What waits
    never leaves. A suppression stays: it keeps us from writing again to who asked us not to.
    """
    mailbox = _mailbox(email)
    ours = list(Message.objects.filter(mailbox=mailbox))
    for one in ours:
        one.address, one.mailbox, one.fields = "adresse effacée", f"efface:{one.pk}", {}
        one.list_token = one.ref_kind = one.ref_key = ""
        if one.due or one.state == Message.State.READY:
            one.state, one.due, one.reason = Message.State.EXCLUDED, None, "adresse effacée"
        one.save()
    Prepared.objects.filter(message__in=[one.pk for one in ours]).delete()
    left_out = Exclusion.objects.filter(address__iexact=email.strip())
    touched = len(ours) + left_out.update(address="adresse effacée")
    touched += Incident.objects.filter(mailbox=mailbox).delete()[0]
    return touched + Recipient.objects.filter(mailbox=mailbox).delete()[0]


def _mailbox(email: str) -> str:
    try:
        return read_address(email).mailbox
    except Impossible:
        return email.strip().lower()
