"""What the indicators give to the rest of the platform, through the registry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings

from observatoire.base.models import Territory as TerritoryRow
from observatoire.base.registry import Card, Light, Panel, Ref, SearchDraft, Todo
from observatoire.indicators.actions.releases import publish_due_releases
from observatoire.indicators.models import Import
from observatoire.indicators.presenters.home import present_home
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine, engine, fingerprint
from observatoire.indicators.queries.figures import protected_grids
from observatoire.indicators.queries.imports import imports_to_handle
from observatoire.indicators.queries.releases import fresh
from observatoire.indicators.rules import may_publish
from observatoire.indicators.search import indicator_draft
from stats.catalogue import Indicator
from stats.periods import parse_period
from stats.releases.vintages import Vintage
from stats.secrecy import protect_rows
from stats.statuses import Mark
from stats.territory import Level, TerritoryError
from stats.words import format_number

STYLES = ("indicators/indicators.css",)
DESK_LIMIT = 10
MOST_NAMED = 3  # what a card says of a publication
# What weighs more in the search: a département before a commune of the same name.
WEIGHTS = {"region": 3.0, "departement": 3.0, "epci": 1.5, "commune": 1.2}


def cache_key() -> str:
    try:
        return fingerprint()
    except TerritoryError:
        return "vide"


def credits() -> list[str]:
    """Sources and licences of the territories; none before they are built."""
    try:
        return places.credits(engine())
    except TerritoryError:
        return []


def light() -> Light:
    """Whether there are figures to show."""
    try:
        now = engine()
    except TerritoryError as error:
        return Light("Chiffres", "panne", str(error))
    if now.catalogue_fault:
        sentence = f"Les fiches changées sur le site ne sont plus lues. {now.catalogue_fault}"
        return Light("Chiffres", "panne", sentence)
    count = now.store.count()
    if not count:
        return Light("Chiffres", "attention", "Aucun chiffre n’est publié.")
    return Light("Chiffres", "bon", f"{format_number(count)} chiffres publiés.")


def indicator_drafts() -> Iterator[SearchDraft]:
    for one in engine().catalogue.indicators.values():
        yield indicator_draft(one)


def territory_drafts() -> Iterator[SearchDraft]:
    rows = TerritoryRow.objects.filter(in_region=True).exclude(level="epci_dep")
    for row in rows.order_by("level", "code", "start"):
        yield SearchDraft(
            ref=Ref("territoire", f"{row.level}:{row.code}"),
            title=row.name,
            address=row.get_absolute_url(),
            kind=Level(row.level).label,
            summary=f"{Level(row.level).label}, code {row.code}",
            body=row.postal_codes,
            weight=WEIGHTS.get(row.level, 1.0),
        )


def cards(*, horizon: date) -> list[Card]:
    """New figures, a card for each source: what they are of, as of when, with their status."""
    try:
        now = engine()
    except TerritoryError:  # nothing is built yet
        return []
    found = [(datetime.fromisoformat(one.published_at), one) for one in fresh(now)]
    return [_figures(now, one, at) for at, one in found if at.date() >= horizon]


def _figures(now: Engine, one: Vintage, at: datetime) -> Card:
    source, period = now.catalogue.sources.get(one.source), parse_period(one.period).label
    known = (now.catalogue.indicators.get(code) for code in one.indicators)
    titles = [indicator.title for indicator in known if indicator]
    named = ", ".join(titles[:MOST_NAMED])
    if len(titles) > MOST_NAMED:
        named += f" et {len(titles) - MOST_NAMED} autres"
    marks = [Mark(mark).label for mark in one.marks if mark in set(Mark)]
    status = ", ".join(marks) if marks else "chiffres publiés"
    return Card(
        ref=Ref("chiffres", f"{one.imported}-{one.source}"),
        title=f"{source.title if source else one.source}\u00a0: {period}",
        address="/donnees/journal/",
        kind="Chiffres",
        published_at=at,
        summary=f"{named} ({status}).",
    )


def resolve_indicator(code: str) -> Card | None:
    try:
        found: Indicator | None = engine().catalogue.indicators.get(code)
    except TerritoryError:  # nothing is built yet
        return None
    if found is None:
        return None
    return Card(
        ref=Ref("indicateur", code),
        title=found.title,
        address=f"/indicateurs/{code}/",
        kind="Indicateur",
        summary=found.definition,
        themes=(str(found.theme),),
    )


def latest_period(code: str) -> str:
    """The last period of which the region has a true figure."""
    try:
        now = engine()
    except TerritoryError:
        return ""
    place = places.region_key(now)
    asked = {"indicator": code, "territories": [place], "only_real": True}
    rows = protect_rows(now.store.observations(**asked))
    return max((row.period for row in rows if row.value is not None), key=parse_period, default="")


def themes_panel(request) -> Panel | None:
    """The four themes, each with its most telling figure, beside the map of one of them."""
    try:
        now = engine()
    except TerritoryError:
        return None
    board = now.catalogue.dashboards.get("pauvrete")
    if board is None or not now.store.indicators():
        return None
    shown = request.GET.get("theme", "")
    place, peers = places.region_key(now), places.departement_keys(now)
    codes = [code for section in board.sections for code in section.codes]
    grids = protected_grids(now, codes, (place, *peers))
    context = present_home(
        now.catalogue,
        board,
        grids,
        now.territories,
        place=place,
        peers=peers,
        theme=shown,
        contours=places.contours(now, str(Level.DEPARTEMENT)),
        cache=settings.DRAWINGS,
    )
    if not context["figures"]:
        return _empty_home()
    return Panel("indicators/_home_themes.html", context, styles=STYLES)


def _empty_home() -> Panel:
    """Another region than the one whose figures are shipped, before its first deposit."""
    context = {
        "place": settings.PLATFORM_PLACE,
        "region": settings.REGION,
        "is_demonstration": settings.DEMONSTRATION,
    }
    return Panel("indicators/_home_empty.html", context, styles=STYLES)


def territory_panel(request) -> Panel:
    return Panel("indicators/_home_territory.html", {"words": ""}, styles=STYLES)


def import_todos(*, person) -> list[Todo]:
    """Deposits read and not published; to who deposited one, those that were refused."""
    publishes = may_publish(person)
    return [_import_todo(one, publishes) for one in imports_to_handle(person, DESK_LIMIT)]


def _import_todo(one: Import, publishes: bool) -> Todo:
    is_read = one.state == Import.State.READ
    author = one.by or "un compte effacé"
    return Todo(
        ref=Ref("import", str(one.pk)),
        title=one.source_title,
        reason=f"Déposé par {author}, lu et contrôlé, pas encore publié."
        if is_read
        else "Votre dépôt est refusé\u00a0: le compte rendu dit quoi corriger.",
        address=one.get_absolute_url(),
        weight=5,
        waits_for_others=is_read and not publishes,
        action="Voir et publier" if is_read and publishes else "Voir le compte rendu",
    )


def release_due() -> None:
    """The batches whose hour has come."""
    publish_due_releases()
