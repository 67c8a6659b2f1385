"""Twice a year everyone is asked: what do you see? « Rien à signaler » is an answer."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.directory.models import Institution


class WaveQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class Wave(models.Model):
    """A time during which each member is asked what they see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("titre", max_length=120, unique=True)
    opens_on = models.DateField("ouverte le")
    closes_on = models.DateField("close le")
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField("relancée le", null=True, blank=True, editable=False)
    asked = models.PositiveIntegerField("adresses sollicitées", default=0, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = "vague"
        verbose_name_plural = "vagues"
        ordering = ["-opens_on", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=models.F("opens_on")), name="alerts_wave_dates"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/alertes/vagues/{self.pk}/"


class WaveReply(models.Model):
    """What an institution said to a wave: an alert, or nothing to report. One of each at most."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="replies")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    said_nothing = models.BooleanField("rien à signaler", default=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "réponse à une vague"
        verbose_name_plural = "réponses à une vague"
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "institution"], name="alerts_wave_answered_once"
            )
        ]
