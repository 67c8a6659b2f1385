"""The alerts of the demonstration: laid down once, and taken away in one go."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.alerts.actions.reporting import propose_indicators
from observatoire.alerts.demonstration import alert_texts
from observatoire.alerts.models import Alert, Step, Voice, Wave
from observatoire.base.actions import forget_searchable
from observatoire.base.models import Generation, Territory
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import Group, Institution, User

State = Alert.State
REF = Ref("alerte", "demo")
SEEN_BY = 2  # other institutions, for one that is backed


@transaction.atomic
def load_demonstration_alerts(*, by: User | None = None) -> int:
    """How many were made; none where any alert is there already, or no group to examine it."""
    group = Group.objects.filter(is_demonstration=True, kind=Group.Kind.WORKING).order_by("name")
    institutions = list(Institution.objects.open().order_by("name", "pk")[: 3 * (SEEN_BY + 1)])
    chosen = group.filter(name__icontains="pauvreté").first() or group.first()
    if Alert.objects.exists() or chosen is None or not institutions:
        return 0
    today = timezone.localdate()
    Wave.objects.get_or_create(
        title="Vague de démonstration",
        defaults={
            "opens_on": today - timedelta(days=5),
            "closes_on": today + timedelta(days=25),
            "is_demonstration": True,
        },
    )
    for rank, text in enumerate(alert_texts()):
        _lay(text, chosen, institutions[rank:] + institutions[:rank])
    Generation.advance()
    write_audit(by=by, verb="alertes_demonstration", ref=REF, alertes=len(alert_texts()))
    return len(alert_texts())


@transaction.atomic
def remove_demonstration_alerts(*, by: User | None = None) -> int:
    rows = Alert.objects.filter(is_demonstration=True)
    number = rows.count()
    for alert in rows.order_by("pk"):
        forget_searchable(kind="alerte", key=str(alert.pk))
    rows.delete()
    Wave.objects.filter(is_demonstration=True).delete()
    Generation.advance()
    write_audit(by=by, verb="alertes_demonstration_retirer", ref=REF, alertes=number)
    return number


def _lay(text: dict, group: Group, institutions: list[Institution]) -> Alert:
    now = timezone.now()
    came = now - timedelta(days=text["il_y_a"])
    follow = text["suite"]
    is_closed = follow in Alert.Outcome.values
    rows = Territory.objects.present().filter(level="departement", code=text["departement"])
    known = rows.first()
    alert = Alert.objects.create(
        public=text["public"],
        difficulty=text["difficulte"],
        territory=known,
        since=(came - timedelta(days=30 * text["mois"])).date().replace(day=1),
        extent=text["ampleur"],
        seen=text["vu"],
        institution=institutions[0],
        group=None if follow == State.RECEIVED else group,
        state=State.CLOSED if is_closed else follow,
        outcome=follow if is_closed else "",
        answer=text.get("reponse", ""),
        answered_at=came + timedelta(days=6) if "reponse" in text else None,
        answer_due=(came + timedelta(days=15)).date(),
        received_at=came,
        told_at=None if follow == State.RECEIVED else came + timedelta(days=2),
        closed_at=min(now, came + timedelta(days=60)) if is_closed else None,
        is_demonstration=True,
    )
    propose_indicators(alert)
    _tell(alert, text, came)
    if follow not in (State.RECEIVED, State.SORTED, Alert.Outcome.REFUTED):
        for one in institutions[1 : 1 + SEEN_BY]:
            Voice.objects.create(alert=alert, institution=one, sees="oui")
    return alert


def _tell(alert: Alert, text: dict, came) -> None:
    steps = [(0, "Alerte reçue", "")]
    if alert.group is not None:
        steps.append((2, f"Confiée à {alert.group.name}", ""))
    if alert.answer:
        steps.append((6, "Réponse envoyée à qui a signalé", ""))
    if "examen" in text:
        steps.append((30, f"Examinée par {alert.group.name}", text["examen"]))
    if alert.outcome:
        words = f"Conclue\u00a0: {alert.get_outcome_display()}"
        steps.append((60, words, text.get("conclusion", "")))
    for days, words, note in steps:
        Step.objects.create(alert=alert, words=words[:160], note=note, at=came + timedelta(days))
