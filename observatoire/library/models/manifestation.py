"""Where one study can be read, and the objects of the platform that it cites."""

import uuid

from django.db import models

from observatoire.library.models.notice import Notice


class Manifestation(models.Model):
    """The same study at another address: its producer's, a relay's, the press's."""

    class Kind(models.TextChoices):
        PRODUCER = "producteur", "Chez le producteur"
        PARTNER = "partenaire", "Chez un partenaire de l’étude"
        RELAY = "relais", "Relais"
        PRESS = "presse", "Presse"
        ARCHIVE = "archive", "Archive"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="manifestations")
    kind = models.CharField("sorte", max_length=12, choices=Kind, default=Kind.RELAY)
    label = models.CharField("ce que c’est", max_length=200, blank=True)
    address = models.URLField("adresse", max_length=1000)

    class Meta:
        verbose_name = "autre adresse"
        verbose_name_plural = "autres adresses"
        ordering = ["kind", "address", "id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "address"], name="library_manifestation_once")
        ]

    def __str__(self):
        return self.address


class NoticeRef(models.Model):
    """An object that the study cites (an indicator), by its `Ref`; `period` is the one it used."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="refs")
    kind = models.CharField("nature", max_length=40)
    key = models.CharField("clé", max_length=120)
    period = models.CharField("période citée", max_length=20, blank=True)

    class Meta:
        verbose_name = "objet cité"
        verbose_name_plural = "objets cités"
        ordering = ["kind", "key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "kind", "key"], name="library_ref_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
