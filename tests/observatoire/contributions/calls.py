"""What the tests of contributions start from. Everyone is invented, and says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from observatoire.contributions.actions import propose, publish_call, save_call
from observatoire.contributions.models import Call, Proposal
from observatoire.directory.models import Institution, Person, User
from observatoire.directory.rules import COORDINATION, PARTNER
from tests.observatoire.directory.signing import account

HOUR = timedelta(hours=1)


def call(title: str = "Appel fictif", *, closes_in=24 * HOUR, opened=HOUR, **options) -> Call:
    """A published call, open since an hour."""
    now = timezone.now()
    given = {"criteria": [("Utile", 2), ("Prête", 1)], "owner": None, "reviewers": []}
    given |= {name: options.pop(name) for name in list(options) if name in given}
    written = Call(
        title=title,
        introduction="Ce que l’on prépare.",
        opens_at=now - opened,
        closes_at=now + closes_in,
        **options,
    )
    return publish_call(by=None, call=save_call(by=None, call=written, **given))


def told(**fields) -> dict:
    """What a form gives."""
    return {
        "title": "Une épicerie solidaire fictive",
        "summary": "Elle va de bourg en bourg.",
        "nature": "initiative",
        "body": "association",
        "organisation": "Association fictive",
        "contact_name": "Personne fictive",
        "contact_email": "auteur@example.org",
    } | fields


def idea(within: Call, *, by: User | None = None, **fields) -> Proposal:
    return propose(
        by=by, call=within, arrived_at=timezone.now(), form_key=uuid4(), fields=told(**fields)
    )


def partner(email: str = "partenaire.essai@example.org", institution: str = "CCAS fictif") -> User:
    """An account of a partner whose institution is known."""
    found = account(email, PARTNER)
    within, _ = Institution.objects.get_or_create(
        name=institution, defaults={"slug": institution.lower().replace(" ", "-")}
    )
    Person.objects.create(last_name="Fictif", account=found, institution=within)
    return found


def keeper() -> User:
    return account("coordination.essai@example.org", COORDINATION)


def posted(**fields) -> dict:
    """What a browser posts from the form of an idea."""
    return told(**fields) | {"form_key": str(fields.get("form_key", uuid4())), "link": ""}
