"""What each person agreed to, or objected to, read from the ledger.

Two rows joined by a merge are one person: their lines are read together, none is rewritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from observatoire.directory.models import Address, Basis, ConsentLine, LegalText, Person, Purpose

Decision = ConsentLine.Decision
REFUSALS = frozenset({Decision.WITHDRAWN, Decision.OBJECTED})
GRANTS = frozenset({Decision.AGREED, Decision.LIFTED})


@dataclass(frozen=True)
class Standing:
    """Where someone is for a purpose: may we write, on what ground, decided when."""

    purpose: str
    label: str
    basis: str
    may: bool
    text: LegalText
    decision: str = ""
    at: datetime | None = None

    @property
    def basis_label(self) -> str:
        return Basis(self.basis).label

    @property
    def sentence(self) -> str:
        """Why it is so, in a few words."""
        if self.decision in REFUSALS:
            return "opposition" if self.basis == Basis.PUBLIC_TASK else "accord retiré"
        if self.decision in GRANTS:
            return "accord donné" if self.basis == Basis.CONSENT else "opposition levée"
        return "au titre des fonctions" if self.may else "aucun accord donné"


def legal_texts() -> dict[str, LegalText]:
    """The text in force today for each purpose."""
    texts = LegalText.objects.filter(since__lte=timezone.localdate()).order_by("version")
    return {text.purpose: text for text in texts}


def basis_of(text: LegalText, *, is_professional: bool) -> str:
    """The public task reaches people in their functions; the others must have agreed."""
    return text.basis if is_professional else Basis.CONSENT


def may_write(basis: str, decision: str) -> bool:
    """Objected or withdrawn is no; with nothing said, only the public task allows."""
    if decision in REFUSALS:
        return False
    return decision in GRANTS or basis == Basis.PUBLIC_TASK


def subjects_of(owner) -> tuple[UUID, ...]:
    """The identifiers under which the ledger speaks of someone, merged rows included."""
    if isinstance(owner, Person):
        return (owner.pk, *_absorbed(owner.pk))
    return (owner.pk,)


def _absorbed(pk: UUID) -> list[UUID]:
    found, layer = [], [pk]
    while layer:
        layer = list(
            Person.objects.filter(merged_into__in=layer).order_by("pk").values_list("pk", flat=True)
        )
        found += layer
    return found


def standings(owner) -> list[Standing]:
    """One standing per purpose, in the order of the purposes."""
    lines = ConsentLine.objects.filter(subject__in=subjects_of(owner))
    last = {line.purpose: line for line in lines.exclude(decision=Decision.NOTED).order_by("id")}
    texts = legal_texts()
    return [
        _standing(texts[purpose], last.get(purpose), is_professional(owner))
        for purpose in Purpose.values
        if purpose in texts
    ]


def is_professional(owner) -> bool:
    """A common mailbox is that of an institution; a person has one, or has not."""
    return owner.institution_id is not None if isinstance(owner, Person) else True


def _standing(text: LegalText, line: ConsentLine | None, professional: bool) -> Standing:
    basis = basis_of(text, is_professional=professional)
    decision = line.decision if line else ""
    return Standing(
        purpose=text.purpose,
        label=text.get_purpose_display(),
        basis=basis,
        may=may_write(basis, decision),
        text=text,
        decision=decision,
        at=line.at if line else None,
    )


def last_decisions(purpose: str) -> dict[UUID, str]:
    """Subject → its last decision for a purpose; a merged row speaks for the one that was kept."""
    kept = _kept_of_merged()
    lines = ConsentLine.objects.filter(purpose=purpose).exclude(decision=Decision.NOTED)
    return {
        kept.get(subject, subject): decision
        for subject, decision in lines.order_by("id").values_list("subject", "decision")
    }


def _kept_of_merged() -> dict[UUID, UUID]:
    merged = dict(
        Person.objects.exclude(merged_into=None).order_by("pk").values_list("pk", "merged_into_id")
    )
    return {pk: _root(pk, merged) for pk in merged}


def _root(pk: UUID, merged: dict[UUID, UUID]) -> UUID:
    while pk in merged:
        pk = merged[pk]
    return pk


def ledger_of(owner) -> Iterable[ConsentLine]:
    """Every line that speaks of someone, latest first."""
    lines = ConsentLine.objects.filter(subject__in=subjects_of(owner))
    return lines.select_related("text").order_by("-id")


def owner_of(email: str):
    """Whose an address is in the ledger: a person, or the common mailbox itself; None if unknown.

    A merged row answers for the one that was kept.
    """
    address = (
        Address.objects.filter(email=email.strip().lower())
        .select_related("person", "person__institution")
        .first()
    )
    if address is None:
        return None
    if address.person is None:
        return address
    person = address.person
    while person.merged_into_id:
        person = person.merged_into
    return person


def may_receive(*, email: str, purpose: str) -> bool:
    """Whether this address may be written to for a purpose; an unknown one may not."""
    owner = owner_of(email)
    if owner is None:
        return False
    return {one.purpose: one.may for one in standings(owner)}.get(purpose, False)


def people_by_decision(purpose: str) -> dict[str, int]:
    """How many said what for a purpose; for the register of processing."""
    counts: dict[str, int] = defaultdict(int)
    for decision in last_decisions(purpose).values():
        counts[decision] += 1
    return dict(counts)
