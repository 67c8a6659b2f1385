"""What stands in the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, Subquery, Value
from django.db.models.functions import Coalesce

from observatoire.directory.models import AuditLine
from observatoire.mail.models import DomainAlarm, Exclusion, Gate, Mailing, Message

ASKS = (Mailing.State.DRAFT, Mailing.State.LATE)
HEAVY = ("html", "text", "warnings")


@dataclass(frozen=True)
class Facts:
    gate: Gate
    doubtful: int
    alarms: int


def facts() -> Facts:
    """The gate, and what waits for a person, in one question."""
    found = Gate.objects.filter(pk=1).annotate(
        doubtful=_count(Message.objects.in_doubt()),
        alarms=_count(DomainAlarm.objects.filter(closed_at=None)),
    )
    gate = found.first()
    if gate is None:
        Gate.current()
        gate = found.get()
    return Facts(gate=gate, doubtful=gate.doubtful, alarms=gate.alarms)


def _count(rows):
    """How many rows, as a column of something else."""
    alone = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(alone.annotate(number=Count("pk")).values("number")), 0)


def waiting_mailings(limit: int = 10) -> list[Mailing]:
    """Those that a person must confirm or decide on, the oldest first."""
    found = Mailing.objects.filter(state__in=ASKS).defer(*HEAVY)
    return list(found.order_by("created_at", "id")[:limit])


def listed_mailings(*, words: str = "", state: str = ""):
    """The mailings, the newest first, each with how many messages are where."""
    found = Mailing.objects.matching(words=words, state=state).defer(*HEAVY)
    return found.annotate(
        total=Count("messages"),
        gone=Count("messages", filter=Q(messages__state="accepte")),
        doubtful=Count("messages", filter=Q(messages__state="incertain")),
        failed=Count("messages", filter=Q(messages__state__in=("refuse", "rebond"))),
    ).order_by("-created_at", "id")


def account_of(mailing: Mailing) -> tuple[dict[str, int], dict[str, int]]:
    """How many messages are in each state, how many candidates were left aside for each reason."""
    states = mailing.messages.order_by().annotate(side=Value("etat"), word=F("state"))
    reasons = Exclusion.objects.filter(mailing=mailing).order_by()
    reasons = reasons.annotate(side=Value("raison"), word=F("reason"))
    rows = [one.values_list("side", "word").annotate(Count("pk")) for one in (states, reasons)]
    found: dict[str, dict[str, int]] = {"etat": {}, "raison": {}}
    for side, word, number in rows[0].union(rows[1], all=True):
        found[side][word] = number
    return found["etat"], found["raison"]


def recipients(mailing: Mailing, *, words: str = "", state: str = ""):
    return mailing.messages.matching(words=words, state=state).order_by("mailbox", "id")


def lone_messages(*, words: str = "", state: str = ""):
    """Codes, notices, tests: what belongs to no mailing, the newest first."""
    found = Message.objects.filter(mailing=None).matching(words=words, state=state)
    return found.order_by("-created_at", "id")


def doubtful_messages():
    return Message.objects.in_doubt().select_related("mailing").order_by("claimed_at", "id")


@dataclass(frozen=True)
class Domain:
    """How one domain treats what we send to it."""

    name: str
    accepted: int
    waiting: int
    refused: int
    bounced: int
    last: object


def domains(*, words: str = "") -> list[Domain]:
    """By domain, the most written to first."""
    rows = Message.objects.filter(domain__icontains=words.strip().lower()).order_by()
    rows = rows.values("domain").annotate(
        accepted=Count("pk", filter=Q(state="accepte")),
        waiting=Count("pk", filter=Q(state__in=("pret", "en_cours", "differe"))),
        refused=Count("pk", filter=Q(state="refuse")),
        bounced=Count("pk", filter=Q(state="rebond")),
        last=Max("settled_at"),
        total=Count("pk"),
    )
    return [
        Domain(
            row["domain"],
            row["accepted"],
            row["waiting"],
            row["refused"],
            row["bounced"],
            row["last"],
        )
        for row in rows.order_by("-total", "domain")[:200]
    ]


def open_alarms() -> list[DomainAlarm]:
    return list(DomainAlarm.objects.filter(closed_at=None))


def history_of(mailing: Mailing) -> list[AuditLine]:
    """Who did what to a mailing, oldest first."""
    lines = AuditLine.objects.filter(kind="envoi", key=str(mailing.pk))
    return list(lines.select_related("by").order_by("at", "id"))
