"""Files of places: read, shown, written all at once, taken back."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.food_aid.actions.refusal import Refused
from observatoire.food_aid.exchange import Refused as Unreadable
from observatoire.food_aid.exchange import read
from observatoire.food_aid.models import Intake, Place, Service, Source, Stop, Structure, Touch
from observatoire.food_aid.queries.ground import place_commune

STRUCTURE = ("network", "siret", "is_supplier")
SAME = (
    "name description address postal_code commune commune_name latitude longitude phone email site "
    "transport is_step_free is_round languages hours is_food_aid visibility"
).split()
KEPT = (
    *SAME,
    "precision",
    "state",
    "verified_on",
    "verified_by",
    "verified_how",
    "kept_fields",
    "hides_address",
)
OUTSIDE = "la commune n’est pas dans la région\u00a0: le lieu est gardé, sans territoire"


def open_intake(
    *, by, source: Source, name: str, data: bytes, mapping: dict | None = None
) -> Intake:
    """Read a file and keep what it says; nothing else is written. Raises Refused."""
    try:
        reading = read(data, name=name, mapping=mapping)
    except Unreadable as error:
        raise Refused(str(error)) from error
    drafts = [_placed(one) for one in reading.drafts]
    known = set(Place.objects.filter(source=source).values_list("source_key", flat=True))
    report = {
        "lus": len(drafts) + len(reading.refused),
        "nouveaux": sum(one["key"] not in known for one in drafts),
        "connus": sum(one["key"] in known for one in drafts),
        "aide": sum(_is_food(one, source) for one in drafts),
        "adresse": sum(one["precision"] == "adresse" for one in drafts),
        "commune": sum(one["precision"] == "commune" for one in drafts),
        "sans_lieu": sum(one["precision"] == "inconnue" for one in drafts),
        "refuses": [list(one) for one in reading.refused],
        "pertes": reading.losses,
    }
    return Intake.objects.create(
        source=source,
        name=name[-200:],
        format=reading.format,
        sha256=hashlib.sha256(data).hexdigest(),
        drafts=drafts,
        report=report,
        made_by=by,
    )


def _placed(one: dict) -> dict:
    """Each address on its commune; without coordinates, at the commune's centre, and said so."""
    found = place_commune(one["commune"], one["commune_name"], one["postal_code"])
    precision = "adresse" if one["latitude"] is not None else "inconnue"
    if found is None:
        lost = [*one["losses"], OUTSIDE] if one["commune"] or one["commune_name"] else one["losses"]
        return one | {"precision": precision, "losses": lost}
    told = {"commune": found.code, "commune_name": found.name}
    if precision == "inconnue" and found.centre:
        latitude, longitude = found.centre
        told |= {"latitude": latitude, "longitude": longitude}
        precision = "commune"
    return one | told | {"precision": precision}


def _is_food(one: dict, source: Source) -> bool:
    return one["is_food_aid"] or source.is_food_aid


@transaction.atomic
def confirm_intake(*, by, intake: Intake) -> int:
    """Write all the places of a file that was read; how many. Raises Refused."""
    found = Intake.objects.select_for_update().get(pk=intake.pk)
    if found.state != Intake.State.READ:
        raise Refused("Cet import n’attend plus d’être confirmé.")
    known = {one.source_key: one for one in Place.objects.filter(source=found.source)}
    slugs = set(Place.objects.values_list("slug", flat=True))
    structures = {(one.name, one.siret): one for one in Structure.objects.all()}
    for one in found.drafts:
        _write(found, one, known.get(one["key"]), slugs, structures)
    found.state = Intake.State.DONE
    found.save(update_fields=["state"])
    _told(by, found, "importer_lieux", lieux=len(found.drafts))
    return len(found.drafts)


def _write(intake: Intake, one: dict, place: Place | None, slugs: set, structures: dict) -> None:
    before = snapshot(place) if place else {}
    place = place or Place(source=intake.source, source_key=one["key"], slug=_slug(one, slugs))
    place.structure = _structure(one, structures)
    for key in SAME:
        setattr(place, key, one[key])
    place.is_food_aid = _is_food(one, intake.source)
    place.is_synthetic = intake.source.is_synthetic
    place.precision, place.kept_fields = one["precision"], one["kept"]
    place.state = Place.State.CLOSED if one["is_closed"] else Place.State.ACTIVE
    if one["updated"] and (not place.verified_on or one["updated"] > str(place.verified_on)):
        place.verified_on = date.fromisoformat(one["updated"])
        place.verified_by, place.verified_how = intake.source.name, "import"
    place.changed_at = timezone.now()
    place.save()
    _write_services(place, one["services"], one["stops"])
    Touch.objects.create(intake=intake, place=place, before=before, written_at=place.changed_at)


def _slug(one: dict, slugs: set) -> str:
    base = slugify(f"{one['name']} {one['commune_name']}")[:100] or "lieu"
    found, number = base, 2
    while found in slugs:
        found, number = f"{base}-{number}", number + 1
    slugs.add(found)
    return found


def _structure(one: dict, structures: dict) -> Structure:
    key = (one["structure"] or one["name"], one["siret"])
    if key not in structures:
        structures[key] = Structure.objects.create(
            name=key[0], **{name: one[name] for name in STRUCTURE}
        )
    return structures[key]


def _write_services(place: Place, services: list[dict], stops: list[dict]) -> None:
    place.services.all().delete()
    place.stops.all().delete()
    Service.objects.bulk_create(Service(place=place, **one) for one in services)
    Stop.objects.bulk_create(Stop(place=place, **one) for one in stops)


def snapshot(place: Place) -> dict:
    """All that a change may take away, as JSON."""
    found = {key: getattr(place, key) for key in KEPT}
    found["verified_on"] = str(place.verified_on) if place.verified_on else None
    return found | {
        "structure": str(place.structure_id),
        "services": [fields_of(one) for one in place.services.order_by("kind", "pk")],
        "stops": [fields_of(one) for one in place.stops.order_by("order")],
    }


def fields_of(one: Service | Stop) -> dict:
    """What a service or a halt says, without whose it is."""
    names = [field.name for field in one._meta.concrete_fields]
    return {name: getattr(one, name) for name in names if name not in ("id", "place")}


def restore(place: Place, before: dict) -> None:
    given = dict(before)
    services, stops = given.pop("services"), given.pop("stops", [])
    place.structure_id = given.pop("structure")
    for key, value in given.items():
        setattr(place, key, value)
    place.verified_on = date.fromisoformat(given["verified_on"]) if given["verified_on"] else None
    place.changed_at = timezone.now()
    place.save()
    _write_services(place, services, stops)


@transaction.atomic
def undo_intake(*, by, intake: Intake) -> tuple[int, int]:
    """Take back an import: (places taken back, places kept because they changed since)."""
    found = Intake.objects.select_for_update().get(pk=intake.pk)
    if found.state != Intake.State.DONE:
        raise Refused("Seul un import fait s’annule.")
    undone = kept = 0
    for touch in found.touches.select_related("place"):
        if touch.place.changed_at != touch.written_at:
            kept += 1
            continue
        undone += 1
        if touch.before:
            restore(touch.place, touch.before)
        else:
            touch.place.delete()
    Structure.objects.filter(places=None).delete()
    found.state = Intake.State.UNDONE
    found.save(update_fields=["state"])
    _told(by, found, "annuler_import_lieux", lieux=undone)
    return undone, kept


def _told(by, intake: Intake, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("import_lieux", str(intake.pk)), **details)
    Generation.advance()
