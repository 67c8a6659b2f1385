"""A copy of a study's file, for the day when its producer's address no longer answers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.library.models.notice import Notice


def copy_place(copy, name: str) -> str:
    return f"base-documentaire/{copy.notice_id}/copie-{uuid.uuid4().hex}.pdf"


class KeptCopy(models.Model):
    """One a notice; `agreement` says who allowed it, where no licence does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="kept_copy")
    address = models.URLField("prise à", max_length=1000)
    file = models.FileField("fichier", upload_to=copy_place, max_length=200)
    size = models.PositiveBigIntegerField("taille", default=0)
    digest = models.CharField("empreinte", max_length=64)
    agreement = models.CharField("accord", max_length=300, blank=True)
    taken_at = models.DateTimeField("prise le", default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "copie gardée"
        verbose_name_plural = "copies gardées"
        ordering = ["-taken_at", "id"]
        default_permissions = ()

    def __str__(self):
        return self.address

    @property
    def is_lawful(self):
        return self.notice.is_free or bool(self.agreement)
