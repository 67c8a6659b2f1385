"""Who did what."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditLine(models.Model):
    """Who did what to which object, and when; never changed, never erased by the site."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("le", default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    verb = models.CharField("action", max_length=80)
    kind = models.CharField("nature de l’objet", max_length=60)
    key = models.CharField("clé de l’objet", max_length=120)
    details = models.JSONField("détails", default=dict, blank=True)

    class Meta:
        verbose_name = "ligne d’audit"
        verbose_name_plural = "audit"
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["kind", "key", "-at"], name="directory_audit_object")]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.verb} {self.kind} {self.key}"
