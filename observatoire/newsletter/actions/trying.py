"""A letter that is being written, sent to a few addresses to be looked at."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail.actions import Refused as NotSent
from observatoire.mail.actions import post_letter
from observatoire.mail.models import Message
from observatoire.newsletter import emails
from observatoire.newsletter.actions.composing import ref_of
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.models import Issue

MOST = 5


@transaction.atomic
def send_test(*, by: User, issue: Issue, addresses: list[str]) -> int:
    """Marked « essai »; it counts for nothing."""
    if len(addresses) > MOST:
        raise Refused(f"Un essai part à {MOST} adresses au plus.")
    letter = emails.letter_of(issue)
    letter = replace(letter, subject=f"[Essai] {letter.subject}")
    try:
        for one in addresses:
            post_letter(to=one, letter=letter, kind=Message.Kind.TEST)
    except NotSent as refusal:
        raise Refused(str(refusal)) from refusal
    write_audit(by=by, verb="essayer_lettre", ref=ref_of(issue), messages=len(addresses))
    return len(addresses)
