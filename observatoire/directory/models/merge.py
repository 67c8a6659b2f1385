"""Two rows that were one person: joined by hand, and parted again if it was a mistake."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.directory.models.person import Person


class Merge(models.Model):
    """What a merge changed, so that undoing it leaves everything as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # [table, key, column, value before]: identifiers, and the few words that were filled in
    changes = models.JSONField(default=list)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField("défaite le", null=True, blank=True)

    class Meta:
        verbose_name = "réunion de fiches"
        verbose_name_plural = "réunions de fiches"
        ordering = ["-at", "id"]
        default_permissions = ()


class Distinct(models.Model):
    """Two people that look alike and are not the same: they are not proposed again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "fiches distinctes"
        verbose_name_plural = "fiches distinctes"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_distinct_once"),
        ]
