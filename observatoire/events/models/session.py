"""The programme: sessions in their order, and who speaks in them."""

import uuid

from django.db import models
from django.db.models import Q

from observatoire.directory.models import Institution, Person
from observatoire.events.models.event import Event


class Session(models.Model):
    """One part of an event. Its hour follows from the order and the durations, unless given."""

    class Kind(models.TextChoices):
        OPENING = "ouverture", "Ouverture"
        STUDY = "etude", "Étude présentée"
        ROUND_TABLE = "table_ronde", "Table ronde"
        TESTIMONY = "temoignage", "Témoignage"
        EXCHANGE = "echanges", "Questions et échanges"
        BREAK = "pause", "Pause"
        CONCLUSION = "conclusion", "Conclusion"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField("rang", default=0)
    kind = models.CharField("sorte", max_length=12, choices=Kind, default=Kind.STUDY)
    title = models.CharField("titre", max_length=200)
    summary = models.TextField("résumé", blank=True, max_length=1200)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    starts_at = models.DateTimeField("commence à", null=True, blank=True)
    room = models.CharField("salle", max_length=80, blank=True)
    slides = models.ForeignKey(
        "base.Document",
        verbose_name="diaporama",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Of the documentary base, or of the producer's site.
    notice_address = models.CharField("adresse de la notice", max_length=500, blank=True)

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["event", "order", "id"]
        default_permissions = ()

    def __str__(self):
        return self.title


class Intervention(models.Model):
    """Someone, or an institution whose speaker is not named yet, speaks in a session."""

    class Status(models.TextChoices):
        FORESEEN = "pressenti", "pressenti"
        CONFIRMED = "confirme", "confirmé"
        DECLINED = "decline", "a décliné"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="interventions")
    order = models.PositiveSmallIntegerField("rang", default=0)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="interventions"
    )
    speaker_name = models.CharField("nom de l’intervenant", max_length=160, blank=True)
    function = models.CharField("fonction", max_length=160, blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name="institution",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interventions",
    )
    institution_name = models.CharField("autre institution", max_length=200, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    # Who answers by a signed link: state, name and permissions then follow what they say.
    speaker = models.ForeignKey(
        "contributions.Speaker",
        verbose_name="invité",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interventions",
    )
    status = models.CharField("état", max_length=10, choices=Status, default=Status.FORESEEN)
    # None: not asked yet.
    may_record = models.BooleanField("accepte d’être enregistré", null=True, blank=True)
    may_broadcast = models.BooleanField("accepte la diffusion du replay", null=True, blank=True)
    permission_at = models.DateTimeField("accord noté le", null=True, blank=True)

    class Meta:
        verbose_name = "intervention"
        verbose_name_plural = "interventions"
        ordering = ["session", "order", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(speaker_name="")
                | Q(institution__isnull=False)
                | ~Q(institution_name="")
                | Q(person__isnull=False),
                name="events_intervention_of_someone",
            )
        ]

    def __str__(self):
        return ", ".join(part for part in (self.speaker_name, self.institution_words) if part)

    @property
    def institution_words(self):
        return str(self.institution) if self.institution else self.institution_name
