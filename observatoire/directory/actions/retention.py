"""What is kept too long goes, every night, with a report."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.erasure import erase, replay_erasures
from observatoire.directory.models import ContactImport, PurgeReport, User
from observatoire.directory.queries.links import subject_of_email, subject_of_person
from observatoire.directory.queries.retention import (
    FILES_KEPT,
    idle_accounts,
    idle_people,
)


def purge(*, by: User | None = None, at: datetime | None = None) -> PurgeReport:
    """Replay erasures, then take away what was kept long enough. Twice changes nothing."""
    at = at or timezone.now()
    counts = {"effacements rejoués": replay_erasures()}
    for entry in registry.personal.values():
        if entry.purge is not None:
            with transaction.atomic():
                counts[entry.label] = counts.get(entry.label, 0) + entry.purge(at)
    report = PurgeReport.objects.create(at=at, counts=counts, actor=by)
    ref = Ref("purge", str(report.pk))
    write_audit(by=by, verb="purger", ref=ref, lignes=sum(counts.values()))
    return report


def purge_people(at: datetime) -> int:
    """People in no function and no group, silent for three years."""
    gone = 0
    for person in idle_people(at):
        erase(by=None, subject=subject_of_person(person), source="conservation", is_asked=False)
        gone += 1
    return gone


def purge_accounts(at: datetime) -> int:
    """Accounts that nobody has opened for two years; the administrators' excepted."""
    gone = 0
    for account in idle_accounts(at):
        subject = subject_of_email(account.email)
        if subject.owner is None:
            erase(by=None, subject=subject, source="conservation", is_asked=False)
        else:
            account.delete()  # the person stays in the directory, where other rules hold
        gone += 1
    return gone


def purge_imported_rows(at: datetime) -> int:
    """The lines of a deposited file go a month later; its name and its counts stay."""
    old = ContactImport.objects.filter(deposited_at__lt=at - timedelta(days=FILES_KEPT))
    return old.exclude(rows=[]).update(rows=[], header=[], made={})
