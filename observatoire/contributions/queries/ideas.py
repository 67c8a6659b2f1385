"""Reads: calls, ideas as partners see them, ideas as reviewers see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from django.db.models import Count, Q

from observatoire.base.models import Territory
from observatoire.base.registry import Ref
from observatoire.contributions.models import Call, Mark, Proposal, Review, Support
from observatoire.contributions.queries.balance import Line, Part, gauge
from observatoire.contributions.queries.likeness import Told, clusters

KNOWS, JOINS = Support.Way.KNOWS, Support.Way.JOINS


def departements() -> list[Territory]:
    rows = Territory.objects.present().filter(level="departement", in_region=True)
    return list(rows.order_by("code"))


def calls_by_state(now: datetime) -> dict[str, list[Call]]:
    """Published calls: open ones that close first, coming ones, then those that are over."""
    rows = list(
        Call.objects.published()
        .annotate(
            ideas=Count("proposals", filter=~Q(proposals__status=Proposal.Status.WITHDRAWN)),
            kept=Count("proposals", filter=Q(proposals__status=Proposal.Status.KEPT)),
        )
        .order_by("closes_at", "id")
    )
    found = defaultdict(list)
    for call in rows:
        found[call.state_at(now).name].append(call)
    return {
        "open": found["OPEN"],
        "coming": found["COMING"],
        "closed": list(reversed(found["CLOSED"])),
    }


def calls_of(owner: Ref) -> list[Call]:
    """Published calls of an object, for its own page."""
    rows = Call.objects.published().filter(owner_kind=owner.kind, owner_key=owner.key)
    return list(rows.order_by("-closes_at", "id"))


def calls_kept(owner: Ref) -> list[Call]:
    """Every call of an object, drafts too, with what it received: for who prepares that object."""
    standing = ~Q(proposals__status=Proposal.Status.WITHDRAWN)
    rows = Call.objects.filter(owner_kind=owner.kind, owner_key=owner.key).annotate(
        received=Count("proposals", filter=standing),
        waiting=Count("proposals", filter=standing & Q(proposals__answered_at=None)),
    )
    return list(rows.order_by("closes_at", "id"))


def shared_ideas(call: Call, *, words: str = "", nature: str = "", place: str = ""):
    """What partners read of each other's ideas: never who brought them."""
    rows = call.proposals.shared().filter(same_as=None)
    if words:
        rows = rows.filter(
            Q(title__icontains=words)
            | Q(summary__icontains=words)
            | Q(organisation__icontains=words)
        )
    if nature in Proposal.Nature.values:
        rows = rows.filter(nature=nature)
    if place:
        rows = rows.filter(territory__code=place)
    return (
        rows.select_related("territory")
        .defer("contact_name", "contact_email", "named_name", "named_email")
        .annotate(
            known_by=Count("supports", filter=Q(supports__way=KNOWS), distinct=True),
            joined_by=Count("supports", filter=Q(supports__way=JOINS), distinct=True),
        )
        .order_by("number", "id")
    )


def supports_of(proposal: Proposal) -> list[Support]:
    """Who knows, who joins, with their institution."""
    rows = proposal.supports.select_related("account__person__institution")
    return list(rows.order_by("said_at", "id"))


@dataclass
class Read:
    """An idea under review: what was said of it, and its mean on 100."""

    proposal: Proposal
    others: list[Proposal] = field(default_factory=list)
    score: float | None = None
    lowest: float | None = None
    highest: float | None = None
    reviews: int = 0
    apart: int = 0
    mine: bool = False
    known_by: int = 0
    joined_by: int = 0

    @property
    def is_disputed(self) -> bool:
        """Reviewers differ by more than a third of the scale: speak before choosing."""
        return self.score is not None and self.highest - self.lowest > 34


def reviewed(call: Call, reviewer) -> list[Read]:
    """Every standing idea of a call, grouped ones under their lead, the best mean first."""
    rows = call.proposals.standing().select_related("territory")
    rows = list(rows.order_by("number", "id"))
    reads = {one.pk: Read(one) for one in rows}
    for pk, scores, apart, is_mine in _scores(call, reviewer):
        if pk in reads:
            one = reads[pk]
            one.reviews, one.apart, one.mine = len(scores), apart, is_mine
            if scores:
                one.score, one.lowest, one.highest = fmean(scores), min(scores), max(scores)
    counted = Support.objects.filter(proposal__call=call).values_list("proposal_id", "way")
    for pk, way, number in counted.annotate(number=Count("pk")).order_by("proposal_id", "way"):
        if pk in reads:
            setattr(reads[pk], "known_by" if way == KNOWS else "joined_by", number)
    heads = []
    for one in rows:
        lead = reads.get(one.same_as_id)
        if lead is not None:
            lead.others.append(one)
        else:
            heads.append(reads[one.pk])
    return sorted(heads, key=lambda read: (read.score is None, -(read.score or 0)))


def _scores(call: Call, reviewer):
    """By idea: the weighted mean of each review on 100, how many stood apart, whether mine is."""
    marks = defaultdict(list)
    for review, value, weight in (
        Mark.objects.filter(review__proposal__call=call)
        .values_list("review_id", "value", "criterion__weight")
        .order_by("pk")
    ):
        marks[review].append((value, weight))
    by_idea: dict = defaultdict(lambda: ([], 0, False))
    rows = Review.objects.filter(proposal__call=call).order_by("pk")
    for pk, idea, who, is_apart in rows.values_list("pk", "proposal_id", "reviewer_id", "is_apart"):
        scores, apart, is_mine = by_idea[idea]
        if marks[pk] and not is_apart:
            scores.append(weighted(marks[pk]))
        by_idea[idea] = (scores, apart + is_apart, is_mine or who == reviewer.pk)
    return [(idea, *found) for idea, found in by_idea.items()]


def weighted(marks: list[tuple[int, int]]) -> float:
    """A mean of marks from 0 to 4, each counted by its weight, on 100."""
    total = sum(weight for _, weight in marks)
    return 25 * sum(value * weight for value, weight in marks) / total


def alike(call: Call) -> list[list[Proposal]]:
    """Groups that seem to tell of one initiative and that nobody grouped yet."""
    rows = {str(one.pk): one for one in call.proposals.standing().order_by("number", "id")}
    told = [Told(key, one.title, one.summary, one.organisation) for key, one in rows.items()]
    found = []
    for keys in clusters(told):
        heads = {rows[key].same_as_id or rows[key].pk for key in keys}
        if len(heads) > 1:
            found.append([rows[key] for key in keys])
    return found


def balance_of(proposals, places: list[Territory]) -> list[Line]:
    parts = [
        Part(
            departement=one.territory.name if one.territory else "",
            body=one.body,
            nature=one.nature,
            is_rural=one.is_rural,
        )
        for one in proposals
    ]
    return gauge(parts, [place.name for place in places])
