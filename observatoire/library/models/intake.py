"""Files of references that came in, row by row, and the addresses of the site before this one."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.library.models.notice import Notice


class Intake(models.Model):
    """`rows` says what became of each line: [line, title, outcome, sentence, notice]."""

    class Kind(models.TextChoices):
        IMPORT = "import", "Import de références"
        TAKEOVER = "reprise", "Reprise de l’ancien site"

    class State(models.TextChoices):
        READ = "lu", "Lu, à confirmer"
        DONE = "fait", "Importé"
        UNDONE = "annule", "Annulé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("sorte", max_length=8, choices=Kind, default=Kind.IMPORT)
    name = models.CharField("fichier", max_length=200)
    form = models.CharField("format", max_length=12)
    state = models.CharField("état", max_length=8, choices=State, default=State.READ)
    references = models.JSONField(default=list)
    # A table before it is understood: {header, rows, mapping}; empty once confirmed.
    sheet = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    made_at = models.DateTimeField("déposé le", default=timezone.now)
    done_at = models.DateTimeField("importé le", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "import"
        ordering = ["-made_at", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name


class OldAddress(models.Model):
    """A path of the site before this one, and where it leads now."""

    path = models.CharField("ancienne adresse", max_length=500, unique=True)
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="old_addresses"
    )
    target = models.CharField("mène à", max_length=500, blank=True)
    intake = models.ForeignKey(
        Intake, null=True, blank=True, on_delete=models.CASCADE, related_name="old_addresses"
    )

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        ordering = ["path"]
        default_permissions = ()

    def __str__(self):
        return self.path
