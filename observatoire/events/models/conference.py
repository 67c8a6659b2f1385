"""What a day on site adds to an event: rooms, catering, photographs, and what is kept of it."""

from django.core.exceptions import ValidationError
from django.db import models

from observatoire.events.models.event import Event

LINES = 5


def five_lines(text: str) -> None:
    if len([line for line in text.splitlines() if line.strip()]) > LINES:
        raise ValidationError("Cinq lignes au plus\u00a0: une idée par ligne.")


class Conference(models.Model):
    """The day, beside its event; made when it is first prepared."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="conference")
    rooms = models.TextField("salles", blank=True, max_length=600, help_text="Une par ligne.")
    catering = models.TextField("accueil et repas", blank=True, max_length=1000)
    serves_meal = models.BooleanField(
        "un repas est servi",
        default=False,
        help_text="L’inscription demande alors ce que chacun mangera.",
    )
    synthesis = models.TextField(
        "synthèse en cinq lignes",
        blank=True,
        max_length=1500,
        validators=[five_lines],
        help_text="Une idée par ligne, cinq au plus. Elle devient une fiche pour la base et la "
        "lettre dès qu’elle est publiée.",
    )
    synthesis_published_at = models.DateTimeField(
        "synthèse publiée le", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = "conférence"
        verbose_name_plural = "conférences"
        ordering = ["event", "id"]
        default_permissions = ()

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.synthesis.splitlines() if line.strip()]


class Photograph(models.Model):
    """A picture of the day, shown once the people on it agreed."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photographs")
    image = models.ForeignKey(
        "base.Image", verbose_name="image", on_delete=models.CASCADE, related_name="+"
    )
    description = models.CharField("ce que l’on y voit", max_length=200)
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "photographie"
        verbose_name_plural = "photographies"
        ordering = ["order", "id"]
        default_permissions = ()
