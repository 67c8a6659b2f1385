"""What follows each writing of a notice: what other archives harvest of ours."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from observatoire.library.actions.repository import forget_record, note_record
from observatoire.library.models import Notice


@receiver(post_save, sender=Notice, dispatch_uid="library_record")
def keep_record(sender, instance, raw=False, **named):
    if not raw:
        note_record(notice=instance)


@receiver(post_delete, sender=Notice, dispatch_uid="library_record_gone")
def withdraw_record(sender, instance, **named):
    forget_record(notice=instance)
