"""Who asked for the letter by themselves, proved their mailbox, and what they care for."""

import secrets

from django.db import models
from django.utils import timezone


def new_token() -> str:
    return secrets.token_urlsafe(24)


class SubscriberQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)


class Subscriber(models.Model):
    """Nothing is sent before the mailbox is proved. No theme chosen: every letter."""

    email = models.EmailField("adresse", unique=True)
    themes = models.JSONField("thèmes", default=list, blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné"
        verbose_name_plural = "abonnés"
        ordering = ["email"]
        default_permissions = ()

    def __str__(self):
        return f"Abonné {self.pk}"
