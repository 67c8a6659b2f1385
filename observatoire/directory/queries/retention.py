"""What the next purge would take away, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from observatoire.directory.models import Holding, Membership, Person, User

PEOPLE_KEPT, ACCOUNTS_KEPT, FILES_KEPT = 3 * 365, 2 * 365, 30  # days


def idle_people(at: datetime):
    """Nobody holds them: no function, no seat, no account, and no sign for three years."""
    held = Holding.objects.filter(person=OuterRef("pk"), until=None)
    seated = Membership.objects.filter(person=OuterRef("pk"), until=None)
    silent = Person.objects.present().filter(last_sign_at__lt=at - timedelta(days=PEOPLE_KEPT))
    return silent.filter(~Exists(held), ~Exists(seated), account=None).order_by("pk")


def idle_accounts(at: datetime):
    limit = at - timedelta(days=ACCOUNTS_KEPT)
    silent = Q(last_login__lt=limit) | Q(last_login=None, created_at__lt=limit)
    return User.objects.filter(silent, is_superuser=False).order_by("pk")
