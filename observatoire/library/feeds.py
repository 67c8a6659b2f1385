"""What the base gives to the rest of the platform, through the registry."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from observatoire.base.registry import (
    STUDY,
    Becoming,
    Card,
    Panel,
    PersonalData,
    Ref,
    Todo,
)
from observatoire.contributions.models import Proposal
from observatoire.directory.models import User
from observatoire.library.actions.notices import Links, ref_of, save_notice
from observatoire.library.models import Deposit, Notice, Theme
from observatoire.library.queries import personal
from observatoire.library.queries.labels import source_of
from observatoire.library.queries.listed import waiting_notices
from observatoire.library.queries.reading import reader_of
from observatoire.library.queries.watching import asks
from observatoire.library.rules import may_keep, may_publish

ROOT = "/base-documentaire/"
DESK = "/gestion/base-documentaire/"
DESK_LIMIT = 10
OFFERED_FOR = timedelta(days=365)  # how long a deposit is still news for a group
MOST_CARDS = 300  # what home, the profiles and the letter choose from

DEPOSITS = PersonalData(
    label="Dépôts dans la base documentaire",
    model="library.Deposit",
    fields=("email", "remark"),
    export=personal.export_deposits,
    erase=personal.erase_deposits,
    purpose="Dire à qui propose une étude ce qu’elle devient.",
    kept="Trois ans après la réponse.",
    purge=personal.purge_deposits,
)
SEARCHES = PersonalData(
    label="Recherches enregistrées",
    model="library.SavedSearch",
    fields=("email",),
    export=personal.export_searches,
    erase=personal.erase_searches,
    purpose="Annoncer les études nouvelles à qui l’a demandé.",
    kept="Tant que l’alerte est demandée\u00a0; une semaine si elle n’est pas confirmée.",
    purge=personal.purge_searches,
)


def cards(*, horizon: date) -> list[Card]:
    """What was published in the base since a day; partners' notices are shown in the base alone."""
    since = datetime.combine(horizon, time(), tzinfo=UTC)
    rows = Notice.objects.published().filter(published_at__gte=since)
    rows = rows.exclude(visibility=Notice.Visibility.PARTNERS).select_related("group")
    rows = rows.prefetch_related("themes", "producers").defer("file_text")
    return [card_of(one) for one in rows.order_by("-published_at", "pk")[:MOST_CARDS]]


def offered(*, group: str) -> list[Card]:
    """What partners deposited of late: for everyone, or for this group; the newest first."""
    open_to = Q(visibility=Notice.Visibility.PUBLIC)
    open_to |= Q(visibility=Notice.Visibility.GROUP, group__slug=group)
    rows = Notice.objects.published().filter(open_to, deposit__state=Deposit.State.ACCEPTED)
    rows = rows.filter(published_at__gte=timezone.now() - OFFERED_FOR).select_related("group")
    rows = rows.prefetch_related("themes", "producers").defer("file_text")
    return [card_of(one) for one in rows.order_by("-published_at", "pk")[:MOST_CARDS]]


def card_of(notice: Notice) -> Card:
    return Card(
        ref=Ref("notice", str(notice.pk)),
        title=notice.title,
        address=notice.get_absolute_url(),
        kind=STUDY,
        summary=notice.summary or source_of(notice),
        published_at=notice.published_at,
        themes=tuple(one.slug for one in notice.themes.all()),
        territories=tuple(tuple(one.partition(":")[::2]) for one in notice.territories),
        group=notice.group.slug if notice.group else "",
        visibility=notice.visibility,
        is_zoom=notice.in_letter,
    )


def resolve_notice(key: str) -> Card | None:
    """The card of a notice that is published; who asks sees to its group and its visibility."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    rows = Notice.objects.published().filter(pk=wanted).select_related("group")
    found = rows.prefetch_related("themes", "producers").first()
    return card_of(found) if found else None


def may_receive(address: str, key: str) -> bool:
    """Whether the owner of an address may still read a notice."""
    person = User.objects.filter(email=address.strip().lower()).first()
    return reader_of(person).notices().filter(pk=key).exists()


def todos(*, person) -> list[Todo]:
    """Deposits to answer, notices to read again; to who deposited, what waits for others."""
    if may_publish(person):
        return [*_deposit_todos(), *_review_todos()]
    rows = Deposit.objects.filter(by=person, state=Deposit.State.WAITING) if person.pk else ()
    return [
        Todo(
            ref=Ref("depot", str(one.pk)),
            title=one.title,
            reason="Votre dépôt attend d’être relu.",
            address="/base-documentaire/deposer/",
            waits_for_others=True,
            action="Voir",
        )
        for one in rows[:DESK_LIMIT]
    ]


def _deposit_todos() -> list[Todo]:
    rows = Deposit.objects.filter(state=Deposit.State.WAITING).order_by("made_at", "id")
    return [
        Todo(
            ref=Ref("depot", str(one.pk)),
            title=one.title,
            reason="Déposée par un partenaire, qui attend une réponse.",
            address=f"{DESK}depots/{one.pk}/",
            weight=4,
            action="Relire et répondre",
        )
        for one in rows[:DESK_LIMIT]
    ]


def _review_todos() -> list[Todo]:
    waiting = waiting_notices().filter(deposit=None).defer("file_text")
    return [
        Todo(
            ref=Ref("notice", str(one.pk)),
            title=one.title,
            reason="Notice à relire avant de la publier.",
            address=f"{DESK}{one.pk}/",
            weight=2,
            action="Relire",
        )
        for one in waiting[:DESK_LIMIT]
    ]


def deposit_panel(*, request) -> Panel:
    """For the page of the ways to contribute."""
    context = {"address": f"{ROOT}deposer/"}
    return Panel("library/deposit/_announced.html", context)


def notice_from_idea(*, by: User, idea: Ref) -> Ref:
    """A draft with the words of an idea, to be completed."""
    told = Proposal.objects.get(pk=idea.key)
    notice = Notice(title=told.title, summary=told.summary)
    return ref_of(save_notice(by=by, notice=notice, links=Links()))


NOTICE_OF_IDEA = Becoming(
    label="Notice de la base documentaire",
    may=may_keep,
    fits=lambda owner: True,
    make=notice_from_idea,
)


def watch_todos(*, person) -> list[Todo]:
    """What the veille asks: proposals, sources that fail, links to mend, themes gone dry."""
    if not may_keep(person):
        return []
    return [
        Todo(ref=Ref("veille", key), title=title, reason=reason, address=address, action=action)
        for key, title, reason, address, action in asks()
    ]


def theme_names() -> dict[str, str]:
    return dict(Theme.objects.values_list("slug", "name"))
