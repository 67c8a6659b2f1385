"""Partners support, reviewers mark, everyone speaks."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.contributions import emails
from observatoire.contributions.models import Mark, Proposal, Review, Support, Word
from observatoire.contributions.rules import may_read_ideas, may_review
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import User


@transaction.atomic
def support(*, by: User, proposal: Proposal, way: str, is_wanted: bool) -> None:
    """« Je les connais », « nous pouvons nous joindre », or no longer."""
    if way not in Support.Way.values or not may_read_ideas(by, proposal.call):
        raise Refused("Ce n’est pas possible pour cette idée.")
    if is_wanted:
        Support.objects.get_or_create(proposal=proposal, account=by, way=way)
    else:
        Support.objects.filter(proposal=proposal, account=by, way=way).delete()
    verb = "idee_soutenue" if is_wanted else "idee_quittee"
    write_audit(by=by, verb=verb, ref=proposal.ref, comment=way)


@transaction.atomic
def save_review(
    *, by: User, proposal: Proposal, marks: dict[int, int], remark: str, is_apart: bool
) -> Review:
    """What a reviewer thinks; who is part of the initiative says so and marks nothing."""
    if not may_review(by, proposal.call):
        raise Refused("Seuls les relecteurs de cet appel notent.")
    review, _ = Review.objects.update_or_create(
        proposal=proposal,
        reviewer=by,
        defaults={"remark": remark, "is_apart": is_apart, "changed_at": timezone.now()},
    )
    review.marks.all().delete()
    if not is_apart:
        known = set(proposal.call.criteria.values_list("pk", flat=True))
        Mark.objects.bulk_create(
            Mark(review=review, criterion_id=criterion, value=value)
            for criterion, value in sorted(marks.items())
            if criterion in known
        )
    write_audit(by=by, verb="relire", ref=proposal.ref, notes=len(marks))
    return review


@transaction.atomic
def say(*, by: User, proposal: Proposal, text: str, is_inner: bool) -> Word:
    """A reviewer speaks, to the others or to the author, who is told."""
    if not may_review(by, proposal.call):
        raise Refused("Seuls les relecteurs de cet appel écrivent ici.")
    word = Word.objects.create(proposal=proposal, account=by, text=text, is_inner=is_inner)
    if not is_inner and proposal.contact_email:
        registry.tell(proposal.call.owner_kind, emails.word_said(proposal))
    write_audit(by=by, verb="proposition_commentee", ref=proposal.ref)
    return word


@transaction.atomic
def say_back(*, proposal: Proposal, text: str) -> Word:
    """The author speaks, by their link; who spoke to them last is told."""
    word = Word.objects.create(proposal=proposal, by_author=True, text=text)
    last = proposal.words.filter(is_inner=False, by_author=False).select_related("account").last()
    if last is not None and last.account is not None and last.account.is_active:
        notice = emails.word_from_author(proposal.call, last.account.email)
        registry.tell(proposal.call.owner_kind, notice)
    write_audit(by=None, verb="auteur_repond", ref=proposal.ref)
    return word
