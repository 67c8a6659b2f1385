"""Public reached: what each network counts, in its own way, never added."""

import uuid

from django.db import models


class Network(models.Model):
    """A network and its counting method, without which its figures cannot be read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("nom court", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    unit = models.CharField("ce qui est compté", max_length=120)
    method = models.TextField("comment c’est compté")
    is_synthetic = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "réseau"
        verbose_name_plural = "réseaux"
        ordering = ["name", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name


class Count(models.Model):
    """One figure of one network: a quarter or a campaign, a territory, a profile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="counts")
    period = models.CharField("période", max_length=12)
    level = models.CharField("niveau", max_length=20)
    code = models.CharField("territoire", max_length=24)
    profile = models.CharField("profil", max_length=20, default="ensemble")
    value = models.PositiveIntegerField("nombre", null=True, blank=True)
    status = models.CharField("statut", max_length=20, default="valeur")
    source = models.CharField("source", max_length=250)

    class Meta:
        verbose_name = "comptage"
        ordering = ["network", "-period", "profile", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["network", "period", "level", "code", "profile"], name="food_count_once"
            )
        ]

    def __str__(self):
        return f"{self.network_id} {self.period}"
