"""To subscribe: asked, proved by a link, changed, left."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.mail.actions import post_letter
from observatoire.mail.models import Recipient
from observatoire.newsletter import emails
from observatoire.newsletter.models import Subscriber

LIST = "lettre"


@transaction.atomic
def ask(*, email: str, themes: Iterable[str] = ()) -> None:
    """A message goes to the mailbox, whatever is known of it: the page says nothing of it."""
    found, is_new = Subscriber.objects.get_or_create(email=email.strip().lower())
    if is_new or found.confirmed_at is None:
        found.themes, found.asked_at = known(themes), timezone.now()
        found.save(update_fields=["themes", "asked_at"])
    post_letter(to=found.email, letter=emails.confirm_letter(found))


@transaction.atomic
def confirm(*, subscriber: Subscriber) -> None:
    """The mailbox was read. Whoever had left the list comes back to it by this very yes."""
    if subscriber.confirmed_at is None:
        subscriber.confirmed_at = timezone.now()
        subscriber.save(update_fields=["confirmed_at"])
    left = Recipient.objects.filter(list_name=LIST, mailbox=subscriber.email)
    left.update(left_at=None, left_how="")


@transaction.atomic
def choose(*, subscriber: Subscriber, themes: Iterable[str]) -> None:
    subscriber.themes = known(themes)
    subscriber.save(update_fields=["themes"])


@transaction.atomic
def leave(*, subscriber: Subscriber) -> None:
    """Out of the subscribers, and out of the list, by whatever road one was on it."""
    mine = Recipient.objects.filter(list_name=LIST, mailbox=subscriber.email, left_at=None)
    mine.update(left_at=timezone.now(), left_how="page")
    subscriber.delete()


def known(themes: Iterable[str]) -> list[str]:
    names = registry.theme_names()
    wanted = set(themes)
    return [key for key in names if key in wanted]
