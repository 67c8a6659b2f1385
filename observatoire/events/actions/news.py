"""Whoever wished to hear of the next events, and confirmed it from their own page."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.directory.actions.consent import decide
from observatoire.directory.actions.people import save_person
from observatoire.directory.models import Person, Purpose
from observatoire.directory.queries.consent import owner_of
from observatoire.events.models import Registration

SOURCE = "inscription à un événement"


@transaction.atomic
def confirm_news(*, registration: Registration) -> None:
    """The newcomer enters the directory by their own will; the ledger keeps it. Once is enough.

    Only the page that a message led to calls this: a form alone proves nothing of an address.
    """
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    if row.news_confirmed_at is not None:
        return
    owner = owner_of(row.email) or _newcomer(row)
    decide(by=None, owner=owner, purpose=Purpose.EVENTS, may=True, source=SOURCE)
    row.wants_news, row.news_confirmed_at = True, timezone.now()
    row.person = owner if isinstance(owner, Person) else None
    row.save(update_fields=["wants_news", "news_confirmed_at", "person"])


def _newcomer(row: Registration) -> Person:
    person = Person(
        first_name=row.first_name,
        last_name=row.last_name or "Sans nom",
        institution=row.institution,
        source=Person.Source.SELF,
    )
    return save_person(by=None, person=person, email=row.email, source=SOURCE)
