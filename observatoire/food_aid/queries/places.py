"""Places with what a page needs, in few questions."""

from __future__ import annotations

from django.db.models import Q

from observatoire.food_aid.exchange import draft, service
from observatoire.food_aid.exchange.draft import EMPTY, SERVICE
from observatoire.food_aid.models import Place, Source


def by_keys(keys) -> list[Place]:
    """In the order given, with their services."""
    rows = Place.objects.filter(pk__in=list(keys)).select_related("structure", "source")
    found = {one.pk: one for one in rows.prefetch_related("services")}
    return [found[key] for key in keys if key in found]


def one_place(slug: str, *, partners: bool) -> Place | None:
    rows = Place.objects.kept() if partners else Place.objects.public()
    rows = rows.select_related("structure", "source").prefetch_related("services", "stops")
    return rows.filter(slug=slug).first()


def rounds(keys) -> list[list[tuple[float, float]]]:
    """The halts of the rounds among these places, as lines of (longitude, latitude)."""
    rows = Place.objects.filter(pk__in=list(keys)[:400], is_round=True).prefetch_related("stops")
    return [
        [(s.longitude, s.latitude) for s in one.stops.all() if s.latitude is not None]
        for one in rows.order_by("pk")
    ]


def given(licence: str):
    """What may be given on under a licence: public, not synthetic, from sources that allow it.

    A place that took something of another follows the stricter of their two licences.
    """
    rows = _given_rows().exclude(joined__source__licence=Source.Licence.RESERVED)
    shared = Q(source__licence=Source.Licence.SHARED)
    taken = Q(joined__source__licence=Source.Licence.SHARED)
    if licence == Source.Licence.SHARED:
        rows = rows.filter(pk__in=rows.filter(shared | taken).values("pk"))
    else:
        rows = rows.filter(source__licence=licence).exclude(taken)
    return rows.select_related("structure", "source").prefetch_related("services", "stops")


def _given_rows():
    allowed = (Source.Licence.OWN, Source.Licence.SHARED)
    return Place.objects.public().filter(source__licence__in=allowed, is_synthetic=False)


def licences() -> list[str]:
    """Those under which something may be given."""
    return [one for one in (Source.Licence.OWN, Source.Licence.SHARED) if given(one).exists()]


def draft_of(place: Place) -> dict:
    """A place as the exchange writes it; a hidden address and its coordinates stay here."""
    own = ("structure", "structure_key", "network", "siret", "is_supplier", "key", "losses")
    same = [key for key in EMPTY if hasattr(place, key) and key not in (*own, "services", "stops")]
    told = {key: getattr(place, key) for key in same}
    if place.hides_address:
        told |= {"address": "", "latitude": None, "longitude": None}
    fields = list(SERVICE)
    return draft(
        **told,
        key=str(place.pk),
        structure=place.structure.name,
        structure_key=str(place.structure_id),
        network=place.structure.network,
        siret=place.structure.siret,
        is_supplier=place.structure.is_supplier,
        updated=str(place.verified_on or ""),
        services=[
            service(**{key: getattr(one, key) for key in fields}) for one in place.services.all()
        ],
    )
