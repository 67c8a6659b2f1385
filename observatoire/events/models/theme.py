"""Themes proposed for the events of a year."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.directory.models import Institution
from observatoire.events.models.event import Event


class ThemeProposal(models.Model):
    """What someone would like an event to be about; kept, set aside, or become an event."""

    class State(models.TextChoices):
        PROPOSED = "proposee", "proposée"
        KEPT = "retenue", "retenue"
        SET_ASIDE = "ecartee", "écartée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("année")
    kind = models.CharField("sorte", max_length=12, choices=Event.Kind, default=Event.Kind.MATINALE)
    title = models.CharField("thème", max_length=160)
    reason = models.TextField("pourquoi, avec qui", blank=True, max_length=1200)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.PROPOSED)
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    proposed_at = models.DateTimeField("proposé le", default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField("source", max_length=200, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)

    class Meta:
        verbose_name = "proposition de thème"
        verbose_name_plural = "propositions de thèmes"
        ordering = ["-year", "proposed_at", "id"]

    def __str__(self):
        return self.title
