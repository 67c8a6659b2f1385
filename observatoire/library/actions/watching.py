"""The list of watched sources, as people keep it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library.actions.harvesting import harvest
from observatoire.library.harvest.fetching import Network
from observatoire.library.models import WatchedSource

KIND = "source"


@transaction.atomic
def save_source(*, by: User | None, source: WatchedSource) -> WatchedSource:
    """A new address is asked whole, at the next turn."""
    before = WatchedSource.objects.filter(pk=source.pk).first()
    asked = ("kind", "address", "detail")
    if before and any(getattr(before, name) != getattr(source, name) for name in asked):
        source.etag = source.modified = source.token = source.error = ""
        source.succeeded_at, source.failures, source.due_at = None, 0, timezone.now()
        source.is_demonstration = False
    source.save()
    verb = "modifier" if before else "creer"
    write_audit(by=by, verb=verb, ref=Ref(KIND, str(source.pk)))
    return source


@transaction.atomic
def delete_source(*, by: User, source: WatchedSource) -> None:
    write_audit(by=by, verb="supprimer", ref=Ref(KIND, str(source.pk)))
    source.delete()


def try_source(*, by: User, source: WatchedSource, network: Network = Network()) -> int:  # noqa: B008 frozen
    """Now, by hand; a source that answers for the first time is watched from then on."""
    write_audit(by=by, verb="essayer", ref=Ref(KIND, str(source.pk)))
    queued = harvest(source, network=network)
    if not source.error and not source.is_active:
        source.is_active = True
        source.save(update_fields=["is_active"])
    return queued
