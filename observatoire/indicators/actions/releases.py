"""A batch is prepared, published at its hour, or cancelled; an erratum is written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import pyarrow.parquet as pq
from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.indicators.actions.imports import DOUBTFUL, Refused, publish_import
from observatoire.indicators.models import Erratum, Import, ImportFile, Release, ReleaseItem
from observatoire.indicators.queries.doubts import pending_doubts
from observatoire.indicators.queries.engine import engine
from stats.store import RefusedError, difference

State = Release.State
PAST = "L’heure de parution est passée : en choisir une à venir, ou publier le dépôt aussitôt."
EMPTY = "Choisir au moins un dépôt lu."
TAKEN = "Un de ces dépôts n’est plus à publier, ou attend déjà une autre heure."


@transaction.atomic
def prepare_release(
    *,
    by: User,
    title: str,
    due_at: datetime,
    imports: Sequence[Import],
    summary: str = "",
    is_announced: bool = True,
) -> Release:
    """Deposits that nobody publishes before the hour. Raises Refused."""
    if due_at <= timezone.now():
        raise Refused(PAST)
    if not imports:
        raise Refused(EMPTY)
    found = Import.objects.select_for_update().filter(
        pk__in=[one.pk for one in imports], state=Import.State.READ
    )
    held = ReleaseItem.objects.filter(imported__in=found, release__state=State.PREPARED)
    if len(found) != len(imports) or held.exists():
        raise Refused(TAKEN)
    if any(pending_doubts(one) for one in found):
        raise Refused(DOUBTFUL)
    release = Release.objects.create(
        by=by, title=title, summary=summary, due_at=due_at, is_announced=is_announced
    )
    ReleaseItem.objects.filter(imported__in=found).delete()  # of a batch cancelled since
    ReleaseItem.objects.bulk_create(ReleaseItem(release=release, imported=one) for one in found)
    Generation.advance()
    _audit(release, by, "preparer", heure=due_at.isoformat(), depots=len(imports))
    return release


@transaction.atomic
def cancel_release(*, by: User, release: Release) -> Release:
    """Its deposits may be published again by hand."""
    found = _locked(release, State.PREPARED, State.REFUSED)
    found.state = State.CANCELLED
    found.save(update_fields=["state"])
    Generation.advance()
    _audit(found, by, "annuler")
    return found


def publish_due_releases() -> int:
    """Every batch whose hour has come; their number. Done twice, it changes nothing."""
    due = Release.objects.filter(state=State.PREPARED, due_at__lte=timezone.now())
    return sum(publish_release(release=one, by=one.by) for one in due.order_by("due_at", "id"))


def publish_release(*, release: Release, by: User | None) -> bool:
    """All of the batch, or nothing of it: what prevents it is written on it."""
    try:
        _publish(release, by)
    except Refused as refusal:
        with transaction.atomic():
            found = _locked(release, State.PREPARED)
            found.state, found.failure = State.REFUSED, str(refusal)
            found.save(update_fields=["state", "failure"])
            _audit(found, by, "arreter")
        return False
    return True


@transaction.atomic
def publish_erratum(
    *,
    by: User,
    title: str,
    body: str,
    indicator: str,
    level: str = "",
    territory: str = "",
    period: str = "",
) -> Erratum:
    """Said at once on the pages that it touches; it is not taken back, another one corrects it."""
    found = Erratum.objects.create(
        by=by,
        title=title,
        body=body,
        indicator=indicator,
        level=level,
        territory=territory,
        period=period,
    )
    Generation.advance()
    write_audit(by=by, verb="rectifier", ref=Ref("erratum", str(found.pk)), indicateur=indicator)
    return found


@transaction.atomic
def _publish(release: Release, by: User | None) -> None:
    found = _locked(release, State.PREPARED)
    # The embargo ends with this line: whoever publishes below does not meet it any more.
    found.state, found.released_at = State.RELEASED, timezone.now()
    found.save(update_fields=["state", "released_at"])
    Generation.advance()
    published: list[str] = []
    try:
        for item in found.items.select_related("imported"):
            imported = _compared_again(item.imported)
            published.append(publish_import(by=by, imported=imported).engine_import)
    except Refused:
        for identifier in reversed(published):  # the store knows no transaction
            with suppress(RefusedError):
                engine().store.undo(identifier)
        raise
    _audit(found, by, "publier", depots=len(published))


def _compared_again(imported: Import) -> Import:
    """What it would change now: others of the batch, or of the week, were published meanwhile."""
    if imported.state != Import.State.READ:
        raise Refused(TAKEN)
    with imported.files.get(kind=ImportFile.Kind.TABLE).file.open("rb") as file:
        table = pq.read_table(file)
    found = difference(engine().store, table, source=imported.source, replace=imported.replaces)
    imported.difference = found.as_json()
    imported.save(update_fields=["difference"])
    return imported


def _locked(release: Release, *states: str) -> Release:
    found = Release.objects.select_for_update().get(pk=release.pk)
    if found.state not in states:
        raise Refused(
            f"Cette parution est « {found.get_state_display()} » : l’action n’a plus d’objet."
        )
    return found


def _audit(release: Release, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("parution", str(release.pk)), **details)
