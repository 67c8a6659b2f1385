"""Places of the demonstration: invented, marked so, in real communes; they never count."""

from __future__ import annotations

from django.db import transaction

from observatoire.food_aid.actions.intake import confirm_intake
from observatoire.food_aid.exchange import draft, service
from observatoire.food_aid.models import Intake, Place, Source
from observatoire.food_aid.opening import read_osm
from observatoire.food_aid.queries.ground import communes

NUMBER = 36
# Kind, hours, what else: enough to see every state a visitor meets.
MODELS = (
    ("colis", "Tu,Th 14:00-17:00; PH off; Aug off", {"needs_referral": True, "price": "gratuit"}),
    ("repas", "Mo-Su 11:30-13:30; PH open", {"access": "inconditionnel", "price": "gratuit"}),
    (
        "epicerie",
        "We 09:00-12:00; Fr 14:00-18:00; PH off",
        {"needs_referral": True, "price": "participation", "price_detail": "10 à 30 % du prix"},
    ),
    (
        "colis",
        "Th[2] 14:00-16:00; PH off",
        {"needs_registration": True, "documents": "justificatif de domicile", "price": "gratuit"},
    ),
    ("frigo", "24/7", {"access": "inconditionnel", "price": "gratuit"}),
    ("camion", "Sa[1,3] 10:00-12:00; PH off", {"price": "libre", "diets": ["vegetarien"]}),
    ("maraude", "Mo,We,Fr 20:00-23:00", {"access": "inconditionnel", "price": "gratuit"}),
    ("colis_bebe", "", {"publics": ["familles"], "needs_appointment": True}),
    ("jardin", "Sa 14:00-18:00", {"access": "inconditionnel"}),
)


@transaction.atomic
def load_demonstration_places() -> int:
    """Once: what is there stays as it is."""
    if Place.objects.filter(is_demonstration=True).exists():
        return 0
    source, _ = Source.objects.get_or_create(
        slug="exemples",
        defaults={
            "name": "Exemples inventés",
            "producer": "Démonstration",
            "licence": Source.Licence.RESERVED,
            "is_food_aid": True,
            "is_synthetic": True,
        },
    )
    drafts = [_draft(number, one) for number, one in enumerate(_chosen())]
    intake = Intake.objects.create(
        source=source, name="Exemples", format="exemple", sha256="", drafts=drafts, report={}
    )
    made = confirm_intake(by=None, intake=intake)
    Place.objects.filter(source=source).update(is_demonstration=True)
    return made


def remove_demonstration_places() -> int:
    """Take them away, with their structures and their import."""
    Intake.objects.filter(source__is_synthetic=True).delete()
    number = Place.objects.filter(is_demonstration=True).count()
    Place.objects.filter(is_demonstration=True).delete()
    Source.objects.filter(is_synthetic=True, places=None).delete()
    return number


def _chosen() -> list:
    """The largest commune of each EPCI, the most peopled first."""
    largest: dict[str, object] = {}
    for one in communes().values():
        known = largest.get(one.epci)
        if one.epci and one.centre and (known is None or one.population > known.population):
            largest[one.epci] = one
    return sorted(largest.values(), key=lambda one: (-one.population, one.code))[:NUMBER]


def _draft(number: int, one) -> dict:
    kind, hours, more = MODELS[number % len(MODELS)]
    latitude, longitude = one.centre
    stops = []
    if kind == "camion":
        stops = [
            {
                "order": order,
                "name": f"Arrêt d’exemple {order}",
                "commune": one.code,
                "latitude": latitude + 0.04 * order,
                "longitude": longitude - 0.06 * (order % 2),
                "hours": read_osm(hours)[0].as_record(),
            }
            for order in (1, 2, 3)
        ]
    return draft(
        key=f"exemple-{number}",
        structure=f"Association d’exemple {number % 6 + 1}",
        name=f"Lieu d’exemple {number + 1}",
        description="Lieu inventé pour montrer la carte.",
        commune=one.code,
        commune_name=one.name,
        latitude=latitude,
        longitude=longitude,
        is_round=kind in ("camion", "maraude"),
        is_food_aid=True,
        updated="2026-03-02" if number % 3 else "2025-06-02",
        services=[service(kind=kind, hours=read_osm(hours)[0].as_record(), **more)],
        stops=stops,
    ) | {"precision": "commune"}
