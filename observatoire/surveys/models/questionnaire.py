"""The text of what is asked: versions, that never change once asked, and what is being written."""

import uuid

from django.conf import settings
from django.db import models

from observatoire.surveys.questionnaire import Questionnaire, read_questionnaire


class Version(models.Model):
    """One version of a questionnaire; its answers stay tied to it for ever."""

    class Origin(models.TextChoices):
        CATALOGUE = "catalogue", "catalogue"
        SITE = "site", "écrit sur le site"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField("code", max_length=60)
    number = models.PositiveIntegerField("version")
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte")
    fingerprint = models.CharField("empreinte", max_length=64)
    origin = models.CharField("origine", max_length=10, choices=Origin)
    created_at = models.DateTimeField("écrite le", auto_now_add=True)

    class Meta:
        verbose_name = "questionnaire"
        verbose_name_plural = "questionnaires"
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="surveys_one_number"),
        ]

    def __str__(self):
        return f"{self.title} (version\u00a0{self.number})"

    def get_absolute_url(self):
        return f"/gestion/enquetes/questionnaires/{self.pk}/"

    def read(self) -> Questionnaire:
        return read_questionnaire(self.text, name=f"{self.code}.yaml")


class Draft(models.Model):
    """A questionnaire that is being written on the site; published, it becomes a Version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField("code", max_length=60, unique=True)
    text = models.TextField("texte")
    changed_at = models.DateTimeField("modifié le", auto_now=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "questionnaire en cours d’écriture"
        verbose_name_plural = "questionnaires en cours d’écriture"
        ordering = ["code"]
        default_permissions = ()

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return f"/gestion/enquetes/brouillons/{self.pk}/"

    def read(self) -> Questionnaire:
        return read_questionnaire(self.text, name=f"{self.code}.yaml", is_draft=True)
