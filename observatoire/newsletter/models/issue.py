"""A letter: its lines in three parts, what was left out of it, what was said of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class IssueQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Issue.State.PUBLISHED)

    def matching(self, *, words="", state=""):
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(period__icontains=word))
        return found.filter(state=state) if state else found


class Issue(models.Model):
    """It is written, approved, then public; a word changed takes its approval back."""

    class State(models.TextChoices):
        WRITTEN = "preparation", "en préparation"
        APPROVED = "approuvee", "approuvée"
        PUBLISHED = "publiee", "publiée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("numéro", unique=True)
    title = models.CharField("titre", max_length=160)
    period = models.CharField("date affichée", max_length=40, help_text="Par exemple, juin 2026.")
    subject = models.CharField("objet du courriel", max_length=150)
    preview = models.CharField(
        "phrase d’aperçu",
        max_length=150,
        blank=True,
        help_text="Ce que la messagerie montre à côté de l’objet.",
    )
    introduction = models.TextField("introduction", max_length=2000, blank=True)
    # What the registry tells since that day is proposed.
    since = models.DateField("propose ce qui est nouveau depuis le")
    closes_on = models.DateField("les partenaires envoient jusqu’au", null=True, blank=True)
    list = models.ForeignKey(
        "directory.ContactList",
        verbose_name="liste de contacts",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField("état", max_length=12, choices=State, default=State.WRITTEN)
    proposed_at = models.DateTimeField("propositions relevées le", default=timezone.now)
    kept_for_groups = models.PositiveIntegerField("réservés à des groupes", default=0)
    approved_at = models.DateTimeField("approuvée le", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="approuvée par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    mailing = models.ForeignKey(
        "mail.Mailing",
        verbose_name="envoi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    witnesses_asked_at = models.DateTimeField("témoins interrogés le", null=True, blank=True)
    erratum = models.TextField("correction", max_length=1000, blank=True)
    erratum_at = models.DateTimeField("corrigée le", null=True, blank=True)
    is_demonstration = models.BooleanField("de démonstration", default=False)
    made_at = models.DateTimeField("commencée le", default=timezone.now)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre"
        verbose_name_plural = "lettres"
        ordering = ["-number"]
        default_permissions = ()
        permissions = [
            ("compose_letter", "Peut composer la lettre"),
            ("approve_letter", "Peut approuver la lettre, la publier et préparer son envoi"),
        ]

    def __str__(self):
        return f"Lettre n°\u00a0{self.number}"

    def get_absolute_url(self):
        return f"/lettres/{self.number}/"

    @property
    def admin_address(self):
        return f"/gestion/lettres/{self.pk}/"

    @property
    def is_public(self):
        return self.state == self.State.PUBLISHED


class LineQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(is_kept=True)


class Line(models.Model):
    """One thing the letter says, or leaves out: then it says why."""

    class Part(models.TextChoices):
        LIFE = "vie", "La vie de la plateforme"
        BASE = "base", "Base documentaire"
        NEWS = "actualite", "Actualité sociale"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issue = models.ForeignKey(
        Issue, verbose_name="lettre", on_delete=models.CASCADE, related_name="lines"
    )
    part = models.CharField("partie", max_length=10, choices=Part, default=Part.NEWS)
    order = models.PositiveIntegerField("rang", default=0)
    # The object it comes from, named as everywhere; empty for what is written by hand.
    ref_kind = models.CharField(max_length=60, blank=True)
    ref_key = models.CharField(max_length=120, blank=True)
    mark = models.CharField("mention", max_length=80, blank=True)
    title = models.CharField("titre", max_length=300)
    text = models.TextField("texte", max_length=3000, blank=True)
    address = models.CharField("adresse", max_length=500, blank=True)
    source = models.CharField("source", max_length=160, blank=True)
    themes = models.JSONField("thèmes", default=list, blank=True)
    reason = models.CharField("pourquoi elle est là", max_length=200, blank=True)
    is_zoom = models.BooleanField("zoom", default=False)
    is_kept = models.BooleanField("dans la lettre", default=True)
    left_out = models.CharField("écarté parce que", max_length=200, blank=True)
    comes_back = models.BooleanField("proposée de nouveau", default=False)
    visits = models.PositiveIntegerField("visites depuis la lettre", default=0)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de la lettre"
        verbose_name_plural = "lignes de la lettre"
        ordering = ["part", "order", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "ref_kind", "ref_key"],
                condition=~Q(ref_key=""),
                name="newsletter_line_once",
            ),
            models.CheckConstraint(
                condition=Q(is_kept=True) | ~Q(left_out=""), name="newsletter_left_out_says_why"
            ),
        ]

    def __str__(self):
        return self.title


class Remark(models.Model):
    """What someone of the platform says of a letter before it leaves."""

    issue = models.ForeignKey(
        Issue, verbose_name="lettre", on_delete=models.CASCADE, related_name="remarks"
    )
    text = models.TextField("remarque", max_length=2000)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ["at", "id"]
        default_permissions = ()
