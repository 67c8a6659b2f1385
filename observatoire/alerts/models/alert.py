"""An alert: what a partner sees, who answers it, and what became of it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.alerts.models.wave import Wave
from observatoire.alerts.vocabulary import vocabulary
from observatoire.base.models import Territory
from observatoire.directory.models import Group, Institution

ANSWER_WITHIN = timedelta(days=15)  # told to the sender, watched on the desk


def place_of_file(alert, name: str) -> str:
    """Under a name that says nothing; the one it came with is kept beside it."""
    return f"alertes/{uuid.uuid4().hex}"


def answer_day():
    return timezone.localdate() + ANSWER_WITHIN


class AlertQuerySet(models.QuerySet):
    def told(self):
        """Sorted, and not joined to another: what members read and figures count."""
        return self.exclude(state=Alert.State.RECEIVED).filter(same_as=None)

    def standing(self):
        return self.exclude(state=Alert.State.CLOSED)

    def unanswered(self):
        return self.filter(answered_at=None)


class Alert(models.Model):
    """Coded public × difficulty × territory, and a few words that name nobody."""

    class State(models.TextChoices):
        RECEIVED = "recue", "reçue"
        SORTED = "triee", "triée"
        BACKED = "corroboree", "corroborée"
        EXAMINED = "examinee", "examinée en groupe"
        CLOSED = "conclue", "conclue"

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmee", "confirmée"
        WATCHED = "veille", "en veille"
        REFUTED = "infirmee", "infirmée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Drawn with the form: the same form sent twice is one alert.
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    public = models.CharField("public concerné", max_length=30)
    difficulty = models.CharField("difficulté", max_length=30)
    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    since = models.DateField("depuis")
    extent = models.CharField("ampleur", max_length=20, default="inconnue")
    seen = models.TextField("ce qui est observé", max_length=2000)
    file = models.FileField("document", upload_to=place_of_file, blank=True)
    file_title = models.CharField("nom du document", max_length=160, blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name="signalée par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.SET_NULL, related_name="alerts"
    )
    group = models.ForeignKey(
        Group,
        verbose_name="examinée par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    same_as = models.ForeignKey(
        "self",
        verbose_name="réunie à",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="others",
    )
    state = models.CharField("état", max_length=12, choices=State, default=State.RECEIVED)
    outcome = models.CharField("conclusion", max_length=10, choices=Outcome, blank=True)
    answer = models.TextField("réponse", max_length=2000, blank=True)
    answer_due = models.DateField("réponse due le", default=answer_day)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    received_at = models.DateTimeField("reçue le", default=timezone.now)
    told_at = models.DateTimeField("triée le", null=True, blank=True)
    closed_at = models.DateTimeField("conclue le", null=True, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        ordering = ["-received_at", "id"]
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(
                condition=Q(same_as=None) | ~Q(same_as=models.F("id")),
                name="alerts_not_joined_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(state="conclue") ^ Q(outcome=""), name="alerts_closed_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("recue", "conclue")) | ~Q(told_at=None),
                name="alerts_told_has_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["public", "difficulty", "territory"], name="alerts_alert_likeness"
            ),
            models.Index(fields=["state", "answer_due"], name="alerts_alert_state"),
        ]

    def __str__(self):
        return f"{self.difficulty_label}\u00a0: {self.public_label.lower()}, {self.place_label}"

    def get_absolute_url(self):
        return f"/alertes/{self.pk}/"

    @property
    def public_label(self) -> str:
        return vocabulary().publics.get(self.public, self.public)

    @property
    def difficulty_label(self) -> str:
        return vocabulary().difficulties.get(self.difficulty, self.difficulty)

    @property
    def extent_label(self) -> str:
        return vocabulary().extents.get(self.extent, self.extent)

    @property
    def place_label(self) -> str:
        return self.territory.name if self.territory else "toute la région"

    @property
    def state_words(self) -> str:
        """« triée », or « conclue : confirmée »."""
        if self.state != self.State.CLOSED:
            return self.get_state_display()
        return f"{self.get_state_display()}\u00a0: {self.get_outcome_display()}"

    @property
    def is_late(self) -> bool:
        return self.answered_at is None and self.answer_due < timezone.localdate()


class Step(models.Model):
    """One moment of the life of an alert; written by the actions, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    words = models.CharField("ce qui s’est passé", max_length=160)
    note = models.TextField("en quelques mots", blank=True)
    # The meeting where it was looked at, by its name in the registry.
    ref_kind = models.CharField(max_length=60, blank=True)
    ref_key = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        ordering = ["at", "id"]
        default_permissions = ()


class AlertIndicator(models.Model):
    """A figure that should move if the alert is right, as it stood when the alert came."""

    class Moved(models.TextChoices):
        UNKNOWN = "attend", "pas encore de nouveau chiffre"
        YES = "oui", "le chiffre a bougé dans ce sens"
        NO = "non", "le chiffre n’a pas bougé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField("indicateur", max_length=40)
    period = models.CharField("dernière période connue alors", max_length=12, blank=True)
    moved = models.CharField("depuis", max_length=6, choices=Moved, default=Moved.UNKNOWN)
    moved_on = models.DateField("su le", null=True, blank=True)

    class Meta:
        verbose_name = "indicateur d’une alerte"
        verbose_name_plural = "indicateurs d’une alerte"
        ordering = ["alert", "code", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["alert", "code"], name="alerts_indicator_once"),
            models.CheckConstraint(
                condition=Q(moved="attend") ^ ~Q(moved_on=None), name="alerts_moved_has_day"
            ),
        ]
