"""Lists of contacts: chosen by hand, saved questions, and relays that keep their own addresses."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.directory.models.consent import Purpose
from observatoire.directory.models.institution import Function, Institution
from observatoire.directory.models.person import Person


class ContactList(models.Model):
    """Whom to write to. A relay is a partner who forwards: its addresses are never known here."""

    class Kind(models.TextChoices):
        STATIC = "choisie", "choisie à la main"
        FILTER = "filtre", "filtre enregistré"
        RELAY = "relais", "relais par un partenaire"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=120, unique=True)
    kind = models.CharField("sorte", max_length=8, choices=Kind, default=Kind.FILTER)
    purpose = models.CharField("finalité", max_length=14, choices=Purpose)
    # kinds, territories, topics, groups, functions: what is asked of a saved filter
    criteria = models.JSONField("critères", default=dict, blank=True)
    relay = models.ForeignKey(
        Institution,
        verbose_name="relais",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="relayed_lists",
    )
    announced_size = models.PositiveIntegerField("contacts annoncés", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "liste de contacts"
        verbose_name_plural = "listes de contacts"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="relais") | Q(relay__isnull=False),
                name="directory_list_relay_has_partner",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/gestion/annuaire/listes/{self.pk}/"


class ListEntry(models.Model):
    """Someone put in a list by hand: a person, a function whoever holds it, a common mailbox."""

    list = models.ForeignKey(ContactList, on_delete=models.CASCADE, related_name="entries")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="list_entries"
    )
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.CASCADE, related_name="list_entries"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="list_entries"
    )
    added_at = models.DateTimeField("ajouté le", default=timezone.now)

    class Meta:
        verbose_name = "inscrit à une liste"
        verbose_name_plural = "inscrits à une liste"
        ordering = ["added_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, function=None, institution=None)
                    | Q(person=None, function__isnull=False, institution=None)
                    | Q(person=None, function=None, institution__isnull=False)
                ),
                name="directory_entry_one_owner",
            ),
            models.UniqueConstraint(
                fields=["list", "person", "function", "institution"],
                name="directory_entry_once",
                nulls_distinct=False,
            ),
        ]


def new_token() -> str:
    return secrets.token_urlsafe(9)


class RelayMessage(models.Model):
    """A message made ready for a relay, with a link of its own; only counts come back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.ForeignKey(ContactList, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField("objet", max_length=150)
    text = models.TextField("texte")
    target = models.CharField("page à faire connaître", max_length=300)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    opened = models.PositiveIntegerField("ouvertures du lien", default=0, editable=False)
    forwarded_to = models.PositiveIntegerField("destinataires déclarés", null=True, blank=True)
    made_at = models.DateTimeField("préparé le", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "message de relais"
        verbose_name_plural = "messages de relais"
        ordering = ["-made_at", "id"]
        default_permissions = ()

    def __str__(self):
        return self.subject
