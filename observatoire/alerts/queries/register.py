"""The register of alerts, as each reader may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone

from observatoire.alerts.models import Alert, Jump, Wave
from observatoire.alerts.rules import institution_key, may_keep_alerts
from observatoire.alerts.vocabulary import vocabulary
from observatoire.base.french import normalise
from observatoire.base.models import Territory
from observatoire.directory.queries.rights import groups_of

ORDERS = {
    "recentes": ("-received_at", "pk"),
    "anciennes": ("received_at", "pk"),
    "reponse": ("answer_due", "pk"),
    "voix": ("-backed", "-received_at", "pk"),
}
LEVELS = ("departement", "epci")  # a commune may name a household


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; empty means everything."""

    words: str = ""
    state: str = ""
    public: str = ""
    difficulty: str = ""
    territory: str = ""
    order: str = "recentes"


def readable(person):
    """`rules.may_read_alert`, for a whole list."""
    rows = Alert.objects.all()
    if may_keep_alerts(person):
        return rows
    own = institution_key(person)
    mine = Q(sender=person)
    if own is not None:
        mine |= Q(institution=own)
    open_to_all = Q(group=None) | Q(group__is_public=True) | Q(group__slug__in=groups_of(person))
    told = ~Q(state=Alert.State.RECEIVED) & Q(same_as=None) & open_to_all
    return rows.filter(mine | told)


def listed(person, asked: Asked):
    """With `backed`: how many institutions say that they see it too."""
    rows = readable(person).select_related("territory", "institution", "group")
    rows = rows.annotate(backed=Count("voices", filter=Q(voices__sees="oui")))
    outcomes = {one.value for one in Alert.Outcome}
    if asked.state in outcomes:
        rows = rows.filter(outcome=asked.state)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.public:
        rows = rows.filter(public=asked.public)
    if asked.difficulty:
        rows = rows.filter(difficulty=asked.difficulty)
    if asked.territory == "region":
        rows = rows.filter(territory=None)
    elif asked.territory:
        rows = rows.filter(territory__in=_within(asked.territory))
    for word in asked.words.split():
        rows = rows.filter(_says(word))
    return rows.order_by(*ORDERS.get(asked.order, ORDERS["recentes"]))


def _says(word: str) -> Q:
    """In the words of the alert, in its labels, or in the name of its place."""
    wanted = normalise(word)
    words = vocabulary()
    publics = [code for code, label in words.publics.items() if wanted in normalise(label)]
    kinds = [code for code, label in words.difficulties.items() if wanted in normalise(label)]
    return (
        Q(seen__icontains=word)
        | Q(territory__searched_name__contains=wanted)
        | Q(public__in=publics)
        | Q(difficulty__in=kinds)
    )


def _within(code: str):
    """A département and the EPCIs that have a part in it; another place, itself."""
    found = Q(code=code)
    return Territory.objects.filter(
        found | Q(belongings__parent__level="departement", belongings__parent__code=code),
        level__in=LEVELS,
    )


def places() -> list[Territory]:
    """Where an alert may be: the départements of the region, then its EPCIs, by name."""
    rows = Territory.objects.present().filter(in_region=True, level__in=LEVELS)
    return sorted(rows.order_by("pk"), key=lambda one: (LEVELS.index(one.level), one.searched_name))


def departements() -> list[Territory]:
    rows = Territory.objects.present().filter(in_region=True, level="departement")
    return list(rows.order_by("code", "pk"))


def like(alert: Alert, person) -> list[Alert]:
    """Those that share two of public, difficulty and territory; the closest, then the latest."""
    same = {
        "public": Q(public=alert.public),
        "difficulty": Q(difficulty=alert.difficulty),
        "place": Q(territory=alert.territory_id),
    }
    two = (
        (same["public"] & same["difficulty"])
        | (same["public"] & same["place"])
        | (same["difficulty"] & same["place"])
    )
    rows = readable(person).filter(two, same_as=None).exclude(pk=alert.pk)
    rows = rows.select_related("territory", "group").order_by("-received_at", "pk")[:50]
    return sorted(rows, key=lambda one: -likeness(alert, one))[:5]


def likeness(one: Alert, other: Alert) -> int:
    """How many of the three codes two alerts share."""
    return (
        (one.public == other.public)
        + (one.difficulty == other.difficulty)
        + (one.territory_id == other.territory_id)
    )


def current_wave() -> Wave | None:
    return Wave.objects.open_on(timezone.localdate()).order_by("opens_on", "pk").first()


def open_jumps() -> list[Jump]:
    return list(Jump.objects.filter(closed_at=None).order_by("-asked_at", "pk")[:3])


def waiting(*, received: bool):
    """Those that nobody answered yet: the most pressing first."""
    rows = Alert.objects.unanswered().standing().filter(same_as=None)
    rows = rows.filter(state=Alert.State.RECEIVED) if received else rows
    return rows.select_related("territory").order_by(F("answer_due").asc(), "pk")
