from django.db import models
from wagtail.models import Collection

from observatoire.directory.models.group import Group


class GroupFiles(models.Model):
    """The collection where a group lays down its files: its members alone read them."""

    group = models.OneToOneField(
        Group, verbose_name="groupe", on_delete=models.CASCADE, related_name="files"
    )
    collection = models.OneToOneField(
        Collection, verbose_name="collection", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = "dossier de groupe"
        verbose_name_plural = "dossiers de groupe"
        ordering = ["group__name", "id"]
        default_permissions = ()
