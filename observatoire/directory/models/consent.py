"""On what ground each person is written to: a ledger in which one only adds."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Purpose(models.TextChoices):
    """Why someone is written to; each one is agreed to, or refused, by itself."""

    BODIES = "instances", "Convocations et documents des instances"
    LETTER = "lettre", "Lettre électronique"
    EVENTS = "evenements", "Invitations aux événements"
    ALERTS = "alertes", "Alertes et nouveautés choisies"


class Basis(models.TextChoices):
    """What the law calls the ground: with the first one may object, with the second one agrees."""

    PUBLIC_TASK = "mission", "mission d’intérêt public"
    CONSENT = "consentement", "consentement"


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are added and read. Nothing here changes one or takes one away."""

    def update(self, **values):
        raise TypeError("Le registre ne se corrige pas : on y ajoute une ligne.")

    def delete(self):
        raise TypeError("Le registre ne s’efface pas : on y ajoute une ligne.")

    def expire(self) -> int:
        """The one way out, for lines that the law no longer lets anyone keep; their number."""
        return super().delete()[0]


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options):
        if not self._state.adding:
            raise TypeError("Le registre ne se corrige pas : on y ajoute une ligne.")
        super().save(**{**options, "force_insert": True})

    def delete(self, **options):
        raise TypeError("Le registre ne s’efface pas : on y ajoute une ligne.")


class LegalText(AppendOnly):
    """What a person was told for a purpose, word for word; a change is another version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("finalité", max_length=14, choices=Purpose)
    version = models.PositiveSmallIntegerField("version")
    basis = models.CharField("base légale", max_length=14, choices=Basis)
    text = models.TextField("texte")
    since = models.DateField("en vigueur depuis le")

    class Meta:
        verbose_name = "texte d’information"
        verbose_name_plural = "textes d’information"
        ordering = ["purpose", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"], name="directory_legal_text_version"
            )
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, version {self.version}"


class ConsentLine(AppendOnly):
    """What was decided for a purpose, when, on which text, by which road.

    `subject` is the identifier of a person or of a common mailbox. It is not a link between
    tables: once the person is erased it names nobody, and the proof stays.
    """

    class Decision(models.TextChoices):
        NOTED = "base", "base légale consignée"
        AGREED = "accord", "accord"
        WITHDRAWN = "retrait", "accord retiré"
        OBJECTED = "opposition", "opposition"
        LIFTED = "levee", "opposition levée"

    subject = models.UUIDField("sujet", db_index=True)
    purpose = models.CharField("finalité", max_length=14, choices=Purpose)
    decision = models.CharField("décision", max_length=10, choices=Decision)
    text = models.ForeignKey(LegalText, verbose_name="texte", on_delete=models.PROTECT)
    source = models.CharField("par", max_length=80)
    at = models.DateTimeField("le", default=timezone.now)
    # The account that wrote the line, or nothing; no link either, so that lines stay whole.
    by = models.UUIDField("écrit par", null=True, blank=True)

    class Meta:
        verbose_name = "ligne du registre des accords"
        verbose_name_plural = "registre des accords"
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["subject", "purpose", "id"], name="directory_consent_subject")
        ]


class Tombstone(AppendOnly):
    """Someone was erased. Neither name nor address: enough to erase them again after a restore."""

    subject = models.UUIDField("sujet", null=True, blank=True)
    digest = models.CharField("empreinte de l’adresse", max_length=64, db_index=True)
    erased_at = models.DateTimeField("effacé le", default=timezone.now)

    class Meta:
        verbose_name = "effacement"
        verbose_name_plural = "effacements"
        ordering = ["erased_at", "id"]
        default_permissions = ()


class PurgeReport(models.Model):
    """What a nightly purge took away: counts, by kind of data."""

    at = models.DateTimeField("le", default=timezone.now)
    counts = models.JSONField("lignes", default=dict)
    kept = models.JSONField("à venir", default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "compte rendu de purge"
        verbose_name_plural = "comptes rendus de purge"
        ordering = ["-at", "id"]
        default_permissions = ()
