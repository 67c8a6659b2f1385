"""What the census of food aid gives to the rest of the platform, through the registry."""

from __future__ import annotations

from collections.abc import Iterator

from observatoire.base.registry import PersonalData, Ref, SearchDraft, Todo
from observatoire.food_aid.models import Place, Remark
from observatoire.food_aid.queries import personal
from observatoire.food_aid.rules import may_keep

REMARKS = PersonalData(
    label="Remarques sur les lieux d’aide alimentaire",
    model="food_aid.Remark",
    fields=("email", "text"),
    export=personal.remarks_of,
    erase=personal.forget_in_remarks,
    purpose="Corriger un lieu d’aide alimentaire et répondre à qui l’a signalé.",
    kept="Un an après la réponse ; l’adresse est alors retirée.",
    addresses=personal.addresses_in_remarks,
    purge=personal.purge_remarks,
)
PLACES = PersonalData(
    label="Adresses des lieux d’aide alimentaire",
    model="food_aid.Place",
    fields=("email", "phone", "verified_by"),
    export=personal.places_of,
    erase=personal.forget_in_places,
    purpose="Joindre un lieu d’aide alimentaire et lui demander de confirmer ses horaires.",
    kept="Tant que le lieu est recensé.",
    addresses=personal.addresses_in_places,
)


def todos(*, person) -> list[Todo]:
    """Remarks that wait, for those who keep the census."""
    if not may_keep(person):
        return []
    number = Remark.objects.filter(state=Remark.State.WAITING).count()
    if not number:
        return []
    ending = "s" if number > 1 else ""
    return [
        Todo(
            ref=Ref("aide_alimentaire", "remarques"),
            title=f"{number} remarque{ending} sur des lieux d’aide alimentaire",
            reason="Un visiteur ou une structure signale quelque chose.",
            address="/gestion/aide-alimentaire/",
            weight=3,
            action="Répondre",
        )
    ]


def drafts() -> Iterator[SearchDraft]:
    """Real public places; an invented one is found on the map alone."""
    rows = Place.objects.public().filter(is_synthetic=False, is_food_aid=True)
    for one in rows.select_related("structure").order_by("pk"):
        yield SearchDraft(
            ref=Ref("lieu", str(one.pk)),
            title=one.name,
            address=one.get_absolute_url(),
            kind="Lieu d’aide alimentaire",
            summary=f"{one.structure.name}, {one.commune_name}",
        )
