"""Two mailings to show: one that left, one that waits to be confirmed. Nobody receives them."""

from __future__ import annotations

from django.conf import settings

from observatoire.directory.models import User
from observatoire.mail.actions import Candidate, ListName, prepare_mailing
from observatoire.mail.actions.deciding import confirm_mailing
from observatoire.mail.letter import (
    Button,
    Field,
    Heading,
    Item,
    Letter,
    Link,
    Notice,
    Paragraph,
)
from observatoire.mail.models import Mailing
from observatoire.mail.rules import may_send

LIST = ListName("lettre", "La lettre de la plateforme")
# Words rather than names: these people do not exist.
READERS = [f"lecteur-{rank}@example.org" for rank in range(1, 25)]
TWICE = ["LECTEUR-3@example.org", "sans arobase"]
WHY = "Vous recevez ce message parce que vous suivez la lettre de la plateforme."


def add_demonstration_mailings() -> None:
    """Those that are there already are left as they are."""
    accounts = User.objects.filter(is_demonstration=True).order_by("email")
    by = next((one for one in accounts if may_send(one)), None)
    if by is None:
        return
    sent = _prepared(by, "demonstration-ouverture", "Ouverture de la plateforme", _opening())
    if sent.state == Mailing.State.DRAFT:
        confirm_mailing(by=by, mailing=sent, count=sent.messages.count())
    _prepared(by, "demonstration-lettre", "Lettre de démonstration", _issue())


def _prepared(by: User, key: str, title: str, letter: Letter) -> Mailing:
    candidates = [Candidate(one) for one in READERS + TWICE]
    return prepare_mailing(
        by=by,
        key=key,
        title=title,
        to=LIST,
        letter=letter,
        candidates=candidates,
        is_demonstration=True,
    )


def _at(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"


def _opening() -> Letter:
    return Letter(
        subject="La plateforme est ouverte",
        kicker="Message de démonstration",
        preview="Un tableau de bord, des territoires, des données ouvertes",
        blocks=(
            Paragraph.of(
                "Bonjour ",
                Field("prenom", "à vous"),
                ", les chiffres de la région se lisent désormais en un seul endroit, chacun avec "
                "sa source et ce qu’il ne dit pas.",
            ),
            Button("Ouvrir le tableau de bord", _at("/tableaux-de-bord/pauvrete/")),
        ),
        why=WHY,
    )


def _issue() -> Letter:
    return Letter(
        subject="La lettre\u00a0: trois façons de lire un territoire",
        kicker="Lettre de démonstration",
        preview="Comparer, situer, télécharger",
        blocks=(
            Paragraph.of(
                "Bonjour ",
                Field("prenom", "à vous"),
                ", voici ce qui est nouveau. Tout est aussi sur ",
                Link("le plan du site", _at("/plan-du-site/")),
                ".",
            ),
            Heading("Vie de la plateforme"),
            Item(
                "Comparer des territoires",
                "Jusqu’à quatre territoires côte à côte, avec ce qui les rend comparables.",
                _at("/comparer/"),
                "Nouveau",
            ),
            Heading("Base documentaire", "#6e445a"),
            Item(
                "Le profil d’un département",
                "Une quinzaine d’indicateurs, leurs références et leur évolution en mots.",
                _at("/territoires/departement/44/"),
                "À lire",
            ),
            Heading("Actualité sociale", "#00626c"),
            Item(
                "Les données ouvertes",
                "Chaque chiffre se télécharge, avec son édition et sa révision.",
                _at("/donnees/"),
                "À réutiliser",
            ),
            Notice("Vous avez une étude à signaler\u00a0? Répondez simplement à ce message."),
            Button("Voir toute la plateforme", _at("/")),
        ),
        why=WHY,
        online=_at("/"),
    )
