"""The records that other archives harvest: written as notices become public, or stop being so."""

from __future__ import annotations

from django.utils import timezone

from observatoire.library.models import Notice, PublicRecord


def is_given(notice: Notice) -> bool:
    """What everyone reads, and nothing else."""
    return notice.is_published and notice.visibility == Notice.Visibility.PUBLIC


def note_record(*, notice: Notice) -> None:
    if is_given(notice):
        PublicRecord.objects.update_or_create(
            notice_id=notice.pk, defaults={"stamp": _now(), "is_deleted": False}
        )
    else:
        forget_record(notice=notice)


def forget_record(*, notice: Notice) -> None:
    """Only what had been given is said to be deleted: the others were never known."""
    given = PublicRecord.objects.filter(notice_id=notice.pk, is_deleted=False)
    given.update(stamp=_now(), is_deleted=True)


def gather_records() -> int:
    """Public notices that no writing announced (laid down in bulk); how many there were."""
    known = PublicRecord.objects.values("notice_id")
    public = Notice.objects.published().filter(visibility=Notice.Visibility.PUBLIC)
    missing = public.exclude(pk__in=known).order_by()
    rows = [
        PublicRecord(notice_id=key, stamp=_now()) for key in missing.values_list("pk", flat=True)
    ]
    PublicRecord.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def _now():
    """To the second, as the protocol says it."""
    return timezone.now().replace(microsecond=0)
