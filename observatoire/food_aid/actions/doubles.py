"""Doubles: looked for, joined, told apart, taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.food_aid.actions.intake import KEPT, fields_of, restore, snapshot
from observatoire.food_aid.actions.refusal import Refused
from observatoire.food_aid.models import Double, Place, Service, Stop
from observatoire.food_aid.queries.likeness import Known, pairs

WRITTEN = "ecrit_le"


@transaction.atomic
def find_doubles(*, by) -> int:
    """Write the pairs that are new; those already settled stay settled."""
    rows = Place.objects.kept().select_related("structure").order_by("pk")
    found = pairs(
        Known(
            one.pk,
            one.name,
            one.address,
            one.latitude if one.precision == Place.Precision.ADDRESS else None,
            one.longitude,
            one.phone,
            one.structure.siret,
        )
        for one in rows
    )
    known = set(Double.objects.values_list("left_id", "right_id"))
    new = [one for one in found if (one.left, one.right) not in known]
    Double.objects.filter(state=Double.State.DOUBT).exclude(
        left__in=[one.left for one in found]
    ).delete()
    Double.objects.bulk_create(
        Double(left_id=one.left, right_id=one.right, score=one.score, reasons=list(one.reasons))
        for one in new
    )
    write_audit(by=by, verb="chercher_doublons_lieux", ref=Ref("doublons", "lieux"), n=len(new))
    return len(new)


@transaction.atomic
def join(*, by, double: Double) -> Double:
    """The first stays, and takes what it lacked of the second, its services too."""
    found = _locked(double, Double.State.DOUBT)
    kept, gone = found.left, found.right
    if kept.joined_to_id or gone.joined_to_id:
        raise Refused("L’un des deux est déjà réuni à un autre lieu.")
    before = snapshot(kept)
    _fill(kept, gone)
    kept.changed_at = timezone.now()
    kept.save()
    _carry(kept, gone)
    gone.joined_to = kept
    gone.save(update_fields=["joined_to"])
    found.before = before | {WRITTEN: kept.changed_at.isoformat()}
    return _settled(found, Double.State.JOINED, by, "reunir_lieux")


def _fill(kept: Place, gone: Place) -> None:
    """What was empty; what one of the two hides from the public stays hidden."""
    if kept.latitude is None and gone.latitude is not None:
        kept.precision = gone.precision
    for key in KEPT:
        if getattr(kept, key) in ("", None, [], {}):
            setattr(kept, key, getattr(gone, key))
    kept.hides_address = kept.hides_address or gone.hides_address
    if gone.visibility == Place.Visibility.PARTNERS:
        kept.visibility = Place.Visibility.PARTNERS


def _carry(kept: Place, gone: Place) -> None:
    """The services of a sort that the first does not give, and the halts of a round."""
    known = set(kept.services.values_list("kind", flat=True))
    hours = {} if kept.hours == gone.hours else gone.hours
    services = [one for one in gone.services.order_by("kind", "pk") if one.kind not in known]
    Service.objects.bulk_create(
        Service(place=kept, **(fields_of(one) | {"hours": one.hours or hours})) for one in services
    )
    if not kept.stops.exists():
        Stop.objects.bulk_create(
            Stop(place=kept, **fields_of(one)) for one in gone.stops.order_by("order")
        )


@transaction.atomic
def tell_apart(*, by, double: Double) -> Double:
    return _settled(_locked(double, Double.State.DOUBT), Double.State.APART, by, "separer_lieux")


@transaction.atomic
def take_back(*, by, double: Double) -> Double:
    """As before the two were joined; what changed since in the one that stayed is kept."""
    found = _locked(double, Double.State.JOINED)
    before = dict(found.before)
    if before.pop(WRITTEN, "") == found.left.changed_at.isoformat():
        restore(found.left, before)
    found.right.joined_to = None
    found.right.save(update_fields=["joined_to"])
    found.before = {}
    return _settled(found, Double.State.DOUBT, by, "defaire_reunion_lieux")


def _locked(double: Double, state: str) -> Double:
    found = Double.objects.select_for_update().get(pk=double.pk)
    if found.state != state:
        raise Refused("Cette paire a changé entre-temps\u00a0: recharger la page.")
    return found


def _settled(found: Double, state: str, by, verb: str) -> Double:
    found.state, found.settled_by = state, by
    found.save()
    write_audit(by=by, verb=verb, ref=Ref("lieu", str(found.left_id)))
    Generation.advance()
    return found
