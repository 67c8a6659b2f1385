"""A file read into the census: what it would do, what it did, and how to take it back."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.food_aid.models.place import Place
from observatoire.food_aid.models.source import Source


class Intake(models.Model):
    """Nothing is written before it has been shown; all of it, or nothing."""

    class State(models.TextChoices):
        READ = "lu", "lu, à confirmer"
        DONE = "fait", "importé"
        UNDONE = "annule", "annulé"
        REFUSED = "refuse", "refusé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField("fichier", max_length=200)
    format = models.CharField("forme", max_length=20)
    sha256 = models.CharField(max_length=64)
    drafts = models.JSONField("lignes lues", default=list)
    report = models.JSONField("compte rendu", default=dict)
    state = models.CharField("état", max_length=8, choices=State, default=State.READ)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("lu le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "import de lieux"
        verbose_name_plural = "imports de lieux"
        ordering = ["-made_at", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name


class Touch(models.Model):
    """What an import did to a place; `before` is empty when the import made it."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="touches")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="touches")
    before = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["intake", "place"], name="food_touch_once")]
