"""What a partner proposes to the base: their own work, or someone else's that they point to."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.library.models.notice import Notice


class Deposit(models.Model):
    class State(models.TextChoices):
        BEGUN = "commence", "À compléter"
        WAITING = "attend", "À relire"
        ACCEPTED = "accepte", "Publié"
        REFUSED = "refuse", "Non retenu"

    class Ownership(models.TextChoices):
        OWN = "sien", "Notre travail"
        OTHER = "signale", "Un travail que nous signalons"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.OneToOneField(
        Notice, null=True, blank=True, on_delete=models.SET_NULL, related_name="deposit"
    )
    title = models.CharField("titre", max_length=400)
    ownership = models.CharField("c’est", max_length=8, choices=Ownership, default=Ownership.OWN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="library_deposits",
    )
    email = models.EmailField("adresse", blank=True)
    remark = models.TextField("remarque", blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.BEGUN)
    answer = models.TextField("réponse", blank=True)
    made_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    settled_at = models.DateTimeField("tranché le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)

    class Meta:
        verbose_name = "dépôt"
        verbose_name_plural = "dépôts"
        ordering = ["-made_at", "id"]
        default_permissions = ()

    def __str__(self):
        return self.title
