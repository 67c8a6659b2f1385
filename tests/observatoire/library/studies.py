"""Studies written for the tests, by the actions that people use."""

from __future__ import annotations

from datetime import date

from observatoire.directory.models import Group, Membership, Person, User
from observatoire.directory.rules import PARTNER
from observatoire.library.actions.notices import Links, producer_of, save_notice
from observatoire.library.models import Notice, Theme
from tests.observatoire.directory.signing import account

ADDRESS = "https://example.org/etude"


def study(title: str, *, themes=("sante",), producers=("Insee",), refs=None, **fields) -> Notice:
    """A published notice that everyone reads, unless `fields` say otherwise."""
    given = {
        "status": Notice.Status.PUBLISHED,
        "published_on": date(2024, 5, 2),
        "source_address": ADDRESS,
        "territories": ["departement:44"],
    } | fields
    links = Links(
        producers=[producer_of(name) for name in producers],
        themes=Theme.objects.filter(slug__in=themes),
        refs=refs,
    )
    return save_notice(by=None, notice=Notice(title=title, **given), links=links)


def partner(email: str = "partenaire.essai@example.org") -> User:
    return account(email, PARTNER)


def member(group: Group, email: str = "membre.essai@example.org") -> User:
    found = account(email)
    person = Person.objects.create(last_name="Essai", account=found)
    Membership.objects.create(group=group, person=person, role=Membership.Role.MEMBER)
    return found


def three_kept(group: Group) -> dict[str, Notice]:
    """The same word in a study for everyone, one for partners, one for a group."""
    return {
        "public": study("Le logement de tous"),
        "partenaires": study("Le logement des partenaires", visibility="partenaires"),
        "groupe": study("Le logement du groupe", visibility="groupe", group=group),
    }
