"""What another institution says of an alert: we see it too, we do not."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.alerts.models.alert import Alert
from observatoire.directory.models import Institution


class Sees(models.TextChoices):
    YES = "oui", "nous le voyons aussi"
    NO = "non", "nous ne le voyons pas"
    UNKNOWN = "nsp", "nous ne pouvons pas le dire"


class Voice(models.Model):
    """One per institution: the last one it gave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="voices")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    sees = models.CharField("le voyez-vous", max_length=4, choices=Sees)
    note = models.TextField("en quelques mots", max_length=1000, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "avis d’une institution"
        verbose_name_plural = "avis des institutions"
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["alert", "institution"], name="alerts_voice_once")
        ]
