"""One notice and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from observatoire.base.models import Revision
from observatoire.base.registry import Card, Ref, registry
from observatoire.library.models import KeptCopy, Link, Notice
from observatoire.library.queries.reading import Reader

NEAR = 3


@dataclass(frozen=True)
class Cited:
    """An object that a study cites; `newer`: the period that has come out since."""

    card: Card
    period: str
    newer: str


def shown_notice(slug: str, reader: Reader) -> Notice | None:
    """The notice of an address, if this reader may see it; a hidden one is not there."""
    rows = reader.notices().filter(slug=slug).select_related("group", "kept_copy")
    dead = Link.objects.filter(
        notice=OuterRef("pk"), address=OuterRef("source_address"), state=Link.State.DEAD
    )
    rows = rows.annotate(is_gone=Exists(dead)).defer("file_text")
    return rows.prefetch_related("themes", "producers__institution", "manifestations").first()


def copy_of(notice: Notice) -> KeptCopy | None:
    """The copy kept of a study, where it may still be given."""
    copy = getattr(notice, "kept_copy", None)
    return copy if copy and copy.is_lawful else None


def cited_by(notice: Notice) -> list[Cited]:
    """Through the registry: what is not there any more is left out."""
    found = []
    for one in notice.refs.all():
        ref = Ref(one.kind, one.key)
        card = registry.resolve(ref)
        if card:
            found.append(Cited(card, one.period, _newer(notice, ref, one.period)))
    return found


def _newer(notice: Notice, ref: Ref, period: str) -> str:
    """The last period published, when it is after the one that the study could use."""
    latest = registry.latest_period(ref)
    used = period or str(notice.covers_to or "")
    if not latest or not used:
        return ""
    return latest if latest[:4] > used[:4] else ""


def featured(reader: Reader) -> list[Notice]:
    """What the coordination puts forward, the last made known first."""
    rows = reader.notices().filter(is_featured=True).defer("file_text")
    return list(rows.order_by("-published_at", "title", "id")[:NEAR])


def citing(ref: Ref, reader: Reader, *, number: int) -> list[Notice]:
    """The notices that cite an object, the newest first."""
    rows = reader.notices().filter(refs__kind=ref.kind, refs__key=ref.key)
    return list(rows.order_by("-published_on", "title", "id").defer("file_text")[:number])


def near_notices(notice: Notice, reader: Reader) -> list[Notice]:
    """Those that share most of its themes, its producers and its places, the newest first."""
    themes = [one.pk for one in notice.themes.all()]
    producers = [one.pk for one in notice.producers.all()]
    rows = reader.notices().exclude(pk=notice.pk).filter(themes__in=themes)
    rows = rows.annotate(
        shared=Count("themes", filter=Q(themes__in=themes), distinct=True)
        + Count("producers", filter=Q(producers__in=producers), distinct=True)
    )
    rows = rows.defer("file_text").order_by("-shared", "-published_on", "title", "id")
    return list(rows.prefetch_related("producers", "themes")[:NEAR])


def revisions_of(notice: Notice):
    rows = Revision.objects.filter(kind="notice", key=str(notice.pk))
    return rows.select_related("made_by").order_by("-made_at", "id")
