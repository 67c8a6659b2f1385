"""Links that open a person's own page: signed, dated, and with neither name nor address in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from observatoire.base.registry import registry
from observatoire.directory.models import Address, Person, User
from observatoire.directory.queries.consent import owner_of, subjects_of

WHOLE, CHOICES = "tout", "choix"
# A link that shows everything is asked for and used at once; the one below each letter only
# changes what is received, since letters are passed on, and must outlive the letter.
AGES = {WHOLE: timedelta(hours=24), CHOICES: timedelta(days=400)}


@dataclass(frozen=True)
class Subject:
    """Whose page it is: someone of the directory, or an address that only other parts know."""

    owner: Person | Address | None
    emails: tuple[str, ...]

    @property
    def person(self) -> Person | None:
        return self.owner if isinstance(self.owner, Person) else None


def digest_of(email: str) -> str:
    """What stands for an address where the address itself may not be kept."""
    text = email.strip().lower()
    return salted_hmac("directory.address", text, algorithm="sha256").hexdigest()


def name_of_address(email: str) -> str:
    """What the link of an address carries; empty when nothing is held about it."""
    email = email.strip().lower()
    if address := Address.objects.filter(email=email).first():
        return f"a:{address.pk}"
    if account := User.objects.filter(email=email).first():
        return f"u:{account.pk}"
    digest = digest_of(email)
    known = any(digest_of(held) == digest for held, _ in held_addresses())
    return f"d:{digest}" if known else ""


def emails_of_name(name: str) -> tuple[str, ...]:
    """The very address that a name stands for, to write to it."""
    kind, _, key = name.partition(":")
    if kind == "a":
        return tuple(Address.objects.filter(pk=key).values_list("email", flat=True))
    if kind == "u":
        return tuple(User.objects.filter(pk=key).values_list("email", flat=True))
    subject = _subject(name) if kind == "d" else None
    return subject.emails if subject else ()


def sign(name: str, scope: str) -> str:
    return signing.dumps(name, salt=f"mes-donnees.{scope}", compress=True)


def subject_of_token(token: str, *scopes: str) -> Subject | None:
    """Whose page a link opens; None when it is false, too old, or of someone erased since."""
    for scope in scopes:
        try:
            name = signing.loads(token, salt=f"mes-donnees.{scope}", max_age=AGES[scope])
        except signing.BadSignature:
            continue
        return _subject(name)
    return None


def _subject(name: str) -> Subject | None:
    kind, _, key = name.partition(":")
    if kind == "a":
        address = Address.objects.filter(pk=key).first()
        return subject_of_email(address.email) if address else None
    if kind == "u":
        account = User.objects.filter(pk=key).first()
        return subject_of_email(account.email) if account else None
    emails = tuple(sorted({email for email, _ in held_addresses() if digest_of(email) == key}))
    return Subject(None, emails) if emails else None


def subject_of_email(email: str) -> Subject:
    """Someone with every address known to be theirs."""
    account = User.objects.filter(email=email).select_related("person").first()
    owner = owner_of(email) or getattr(account, "person", None)
    if not isinstance(owner, Person):
        return Subject(owner, (email,))
    rows = subjects_of(owner)
    emails = set(Address.objects.filter(person__in=rows).values_list("email", flat=True))
    emails |= set(User.objects.filter(person__in=rows).values_list("email", flat=True))
    return Subject(owner, tuple(sorted(emails | {email})))


def subject_of_person(person: Person) -> Subject:
    rows = subjects_of(person)
    emails = set(Address.objects.filter(person__in=rows).values_list("email", flat=True))
    emails |= set(User.objects.filter(person__in=rows).values_list("email", flat=True))
    return Subject(person, tuple(sorted(emails)))


def held_addresses() -> Iterator[tuple[str, datetime]]:
    """Every address that some part of the platform holds, and since when."""
    for entry in registry.personal.values():
        if entry.addresses is not None:
            yield from entry.addresses()
