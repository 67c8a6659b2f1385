"""What Django and providers call: the mail backend is our outbox; events settle what is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from observatoire.directory.actions.successions import address_revived
from observatoire.mail import emails
from observatoire.mail.actions import Content, Refused, learning, post
from observatoire.mail.actions.learning import learn_from_return
from observatoire.mail.bounces import Bounce, Kind, kind_of
from observatoire.mail.envelope import Attachment
from observatoire.mail.letter import Button, Letter, Paragraph, draw
from observatoire.mail.models import Message

# Says that a message holds what only its reader may know, and leaves at once. Never written in it.
KIND_HEADER = "X-Observatoire-Nature"
OURS = {"from", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to", "mime-version"}
OURS |= {KIND_HEADER.lower(), "content-type", "content-transfer-encoding", "auto-submitted"}
ALONE = re.compile(r"^https?://\S+$")
EVENTS = {
    "bounced": Kind.GONE,
    "rejected": Kind.POLICY,
    "complained": Kind.COMPLAINT,
    "deferred": Kind.DELAY,
}


class OutboxBackend(BaseEmailBackend):
    """`django.core.mail` for the whole site: one row per recipient, written with the rest.

    A rolled back transaction sends nothing; a committed one loses nothing.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = 0
        with transaction.atomic():
            for given in email_messages:
                content = content_of(given)
                kind = given.extra_headers.get(KIND_HEADER, Message.Kind.NOTICE)
                for address in given.recipients():
                    try:
                        post(to=address, content=content, kind=kind)
                    except Refused:
                        if not self.fail_silently:
                            raise
                    else:
                        sent += 1
        return sent


def content_of(given: EmailMessage) -> Content:
    """What a program wrote, in the frame that all our letters have."""
    pages = [one[0] for one in getattr(given, "alternatives", []) if one[1] == "text/html"]
    text, html = str(given.body), str(pages[0]) if pages else ""
    if not html:
        drawn = draw(_as_letter(given.subject, text), emails.platform(), has_list=False)
        text, html = drawn.text, drawn.html
    return Content(
        subject=str(given.subject),
        text=text,
        html=html,
        reply_to=parseaddr(given.reply_to[0])[1] if given.reply_to else "",
        attachments=tuple(_attachments(given)),
        extra=tuple(
            (name, str(value))
            for name, value in given.extra_headers.items()
            if name.lower() not in OURS
        ),
    )


def _as_letter(subject: str, text: str) -> Letter:
    """A text as blocks: its paragraphs; an address of ours alone on its line is a button."""
    blocks = []
    for piece in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in piece.strip().split("\n")]
        words = " ".join(line for line in lines if line and not _is_ours(line))
        if words:
            blocks.append(Paragraph.of(words))
        blocks += [Button("Ouvrir le lien", line) for line in lines if _is_ours(line)]
    return Letter(subject=str(subject), blocks=tuple(blocks))


def _is_ours(line: str) -> bool:
    return bool(ALONE.match(line)) and line.startswith(settings.SITE_ADDRESS)


def _attachments(given: EmailMessage) -> Iterable[Attachment]:
    for one in given.attachments:
        name, content, mimetype = one
        content = content.encode() if isinstance(content, str) else content
        yield Attachment(name or "piece", content, mimetype or "application/octet-stream")


def listen_to_provider() -> None:
    """Events of a provider, if there is one; their signature was checked by its own view."""
    if settings.MAIL_PROVIDER:
        from anymail.signals import tracking  # noqa: PLC0415 not loaded without a provider

        tracking.connect(on_event, dispatch_uid="observatoire.mail")


def on_event(sender, event, esp_name, **_more) -> None:
    """« Delivered » proves a departure; a return is a return, whoever tells it."""
    message = _named(event)
    if message is None:
        return
    if event.event_type in {"queued", "sent", "delivered"}:
        Message.objects.filter(pk=message.pk, state__in=("incertain", "en_cours")).update(
            state=Message.State.ACCEPTED,
            settled_at=timezone.now(),
            reason="établi par le fournisseur",
        )
        return
    kind = EVENTS.get(event.event_type)
    if kind is None:
        return
    said = str(event.mta_response or event.description or "")
    status = next(iter(re.findall(r"\b[245]\.\d{1,3}\.\d{1,3}\b", said)), "")
    if event.event_type == "bounced":
        # What the far relay said weighs more than the provider's own word for it.
        kind = kind_of(status, said)
    learn_from_return(message=message, bounce=Bounce(kind, status, said), source="fournisseur")


def _named(event) -> Message | None:
    named = (event.metadata or {}).get("message", "")
    try:
        return Message.objects.filter(pk=UUID(str(named))).first()
    except ValueError:
        relay_id = str(event.message_id or "")
        return Message.objects.filter(relay_id=relay_id).first() if relay_id else None


@receiver(address_revived, dispatch_uid="observatoire.mail")
def on_revived(sender, by, email, **_more) -> None:
    """The directory writes again to an address that was said to be dead."""
    learning.forget_bounces(by=by, email=email)
