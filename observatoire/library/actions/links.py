"""Addresses of published studies, looked at each month; what no longer answers is listed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library.actions.copies import keep_if_free
from observatoire.library.actions.notices import Links, save_notice
from observatoire.library.actions.refusal import Refused
from observatoire.library.citations.reference import web_address
from observatoire.library.harvest import address as addresses
from observatoire.library.harvest.fetching import Network, Question, fetch
from observatoire.library.harvest.limits import Limits
from observatoire.library.harvest.limits import Refused as NotAsked
from observatoire.library.models import Link, Manifestation, Notice

EVERY = timedelta(days=30)
A_TURN = 60
TRIALS = 24
LIMITS = Limits(size=200_000, seconds=15.0)
PAUSE = 1.0
DEAD_AFTER = 2  # a site may be down one day


def check_links(network: Network = Network(), pause: Callable[[float], None] = time.sleep) -> int:  # noqa: B008 frozen
    """A part of the addresses, those looked at longest ago; the number of those looked at."""
    gather_links()
    horizon = timezone.now() - EVERY
    due = (
        Link.objects.exclude(state=Link.State.LEFT)
        .select_related("notice")
        .filter(checked_at=None)[:A_TURN]
    )
    links = [*due]
    older = Link.objects.exclude(state=Link.State.LEFT).select_related("notice")
    older = older.filter(checked_at__lt=horizon)
    links += [*older.order_by("checked_at")[: A_TURN - len(links)]]
    asked: set[str | None] = set()
    for link in links:
        host = urlsplit(link.address).hostname
        if host in asked:
            pause(PAUSE)
        asked.add(host)
        check_link(link, network=network)
        if link.state == Link.State.ALIVE:
            keep_if_free(link.notice, network=network)
    return len(links)


@transaction.atomic
def gather_links() -> None:
    """One row an address of a published notice; what is no longer there goes."""
    rows = Notice.objects.published().exclude(source_address="").order_by()
    there = {(key, address) for key, address in rows.values_list("id", "source_address")}
    others = Manifestation.objects.filter(notice__in=Notice.objects.published()).order_by()
    there |= set(others.values_list("notice_id", "address"))
    kept = {(link.notice_id, link.address): link.pk for link in Link.objects.order_by()}
    gone = [pk for key, pk in kept.items() if key not in there]
    for start in range(0, len(gone), 500):
        Link.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = sorted(there - set(kept), key=str)
    Link.objects.bulk_create(
        [Link(notice_id=key, address=address) for key, address in new], batch_size=500
    )


def check_link(link: Link, *, network: Network = Network()) -> None:  # noqa: B008 frozen
    """HEAD, then GET where HEAD is not liked: many sites answer it badly."""
    now, before = timezone.now(), link.state
    status, sentence, moved = _looked(link.address, network)
    link.failures = 0 if not sentence else link.failures + 1
    if not sentence:
        link.state = Link.State.ALIVE
    else:
        is_dead = status in (404, 410) or link.failures >= DEAD_AFTER
        link.state = Link.State.DEAD if is_dead else Link.State.DOUBTFUL
    link.since = now if link.state != before or not link.since else link.since
    link.sentence, link.moved, link.checked_at = sentence[:300], moved[:1000], now
    link.trials = [[now.date().isoformat(), status, sentence[:200]], *link.trials][:TRIALS]
    link.save()


def _looked(address: str, network: Network) -> tuple[int, str, str]:
    """(status, what is wrong or nothing, where it moved for good)."""
    try:
        answer = fetch(Question(address, method="HEAD"), LIMITS, network)
        if answer.status >= 400:
            answer = fetch(Question(address), LIMITS, network)
    except NotAsked as refusal:
        if "dépasse" in str(refusal):
            return 200, "", ""
        return 0, str(refusal), ""
    moved = answer.moved if addresses.normal(answer.moved) != addresses.normal(address) else ""
    if answer.status in (404, 410):
        return answer.status, "La page n’existe plus.", ""
    if answer.status in (401, 403, 429):
        return answer.status, "", moved  # it is there: it only refuses machines
    if answer.status >= 400:
        return answer.status, f"Le site répond une erreur ({answer.status}).", ""
    return answer.status, "", moved


@transaction.atomic
def mend_link(*, by: User, link: Link, address: str) -> Notice:
    """The notice leads elsewhere from now on; what it was is kept in its history."""
    address = web_address(address)
    if not address:
        raise Refused("Écrire une adresse entière, qui commence par http:// ou https://.")
    notice = link.notice
    others = None
    if link.is_secondary:
        others = [
            (one.kind, one.label, address if one.address == link.address else one.address)
            for one in notice.manifestations.all()
        ]
    else:
        notice.source_address = address
    save_notice(by=by, notice=notice, links=Links(manifestations=others), remark="Lien réparé")
    trial = [timezone.localdate().isoformat(), 0, f"Remplace {link.address}"[:200]]
    Link.objects.filter(notice=notice, address=address).exclude(pk=link.pk).delete()
    link.address, link.state, link.failures = address, Link.State.NEW, 0
    link.sentence = link.moved = ""
    link.checked_at, link.since = None, timezone.now()
    link.trials = [trial, *link.trials][:TRIALS]
    link.save()
    return notice


@transaction.atomic
def leave_link(*, by: User, link: Link) -> None:
    """Known to be fine, or beyond repair: it is no longer looked at."""
    link.state, link.since = Link.State.LEFT, timezone.now()
    link.save()
    write_audit(by=by, verb="laisser", ref=Ref("lien", str(link.pk)))
