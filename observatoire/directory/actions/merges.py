"""Two rows that were one person are joined by hand; undoing it leaves everything as it was.

Nothing is deleted: what points to the absorbed row points to the kept one, and each change is
written down. Tables are found by their links to `Person`, so those of features follow too.
"""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import Distinct, Merge, Person, User

FILLED = ("first_name", "phone", "institution_id", "account_id")
# What tells of merges themselves does not move with them.
LEFT = {"directory.Merge", "directory.Distinct"}
Change = tuple[str, str, str, object]


@transaction.atomic
def merge(*, by: User, kept: Person, absorbed: Person) -> Merge:
    """`absorbed` becomes a part of `kept`: its addresses, functions, seats, lists and the rest."""
    people = Person.objects.select_for_update().filter(pk__in=(kept.pk, absorbed.pk))
    rows = {row.pk: row for row in people.order_by("pk")}
    kept, absorbed = rows.get(kept.pk), rows.get(absorbed.pk)
    if kept is None or absorbed is None or kept.pk == absorbed.pk:
        raise Refused("Choisir deux fiches différentes, qui existent encore.")
    if kept.merged_into_id or absorbed.merged_into_id:
        raise Refused("L’une de ces fiches est déjà réunie à une autre\u00a0: recharger la page.")
    changes = [*_fill(kept, absorbed), *_move_links(kept, absorbed)]
    changes.append(_change(absorbed, "merged_into_id", kept.pk))
    done = Merge.objects.create(kept=kept, absorbed=absorbed, changes=changes, by=by)
    ref = Ref("personne", str(kept.pk))
    write_audit(by=by, verb="reunir", ref=ref, absorbee=str(absorbed.pk), liens=len(changes))
    return done


@transaction.atomic
def undo_merge(*, by: User, done: Merge) -> Merge:
    """Put back every change, last one first; what someone changed since is left as it is."""
    done = Merge.objects.select_for_update().get(pk=done.pk)
    if done.undone_at:
        raise Refused("Cette réunion est déjà défaite.")
    if done.kept.merged_into_id:
        raise Refused("La fiche gardée a été réunie à une autre\u00a0: défaire d’abord celle-là.")
    for label, key, column, before, after in reversed(done.changes):
        rows = apps.get_model(label)._base_manager.filter(pk=key, **{column: after})
        rows.update(**{column: before})
    for person in (done.kept, done.absorbed):
        person.refresh_from_db()
        person.save()  # the name that is searched follows the name
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    write_audit(by=by, verb="separer", ref=Ref("personne", str(done.kept_id)))
    return done


@transaction.atomic
def judge_distinct(*, by: User, first: Person, second: Person) -> Distinct:
    """Two people that look alike: they are not proposed again."""
    first, second = sorted((first, second), key=lambda person: str(person.pk))
    found, _ = Distinct.objects.get_or_create(first=first, second=second)
    write_audit(by=by, verb="distinguer", ref=Ref("personne", str(first.pk)))
    return found


def _fill(kept: Person, absorbed: Person) -> list:
    """What the kept row lacks is taken from the other, which gives up what only one may have."""
    changes = []
    for column in FILLED:
        value = getattr(absorbed, column)
        if value and not getattr(kept, column):
            if column == "account_id":
                changes.append(_change(absorbed, column, None))
            changes.append(_change(kept, column, value))
    if absorbed.last_sign_at > kept.last_sign_at:
        changes.append(_change(kept, "last_sign_at", absorbed.last_sign_at))
    kept.save()
    return changes


def _move_links(kept: Person, absorbed: Person) -> list:
    changes = []
    for relation in Person._meta.get_fields(include_hidden=True):
        is_link = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if not is_link or relation.related_model._meta.label in LEFT:
            continue
        table = relation.related_model
        column = relation.field.attname
        for row in table._base_manager.filter(**{column: absorbed.pk}).order_by("pk"):
            changes += _move(row, column, kept)
    return changes


def _move(row: models.Model, column: str, kept: Person) -> list:
    """One row; where the kept person has the same already, it stays, hidden with the absorbed."""
    columns = {column: kept.pk}
    if row._meta.label == "directory.Address" and row.is_main and kept.addresses.exists():
        columns["is_main"] = False
    changes = []
    try:
        with transaction.atomic():
            for name, value in columns.items():
                changes.append(_change(row, name, value))
    except IntegrityError:
        return []
    return changes


def _change(row: models.Model, column: str, after) -> list:
    """Write one column, and how to put it back: [table, key, column, before, after]."""
    before = getattr(row, column)
    setattr(row, column, after)
    type(row)._base_manager.filter(pk=row.pk).update(**{column: after})
    return [row._meta.label, str(row.pk), column, _plain(before), _plain(after)]


def _plain(value):
    """As JSON keeps it; the database reads identifiers and dates back from text."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
