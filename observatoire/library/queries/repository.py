"""The records that other archives ask for, page by page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.utils import timezone

from observatoire.library.citations.reference import Reference
from observatoire.library.citations.repository import Header, Page, Wrong, bounds
from observatoire.library.models import Notice, PublicRecord, Theme
from observatoire.library.queries.labels import places
from observatoire.library.queries.references import reference_of

ON_A_PAGE = 100
SALT = "oai"
KEPT_ARGUMENTS = ("from", "until", "set")


def named(key) -> str:
    """« oai:site:uuid »: the permanent name of a record."""
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0].partition("/")[0]
    return f"oai:{host}:{key}"


def earliest() -> datetime:
    first = PublicRecord.objects.order_by("stamp").values_list("stamp", flat=True).first()
    return first or timezone.now()


def sets() -> list[tuple[str, str]]:
    return [(f"theme:{one.slug}", one.name) for one in Theme.objects.all()]


def one_record(identifier: str) -> tuple[Header, Reference | None]:
    """A record by its name. Raises Wrong."""
    key = identifier.rpartition(":")[2]
    try:
        row = PublicRecord.objects.get(pk=UUID(key))
    except (ValueError, PublicRecord.DoesNotExist):
        raise Wrong("idDoesNotExist", "No record has this identifier.") from None
    if identifier != named(row.pk):
        raise Wrong("idDoesNotExist", "No record has this identifier.")
    return _filled([row])[0]


def list_page(asked: dict[str, str]) -> Page:
    """The next page of a list: begun by its arguments, continued by its token. Raises Wrong."""
    cursor, after = 0, None
    if token := asked.get("resumptionToken"):
        asked, cursor, after = _opened(token)
    rows = _asked_rows(asked)
    total = rows.count()
    if after:
        stamp, key = datetime.fromisoformat(after[0]), UUID(after[1])
        rows = rows.filter(Q(stamp__gt=stamp) | Q(stamp=stamp, notice_id__gt=key))
    shown = list(rows.order_by("stamp", "notice_id")[: ON_A_PAGE + 1])
    if not shown:
        raise Wrong("noRecordsMatch", "No record answers.")
    more = len(shown) > ON_A_PAGE
    shown = shown[:ON_A_PAGE]
    next_token = _token(asked, cursor + len(shown), shown[-1]) if more else ""
    return Page(tuple(_filled(shown)), next_token, cursor, total)


def _asked_rows(asked: dict[str, str]):
    since, until = bounds(asked)
    rows = PublicRecord.objects.all()
    if since:
        rows = rows.filter(stamp__gte=since)
    if until:
        rows = rows.filter(stamp__lt=until)
    if spec := asked.get("set"):
        slug = spec.removeprefix("theme:")
        if slug == spec and spec != "theme":
            raise Wrong("noRecordsMatch", "There is no such set.")
        inside = Notice.objects.filter(themes__slug=slug).values("pk")
        rows = rows.filter(is_deleted=False, notice_id__in=inside)
    return rows


def _token(asked: dict[str, str], cursor: int, last: PublicRecord) -> str:
    kept = {name: asked[name] for name in KEPT_ARGUMENTS if name in asked}
    return signing.dumps([kept, cursor, last.stamp.isoformat(), str(last.pk)], salt=SALT)


def _opened(token: str) -> tuple[dict[str, str], int, tuple[str, str]]:
    try:
        kept, cursor, stamp, key = signing.loads(token, salt=SALT, max_age=7 * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        raise Wrong("badResumptionToken", "This token is unknown or too old.") from None
    return kept, cursor, (stamp, key)


def _filled(rows: list[PublicRecord]) -> list[tuple[Header, Reference | None]]:
    """Three questions a page. What is private, whatever the record says, is given as deleted."""
    public = Notice.objects.published().filter(visibility=Notice.Visibility.PUBLIC)
    wanted = public.filter(pk__in=[row.pk for row in rows if not row.is_deleted])
    found = {
        one.pk: one
        for one in wanted.defer("file_text").prefetch_related("producers", "themes").order_by("pk")
    }
    names = places({key for one in found.values() for key in one.territories})
    made = []
    for row in rows:
        notice = found.get(row.pk)
        if notice is None:
            made.append((Header(named(row.pk), row.stamp, is_deleted=True), None))
            continue
        specs = tuple(f"theme:{theme.slug}" for theme in notice.themes.all())
        said = reference_of(notice, names)
        made.append((Header(named(row.pk), row.stamp, specs), said))
    return made
