"""A letter is opened, written, ordered, read again, approved."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.models import Issue, Line, Remark
from observatoire.newsletter.queries.issues import next_number
from observatoire.newsletter.queries.proposals import Proposal, proposals_of
from observatoire.newsletter.rules import may_approve

FIRST = timedelta(days=120)  # what the very first letter looks back on
State = Issue.State


@transaction.atomic
def open_issue(*, by: User | None, issue: Issue) -> Issue:
    """A new letter, with all that happened since the last one was composed."""
    last = Issue.objects.order_by("-number").first()
    issue.number = next_number()
    day = last.proposed_at if last else timezone.now() - FIRST
    issue.since = timezone.localtime(day).date()
    issue.save(force_insert=True)
    write_audit(by=by, verb="commencer_lettre", ref=ref_of(issue), numero=issue.number)
    propose(by=by, issue=issue)
    return issue


@transaction.atomic
def propose(*, by: User | None, issue: Issue) -> int:
    """Every card not yet had becomes a line, in the letter or left out with its reason."""
    written(issue)
    proposals = proposals_of(issue)
    start = _last_order(issue)
    lines = [_line(issue, one, start + rank) for rank, one in enumerate(proposals.found, start=1)]
    Line.objects.bulk_create(lines)
    issue.proposed_at, issue.kept_for_groups = timezone.now(), proposals.kept_for_groups
    issue.save(update_fields=["proposed_at", "kept_for_groups"])
    if lines:
        _changed(issue)
        write_audit(by=by, verb="proposer_lignes", ref=ref_of(issue), lignes=len(lines))
    return len(lines)


def _line(issue: Issue, proposal: Proposal, order: int) -> Line:
    card = proposal.card
    return Line(
        issue=issue,
        part=proposal.part,
        order=order,
        ref_kind=card.ref.kind,
        ref_key=card.ref.key,
        mark=proposal.mark[:80],
        title=card.title[:300],
        text=card.summary[:600],
        address=card.address,
        themes=list(card.themes),
        reason=proposal.reason,
        is_zoom=card.is_zoom,
        is_kept=not proposal.left_out,
        left_out=proposal.left_out,
        comes_back=proposal.comes_back,
    )


@transaction.atomic
def save_issue(*, by: User, issue: Issue) -> Issue:
    """Its title, its subject, its words of introduction, whom it goes to."""
    written(issue)
    issue.save()
    _changed(issue)
    write_audit(by=by, verb="modifier_lettre", ref=ref_of(issue))
    return issue


@transaction.atomic
def save_line(*, by: User | None, line: Line) -> Line:
    """A line rewritten, or written by hand: news have a source, always."""
    written(line.issue)
    if line.part == Line.Part.NEWS and not (line.source and line.address):
        raise Refused("Une actualité a une source et son adresse\u00a0: les écrire.")
    if line._state.adding:
        line.order = _last_order(line.issue) + 1
        line.reason = line.reason or "écrite à la main"
    line.save()
    _changed(line.issue)
    write_audit(by=by, verb="ecrire_ligne", ref=ref_of(line.issue), ligne=str(line.pk))
    return line


@transaction.atomic
def leave_out(*, by: User, line: Line, why: str) -> Line:
    """What is left out says why; a line written by hand is left out like any other."""
    written(line.issue)
    if not why.strip():
        raise Refused("Dire pourquoi cette ligne est écartée.")
    line.is_kept, line.left_out, line.comes_back = False, why.strip()[:200], False
    line.save(update_fields=["is_kept", "left_out", "comes_back"])
    _changed(line.issue)
    write_audit(by=by, verb="ecarter_ligne", ref=ref_of(line.issue), ligne=str(line.pk))
    return line


@transaction.atomic
def keep(*, by: User, line: Line) -> Line:
    written(line.issue)
    line.is_kept, line.left_out, line.comes_back = True, "", False
    line.order = _last_order(line.issue) + 1
    line.save(update_fields=["is_kept", "left_out", "comes_back", "order"])
    _changed(line.issue)
    write_audit(by=by, verb="reprendre_ligne", ref=ref_of(line.issue), ligne=str(line.pk))
    return line


@transaction.atomic
def move(*, by: User, line: Line, up: bool) -> None:
    """One place up or down in its part; at the end of it, nothing changes."""
    written(line.issue)
    rows = list(line.issue.lines.kept().filter(part=line.part).order_by("order", "id"))
    at = next(rank for rank, one in enumerate(rows) if one.pk == line.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for rank, one in enumerate(rows, start=1):
        one.order = rank
    Line.objects.bulk_update(rows, ["order"])
    _changed(line.issue)
    write_audit(by=by, verb="ordonner_lettre", ref=ref_of(line.issue), ligne=str(line.pk))


@transaction.atomic
def say(*, by: User, issue: Issue, text: str) -> Remark:
    if not text.strip():
        raise Refused("Écrire la remarque.")
    found = Remark.objects.create(issue=issue, by=by, text=text.strip()[:2000])
    write_audit(by=by, verb="commenter_lettre", ref=ref_of(issue))
    return found


@transaction.atomic
def approve(*, by: User, issue: Issue) -> Issue:
    """Someone who may has read it: it can be made public as it is."""
    if not may_approve(by):
        raise Refused("Approuver une lettre revient à la coordination.")
    written(issue)
    if not issue.lines.kept().exists():
        raise Refused("La lettre ne dit rien encore\u00a0: garder ou écrire au moins une ligne.")
    issue.state, issue.approved_at, issue.approved_by = State.APPROVED, timezone.now(), by
    issue.save(update_fields=["state", "approved_at", "approved_by"])
    write_audit(by=by, verb="approuver_lettre", ref=ref_of(issue))
    return issue


@transaction.atomic
def delete_issue(*, by: User, issue: Issue) -> None:
    written(issue)
    write_audit(by=by, verb="supprimer_lettre", ref=ref_of(issue), numero=issue.number)
    issue.delete()


def written(issue: Issue) -> None:
    """What is public is not rewritten: it is corrected, and says so."""
    if Issue.objects.published().filter(pk=issue.pk).exists():
        raise Refused("Cette lettre est publique\u00a0: la corriger, ou la retirer d’abord.")


def _changed(issue: Issue) -> None:
    """What was approved is what is published: a word changed takes the approval back."""
    approved = Issue.objects.filter(pk=issue.pk, state=State.APPROVED)
    if approved.update(state=State.WRITTEN, approved_at=None, approved_by=None):
        issue.state, issue.approved_at, issue.approved_by = State.WRITTEN, None, None


def _last_order(issue: Issue) -> int:
    return issue.lines.aggregate(last=Max("order"))["last"] or 0


def ref_of(issue: Issue) -> Ref:
    return Ref("lettre", str(issue.pk))
