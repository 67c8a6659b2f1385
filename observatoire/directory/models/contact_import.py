"""A file of contacts: deposited, its columns named, looked at, then taken in or not."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class ContactImport(models.Model):
    """One file. Its rows are kept until it is taken in or given up, then only counts remain."""

    class State(models.TextChoices):
        DEPOSITED = "depose", "colonnes à nommer"
        MAPPED = "prepare", "à vérifier"
        DONE = "fait", "fait"
        UNDONE = "annule", "annulé"
        ABANDONED = "abandonne", "abandonné"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("fichier", max_length=200)
    state = models.CharField("état", max_length=10, choices=State, default=State.DEPOSITED)
    source = models.CharField("origine des contacts", max_length=160)
    header = models.JSONField("en-tête", default=list)
    rows = models.JSONField("lignes", default=list)
    mapping = models.JSONField("colonnes", default=dict, blank=True)
    # What was made: {"people": [keys], "addresses": …}, so that it can be undone.
    made = models.JSONField("créés", default=dict, blank=True)
    counts = models.JSONField("comptes", default=dict, blank=True)
    deposited_at = models.DateTimeField("déposé le", default=timezone.now)
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "import de contacts"
        verbose_name_plural = "imports de contacts"
        ordering = ["-deposited_at", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/gestion/annuaire/imports/{self.pk}/"
