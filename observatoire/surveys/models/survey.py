"""A questionnaire asked to some people, during some time, on behalf of an object."""

import uuid

from django.db import models
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.surveys.models.questionnaire import Version


class SurveyQuerySet(models.QuerySet):
    def matching(self, *, words="", state=""):
        found = self
        for word in words.split():
            found = found.filter(title__icontains=word)
        return found.filter(state=state) if state else found


class Survey(models.Model):
    """Whoever asks is named by `ref_kind` and `ref_key`: surveys know no feature."""

    class State(models.TextChoices):
        PREPARED = "preparee", "préparée"
        OPEN = "ouverte", "ouverte"
        CLOSED = "close", "close"
        PURGED = "reduite", "close, réponses effacées"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        Version, verbose_name="questionnaire", on_delete=models.PROTECT, related_name="surveys"
    )
    title = models.CharField("titre", max_length=200)
    ref_kind = models.CharField("nature de l’objet", max_length=60, blank=True)
    ref_key = models.CharField("clé de l’objet", max_length=120, blank=True)
    is_anonymous = models.BooleanField("anonyme", default=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PREPARED)
    closes_at = models.DateTimeField("close le", null=True, blank=True)
    closed_at = models.DateTimeField("clôture faite le", null=True, blank=True)
    # Counted once and for all before the answers are erased.
    kept_months = models.PositiveSmallIntegerField("réponses gardées (mois)", default=24)
    frozen = models.JSONField("comptes gardés", null=True, blank=True)
    created_at = models.DateTimeField("préparée le", auto_now_add=True)
    is_demonstration = models.BooleanField("de démonstration", default=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "enquête"
        verbose_name_plural = "enquêtes"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["ref_kind", "ref_key"], name="surveys_survey_object")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/gestion/enquetes/{self.pk}/"

    @property
    def ref(self) -> Ref:
        return Ref("enquete", str(self.pk))

    @property
    def is_open(self) -> bool:
        """Now: the hour of closing counts, whenever the recurring work comes by."""
        is_over = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.state == self.State.OPEN and not is_over
