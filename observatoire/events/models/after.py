"""After the event: who was there, what was sent, what is settled."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from observatoire.events.models.event import Event
from observatoire.events.models.registration import Registration


class AttendanceImport(models.Model):
    """A file of attendance, taken whole; undone, its rows go and it stays as a trace."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendance_imports")
    form = models.CharField("forme reconnue", max_length=40)
    digest = models.CharField("empreinte", max_length=64)
    sittings = models.PositiveIntegerField("lignes lues")
    people = models.PositiveIntegerField("personnes")
    at = models.DateTimeField("pris le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "import de présences"
        verbose_name_plural = "imports de présences"
        ordering = ["-at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["event", "digest"],
                condition=Q(undone_at=None),
                name="events_attendance_file_once",
            )
        ]


class Attendance(models.Model):
    """Someone who was there, and which registrant it is: surely, to be confirmed, or none."""

    class Certainty(models.TextChoices):
        KEY = "cle", "reconnu par la salle"
        EMAIL = "adresse", "reconnu par son adresse"
        NAME = "nom", "reconnu par son nom"
        DOUBT = "doute", "à confirmer"
        HAND = "main", "confirmé à la main"
        NONE = "aucun", "hors inscrits"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(AttendanceImport, on_delete=models.CASCADE, related_name="rows")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendances"
    )
    full_name = models.CharField("nom affiché", max_length=200, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    minutes = models.FloatField("minutes", null=True, blank=True)
    sittings = models.PositiveIntegerField("connexions", default=1)
    certainty = models.CharField("reconnu", max_length=8, choices=Certainty)
    candidates = models.JSONField("peut être", default=list, blank=True)

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["full_name", "id"]
        default_permissions = ()


class Followup(models.Model):
    """What an event owes once it is over; made with the event, so that nothing is forgotten."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="followup")
    survey = models.OneToOneField(
        "surveys.Survey", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A survey that was missed is sent with that of another event.
    joined_to = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="joined_followups"
    )
    survey_sent_at = models.DateTimeField("enquête envoyée le", null=True, blank=True)
    survey_reminded_at = models.DateTimeField("relance envoyée le", null=True, blank=True)
    captions_reason = models.CharField("pourquoi sans sous-titres", max_length=300, blank=True)
    bilan = models.JSONField("bilan arrêté", null=True, blank=True)
    bilan_at = models.DateTimeField("bilan arrêté le", null=True, blank=True)

    class Meta:
        verbose_name = "suite d’un événement"
        verbose_name_plural = "suites des événements"
        ordering = ["event"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_to=None) | ~Q(joined_to=models.F("event")),
                name="events_followup_not_to_itself",
            )
        ]


class Notice(models.Model):
    """A message of after the event was written to a registrant: once, whoever writes it."""

    class Kind(models.TextChoices):
        SURVEY = "enquete", "enquête"
        RECALL = "relance", "relance de l’enquête"
        REPLAY = "replay", "replay"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField("message", max_length=8, choices=Kind)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)

    class Meta:
        verbose_name = "message d’après"
        verbose_name_plural = "messages d’après"
        ordering = ["sent_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind"], name="events_notice_once")
        ]
