"""A decision is written in the ledger, where nothing is changed nor taken away."""

from __future__ import annotations

from django.db import transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.models import (
    Address,
    Basis,
    ConsentLine,
    LegalText,
    Person,
    User,
)
from observatoire.directory.queries.consent import (
    basis_of,
    is_professional,
    legal_texts,
    may_write,
    standings,
)

Decision = ConsentLine.Decision
# What saying yes, or no, is called on each ground.
WORDS = {
    (Basis.PUBLIC_TASK, True): Decision.LIFTED,
    (Basis.PUBLIC_TASK, False): Decision.OBJECTED,
    (Basis.CONSENT, True): Decision.AGREED,
    (Basis.CONSENT, False): Decision.WITHDRAWN,
}


@transaction.atomic
def decide(
    *, by: User | None, owner: Person | Address, purpose: str, may: bool, source: str
) -> ConsentLine | None:
    """Write a yes or a no; what is already so is not written twice. None when nothing changed."""
    text = legal_texts()[purpose]
    now = {one.purpose: one for one in standings(owner)}[purpose]
    if now.may == may:
        return None
    basis = basis_of(text, is_professional=is_professional(owner))
    line = _write(owner, text, WORDS[Basis(basis), may], source, by)
    write_audit(by=by, verb="accord", ref=_ref(owner), finalite=purpose, decision=line.decision)
    return line


@transaction.atomic
def note_bases(*, by: User | None, owner: Person | Address, source: str) -> int:
    """Write down on what ground someone new is written to; the number of purposes noted."""
    noted = 0
    professional = is_professional(owner)
    for text in legal_texts().values():
        if may_write(basis_of(text, is_professional=professional), ""):
            _write(owner, text, Decision.NOTED, source, by)
            noted += 1
    return noted


@transaction.atomic
def publish_text(*, by: User, purpose: str, basis: str, text: str, since) -> LegalText:
    """A new version of what people are told; the former ones stay, since lines quote them."""
    last = LegalText.objects.filter(purpose=purpose).order_by("-version").first()
    version = last.version + 1 if last else 1
    published = LegalText.objects.create(
        purpose=purpose, version=version, basis=basis, text=text, since=since
    )
    ref = Ref("texte_information", str(published.pk))
    write_audit(by=by, verb="publier_texte", ref=ref, finalite=purpose, version=version)
    return published


def _write(owner, text: LegalText, decision: str, source: str, by: User | None) -> ConsentLine:
    return ConsentLine.objects.create(
        subject=owner.pk,
        purpose=text.purpose,
        decision=decision,
        text=text,
        source=source[:80],
        by=by.pk if by else None,
    )


def _ref(owner) -> Ref:
    return Ref("personne" if isinstance(owner, Person) else "adresse", str(owner.pk))
