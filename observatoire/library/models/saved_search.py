"""A search that someone keeps, to be told of what is new."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_token() -> str:
    return secrets.token_urlsafe(24)


class SavedSearch(models.Model):
    """`question` is what follows the « ? » of its permanent address.

    Of an account, or of a mailbox that proved itself by a link; rights are asked again each time.
    """

    class Rhythm(models.TextChoices):
        NEVER = "jamais", "Pas de courriel"
        DAILY = "jour", "Chaque jour"
        WEEKLY = "semaine", "Chaque semaine"
        MONTHLY = "mois", "Chaque mois"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    email = models.EmailField("adresse", blank=True)
    name = models.CharField("nom", max_length=200)
    question = models.CharField("question", max_length=1000, blank=True)
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField("enregistrée le", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    # Everything published up to there has been told, or was there before.
    told_until = models.DateTimeField("au courant jusqu’au", default=timezone.now)
    looked_at = models.DateTimeField("regardée le", default=timezone.now)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)

    class Meta:
        verbose_name = "recherche enregistrée"
        verbose_name_plural = "recherches enregistrées"
        ordering = ["created_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(email=""),
                name="library_search_owner",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def address(self):
        return f"/base-documentaire/?{self.question}" if self.question else "/base-documentaire/"
