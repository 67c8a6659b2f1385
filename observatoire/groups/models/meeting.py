"""A meeting: its date, found by a poll or given, its agenda, and who was there."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from observatoire.directory.models import Function, Group, Institution


class MeetingQuerySet(models.QuerySet):
    def dated(self):
        return self.exclude(starts_at=None)

    def coming(self):
        """Announced, and not over; the nearest first."""
        found = self.dated().exclude(state=Meeting.State.CANCELLED)
        return found.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self):
        found = self.dated().exclude(state=Meeting.State.CANCELLED)
        return found.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "pk")


class Meeting(models.Model):
    """A meeting of a group: prepared, convened, held; its minutes follow."""

    class State(models.TextChoices):
        PREPARED = "preparee", "en préparation"
        CONVENED = "convoquee", "convoquée"
        HELD = "tenue", "tenue"
        CANCELLED = "annulee", "annulée"

    class Mode(models.TextChoices):
        ON_SITE = "place", "sur place"
        REMOTE = "distance", "à distance"
        BOTH = "mixte", "sur place et à distance"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField("titre", max_length=200, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PREPARED)
    starts_at = models.DateTimeField("début", null=True, blank=True)
    ends_at = models.DateTimeField("fin", null=True, blank=True)
    is_all_day = models.BooleanField("l’heure n’est pas connue", default=False)
    mode = models.CharField("forme", max_length=8, choices=Mode, default=Mode.REMOTE)
    place = models.CharField("lieu", max_length=200, blank=True)
    access = models.TextField("accès", blank=True)
    room_address = models.URLField("adresse de la visioconférence", max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        ordering = ["-starts_at", "id"]
        default_permissions = ("change",)  # who keeps the meetings of every group
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="groups_meeting_ends_after",
            )
        ]

    def __str__(self):
        return self.title or "Réunion"

    def get_absolute_url(self):
        return reverse("meeting", args=[self.group.slug, self.pk])

    @property
    def is_over(self):
        return self.ends_at is not None and self.ends_at < timezone.now()


class DateOption(models.Model):
    """A date that the poll of a meeting offers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")

    class Meta:
        verbose_name = "date proposée"
        verbose_name_plural = "dates proposées"
        ordering = ["starts_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "starts_at"], name="groups_option_once")
        ]


class DateAnswer(models.Model):
    """What one account answers to one date."""

    class Answer(models.TextChoices):
        YES = "oui", "oui"
        IF_NEEDED = "aubesoin", "au besoin"
        NO = "non", "non"

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField("réponse", max_length=8, choices=Answer)

    class Meta:
        verbose_name = "réponse à une date"
        verbose_name_plural = "réponses aux dates"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["option", "voter"], name="groups_answer_once")
        ]


class AgendaItem(models.Model):
    """A line of the agenda, written by hand or proposed with the reason it is there."""

    class Part(models.TextChoices):
        APPROVAL = "approbation", "Approbation"
        FOLLOW_UP = "suivi", "Suites données"
        SITUATION = "conjoncture", "Point de conjoncture"
        STUDY = "etude", "Une étude"
        THEME = "theme", "Un thème"
        OTHER = "autre", "Questions diverses"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    part = models.CharField("partie", max_length=12, choices=Part, default=Part.OTHER)
    order = models.PositiveIntegerField("rang", default=0)
    title = models.CharField("point", max_length=250)
    note = models.TextField("précisions", blank=True)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    reason = models.CharField("pourquoi il est là", max_length=250, blank=True)
    source = models.CharField(max_length=200, blank=True, editable=False)
    address = models.CharField(max_length=300, blank=True, editable=False)
    is_removed = models.BooleanField("retiré", default=False)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["order", "id"]
        default_permissions = ()
        constraints = [
            # What was proposed once, and taken off, is not proposed again.
            models.UniqueConstraint(
                fields=["meeting", "source"], condition=~Q(source=""), name="groups_item_once"
            )
        ]

    def __str__(self):
        return self.title


class Presence(models.Model):
    """An institution at a meeting: no name of a person is kept."""

    class State(models.TextChoices):
        PRESENT = "present", "présent"
        EXCUSED = "excuse", "excusé"
        REPRESENTED = "represente", "représenté"
        ANIMATION = "animation", "animation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField("présence", max_length=10, choices=State, default=State.PRESENT)
    represented_by = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["state", "institution__name", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "institution", "function"],
                name="groups_presence_once",
                nulls_distinct=False,
            )
        ]
