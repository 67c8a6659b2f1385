"""What the base writes to people: one letter each, drawn by mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from observatoire.library.models import Deposit, Notice, SavedSearch
from observatoire.mail.letter import Button, Item, Letter, Paragraph
from observatoire.mail.letter import Notice as Remark

WHY_ALERT = "Vous recevez ce message parce que vous l’avez demandé, au rythme que vous avez choisi."
WHY_DEPOSIT = "Vous recevez ce message parce que vous avez déposé une étude."
SHOWN = 20


def site(address: str) -> str:
    return f"{settings.SITE_ADDRESS}{address}"


def own_address(search: SavedSearch) -> str:
    """The page where whoever holds the link changes an alert or stops it."""
    return site(f"/base-documentaire/alertes/{search.token}/")


def confirm_alert(search: SavedSearch) -> Letter:
    return Letter(
        subject=f"À confirmer\u00a0: être averti des nouvelles études ({search.name})"[:200],
        title="Confirmer votre alerte",
        blocks=(
            Paragraph.of(
                "Quelqu’un, vous sans doute, a demandé que cette adresse soit avertie des "
                f"nouvelles études de la recherche «\u00a0{search.name}\u00a0»."
            ),
            Button("Confirmer ou renoncer", own_address(search)),
            Paragraph.of(
                "Vous n’avez rien demandé\u00a0? Ne faites rien\u00a0: sans confirmation, rien "
                "n’est envoyé, et la demande est effacée dans une semaine."
            ),
        ),
        why="Ce message répond à une demande faite sur le site.",
    )


def alert(search: SavedSearch, notices: Sequence[Notice], sources: Sequence[str]) -> Letter:
    """What is new; never asked for when nothing is."""
    number = len(notices)
    title = "Une nouvelle étude" if number == 1 else f"{number} nouvelles études"
    items = tuple(
        Item(
            title=one.title,
            summary=" — ".join(part for part in (source, one.summary[:300]) if part),
            address=site(one.get_absolute_url()),
            mark=one.get_kind_display(),
        )
        for one, source in zip(notices[:SHOWN], sources, strict=False)
    )
    rest = ()
    if number > SHOWN:
        rest = (Paragraph.of(f"Et {number - SHOWN} autres, à lire sur le site."),)
    return Letter(
        subject=f"{title}\u00a0: {search.name}"[:200],
        title=title,
        kicker=search.name,
        blocks=(
            *items,
            *rest,
            Button("Voir toute la recherche", site(search.address)),
            Button("Changer le rythme ou arrêter", own_address(search)),
        ),
        why=WHY_ALERT,
    )


def deposit_received(deposit: Deposit) -> Letter:
    return Letter(
        subject=f"Bien reçu\u00a0: {deposit.title}"[:200],
        title="Votre dépôt est bien arrivé",
        blocks=(
            Paragraph.of(
                f"«\u00a0{deposit.title}\u00a0» attend d’être relue par la coordination. "
                "Vous saurez par courriel ce qu’elle devient."
            ),
            Button("Suivre mes dépôts", site("/base-documentaire/deposer/")),
        ),
        why=WHY_DEPOSIT,
    )


def deposit_accepted(deposit: Deposit, notice: Notice) -> Letter:
    answer = (Remark(deposit.answer),) if deposit.answer else ()
    return Letter(
        subject=f"Publiée\u00a0: {deposit.title}"[:200],
        title="Votre étude est dans la base documentaire",
        blocks=(
            Paragraph.of(f"«\u00a0{deposit.title}\u00a0» est publiée."),
            *answer,
            Button("Voir la notice", site(notice.get_absolute_url())),
        ),
        why=WHY_DEPOSIT,
    )


def deposit_refused(deposit: Deposit) -> Letter:
    return Letter(
        subject=f"Non retenue\u00a0: {deposit.title}"[:200],
        title="Votre dépôt n’est pas retenu",
        blocks=(
            Paragraph.of(
                f"«\u00a0{deposit.title}\u00a0» n’entre pas dans la base documentaire. "
                "Voici pourquoi\u00a0:"
            ),
            Remark(deposit.answer),
            Paragraph.of("Vous pouvez corriger et déposer à nouveau."),
        ),
        why=WHY_DEPOSIT,
    )
