"""The gate of the whole outbox: open, or held."""

from django.db import models


class Gate(models.Model):
    """One row. `token` is also written beside the database: a restored backup holds another."""

    class Held(models.TextChoices):
        OPEN = "", "ouvert"
        RESTORED = "restauration", "une sauvegarde vient d’être rendue"
        BY_HAND = "main", "retenu à la main"

    held = models.CharField("retenu", max_length=12, choices=Held, blank=True, default="")
    held_at = models.DateTimeField("retenu depuis le", null=True, blank=True)
    token = models.CharField("jeton", max_length=40, blank=True)
    relay_down_since = models.DateTimeField("relais muet depuis le", null=True, blank=True)
    relay_reply = models.CharField("réponse du relais", max_length=300, blank=True)

    class Meta:
        verbose_name = "porte du courrier"
        verbose_name_plural = "porte du courrier"
        default_permissions = ()

    @classmethod
    def current(cls) -> "Gate":
        return cls.objects.get_or_create(pk=1)[0]
