"""Questions in writing: asked by registrants, shown once a moderator let them through."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.events.models.event import Event
from observatoire.events.models.registration import Registration
from observatoire.events.models.session import Intervention


class QuestionQuerySet(models.QuerySet):
    def shown(self):
        """Those that everyone reads: the most supported first, answered ones last."""
        found = self.filter(state=Question.State.SHOWN)
        return found.order_by("is_answered", "-support_count", "asked_at", "id")

    def pending(self):
        return self.filter(state=Question.State.PENDING).order_by("asked_at", "id")

    def unanswered(self):
        """Let through, and left without an answer, neither live nor in writing."""
        return self.filter(state=Question.State.SHOWN, is_answered=False)


class Question(models.Model):
    class State(models.TextChoices):
        PENDING = "attente", "à modérer"
        SHOWN = "visible", "visible"
        REFUSED = "ecartee", "écartée"
        MERGED = "reunie", "réunie à une autre"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    text = models.TextField("question", max_length=600)
    addressed_to = models.ForeignKey(
        Intervention,
        verbose_name="adressée à",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.PENDING)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    support_count = models.PositiveIntegerField("soutiens", default=0, editable=False)
    # May the question be published afterwards, with its answer, without its author's name.
    may_publish = models.BooleanField("peut être publiée", default=True)
    asked_at = models.DateTimeField("posée le", default=timezone.now)
    moderated_at = models.DateTimeField("modérée le", null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_answered = models.BooleanField("a reçu une réponse", default=False)
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    # After the event: who owes the answer, and the answer in writing.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="à qui de répondre",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owed_questions",
    )
    answer = models.TextField("réponse écrite", blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["asked_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="reunie") | Q(merged_into__isnull=False),
                name="events_question_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="events_question_not_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["event", "state"], name="events_question_state")]

    def __str__(self):
        return self.text[:80]


class Support(models.Model):
    """« Moi aussi »: one by registrant and by question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="supports")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="supports"
    )

    class Meta:
        verbose_name = "soutien"
        verbose_name_plural = "soutiens"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "registration"], name="events_support_once")
        ]
