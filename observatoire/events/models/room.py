"""What the remote room sends back once it is over."""

import uuid

from django.db import models
from django.utils import timezone

from observatoire.events.models.event import Event


class RoomReport(models.Model):
    """Who was there, as BigBlueButton's own dashboard says it; read by the import of attendance.

    `digest` makes a report that is sent twice the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="room_reports")
    content = models.JSONField("contenu")
    digest = models.CharField("empreinte", max_length=64)
    received_at = models.DateTimeField("reçu le", default=timezone.now)

    class Meta:
        verbose_name = "relevé de salle"
        verbose_name_plural = "relevés de salle"
        ordering = ["received_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "digest"], name="events_room_report_once")
        ]
