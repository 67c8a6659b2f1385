"""A message that landed among the undesirable is examined, and kept in its domain's file."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail import emails
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.adapters import outlook
from observatoire.newsletter.diagnosis import (
    decode,
    judge,
    masked,
    placement_of,
    read_message,
    written,
)
from observatoire.newsletter.models import Case


@transaction.atomic
def examine(*, by: User | None, content: bytes | str, domain: str, **marks) -> Case:
    """Only header lines are kept, recipients masked; the body told what it had to, and is gone."""
    given = content
    if isinstance(content, bytes) and outlook.is_outlook(content):
        given = outlook.headers_of(content)
        if not given:
            raise Refused(
                "Ce fichier d’Outlook n’a pas d’en-têtes\u00a0: ouvrir le message, Fichier, "
                "Propriétés, puis coller les «\u00a0en-têtes Internet\u00a0»."
            )
    message = masked(read_message(given))
    if not message.headers:
        raise Refused("Aucune ligne d’en-tête dans ce qui a été donné\u00a0: coller la source.")
    case = Case.objects.create(
        domain=domain[:255],
        headers=written(message),
        verdicts={one.hypothesis: [one.verdict, one.proof] for one in judge(message, ours=ours())},
        findings=[[one.sentence, one.line] for one in decode(message)],
        placement=placement_of(message),
        **marks,
    )
    write_audit(by=by, verb="examiner_message", ref=Ref("cas", str(case.pk)), domaine=domain)
    return case


def ours() -> list[str]:
    """The domains that our letters come from, and lead to."""
    site = urlsplit(settings.SITE_ADDRESS).hostname or ""
    return [one for one in (site, emails.our_domain()) if one]
