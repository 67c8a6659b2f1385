from django.db import models


class Topic(models.Model):
    """A subject that a function deals with, by which lists are made; a row, not a word of code."""

    slug = models.SlugField("clé", max_length=40, primary_key=True)
    name = models.CharField("nom", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "sujet"
        verbose_name_plural = "sujets"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name
