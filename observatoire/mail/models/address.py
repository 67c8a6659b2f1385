"""What is known of a mailbox: the lists it is on, what came back from it, why it is set aside."""

import secrets

from django.db import models
from django.db.models import Q


def new_token() -> str:
    return secrets.token_hex(20)


class Recipient(models.Model):
    """A mailbox on a list. Its token, in every letter, leaves the list and does nothing else."""

    list_name = models.SlugField("liste", max_length=60)
    list_label = models.CharField("nom de la liste", max_length=120)
    mailbox = models.CharField("boîte", max_length=320)
    token = models.CharField("jeton", max_length=40, unique=True, default=new_token)
    left_at = models.DateTimeField("désabonné le", null=True, blank=True)
    left_how = models.CharField("par", max_length=20, blank=True)

    class Meta:
        verbose_name = "destinataire d’une liste"
        verbose_name_plural = "destinataires des listes"
        ordering = ["list_name", "mailbox"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["list_name", "mailbox"], name="mail_recipient_once")
        ]


class SuppressionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(lifted_at=None)

    def matching(self, *, words="", reason=""):
        found = self.filter(mailbox__icontains=words.strip().lower()) if words else self
        return found.filter(reason=reason) if reason else found


class Suppression(models.Model):
    """A mailbox that no letter is sent to, why, and, when it came back, since when."""

    class Reason(models.TextChoices):
        BOUNCE = "rebond", "l’adresse n’existe plus"
        COMPLAINT = "plainte", "signalé comme indésirable"
        ASKED = "demande", "ne veut plus rien recevoir"
        BY_HAND = "main", "écartée à la main"

    mailbox = models.CharField("boîte", max_length=320)
    reason = models.CharField("raison", max_length=8, choices=Reason)
    detail = models.CharField("détail", max_length=300, blank=True)
    at = models.DateTimeField("depuis le")
    lifted_at = models.DateTimeField("rétablie le", null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse écartée"
        verbose_name_plural = "adresses écartées"
        ordering = ["-at", "mailbox", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"], condition=Q(lifted_at=None), name="mail_suppression_once"
            )
        ]


class Incident(models.Model):
    """Something that was answered, or came back, about a mailbox; `kind` is a bounce class."""

    message = models.ForeignKey(
        "mail.Message",
        verbose_name="message",
        null=True,
        on_delete=models.SET_NULL,
        related_name="incidents",
    )
    mailbox = models.CharField("boîte", max_length=320)
    domain = models.CharField("domaine", max_length=255)
    kind = models.CharField("classe", max_length=12)
    source = models.CharField("appris par", max_length=12)
    status = models.CharField("état détaillé", max_length=12, blank=True)
    text = models.CharField("texte", max_length=500, blank=True)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "incident"
        verbose_name_plural = "incidents"
        ordering = ["-at", "id"]
        default_permissions = ()
        constraints = [
            # The same return read twice is one incident.
            models.UniqueConstraint(
                fields=["message", "source", "kind", "status"], name="mail_incident_once"
            )
        ]
        indexes = [
            models.Index(fields=["mailbox", "kind", "-at"], name="mail_incident_mailbox"),
            models.Index(fields=["domain", "-at"], name="mail_incident_domain"),
        ]


class DomainAlarm(models.Model):
    """A domain that refuses us for what we are, not for whom we write to: nobody is set aside."""

    domain = models.CharField("domaine", max_length=255)
    count = models.PositiveIntegerField("refus", default=0)
    status = models.CharField("état détaillé", max_length=12, blank=True)
    text = models.CharField("dernière réponse", max_length=500, blank=True)
    opened_at = models.DateTimeField("depuis le")
    last_at = models.DateTimeField("dernier refus le")
    closed_at = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "alarme de domaine"
        verbose_name_plural = "alarmes de domaines"
        ordering = ["-last_at", "domain"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], condition=Q(closed_at=None), name="mail_alarm_once"
            )
        ]
