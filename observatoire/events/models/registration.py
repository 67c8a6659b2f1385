"""Who comes: confirmed, or waiting in order; and the reminders that each one got."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from observatoire.directory.models import Institution, Person
from observatoire.events.models.channel import Channel
from observatoire.events.models.event import Event


class RegistrationQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self):
        """In the order of arrival."""
        return self.filter(state=Registration.State.WAITING).order_by("rank")


class Registration(models.Model):
    """One address, once for an event: whoever cancels and comes back takes the same row."""

    class State(models.TextChoices):
        CONFIRMED = "confirmee", "confirmée"
        WAITING = "attente", "en liste d’attente"
        CANCELLED = "annulee", "annulée"

    class Meal(models.TextChoices):
        """Few words, none of which says why: a kitchen counts, it does not ask."""

        UNKNOWN = "", "Pas encore choisi"
        ELSEWHERE = "ailleurs", "Ne mange pas sur place"
        ANY = "tout", "Repas sans contrainte"
        VEGETARIAN = "vegetarien", "Repas végétarien"
        VEGAN = "vegetalien", "Repas végétalien"
        GLUTEN_FREE = "sans_gluten", "Repas sans gluten"
        OTHER = "autre", "Autre contrainte, dite dans les besoins"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    email = models.EmailField("adresse électronique", blank=True)  # empty once purged
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    institution_name = models.CharField("structure", max_length=200, blank=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    # As it was on the day: the directory may know them since.
    is_newcomer = models.BooleanField("hors de l’annuaire", default=False)
    presence = models.CharField(
        "façon d’y être", max_length=8, choices=Event.Mode, default=Event.Mode.REMOTE
    )
    needs = models.CharField("besoins particuliers", max_length=300, blank=True)
    meal = models.CharField("repas", max_length=12, choices=Meal, blank=True, default="")
    wants_news = models.BooleanField("veut connaître les suivants", default=False)
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    state = models.CharField("état", max_length=10, choices=State)
    rank = models.PositiveIntegerField("rang d’arrivée")
    sequence = models.PositiveIntegerField(default=0, editable=False)  # of its own .ics
    # What their last message told them: another is owed as long as it differs (`queries/owed.py`).
    told_state = models.CharField(max_length=10, blank=True, editable=False)
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    news_confirmed_at = models.DateTimeField("suivants\u00a0: confirmé le", null=True, blank=True)
    created_at = models.DateTimeField("inscrit le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    was_promoted = models.BooleanField("venu de la liste d’attente", default=False)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    checked_in_at = models.DateTimeField("arrivé le", null=True, blank=True)
    purged_at = models.DateTimeField("nom effacé le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ["rank", "id"]
        default_permissions = ()
        permissions = [("export_registrations", "Peut exporter les inscrits")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"], condition=~Q(email=""), name="events_registration_once"
            ),
            models.UniqueConstraint(fields=["event", "rank"], name="events_registration_rank"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="events_registration_email_lower"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "rank"], name="events_registration_state")
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip() or "Inscription sans nom"

    def save(self, **options):
        self.email = self.email.strip().lower()
        super().save(**options)

    @property
    def institution_words(self):
        return str(self.institution) if self.institution else self.institution_name


class Reminder(models.Model):
    """A reminder was sent; unique, so that it is sent once, whoever sends and however often.

    For the hour that was announced: an event put off is recalled anew.
    """

    class Kind(models.TextChoices):
        WEEK = "J-7", "une semaine avant"
        DAY = "J-1", "la veille"
        HOUR = "H-1", "une heure avant"

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField("rappel", max_length=4, choices=Kind)
    starts_at = models.DateTimeField("pour")
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        ordering = ["sent_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "starts_at"], name="events_reminder_once"
            )
        ]
