import uuid

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """The state of an object that is not a page, before a change: what undo brings back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=60)
    key = models.CharField("clé", max_length=120)
    content = models.JSONField("contenu")
    remark = models.CharField("remarque", max_length=250, blank=True)
    made_at = models.DateTimeField("le", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "révision"
        verbose_name_plural = "révisions"
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["kind", "key", "-made_at"], name="base_revision_object")]
