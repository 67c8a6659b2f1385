"""What the alerts give to the rest of the platform, through the registry.

A card carries codes, never the words of an alert, and belongs to the group that examines it: the
agenda that a group's meeting writes by itself takes it from here.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from observatoire.alerts.models import Alert, Jump, JumpReply, Wave, WaveReply
from observatoire.alerts.queries import personal
from observatoire.alerts.queries.register import current_wave, waiting
from observatoire.alerts.rules import institution_of, may_keep_alerts, may_report
from observatoire.base.registry import Card, Light, PersonalData, Ref, Todo
from observatoire.directory.queries.rights import piloted_by

ALERT = "Alerte"
DESK_LIMIT = 10

PERSONAL = PersonalData(
    label="Alertes sociales",
    model="alerts.Alert",
    fields=("sender",),
    export=personal.export_alerts,
    erase=personal.erase_alerts,
    purpose="Répondre à qui signale une alerte, et savoir quelle institution la voit aussi.",
    kept="Textes, documents et comptes\u00a0: cinq ans après la conclusion\u00a0; puis les codes "
    "seuls.",
    addresses=personal.held_in_alerts,
    purge=personal.purge_alerts,
)


def cards(*, horizon: date) -> list[Card]:
    start = timezone.make_aware(datetime.combine(horizon, time()))
    rows = Alert.objects.told().standing().filter(told_at__gte=start).exclude(group=None)
    rows = rows.select_related("group", "territory").order_by("told_at", "pk")
    return [_card(one) for one in rows]


def resolve_alert(key: str) -> Card | None:
    """For its group alone; what is not sorted yet is nobody's card."""
    rows = Alert.objects.told().exclude(group=None).select_related("group", "territory")
    found = rows.filter(pk=key).first()
    return _card(found) if found else None


def _card(alert: Alert) -> Card:
    place = alert.territory
    return Card(
        ref=Ref("alerte", str(alert.pk)),
        title=str(alert),
        address=alert.get_absolute_url(),
        kind=ALERT,
        summary=alert.state_words,
        published_at=alert.told_at,
        territories=((place.level, place.code),) if place else (),
        group=alert.group.slug,
        visibility="groupe",
    )


def light() -> Light:
    """Whether those who warned us were answered in time."""
    late = waiting(received=False).filter(answer_due__lt=timezone.localdate()).count()
    if not late:
        return Light("Alertes", "bon", "Chaque alerte a reçu sa réponse, ou a encore le temps.")
    plural = "s attendent" if late > 1 else " attend"
    return Light("Alertes", "attention", f"{late} alerte{plural} une réponse en retard.")


def todos(*, person) -> list[Todo]:
    found: list[Todo] = []
    if may_keep_alerts(person):
        found += [_to_answer(one) for one in waiting(received=False)[:DESK_LIMIT]]
    found += [_to_examine(one) for one in _examined_by(person)[:DESK_LIMIT]]
    if may_report(person) and institution_of(person) is not None:
        found += _asked(person)
    return found


def _to_answer(alert: Alert) -> Todo:
    is_new = alert.state == Alert.State.RECEIVED
    return Todo(
        ref=Ref("alerte", str(alert.pk)),
        title=str(alert),
        reason="Alerte reçue\u00a0: à trier et à répondre."
        if is_new
        else "Qui a signalé attend une réponse.",
        address=alert.get_absolute_url(),
        due=alert.answer_due,
        weight=6 if alert.is_late else 4,
        action="Trier" if is_new else "Répondre",
    )


def _examined_by(person):
    """What the groups that someone leads have not concluded yet."""
    slugs = piloted_by(person)
    if not slugs:
        return Alert.objects.none()
    rows = Alert.objects.told().standing().filter(group__slug__in=slugs)
    return rows.select_related("territory").order_by("told_at", "pk")


def _to_examine(alert: Alert) -> Todo:
    return Todo(
        ref=Ref("alerte", str(alert.pk)),
        title=str(alert),
        reason=f"Alerte {alert.state_words}, confiée à votre groupe.",
        address=alert.get_absolute_url(),
        weight=2,
        action="Examiner" if alert.state != Alert.State.EXAMINED else "Conclure",
    )


def _asked(person) -> list[Todo]:
    own = institution_of(person)
    found = []
    wave = current_wave()
    if wave is not None and not WaveReply.objects.filter(wave=wave, institution=own).exists():
        found.append(_to_reply(wave))
    known = JumpReply.objects.filter(institution=own).values("jump")
    for jump in Jump.objects.filter(closed_at=None).exclude(pk__in=known).order_by("pk")[:3]:
        ref = Ref("chiffre_qui_bouge", str(jump.pk))
        reason = "Ce chiffre a bougé\u00a0: le voyez-vous\u00a0?"
        found.append(Todo(ref, jump.sentence, reason, "/alertes/#chiffres", action="Répondre"))
    return found


def _to_reply(wave: Wave) -> Todo:
    return Todo(
        ref=Ref("vague_alertes", str(wave.pk)),
        title=wave.title,
        reason="Que voyez-vous\u00a0? «\u00a0Rien à signaler\u00a0» est une réponse.",
        address="/alertes/",
        due=wave.closes_on,
        weight=3,
        action="Répondre",
    )
