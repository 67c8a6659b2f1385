"""What our image and our document model change alike in Wagtail's.

Wagtail keeps its own tables of the same names; ours answer to other names from a tag or a user.
"""

from django.conf import settings
from django.db import models
from taggit.managers import TaggableManager


def uploader(related_name: str) -> models.ForeignKey:
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="déposé par",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )
    field.wagtail_reference_index_ignore = True
    return field


def keywords(related_name: str) -> TaggableManager:
    return TaggableManager(
        help_text=None, blank=True, verbose_name="mots-clés", related_name=related_name
    )
