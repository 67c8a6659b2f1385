"""Deposit, read again, publish, undo, abandon: what a person does with an import."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pyarrow.parquet as pq
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.indicators.actions.files import erase, keep_file
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.queries.doubts import pending_doubts
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.queries.releases import embargo_of
from stats.derivation import publish_derived
from stats.store import Difference, ImportedFile, RefusedError
from stats.words import typeset

State = Import.State
KEPT = (State.PUBLISHING, State.PUBLISHED, State.ABANDONED)
STALE = (
    "D’autres chiffres ont été publiés depuis la lecture : la comparaison n’est plus à jour. "
    "Relire le dépôt, puis publier."
)
EMBARGO = (
    "Ce dépôt attend la parution « {title} », le {hour:%d/%m/%Y à %H h %M} : il est sous embargo. "
    "Annuler la parution pour le publier avant."
)
DOUBTFUL = (
    "Des valeurs sont à regarder avant de publier : lever chaque doute, en disant pourquoi, sur la "
    "page du dépôt."
)
KNOWN = "Ces chiffres sont déjà publiés : il n’y a rien à publier de plus."


class Refused(Exception):
    """The action cannot be done on this deposit; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typeset(sentence))


@transaction.atomic
def deposit_files(
    *, by: User, source: str, title: str, files: Sequence[File], replaces: bool = False
) -> Import:
    """Keep the files; the reading is asked for by whoever deposits, in the same transaction."""
    imported = Import.objects.create(
        by=by, source=source, source_title=title, replaces=replaces, step="En attente"
    )
    for file in files:
        keep_file(imported, file)
    _audit(imported, by, "deposer", fichiers=len(files), source=source)
    return imported


@transaction.atomic
def ask_again(*, by: User, imported: Import) -> Import:
    """Back to the queue: the catalogue, or what is published, changed since the last reading."""
    found = locked(imported, State.READ, State.REFUSED, State.UNDONE)
    found.state, found.progress, found.step = State.DEPOSITED, 0, "En attente"
    found.failure, found.attempts = "", 0
    found.save(update_fields=["state", "progress", "step", "failure", "attempts"])
    _audit(found, by, "relire")
    return found


@transaction.atomic
def publish_import(*, by: User, imported: Import) -> Import:
    """Exactly what was read and shown enters the store. Raises Refused, nothing changed.

    The store is written last: if the machine stops before, nothing is published; if it stops
    between the store and the commit, publishing again finds the same import there.
    """
    # The row of the generation is also a lock: one publication at a time.
    Generation.advance()
    found = locked(imported, State.READ, State.PUBLISHING)
    foreseen, store = check_foreseen(found), engine().store
    # One that was undone from elsewhere, or hidden by a replacement: it is this one that lives.
    Import.objects.filter(engine_import=foreseen.identifier, state=State.PUBLISHED).update(
        state=State.UNDONE, undone_at=timezone.now()
    )
    found.state, found.published_at, found.undone_at = State.PUBLISHED, timezone.now(), None
    found.engine_import, found.progress, found.step = foreseen.identifier, 100, ""
    found.failure = ""
    found.save(
        update_fields=[
            *("state", "published_at", "undone_at", "engine_import"),
            *("progress", "step", "failure"),
        ]
    )
    _audit(found, by, "publier", magasin=foreseen.identifier, chiffres=found.accepted)
    with found.files.get(kind=ImportFile.Kind.TABLE).file.open("rb") as file:
        table = pq.read_table(file)
    try:
        store.publish(
            table,
            source=found.source,
            label=found.report["phrase"],
            files=[ImportedFile(one.name, one.sha256, one.size) for one in found.files.given()],
            replace=found.replaces,
        )
    except RefusedError as refusal:
        raise Refused(str(refusal)) from refusal
    publish_derived(store, engine().catalogue)
    return found


@transaction.atomic
def undo_publication(*, by: User, imported: Import) -> Import:
    """The store reads as if the import had never been published."""
    Generation.advance()
    found = locked(imported, State.PUBLISHED)
    found.state, found.undone_at = State.UNDONE, timezone.now()
    found.save(update_fields=["state", "undone_at"])
    _audit(found, by, "annuler", magasin=found.engine_import)
    with suppress(RefusedError):  # undone from the command line: the row only had to learn it
        engine().store.undo(found.engine_import)
    publish_derived(engine().store, engine().catalogue)
    return found


@transaction.atomic
def abandon_import(*, by: User, imported: Import) -> Import:
    """The row stays in the history, its files are erased, and what was said of their numbers."""
    found = locked(imported, *(state for state in State if state not in KEPT))
    found.state, found.step, found.failure = State.ABANDONED, "", ""
    found.report, found.difference = {}, {}
    found.save(update_fields=["state", "step", "failure", "report", "difference"])
    erase(found.files.all())
    _audit(found, by, "abandonner")
    return found


def check_foreseen(imported: Import) -> Difference:
    """What the reading foresaw, if it is still true. Raises Refused."""
    if release := embargo_of(imported):
        raise Refused(EMBARGO.format(title=release.title, hour=localtime(release.due_at)))
    if pending_doubts(imported):
        raise Refused(DOUBTFUL)
    foreseen = Difference.from_json(imported.difference)
    if foreseen.is_live:
        raise Refused(KNOWN)
    if foreseen.fingerprint != engine().store.fingerprint:
        raise Refused(STALE)
    return foreseen


def locked(imported: Import, *states: str) -> Import:
    """The row as it is now, held until the end of the transaction."""
    found = Import.objects.select_for_update().get(pk=imported.pk)
    if found.state not in states:
        raise Refused(f"Ce dépôt est « {found.get_state_display()} » : l’action n’a plus d’objet.")
    return found


def _audit(imported: Import, by: User, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("import", str(imported.pk)), **details)
