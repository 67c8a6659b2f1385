"""The studies of the demonstration: laid down once, and taken away in one go."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from observatoire.base.actions import forget_searchable
from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.library.actions.demonstration_sources import remove_demonstration_sources
from observatoire.library.actions.notices import Links, producer_of, save_notice
from observatoire.library.demonstration import StudyText, study_texts
from observatoire.library.models import Deposit, Manifestation, Notice, Producer, SavedSearch, Theme

HOME_REGION = "52"
FEATURED = 3
REF = Ref("base_documentaire", "demo")


@transaction.atomic
def load_demonstration_studies(*, by: User | None = None) -> int:
    """The studies that are not there yet; their number.

    Where any notice is there already, someone works here: nothing is added.
    """
    if Notice.objects.exists():
        return 0
    themes = {one.order: one for one in Theme.objects.all()}
    texts = [one for one in study_texts() if settings.REGION == HOME_REGION or not one.is_regional]
    # As if entered in the order in which they came out: the newest is the last made known.
    texts.sort(key=lambda one: (str(one.published_on or ""), one.title))
    now = timezone.now()
    for rank, text in enumerate(texts):
        since = now - timedelta(minutes=len(texts) - rank)
        _lay(text, themes, published_at=since, is_featured=len(texts) - rank <= FEATURED)
    write_audit(by=by, verb="base_documentaire_demonstration", ref=REF, notices=len(texts))
    return len(texts)


def _lay(text: StudyText, themes: dict[int, Theme], *, published_at, is_featured: bool) -> Notice:
    notice = Notice(
        title=text.title,
        kind=text.kind,
        published_on=text.published_on,
        precision=text.precision,
        collection=text.collection,
        number=text.number,
        summary=text.summary,
        territories=list(text.territories),
        covers_from=text.covers[0] if text.covers else None,
        covers_to=text.covers[1] if text.covers else None,
        source_address=text.address,
        status=Notice.Status.PUBLISHED,
        published_at=published_at,
        is_featured=is_featured,
        origin=Notice.Origin.DEMONSTRATION,
        origin_text=text.origin,
        is_demonstration=True,
    )
    links = Links(
        producers=[producer_of(name, is_demonstration=True) for name in text.producers],
        themes=[themes[rank] for rank in text.themes if rank in themes],
        manifestations=[
            (Manifestation.Kind.RELAY, words, address) for words, address in text.relays
        ],
        refs=[("indicateur", code, year) for code, year in text.indicators],
    )
    return save_notice(by=None, notice=notice, links=links)


@transaction.atomic
def remove_demonstration_studies(*, by: User | None = None) -> int:
    """Take away what was laid down; the number of notices. What others added stays."""
    marked = Notice.objects.filter(is_demonstration=True)
    for key in marked.order_by("pk").values_list("pk", flat=True):
        forget_searchable(kind="notice", key=str(key))
    number = marked.count()
    marked.delete()
    Deposit.objects.filter(is_demonstration=True).delete()
    remove_demonstration_sources()
    SavedSearch.objects.filter(is_demonstration=True).delete()
    Producer.objects.filter(is_demonstration=True, notices=None).delete()
    Generation.advance()
    if number:
        verb = "base_documentaire_demonstration_supprimee"
        write_audit(by=by, verb=verb, ref=REF, notices=number)
    return number
