"""Searches that people keep: confirmed, told of what is new, stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library import emails
from observatoire.library.actions.refusal import Refused
from observatoire.library.models import SavedSearch
from observatoire.library.queries.alerts import news_of
from observatoire.library.queries.labels import source_of
from observatoire.mail.actions import Refused as NotSent
from observatoire.mail.actions import post_letter

Rhythm = SavedSearch.Rhythm
HOUR = 7  # in Paris: before the day begins
MOST = 50  # searches kept by one account


@transaction.atomic
def save_search(
    *, by: User | None, email: str, name: str, question: str, rhythm: str
) -> SavedSearch:
    """Of an account, at once; of a mailbox, once its owner has followed the link."""
    if by is not None:
        if SavedSearch.objects.filter(owner=by).count() >= MOST:
            raise Refused(f"{MOST} recherches au plus\u00a0: en supprimer une d’abord.")
        search = SavedSearch(owner=by, confirmed_at=timezone.now())
    else:
        mine = SavedSearch.objects.filter(owner=None, email=email.strip().lower())
        search = mine.filter(question=question).first() or SavedSearch()
        search.email = email.strip().lower()
    search.name, search.question, search.rhythm = name[:200], question[:1000], rhythm
    search.save()
    write_audit(by=by, verb="enregistrer_recherche", ref=Ref("recherche", str(search.pk)))
    if search.confirmed_at is None:
        post_letter(to=search.email, letter=emails.confirm_alert(search))
    return search


def confirm_search(*, search: SavedSearch) -> None:
    """Its mailbox was read; what came out before is not news."""
    if search.confirmed_at is None:
        now = timezone.now()
        search.confirmed_at = search.told_until = search.looked_at = now
        search.save(update_fields=["confirmed_at", "told_until", "looked_at"])


def change_rhythm(*, search: SavedSearch, rhythm: str) -> None:
    search.rhythm = Rhythm(rhythm)
    search.save(update_fields=["rhythm"])


def forget_search(*, search: SavedSearch) -> None:
    search.delete()


def due_after(moment: datetime, rhythm: str) -> datetime | None:
    """When a search looked at on that moment is looked at again: tomorrow, Monday or the first."""
    if rhythm == Rhythm.NEVER:
        return None
    day = timezone.localtime(moment).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if rhythm == Rhythm.DAILY:
        return day + timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def send_alerts() -> int:
    """The letters of the searches whose hour has come; the number of those that had news."""
    now, sent = timezone.now(), 0
    rows = SavedSearch.objects.exclude(confirmed_at=None).exclude(rhythm=Rhythm.NEVER)
    for search in rows.select_related("owner").order_by("looked_at", "id"):
        if due_after(search.looked_at, search.rhythm) <= now:
            sent += _tell(search, now)
    return sent


@transaction.atomic
def _tell(search: SavedSearch, now: datetime) -> bool:
    """Rights are asked now, not when the search was kept; nothing new, nothing sent."""
    # Whoever changes the row has the search: a second worker changes none.
    mine = SavedSearch.objects.filter(pk=search.pk, looked_at=search.looked_at)
    if not mine.update(looked_at=now):
        return False
    if search.owner and not search.owner.is_active:
        return False
    notices = news_of(search, until=now)
    if not notices:
        return False
    letter = emails.alert(search, notices, [source_of(one) for one in notices])
    try:
        post_letter(to=search.owner.email if search.owner else search.email, letter=letter)
    except NotSent:
        return False
    told = max(one.published_at for one in notices)
    SavedSearch.objects.filter(pk=search.pk).update(told_until=told)
    return True
