"""What the tests of mail start from: people, a letter, a mailing."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission

from observatoire.directory.models import User
from observatoire.mail.actions import Candidate, ListName, prepare_mailing
from observatoire.mail.actions.deciding import confirm_mailing
from observatoire.mail.letter import Field, Heading, Item, Letter, Paragraph
from observatoire.mail.models import Mailing, Message

LIST = ListName("lettre", "La lettre d’essai")
LETTER = Letter(
    subject="La lettre n\u00b0\u00a03\u00a0: l’été des solidarités",
    kicker="Lettre n\u00b0\u00a03, mars 2026",
    preview="Deux études et un rendez-vous",
    blocks=(
        Paragraph.of("Bonjour ", Field("prenom", "à vous"), ", voici ce qui est nouveau."),
        Heading("À lire"),
        Item(
            "Les habitants pauvres en 2021",
            "Une étude d’essai.",
            "https://observatoire.example/notes/un/",
            "Étude",
        ),
    ),
    why="Vous recevez cette lettre parce que vous l’avez demandée.",
    online="https://observatoire.example/lettres/3/",
)


def person(email: str, *rights: str) -> User:
    """Someone who may enter the administration, with these rights of mail."""
    found = User.objects.create_user(email, "mot-de-passe-d-essai", is_staff=True)
    found.user_permissions.add(Permission.objects.get(codename="access_admin"))
    found.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="mail", codename__in=rights)
    )
    return User.objects.get(pk=found.pk)


def addresses(number: int, *, at: str = "example.org", name: str = "lecteur") -> list[str]:
    return [f"{name}-{rank:04}@{at}" for rank in range(number)]


def prepared(to: Iterable[str] = (), *, by=None, key: str = "essai", **options) -> Mailing:
    candidates = [Candidate(one) for one in to or addresses(3)]
    given = {"title": "Lettre d’essai", "to": LIST, "letter": LETTER} | options
    return prepare_mailing(by=by, key=key, candidates=candidates, **given)


def confirmed(to: Iterable[str] = (), *, by, due=None, **options) -> Mailing:
    mailing = prepared(to, by=by, **options)
    return confirm_mailing(by=by, mailing=mailing, count=mailing.messages.count(), due=due)


def states(mailing: Mailing | None = None) -> dict[str, int]:
    """How many messages are in each state."""
    found: dict[str, int] = {}
    rows = Message.objects.filter(mailing=mailing) if mailing else Message.objects.all()
    for state in rows.order_by("state").values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(one.get_text(" ", strip=True).split()) for one in page.select(selector)]
