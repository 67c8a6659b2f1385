"""What visitors and structures say of places; the link by which a place is confirmed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.food_aid.actions.refusal import Refused
from observatoire.food_aid.emails import confirmation
from observatoire.food_aid.models import Place, Remark
from observatoire.mail.actions.posting import post_letter

OLD = timedelta(days=183)
PATIENCE = timedelta(days=30)
SALT = "aide-alimentaire.confirmer"
MOST_AT_ONCE = 100


@transaction.atomic
def leave_remark(*, place: Place, kind: str, text: str = "", email: str = "") -> Remark:
    """Nothing of it is shown before someone read it."""
    return Remark.objects.create(place=place, kind=kind, text=text, email=email)


@transaction.atomic
def answer_remark(*, by, remark: Remark, is_right: bool) -> Remark:
    """Kept or set aside; a confirmation kept makes the place fresh, a closing closes it."""
    found = Remark.objects.select_for_update().select_related("place").get(pk=remark.pk)
    if found.state != Remark.State.WAITING:
        raise Refused("Cette remarque a déjà sa réponse.")
    found.state = Remark.State.ACCEPTED if is_right else Remark.State.REFUSED
    found.answered_by = by
    found.save(update_fields=["state", "answered_by"])
    if is_right and found.kind == Remark.Kind.CONFIRMATION:
        _verified(found.place, "un visiteur", "remarque relue")
    elif is_right and found.kind == Remark.Kind.CLOSED:
        found.place.state = Place.State.CLOSED
        found.place.changed_at = timezone.now()
        found.place.save(update_fields=["state", "changed_at"])
    write_audit(by=by, verb="repondre_remarque_lieu", ref=Ref("lieu", str(found.place_id)))
    Generation.advance()
    return found


def _verified(place: Place, who: str, how: str) -> None:
    place.verified_on, place.verified_by, place.verified_how = timezone.localdate(), who, how
    place.state, place.asked_on, place.changed_at = Place.State.ACTIVE, None, timezone.now()
    place.save()


def key_of(place: Place) -> str:
    """What opens the confirmation of one place, for whoever reads its mailbox."""
    return signing.dumps([str(place.pk), str(place.asked_on)], salt=SALT)


def place_of(key: str) -> Place | None:
    """The place of a key; None when it is not ours, or was used."""
    try:
        pk, asked = signing.loads(key, salt=SALT, max_age=timedelta(days=400))
    except signing.BadSignature:
        return None
    return Place.objects.filter(pk=pk, asked_on=asked).select_related("structure").first()


@transaction.atomic
def confirm_by_link(*, place: Place, is_right: bool, text: str = "") -> None:
    """The structure's own word: right at once; a change waits to be read."""
    if is_right:
        _verified(place, place.structure.name[:120], "lien envoyé à la structure")
        write_audit(by=None, verb="confirmer_lieu", ref=Ref("lieu", str(place.pk)))
        Generation.advance()
    else:
        leave_remark(place=place, kind=Remark.Kind.CORRECTION, text=text, email=place.email)


def ask_old_places() -> tuple[int, int]:
    """Those not confirmed for six months are asked; a month later, set aside. Twice is once."""
    today = timezone.localdate()
    rows = Place.objects.kept().filter(is_synthetic=False, is_food_aid=True)
    late = rows.filter(state=Place.State.ASKED, asked_on__lt=today - PATIENCE)
    with transaction.atomic():
        aside = late.update(state=Place.State.ASIDE, changed_at=timezone.now())
    old = rows.filter(state=Place.State.ACTIVE, verified_on__lt=today - OLD).order_by("pk")
    asked = 0
    for place in old.select_related("structure")[:MOST_AT_ONCE]:
        with transaction.atomic():
            place.state, place.asked_on = Place.State.ASKED, today
            place.save(update_fields=["state", "asked_on"])
            if place.email:
                address = f"{settings.SITE_ADDRESS}/aide-alimentaire/confirmer/{key_of(place)}/"
                post_letter(to=place.email, letter=confirmation(place, address))
        asked += 1
    if asked or aside:
        Generation.advance()
    return asked, aside
