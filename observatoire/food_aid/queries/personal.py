"""What the census holds of persons: the address left with a remark; a place's own mailbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from observatoire.food_aid.models import Place, Remark

KEPT = timedelta(days=365)


def remarks_of(address: str) -> list[dict]:
    rows = Remark.objects.filter(email__iexact=address).select_related("place")
    return [
        {"lieu": one.place.name, "sorte": one.get_kind_display(), "texte": one.text} for one in rows
    ]


def forget_in_remarks(address: str) -> int:
    return Remark.objects.filter(email__iexact=address).update(email="")


def addresses_in_remarks() -> list[tuple[str, datetime]]:
    rows = Remark.objects.exclude(email="").order_by("made_at", "pk")
    return list(rows.values_list("email", "made_at"))


def purge_remarks(now: datetime) -> int:
    """Once answered and a year old, who wrote is no longer known."""
    rows = Remark.objects.exclude(state=Remark.State.WAITING).filter(made_at__lt=now - KEPT)
    return rows.exclude(email="").update(email="")


def places_of(address: str) -> list[dict]:
    rows = Place.objects.filter(email__iexact=address)
    return [{"lieu": one.name, "adresse électronique": one.email} for one in rows]


def forget_in_places(address: str) -> int:
    return Place.objects.filter(email__iexact=address).update(email="", verified_by="")


def addresses_in_places() -> list[tuple[str, datetime]]:
    rows = Place.objects.exclude(email="").order_by("changed_at", "pk")
    return list(rows.values_list("email", "changed_at"))
