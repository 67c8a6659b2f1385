"""What becomes of letters, domain by domain: the fiche of an institution."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q

from observatoire.directory.models.institution import MailDomain
from observatoire.mail.models import DomainAlarm, Incident, Message
from observatoire.newsletter.models import Case, Sighting, Witness

STATES = {
    "accepted": ("accepte",),
    "deferred": ("differe", "pret", "en_cours"),
    "refused": ("refuse",),
    "bounced": ("rebond",),
    "doubtful": ("incertain",),
}
SHOWN = 200


@dataclass(frozen=True)
class Row:
    """One domain, and what all letters became there."""

    name: str
    institution: str
    counts: dict[str, int]
    seen: dict[str, int]
    is_alarmed: bool
    cases: int

    @property
    def sentence(self) -> str:
        """Where the letter dies, as far as it is known."""
        if self.counts["refused"] or self.is_alarmed:
            return "refusée à l’entrée"
        if self.seen.get("indesirables") or self.seen.get("rien"):
            return "acceptée, puis écartée"
        if self.seen.get("reception"):
            return "arrive"
        return "acceptée\u00a0; rien ne dit où elle arrive" if self.counts["accepted"] else "attend"


@dataclass(frozen=True)
class Sheet:
    row: Row
    reasons: list[tuple[str, int]]
    sightings: list[Sighting] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    sample: Message | None = None


def board(*, words: str = "", only: str = "") -> list[Row]:
    """The most written to first."""
    rows = Message.objects.filter(mailing__ref_kind="lettre").order_by()
    rows = rows.filter(domain=only) if only else rows.filter(domain__icontains=words.lower())
    counted = {name: Count("pk", filter=Q(state__in=states)) for name, states in STATES.items()}
    found = rows.values("domain").annotate(total=Count("pk"), **counted)
    found = list(found.order_by("-total", "domain")[:SHOWN])
    names = [one["domain"] for one in found]
    return _rows(found, names)


def _rows(found: list[dict], names: list[str]) -> list[Row]:
    known = MailDomain.objects.filter(name__in=names).select_related("institution")
    institutions = {one.name: str(one.institution) for one in known}
    alarmed = set(DomainAlarm.objects.filter(closed_at=None).values_list("domain", flat=True))
    cases = dict(
        Case.objects.filter(domain__in=names).order_by().values_list("domain").annotate(Count("pk"))
    )
    seen: dict[str, dict[str, int]] = {}
    places = Sighting.objects.order_by("pk").values_list("witness__email", "place")
    for email, place in places:
        of_domain = seen.setdefault(email.rpartition("@")[2], {})
        of_domain[place] = of_domain.get(place, 0) + 1
    return [
        Row(
            one["domain"],
            institutions.get(one["domain"], ""),
            {name: one[name] for name in STATES},
            seen.get(one["domain"], {}),
            one["domain"] in alarmed,
            cases.get(one["domain"], 0),
        )
        for one in found
    ]


def sheet_of(domain: str) -> Sheet:
    """All that is known of one domain; a domain never written to has an empty sheet."""
    rows = board(only=domain)
    row = rows[0] if rows else Row(domain, "", dict.fromkeys(STATES, 0), {}, False, 0)
    incidents = Incident.objects.filter(domain=domain).order_by()
    reasons = incidents.values_list("status", "text").annotate(number=Count("pk"))
    grouped = [
        (" ".join(one for one in (status, text) if one) or "sans réponse", number)
        for status, text, number in reasons.order_by("-number", "text")[:20]
    ]
    sightings = Sighting.objects.filter(witness__email__endswith=f"@{domain}")
    letters = Message.objects.filter(domain=domain, mailing__ref_kind="lettre")
    return Sheet(
        row=row,
        reasons=grouped,
        sightings=list(sightings.select_related("issue")),
        cases=list(Case.objects.filter(domain=domain)),
        sample=letters.filter(state="accepte").order_by("-settled_at", "id").first(),
    )


def witnesses():
    return Witness.objects.select_related("institution").prefetch_related("sightings__issue")
