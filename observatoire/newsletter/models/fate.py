"""What became of a letter at an institution: witnesses, and messages that were examined."""

import uuid

from django.db import models
from django.utils import timezone

from observatoire.newsletter.models.issue import Issue
from observatoire.newsletter.models.subscriber import new_token


class Witness(models.Model):
    """One mailbox of an institution, whose owner says where each letter arrived."""

    institution = models.ForeignKey(
        "directory.Institution",
        verbose_name="institution",
        on_delete=models.CASCADE,
        related_name="+",
    )
    email = models.EmailField("adresse", unique=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    since = models.DateTimeField("témoin depuis le", default=timezone.now)
    is_demonstration = models.BooleanField("de démonstration", default=False)

    class Meta:
        verbose_name = "témoin"
        verbose_name_plural = "témoins"
        ordering = ["email"]
        default_permissions = ()

    def __str__(self):
        return f"Témoin de {self.institution}"

    @property
    def domain(self):
        return self.email.rpartition("@")[2]


class Sighting(models.Model):
    """Where a witness found a letter."""

    class Place(models.TextChoices):
        INBOX = "reception", "boîte de réception"
        JUNK = "indesirables", "indésirables"
        NOWHERE = "rien", "rien reçu"

    witness = models.ForeignKey(Witness, on_delete=models.CASCADE, related_name="sightings")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="sightings")
    place = models.CharField("où", max_length=12, choices=Place)
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "relevé d’un témoin"
        verbose_name_plural = "relevés des témoins"
        ordering = ["-at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["witness", "issue"], name="newsletter_sighting_once")
        ]


class Case(models.Model):
    """A message that was examined: its headers, recipients masked, and what they prove."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domain = models.CharField("domaine", max_length=255, blank=True)
    headers = models.TextField("en-têtes")
    # hypothesis → [verdict, the line that proves it]; what else was read, in French.
    verdicts = models.JSONField("hypothèses", default=dict)
    findings = models.JSONField("ce qui a été lu", default=list)
    placement = models.CharField("classé", max_length=20, blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    is_demonstration = models.BooleanField("de démonstration", default=False)

    class Meta:
        verbose_name = "cas examiné"
        verbose_name_plural = "cas examinés"
        ordering = ["-at", "id"]
        default_permissions = ()

    def get_absolute_url(self):
        return f"/gestion/lettres/diagnostic/{self.pk}/"
