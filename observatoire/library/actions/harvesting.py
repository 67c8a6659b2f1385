"""Asking the watched sources, and queuing what is new in them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Territory
from observatoire.library.actions.robots import delay_of, refuse_unwelcome
from observatoire.library.citations.kept import as_row
from observatoire.library.citations.reference import Reference
from observatoire.library.harvest import answers, feeds, listing, oai, suggesting
from observatoire.library.harvest.fetching import Network, Question, fetch
from observatoire.library.harvest.likeness import Known, Shelf
from observatoire.library.harvest.limits import Limits, Refused
from observatoire.library.models import Finding, WatchedSource
from observatoire.library.queries.references import shelf

LIMITS = Limits()
A_TURN = 40  # sources asked in one turn: the rest waits for the next one
PAUSE = 1.0  # seconds between two questions to one site
PAGES = 5  # of a repository in one turn
KEPT_DAYS = 400  # what was settled is forgotten then

FEED_TYPES = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


def harvest_due(network: Network = Network(), pause: Callable[[float], None] = time.sleep) -> int:  # noqa: B008 frozen
    """Every active source whose hour has come; the number of references queued."""
    due = WatchedSource.objects.filter(is_active=True, due_at__lte=timezone.now()).order_by(
        "due_at"
    )
    known, asked, queued = None, set(), 0
    for source in due[:A_TURN]:
        host = urlsplit(asked_address(source)).hostname
        if host in asked:
            pause(max(PAUSE, delay_of(asked_address(source), network)))
        asked.add(host)
        known = known or shelf()
        queued += harvest(source, network=network, known=known)
    _forget_settled()
    return queued


def harvest(
    source: WatchedSource,
    *,
    network: Network = Network(),  # noqa: B008 frozen
    known: Shelf | None = None,
) -> int:
    """One source, now. What went wrong is kept in a sentence; nothing is raised."""
    source.tried_at = timezone.now()
    source.due_at = source.tried_at + timedelta(days=max(1, source.every_days))
    try:
        found = _found(source, network)
    except Refused as refusal:
        source.error, source.failures = str(refusal)[:500], source.failures + 1
        source.due_at = source.tried_at + timedelta(days=min(30, max(1, source.every_days)))
        source.save()
        return 0
    source.error, source.failures, source.succeeded_at = "", 0, source.tried_at
    queued = queue(source, found.references, known or shelf()) if found else 0
    if found:
        source.left = found.left
    if queued:
        source.news_at = source.tried_at
    source.save()
    return queued


def asked_address(source: WatchedSource) -> str:
    """What is asked of a source today."""
    kind = WatchedSource.Kind
    if source.kind == kind.CROSSREF:
        return answers.crossref_question(source.detail, LIMITS.items)
    if source.kind == kind.HAL:
        return answers.hal_question(source.detail, LIMITS.items)
    if source.kind == kind.OAI:
        since = source.succeeded_at.date().isoformat() if source.succeeded_at else ""
        return oai.question(
            source.address, token=source.token, since=since, collection=source.detail
        )
    return source.address


def _found(source: WatchedSource, network: Network) -> feeds.Found | None:
    """What it holds, or None when nothing changed since. Raises Refused."""
    kind = WatchedSource.Kind
    is_whole = source.kind in (kind.FEED, kind.PAGE)
    question = Question(
        asked_address(source),
        etag=source.etag if is_whole else "",
        modified=source.modified if is_whole else "",
        accept=FEED_TYPES if source.kind == kind.FEED else "*/*",
    )
    # Repositories and their questions are made for programs: their robots.txt is for others.
    heed = None
    if is_whole and not source.agreement:
        heed = partial(refuse_unwelcome, network=network)
        heed(question.address)
    answer = fetch(question, LIMITS, network, heed)
    if answer.is_unchanged:
        return None
    _refuse_status(source, answer)
    found = _read(source, answer)
    source.etag, source.modified = answer.etag, answer.modified
    source.token = found.token[:1000]
    return found


def _refuse_status(source: WatchedSource, answer) -> None:
    if answer.status in (429, 503):
        wait = int(answer.retry_after) if answer.retry_after.isdigit() else 86_400
        source.every_days = max(source.every_days, min(30, -(-wait // 86_400)))
        raise Refused("Le site demande d’attendre\u00a0: il sera essayé de nouveau plus tard.")
    if answer.status in (404, 410):
        raise Refused("Cette adresse n’existe plus\u00a0: chercher la nouvelle sur le site.")
    if answer.status in (401, 403):
        raise Refused(
            f"Le site refuse de répondre ({answer.status})\u00a0: demander l’accès au producteur."
        )
    if answer.status != 200:
        raise Refused(f"Le site répond une erreur ({answer.status}).")


def _read(source: WatchedSource, answer) -> feeds.Found:
    kind = WatchedSource.Kind
    if source.kind == kind.OAI:
        return oai.read(answer.body, LIMITS)
    if source.kind == kind.PAGE:
        return listing.read(answer.body, answer.address, source.detail, LIMITS)
    if source.kind in (kind.CROSSREF, kind.HAL):
        return answers.read(answer.body, LIMITS)
    return feeds.read(answer.body, answer.address, answer.kind, LIMITS)


@transaction.atomic
def queue(source: WatchedSource, references, known: Shelf) -> int:
    """What was never seen in this source; the number of those that wait for a decision."""
    named = {_name(reference): reference for reference in references}
    seen = set(
        source.findings.filter(external_id__in=list(named))
        .order_by()
        .values_list("external_id", flat=True)
    )
    names = territory_names()
    rows = [
        finding_of(source, _completed(source, reference), known, names)
        for name, reference in named.items()
        if name and name not in seen
    ]
    Finding.objects.bulk_create(rows)
    return sum(row.state == Finding.State.WAITING for row in rows)


def _name(reference: Reference) -> str:
    return (reference.identifier or reference.doi or reference.address or reference.title)[:300]


def _completed(source: WatchedSource, reference: Reference) -> Reference:
    """The producer of the source, where the reference names none."""
    if reference.producers or not source.producer:
        return reference
    return replace(reference, producers=(source.producer,))


def finding_of(source: WatchedSource, reference: Reference, known: Shelf, names: dict) -> Finding:
    """A row of the queue with what is proposed for it; its twin stands aside at once."""
    twin = known.twin(reference)
    certain = twin is not None and twin.is_certain
    row = Finding(
        source=source,
        external_id=_name(reference),
        title=reference.title[:500],
        date=reference.date,
        content=as_row(reference),
        themes=_themes(source, reference),
        territories=_territories(source, reference, names),
        state=Finding.State.TWIN if certain else Finding.State.WAITING,
        settled_at=timezone.now() if certain else None,
    )
    if twin:
        _tie(row, twin)
    else:
        year = reference.date[:4]
        mark = f"f:{row.pk}"
        known.add(
            Known(mark, reference.title, year, reference.doi, reference.isbn, (reference.address,))
        )
    return row


def _tie(row: Finding, twin) -> None:
    """A twin is a notice, or another finding of the queue, which is said in words."""
    row.twin_reason = twin.reason[:200]
    if twin.key.startswith("f:"):
        row.twin_reason = f"{twin.reason} Une autre proposition de la veille."[:200]
    else:
        row.twin_id = twin.key


def _themes(source: WatchedSource, reference: Reference) -> list[list[str]]:
    found = [[one.key, one.reason] for one in suggesting.themes(reference, suggesting.THEMES)]
    if not found and source.theme:
        return [[source.theme.slug, "Thème habituel de la source."]]
    return found


def _territories(source: WatchedSource, reference: Reference, names: dict) -> list[list[str]]:
    found = [[one.key, one.reason] for one in suggesting.territories(reference, names)]
    if not found and source.territory:
        return [[source.territory, "Territoire habituel de la source."]]
    return found


def territory_names() -> dict[str, str]:
    """The région, its départements and its communautés, by their key: what a title may name."""
    levels = ("region", "departement", "epci")
    rows = Territory.objects.filter(in_region=True, level__in=levels).present()
    return {f"{row.level}:{row.code}": row.name for row in rows.order_by("level", "code")}


def _forget_settled() -> None:
    """Refusals of long ago: the source no longer gives them, nobody looks for them."""
    horizon = timezone.now() - timedelta(days=KEPT_DAYS)
    settled = Finding.objects.filter(settled_at__lt=horizon, notice=None)
    settled.exclude(state=Finding.State.WAITING).delete()
