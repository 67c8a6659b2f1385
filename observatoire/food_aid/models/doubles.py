"""Two places that may be one."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from observatoire.food_aid.models.place import Place


class Double(models.Model):
    """A pair, its score and its reasons; joined with undo, or told apart for good."""

    class State(models.TextChoices):
        DOUBT = "doute", "à regarder"
        JOINED = "reunis", "réunis"
        APART = "distincts", "distincts"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    left = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField("ressemblance")
    reasons = models.JSONField("raisons", default=list)
    state = models.CharField("état", max_length=9, choices=State, default=State.DOUBT)
    before = models.JSONField(default=dict)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    found_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "doublon possible"
        verbose_name_plural = "doublons possibles"
        ordering = ["-score", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="food_double_once")]

    def __str__(self):
        return f"{self.left_id} / {self.right_id}"
