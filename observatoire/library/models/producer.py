"""What notices are sorted by: themes, and those who made the studies."""

from django.db import models


class Theme(models.Model):
    """One of the themes of the base; a row, so that the coordination may change them."""

    slug = models.SlugField("adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=80, unique=True)
    sentence = models.CharField(
        "ce que l’on y trouve", max_length=200, blank=True, help_text="Une phrase."
    )
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["order", "name", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/base-documentaire/?theme={self.slug}"


class Producer(models.Model):
    """Who made a study: an institution of the directory, or a review, a firm, a chair."""

    slug = models.SlugField("adresse", max_length=120, unique=True)
    name = models.CharField("nom", max_length=200, unique=True)
    institution = models.OneToOneField(
        "directory.Institution",
        verbose_name="institution de l’annuaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="producer",
        help_text="La notice mène alors à sa page de l’annuaire.",
    )
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)

    class Meta:
        verbose_name = "producteur"
        verbose_name_plural = "producteurs"
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/base-documentaire/?producteur={self.slug}"
