"""One message to one mailbox: a row first, then a departure, then what is known of it."""

import uuid

from django.db import models
from django.db.models import Q

from observatoire.mail.models.mailing import Mailing


class MessageQuerySet(models.QuerySet):
    def matching(self, *, words="", state=""):
        found = self
        for word in words.split():
            found = found.filter(Q(address__icontains=word) | Q(subject__icontains=word))
        return found.filter(state=state) if state else found

    def in_doubt(self):
        return self.filter(state=Message.State.DOUBTFUL)

    def claimable(self, now):
        """What may leave now. `due` is empty as soon as a message is taken, or has ended."""
        is_open = Q(mailing=None) | Q(mailing__state=Mailing.State.RUNNING)
        return self.filter(is_open, due__lte=now)


class Message(models.Model):
    """Unique per (mailing, mailbox). « Accepté » is said of the relay, never of a reader."""

    class State(models.TextChoices):
        READY = "pret", "prêt"
        SENDING = "en_cours", "en cours"
        ACCEPTED = "accepte", "accepté par le relais"
        REFUSED = "refuse", "refusé"
        DEFERRED = "differe", "différé"
        DOUBTFUL = "incertain", "incertain"
        EXCLUDED = "exclu", "exclu"
        BOUNCED = "rebond", "rebond"

    class Kind(models.TextChoices):
        LETTER = "lettre", "envoi"
        NOTICE = "avis", "avis"
        CODE = "code", "code ou lien personnel"
        TEST = "essai", "essai"

    class Priority(models.IntegerChoices):
        CODE = 0, "tout de suite"
        NOTICE = 1, "bientôt"
        MANY = 5, "envoi"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailing = models.ForeignKey(
        Mailing,
        verbose_name="envoi",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="messages",
    )
    kind = models.CharField("nature", max_length=8, choices=Kind, default=Kind.LETTER)
    address = models.CharField("adresse", max_length=320)
    mailbox = models.CharField("boîte", max_length=320, db_index=True)
    domain = models.CharField("domaine", max_length=255)
    ref_kind = models.CharField("nature du destinataire", max_length=60, blank=True)
    ref_key = models.CharField("clé du destinataire", max_length=120, blank=True)
    fields = models.JSONField("mots personnels", default=dict, blank=True)
    list_token = models.CharField("jeton de désabonnement", max_length=40, blank=True)
    subject = models.CharField("objet", max_length=250)
    message_id = models.CharField("identifiant du message", max_length=200, unique=True)
    relay_id = models.CharField("identifiant du relais", max_length=200, blank=True, db_index=True)
    sender = models.CharField("adresse d’enveloppe", max_length=254)
    state = models.CharField("état", max_length=10, choices=State, default=State.READY)
    reason = models.CharField("raison", max_length=250, blank=True)
    priority = models.PositiveSmallIntegerField("rang", choices=Priority, default=Priority.MANY)
    due = models.DateTimeField("à partir de", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    claimed_at = models.DateTimeField("pris le", null=True, blank=True)
    claimed_by = models.CharField("pris par", max_length=64, blank=True)
    settled_at = models.DateTimeField("fixé le", null=True, blank=True)
    code = models.PositiveSmallIntegerField("réponse", null=True, blank=True)
    status = models.CharField("état détaillé", max_length=12, blank=True)
    reply = models.CharField("texte de la réponse", max_length=500, blank=True)
    created_at = models.DateTimeField("écrit le", auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["-created_at", "mailbox", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["mailing", "mailbox"], name="mail_message_once"),
            models.CheckConstraint(
                condition=Q(due=None) | Q(state__in=["pret", "differe"]),
                name="mail_message_due_while_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state="en_cours") | Q(claimed_at__isnull=False),
                name="mail_message_claimed_when_sending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due", "id"],
                condition=Q(due__isnull=False),
                name="mail_message_waiting",
            ),
            models.Index(fields=["mailing", "state"], name="mail_message_state"),
            models.Index(fields=["domain", "state"], name="mail_message_domain"),
            models.Index(
                fields=["claimed_at"], condition=Q(state="en_cours"), name="mail_message_taken"
            ),
        ]

    def __str__(self):
        return f"{self.subject} ({self.address})"


class Prepared(models.Model):
    """The bytes that leave, signed, written once: a new attempt sends the same ones."""

    message = models.OneToOneField(
        Message,
        verbose_name="message",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="prepared",
    )
    content = models.BinaryField("octets compressés")
    made_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "message prêt à partir"
        verbose_name_plural = "messages prêts à partir"
        default_permissions = ()
