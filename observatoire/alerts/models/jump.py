"""The other way round: a figure that jumps asks the partners whether they see it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.alerts.models.voice import Sees
from observatoire.directory.models import Institution


class Jump(models.Model):
    """What moved, said by the indicators themselves; asked once for a period and a place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("indicateur", max_length=40)
    territory = models.CharField("territoire", max_length=60)
    period = models.CharField("période", max_length=12)
    sentence = models.CharField("ce qui a bougé", max_length=400)
    address = models.CharField("page", max_length=200, blank=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "chiffre qui bouge"
        verbose_name_plural = "chiffres qui bougent"
        ordering = ["-asked_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["code", "territory", "period"], name="alerts_jump_asked_once"
            )
        ]

    def __str__(self):
        return self.sentence


class JumpReply(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jump = models.ForeignKey(Jump, on_delete=models.CASCADE, related_name="replies")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    sees = models.CharField("le voyez-vous", max_length=4, choices=Sees)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "réponse à un chiffre qui bouge"
        verbose_name_plural = "réponses à un chiffre qui bouge"
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["jump", "institution"], name="alerts_jump_answered")
        ]
