"""By which road people come: each invitation has a link of its own."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.directory.models import ContactList
from observatoire.events.models.event import Event


def new_token() -> str:
    return secrets.token_urlsafe(9)


class Channel(models.Model):
    """An invitation: to a list by mail, through a relay, or a link given elsewhere."""

    class Kind(models.TextChoices):
        LIST = "liste", "courriel à une liste"
        RELAY = "relais", "relais par un partenaire"
        LINK = "lien", "lien donné ailleurs"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField("sorte", max_length=8, choices=Kind, default=Kind.LINK)
    name = models.CharField("nom", max_length=120)
    list = models.ForeignKey(
        ContactList, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    # How many were reached: counted for a list, declared by a relay.
    invited = models.PositiveIntegerField("invités", null=True, blank=True)
    opened = models.PositiveIntegerField("ouvertures du lien", default=0, editable=False)
    mailing = models.ForeignKey(
        "mail.Mailing", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("préparée le", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["made_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="events_channel_name")
        ]

    def __str__(self):
        return self.name
