"""Minutes: passages written by several people, typed objects among them, and their amendments."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from observatoire.directory.models import Function, Institution
from observatoire.groups.models.meeting import Meeting


class Minutes(models.Model):
    """The minutes of one meeting, from the first word to the public archive."""

    class State(models.TextChoices):
        WRITING = "ecriture", "en cours d’écriture"
        CIRCULATED = "relecture", "en relecture"
        ADOPTED = "adopte", "adopté"
        PUBLISHED = "publie", "publié"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField("état", max_length=10, choices=State, default=State.WRITING)
    circulated_at = models.DateTimeField("mis en relecture le", null=True, blank=True)
    amend_until = models.DateTimeField("amendements reçus jusqu’au", null=True, blank=True)
    adopted_at = models.DateTimeField("adopté le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    origin = models.CharField("repris de", max_length=250, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["-created_at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"Compte rendu de {self.meeting}"

    def get_absolute_url(self):
        return reverse("minutes", args=[self.meeting.group.slug, self.meeting_id])


class PassageQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(is_removed=False)

    def to_follow(self):
        """Actions and leads that wait to be done."""
        followed = (Passage.Kind.ACTION, Passage.Kind.LEAD)
        return self.kept().filter(kind__in=followed, state__in=Passage.OPEN)


class Passage(models.Model):
    """A piece of minutes: a title, a text, or an object that lives on after the meeting."""

    class Kind(models.TextChoices):
        TITLE = "titre", "Titre"
        TEXT = "texte", "Texte"
        DECISION = "decision", "Décision"
        ACTION = "action", "Action"
        LEAD = "piste", "Piste de données"
        CALL = "appel", "Appel à contribution"
        INDICATOR = "indicateur", "Proposition d’indicateur"
        ALERT = "alerte", "Alerte"
        DATE = "date", "Date"

    class State(models.TextChoices):
        OPEN = "ouvert", "à faire"
        GOING = "encours", "en cours"
        DONE = "fait", "fait"
        DROPPED = "abandonne", "abandonné"

    class Visibility(models.TextChoices):
        MEMBERS = "membres", "membres du groupe"
        PUBLIC = "public", "public"

    OPEN = (State.OPEN, State.GOING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField("rang")
    kind = models.CharField("nature", max_length=10, choices=Kind, default=Kind.TEXT)
    text = models.TextField("texte", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    visibility = models.CharField(
        "lu par", max_length=8, choices=Visibility, default=Visibility.MEMBERS
    )
    owner = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField("pour le", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.OPEN)
    state_note = models.CharField("où en est-on", max_length=400, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_removed = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = "passage"
        verbose_name_plural = "passages"
        ordering = ["minutes", "order", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "state", "due"], name="groups_passage_followed")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{self.minutes.get_absolute_url()}#passage-{self.pk}"

    @property
    def is_object(self):
        """Whether it lives on after the meeting, with a colour of its own in the page."""
        return self.kind not in (self.Kind.TITLE, self.Kind.TEXT)


class Conflict(models.Model):
    """Two people wrote on the same lines: the text that did not enter is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="conflicts")
    text = models.TextField()
    base_version = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "écriture à réunir"
        verbose_name_plural = "écritures à réunir"
        ordering = ["at", "id"]
        default_permissions = ()


class Amendment(models.Model):
    """A correction asked for by an institution that was there, before the window closes."""

    class State(models.TextChoices):
        ASKED = "demande", "demandé"
        TAKEN = "pris", "pris"
        REFUSED = "refuse", "refusé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="amendments")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField("texte proposé")
    reason = models.CharField("pourquoi", max_length=250, blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField("réponse", max_length=250, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "amendement"
        verbose_name_plural = "amendements"
        ordering = ["at", "id"]
        default_permissions = ()
