"""Addresses of studies, looked at each month."""

import uuid

from django.db import models

from observatoire.library.models.notice import Notice


class Link(models.Model):
    """One address of a notice and its health; `trials` are the last looks, newest first."""

    class State(models.TextChoices):
        NEW = "nouveau", "Pas encore essayée"
        ALIVE = "vivant", "Répond"
        DOUBTFUL = "doute", "À revoir"
        DEAD = "mort", "Ne répond plus"
        LEFT = "laisse", "Laissée telle quelle"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="links")
    address = models.URLField(max_length=1000)
    state = models.CharField("état", max_length=8, choices=State, default=State.NEW)
    sentence = models.CharField(max_length=300, blank=True)
    moved = models.CharField(max_length=1000, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trials = models.JSONField(default=list)  # [[day, status, sentence]]
    checked_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lien"
        ordering = ["checked_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["notice", "address"], name="library_link_once")
        ]
        indexes = [models.Index(fields=["state", "checked_at"], name="library_link_state")]

    def __str__(self):
        return self.address

    @property
    def is_secondary(self):
        """Of a relay, of the press: the producer's own is the first."""
        return self.address != self.notice.source_address
