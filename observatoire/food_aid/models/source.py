"""Where places come from, and what its licence lets us do with them."""

import uuid

from django.db import models


class Source(models.Model):
    """A census, a partner's file, a free map: its licence decides what is given on."""

    class Licence(models.TextChoices):
        OWN = "etalab-2.0", "Licence Ouverte 2.0"
        SHARED = "odbl", "ODbL (à redonner sous la même licence)"
        RESERVED = "reservee", "Réservée : montrer sans redonner"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("nom court", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    producer = models.CharField("producteur", max_length=120, blank=True)
    licence = models.CharField("licence", max_length=12, choices=Licence, default=Licence.RESERVED)
    address = models.URLField("adresse", max_length=300, blank=True)
    is_food_aid = models.BooleanField(
        "ses lieux donnent de l’aide alimentaire",
        default=False,
        help_text="Faux pour un annuaire plus large : seules les lignes qui le disent comptent.",
    )
    is_synthetic = models.BooleanField("inventée", default=False, editable=False)

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    @property
    def may_be_given(self) -> bool:
        return self.licence != self.Licence.RESERVED
