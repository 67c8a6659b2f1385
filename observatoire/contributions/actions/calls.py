"""A call is written, published, closed, taken away."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.contributions.models import Call, Criterion
from observatoire.contributions.search import call_draft
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import User

# What a call is read against until its owner says otherwise.
CRITERIA = (
    ("Apporte à la connaissance du sujet", 2),
    ("Peut se reprendre ailleurs", 1),
    ("Peut être présentée ce jour-là", 1),
)
NOBODY = Ref("", "")  # a call that served something, and no longer does


@transaction.atomic
def save_call(
    *,
    by: User | None,
    call: Call,
    criteria: Iterable[tuple[str, int]] | None = None,
    reviewers: Iterable[User] | None = None,
    owner: Ref | None = None,
) -> Call:
    """Write a call; features give the `owner` that it serves. Raises Refused."""
    if call.closes_at <= call.opens_at:
        raise Refused("La fermeture doit venir après l’ouverture.")
    is_new = call._state.adding
    if owner is not None:
        call.owner_kind, call.owner_key = owner.kind, owner.key
    call.slug = call.slug or _free_slug(call.title)
    call.save()
    if criteria is not None or is_new:
        _write_criteria(call, list(criteria if criteria is not None else CRITERIA))
    if reviewers is not None:
        call.reviewers.set(reviewers)
    write_audit(by=by, verb="appel_ecrit", ref=_ref(call))
    _show(call)
    return call


@transaction.atomic
def publish_call(*, by: User | None, call: Call) -> Call:
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.published_at is None:
        call.published_at = timezone.now()
        call.save(update_fields=["published_at"])
        write_audit(by=by, verb="appel_publie", ref=_ref(call))
        _show(call)
    return call


@transaction.atomic
def close_call(*, by: User | None, call: Call) -> Call:
    """Close now what was to close later; what already arrived stays."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    now = timezone.now()
    if not call.takes_at(now):
        raise Refused("Cet appel n’est pas ouvert\u00a0: il n’y a rien à fermer.")
    call.closes_at = now
    call.save(update_fields=["closes_at"])
    write_audit(by=by, verb="appel_ferme", ref=_ref(call))
    _show(call)
    return call


@transaction.atomic
def delete_call(*, by: User | None, call: Call) -> None:
    """Only what nobody answered: an idea received is not thrown away with its call."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.proposals.exists():
        raise Refused("Cet appel a reçu des idées\u00a0: le fermer, et leur répondre.")
    write_audit(by=by, verb="appel_supprime", ref=_ref(call))
    forget_searchable(kind="appel", key=str(call.pk))
    call.delete()
    Generation.advance()


def _write_criteria(call: Call, wanted: list[tuple[str, int]]) -> None:
    """A criterion whose words stay keeps the marks it was given."""
    kept = {label for label, _ in wanted}
    call.criteria.exclude(label__in=kept).delete()
    for order, (label, weight) in enumerate(wanted):
        Criterion.objects.update_or_create(
            call=call, label=label, defaults={"weight": weight, "order": order}
        )


def _free_slug(title: str) -> str:
    base = slugify(title)[:110].strip("-") or "appel"
    # Names of pages that stand beside those of calls.
    taken = {"suivi", "fichiers", *Call.objects.values_list("slug", flat=True)}
    return next(
        name
        for name in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if name not in taken
    )


def _show(call: Call) -> None:
    """Search and kept pages follow."""
    draft = call_draft(call)
    if draft is None:
        forget_searchable(kind="appel", key=str(call.pk))
    else:
        remember_searchable(draft)
    Generation.advance()


def _ref(call: Call) -> Ref:
    return Ref("appel", str(call.pk))
