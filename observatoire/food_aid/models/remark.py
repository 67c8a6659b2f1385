"""What a visitor or a structure says of a place, kept until someone answers it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.food_aid.models.place import Place


class Remark(models.Model):
    """A correction, a claim (« c’est notre lieu ») or a word left with a confirmation."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "une correction"
        CLAIM = "revendication", "c’est le lieu de ma structure"
        CONFIRMATION = "confirmation", "les renseignements sont justes"
        CLOSED = "fermeture", "ce lieu a fermé"

    class State(models.TextChoices):
        WAITING = "attend", "à regarder"
        ACCEPTED = "retenue", "retenue"
        REFUSED = "ecartee", "écartée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField("vous signalez", max_length=13, choices=Kind)
    text = models.TextField("précisions", max_length=2000, blank=True)
    email = models.EmailField("votre adresse électronique", blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("reçue le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "remarque sur un lieu"
        verbose_name_plural = "remarques sur des lieux"
        ordering = ["made_at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_kind_display()} : {self.place_id}"
