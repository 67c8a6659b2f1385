"""A send to many: its frozen content, who was asked for it, and who was left aside."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailingQuerySet(models.QuerySet):
    def matching(self, *, words="", state=""):
        """Those whose title or subject holds the words, in a state."""
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(subject__icontains=word))
        return found.filter(state=state) if state else found


class Mailing(models.Model):
    """What is about to leave, to how many. Nothing leaves before the state « en cours »."""

    class State(models.TextChoices):
        DRAFT = "a_confirmer", "à confirmer"
        SCHEDULED = "programme", "programmé"
        LATE = "en_retard", "en retard\u00a0: à décider"
        RUNNING = "en_cours", "en cours"
        PAUSED = "en_pause", "en pause"
        DONE = "termine", "terminé"
        CANCELLED = "annule", "annulé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What the feature calls it: preparing it a second time gives the same one.
    key = models.CharField("clé", max_length=120, unique=True)
    title = models.CharField("titre", max_length=200)
    list_name = models.SlugField("liste", max_length=60)
    list_label = models.CharField("nom de la liste", max_length=120)
    subject = models.CharField("objet", max_length=250)
    reply_to = models.CharField("répondre à", max_length=254, blank=True)
    html = models.TextField("page du message")
    text = models.TextField("texte du message")
    warnings = models.JSONField("remarques", default=list, blank=True)
    # The object it is about; where restricted, the registry says at sending who may have it.
    ref_kind = models.CharField("nature de l’objet", max_length=60, blank=True)
    ref_key = models.CharField("clé de l’objet", max_length=120, blank=True)
    is_restricted = models.BooleanField("réservé à qui en a le droit", default=False)
    is_automatic = models.BooleanField("sans personne derrière", default=False)
    state = models.CharField("état", max_length=12, choices=State, default=State.DRAFT)
    candidates = models.PositiveIntegerField("candidats", default=0)
    due = models.DateTimeField("heure de départ", null=True, blank=True)
    created_at = models.DateTimeField("préparé le", auto_now_add=True)
    started_at = models.DateTimeField("parti le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="préparé par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        ordering = ["-created_at", "id"]
        default_permissions = ()
        permissions = [
            ("read_mail", "Peut voir les courriels qui partent"),
            ("send_mailing", "Peut faire partir un envoi à plusieurs, l’arrêter et le reprendre"),
        ]
        indexes = [models.Index(fields=["state", "due"], name="mail_mailing_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/gestion/courriels/{self.pk}/"

    @property
    def is_over(self):
        return self.state in {self.State.DONE, self.State.CANCELLED}


class Exclusion(models.Model):
    """A candidate who gets no message, and why; candidates = messages + exclusions."""

    class Reason(models.TextChoices):
        DOUBLE = "doublon", "même boîte qu’un autre candidat"
        INVALID = "invalide", "adresse impossible"
        LEFT = "desabonne", "s’est désabonné de cette liste"
        SUPPRESSED = "supprime", "adresse écartée"

    mailing = models.ForeignKey(
        Mailing, verbose_name="envoi", on_delete=models.CASCADE, related_name="exclusions"
    )
    address = models.CharField("adresse", max_length=320)
    reason = models.CharField("raison", max_length=10, choices=Reason)

    class Meta:
        verbose_name = "candidat écarté"
        verbose_name_plural = "candidats écartés"
        ordering = ["address", "id"]
        default_permissions = ()
