from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from observatoire.base.models.uploads import keywords, uploader


class Image(AbstractImage):
    """A picture; its text alternative is asked once, where the picture is laid down."""

    uploaded_by_user = uploader("base_images")
    tags = keywords("base_images")
    alternative = models.CharField(
        "texte alternatif",
        max_length=250,
        blank=True,
        help_text="Ce que l’image montre. Vide si elle n’apporte aucune information.",
    )
    credit = models.CharField("crédit", max_length=120, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "alternative", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self):
        return self.alternative


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
