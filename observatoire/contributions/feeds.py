"""What contributions give to the rest of the platform, through the registry.

Calls are public; what they received is not, and nothing of it leaves by here.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Count, Q
from django.utils import timezone

from observatoire.base.registry import Card, PersonalData, Ref, Todo
from observatoire.contributions.models import Call, Proposal
from observatoire.contributions.queries import personal
from observatoire.contributions.rules import may_manage_calls

SOON = 7  # days before an answer is due
DESK_LIMIT = 10

PERSONAL = {
    "propositions": PersonalData(
        label="Propositions",
        model="contributions.Proposal",
        fields=("contact_name", "contact_email", "named_name", "named_email"),
        export=personal.export_proposals,
        erase=personal.erase_proposals,
        purpose="Répondre à qui propose une idée, et joindre qui l’on nous conseille d’inviter.",
        kept="Un an après la fermeture de l’appel, une fois la réponse donnée.",
        addresses=personal.held_in_proposals,
        purge=personal.purge_proposals,
    ),
    "invites": PersonalData(
        label="Intervenants invités",
        model="contributions.Speaker",
        fields=("full_name", "email", "function", "biography", "needs"),
        export=personal.export_speakers,
        erase=personal.erase_speakers,
        purpose="Inviter, accueillir et présenter qui intervient.",
        kept="Adresse et besoins\u00a0: un an\u00a0; nom et support\u00a0: tant que la page de la "
        "journée est en ligne.",
        addresses=personal.held_in_speakers,
        purge=personal.purge_speakers,
    ),
}


def cards(*, horizon: date) -> list[Card]:
    """Calls that are open, dated by the hour they close."""
    start = timezone.make_aware(datetime.combine(horizon, time()))
    rows = Call.objects.open_at(timezone.now()).filter(closes_at__gte=start)
    return [_card(one) for one in rows.order_by("closes_at", "pk")]


def resolve_call(key: str) -> Card | None:
    one = Call.objects.published().filter(pk=key).first()
    return _card(one) if one else None


def _card(call: Call) -> Card:
    return Card(
        ref=Ref("appel", str(call.pk)),
        title=call.title,
        address=call.get_absolute_url(),
        kind="Appel à contribution",
        summary=call.introduction,
        date=call.closes_at,
        published_at=call.published_at,
    )


def todos(*, person) -> list[Todo]:
    """What waits for an answer, and, for a reviewer, what waits for their marks."""
    today = timezone.localdate()
    found = [*_answers_due(today)] if may_manage_calls(person) else []
    return [*found, *_readings_due(person, today)]


def _answers_due(today: date) -> list[Todo]:
    waiting = Q(proposals__answered_at=None) & ~Q(proposals__status=Proposal.Status.WITHDRAWN)
    rows = Call.objects.published().filter(closes_at__lte=timezone.now())
    rows = rows.annotate(waiting=Count("proposals", filter=waiting)).filter(waiting__gt=0)
    found = []
    for one in rows.order_by("closes_at", "pk")[:DESK_LIMIT]:
        days = (one.answer_by - today).days
        late = f"en retard de {-days}\u00a0jours" if days < 0 else f"d’ici le {one.answer_by:%d/%m}"
        plural = "s" if one.waiting > 1 else ""
        found.append(
            Todo(
                ref=Ref("appel", str(one.pk)),
                title=one.title,
                reason=f"{one.waiting} proposition{plural} sans réponse, {late}.",
                address=f"{one.get_absolute_url()}relecture/",
                due=one.answer_by,
                weight=5 if days < SOON else 2,
                action="Répondre",
            )
        )
    return found


def _readings_due(person, today: date) -> list[Todo]:
    unread = (
        Q(proposals__answered_at=None)
        & ~Q(proposals__status=Proposal.Status.WITHDRAWN)
        & ~Q(proposals__reviews__reviewer=person)
    )
    rows = Call.objects.published().filter(reviewers=person, closes_at__lte=timezone.now())
    rows = rows.annotate(unread=Count("proposals", filter=unread, distinct=True))
    return [
        Todo(
            ref=Ref("relecture", str(one.pk)),
            title=one.title,
            reason=f"{one.unread} proposition{'s' if one.unread > 1 else ''} à lire et à noter.",
            address=f"{one.get_absolute_url()}relecture/",
            due=one.answer_by,
            weight=3,
            action="Lire",
        )
        for one in rows.filter(unread__gt=0).order_by("closes_at", "pk")[:DESK_LIMIT]
    ]
